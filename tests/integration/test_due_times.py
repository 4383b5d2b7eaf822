"""Due times on the nights when the clocks change, and round every bank holiday, against a table made another way.

The table is PostgreSQL's: every minute of some days, each with what a London wall clock reads then, by its own copy of
the time zone database. Whether a minute is working time is looked up there one by one, and counted.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from casework.models import BankHoliday, Office
from casework.services import holidays, working_hours
from casework.working_time import Calendar, Slot, add_days, add_minutes, is_open, minutes_between
from tests import factories as make

pytestmark = pytest.mark.django_db

NIGHTS = (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31))
EVERY_DAY, WEEKDAYS = range(7), range(5)
CALENDARS = {
    "office hours": [(day, 540, 1050) for day in WEEKDAYS],
    "with a lunch break": [(day, *slot) for day in range(6) for slot in ((480, 720), (780, 1020))],
    "round the clock": [(day, 0, 1440) for day in EVERY_DAY],
    "nights": [(day, *slot) for day in EVERY_DAY for slot in ((1320, 1440), (0, 120))],
    "half past midnight to a quarter to two": [(day, 30, 105) for day in EVERY_DAY],
}
MINUTES = (1, 15, 60, 480)
DAYS = (1, 5)
MINUTE = timedelta(minutes=1)


@dataclass
class Table:
    """The working minutes of a stretch of days, in order; the last of each local date that has any."""

    minutes: list[datetime]
    closing: dict[date, datetime]

    def after_minutes(self, start: datetime, count: int) -> datetime:
        return self.minutes[bisect_left(self.minutes, start) + count - 1] + MINUTE

    def after_days(self, start: date, count: int) -> datetime:
        return self.closing[sorted(day for day in self.closing if day > start)[count - 1]] + MINUTE


def table(
    slots: list[tuple[int, int, int]], *, begins: datetime, days: int, zone: str = "Europe/London"
) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT minute, (minute AT TIME ZONE %(zone)s)::date
            FROM generate_series(%(begins)s::timestamptz, %(ends)s::timestamptz, interval '1 minute') AS minute
            WHERE EXISTS (
                SELECT FROM unnest(%(days)s::int[], %(opens)s::int[], %(closes)s::int[]) AS slot(weekday, opens, closes)
                WHERE slot.weekday + 1 = extract(isodow FROM minute AT TIME ZONE %(zone)s)
                AND extract(hour FROM minute AT TIME ZONE %(zone)s) * 60
                    + extract(minute FROM minute AT TIME ZONE %(zone)s) >= slot.opens
                AND extract(hour FROM minute AT TIME ZONE %(zone)s) * 60
                    + extract(minute FROM minute AT TIME ZONE %(zone)s) < slot.closes
            )
            ORDER BY minute
            """,
            {
                "zone": zone,
                "begins": begins,
                "ends": begins + timedelta(days=days),
                "days": [slot[0] for slot in slots],
                "opens": [slot[1] for slot in slots],
                "closes": [slot[2] for slot in slots],
            },
        )
        rows = cursor.fetchall()
    return Table([minute for minute, _ in rows], {day: minute for minute, day in rows})


def local_date(at: datetime, zone: str) -> date:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s AT TIME ZONE %s)::date", [at, zone])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("night", NIGHTS, ids=str)
@pytest.mark.parametrize("name", CALENDARS)
def test_every_minute_of_a_clock_change_night_is_due_when_the_table_says(name: str, night: date) -> None:
    calendar = Calendar(tuple(Slot(*slot) for slot in CALENDARS[name]))
    begins = datetime.combine(night - timedelta(days=1), time(), UTC)
    expected = table(CALENDARS[name], begins=begins, days=14)
    working = set(expected.minutes)
    dates = [night - timedelta(days=1), night]
    for start in minutes_of(night):
        assert is_open(calendar, start) == (start in working), start
        for length in MINUTES:
            assert add_minutes(calendar, start, length) == expected.after_minutes(start, length), (
                start,
                length,
            )
        # London is at most an hour ahead of UTC, and the change is far from midnight.
        today = dates[start >= datetime.combine(night, time(), UTC) - offset_before(night)]
        for length in DAYS:
            assert add_days(calendar, start, length) == expected.after_days(today, length), (start, length)


def minutes_of(night: date) -> list[datetime]:
    """From six in the evening to noon, by UTC, which is every minute once and the repeated hour twice by the clock."""
    evening = datetime.combine(night - timedelta(days=1), time(18), UTC)
    return [evening + MINUTE * number for number in range(18 * 60)]


def offset_before(night: date) -> timedelta:
    return timedelta(hours=1) if night.month == 10 else timedelta()


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        # In spring one o'clock becomes two: an hour from 00:30 GMT is 02:30 by the clock.
        ("2026-03-29T00:30+00:00", 60, "2026-03-29T02:30+01:00"),
        # In autumn two becomes one again: an hour from 01:30 summer time is 01:30 winter time.
        ("2026-10-25T01:30+01:00", 60, "2026-10-25T01:30+00:00"),
        ("2026-10-25T00:00+01:00", 24 * 60, "2026-10-25T23:00+00:00"),
        ("2027-03-28T00:00+00:00", 24 * 60, "2027-03-29T01:00+01:00"),
        ("2027-10-31T01:59+01:00", 1, "2027-10-31T01:00+00:00"),
    ],
)
def test_round_the_clock_a_minute_is_a_minute(start: str, minutes: int, due: str) -> None:
    calendar = Calendar(tuple(Slot(day, 0, 1440) for day in EVERY_DAY))
    begins, ends = datetime.fromisoformat(start), datetime.fromisoformat(due)
    assert add_minutes(calendar, begins, minutes) == ends
    assert minutes_between(calendar, begins, ends) == minutes


@pytest.mark.parametrize(
    "zone", ["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago", "UTC"]
)
@pytest.mark.parametrize("month", [3, 4, 9, 10, 11])
def test_other_zones_than_london(zone: str, month: int) -> None:
    """Every seventh minute of the days round a first Sunday, where these zones change their clocks, if they do."""
    slots = [(day, *slot) for day in EVERY_DAY for slot in ((30, 150), (540, 1440))]
    calendar = Calendar(tuple(Slot(*slot) for slot in slots), zone=zone)
    sunday = next(date(2026, month, day) for day in range(1, 15) if date(2026, month, day).weekday() == 6)
    begins = datetime.combine(sunday - timedelta(days=2), time(), UTC)
    expected = table(slots, begins=begins, days=14, zone=zone)
    for number in range(0, 10 * 24 * 60, 7):
        start = begins + MINUTE * number
        assert add_minutes(calendar, start, 90) == expected.after_minutes(start, 90), start
    for number in range(0, 6 * 24 * 60, 171):
        start = begins + MINUTE * number
        assert add_days(calendar, start, 2) == expected.after_days(local_date(start, zone), 2), start


# The bank holidays of the three nations, as gov.uk publishes them: written down here by hand, for comparison alone.
ENGLAND_AND_WALES = """
2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
"""
SCOTLAND = """
2026-01-01 2026-01-02 2026-04-03 2026-05-04 2026-05-25 2026-08-03 2026-11-30 2026-12-25 2026-12-28
2027-01-01 2027-01-04 2027-03-26 2027-05-03 2027-05-31 2027-08-02 2027-11-30 2027-12-27 2027-12-28
2028-01-03 2028-01-04 2028-04-14 2028-05-01 2028-05-29 2028-08-07 2028-11-30 2028-12-25 2028-12-26
"""
NORTHERN_IRELAND = """
2026-01-01 2026-03-17 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-07-13 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-17 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-07-12 2027-08-30 2027-12-27 2027-12-28
2028-01-03 2028-03-17 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-07-12 2028-08-28 2028-12-25 2028-12-26
"""
HOLIDAYS = {
    "england-and-wales": ENGLAND_AND_WALES,
    "scotland": SCOTLAND,
    "northern-ireland": NORTHERN_IRELAND,
}


def listed(nation: str) -> list[date]:
    return [date.fromisoformat(day) for day in HOLIDAYS[nation].split()]


@pytest.mark.parametrize("nation", HOLIDAYS)
def test_every_bank_holiday_of_a_nation_is_known(nation: str) -> None:
    known = [day for day in holidays.shipped(nation) if 2026 <= day.year <= 2028]
    assert sorted(known) == listed(nation)


@pytest.mark.parametrize("on_record", [False, True])
@pytest.mark.parametrize("nation", HOLIDAYS)
def test_a_bank_holiday_is_no_working_day_of_that_nation(nation: str, on_record: bool) -> None:
    make.office(nation=nation)
    make.opening_hours()
    if on_record:
        BankHoliday.objects.bulk_create(
            BankHoliday(nation=name, day=day, title="A holiday") for name in HOLIDAYS for day in listed(name)
        )
    calendar = working_hours.calendar_of(team=None)
    closed = set(listed(nation))
    day = date(2026, 1, 1)
    while day <= date(2028, 12, 20):
        start = datetime.combine(day, time(10), UTC)
        assert is_open(calendar, start) == (day.weekday() < 5 and day not in closed), day
        for length in (1, 5, 10, 20):
            if day + timedelta(days=40) < date(2028, 12, 31):
                assert add_days(calendar, start, length).date() == counted(day, length, closed), (day, length)
        day += timedelta(days=1)


def counted(day: date, length: int, closed: set[date]) -> date:
    """The n-th day after this one that is neither at a weekend nor in the table, counted on the fingers."""
    while length:
        day += timedelta(days=1)
        length -= day.weekday() < 5 and day not in closed
    return day


def test_an_office_without_bank_holidays_works_on_them() -> None:
    make.office(nation="none")
    make.opening_hours()
    assert is_open(working_hours.calendar_of(team=None), datetime(2026, 12, 25, 10, tzinfo=UTC))


def test_a_year_that_is_missing_is_filled_from_the_shipped_list_or_goes_on_without() -> None:
    make.office()
    make.opening_hours()
    BankHoliday.objects.create(nation="england-and-wales", day=date(2026, 7, 1), title="A new one")
    calendar = working_hours.calendar_of(team=None)
    assert date(2026, 7, 1) in calendar.closed
    # A year on record is as it was put on record; others are as shipped; 2031 has none, and its days count.
    assert date(2026, 12, 25) not in calendar.closed and date(2027, 12, 27) in calendar.closed
    assert is_open(calendar, datetime(2031, 12, 25, 10, tzinfo=UTC))
    assert holidays.missing_years(nation="england-and-wales", today=date(2028, 6, 1)) == [2029]


def test_nothing_on_the_way_to_an_office_row() -> None:
    """An office that was never set up keeps the bank holidays of England and Wales, and works by the clock."""
    Office.objects.all().delete()
    assert date(2027, 12, 27) in working_hours.calendar_of(team=None).closed
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert working_hours.add(amount=5, unit="days", start=start, team=None) == start + timedelta(days=5)


@pytest.mark.realdata
@pytest.mark.parametrize("nation", HOLIDAYS)
def test_the_table_here_is_gov_uks(nation: str) -> None:
    import json

    from tests.conftest import REAL_DATA

    (found,) = list((REAL_DATA / "uk").glob("*holiday*.json"))[:1]
    events = json.loads(found.read_text())[nation]["events"]
    theirs = sorted(date.fromisoformat(each["date"]) for each in events)
    assert [day for day in theirs if 2026 <= day.year <= 2028] == listed(nation)
