"""Working time: opening hours with several slots a day, days that are closed, and what the clock changes do to both. Pure.

One rule decides everything: a moment is working time if, and only if, its local wall clock reads inside a slot of a day
that is not closed. So in the hour that a clock change repeats both readings count, and the hour it leaves out never does.
Minutes are minutes that pass, not differences of readings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

MIDNIGHT: Final = 24 * 60
# Closed for so long on end is closed for ever: whoever asks for the next opening is told so.
_LONGEST_CLOSED: Final = 731  # days
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
# No zone is further from UTC than this, so a local day lies within its date in UTC widened by it.
_FURTHEST: Final = timedelta(hours=15)

Interval = tuple[datetime, datetime]


class Slot(NamedTuple):
    """`weekday` 0 is Monday; minutes after local midnight, `closes` up to 1440. What passes midnight is two slots."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Slots may touch or overlap: a moment in two of them counts once. `zone` is a name of the IANA database."""

    slots: tuple[Slot, ...]
    closed: frozenset[date] = frozenset()
    zone: str = "Europe/London"


class NeverOpen(ValueError):
    """A calendar without any working time ahead. The words say what to do."""


def is_open(calendar: Calendar, at: datetime) -> bool:
    return any(begins <= at < ends for begins, ends in _intervals(calendar, _local_date(calendar, at)))


def next_open(calendar: Calendar, at: datetime) -> datetime:
    """`at` itself while it is working time, else the next moment that is. Raises NeverOpen."""
    begins, _ = next(_ahead(calendar, at))
    return begins


def add_minutes(calendar: Calendar, start: datetime, minutes: int) -> datetime:
    """When so many working minutes have passed since `start`: seconds are kept. The last minute of a slot ends at its
    closing time, not at the next opening; no minutes at all are `next_open`. Raises NeverOpen.
    """
    left = timedelta(minutes=minutes)
    for begins, ends in _ahead(calendar, start):
        if left <= ends - begins:
            return begins + left
        left -= ends - begins
    raise AssertionError("`_ahead` ends by raising only")


def add_days(calendar: Calendar, start: datetime, days: int) -> datetime:
    """The closing time of the `days`-th working day after the local date of `start`; that date itself never counts.

    So a request of a Saturday and one of the Friday before are due on the same day. Raises NeverOpen.
    """
    day, closed_for = _local_date(calendar, start), 0
    while True:
        day += _DAY
        found = _intervals(calendar, day)
        closed_for = 0 if found else closed_for + 1
        days -= bool(found)
        if found and days <= 0:
            return found[-1][1]
        _not_for_ever(closed_for)


def minutes_between(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Whole working minutes from `start` to `end`; 0 where `end` is not later."""
    day, last, total = _local_date(calendar, start), _local_date(calendar, end), timedelta()
    while day <= last:
        for begins, ends in _intervals(calendar, day):
            total += max(min(ends, end) - max(begins, start), timedelta())
        day += _DAY
    return total // _MINUTE


def _ahead(calendar: Calendar, start: datetime) -> Iterator[Interval]:
    """Working time from `start` on, without end. Raises NeverOpen when nothing comes for two years."""
    start = start.astimezone(UTC)
    day, closed_for = _local_date(calendar, start), 0
    while True:
        found = _intervals(calendar, day)
        for begins, ends in found:
            if ends > start:
                yield max(begins, start), ends
        closed_for = 0 if found else closed_for + 1
        _not_for_ever(closed_for)
        day += _DAY


def _not_for_ever(closed_for: int) -> None:
    if closed_for > _LONGEST_CLOSED:
        raise NeverOpen(
            "There is no working time for two years on end. Look at the opening hours and closures."
        )


def _local_date(calendar: Calendar, at: datetime) -> date:
    return at.astimezone(_zone(calendar.zone)).date()


@lru_cache(maxsize=32)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=8192)
def _intervals(calendar: Calendar, day: date) -> tuple[Interval, ...]:
    """The working time of one local date, in UTC, in order, none touching the next."""
    slots = [slot for slot in calendar.slots if slot.weekday == day.weekday()]
    if not slots or day in calendar.closed:
        return ()
    midnight = datetime.combine(day, time(), UTC)
    found = sorted(
        (max(begins, midnight + timedelta(minutes=slot.opens) - offset), until)
        for begins, ends, offset in _segments(calendar.zone, day)
        for slot in slots
        if (until := min(ends, midnight + timedelta(minutes=slot.closes) - offset))
        > max(begins, midnight + timedelta(minutes=slot.opens) - offset)
    )
    return tuple(_merged(found))


def _merged(intervals: list[Interval]) -> Iterator[Interval]:
    current: Interval | None = None
    for begins, ends in intervals:
        if current is not None and begins <= current[1]:
            current = (current[0], max(current[1], ends))
            continue
        if current is not None:
            yield current
        current = (begins, ends)
    if current is not None:
        yield current


def _segments(zone: str, day: date) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Stretches of UTC round a local date, each with the one distance from UTC that holds in it."""
    begins = datetime.combine(day, time(), UTC) - _FURTHEST
    last = begins + _DAY + 2 * _FURTHEST
    middle = begins + (last - begins) / 2
    for until in (middle, last):
        change = _change(zone, begins, until)
        while change is not None:
            yield begins, change, _offset(zone, begins)
            begins = change
            change = _change(zone, begins, until)
        yield begins, until, _offset(zone, begins)
        begins = until


def _change(zone: str, begins: datetime, ends: datetime) -> datetime | None:
    """The moment, to the second, at which the clocks change in between."""
    before = _offset(zone, begins)
    if _offset(zone, ends - timedelta(seconds=1)) == before:
        return None
    while ends - begins > timedelta(seconds=1):
        middle = begins + timedelta(seconds=(ends - begins) // timedelta(seconds=2))
        begins, ends = (middle, ends) if _offset(zone, middle) == before else (begins, middle)
    return ends


def _offset(zone: str, at: datetime) -> timedelta:
    return at.astimezone(_zone(zone)).utcoffset() or timedelta()
