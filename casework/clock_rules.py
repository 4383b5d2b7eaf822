"""When a promise falls due, and which promises what was said keeps or begins. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from casework import working_time
from casework.working_time import Calendar, NeverOpen

# What an office that set up nothing promises: a first response, in working days.
DEFAULT_DAYS: Final = 5
# Whatever was put on record too late to be answered in time is answered within this much working time.
GRACE_MINUTES: Final = 60
PAUSES_FOR: Final = ("person", "third_party")
PAUSED: Final = ("next_response", "resolution")
FIRST, NEXT, RESOLUTION = "first_response", "next_response", "resolution"


@dataclass(frozen=True)
class Promise:
    """`amount` of `unit` (minutes or days of working time, hours by the clock) from `started_at`.

    `extended`: working days more. `pauses`: from and until, over. `not_before`: for what was put on record late.
    """

    started_at: datetime
    amount: int
    unit: str
    extended: int = 0
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    not_before: datetime | None = None


def due(calendar: Calendar, promise: Promise) -> datetime:
    """Always the same for the same promise, however often and in whatever order it is asked."""
    days = promise.unit == "days"
    at = add(calendar, promise.started_at, promise.amount + (promise.extended if days else 0), promise.unit)
    if promise.extended and not days:
        at = add(calendar, at, promise.extended, "days")
    for since, until in promise.pauses:
        at = _longer_by(calendar, at, since=since, until=until, unit=promise.unit)
    return max(at, promise.not_before) if promise.not_before else at


def add(calendar: Calendar, start: datetime, amount: int, unit: str) -> datetime:
    """An office that says no hours, or is never open again, works by the clock: a day is 24 hours then."""
    start = start.astimezone(UTC)
    by_the_clock = start + timedelta(**{unit: amount})
    if unit == "hours" or not calendar.slots:
        return by_the_clock
    try:
        if unit == "days":
            return working_time.add_days(calendar, start, amount)
        return working_time.add_minutes(calendar, start, amount)
    except NeverOpen:
        return by_the_clock


def _longer_by(calendar: Calendar, at: datetime, *, since: datetime, until: datetime, unit: str) -> datetime:
    """A pause gives back the working time that passed in it."""
    if unit == "hours" or not calendar.slots:
        return at + max(until - since, timedelta(0))
    lost = int(working_time.minutes_between(calendar, since, until)) if until > since else 0
    return add(calendar, at, lost, "minutes") if lost else at


def soon_after(calendar: Calendar, now: datetime) -> datetime:
    """By when something is answered that came on record too late."""
    return add(calendar, now, GRACE_MINUTES, "minutes")


def before(calendar: Calendar, at: datetime, minutes: int) -> datetime:
    """The last moment from which `minutes` of working time are left until `at`, to the minute."""
    at = at.astimezone(UTC)
    if not calendar.slots:
        return at - timedelta(minutes=minutes)
    near, far = 0, max(1, minutes)  # minutes by the clock before `at`
    while _worked(calendar, at, far) < minutes:
        near, far = far, far * 2
        if far > MOST_LOOKED_BACK:
            return at - timedelta(minutes=minutes)
    while far - near > 1:
        middle = (near + far) // 2
        near, far = (near, middle) if _worked(calendar, at, middle) >= minutes else (middle, far)
    return at - timedelta(minutes=far)


MOST_LOOKED_BACK: Final = 60 * 24 * 366 * 3


def _worked(calendar: Calendar, at: datetime, minutes: int) -> int:
    return int(working_time.minutes_between(calendar, at - timedelta(minutes=minutes), at))


class Spoken(NamedTuple):
    """A contact as the clocks see it: a passed-on call answers and asks at the same moment."""

    at: datetime
    ours: bool
    asks: bool


class Standing(NamedTuple):
    responded_at: datetime | None
    answered_at: datetime | None
    waiting_since: datetime | None


def standing(contacts: Iterable[Spoken]) -> Standing:
    """When we first and last spoke to the person, and since when they wait for an answer."""
    contacts = list(contacts)
    ours = [each.at for each in contacts if each.ours]
    last = max(ours, default=None)
    asking = [each.at for each in contacts if each.asks and (last is None or each.at >= last)]
    return Standing(min(ours, default=None), last, min(asking, default=None))
