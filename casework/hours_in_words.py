"""Working time as staff read it: a week in words and as bars, days, bank holidays. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Final, NamedTuple

from casework.working_time import MIDNIGHT, Slot

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Bar(NamedTuple):
    """In minutes of a day."""

    x: int
    width: int


class DayRow(NamedTuple):
    name: str
    words: str
    bars: list[Bar]


def week(slots: Sequence[Slot]) -> list[DayRow]:
    """Seven rows, Monday first."""
    return [
        DayRow(name, _times(found) or "Closed", [Bar(each.opens, each.closes - each.opens) for each in found])
        for number, name in enumerate(WEEKDAYS)
        for found in [sorted(each for each in slots if each.weekday == number)]
    ]


def in_words(slots: Sequence[Slot]) -> str:
    """Days with the same times that follow each other are told together; closed days are not told."""
    told = [(row.name, row.words) for row in week(slots)]
    runs = [(words, [name for name, _ in run]) for words, run in groupby(told, key=lambda each: each[1])]
    return "; ".join(f"{_span(names)} {words}" for words, names in runs if words != "Closed")


def _span(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{names[0]} {'and' if len(names) == 2 else 'to'} {names[-1]}"


def _times(slots: Iterable[Slot]) -> str:
    return ", ".join(f"{clock(each.opens)} to {clock(each.closes)}" for each in slots)


def clock(minute: int) -> str:
    """Minutes after midnight: 09:00. The end of the day is midnight, its beginning 00:00."""
    return "midnight" if minute == MIDNIGHT else f"{minute // 60:02}:{minute % 60:02}"


def day(value: date) -> str:
    return f"{value:%A} {value.day} {value:%B %Y}"


def days(first: date, last: date) -> str:
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def moment(local: datetime) -> str:
    """A moment in local time."""
    return f"{day(local.date())} at {local:%H:%M}"
