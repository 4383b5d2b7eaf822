"""Working time by its rule: a moment counts if, and only if, its wall clock reads inside a slot of a day that is open.

The nights of the clock changes, minute by minute against a table of PostgreSQL's, are in tests/integration/test_due_times.py.
Here a walker over minutes, which asks `zoneinfo` for each of them, is the other opinion.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework.working_time import (
    Calendar,
    NeverOpen,
    Slot,
    add_days,
    add_minutes,
    is_open,
    minutes_between,
    next_open,
)

MINUTE = timedelta(minutes=1)
OFFICE = Calendar(tuple(Slot(day, 540, 1050) for day in range(5)))
CLOCK = Calendar(tuple(Slot(day, 0, 1440) for day in range(7)))
ZONES = ("Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")
# A day before and after each clock change of those zones in 2026, and an ordinary week.
CHANGES = [
    datetime(2026, *day, tzinfo=UTC) for day in [(3, 29), (10, 25), (3, 8), (11, 1), (4, 4), (10, 3), (6, 17)]
]

slots = st.tuples(
    st.integers(0, 6), st.integers(0, 95).map(lambda n: n * 15), st.integers(1, 96).map(lambda n: n * 15)
)
weeks = (
    st.lists(slots, min_size=1, max_size=12)
    .map(lambda found: tuple(sorted(Slot(*each) for each in found if each[1] < each[2])))
    .filter(bool)
)
holidays = st.frozensets(st.dates(date(2026, 3, 1), date(2026, 11, 30)), max_size=8)
calendars = st.builds(Calendar, weeks, holidays, st.sampled_from(ZONES))
moments = st.builds(
    lambda change, minutes: change + MINUTE * minutes, st.sampled_from(CHANGES), st.integers(-2880, 2880)
)
lengths = st.integers(1, 3000)


def counts(calendar: Calendar, at: datetime) -> bool:
    """The rule itself, read off a wall clock."""
    wall = at.astimezone(ZoneInfo(calendar.zone))
    minute = wall.hour * 60 + wall.minute
    return wall.date() not in calendar.closed and any(
        slot.weekday == wall.weekday() and slot.opens <= minute < slot.closes for slot in calendar.slots
    )


@given(calendars, moments)
def test_what_is_open_is_what_the_wall_clock_says(calendar: Calendar, at: datetime) -> None:
    assert is_open(calendar, at) == counts(calendar, at)


@settings(max_examples=60)
@given(calendars, moments, st.integers(1, 2000))
def test_minutes_between_are_those_a_walker_counts(calendar: Calendar, at: datetime, length: int) -> None:
    walked = sum(counts(calendar, at + MINUTE * number) for number in range(length))
    assert minutes_between(calendar, at, at + MINUTE * length) == walked


@given(calendars, moments, lengths)
@example(CLOCK, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60)
def test_adding_and_counting_are_inverse(calendar: Calendar, at: datetime, length: int) -> None:
    due = add_minutes(calendar, at, length)
    assert minutes_between(calendar, at, due) == length
    assert minutes_between(calendar, at, due - timedelta(seconds=1)) == length - 1


@given(calendars, moments, lengths)
def test_the_last_minute_before_it_is_due_is_working_time(
    calendar: Calendar, at: datetime, length: int
) -> None:
    due = add_minutes(calendar, at, length)
    assert due > at and counts(calendar, due - MINUTE)


@given(calendars, moments, lengths, lengths)
def test_two_lengths_one_after_the_other_are_their_sum(
    calendar: Calendar, at: datetime, one: int, other: int
) -> None:
    assert add_minutes(calendar, add_minutes(calendar, at, one), other) == add_minutes(
        calendar, at, one + other
    )


@given(calendars, moments, moments, lengths)
def test_who_asks_later_is_not_due_sooner(
    calendar: Calendar, one: datetime, other: datetime, length: int
) -> None:
    first, second = sorted((one, other))
    assert add_minutes(calendar, first, length) <= add_minutes(calendar, second, length)
    days = length % 20 + 1
    assert add_days(calendar, first, days) <= add_days(calendar, second, days)


@given(calendars, moments, st.integers(1, 30))
def test_so_many_days_on_is_the_end_of_a_day_so_many_working_days_away(
    calendar: Calendar, at: datetime, days: int
) -> None:
    due = add_days(calendar, at, days)
    last = due - MINUTE
    zone = ZoneInfo(calendar.zone)
    assert counts(calendar, last) and not any(
        counts(calendar, due + MINUTE * number)
        for number in range(1, 1600, 7)
        if (due + MINUTE * number).astimezone(zone).date() == last.astimezone(zone).date()
    )
    assert last.astimezone(zone).date() > at.astimezone(zone).date()


@given(calendars, moments)
def test_the_next_opening_is_the_first_minute_that_counts(calendar: Calendar, at: datetime) -> None:
    opens = next_open(calendar, at)
    assert counts(calendar, opens) and opens >= at
    assert minutes_between(calendar, at, opens) == 0
    assert (opens == at) == counts(calendar, at)


@given(calendars, moments, st.integers(0, 59), lengths)
def test_seconds_are_kept(calendar: Calendar, at: datetime, second: int, length: int) -> None:
    """Inside a slot; what comes outside begins with the next opening, on the minute."""
    at = next_open(calendar, at)
    start = at + timedelta(seconds=second)
    due = add_minutes(calendar, start, length)
    assert add_minutes(calendar, at, length) <= due <= add_minutes(calendar, at + MINUTE, length)
    assert minutes_between(calendar, start, due) == length


@given(calendars, st.lists(slots, max_size=3), moments)
def test_slots_that_overlap_count_once(
    calendar: Calendar, more: list[tuple[int, int, int]], at: datetime
) -> None:
    doubled = Calendar(calendar.slots + calendar.slots, calendar.closed, calendar.zone)
    assert add_minutes(doubled, at, 100) == add_minutes(calendar, at, 100)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-27T16:30+00:00", 60, "2026-11-27T17:30+00:00"),
        ("2026-11-27T16:30+00:00", 61, "2026-11-30T09:01+00:00"),
        ("2026-11-27T17:30+00:00", 1, "2026-11-30T09:01+00:00"),
        ("2026-11-28T12:00+00:00", 0, "2026-11-30T09:00+00:00"),
        ("2026-03-27T17:00+00:00", 60, "2026-03-30T09:30+01:00"),
        ("2026-10-23T17:00+01:00", 60, "2026-10-26T09:30+00:00"),
        ("2026-11-27T16:30:20+00:00", 1, "2026-11-27T16:31:20+00:00"),
    ],
)
def test_office_hours_across_weekends_and_clock_changes(start: str, minutes: int, due: str) -> None:
    assert add_minutes(OFFICE, datetime.fromisoformat(start), minutes) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-25T00:00+00:00", 1, "2026-11-26T17:30+00:00"),
        ("2026-11-25T23:59+00:00", 1, "2026-11-26T17:30+00:00"),
        ("2026-11-27T10:00+00:00", 5, "2026-12-04T17:30+00:00"),
        ("2026-11-28T10:00+00:00", 5, "2026-12-04T17:30+00:00"),
        ("2026-03-25T10:00+00:00", 3, "2026-03-30T17:30+01:00"),
        # In summer, half past eleven at night by UTC is tomorrow by the office's clock.
        ("2026-06-01T23:30+00:00", 1, "2026-06-03T17:30+01:00"),
    ],
)
def test_working_days_are_counted_after_the_day_it_came(start: str, days: int, due: str) -> None:
    assert add_days(OFFICE, datetime.fromisoformat(start), days) == datetime.fromisoformat(due)


YEARS = range(2026, 2031)


@pytest.mark.parametrize("zone", ZONES)
def test_round_the_clock_a_minute_is_a_minute_on_every_night_to_2030(zone: str) -> None:
    calendar = Calendar(CLOCK.slots, zone=zone)
    for year in YEARS:
        start = datetime(year, 1, 1, 0, 17, tzinfo=UTC)
        for hours in range(0, 8760, 7):
            at = start + timedelta(hours=hours)
            assert add_minutes(calendar, at, 1441) == at + MINUTE * 1441


def test_a_slot_inside_the_hour_that_is_left_out_is_no_working_time() -> None:
    calendar = Calendar(tuple(Slot(day, 60, 120) for day in range(7)))
    saturday = datetime(2026, 3, 28, 3, tzinfo=UTC)
    assert not any(is_open(calendar, saturday + MINUTE * number) for number in range(24 * 60))
    # Monday's hour, in summer time: Sunday has none at all, so it is no working day either.
    assert next_open(calendar, saturday) == datetime(2026, 3, 30, 0, tzinfo=UTC)
    assert add_days(calendar, saturday, 1) == datetime(2026, 3, 30, 1, tzinfo=UTC)


def test_a_slot_inside_the_hour_that_is_repeated_counts_twice() -> None:
    calendar = Calendar(tuple(Slot(day, 60, 120) for day in range(7)))
    begins = datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert minutes_between(calendar, begins, begins + timedelta(hours=6)) == 120


@pytest.mark.parametrize("zone", ZONES)
def test_a_calendar_that_is_never_open_says_so(zone: str) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    shut = frozenset(date(2026, 1, 1) + timedelta(days=number) for number in range(1200))
    for calendar in (Calendar((), zone=zone), Calendar(OFFICE.slots, shut, zone)):
        for ask in (
            lambda calendar=calendar: add_minutes(calendar, at, 1),
            lambda calendar=calendar: add_days(calendar, at, 1),
            lambda calendar=calendar: next_open(calendar, at),
        ):
            with pytest.raises(NeverOpen, match="no working time for two years"):
                ask()
        assert not is_open(calendar, at) and minutes_between(calendar, at, at + timedelta(days=90)) == 0


def test_a_year_and_a_half_of_closure_is_waited_for() -> None:
    shut = frozenset(date(2026, 1, 1) + timedelta(days=number) for number in range(600))
    opens = next_open(Calendar(OFFICE.slots, shut), datetime(2026, 1, 1, tzinfo=UTC))
    assert opens == datetime(2027, 8, 24, 8, tzinfo=UTC)


def test_what_ends_before_it_begins_is_no_time_at_all() -> None:
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert minutes_between(OFFICE, at, at) == minutes_between(OFFICE, at, at - timedelta(days=9)) == 0
