"""The words that steer the questions. None of them is a word that a phone company takes for STOP."""

from typing import Final, Literal

from casework.filing.plain import plain, strip_edges

Command = Literal["skip", "back", "done"]

SKIP: Final = "SKIP"
BACK: Final = "BACK"
DONE: Final = "DONE"

_WORDS: Final[dict[str, Command]] = {
    "skip": "skip",
    "skip it": "skip",
    "skip this": "skip",
    "pass": "skip",
    "next": "skip",
    "back": "back",
    "go back": "back",
    "done": "done",
    "im done": "done",
    "i'm done": "done",
    "no more questions": "done",
    "end questions": "done",
    "stop questions": "done",
    "stop asking": "done",
}


def command_in(text: str) -> Command | None:
    """The command that is the whole text; letter case and the punctuation around it make no difference."""
    short = plain(text, longest=40)
    return _WORDS.get(strip_edges(short).removesuffix(" please")) if short else None
