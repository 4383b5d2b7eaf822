"""The same words to the same person twice in a moment: one press of a button too many, not two messages."""

from datetime import datetime, timedelta
from typing import Final

from casework.models import Case, Contact, ContactPoint, Staff
from casework.models.contact import Direction
from casework.models.delivery import DeliveryStatus

DOUBLE_CLICK: Final = timedelta(minutes=1)
# Whoever writes these words again means it: the first ones reached nobody.
REACHED_NOBODY: Final = (
    DeliveryStatus.WITHDRAWN,
    DeliveryStatus.REFUSED,
    DeliveryStatus.FAILED,
    DeliveryStatus.UNDELIVERED,
)


def message(
    *,
    case: Case,
    body: str,
    actor: Staff,
    now: datetime,
    point: ContactPoint | None = None,
    channel: str = "",
) -> Contact | None:
    """What this member of staff sent in these words a moment ago; to anybody on the case where no point is given."""
    sent = Contact.objects.filter(case=case, direction=Direction.OUT, body=body, logged_by=actor)
    if point is not None:
        sent = sent.filter(contact_point=point, channel=channel)
    lately = sent.filter(took_place_at__range=(now - DOUBLE_CLICK, now))
    return lately.exclude(delivery__status__in=REACHED_NOBODY).first()
