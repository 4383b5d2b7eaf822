"""What a text to many needs and costs, and which of somebody's numbers it goes to."""

from decimal import Decimal

import pytest

from casework.bulk_rules import Budget, choose, cost, stands_in_the_way
from casework.send_rules import DAY_IS_SPENT, SEND, Verdict

WAITS = Verdict("wait", "hour", "The office is quiet.")
LANDLINE = Verdict("refuse", "number", "This is a landline.")
CLAIMED = Verdict("refuse", "claimed", "Only typed into a form.")
UNSAFE = Verdict("refuse", "unsafe", "It is not safe.")
OUT = Verdict("refuse", "opted_out", "They asked not to be texted.")
SHARED = Verdict("refuse", "shared", "Several people share it.")
SPENT = Verdict("refuse", "number_budget", "Twenty texts went there.")


@pytest.mark.parametrize(
    ("verdicts", "chosen"),
    [
        ([SEND], 0), ([SEND, SEND], 0), ([WAITS, SEND], 0),
        ([LANDLINE, SEND], 1), ([CLAIMED, LANDLINE, WAITS], 2), ([LANDLINE, LANDLINE], 0),
        ([OUT, SEND], 0), ([UNSAFE, SEND], 0), ([SHARED, SEND], 0), ([SPENT, SEND], 0),
        ([LANDLINE, UNSAFE, SEND], 1), ([DAY_IS_SPENT, SEND], 0),
    ],
)  # fmt: skip
def test_a_number_gives_way_where_it_cannot_and_not_where_it_must_not(
    verdicts: list[Verdict], chosen: int
) -> None:
    assert choose(verdicts) == chosen


@pytest.mark.parametrize(
    ("verdict", "words"), [(SEND, ""), (WAITS, ""), (DAY_IS_SPENT, ""), (OUT, OUT.words), (LANDLINE, LANDLINE.words)]
)  # fmt: skip
def test_waiting_and_the_days_budget_stand_in_nobodys_way(verdict: Verdict, words: str) -> None:
    assert stands_in_the_way(verdict) == words


@pytest.mark.parametrize(
    ("needs", "went", "waits", "limit", "left", "holds"),
    [(5, 0, 0, 5, 5, True), (6, 0, 0, 5, 5, False), (3, 7, 1, 10, 2, False), (2, 7, 1, 10, 2, True),
     (1, 12, 0, 10, 0, False), (0, 12, 0, 10, 0, True)],
)  # fmt: skip
def test_the_budget_holds_what_is_left_of_the_day(
    needs: int, went: int, waits: int, limit: int, left: int, holds: bool
) -> None:
    budget = Budget(needs=needs, went=went, waits=waits, limit=limit)
    assert budget.left == left and budget.holds == holds


def test_the_sum_is_told_in_words() -> None:
    told = Budget(needs=12_000, went=1, waits=1_500, limit=2_000).in_words()
    assert told.startswith(
        "These texts are 12,000 parts. The office may send 2,000 in a day; 1 part went out today and 1,500 wait to go, "
        "which leaves 499."
    )
    assert "wait to go" not in Budget(needs=1, went=0, waits=0, limit=0).in_words()


@pytest.mark.parametrize(
    ("parts", "pence", "words"),
    [(0, "4.00", "£0.00"), (1, "4.00", "£0.04"), (10_000, "4.35", "£435.00"), (100_000, "4.00", "£4,000.00"),
     (1, "0.50", "£0.00"), (3, "0.50", "£0.02")],
)  # fmt: skip
def test_the_cost_is_in_pounds(parts: int, pence: str, words: str) -> None:
    assert cost(parts, Decimal(pence)) == words
