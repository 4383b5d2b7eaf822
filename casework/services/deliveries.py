"""What becomes of an outbound contact. A status only moves forward, in whatever order the news arrives."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from casework.models import Case, ContactPoint, Delivery, FollowUp, Office, Staff
from casework.models.case import WaitingFor
from casework.models.delivery import SETTLED, DeliveryStatus, further
from casework.models.follow_up import FollowUpKind
from casework.models.person import PointKind
from casework.permissions import require
from casework.send_rules import BY_STAFF, DAY_IS_SPENT, EMAIL, FREE, WHATSAPP, Verdict
from casework.services import contact_points, events, follow_ups, live, send_guard, spending

LEASE: Final = timedelta(minutes=2)
# So long the provider's news may take to settle a doubt before a person is asked.
PATIENCE: Final = timedelta(minutes=15)
# Waits before the second, third … try of a send that failed for now.
RETRY_WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
)


def begin(*, delivery: Delivery, now: datetime, job: str) -> bool:
    """Mark it as being sent, under the row's lock and past the guard. False: not to be sent (now).

    The number's row is locked too: a flag or an opt-out that somebody sets in this moment comes before or after it,
    never half-way.
    """
    with transaction.atomic():
        locked = _locked(delivery)
        if locked.status != DeliveryStatus.QUEUED:
            return False
        verdict = _ask_guard(locked, now=now)
        if verdict.outcome == "wait" and verdict.until is not None:
            return _wait(locked, until=verdict.until, words=verdict.words)
        office = Office.current()
        costs = locked.contact.channel not in FREE
        if (
            verdict.outcome == "send"
            and costs
            and not spending.take(parts=locked.segments or 1, office=office, now=now, job=job)
        ):
            verdict = DAY_IS_SPENT
        if verdict.outcome == "refuse":
            _settle(
                delivery=locked, status=DeliveryStatus.REFUSED, words=verdict.words, code="", now=now, job=job
            )
            return False
        locked.status, locked.lease_until = DeliveryStatus.SENDING, now + LEASE
        locked.attempts += 1
        locked.sent_at, locked.waits_because = now, ""
        locked.save(update_fields=["status", "lease_until", "attempts", "sent_at", "waits_because"])
    return True


def _ask_guard(delivery: Delivery, *, now: datetime) -> Verdict:
    contact = delivery.contact
    return send_guard.verdict(
        contact_point=_locked_point(contact.contact_point),
        channel=contact.channel,
        now=now,
        purpose=delivery.purpose,
        at_night=delivery.at_night,
        parts=delivery.segments or 1,
        besides=contact,
    )


def _locked_point(point: ContactPoint | None) -> ContactPoint | None:
    """As it is now, with the telephone behind a WhatsApp address: what is on record about either counts."""
    if point is None:
        return None
    telephone = Q(kind=PointKind.PHONE, value=point.value.removeprefix(WHATSAPP))
    rows = ContactPoint.objects.filter(Q(pk=point.pk) | telephone).order_by("pk")
    return {each.pk: each for each in rows.select_for_update(no_key=True)}[point.pk]


def _wait(delivery: Delivery, *, until: datetime, words: str) -> bool:
    delivery.next_attempt_at, delivery.waits_because = until, words[:300]
    delivery.save(update_fields=["next_attempt_at", "waits_because"])
    live.changed(case=delivery.contact.case)
    return False


def take_back(*, delivery: Delivery, actor: Staff, now: datetime) -> bool:
    """Whoever wrote it thought again. False: it is with the provider already and cannot be stopped."""
    require(actor, "take_back")
    with transaction.atomic():
        locked = _locked(delivery)
        if locked.status != DeliveryStatus.QUEUED:
            return False
        locked.status, locked.settled_at = DeliveryStatus.WITHDRAWN, now
        locked.save(update_fields=["status", "settled_at"])
        case = locked.contact.case
        if case is not None:
            waits_for_us(case)
        events.record(
            verb="taken_back", words="Took a message back before it was sent", case=case, contact=locked.contact,
            actor=actor, now=now,
        )  # fmt: skip
        live.changed(case=case)
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
        if locked.contact.channel == EMAIL:
            locked.error_words = (
                "We do not know whether this went out. Ask the person before you write it again."
            )
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
    """The delivery, then its case: everybody else locks a case before a number, and so does what follows here."""
    locked = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("contact__case__team", "contact__case__assignee", "contact__contact_point")
        .get(pk=delivery.pk)
    )
    if locked.contact.case_id is not None:
        Case.objects.select_for_update(no_key=True).only("pk").get(pk=locked.contact.case_id)
    return locked


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
    if status not in (DeliveryStatus.DELIVERED, DeliveryStatus.WITHDRAWN) and case is not None:
        _not_reached(delivery=delivery, case=case, now=now, job=job)
    live.changed(case=case)


def waits_for_us(case: Case) -> None:
    Case.objects.filter(pk=case.pk, is_open=True).update(needs_answer=True, waiting_for=WaitingFor.US)


def _not_reached(*, delivery: Delivery, case: Case, now: datetime, job: str) -> None:
    """A message that did not arrive is never silent: the case waits for us again, and somebody has it to do.

    What the office's own rules wanted to say and the guard held back is history, and nobody's task.
    """
    events.record(
        verb="not_reached",
        words=f"{DeliveryStatus(delivery.status).label}: {delivery.error_words}",
        case=case,
        contact=delivery.contact,
        job=job,
        now=now,
    )
    if delivery.status == DeliveryStatus.REFUSED and delivery.purpose not in BY_STAFF:
        return
    waits_for_us(case)
    _somebody_must_act(
        delivery, words=f"Not reached. {delivery.error_words}", once="not-reached", now=now, job=job
    )


def _somebody_must_act(delivery: Delivery, *, words: str, once: str, now: datetime, job: str) -> None:
    case = delivery.contact.case
    if case is None or not case.is_open:
        return
    follow_ups.make(
        case=case,
        kind=FollowUpKind.REMINDER,
        words=words,
        due_at=follow_ups.working_moment(team=case.team, at=now),
        owner=case.assignee,
        job=job,
        once=f"{once}:{delivery.pk}",
        now=now,
    )


def look_at_doubts(*, now: datetime, job: str) -> int:
    """Doubts that no news settled in time: a person must look. News that comes later still settles them."""
    told = FollowUp.objects.filter(once=Concat(Value("in-doubt:"), Cast(OuterRef("pk"), CharField())))
    old = Delivery.objects.filter(
        ~Exists(told),
        status=DeliveryStatus.IN_DOUBT,
        sent_at__lte=now - PATIENCE,
        contact__case__is_open=True,
    )
    rows = list(old.order_by("sent_at")[:100])
    for delivery in rows:
        with transaction.atomic():
            locked = _locked(delivery)
            if locked.status == DeliveryStatus.IN_DOUBT:
                _somebody_must_act(
                    locked,
                    words="Nobody knows whether our text went out. Ask the person, or ring, before you write it again.",
                    once="in-doubt",
                    now=now,
                    job=job,
                )
    return len(rows)
