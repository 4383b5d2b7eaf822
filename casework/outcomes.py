"""How a conversation ended: the wrap-up codes of calls and visits, and what each means for the case. Pure."""

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


def words(code: str) -> str:
    return OUTCOMES[code].words if code in OUTCOMES else code.replace("_", " ").capitalize()


def person_was_reached(channel: str, code: str) -> bool:
    """Whether this contact counts as an answer by us. A visit counts exactly as a call or a reply would."""
    if channel not in CONVERSATIONS:
        return False
    return OUTCOMES[code].reached if code in OUTCOMES else True


def settles(code: str) -> bool:
    return code in OUTCOMES and OUTCOMES[code].settles
