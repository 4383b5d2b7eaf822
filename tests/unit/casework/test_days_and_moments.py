"""Dates in three fields and times of the office's clock."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django import forms

from casework.forms.days import DayField, NotADay, read_day
from casework.forms.moments import NotATime, moment, read_clock

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (("27", "3", "2026"), date(2026, 3, 27)),
        ((" 7 ", "March", "2026"), date(2026, 3, 7)),
        (("7", "sept.", "2026"), date(2026, 9, 7)),
        (("29", "02", "2028"), date(2028, 2, 29)),
        (("", " ", ""), None),
    ],
)
def test_a_day_is_read_from_three_fields(typed: tuple[str, str, str], day: date | None) -> None:
    assert read_day(*typed) == day


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("31", "2", "2026"), "real date"),
        (("29", "2", "2027"), "real date"),
        (("00", "00", "2026"), "real date"),
        (("9" * 20, "2", "2026"), "real date"),
        (("x", "2", "2026"), "real date"),
        (("1", "2", "26"), "four figures"),
        (("1", "2", "99999"), "four figures"),
        (("1", "", "2026"), "must include a month"),
        (("", "", "2026"), "must include a day and a month"),
    ],
)
def test_what_is_no_day_says_what_to_write(typed: tuple[str, str, str], words: str) -> None:
    with pytest.raises(NotADay, match=words):
        read_day(*typed)


@pytest.mark.parametrize("year", ["0001", "1899", "9999"])
def test_a_day_outside_sensible_bounds_is_asked_for_again(year: str) -> None:
    field = DayField(latest=date(2036, 12, 31), subject="Born: the date")
    with pytest.raises(forms.ValidationError, match="Born: the date must be"):
        field.clean(["1", "1", year])


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("14:30", time(14, 30)),
        ("2.30pm", time(14, 30)),
        ("1430", time(14, 30)),
        ("9", time(9)),
        ("9 AM", time(9)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
        ("Noon", time(12)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, clock: time) -> None:
    assert read_clock(typed) == clock


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "14:61", "13pm", "-1"])
def test_what_is_no_time_is_said(typed: str) -> None:
    with pytest.raises(NotATime):
        read_clock(typed)


def test_an_ordinary_time_needs_no_assumption() -> None:
    read = moment(date(2026, 7, 1), time(14, 30), LONDON)
    assert (read.at.isoformat(), read.assumed) == ("2026-07-01T13:30:00+00:00", "")


def test_a_time_that_the_clocks_skipped_is_read_an_hour_later_and_said() -> None:
    read = moment(date(2027, 3, 28), time(1, 30), LONDON)
    assert read.at.astimezone(LONDON) == datetime(2027, 3, 28, 2, 30, tzinfo=LONDON)
    assert "01:30 is read as 02:30" in read.assumed


def test_a_time_that_the_clocks_showed_twice_is_the_first_one_and_said() -> None:
    read = moment(date(2026, 10, 25), time(1, 30), LONDON)
    assert read.at.isoformat() == "2026-10-25T00:30:00+00:00"
    assert "twice" in read.assumed and "BST" in read.assumed
