"""A week as staff read it."""

from datetime import date, datetime

import pytest
from django.utils.translation import override

from casework.hours_in_words import clock
from casework.presenters_hours import days, in_words, moment, week
from casework.working_time import Slot

OFFICE = [Slot(day, 540, 1050) for day in range(5)]


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ([], ""),
        (OFFICE, "Monday to Friday 09:00 to 17:30"),
        (OFFICE[:2], "Monday and Tuesday 09:00 to 17:30"),
        ([OFFICE[0], OFFICE[2]], "Monday 09:00 to 17:30; Wednesday 09:00 to 17:30"),
        ([Slot(5, 780, 1440), Slot(5, 0, 720)], "Saturday 00:00 to 12:00, 13:00 to midnight"),
    ],
)
def test_days_with_the_same_times_are_told_together(slots: list[Slot], words: str) -> None:
    assert in_words(slots) == words


def test_a_week_has_seven_rows_and_closed_days_say_so() -> None:
    rows = week(OFFICE)
    assert [row.name for row in rows][::6] == ["Monday", "Sunday"] and rows[6].words == "Closed"
    assert rows[0].bars == [(540, 510)] and rows[6].bars == []


def test_the_end_of_a_day_is_not_its_beginning() -> None:
    assert (clock(0), clock(1440), clock(61)) == ("00:00", "midnight", "01:01")


def test_days_and_moments_have_their_weekday_and_speak_the_language_of_the_page() -> None:
    first, last = date(2026, 12, 24), date(2026, 12, 28)
    assert days(first, first) == "Thursday 24 December 2026"
    assert days(first, last) == "Thursday 24 December 2026 to Monday 28 December 2026"
    assert moment(datetime(2026, 12, 24, 9, 5)) == "Thursday 24 December 2026 at 09:05"
    with override("cy"):
        assert days(first, first) == "Dydd Iau 24 Rhagfyr 2026"
