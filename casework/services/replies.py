"""Answering a person from a case."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from casework.models import Case, Contact, ContactPoint, Party, Staff
from casework.permissions import require
from casework.ports import sending
from casework.services import case_activity, events, live, outbound, send_guard, survivors
from casework.text import clean, is_blank

# The same words to the same number within this time are one press of the button too many, not two texts.
DOUBLE_CLICK: Final = timedelta(minutes=1)


class ReplyRefused(Exception):
    """The reply was not sent; the words say why and what to do."""


def ways(*, case: Case, now: datetime) -> list[tuple[Party, ContactPoint, str | None]]:
    """Who on this case could be texted at which number, with the refusal where not. Replies go to the nominated first."""
    found: dict[UUID, tuple[Party, ContactPoint]] = {}
    parties = case.parties.select_related("person", "contact_point").prefetch_related(
        "person__points__contact_point"
    )
    for party in sorted(parties, key=lambda each: (not each.reply_to, each.pk)):
        for point in _points(party):
            found.setdefault(point.pk, (party, point))
    verdicts = send_guard.verdicts_of(points=[point for _, point in found.values()], channel="sms", now=now)
    return [
        (party, point, verdicts[key].words if verdicts[key].outcome == "refuse" else None)
        for key, (party, point) in found.items()
    ]


def _points(party: Party) -> list[ContactPoint]:
    own = [held.contact_point for held in party.person.points.all()] if party.person else []
    points = [party.contact_point, *own] if party.contact_point else own
    return [point for point in points if point.kind == "phone"]


def reply(
    *,
    case: Case,
    body: str,
    contact_point: ContactPoint,
    actor: Staff,
    now: datetime,
    channel: str = "sms",
    hold: timedelta = timedelta(0),
    at_night: bool = False,
) -> Contact:
    """Queues one message; the same one sent again at once is the one that is queued.

    `hold`: how long it can be taken back. `at_night`: it goes out in the office's quiet hours too.

    Raises ReplyRefused with what to do, NotAllowed for a role that cannot reply.
    """
    require(actor, "reply")
    text = clean(body).text.strip()
    _check(body=text, channel=channel)
    with transaction.atomic():
        locked = survivors.locked(case)
        point = ContactPoint.objects.select_for_update().get(pk=contact_point.pk)
        same = _just_sent(case=locked, point=point, channel=channel, body=text, actor=actor, now=now)
        if same is not None:
            return same
        party = _party(case=locked, point=point)
        refused = send_guard.refusal(contact_point=point, channel=channel, now=now)
        if refused:
            raise ReplyRefused(refused)
        contact = outbound.write(
            case=locked,
            channel=channel,
            point=point,
            person=party.person,
            body=text,
            now=now,
            actor=actor,
            hold=hold,
            at_night=at_night,
        )
        case_activity.went_out(case=locked, contact=contact, now=now)
        events.record(
            verb="replied",
            words=f"Replied by {sending().label(channel)}",
            case=locked,
            contact=contact,
            actor=actor,
            now=now,
        )
        live.changed(case=locked)
    return contact


def _just_sent(
    *, case: Case, point: ContactPoint, channel: str, body: str, actor: Staff, now: datetime
) -> Contact | None:
    sent = Contact.objects.filter(case=case, contact_point=point, channel=channel, direction="out", body=body)
    return sent.filter(logged_by=actor, took_place_at__range=(now - DOUBLE_CLICK, now)).first()


def _check(*, body: str, channel: str) -> None:
    if is_blank(body):
        raise ReplyRefused("Write something before you send it.")
    if not sending().can_send(channel):
        raise ReplyRefused("Texting is not set up in this office. Ring instead, and log the call.")
    longest = sending().longest(channel)
    if len(body) > longest:
        raise ReplyRefused(
            f"This is {len(body):,} characters long; a message may have {longest:,}. Shorten it."
        )


def _party(*, case: Case, point: ContactPoint) -> Party:
    """Only somebody on the case can be written to from it."""
    for party in case.parties.select_related("person", "contact_point").order_by("-reply_to", "pk"):
        if any(known.pk == point.pk for known in _points(party)):
            return party
    raise ReplyRefused("This number belongs to nobody on this case. Add them to the case first.")
