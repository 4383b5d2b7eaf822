"""What our own rules wrote and no provider has yet is not sent, because it is no longer true."""

from datetime import datetime

from casework.models import Contact, Delivery, Staff
from casework.models.delivery import DeliveryStatus
from casework.services import events


def withdraw(
    *, contact: Contact | None, words: str, now: datetime, actor: Staff | None = None, job: str = ""
) -> bool:
    """Within the caller's transaction. False: there is nothing to withdraw, or it went already."""
    if contact is None:
        return False
    # One that the outbox holds is going. Waiting for it while holding its case would have both wait for ever.
    waiting = Delivery.objects.select_for_update(skip_locked=True).filter(
        contact=contact, status=DeliveryStatus.QUEUED
    )
    delivery = waiting.first()
    if delivery is None:
        return False
    delivery.status, delivery.settled_at, delivery.error_words = DeliveryStatus.WITHDRAWN, now, words
    delivery.save(update_fields=["status", "settled_at", "error_words"])
    events.record(
        verb="taken_back",
        words=words,
        case=contact.case,
        contact=contact,
        actor=actor,
        job="" if actor else job,
        now=now,
    )
    return True
