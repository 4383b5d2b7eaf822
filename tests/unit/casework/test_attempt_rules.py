"""When somebody was tried often enough, and when the next try is due: tables, then whatever Hypothesis thinks of."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import working_time
from casework.attempt_rules import (
    APART,
    BUSY,
    NO_ANSWER,
    UNREACHED,
    VOICEMAIL,
    WRONG_NUMBER,
    Attempt,
    by_the_clock,
    may_give_up,
    next_try,
    spread,
    what_is_missing,
)
from casework.working_time import Calendar, Slot

LONDON = ZoneInfo("Europe/London")
OFFICE = Calendar(slots=tuple(Slot(day, 9 * 60, 17 * 60 + 30) for day in range(5)))
MONDAY = 2  # March 2026


def at(day: int, clock: str, outcome: str = NO_ANSWER) -> Attempt:
    hour, minute = map(int, clock.split(":"))
    return Attempt(datetime(2026, 3, day, hour, minute, tzinfo=LONDON), outcome)


ENOUGH = [
    ("three times of day, two days", [at(2, "09:30"), at(2, "12:00"), at(3, "15:00")]),
    ("exactly two hours apart", [at(2, "10:00"), at(2, "12:00"), at(3, "14:00")]),
    ("on three days", [at(2, "15:00"), at(3, "09:30"), at(4, "12:00")]),
    ("whatever reached nobody counts", [at(2, "09:30", BUSY), at(2, "12:00", VOICEMAIL), at(3, "15:00", WRONG_NUMBER)]),
    ("three of many", [at(2, "09:30"), at(2, "09:40"), at(2, "12:00"), at(2, "12:10"), at(3, "15:00")]),
]  # fmt: skip
TOO_FEW = [
    ("none", []),
    ("one", [at(2, "09:30")]),
    ("two", [at(2, "09:30"), at(3, "15:00")]),
    ("three in one lunch break", [at(2, "12:00"), at(2, "12:20"), at(2, "12:40")]),
    ("three times of one day", [at(2, "09:30"), at(2, "12:00"), at(2, "15:00")]),
    ("at the same hour of three days", [at(2, "10:00"), at(3, "10:00"), at(4, "10:00")]),
    ("a minute too near", [at(2, "10:00"), at(2, "12:00"), at(3, "13:59")]),
    ("a conversation is no such try", [at(2, "09:30"), at(2, "12:00"), at(3, "15:00", "reached")]),
]


@pytest.mark.parametrize(("about", "attempts"), ENOUGH, ids=[each[0] for each in ENOUGH])
def test_one_may_give_up_after(about: str, attempts: list[Attempt]) -> None:
    assert may_give_up(attempts)
    assert what_is_missing(attempts) == ""


@pytest.mark.parametrize(("about", "attempts"), TOO_FEW, ids=[each[0] for each in TOO_FEW])
def test_one_may_not_give_up_after(about: str, attempts: list[Attempt]) -> None:
    assert not may_give_up(attempts)
    assert what_is_missing(attempts).endswith(".")


@pytest.mark.parametrize(
    ("attempts", "words"),
    [
        ([], "Nobody has tried yet. Three are needed at different times of day, two hours apart by the clock, "
             "on two days or more. Ring them first."),
        ([at(2, "10:00")], "There was one try. Three are needed at different times of day, two hours apart by the clock, "
                           "on two days or more. Ring at another time than 10:00."),
        ([at(2, "10:00"), at(2, "12:00")], "There were two tries. Three are needed at different times of day, two hours "
         "apart by the clock, on two days or more. Ring on another day at another time than 10:00 and 12:00."),
        ([at(2, "10:00"), at(3, "12:30")], "There were two tries. Three are needed at different times of day, two hours "
         "apart by the clock, on two days or more. Ring at another time than 10:00 and 12:30."),
    ],
)  # fmt: skip
def test_it_says_what_is_missing(attempts: list[Attempt], words: str) -> None:
    assert what_is_missing(attempts) == words


def test_clock_times_are_compared_the_days_aside_and_across_midnight() -> None:
    assert by_the_clock(at(2, "10:00").at, at(9, "10:30").at) == timedelta(minutes=30)
    assert by_the_clock(at(2, "23:30").at, at(3, "00:30").at) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("now", "tried", "window", "safe", "expected"),
    [
        # The same day, two hours by the clock later.
        ("2 10:00", ["2 10:00"], None, None, "Mon 12:00"),
        # Nothing of the day is two hours from 16:00 any more: the next day, and as early as it can be.
        ("2 16:00", ["2 16:00"], None, None, "Tue 09:00"),
        # Three times of day on one day are not enough: the third is on another.
        ("2 12:10", ["2 10:00", "2 12:10"], None, None, "Tue 14:10"),
        # Two days already: the third may be on either.
        ("3 12:10", ["2 10:00", "3 12:10"], None, None, "Tue 14:10"),
        # The window lasts: soon again, inside it.
        ("2 14:05", ["2 14:05"], "2 14:00-2 16:00", None, "Mon 14:35"),
        # Somebody rang before the window opened.
        ("2 12:00", ["2 12:00"], "2 14:00-2 16:00", None, "Mon 14:00"),
        # Too late to try again in the window.
        ("2 15:40", ["2 15:40"], "2 14:00-2 16:00", None, "Tue 09:00"),
        # Only from ten to twelve: a quarter of those two hours apart is enough.
        ("2 10:00", ["2 10:00"], None, ("10:00", "12:00"), "Mon 10:30"),
        # Friday evening: Monday.
        ("6 17:20", ["6 17:20"], None, None, "Mon 09:00"),
    ],
)
def test_the_next_try(
    now: str, tried: list[str], window: str | None, safe: tuple[str, str] | None, expected: str
) -> None:
    opens, closes = window.split("-") if window else (None, None)
    found = next_try(
        [at(int(each.split()[0]), each.split()[1]) for each in tried],
        now=_moment(now),
        calendar=OFFICE,
        safe_from=time.fromisoformat(safe[0]) if safe else None,
        safe_until=time.fromisoformat(safe[1]) if safe else None,
        window_from=_moment(opens) if opens else None,
        window_until=_moment(closes) if closes else None,
    )
    assert f"{found.at.astimezone(LONDON):%a %H:%M}" == expected
    assert found.at < found.until <= found.at + timedelta(hours=1)


def _moment(words: str) -> datetime:
    day, clock = words.split()
    return at(int(day), clock).at.astimezone(UTC)


def test_holidays_are_passed_over_and_an_office_without_hours_rings_by_day() -> None:
    closed = Calendar(slots=OFFICE.slots, closed=frozenset([date(2026, 3, 3), date(2026, 3, 4)]))
    found = next_try([at(2, "16:00")], now=_moment("2 16:00"), calendar=closed)
    assert f"{found.at:%a %H:%M}" == "Thu 09:00"
    bare = next_try([at(7, "16:00")], now=_moment("7 16:00"), calendar=Calendar(slots=()))
    assert f"{bare.at:%a %H:%M}" == "Sun 09:00"


def test_an_office_that_never_opens_is_still_given_a_moment() -> None:
    """Somebody closed every day of the year: the try comes up by the clock, and is not lost."""
    year = frozenset(date(2026, 1, 1) + timedelta(days=number) for number in range(1200))
    found = next_try([], now=_moment("2 10:00"), calendar=Calendar(slots=OFFICE.slots, closed=year))
    assert found.at > _moment("2 10:00")


@pytest.mark.parametrize(
    ("slots", "safe", "expected"),
    [
        (OFFICE.slots, None, timedelta(hours=2)),
        ((Slot(0, 9 * 60, 12 * 60),), None, timedelta(minutes=45)),
        ((Slot(0, 9 * 60, 12 * 60), Slot(0, 11 * 60, 13 * 60)), None, timedelta(hours=1)),
        (OFFICE.slots, (time(10), time(12)), timedelta(minutes=30)),
        (OFFICE.slots, (time(16), time(10)), timedelta(minutes=37, seconds=30)),
        # Never safe while the office works: nothing can be asked for but the usual.
        (OFFICE.slots, (time(20), time(22)), APART),
    ],
)
def test_where_there_is_less_time_to_ring_in_tries_may_be_nearer(
    slots: tuple[Slot, ...], safe: tuple[time, time] | None, expected: timedelta
) -> None:
    begins, ends = safe or (None, None)
    assert spread(Calendar(slots=slots), safe_from=begins, safe_until=ends) == expected


# Moments of a year with both clock changes, to the second.
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
weeks = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 1438), st.integers(30, 600)), min_size=1, max_size=8
).map(
    lambda rows: Calendar(slots=tuple(Slot(day, opens, min(opens + long, 1440)) for day, opens, long in rows))
)
clocks = st.times().map(lambda each: each.replace(second=0, microsecond=0))
outcomes = st.sampled_from(UNREACHED)


@given(moments, weeks, st.lists(st.tuples(st.integers(0, 20_000), outcomes), max_size=5), st.none() | st.tuples(clocks, clocks))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_a_proposal_is_later_in_working_time_and_in_safe_hours(
    now: datetime, calendar: Calendar, ago: list[tuple[int, str]], safe: tuple[time, time] | None
) -> None:
    attempts = [Attempt((now - timedelta(minutes=back)).astimezone(LONDON), how) for back, how in ago]
    begins, ends = safe or (None, None)
    found = next_try(attempts, now=now, calendar=calendar, safe_from=begins, safe_until=ends)
    assert now < found.at < found.until
    assert working_time.is_open(calendar, found.at) or not _ever_safe(calendar, safe)
    if safe and begins != ends and _ever_safe(calendar, safe):
        assert _is_in(found.at.astimezone(LONDON).time(), safe)


def _is_in(clock: time, safe: tuple[time, time]) -> bool:
    begins, ends = safe
    return begins <= clock < ends if begins < ends else clock >= begins or clock < ends


def _ever_safe(calendar: Calendar, safe: tuple[time, time] | None) -> bool:
    """Whether the office ever works in the safe hours: else it is opened for them, which the rules cannot do."""
    if safe is None or safe[0] == safe[1]:
        return True
    return any(
        _is_in(time(minute // 60, minute % 60), safe)
        for slot in calendar.slots
        for minute in range(slot.opens, slot.closes)
    )


@given(moments, st.integers(0, 45))
@settings(max_examples=100, deadline=None)
def test_whoever_follows_the_proposals_may_give_up_after_three_tries(now: datetime, delay: int) -> None:
    """However late within the proposed hour they ring, and whenever they begin."""
    when = working_time.next_open(OFFICE, now)
    attempts: list[Attempt] = []
    for _ in range(3):
        attempts.append(Attempt(when.astimezone(LONDON)))
        found = next_try(attempts, now=when, calendar=OFFICE)
        when = min(found.at + timedelta(minutes=delay), found.until - timedelta(seconds=1))
    assert may_give_up(attempts), attempts


@given(st.lists(st.tuples(moments, outcomes), max_size=6))
@settings(max_examples=150, deadline=None)
def test_more_tries_never_take_back_that_one_may_give_up(rows: list[tuple[datetime, str]]) -> None:
    attempts = [Attempt(when.astimezone(LONDON), how) for when, how in rows]
    for number in range(len(attempts)):
        if may_give_up(attempts[:number]):
            assert may_give_up(attempts)
    assert may_give_up(attempts) == (what_is_missing(attempts) == "")
