"""Words after which somebody may be in danger now: whoever writes them down is told to have them ring 999. Pure.

Only advice comes of it. A list cannot judge what somebody says, so it never refuses, closes or sends anything; it is
short on purpose, because advice that is shown for everything is read by nobody.
"""

from typing import Final

from casework.text import words

ADVICE: Final = (
    "Somebody may be in danger now. Tell them to ring 999, or ring 999 yourself. "
    "If it is not safe for them to speak, they press 55 when they are asked."
)

# Each is looked for as whole words that follow each other, in any letter case, with or without apostrophes.
PHRASES: Final = tuple(
    line.strip()
    for line in """
    not breathing
    isnt breathing
    cant breathe
    cannot breathe
    stopped breathing
    no pulse
    unconscious
    not responding
    wont wake up
    collapsed
    having a seizure
    having a fit
    heart attack
    having a stroke
    chest pain
    chest pains
    bleeding heavily
    bleeding badly
    overdose
    overdosed
    taken too many tablets
    taken too many pills
    suicidal
    suicide
    kill myself
    killing myself
    kill himself
    kill herself
    kill themselves
    end my life
    want to die
    wants to die
    on fire
    house fire
    caught fire
    smell gas
    smell of gas
    smells gas
    gas leak
    carbon monoxide
    has a knife
    has a gun
    with a knife
    with a gun
    been stabbed
    been shot
    being attacked
    is attacking
    attacking me
    attacking her
    attacking him
    hitting me
    strangled
    strangling
    choking
    going to kill
    threatening to kill
    breaking in
    breaking the door down
    being held against
    locked in
    drowning
    """.splitlines()
    if line.strip()
)
_LOOKED_FOR: Final = tuple(tuple(phrase.split()) for phrase in PHRASES)
_FIRST: Final = frozenset(phrase[0] for phrase in _LOOKED_FOR)
_EMERGENCY_NUMBERS: Final = ("999", "112")
# Longer texts are not read to their end while somebody types.
LONGEST: Final = 20_000


def found(text: str) -> str:
    """The first of them that the text has, "" where it has none."""
    said = words(text[:LONGEST])
    for place, word in enumerate(said):
        if word in _EMERGENCY_NUMBERS and not _in_a_number(said, place):
            return word
        if word in _FIRST:
            phrase = next(
                (each for each in _LOOKED_FOR if tuple(said[place : place + len(each)]) == each), None
            )
            if phrase:
                return " ".join(phrase)
    return ""


def advice(text: str) -> str:
    """What whoever writes this down is told; "" where nothing in it says that it is needed."""
    return ADVICE if found(text) else ""


def _in_a_number(said: list[str], place: int) -> bool:
    """07700 900 999 is somebody's telephone number, written in groups."""
    beside = said[max(place - 1, 0) : place] + said[place + 1 : place + 2]
    return any(word.isdigit() for word in beside)
