"""Tries to reach somebody by telephone: when there were enough of them, and when the next one is due. Pure.

"Could not reach them" closes something only after three tries at different times of day, on two days at least. Whoever
is out at ten in the morning is often out at half past ten too, and at work every day at that hour. Two hours apart by the
clock, whatever the day, divides an office's day into early, middle and late: whoever works in shifts, sleeps by day or
cares for somebody in the mornings answers in one of them. Less than two hours would let three tries of one lunch break
count; more would not fit into a day of eight hours. Where there is less than that to ring in, because the office opens
for three hours or the person is safe to ring between ten and twelve, a quarter of that time is asked for: so a third
time always exists, whenever the first two were.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from casework import working_time
from casework.working_time import Calendar, NeverOpen, Slot

NO_ANSWER: Final = "no_answer"
VOICEMAIL: Final = "voicemail"
WRONG_NUMBER: Final = "wrong_number"
BUSY: Final = "busy"
# How a try ended that reached nobody.
UNREACHED: Final = (NO_ANSWER, VOICEMAIL, WRONG_NUMBER, BUSY)

ENOUGH: Final = 3
DAYS: Final = 2
APART: Final = timedelta(hours=2)
# They said that they are there now: while the promised window lasts, it is worth another try soon.
AGAIN_IN_WINDOW: Final = timedelta(minutes=30)
# A proposed try may be made so long after it is due.
ROOM: Final = timedelta(hours=1)
_AHEAD: Final = 21  # days; longer closures fall back to the next opening
_DAY: Final = timedelta(days=1)
_NOON_TO_NOON: Final = timedelta(hours=24)
_FIVE: Final = timedelta(minutes=5)
# An office that keeps no hours rings by day.
_BY_DAY: Final = tuple(Slot(weekday, 9 * 60, 17 * 60) for weekday in range(7))


class Attempt(NamedTuple):
    """`at` is the office's local time: times of day are compared by the clock on its wall."""

    at: datetime
    outcome: str = NO_ANSWER


class Proposal(NamedTuple):
    """Ring from `at`, and by `until`; both in UTC."""

    at: datetime
    until: datetime


Stretch = tuple[datetime, datetime]


def may_give_up(attempts: Sequence[Attempt], *, apart: timedelta = APART) -> bool:
    """Whether some three of them were at different times of day, and those three on two days at least."""
    tried = [each for each in attempts if each.outcome in UNREACHED]
    return any(
        len({each.at.date() for each in three}) >= DAYS and _all_apart(three, apart)
        for three in combinations(tried, ENOUGH)
    )


def _all_apart(attempts: Iterable[Attempt], apart: timedelta) -> bool:
    return all(by_the_clock(one.at, other.at) >= apart for one, other in combinations(attempts, 2))


def by_the_clock(one: datetime, other: datetime) -> timedelta:
    """How far two clock times lie apart, the days aside; across midnight the shorter way round."""
    between = abs(_clock(one) - _clock(other))
    return min(between, _NOON_TO_NOON - between)


def _clock(at: datetime) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def what_is_missing(attempts: Sequence[Attempt], *, apart: timedelta = APART) -> str:
    """What there must be before one may say "could not reach them", in words; "" where it is enough."""
    if may_give_up(attempts, apart=apart):
        return ""
    tried = [each for each in attempts if each.outcome in UNREACHED]
    have = ("Nobody has tried yet", "There was one try", "There were two tries")
    said = have[len(tried)] if len(tried) < ENOUGH else f"There were {len(tried)} tries"
    return (
        f"{said}. Three are needed at different times of day, {_length(apart)} apart by the clock, "
        f"on two days or more. {_next_step(tried, apart)}"
    )


def _next_step(tried: list[Attempt], apart: timedelta) -> str:
    best = _furthest(tried, apart)
    if not best:
        return "Ring them first."
    clocks = _listed([f"{each.at:%H:%M}" for each in best])
    day = (
        " on another day" if len(best) >= ENOUGH - 1 and len({each.at.date() for each in best}) < DAYS else ""
    )
    return f"Ring{day} at another time than {clocks}."


def _furthest(tried: Sequence[Attempt], apart: timedelta) -> list[Attempt]:
    """The most tries, two or three, that are at different times of day: where there is a choice, on different days."""
    for number in (ENOUGH, ENOUGH - 1):
        found = [each for each in combinations(tried, number) if _all_apart(each, apart)]
        if found:
            return sorted(max(found, key=lambda three: len({each.at.date() for each in three})))
    return list(tried[-1:])


def _length(apart: timedelta) -> str:
    minutes = int(apart / timedelta(minutes=1))
    if minutes % 60 == 0:
        return "an hour" if minutes == 60 else f"{'two' if minutes == 120 else minutes // 60} hours"
    return f"{minutes} minutes"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def spread(calendar: Calendar, *, safe_from: time | None = None, safe_until: time | None = None) -> timedelta:
    """How far apart tries must be: two hours, or a quarter of the longest day on which one may ring, if that is less.

    Two tries keep at most four such lengths of a day from the third, so there is always a time left for it.
    """
    days = range(7)
    slots = _ringing_hours(calendar)
    free = (
        sum((ends - begins for begins, ends in _safe([(s.opens, s.closes) for s in _merged(slots, day)], safe_from, safe_until)))
        for day in days
    )  # fmt: skip
    longest = timedelta(minutes=max(free, default=0))
    return min(APART, longest / 4) if longest else APART


def _ringing_hours(calendar: Calendar) -> tuple[Slot, ...]:
    return calendar.slots or _BY_DAY


def _merged(slots: Iterable[Slot], weekday: int) -> list[Slot]:
    """The slots of a day without overlaps."""
    found: list[Slot] = []
    for slot in sorted(each for each in slots if each.weekday == weekday):
        if found and slot.opens <= found[-1].closes:
            found[-1] = Slot(weekday, found[-1].opens, max(found[-1].closes, slot.closes))
        else:
            found.append(slot)
    return found


def _safe(
    minutes: list[tuple[int, int]], safe_from: time | None, safe_until: time | None
) -> list[tuple[int, int]]:
    """What of these stretches of a day, in minutes after midnight, lies in the safe hours. These may pass midnight."""
    if safe_from is None or safe_until is None or safe_from == safe_until:
        return minutes
    begins, ends = _minute(safe_from), _minute(safe_until)
    safe = [(begins, ends)] if begins < ends else [(0, ends), (begins, 24 * 60)]
    both = [(max(a, c), min(b, d)) for a, b in minutes for c, d in safe]
    return [(a, b) for a, b in both if a < b]


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def next_try(
    attempts: Sequence[Attempt],
    *,
    now: datetime,
    calendar: Calendar,
    safe_from: time | None = None,
    safe_until: time | None = None,
    window_from: datetime | None = None,
    window_until: datetime | None = None,
) -> Proposal:
    """The next moment in working time and in the person's safe hours: in the promised window until it has passed,
    else at another time of day than the tries so far, else at any time later. The answer is in UTC.
    """
    apart = spread(calendar, safe_from=safe_from, safe_until=safe_until)
    free = list(_free(calendar, now.astimezone(UTC), safe_from, safe_until))
    zone = ZoneInfo(calendar.zone)
    found = (
        _in_window(free, now, window_from, window_until)
        or _at_another_time(free, attempts, now, apart, zone)
        or _any_later(free, now + apart)
    )
    return found or _next_opening(calendar, now + apart)


def _free(
    calendar: Calendar, now: datetime, safe_from: time | None, safe_until: time | None
) -> Iterator[Stretch]:
    """Stretches in which one may ring, soonest first."""
    zone, slots = ZoneInfo(calendar.zone), _ringing_hours(calendar)
    first = now.astimezone(zone).date()
    for day in (first + _DAY * number for number in range(_AHEAD)):
        if day in calendar.closed:
            continue
        minutes = [(each.opens, each.closes) for each in _merged(slots, day.weekday())]
        for begins, ends in _safe(minutes, safe_from, safe_until):
            stretch = max(_moment(day, begins, zone), now), _moment(day, ends, zone)
            if stretch[0] < stretch[1]:
                yield stretch


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """A minute of 1440 is the midnight at which the next day begins."""
    at = datetime.combine(day + _DAY * (minute // 1440), time(minute % 1440 // 60, minute % 60), tzinfo=zone)
    return at.astimezone(UTC)


def _in_window(
    free: list[Stretch], now: datetime, opens: datetime | None, until: datetime | None
) -> Proposal | None:
    if until is None:
        return None
    soonest = max(now + AGAIN_IN_WINDOW, opens or now)
    return _first((max(begins, soonest), min(ends, until)) for begins, ends in free)


def _at_another_time(
    free: list[Stretch], attempts: Sequence[Attempt], now: datetime, apart: timedelta, zone: ZoneInfo
) -> Proposal | None:
    """Apart from all tries if that can be, else from those that count already: what is left is a third time of day."""
    counting = _furthest([each for each in attempts if each.outcome in UNREACHED], apart)
    one_day = {each.at.date() for each in counting} if len(counting) >= ENOUGH - 1 else set()
    ahead = [each for each in free if len(one_day) != 1 or each[0].astimezone(zone).date() not in one_day]
    for avoided in (attempts, counting):
        found = _first(part for each in ahead for part in _without(each, avoided, apart, zone, now))
        if found:
            return found
    return None


def _without(
    stretch: Stretch, attempts: Iterable[Attempt], apart: timedelta, zone: ZoneInfo, now: datetime
) -> list[Stretch]:
    """What is left of a stretch without the hours around each try, by the clock."""
    parts = [stretch]
    day = stretch[0].astimezone(zone).date()
    for attempt in attempts:
        for near in (day - _DAY, day, day + _DAY):
            middle = datetime.combine(near, attempt.at.time(), tzinfo=zone).astimezone(UTC)
            parts = [left for part in parts for left in _cut(part, middle - apart, middle + apart)]
    return [(begins, ends) for begins, ends in parts if ends > now]


def _cut(stretch: Stretch, begins: datetime, ends: datetime) -> list[Stretch]:
    """At `ends` exactly one may ring again, so it may be the very end of the stretch."""
    before = (stretch[0], min(stretch[1], begins))
    after = (max(stretch[0], ends), stretch[1])
    return [each for each in (before, after) if each[0] < each[1]]


def _any_later(free: list[Stretch], after: datetime) -> Proposal | None:
    return _first((max(begins, after), ends) for begins, ends in free)


def _first(stretches: Iterable[Stretch]) -> Proposal | None:
    for begins, ends in stretches:
        if begins < ends:
            at = _round(begins) if _round(begins) < ends else begins
            return Proposal(at, min(at + ROOM, ends))
    return None


def _round(at: datetime) -> datetime:
    """Up to the next five minutes: nobody plans to ring at 14:07:23."""
    over = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at + _FIVE - over if over else at


def _next_opening(calendar: Calendar, after: datetime) -> Proposal:
    """The office is closed for weeks: when it opens again, or by the clock where it never does."""
    try:
        at = working_time.next_open(calendar, after) if calendar.slots else after
    except NeverOpen:
        at = after + _DAY
    return Proposal(_round(at), _round(at) + ROOM)
