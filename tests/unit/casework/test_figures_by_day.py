"""Cases that came and ended, day by day."""

from datetime import date, timedelta
from itertools import pairwise

from casework import figures_by_day
from casework.figures_by_day import DAYS, Day

TODAY = date(2026, 3, 2)


def test_two_weeks_are_shown_and_the_last_day_is_today() -> None:
    found = figures_by_day.span(TODAY)
    assert len(found) == DAYS == 14
    assert (found[0], found[-1]) == (date(2026, 2, 17), TODAY)
    assert all(later - day == timedelta(days=1) for day, later in pairwise(found))


def test_a_day_without_anything_has_a_line_too() -> None:
    yesterday = TODAY - timedelta(days=1)
    found = figures_by_day.by_day(new={yesterday: 3}, ended={TODAY: 2}, today=TODAY)
    assert found[-2:] == [Day(yesterday, 3, 0), Day(TODAY, 0, 2)]
    assert found[0] == Day(TODAY - timedelta(days=13), 0, 0)


def test_what_lies_outside_the_two_weeks_is_left_out() -> None:
    before, after = TODAY - timedelta(days=14), TODAY + timedelta(days=1)
    found = figures_by_day.by_day(new={before: 9, after: 9}, ended={before: 9, after: 9}, today=TODAY)
    assert all(each.new == each.ended == 0 for each in found)


def test_the_words_tell_today_and_all_of_it() -> None:
    found = figures_by_day.by_day(new={TODAY: 3, date(2026, 2, 20): 1_200}, ended={TODAY: 1}, today=TODAY)
    assert figures_by_day.words(found) == "Today 3 new and 1 ended; in two weeks 1,203 new and 1 ended."


def test_two_weeks_of_nothing_are_told_in_words() -> None:
    found = figures_by_day.by_day(new={}, ended={}, today=TODAY)
    assert figures_by_day.words(found) == "No case came and none ended in these two weeks."
