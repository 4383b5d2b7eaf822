"""Working off receipts: claim one, translate it, hand it to casework, all so that a crash anywhere loses
nothing.

The claim raises the count of attempts and sets the lease in its own commit, before the work. A receipt that
kills its worker is therefore counted, tried again when the lease ends, and set aside after `MAX_ATTEMPTS`.
One receipt is claimed at a time, so a bad one never holds up good ones that were claimed with it.
"""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from casework.models import Contact, Delivery
from casework.services import alarms, contact_points, events, intake
from casework.services.arrivals import Taken
from channels import media, packing, registry, settling
from channels.contracts import Channel, Incoming, Progress
from channels.models import Matter, Receipt, ReceiptState

log = logging.getLogger(__name__)

JOB: Final = "inbox"
# A contact takes milliseconds, and whoever loses the lease loses the right to write: what a killed worker held is taken
# up again within the minute.
LEASE: Final = timedelta(seconds=30)
MAX_ATTEMPTS: Final = 5
# Waits after the first, second … failure; together under ten minutes.
WAITS: Final = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5))
# So many contacts of one number within a minute are worth a line in the history.
MANY: Final = 20
A_MINUTE: Final = timedelta(minutes=1)
# Claims take turns: two at one instant could otherwise take two texts of one sender in the wrong order.
CLAIM_LOCK: Final = 7_205_759_403_792_793


class NotKnownYet(Exception):
    """News about a delivery that no row has: our own commit may still be on its way, or it is not ours."""


def accept(*, channel: str, incoming: Incoming, now: datetime, late: bool = False) -> bool:
    """Store one receipt; False when it was there before. Its first content stays, other content is an alarm."""
    packed = packing.pack(dict(incoming.payload))
    row = Receipt(
        channel=channel,
        provider=incoming.provider,
        account=incoming.account,
        matter=incoming.matter,
        external_id=incoming.external_id,
        line=incoming.line[:80],
        payload=packed,
        fingerprint=packing.fingerprint(
            packed if incoming.essence is None else packing.pack(dict(incoming.essence))
        ),
        received_at=now,
        next_attempt_at=now,
        late=late,
    )
    if _insert(row):
        return True
    _compare(row, now=now)
    return False


def known(*, provider: str, account: str, external_ids: Iterable[str]) -> set[str]:
    """Which of these contacts were received already."""
    rows = Receipt.objects.contacts().filter(provider=provider, account=account, external_id__in=external_ids)
    return set(rows.values_list("external_id", flat=True))


def _insert(row: Receipt) -> bool:
    """One INSERT … ON CONFLICT DO NOTHING. Returns whether the row went in."""
    fields = Receipt._meta.concrete_fields
    columns = ", ".join(f'"{each.column}"' for each in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [each.get_db_prep_save(getattr(row, each.attname), connection) for each in fields]
    with connection.cursor() as cursor:
        # Names come from the model, values are parameters.
        statement = (
            f'INSERT INTO "{Receipt._meta.db_table}" ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING'  # noqa: S608
        )
        cursor.execute(statement, values)
        return bool(cursor.rowcount)


def _compare(row: Receipt, *, now: datetime) -> None:
    first = Receipt.objects.filter(
        provider=row.provider, account=row.account, matter=row.matter, external_id=row.external_id
    ).first()
    if first is None or first.fingerprint == row.fingerprint:
        return
    log.error("receipt %s came again with other content; the first is kept", first.pk)
    alarms.sound(
        key=f"differs:{row.channel}",
        words=f"A {registry.label(row.channel)} came again under the same id with other content. The first is kept.",
        now=now,
        job="webhook",
    )
    events.record(
        verb="receipt_differs",
        words=f"The provider sent {row.external_id} again with other content. The first is kept.",
        contact=first.contact,
        job="webhook",
        now=now,
    )


def drain(
    *, now: datetime | None = None, limit: int = 1000, budget: timedelta = timedelta(seconds=20)
) -> int:
    """Work off what is due, oldest first; returns how many. A given `now` stands still."""
    started, worked = time.monotonic(), 0
    set_aside_exhausted(now=now or timezone.now())
    while worked < limit and time.monotonic() - started < budget.total_seconds():
        moment = now or timezone.now()
        receipt = claim(now=moment)
        if receipt is None:
            break
        work(receipt=receipt, now=moment)
        worked += 1
    return worked


def claim(*, now: datetime) -> Receipt | None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLAIM_LOCK])
        due = Receipt.objects.due(now).filter(attempts__lt=MAX_ATTEMPTS)
        receipt = due.select_for_update(skip_locked=True, of=("self",)).first()
        if receipt is None:
            return None
        receipt.attempts += 1
        receipt.lease_until = now + LEASE
        receipt.save(update_fields=["attempts", "lease_until"])
    return receipt


def work(*, receipt: Receipt, now: datetime) -> None:
    """One try with a claimed receipt. Any failure is written on its row; only a dead process escapes that."""
    try:
        with transaction.atomic():
            if _still_ours(receipt):
                _apply(receipt=receipt, now=now)
    except NotKnownYet as unknown:
        _failed(receipt=receipt, words=str(unknown), now=now, last=ReceiptState.DONE)
    except Exception as error:  # whatever it is, it is on the row, in the log, and tried again
        log.exception("receipt %s failed, attempt %s", receipt.pk, receipt.attempts)
        _failed(
            receipt=receipt, words=f"{type(error).__name__}: {error}", now=now, last=ReceiptState.ATTENTION
        )


def _still_ours(receipt: Receipt) -> bool:
    """False when the lease ran out and somebody else claimed it meanwhile."""
    locked = Receipt.objects.select_for_update().get(pk=receipt.pk)
    return locked.state == ReceiptState.WAITING and locked.attempts == receipt.attempts


def _apply(*, receipt: Receipt, now: datetime) -> None:
    channel = registry.channel(receipt.channel)
    if receipt.matter == Matter.STATUS:
        if not channel.heard(receipt, now=now):
            _apply_progress(channel.progress(receipt), now=now)
    else:
        receipt.contact_id = _take_in(channel=channel, receipt=receipt, now=now)
    receipt.state, receipt.lease_until, receipt.error = ReceiptState.DONE, None, ""
    receipt.save(update_fields=["state", "lease_until", "error", "contact"])


def _take_in(*, channel: Channel, receipt: Receipt, now: datetime) -> UUID:
    arrival = channel.arrival(receipt)
    taken = intake.take_in(arrival=arrival, job=JOB, now=now)
    if taken.created and arrival.files:
        urls = channel.media(receipt)
        media.expect(contact=taken.contact, channel=channel.kind, account=receipt.account, urls=urls, now=now)
    if arrival.quarantine and taken.created:
        alarms.sound(
            key=f"set-aside:{channel.kind}",
            words=f"A {channel.label} was set aside: {arrival.quarantine}",
            now=now,
            job=JOB,
        )
    if taken.created:
        _note_rate(taken, now=now)
    point, opted = taken.contact.contact_point, channel.opted(receipt)
    if taken.created and point is not None and opted == "stop":
        contact_points.opt_out(
            contact_point=point, how=f"They said stop by {channel.label}", now=now, job=JOB
        )
    elif taken.created and point is not None and opted == "start":
        contact_points.opt_in(
            contact_point=point, how=f"They said start by {channel.label}", now=now, job=JOB
        )
    return taken.contact.pk


def _note_rate(taken: Taken, *, now: datetime) -> None:
    """Somebody in distress or in a rage, or a machine: whoever opens the case should see it at a glance."""
    contact = taken.contact
    if taken.case is None or contact.contact_point is None:
        return
    lately = Contact.objects.filter(
        contact_point=contact.contact_point,
        direction="in",
        took_place_at__gt=contact.took_place_at - A_MINUTE,
    )
    if lately[: MANY + 1].count() == MANY:
        label = registry.label(contact.channel)
        words = f"{MANY} of these came from one number within a minute ({label})"
        events.record(verb="many_texts", words=words, case=taken.case, contact=contact, job=JOB, now=now)


def _apply_progress(progress: Progress, *, now: datetime) -> None:
    delivery = _delivery(progress)
    if delivery is None:
        raise NotKnownYet("No delivery of ours has this id.")
    settling.apply(progress, delivery=delivery, now=now, job=JOB)


def _delivery(progress: Progress) -> Delivery | None:
    """By our own id in the callback's address, which is there even before our commit of the provider's id."""
    found = Delivery.objects.filter(pk=progress.delivery_id).first() if progress.delivery_id else None
    if found is None and progress.provider_id:
        found = Delivery.objects.filter(provider_id=progress.provider_id).first()
    return found


def _failed(*, receipt: Receipt, words: str, now: datetime, last: ReceiptState) -> None:
    with transaction.atomic():
        if not _still_ours(receipt):
            return
        receipt.error, receipt.lease_until = packing_safe(words), None
        if receipt.attempts >= MAX_ATTEMPTS:
            receipt.state = last
        else:
            receipt.next_attempt_at = now + WAITS[receipt.attempts - 1]
        receipt.save(update_fields=["error", "lease_until", "state", "next_attempt_at"])
        if receipt.state == ReceiptState.ATTENTION:
            _needs_attention([receipt], now=now)


def set_aside_exhausted(*, now: datetime) -> int:
    """Receipts that stopped their worker each time: nobody lived to write the failure on the row."""
    with transaction.atomic():
        rows = list(
            Receipt.objects.waiting()
            .filter(attempts__gte=MAX_ATTEMPTS, lease_until__lte=now)
            .select_for_update(skip_locked=True)[:100]
        )
        for receipt in rows:
            receipt.state, receipt.lease_until = ReceiptState.ATTENTION, None
            receipt.error = receipt.error or "The worker stopped each time it worked on this."
            receipt.save(update_fields=["state", "lease_until", "error"])
        _needs_attention(rows, now=now)
    return len(rows)


def _needs_attention(rows: Iterable[Receipt], *, now: datetime) -> None:
    for receipt in rows:
        log.error("receipt %s needs attention after %s attempts", receipt.pk, receipt.attempts)
        events.record(
            verb="receipt_needs_attention",
            words=f"A {registry.label(receipt.channel)} could not be worked off in {receipt.attempts} tries.",
            job=JOB,
            now=now,
            after={"receipt": str(receipt.pk)},
        )


def packing_safe(words: str) -> str:
    """An error in words that any text column takes."""
    return words.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")[:500]
