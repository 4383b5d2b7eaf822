"""Working off texts to many: a step is some fifty numbers, committed together, by whoever comes along.

A worker that is killed loses its step and nothing else: the rows say who is still waiting. The row of the text is
locked for the length of a step, so that no two workers are at the same one.
"""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet

from casework.models import BulkText, BulkTextItem, Case, ContactPoint, Delivery, Event, Office
from casework.models.bulk_text import BulkItemState, BulkState
from casework.models.delivery import DeliveryStatus, Purpose
from casework.permissions import may
from casework.ports import sending
from casework.send_rules import Verdict
from casework.services import bulk_finding, bulk_recipients, case_activity, events, live, outbound, send_guard
from casework.services.bulk_recipients import CHANNEL, Recipient
from casework.services.locks import lock_cases

log = logging.getLogger(__name__)

JOB: Final = "text to many"
STEP: Final = 50
TAKEN_BACK_AT_ONCE: Final = 200
NO_LONGER: Final = (
    "Whoever sent this may no longer text this case: it was restricted, moved or given away meanwhile."
)
BROKEN: Final = "Something went wrong on our side. Text them from their case."
NOBODYS: Final = "This number belongs to nobody on the case any more."


def drain(*, now: datetime, budget: timedelta = timedelta(seconds=5)) -> int:
    """For whoever has other work too: what goes wrong is logged, and tried again by the next who comes."""
    try:
        return work(now=now, budget=budget)
    except Exception:
        log.exception("a text to many could not go on")
        return 0


def work(*, now: datetime, budget: timedelta = timedelta(seconds=5)) -> int:
    """Steps until nothing is left or time is up; returns how many texts were dealt with."""
    started, total = time.monotonic(), 0
    while True:
        done = take_back(now=now) or step(now=now) or bulk_finding.step(now=now)
        total += done
        if not done or time.monotonic() - started >= budget.total_seconds():
            return total


def step(*, now: datetime) -> int:
    """Some waiting numbers of the text that was confirmed first. 0: nothing waits that nobody else is at."""
    with transaction.atomic():
        under_way = BulkText.objects.filter(state=BulkState.SENDING).order_by("confirmed_at", "id")
        bulk = under_way.select_for_update(of=("self",), skip_locked=True).select_related("made_by").first()
        if bulk is None:
            return 0
        items = list(bulk.items.filter(state=BulkItemState.WAITING).order_by("id")[:STEP])
        if items:
            _write_all(bulk, items, now=now)
        if len(items) < STEP:
            _end(bulk, state=BulkState.DONE, now=now)
    return max(len(items), 1)


def _end(bulk: BulkText, *, state: str, now: datetime) -> None:
    bulk.state, bulk.ended_at = state, now
    bulk.save(update_fields=["state", "ended_at"])
    events.record(
        verb="bulk_ended", words=f"A text to many ended: {BulkState(state).label.lower()}", job=JOB, now=now,
        after={"bulk": str(bulk.pk)},
    )  # fmt: skip


def _write_all(bulk: BulkText, items: list[BulkTextItem], *, now: datetime) -> None:
    """Everything is looked at anew, under the locks of the cases and then of the numbers."""
    stands_for = _lock_surviving([item.case_id for item in items])
    points = _lock_points([item.contact_point_id for item in items if item.contact_point_id])
    cases = {case.pk: case for case in bulk_recipients.load(set(stands_for.values()))}
    allowed = _allowed(bulk, cases)
    verdicts = send_guard.verdicts_of(points=points.values(), channel=CHANNEL, now=now, purpose=Purpose.BULK)
    office = Office.current()
    for item in items:
        case, point = cases[stands_for[item.case_id]], points.get(item.contact_point_id)
        to = _recipient(
            bulk, case=case, point=point, allowed=case.pk in allowed, verdicts=verdicts, office=office
        )
        _settle_surely(bulk, item, to, now=now)
    BulkTextItem.objects.bulk_update(items, ["state", "words", "parts", "contact"])


def _lock_surviving(keys: list[UUID]) -> dict[UUID, UUID]:
    """Of each case the key of the one it is now: itself, or what it was merged into meanwhile."""
    locked = lock_cases(keys)
    merged = {case.merged_into_id for case in locked.values()} - {None} - set(locked)
    if merged:
        lock_cases(merged)
    return {pk: case.merged_into_id or pk for pk, case in locked.items()}


def _lock_points(keys: list[UUID]) -> dict[UUID | None, ContactPoint]:
    rows = ContactPoint.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return {point.pk: point for point in rows}


def _allowed(bulk: BulkText, cases: Iterable[UUID]) -> set[UUID]:
    """What whoever started it may still text: they see it, it is not restricted, nor of a sensitive service unasked."""
    if not may(bulk.made_by, "text_many"):
        return set()
    keys = list(cases)
    found = bulk_recipients.texted(
        narrow=lambda rows: rows.filter(pk__in=keys),
        actor=bulk.made_by,
        chosen=bulk.filters.get("sensitive", []),
    )
    return set(found.order_by().values_list("pk", flat=True))


def _recipient(
    bulk: BulkText,
    *,
    case: Case,
    point: ContactPoint | None,
    allowed: bool,
    verdicts: dict[UUID, Verdict],
    office: Office,
) -> Recipient:
    party = bulk_recipients.holder(case, point) if point else None
    if point is None or party is None or not allowed:
        words = NOBODYS if allowed else NO_LONGER
        return Recipient(case=case, person=None, point=point, refused=words)
    verdict = verdicts[point.pk]
    to = bulk_recipients.written(
        case=case, person=party.person, point=point, verdict=verdict, body=bulk.body, office=office,
        actor=bulk.made_by,
    )  # fmt: skip
    if verdict.outcome != "refuse" or to.refused:
        return to
    return Recipient(case=case, person=party.person, point=point, refused=verdict.words)


def _settle_surely(bulk: BulkText, item: BulkTextItem, to: Recipient, *, now: datetime) -> None:
    """One that cannot be written holds up nobody. A database that is away is no fault of this number: all wait for it."""
    try:
        with transaction.atomic():
            _settle(bulk, item, to, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("a text to many could not be written for item %s", item.pk)
        item.state, item.words, item.contact = BulkItemState.REFUSED, BROKEN, None


def _settle(bulk: BulkText, item: BulkTextItem, to: Recipient, *, now: datetime) -> None:
    if to.refused or to.point is None:
        item.state, item.words = BulkItemState.REFUSED, to.refused[:500]
        return
    contact = outbound.write(
        case=to.case,
        channel=CHANNEL,
        point=to.point,
        person=to.person,
        body=to.body,
        now=now,
        actor=bulk.made_by,
        automatic=True,
        reason="One of a text to many",
        purpose=Purpose.BULK,
    )
    case_activity.went_out(case=to.case, contact=contact, now=now, expects_answer=False)
    events.record(
        verb="texted_with_many", words="Texted together with many others", case=to.case, contact=contact,
        actor=bulk.made_by, now=now,
    )  # fmt: skip
    live.changed(case=to.case)
    item.state, item.contact = BulkItemState.QUEUED, contact
    item.parts = sending().segments(CHANNEL, to.body)


# What was stopped


def not_sent_yet(bulk: BulkText) -> QuerySet[Delivery]:
    return Delivery.objects.filter(contact__bulk_item__bulk=bulk, status=DeliveryStatus.QUEUED)


def take_back(*, now: datetime) -> int:
    """Some of what a stopped text still has waiting in the outbox.

    It ends only when none waits and none is on its way: one that the provider would not take just now waits again.
    """
    with transaction.atomic():
        stopped = BulkText.objects.filter(state=BulkState.STOPPED, ended_at=None).order_by("id")
        bulk = stopped.select_for_update(of=("self",), skip_locked=True).select_related("stopped_by").first()
        if bulk is None:
            return 0
        rows = list(
            not_sent_yet(bulk)
            .select_for_update(of=("self",))
            .select_related("contact__case")
            .order_by("id")[:TAKEN_BACK_AT_ONCE]
        )
        if rows:
            _withdraw(bulk, rows, now=now)
            return len(rows)
        on_their_way = Delivery.objects.filter(contact__bulk_item__bulk=bulk, status=DeliveryStatus.SENDING)
        if not on_their_way.exists():
            _end(bulk, state=BulkState.STOPPED, now=now)
    return 0


def _withdraw(bulk: BulkText, rows: list[Delivery], *, now: datetime) -> None:
    Delivery.objects.filter(pk__in=[each.pk for each in rows]).update(
        status=DeliveryStatus.WITHDRAWN, settled_at=now
    )
    Event.objects.bulk_create(
        [
            Event(
                verb="taken_back",
                words="Taken back before it was sent: the text to many was stopped",
                case=each.contact.case,
                contact=each.contact,
                actor=bulk.stopped_by,
                job="" if bulk.stopped_by else JOB,
                at=now,
            )
            for each in rows
        ]
    )
    for each in rows:
        live.changed(case=each.contact.case)
