"""How old somebody is on a day, and what that asks of staff while they are a child. Pure.

Somebody born on 29 February turns a year older on 1 March where there is no such day: they are a child for longer
rather than shorter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

ADULT: Final = 18
# From this age a young person speaks for themselves: nothing turns to a parent without their leave.
SPEAKS_ALONE: Final = 13

PARENTAL: Final = "parental"  # the basis of authority as casework/authority.py has it
ASK_FIRST: Final = (
    "This young person speaks for themselves. Ask them first who may get the answers; until then choose “Nobody, until "
    "they are asked”."
)
PARENT_WAITS: Final = (
    "They have parental responsibility for a young person who speaks for themselves. Ask the young person first. If "
    "they agree, choose under “People on this case” that replies go to the parent."
)


@dataclass(frozen=True, kw_only=True)
class Band:
    """The ages from `youngest` up to, but without, `until`; `words` tell staff what to do."""

    code: str
    youngest: int
    until: int
    label: str
    tone: str
    words: str


BANDS: Final = (
    Band(
        code="under_13",
        youngest=0,
        until=13,
        label="Under 13",
        tone="red",
        words="Speak with a parent or guardian, and with a safeguarding lead, before anything is agreed.",
    ),
    Band(
        code="under_16",
        youngest=13,
        until=16,
        label="13 to 15",
        tone="orange",
        words="They may be in touch themselves. Consider whether they understand what is decided, and never share "
        "with a parent by itself: ask them first.",
    ),
    Band(
        code="under_18",
        youngest=16,
        until=ADULT,
        label="16 or 17",
        tone="yellow",
        words="They speak for themselves. Never share with a parent by itself: ask them first.",
    ),
)


def birthday(born_on: date, year: int) -> date:
    """The day in that year on which they turn a year older."""
    try:
        return born_on.replace(year=year)
    except ValueError:  # born on 29 February
        return date(year, 3, 1)


def age(born_on: date, on: date) -> int | None:
    """Whole years. None where they are not born yet on that day: somebody mistyped it."""
    if born_on > on:
        return None
    return on.year - born_on.year - (on < birthday(born_on, on.year))


def band(born_on: date | None, on: date) -> Band | None:
    """None for adults, and where it is not known."""
    years = age(born_on, on) if born_on else None
    if years is None:
        return None
    return next((each for each in BANDS if each.youngest <= years < each.until), None)


def age_words(born_on: date | None, today: date) -> str:
    """One line for a page: how old, and for a child what to do. "" where it is not known."""
    years = age(born_on, today) if born_on else None
    if years is None:
        return ""
    found = band(born_on, today)
    said = f"{years} year{'' if years == 1 else 's'} old"
    return f"{said}. {found.words}" if found else said


def child_words(born_on: date | None, today: date) -> str:
    """The same for a child; "" for adults, whose age is nobody's business at every contact."""
    return age_words(born_on, today) if band(born_on, today) else ""


def speaks_alone(born_on: date | None, on: date) -> bool:
    """A young person between 13 and 17, whose words are not a parent's to have."""
    years = age(born_on, on) if born_on else None
    return years is not None and SPEAKS_ALONE <= years < ADULT


def asks_first(*, born_on: date | None, basis: str, on: date) -> bool:
    """Whether whom it is about must agree before whoever speaks for them gets an answer: a young person, for whom a
    parent speaks, or somebody of whom nobody asked what allows them to.
    """
    return basis in ("", PARENTAL) and speaks_alone(born_on, on)


def parent_waits(*, basis: str, chosen: bool, others: Iterable[date | None], on: date) -> bool:
    """Whether somebody who acts as a parent is written to only once staff have chosen them to get the replies.

    `others`: when the other people of the case were born.
    """
    return basis == PARENTAL and not chosen and any(speaks_alone(born_on, on) for born_on in others)
