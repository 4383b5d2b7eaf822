"""Writing an outbound contact and its delivery, which is the outbox row, in the caller's transaction."""

from datetime import datetime

from django.db import transaction

from casework.models import Case, Contact, ContactPoint, Delivery, Person, Staff
from casework.models.contact import Direction, Filing
from casework.ports import sending


def write(
    *,
    case: Case | None,
    channel: str,
    point: ContactPoint,
    person: Person | None,
    body: str,
    now: datetime,
    actor: Staff | None = None,
    automatic: bool = False,
    reason: str = "",
) -> Contact:
    """`case` None: it is about no case, such as the question which one is meant."""
    contact = Contact.objects.create(
        case=case,
        channel=channel,
        direction=Direction.OUT,
        filing=Filing.NONE if case is None else Filing.FILED,
        took_place_at=now,
        logged_at=now,
        logged_by=actor,
        contact_point=point,
        person=person,
        body=body,
        automatic=automatic,
        reason=reason,
    )
    delivery = Delivery.objects.create(
        contact=contact,
        queued_at=now,
        next_attempt_at=now,
        segments=sending().segments(channel, body),
    )
    transaction.on_commit(lambda: sending().wake(delivery.pk))
    return contact
