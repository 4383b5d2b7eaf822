"""Sending what waits. The delivery row is the job: mark it `sending` and commit, call the provider, commit
its answer.

A crash between the two commits leaves a row that is `sending` with a lease that runs out. It becomes
`in_doubt`, and the provider's own report (its address carries our id) settles it. It is never sent a second
time by guessing.
"""

import logging
import time
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casework.models import Delivery
from casework.models.delivery import DeliveryStatus, Purpose
from casework.services import deliveries, upload_links
from casework.text_parts import Parts
from channels import registry, wake
from channels.contracts import CannotSend, Channel, Outgoing, SendFailed, SendInDoubt
from channels.models import AttemptResult, SendAttempt

log = logging.getLogger(__name__)

JOB: Final = "outbox"
NO_LIMIT: Final = 10_000


class Outbox:
    """What casework's port `Sending` asks for."""

    def can_send(self, channel: str) -> bool:
        found = registry.channel(channel)
        return found.capabilities.can_send and found.readiness().ready

    def by_hand(self, channel: str) -> bool:
        return registry.channel(channel).capabilities.by_hand

    def listens(self, channel: str) -> bool:
        return registry.channel(channel).listens()

    def longest(self, channel: str) -> int:
        return registry.channel(channel).longest() or NO_LIMIT

    def approved(self, channel: str, body: str) -> bool:
        return registry.channel(channel).approved(body)

    def label(self, channel: str) -> str:
        return registry.label(channel)

    def segments(self, channel: str, body: str) -> int:
        return registry.channel(channel).segments(body)

    def count(self, channel: str, body: str) -> Parts:
        return registry.channel(channel).count(body)

    def own_numbers(self, channel: str) -> frozenset[str]:
        return registry.channel(channel).own_numbers()

    def wake(self, delivery_id: UUID, *, after: timedelta = timedelta(0)) -> None:
        wake.soon(after=after)


def drain(
    *, now: datetime | None = None, limit: int = 1000, budget: timedelta = timedelta(seconds=20)
) -> int:
    """Send what is due, oldest first; returns how many deliveries were dealt with."""
    started, dealt_with = time.monotonic(), 0
    doubt_abandoned(now=now or timezone.now())
    deliveries.look_at_doubts(now=now or timezone.now(), job=JOB)
    while dealt_with < limit and time.monotonic() - started < budget.total_seconds():
        if not send_one(now=now or timezone.now()):
            break
        dealt_with += 1
    return dealt_with


def send_one(*, now: datetime) -> bool:
    """Deal with one due delivery; False when none is due."""
    with transaction.atomic():
        due = Delivery.objects.due(now).exclude(contact__channel__in=registry.by_hand())
        delivery = due.select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is None:
            return False
        # `begin` asks the guard under this lock: an opt-out that came a moment ago still counts.
        attempt = (
            SendAttempt.objects.create(delivery=delivery, began_at=now)
            if deliveries.begin(delivery=delivery, now=now, job=JOB)
            else None
        )
    if attempt is not None:
        _send(delivery=delivery, attempt=attempt, now=now)
    return True


def _send(*, delivery: Delivery, attempt: SendAttempt, now: datetime) -> None:
    channel = registry.channel(delivery.contact.channel)
    try:
        sent = channel.send(_outgoing(channel, delivery))
    except SendFailed as failure:
        _note_failure(delivery=delivery, attempt=attempt, failure=failure, now=now)
    except CannotSend as mistake:
        never = SendFailed(f"{mistake} Use another way to reach them.", permanent=True)
        _note_failure(delivery=delivery, attempt=attempt, failure=never, now=now)
    except SendInDoubt as doubt:
        log.warning("delivery %s is in doubt: %s", delivery.pk, doubt.words)
        _note_doubt(delivery=delivery, attempt=attempt, now=now)
    except Exception:  # after `sending` is committed nobody can say what a surprise means, so it is a doubt
        log.exception("delivery %s is in doubt after an error", delivery.pk)
        _note_doubt(delivery=delivery, attempt=attempt, now=now)
    else:
        with transaction.atomic():
            deliveries.accepted(
                delivery=delivery, provider_id=sent.provider_id, segments=sent.segments, now=now, job=JOB
            )
            _end(attempt, result=AttemptResult.ACCEPTED, now=now, provider_id=sent.provider_id)


def _outgoing(channel: Channel, delivery: Delivery) -> Outgoing:
    point = delivery.contact.contact_point
    return Outgoing(
        delivery_id=delivery.pk,
        to=point.value if point else "",
        body=words_of(delivery),
        sender=delivery.contact.arrived_at,
        reference=delivery.contact.case.reference if delivery.contact.case else "",
        automatic=delivery.contact.automatic,
        status_url=channel.status_url(delivery.pk),
    )


def words_of(delivery: Delivery) -> str:
    """As it is on record, but for a link that is one person's secret: that is spelled out here and nowhere else.

    Raises CannotSend where the link was taken back, or must not go to this telephone any more.
    """
    if delivery.purpose != Purpose.LINK:
        return delivery.contact.body
    try:
        return upload_links.spelled_out(delivery.contact)
    except upload_links.CannotAsk as why:
        raise CannotSend(str(why)) from why


def _note_failure(*, delivery: Delivery, attempt: SendAttempt, failure: SendFailed, now: datetime) -> None:
    log.warning("delivery %s was not taken, code %s", delivery.pk, failure.code or "none")
    result = AttemptResult.FAILED_FOR_GOOD if failure.permanent else AttemptResult.FAILED
    with transaction.atomic():
        deliveries.failed(
            delivery=delivery,
            words=failure.words,
            code=failure.code,
            permanent=failure.permanent,
            opted_out=failure.opted_out,
            now=now,
            job=JOB,
        )
        _end(attempt, result=result, now=now, code=failure.code)


def _note_doubt(*, delivery: Delivery, attempt: SendAttempt, now: datetime) -> None:
    with transaction.atomic():
        deliveries.in_doubt(delivery=delivery, now=now, job=JOB)
        _end(attempt, result=AttemptResult.IN_DOUBT, now=now)


def _end(attempt: SendAttempt, *, result: str, now: datetime, code: str = "", provider_id: str = "") -> None:
    attempt.result, attempt.ended_at = result, now
    attempt.error_code, attempt.provider_id = code[:20], provider_id[:120]
    attempt.save(update_fields=["result", "ended_at", "error_code", "provider_id"])


def doubt_abandoned(*, now: datetime) -> int:
    """Deliveries whose worker stopped between the call and its note."""
    abandoned = Delivery.objects.filter(status=DeliveryStatus.SENDING, lease_until__lte=now).order_by(
        "lease_until"
    )
    rows = list(abandoned[:100])
    for delivery in rows:
        with transaction.atomic():
            deliveries.in_doubt(delivery=delivery, now=now, job=JOB)
            SendAttempt.objects.filter(delivery=delivery, result=AttemptResult.UNDER_WAY).update(
                result=AttemptResult.IN_DOUBT, ended_at=now
            )
    return len(rows)
