"""Finding the number for each case of a text to many, some hundred cases at a time, each step committed.

A case begins as a row without a number. A step gives it one, or says why it gets none, or takes the row away because
the number is on the list already. Small lists are done while whoever asked waits; a worker goes on with long ones.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from casework.models import BulkText, BulkTextItem
from casework.models.bulk_text import BulkItemState, BulkState
from casework.models.case import CaseQuerySet
from casework.ports import sending
from casework.services import bulk_recipients
from casework.services.bulk_recipients import CHANNEL, Recipient

STEP: Final = 500
STEPS_AT_ONCE: Final = 2
BATCH: Final = 2000
LONGEST_WORDS: Final = 500


def begin(*, bulk: BulkText, cases: CaseQuerySet) -> int:
    """A row for each case, latest active first: the case that a number's one text is about. Returns how many."""
    keys = cases.order_by("-last_activity_at", "-id").values_list("pk", flat=True)
    rows = [BulkTextItem(bulk=bulk, case_id=key) for key in keys]
    BulkTextItem.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def finding(bulk: BulkText) -> bool:
    return bool(bulk.filters.get("finding"))


def without_number(bulk: BulkText) -> QuerySet[BulkTextItem]:
    return bulk.items.filter(state=BulkItemState.WAITING, contact_point=None)


def step(*, now: datetime, bulk: BulkText | None = None) -> int:
    """Some cases of this text, or of the oldest one that is not looked through. 0: there is none nobody else is at."""
    with transaction.atomic():
        begun = BulkText.objects.filter(state=BulkState.PREPARED, filters__finding=True).order_by(
            "made_at", "id"
        )
        begun = begun.filter(pk=bulk.pk) if bulk else begun
        locked = begun.select_for_update(of=("self",), skip_locked=True).select_related("made_by").first()
        if locked is None:
            return 0
        items = list(without_number(locked).order_by("id")[:STEP])
        found = _find(locked, items, now=now) if items else {}
        _note(locked, found, ended=len(items) < STEP)
    return max(len(items), 1)


def _find(bulk: BulkText, items: list[BulkTextItem], *, now: datetime) -> dict[str, int]:
    cases = bulk_recipients.load([item.case_id for item in items])
    to = bulk_recipients.recipients(cases, body=bulk.body, actor=bulk.made_by, now=now)
    met = _met(bulk, to.values())
    kept: list[BulkTextItem] = []
    for item in items:
        recipient = to[item.case_id]
        if recipient.point is None or recipient.point.pk not in met:
            kept.append(_settled(item, recipient))
            met.add(recipient.point.pk if recipient.point else item.pk)
    # Written anew under the same keys: one statement each way, where an update would name every row's every value.
    BulkTextItem.objects.filter(pk__in=[item.pk for item in items]).delete()
    BulkTextItem.objects.bulk_create(kept)
    later = sum(to[item.case_id].later for item in kept)
    return {"same_number": len(items) - len(kept), "later": later}


def _met(bulk: BulkText, to: Any) -> set[UUID]:
    points = [recipient.point.pk for recipient in to if recipient.point]
    rows = bulk.items.filter(contact_point__in=points)
    return {key for key in rows.values_list("contact_point", flat=True) if key}


def _settled(item: BulkTextItem, to: Recipient) -> BulkTextItem:
    item.contact_point, item.person = to.point, to.person
    if to.refused:
        item.state, item.words = BulkItemState.REFUSED, to.refused[:LONGEST_WORDS]
    else:
        item.parts = sending().segments(CHANNEL, to.body)
    return item


def _note(bulk: BulkText, found: dict[str, int], *, ended: bool) -> None:
    counts = {name: bulk.filters.get(name, 0) + number for name, number in found.items()}
    bulk.filters = {**bulk.filters, **counts, "finding": not ended}
    bulk.save(update_fields=["filters"])
