"""What a confirmation says after a call, a visit or a letter: fixed words, and nothing of what was said. Pure.

Whoever else reads it learns that somebody was in touch with somebody, a reference and when we ring. The office is named
only where it may be; what it was about never.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

TEXT: Final = "text"
EMAIL: Final = "email"
LETTER: Final = "letter"

THANKS: Final = {
    "phone": "thank you for your call",
    "in_person": "thank you for coming to see us",
    "letter": "thank you for your letter",
}
AGREED: Final = {
    "passed_on": "We have passed on what you told us.",
    "information": "We have noted what you told us.",
    "callback": "We will ring you back.",
    "cut_off": "We were cut off; what you told us is noted.",
}


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """Times are local. `reference` is "" where it is on no case."""

    channel: str
    at: datetime
    outcome: str = ""
    reference: str = ""
    ring_from: datetime | None = None
    ring_until: datetime | None = None


def words(agreed: Agreed, *, way: str, office: str = "", phone: str = "", name: str = "") -> str:
    """`office`, `phone`: "" where we must not be known by it. `name`: of whoever a letter is to."""
    said = [_thanks(agreed), _what(agreed), _reference(agreed), _more(agreed, way=way, phone=phone)]
    sentences = [each for each in said if each]
    if way == TEXT:
        first = f"{office}: {sentences[0]}" if office else _upper(sentences[0])
        return " ".join([first, *sentences[1:]])
    greeting = f"Dear {name}," if name else "Hello,"
    ending = ["Yours sincerely", *([office] if office else [])] if way == LETTER else [office or ""]
    return "\n\n".join([greeting, *map(_upper, sentences), "\n".join(ending)]).rstrip()


def _thanks(agreed: Agreed) -> str:
    thanks = THANKS.get(agreed.channel, "thank you for getting in touch")
    return f"{thanks} on {_day(agreed.at)}."


def _what(agreed: Agreed) -> str:
    if agreed.ring_until is None:
        return AGREED.get(agreed.outcome, "")
    begins, ends = agreed.ring_from, agreed.ring_until
    if begins is None or begins.date() != ends.date():
        return f"We will ring you by {ends:%H:%M} on {_weekday(ends)}."
    return f"We will ring you on {_weekday(ends)} between {begins:%H:%M} and {ends:%H:%M}."


def _reference(agreed: Agreed) -> str:
    return f"Your reference is {agreed.reference}." if agreed.reference else ""


def _more(agreed: Agreed, *, way: str, phone: str) -> str:
    """How to add to it. Nobody reads what comes back by e-mail."""
    if way == TEXT:
        return "Reply to this text to add to it."
    ring = f"ring {phone}" if phone else "ring us"
    quoting = " and give the reference" if agreed.reference else ""
    if way == LETTER:
        return f"To add to it, {ring} or write to us{quoting}."
    return f"To add to it, {ring}{quoting}. Nobody reads answers to this e-mail."


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B}"


def _weekday(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B}"


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
