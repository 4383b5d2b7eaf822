"""Why a case is here: one phrase, by the order of pressing."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from casework import why_here
from casework.why_here import Facts

NOW = datetime(2026, 3, 2, 12, 0)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


def why(**facts: Any) -> why_here.Why:
    facts.setdefault("opened_at", NOW - 12 * A_DAY)
    return why_here.phrase(Facts(**facts), now=NOW)


@pytest.mark.parametrize(
    ("facts", "words", "tone"),
    [
        ({"is_open": False}, "Ended", "grey"),
        ({"is_open": False, "outcome": "Fixed", "due_at": NOW - A_DAY}, "Ended: Fixed", "grey"),
        ({"due_at": NOW - AN_HOUR, "due_kind": "first_response"}, "First answer overdue", "red"),
        ({"due_at": NOW - AN_HOUR}, "Overdue", "red"),
        ({"promised_at": NOW - AN_HOUR, "promised_kind": "callback"}, "Callback overdue", "red"),
        ({"promised_at": NOW + AN_HOUR, "promised_kind": "promise"}, "Promise due 13:00", "orange"),
        ({"due_at": NOW + AN_HOUR, "due_kind": "resolution"}, "Resolution due soon", "orange"),
        ({"due_at": NOW + AN_HOUR}, "Due soon", "orange"),
        ({"needs_answer": True, "last_in": "sms"}, "Text not answered", "teal"),
        ({"needs_answer": True, "last_in": "whatsapp", "priority": "high"}, "Text not answered", "orange"),
        ({"needs_answer": True, "last_in": "sms", "status": "new"}, "New text", "teal"),
        ({"last_in": "sms"}, "In hand, open 12 days", "grey"),
        ({"delivery": "undelivered"}, "Our message did not arrive", "red"),
        ({"delivery": "refused"}, "Our message did not arrive", "red"),
        ({"delivery": "delivered"}, "In hand, open 12 days", "grey"),
        ({"needs_answer": True, "last_in": "web"}, "Waiting for an answer from us", "teal"),
        ({"needs_answer": True, "status": "new"}, "New", "teal"),
        ({"priority": "urgent"}, "Urgent", "orange"),
        ({"priority": "high", "waiting_for": "person"}, "High priority", "orange"),
        ({"waiting_for": "person"}, "Waiting for the person, open 12 days", "grey"),
        ({"waiting_for": "third_party", "opened_at": NOW}, "Waiting for somebody else, opened today", "grey"),
        ({"opened_at": NOW - A_DAY}, "In hand, open 1 day", "grey"),
        ({"opened_at": NOW - 1234 * A_DAY}, "In hand, open 1,234 days", "grey"),
        ({"promised_at": NOW + 3 * A_DAY}, "In hand, open 12 days", "grey"),
        ({"snoozed_until": NOW + A_DAY, "needs_answer": True}, "Put aside until 3 March, 12:00", "grey"),
        ({"snoozed_until": NOW - A_DAY, "needs_answer": True}, "Waiting for an answer from us", "teal"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_the_phrase(facts: dict[str, Any], words: str, tone: str) -> None:
    found = why(**facts)
    assert (found.words, found.tone) == (words, tone)


# Each reason beats all that come after it, and nothing before it.
REASONS: list[tuple[str, dict[str, Any]]] = [
    ("overdue", {"due_at": NOW - AN_HOUR}),
    ("promise due", {"promised_at": NOW + AN_HOUR, "promised_kind": "callback"}),
    ("text", {"needs_answer": True, "last_in": "sms"}),
    ("failed", {"delivery": "failed"}),
    ("answer", {"needs_answer": True}),
    ("priority", {"priority": "urgent"}),
    ("age", {}),
]


@pytest.mark.parametrize("place", range(len(REASONS)), ids=[code for code, _ in REASONS])
def test_the_most_pressing_reason_is_said(place: int) -> None:
    facts: dict[str, Any] = {}
    for _, more in reversed(REASONS[place:]):
        facts |= more
    assert why(**facts).code == REASONS[place][0]


def test_the_page_explains_as_many_reasons_as_there_are() -> None:
    assert len(why_here.ORDER) == len(REASONS)


def test_only_a_promise_says_that_it_is_one() -> None:
    assert why(promised_at=NOW - AN_HOUR).promise
    assert not why(due_at=NOW - AN_HOUR).promise
