"""A delivery's status never goes backwards, whatever order the provider's news comes in, and however often."""

from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.models.delivery import RANK, DeliveryStatus, further

HISTORIES = st.sampled_from(
    [
        ["sent", "delivered"],
        ["sent", "undelivered"],
        ["sent", "failed"],
        ["failed"],
        ["in_doubt", "sent", "delivered"],
        ["sent", "read", "delivered", "partially_delivered"],
    ]
)


@settings(max_examples=200)
@given(history=HISTORIES, data=st.data())
def test_any_order_and_any_repetition_end_alike(history: list[str], data: st.DataObject) -> None:
    repeated = data.draw(st.lists(st.sampled_from(history), max_size=8))
    shuffled = data.draw(st.permutations([*history, *repeated]))
    assert reduce(further, shuffled, "sending") == reduce(further, history, "sending")


@given(current=st.sampled_from(DeliveryStatus.values), news=st.sampled_from(DeliveryStatus.values))
def test_it_never_goes_back(current: str, news: str) -> None:
    assert RANK[DeliveryStatus(further(current, news))] >= RANK[DeliveryStatus(current)]


@given(current=st.sampled_from(DeliveryStatus.values), news=st.text())
def test_what_nobody_knows_changes_nothing(current: str, news: str) -> None:
    expected = further(current, news) if news in DeliveryStatus.values else current
    assert further(current, news) == expected


def test_delivered_stays_delivered() -> None:
    for news in ("sent", "queued", "failed", "undelivered", "read", ""):
        assert further("delivered", news) == "delivered"
