"""Writing an outbound contact and its delivery, which is the outbox row, in the caller's transaction."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from casework import new_rows
from casework.models import Case, Contact, ContactPoint, Delivery, Person, Staff
from casework.models.contact import Direction, Filing
from casework.models.delivery import Purpose
from casework.ports import sending

# Why a letter is not sent yet.
BY_HAND: Final = "It waits until somebody has printed and posted it."


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
    purpose: str = Purpose.REPLY,
    hold: timedelta = timedelta(0),
    at_night: bool = False,
    account: str = "",
    external_id: str = "",
    parts: int | None = None,
) -> Contact:
    """`case` None: it is about no case, such as the question which one is meant.

    `hold`: how long it waits so that whoever wrote it can take it back. `at_night`: staff chose to send it in the
    office's quiet hours. `account`, `external_id`: what makes it the only one of its kind on this channel. `parts`:
    how many it has, where they are counted. The caller has asked the send guard; the outbox asks it again when it sends.
    """
    contact = new_rows.created(
        Contact,
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
        arrived_at=_our_number(point=point, channel=channel),
        account=account,
        external_id=external_id,
    )
    by_hand = sending().by_hand(channel)
    delivery = new_rows.created(
        Delivery,
        contact=contact,
        queued_at=now,
        next_attempt_at=now + hold,
        segments=_parts(channel, body, by_hand=by_hand, known=parts),
        waits_because=BY_HAND if by_hand else "",
        purpose=purpose,
        at_night=at_night,
    )
    if not by_hand:
        transaction.on_commit(lambda: sending().wake(delivery.pk, after=hold))
    return contact


def _parts(channel: str, body: str, *, by_hand: bool, known: int | None) -> int:
    if by_hand:
        return 0
    return sending().segments(channel, body) if known is None else known


def _our_number(*, point: ContactPoint, channel: str) -> str:
    """An office with several numbers answers from the one the person knows."""
    ours = sending().own_numbers(channel)
    if len(ours) < 2:
        return ""
    theirs = Contact.objects.filter(contact_point=point, channel=channel, direction=Direction.IN)
    last = theirs.order_by("-took_place_at").values_list("arrived_at", flat=True).first()
    return last if last in ours else ""
