"""A week as staff read it."""

import pytest

from casework.hours_in_words import clock, in_words, week
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
