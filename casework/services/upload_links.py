"""A link that is texted to somebody, with which they add photographs, a place or words to their case.

It is good for one use, for seven days, and until somebody takes it back. The token is made of the link's id and the
office's secret key, so it is written down nowhere: the database keeps its digest, the contact a few words in its
place, and only the outbox spells it out.
"""

import hashlib
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from casework.models import Case, Contact, ContactPoint, Delivery, Office, Person, Staff, UploadLink
from casework.models.delivery import DeliveryStatus, Purpose
from casework.permissions import require
from casework.ports import sending
from casework.send_rules import channel_to
from casework.services import (
    case_activity,
    deliveries,
    events,
    intake,
    live,
    outbound,
    replies,
    send_guard,
    survivors,
)
from casework.services.arrivals import Arrival, IncomingFile

JOB: Final = "upload link"
GOOD_FOR: Final = timedelta(days=7)
BYTES: Final = 20  # 160 bits: nobody guesses one
SHOWS_US: Final = "The link’s address shows who we are, and this phone must not. Ask for it in another way."
PLACEHOLDER: Final = "(a link that only they see)"
# Pressed again within this time it is the same wish.
DOUBLE_CLICK: Final = timedelta(minutes=1)
# A machine offers a link to one case once in this time.
OFFERED_EVERY: Final = timedelta(days=1)


class CannotAsk(Exception):
    """No link was sent, or taken back; the words say why and what to do instead."""


class LinkIsNoGood(Exception):
    """Used, expired, taken back or never made: whoever holds it is not told which."""


def ask(*, case: Case, contact_point: ContactPoint, actor: Staff, now: datetime) -> UploadLink:
    """Texts a link to somebody on the case. Raises CannotAsk with what to do instead."""
    require(actor, "send_link")
    with transaction.atomic():
        locked = survivors.locked(case)
        point = ContactPoint.objects.select_for_update().get(pk=contact_point.pk)
        same = UploadLink.objects.filter(
            case=locked, contact_point=point, made_by=actor, made_at__gt=now - DOUBLE_CLICK, withdrawn_at=None
        ).first()
        if same is not None:
            return same
        found = [party for party, each, _ in replies.ways(case=locked, now=now) if each.pk == point.pk]
        if not found:
            raise CannotAsk("This number belongs to nobody on this case. Add them to the case first.")
        if refused := refusal(point=point, now=now):
            raise CannotAsk(refused)
        return _send(case=locked, point=point, person=found[0].person, actor=actor, now=now)


def offer(*, contact: Contact, now: datetime, job: str) -> UploadLink | None:
    """After a picture that did not come: the same by itself, once a day for each case, where the guard lets it."""
    if contact.case is None or contact.contact_point is None or now - contact.took_place_at > OFFERED_EVERY:
        return None
    with transaction.atomic():
        locked = survivors.locked(contact.case)
        point = ContactPoint.objects.select_for_update().get(pk=contact.contact_point.pk)
        if (
            not locked.is_open
            or UploadLink.objects.filter(case=locked, made_at__gt=now - OFFERED_EVERY).exists()
        ):
            return None
        if refusal(point=point, now=now) or _a_person_must_judge(point):
            return None
        return _send(case=locked, point=point, person=contact.person, job=job, now=now)


def refusal(*, point: ContactPoint, now: datetime) -> str | None:
    """Why no link may go there, in words; None where it may."""
    channel = channel_to(point.value)
    if not sending().can_send(channel):
        return "Texting is not set up in this office. Ask for it in another way."
    if point.say_who_we_are is False:
        return SHOWS_US
    return send_guard.refusal(contact_point=point, channel=channel, now=now, purpose=Purpose.LINK)


def _a_person_must_judge(point: ContactPoint) -> bool:
    """Safe hours in words only: nothing goes there by itself."""
    return bool(point.safe_hours) and point.safe_from is None


def _send(
    *,
    case: Case,
    point: ContactPoint,
    person: Person | None,
    now: datetime,
    actor: Staff | None = None,
    job: str = "",
) -> UploadLink:
    link = UploadLink(
        case=case, contact_point=point, person=person, made_by=actor, made_at=now, expires_at=now + GOOD_FOR
    )
    link.token_digest = digest(token_of(link))
    link.sent = _written(link, now=now)
    link.save(force_insert=True)
    case_activity.went_out(case=case, contact=link.sent, now=now)
    what = "Asked for a photograph by text" if actor else "A link for photographs was offered by text"
    events.record(verb="link_sent", words=what, case=case, contact=link.sent, actor=actor, job=job, now=now)
    live.changed(case=case)
    return link


def _written(link: UploadLink, *, now: datetime) -> Contact:
    """The text as it is on record, counted as long as it will be when it is sent."""
    assert link.contact_point is not None  # noqa: S101  (whoever makes one names it)
    channel = channel_to(link.contact_point.value)
    body = words(office=Office.current().name, until=link.expires_at)
    contact = outbound.write(
        case=link.case,
        channel=channel,
        point=link.contact_point,
        person=link.person,
        body=body,
        now=now,
        actor=link.made_by,
        automatic=link.made_by is None,
        purpose=Purpose.LINK,
    )
    contact.delivery.segments = sending().segments(channel, body.replace(PLACEHOLDER, address(link)))
    contact.delivery.save(update_fields=["segments"])
    return contact


def words(*, office: str, until: datetime) -> str:
    """Fixed words: nothing about what it is about, and no name but ours."""
    day = timezone.localtime(until)
    return (
        f"{office}: send us photos, a place or words here: {PLACEHOLDER} "
        f"It works once, until {day.day} {day:%B}."
    )


def token_of(link: UploadLink) -> str:
    mac = salted_hmac("casework.upload_links", str(link.pk), algorithm="sha256").digest()
    return urlsafe_b64encode(mac)[: -(-BYTES * 8 // 6)].decode()


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def address(link: UploadLink) -> str:
    return f"{settings.PUBLIC_BASE_URL}/add/{token_of(link)}/"


def spelled_out(contact: Contact) -> str:
    """What the text says when it is sent, asked by the outbox alone. Raises CannotAsk where it must not go any more."""
    link = UploadLink.objects.filter(sent=contact).first()
    if link is None or link.withdrawn_at is not None:
        raise CannotAsk("The link was taken back.")
    point = contact.contact_point
    if point is not None and point.say_who_we_are is False:
        raise CannotAsk(SHOWS_US)
    if point is not None and contact.automatic and _a_person_must_judge(point):
        raise CannotAsk(f"Only {point.safe_hours}: a person must judge whether it is safe now.")
    return contact.body.replace(PLACEHOLDER, address(link))


def usable(*, token: str, now: datetime) -> UploadLink | None:
    """Reading it uses nothing up: programs that look ahead at links do that."""
    link = UploadLink.objects.filter(token_digest=digest(token)).select_related("case").first()
    return link if link is not None and _is_good(link, now) else None


def _is_good(link: UploadLink, now: datetime) -> bool:
    return link.used_at is None and link.withdrawn_at is None and now < link.expires_at


def bring(
    *, link: UploadLink, said: str, place: str, files: tuple[IncomingFile, ...], now: datetime
) -> Contact:
    """What came through the link, on its case. Raises LinkIsNoGood where it was used or taken back meanwhile."""
    with transaction.atomic():
        locked = (
            UploadLink.objects.select_for_update(of=("self",))
            .select_related("case", "contact_point")
            .get(pk=link.pk)
        )
        if not _is_good(locked, now):
            raise LinkIsNoGood
        taken = intake.take_in(
            arrival=_arrival(locked, said=said, place=place, files=files, now=now), job=JOB, now=now
        )
        locked.used_at, locked.brought = now, taken.contact
        locked.save(update_fields=["used_at", "brought"])
        events.record(
            verb="link_used",
            words="The link for photographs was used",
            contact=taken.contact,
            job=JOB,
            now=now,
        )
    return taken.contact


def _arrival(
    link: UploadLink, *, said: str, place: str, files: tuple[IncomingFile, ...], now: datetime
) -> Arrival:
    point = link.contact_point
    return Arrival(
        channel="web",
        body=said,
        took_place_at=now,
        sender=point.value if point else "",
        sender_kind=point.kind if point else "phone",
        person_id=link.person_id,
        arrived_at="link",
        place=place,
        location=place,
        external_id=f"link:{link.pk.hex}",  # the database's own word that it is used once
        link=link.case.reference,
        files=files,
        acknowledge=False,  # the page thanks
    )


def withdraw(*, link: UploadLink, actor: Staff, now: datetime) -> None:
    """It leads nowhere from now on; a text that has not gone yet is not sent. Again changes nothing."""
    require(actor, "send_link")
    with transaction.atomic():
        locked = (
            UploadLink.objects.select_for_update(of=("self",)).select_related("case", "sent").get(pk=link.pk)
        )
        if locked.used_at is not None:
            raise CannotAsk("It was used already. What came is on the case.")
        if locked.withdrawn_at is not None:
            return
        locked.withdrawn_at = now
        locked.save(update_fields=["withdrawn_at"])
        waiting = Delivery.objects.filter(contact=locked.sent, status=DeliveryStatus.QUEUED).first()
        if waiting is not None:
            deliveries.take_back(delivery=waiting, actor=actor, now=now)
        events.record(
            verb="link_withdrawn",
            words="Took the link for photographs back",
            case=locked.case,
            actor=actor,
            now=now,
        )
        live.changed(case=locked.case)
