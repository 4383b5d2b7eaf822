"""The same words to the same person twice in a moment: one press of a button too many, not two messages."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from casework.asked_ahead import Question
from casework.kept_sql import Kept
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
    found: Contact | None = _SAID.first(**_asked(case, body, actor, now, point, channel))
    return found


def question(
    *, case: Case, body: str, actor: Staff, now: datetime, point: ContactPoint, channel: str
) -> Question | None:
    """To be asked ahead of `message`."""
    return _SAID.question(**_asked(case, body, actor, now, point, channel))


def _asked(
    case: Case, body: str, actor: Staff, now: datetime, point: ContactPoint | None, channel: str
) -> dict[str, Any]:
    whose = {"case": case.pk, "body": body, "actor": actor.pk, "since": now - DOUBLE_CLICK, "until": now}
    return whose if point is None else {**whose, "point": point.pk, "channel": channel}


def _said(
    *, case: UUID, body: str, actor: UUID, since: datetime, until: datetime, **to: Any
) -> QuerySet[Contact]:
    sent = Contact.objects.filter(case=case, direction=Direction.OUT, body=body, logged_by=actor)
    if to:
        sent = sent.filter(contact_point=to["point"], channel=to["channel"])
    lately = sent.filter(took_place_at__gte=since, took_place_at__lte=until)
    return lately.exclude(delivery__status__in=REACHED_NOBODY)[:1]


_SAID: Final = Kept(_said)
