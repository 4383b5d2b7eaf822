"""How one text is read as the answer to one question. What comes out is what the web form would have kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from casework import phone_numbers, postcodes
from casework.dialogue import picking
from casework.dialogue.asked import Asked
from casework.dialogue.days import day_in
from casework.filing.plain import plain, strip_edges
from casework.text import is_blank

LINE: Final = 1_000
LONG: Final = 20_000
# The same words as the web form's tick box leaves.
NOT_KNOWN: Final = "Not known, or no fixed address"

_NOT_KNOWN: Final = frozenset(
    {
        "not known", "unknown", "dont know", "don't know", "i dont know", "i don't know", "do not know", "dunno",
        "not sure", "im not sure", "i'm not sure", "no fixed address", "no address", "no fixed abode", "homeless",
        "none", "no idea",
    }
)  # fmt: skip
_ADDRESS: Final = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[^\s@<>,;:.]{2,}")
_MAYBE_POSTCODE: Final = re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]?\s{0,2}\d[A-Za-z]{2}\b")
_FIGURES: Final = re.compile(r"\+?[\d(][\d\s().\-/]{5,}\d")


@dataclass(frozen=True, slots=True)
class Read:
    """The answer as it is kept: text, a value, a list of values, or a day as `2026-03-27`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Unread:
    """No answer to this question; the words say what to send instead."""

    words: str


def read(asked: Asked, text: str, *, today: date) -> Read | Unread:
    if is_blank(text):
        return Unread("That text was empty.")
    return _READERS.get(asked.kind, _line)(asked, text, today)


def _line(asked: Asked, text: str, today: date) -> Read | Unread:
    words = " ".join(text.split())
    return Read(words) if len(words) <= LINE else Unread("That is too long. Please say it in fewer words.")


def _long(asked: Asked, text: str, today: date) -> Read | Unread:
    return Read(text.strip()[:LONG])


def _choice(asked: Asked, text: str, today: date) -> Read | Unread:
    value = picking.one(asked, text)
    if value is not None:
        return Read(value)
    return Unread(f"Please reply with one number from 1 to {len(asked.choices)}.")


def _choices(asked: Asked, text: str, today: date) -> Read | Unread:
    values = picking.several(asked, text)
    if values:
        return Read(values)
    return Unread(
        f"Please reply with numbers from 1 to {len(asked.choices)}, such as 1 {min(3, len(asked.choices))}."
    )


def _date(asked: Asked, text: str, today: date) -> Read | Unread:
    day = day_in(text, today=today)
    if day is not None:
        return Read(day.isoformat())
    return Unread(f"Please write day, month and year, such as 27 3 {today.year}.")


def _postcode(asked: Asked, text: str, today: date) -> Read | Unread:
    short = plain(text, longest=60)
    if short and strip_edges(short) in _NOT_KNOWN:
        return Read(NOT_KNOWN)
    found = postcodes.read(text)
    if found.valid or postcodes.district(text):
        return Read(found.value)
    inside = {
        postcodes.read(each).value for each in _MAYBE_POSTCODE.findall(text) if postcodes.read(each).valid
    }
    if len(inside) == 1:
        return Read(inside.pop())
    if found.suggestion:
        return Unread(f"Did you mean {found.suggestion}? Please send the postcode again.")
    return Unread(
        "That does not look like a postcode, such as SW1A 1AA. If you do not know it, say not known."
    )


def _phone(asked: Asked, text: str, today: date) -> Read | Unread:
    """Kept as it was typed, as the web form does, without the words around it."""
    whole = " ".join(text.split())
    if len(whole) <= 60 and whole[0] in "+(0123456789" and phone_numbers.read(whole).value:
        return Read(whole)
    inside = [each for each in _FIGURES.findall(whole) if phone_numbers.read(each).value]
    if len(inside) == 1 and len(whole) <= 160:
        return Read(inside[0])
    return Unread("That does not look like a whole phone number. Please send all its figures.")


def _email(asked: Asked, text: str, today: date) -> Read | Unread:
    found = [each.rstrip(".!") for each in _ADDRESS.findall(text)]
    if len(found) == 1 and len(found[0]) <= 320:
        return Read(found[0])
    return Unread("That does not look like an e-mail address, such as name@example.org.")


_READERS: Final[dict[str, Callable[[Asked, str, date], Read | Unread]]] = {
    "text": _line,
    "long_text": _long,
    "choice": _choice,
    "choices": _choices,
    "date": _date,
    "postcode": _postcode,
    "phone": _phone,
    "email": _email,
}
