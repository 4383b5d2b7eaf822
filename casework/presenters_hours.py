"""Working time as staff read it, in the language of the page: a week in words and as bars, days, moments."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext

from casework.hours_in_words import Bar, bars, clock, of_day
from casework.working_time import MIDNIGHT, Slot


class DayRow(NamedTuple):
    name: str
    words: str
    bars: list[Bar]


def week(slots: Sequence[Slot]) -> list[DayRow]:
    """Seven rows, Monday first."""
    return [
        DayRow(str(name), _times(found) or gettext("Closed"), bars(found))
        for number, name in WEEKDAYS.items()
        for found in [of_day(slots, number)]
    ]


def in_words(slots: Sequence[Slot]) -> str:
    """Days with the same times that follow each other are told together; closed days are not told."""
    runs = groupby(week(slots), key=lambda row: (row.words, bool(row.bars)))
    return "; ".join(
        f"{_span([row.name for row in rows])} {words}" for (words, is_open), rows in runs if is_open
    )


def _span(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    words = gettext("%(day)s and %(until)s") if len(names) == 2 else gettext("%(day)s to %(until)s")
    return words % {"day": names[0], "until": names[-1]}


def _times(slots: Iterable[Slot]) -> str:
    return ", ".join(
        gettext("%(first)s to %(last)s") % {"first": _clock(each.opens), "last": _clock(each.closes)}
        for each in slots
    )


def _clock(minute: int) -> str:
    return gettext("midnight") if minute == MIDNIGHT else clock(minute)


def day(value: date) -> str:
    return date_format(value, "l j F Y")


def days(first: date, last: date) -> str:
    if first == last:
        return day(first)
    return gettext("%(day)s to %(until)s") % {"day": day(first), "until": day(last)}


def moment(local: datetime) -> str:
    """A moment in local time."""
    return gettext("%(day)s at %(clock)s") % {"day": day(local.date()), "clock": f"{local:%H:%M}"}
