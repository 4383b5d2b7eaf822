"""The single words that carriers and people know: opt out, opt in, help."""

from typing import Final

from casework.filing.decision import Keyword
from casework.filing.plain import plain, strip_edges

KEYWORDS: Final[dict[str, Keyword]] = {
    "stop": "stop",
    "stopall": "stop",
    "stopio": "stop",  # Welsh
    "unsubscribe": "stop",
    "cancel": "stop",
    "end": "stop",
    "quit": "stop",
    "revoke": "stop",
    "optout": "stop",
    "start": "start",
    "unstop": "start",
    "help": "help",
    "info": "help",
}

# People also text these about an appointment or a bin. An office may take some of them for ordinary words.
OPTIONAL_STOP_WORDS: Final = frozenset(("cancel", "end", "quit"))


def keyword_in(text: str) -> str:
    """The keyword that is the whole text, in lower case, or "": `CANCEL my bin collection` is none.

    Letter case and the space and punctuation around it make no difference; anything else does, a picture too.
    """
    short = plain(text, longest=60)
    word = strip_edges(short) if short else ""
    return word if word in KEYWORDS else ""
