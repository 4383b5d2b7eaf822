"""Where people meet, and who interprets between them, in the words that a contact keeps. Pure."""

from typing import Final

PLACES: Final = (
    ("desk", "At our desk"),
    ("home", "Home visit"),
    ("outreach", "Outreach, on the street or at a session"),
    ("event", "At an event"),
    ("other", "Somewhere else"),
)
PAPER_FORM: Final = "Paper form"

_KEPT: Final = {
    "desk": "Our desk",
    "home": "Home visit",
    "outreach": "Outreach",
    "event": "Event",
    "other": "",
}

INTERPRETED: Final = (
    ("", "Nobody interpreted"),
    ("room", "In the room"),
    ("phone", "By telephone"),
    ("video", "By video"),
    ("known", "Somebody they know"),
    ("us", "A colleague of ours"),
)


def place_in_words(kind: str, words: str) -> str:
    """ "Outreach: market square"; one of the two where the other is empty."""
    return ": ".join(part for part in (_KEPT.get(kind, ""), words) if part)


def interpreter_in_words(how: str, who: str) -> str:
    """ "By telephone: Farah of Language Line"; "" where nobody interpreted."""
    known = dict(INTERPRETED)
    return ": ".join(part for part in (known.get(how, "") if how else "", who) if part)
