"""What became of a promise, how its time reads, and which closing words say that nobody was reached."""

from datetime import datetime, timedelta

import pytest

from casework import follow_up_rules as rules

NOW = datetime(2026, 3, 2, 12, 0)
BEFORE, AFTER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("due_at", "done_at", "result", "tried_late", "expected"),
    [
        (AFTER, None, "", False, rules.OPEN),
        (BEFORE, None, "", False, rules.OVERDUE),
        (AFTER, NOW, "kept", False, rules.KEPT),
        (BEFORE, NOW, "kept", False, rules.LATE),
        (AFTER, NOW, "kept", True, rules.LATE),
        (AFTER, NOW, "broken", False, rules.BROKEN),
        (BEFORE, NOW, "not_reached", False, rules.NOT_REACHED),
        (BEFORE, NOW, "not_needed", False, rules.NOT_NEEDED),
    ],
)
def test_the_state_of_a_promise(
    due_at: datetime, done_at: datetime | None, result: str, tried_late: bool, expected: str
) -> None:
    found = rules.state(due_at=due_at, done_at=done_at, result=result, now=NOW, tried_late=tried_late)
    assert found == expected
    assert found in rules.STATES


@pytest.mark.parametrize(
    ("begins", "due_at", "words"),
    [
        (None, datetime(2026, 3, 2, 16, 0), "today by 16:00"),
        (datetime(2026, 3, 2, 14, 0), datetime(2026, 3, 2, 16, 0), "today 14:00 to 16:00"),
        (datetime(2026, 3, 3, 9, 0), datetime(2026, 3, 3, 12, 0), "tomorrow 09:00 to 12:00"),
        (None, datetime(2026, 3, 1, 16, 0), "yesterday by 16:00"),
        (None, datetime(2026, 3, 5, 16, 0), "Thursday by 16:00"),
        (None, datetime(2026, 3, 9, 16, 0), "Monday 9 March by 16:00"),
        (datetime(2026, 3, 2, 14, 0), datetime(2026, 3, 3, 10, 0), "today 14:00 to tomorrow 10:00"),
    ],
)
def test_a_window_in_words(begins: datetime | None, due_at: datetime, words: str) -> None:
    assert rules.window(window_from=begins, due_at=due_at, now=NOW) == words


@pytest.mark.parametrize(
    ("kind", "due_at", "words", "tone"),
    [
        ("callback", datetime(2026, 3, 2, 14, 0), "Callback due 14:00", "orange"),
        ("callback", BEFORE, "Callback overdue", "red"),
        ("promise", BEFORE, "Promise overdue", "red"),
        ("promise", datetime(2026, 3, 4, 9, 30), "Promise due Wed 09:30", "grey"),
        ("promise", NOW + timedelta(days=8), "", "grey"),
    ],
)
def test_the_tag_of_a_row(kind: str, due_at: datetime, words: str, tone: str) -> None:
    assert rules.tag(kind=kind, due_at=due_at, now=NOW) == (words, tone)


@pytest.mark.parametrize(
    "number", [(0, "not tried yet"), (1, "tried once"), (2, "tried twice"), (5, "tried 5 times")]
)
def test_tries_in_words(number: tuple[int, str]) -> None:
    assert rules.tries(number[0]) == number[1]


@pytest.mark.parametrize(
    ("outcome", "says_so"),
    [
        ("Could not reach them", True),
        ("COULDN\u2019T  reach her", True),
        ("Unable to contact", True),
        ("Three calls, no answer", True),
        ("Boiler repaired", False),
        ("Reached and helped", False),
        ("", False),
    ],
)
def test_closing_words_that_say_nobody_was_reached(outcome: str, says_so: bool) -> None:
    assert rules.says_not_reached(outcome) is says_so
