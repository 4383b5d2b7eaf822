"""How tasks read."""

from datetime import date

import pytest

from casework import task_rules

TODAY = date(2026, 3, 2)  # a Monday


@pytest.mark.parametrize(
    ("done", "of", "words"),
    [(0, 5, "0 of 5 done"), (3, 5, "3 of 5 done"), (5, 5, "All 5 done"), (1, 1, "Done"), (0, 1, "0 of 1 done")],
    ids=["none", "some", "all", "the only one", "not the only one"],
)  # fmt: skip
def test_progress_in_words(done: int, of: int, words: str) -> None:
    assert task_rules.progress(done, of) == words


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 3, 2), "by today"),
        (date(2026, 3, 3), "by tomorrow"),
        (date(2026, 3, 1), "by yesterday"),
        (date(2026, 3, 6), "by Friday"),
        (date(2026, 3, 9), "by 9 March"),
        (date(2026, 2, 20), "by 20 February"),
        (date(2027, 3, 3), "by 3 March 2027"),
    ],
    ids=["today", "tomorrow", "yesterday", "this week", "next week", "past", "next year"],
)
def test_the_day_in_words(due_on: date, words: str) -> None:
    assert task_rules.due(due_on, today=TODAY) == words


def test_on_its_day_it_is_not_late_yet() -> None:
    assert not task_rules.late(TODAY, today=TODAY)
    assert task_rules.late(date(2026, 3, 1), today=TODAY)
    assert not task_rules.late(None, today=TODAY)


def test_what_is_left_open_is_said_and_keeps_nobody_from_ending() -> None:
    assert task_rules.left_open(0) == ""
    assert task_rules.left_open(1) == "1 task is not done yet. You can end the case all the same."
    assert task_rules.left_open(2).startswith("2 tasks are not done yet.")


@pytest.mark.parametrize(
    ("days", "place"),
    [([], None), ([None, None], 0), ([None, TODAY], 1), ([date(2026, 3, 9), TODAY, TODAY], 1)],
    ids=["nothing", "no days", "a day beats none", "the soonest, then in order"],
)
def test_what_comes_next(days: list[date | None], place: int | None) -> None:
    assert task_rules.next_due(days) == place
