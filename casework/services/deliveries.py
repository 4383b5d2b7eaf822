"""What becomes of an outbound contact. A status only moves forward, in whatever order the news arrives."""

from datetime import datetime, timedelta

from django.db import transaction

from casework.models import Case, Delivery
from casework.models.case import WaitingFor
from casework.models.delivery import SETTLED, DeliveryStatus, further
from casework.services import contact_points, events, live, send_guard

# Waits before the second, third … try of a send that failed for now.
RETRY_WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
)


def begin(*, delivery: Delivery, now: datetime, job: str) -> bool:
    """Mark it as being sent, under the row's lock and past the guard. False: it must not be sent (any more)."""
    with transaction.atomic():
        locked = _locked(delivery)
        if locked.status != DeliveryStatus.QUEUED:
            return False
        contact = locked.contact
        refused = send_guard.refusal(contact_point=contact.contact_point, channel=contact.channel, now=now)
        if refused:
            _settle(
                delivery=locked,
                status=DeliveryStatus.REFUSED,
                words=refused,
                code="",
                now=now,
                job=job,
            )
            return False
        locked.status, locked.lease_until = (
            DeliveryStatus.SENDING,
            now + timedelta(minutes=2),
        )
        locked.attempts += 1
        locked.save(update_fields=["status", "lease_until", "attempts"])
    return True


def accepted(*, delivery: Delivery, provider_id: str, segments: int, now: datetime, job: str) -> None:
    """The provider has it. A callback may have told us more already; then only its id is added."""
    with transaction.atomic():
        locked = _locked(delivery)
        locked.provider_id, locked.lease_until = provider_id, None
        locked.segments = segments or locked.segments
        locked.status = further(locked.status, DeliveryStatus.SENT)
        locked.save(update_fields=["provider_id", "lease_until", "segments", "status"])
        live.changed(case=locked.contact.case)


def failed(
    *,
    delivery: Delivery,
    words: str,
    code: str,
    permanent: bool,
    now: datetime,
    job: str,
    opted_out: bool = False,
) -> None:
    """The provider refused it or could not be reached. Only a temporary failure is tried again, later."""
    with transaction.atomic():
        locked = _locked(delivery)
        if opted_out and locked.contact.contact_point is not None:
            contact_points.opt_out(
                contact_point=locked.contact.contact_point,
                how="The phone company says they texted STOP",
                now=now,
                job=job,
            )
        if permanent or locked.attempts > len(RETRY_WAITS):
            _settle(
                delivery=locked,
                status=DeliveryStatus.FAILED,
                words=words,
                code=code,
                now=now,
                job=job,
            )
            return
        locked.status, locked.lease_until = DeliveryStatus.QUEUED, None
        locked.next_attempt_at = now + RETRY_WAITS[max(locked.attempts, 1) - 1]
        locked.error_words, locked.error_code = words[:500], code[:20]
        locked.save(
            update_fields=[
                "status",
                "lease_until",
                "next_attempt_at",
                "error_words",
                "error_code",
            ]
        )


def in_doubt(*, delivery: Delivery, now: datetime, job: str) -> None:
    """We stopped between asking the provider and noting its answer. Never sent again blindly."""
    with transaction.atomic():
        locked = _locked(delivery)
        if locked.status != DeliveryStatus.SENDING:
            return
        locked.status, locked.lease_until = DeliveryStatus.IN_DOUBT, None
        locked.error_words = "We do not know whether this went out. The phone company's news will settle it."
        locked.save(update_fields=["status", "lease_until", "error_words"])
        live.changed(case=locked.contact.case)


def advance(
    *,
    delivery: Delivery,
    status: str,
    code: str,
    now: datetime,
    job: str,
    words: str = "",
    provider_id: str = "",
    opted_out: bool = False,
) -> bool:
    """News from the provider. Returns whether it changed anything; news that would go back is ignored."""
    with transaction.atomic():
        locked = _locked(delivery)
        if provider_id and not locked.provider_id:
            locked.provider_id = provider_id
            locked.save(update_fields=["provider_id"])
        if further(locked.status, status) == locked.status:
            return False
        if opted_out and locked.contact.contact_point is not None:
            contact_points.opt_out(
                contact_point=locked.contact.contact_point,
                how="The phone company says they texted STOP",
                now=now,
                job=job,
            )
        if status in SETTLED:
            _settle(delivery=locked, status=status, words=words, code=code, now=now, job=job)
        else:
            locked.status = status
            locked.save(update_fields=["status"])
            live.changed(case=locked.contact.case)
    return True


def _locked(delivery: Delivery) -> Delivery:
    return (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("contact__case", "contact__contact_point")
        .get(pk=delivery.pk)
    )


def _settle(*, delivery: Delivery, status: str, words: str, code: str, now: datetime, job: str) -> None:
    delivery.status, delivery.settled_at, delivery.lease_until = status, now, None
    delivery.error_words, delivery.error_code = words[:500], code[:20]
    delivery.save(
        update_fields=[
            "status",
            "settled_at",
            "lease_until",
            "error_words",
            "error_code",
        ]
    )
    case = delivery.contact.case
    if status != DeliveryStatus.DELIVERED and case is not None:
        _not_reached(delivery=delivery, case=case, now=now, job=job)
    live.changed(case=case)


def _not_reached(*, delivery: Delivery, case: Case, now: datetime, job: str) -> None:
    """A message that did not arrive is never silent: the case waits for us again."""
    Case.objects.filter(pk=case.pk, is_open=True).update(needs_answer=True, waiting_for=WaitingFor.US)
    events.record(
        verb="not_reached",
        words=f"{DeliveryStatus(delivery.status).label}: {delivery.error_words}",
        case=case,
        contact=delivery.contact,
        job=job,
        now=now,
    )
