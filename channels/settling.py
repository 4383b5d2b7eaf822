"""What a provider's list says about our own messages: progress that was never reported, and doubts that it settles.

A doubt is a delivery whose worker stopped between the call and its note. Where the provider's row of it carries no id of
ours, it is found by number, words and time, and only where there is one such delivery and one such row: two equal
texts to one number are for a person to tell apart.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from casework.models import Delivery
from casework.models.delivery import SETTLED, DeliveryStatus
from casework.services import deliveries
from channels import outbox
from channels.contracts import CannotSend, Listed, Progress

BATCH: Final = 500
# The provider's clock against ours, and how long a call may take.
BEFORE: Final = timedelta(minutes=2)
AFTER: Final = timedelta(minutes=10)

Key = tuple[str, str]


def settle(*, channel: str, news: list[Listed], now: datetime, job: str) -> int:
    """Returns how many deliveries it changed."""
    settled, strangers = 0, []
    for start in range(0, len(news), BATCH):
        batch = {row.progress.provider_id: row for row in news[start : start + BATCH] if row.progress}
        ours = {each.provider_id: each for each in Delivery.objects.filter(provider_id__in=batch)}
        unknown = [row for key, row in batch.items() if key not in ours]
        named = _by_our_id(unknown)
        settled += sum(_advance(each, row.progress, now=now, job=job) for each, row in named)
        strangers += [row for row in unknown if row.progress and not row.progress.delivery_id]
        open_ones = [each for each in ours.values() if each.status not in SETTLED]
        settled += sum(
            _advance(each, batch[each.provider_id].progress, now=now, job=job) for each in open_ones
        )
    return settled + _doubts(channel=channel, strangers=strangers, now=now, job=job)


def _by_our_id(rows: list[Listed]) -> list[tuple[Delivery, Listed]]:
    """Where the provider keeps our id with each message there is nothing to guess."""
    by_id = {row.progress.delivery_id: row for row in rows if row.progress and row.progress.delivery_id}
    open_ones = Delivery.objects.filter(pk__in=by_id).exclude(status__in=SETTLED)
    return [(each, by_id[each.pk]) for each in open_ones]


def _doubts(*, channel: str, strangers: list[Listed], now: datetime, job: str) -> int:
    doubtful = Delivery.objects.filter(
        status=DeliveryStatus.IN_DOUBT, provider_id="", contact__channel=channel
    ).select_related("contact__contact_point")
    waiting: dict[Key, list[Delivery]] = defaultdict(list)
    for delivery in doubtful:
        point = delivery.contact.contact_point
        waiting[(point.value if point else "", _as_sent(delivery))].append(delivery)
    rows: dict[Key, list[Listed]] = defaultdict(list)
    for row in strangers:
        if (row.to, row.body) in waiting:
            rows[(row.to, row.body)].append(row)
    return sum(
        _advance(waiting[key][0], found[0].progress, now=now, job=job)
        for key, found in rows.items()
        if len(found) == 1 and len(waiting[key]) == 1 and _fits(waiting[key][0], found[0])
    )


def _as_sent(delivery: Delivery) -> str:
    """A link that was taken back since did go out as it is on record now: nothing in the list is like that."""
    try:
        return outbox.words_of(delivery)
    except CannotSend:
        return delivery.contact.body


def _fits(delivery: Delivery, row: Listed) -> bool:
    return delivery.sent_at is not None and delivery.sent_at - BEFORE <= row.at <= delivery.sent_at + AFTER


def _advance(delivery: Delivery, progress: Progress | None, *, now: datetime, job: str) -> bool:
    return progress is not None and apply(progress, delivery=delivery, now=now, job=job)


def apply(progress: Progress, *, delivery: Delivery, now: datetime, job: str) -> bool:
    """What a provider says about a delivery, by its report or by its list. Whether it changed anything."""
    return deliveries.advance(
        delivery=delivery,
        status=progress.status,
        code=progress.code,
        words=progress.words,
        provider_id=progress.provider_id,
        opted_out=progress.opted_out,
        now=now,
        job=job,
    )
