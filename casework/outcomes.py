"""How a conversation ended: the wrap-up codes of calls and visits, and what each means for the case. Pure.

An office words outcomes of its own. The code of one says what it counts as and what it is called, "answered.Food parcel
given", so that a contact can be read and judged without looking anything up, also once the office offers it no more.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple


class Outcome(NamedTuple):
    words: str
    reached: bool  # we spoke with somebody: it counts as a response
    settles: bool  # nothing more is asked of us


OUTCOMES: Final[dict[str, Outcome]] = {
    "answered": Outcome("Answered on the spot", True, True),
    "passed_on": Outcome("Passed to the team", True, False),
    "callback": Outcome("Callback promised", True, False),
    "transferred": Outcome("Put through to a colleague", True, False),
    "signposted": Outcome("Signposted elsewhere", True, True),
    "information": Outcome("They gave us information", True, False),
    "no_answer": Outcome("No answer", False, False),
    "voicemail": Outcome("Voicemail left", False, False),
    "wrong_number": Outcome("Wrong number", False, False),
    "busy": Outcome("Line was busy", False, False),
    "reached": Outcome("Reached", True, False),
    "cut_off": Outcome("Cut off", True, False),
    "missed": Outcome("Nobody answered", False, False),
    "on_paper": Outcome("Written on paper", False, False),
}

# Channels in which two people talk. A text or a form says something; nobody has answered it yet.
CONVERSATIONS: Final = ("phone", "in_person", "video")


# What an own outcome may count as: a conversation that settled it, and one that did not.
SETTLED, STILL_OPEN = BASES = ("answered", "information")
# What staff choose from at the end of what they log; the others are put on record as they happen.
CHOSEN: Final = (
    "answered", "passed_on", "callback", "transferred", "signposted", "information", "no_answer", "cut_off",
    "wrong_number",
)  # fmt: skip
# Without these a contact that was answered, or was not, would have no name.
ALWAYS_OFFERED: Final = frozenset(OUTCOMES) - frozenset(CHOSEN) | {"answered", "passed_on", "no_answer"}
LONGEST: Final = 40  # characters of an own outcome; with its base it fits the column
_OWN: Final = "."


def own_code(counts_as: str, called: str) -> str:
    return f"{counts_as}{_OWN}{called}"


def base(code: str) -> str:
    """What an outcome counts as: itself, unless the office worded it."""
    return code.partition(_OWN)[0]


def is_own(code: str) -> bool:
    return _OWN in code


def words(code: str) -> str:
    if is_own(code):
        return code.partition(_OWN)[2]
    return OUTCOMES[code].words if code in OUTCOMES else code.replace("_", " ").capitalize()


def person_was_reached(channel: str, code: str) -> bool:
    """Whether this contact counts as an answer by us. A visit counts exactly as a call or a reply would."""
    if channel not in CONVERSATIONS:
        return False
    return OUTCOMES[base(code)].reached if base(code) in OUTCOMES else True


def settles(code: str) -> bool:
    return base(code) in OUTCOMES and OUTCOMES[base(code)].settles


def offered(endings: Iterable[str], *, worded: Iterable[str], left_out: Iterable[str]) -> Iterator[str]:
    """What is offered at the end of a contact: each of the product's with the office's own after it, without those left out."""
    own, hidden = list(worded), frozenset(left_out) - ALWAYS_OFFERED
    for ending in endings:
        yield from (
            code for code in (ending, *(each for each in own if base(each) == ending)) if code not in hidden
        )
