"""A word in writing of what was agreed in a call, a visit or a letter, by text, e-mail or letter: once for each of them.

That it is once is the database's word: a confirmation carries the id of the contact that it confirms as its own external
id, which is unique for each channel.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework import confirmation_words, outcomes
from casework.confirmation_words import EMAIL, LETTER, TEXT, Agreed
from casework.models import Case, Contact, ContactPoint, Delivery, Office, Person, Staff
from casework.models.contact import Direction
from casework.models.delivery import DeliveryStatus, Purpose
from casework.models.follow_up import FollowUpKind
from casework.models.person import PointKind
from casework.permissions import may, require
from casework.ports import sending
from casework.send_rules import Verdict, channel_to
from casework.services import case_activity, events, live, outbound, send_guard, survivors

ACCOUNT: Final = "confirmation"
LABELS: Final = {TEXT: "Text", EMAIL: "E-mail", LETTER: "Letter"}
KINDS: Final = {TEXT: PointKind.PHONE, EMAIL: PointKind.EMAIL, LETTER: PointKind.ADDRESS}
CHANNELS: Final = {TEXT: ("sms", "whatsapp"), EMAIL: ("email",), LETTER: ("letter",)}
NOT_ON_RECORD: Final = {
    TEXT: "No phone number of theirs is on record.",
    EMAIL: "No e-mail address of theirs is on record.",
    LETTER: "No postal address of theirs is on record.",
}
NOT_SET_UP: Final = "This is not set up in the office. Read the reference out instead."


class CannotConfirm(Exception):
    """No confirmation was written; the words say why and what to do instead."""


@dataclass(frozen=True)
class Way:
    code: str
    label: str
    refused: str
    """Why not, in words; "" where it can be sent."""


@dataclass(frozen=True)
class _Chosen:
    """Where a confirmation would go by one way, with what the guard says of it."""

    way: str
    point: ContactPoint | None
    verdict: Verdict

    @property
    def channel(self) -> str:
        return channel_of(self.way, self.point)


def ways(*, contact: Contact, staff: Staff, now: datetime) -> list[Way]:
    """Text, e-mail and letter, each with the number or address and the refusal where there is one; none where nothing
    was agreed with anybody.
    """
    if not may(staff, "confirm_by_message") or not _is_confirmed(contact):
        return []
    sent = _sent(contact)
    return [_way(each, sent=sent) for each in _chosen(contact=contact, now=now)]


def _way(chosen: _Chosen, *, sent: dict[str, str]) -> Way:
    label = LABELS[chosen.way]
    if chosen.point is not None:
        label = f"{label} to {chosen.point}"
    already = [status for channel, status in sent.items() if channel in CHANNELS[chosen.way]]
    return Way(chosen.way, label, _already(already[0]) if already else _refusal(chosen))


def _already(status: str) -> str:
    return f"Written already: {DeliveryStatus(status).label.lower()}."


def _is_confirmed(contact: Contact) -> bool:
    """Something that staff put on record, in which the person spoke or wrote to us."""
    if contact.direction != Direction.IN or contact.logged_by_id is None:
        return False
    talked = contact.channel in outcomes.CONVERSATIONS
    return not talked or outcomes.person_was_reached(contact.channel, contact.outcome)


def _sent(contact: Contact) -> dict[str, str]:
    """Status by channel of what was written of this contact."""
    rows = Contact.objects.filter(
        channel__in=[channel for channels in CHANNELS.values() for channel in channels],
        account=ACCOUNT,
        external_id=contact.pk.hex,
    )
    return dict(rows.values_list("channel", "delivery__status"))


def _chosen(*, contact: Contact, now: datetime, only: Iterable[str] = tuple(LABELS)) -> list[_Chosen]:
    points = _points(contact)
    return [_best(way, [each for each in points if _fits(way, each)], now=now) for way in only]


def _points(contact: Contact) -> list[ContactPoint]:
    """The number they rang from first, then their own in the order in which they are preferred."""
    first = [contact.contact_point] if contact.contact_point else []
    if contact.person_id is None:
        return first
    held = ContactPoint.objects.filter(holders__person=contact.person_id)
    own = held.order_by("-holders__preferred", "holders__pk")
    return [*first, *(each for each in own if each not in first)]


def _fits(way: str, point: ContactPoint) -> bool:
    return point.kind == KINDS[way] or (way == TEXT and channel_to(point.value) == "whatsapp")


def _best(way: str, points: list[ContactPoint], *, now: datetime) -> _Chosen:
    """The first to which it may go; where there is none, the first with its refusal."""
    found = [_Chosen(way, point, _asked(way, point, now=now)) for point in points]
    allowed = [each for each in found if each.verdict.outcome != "refuse"]
    return [*allowed, *found, _Chosen(way, None, Verdict("refuse", "nobody", NOT_ON_RECORD[way]))][0]


def _asked(way: str, point: ContactPoint, *, now: datetime) -> Verdict:
    """What nobody wrote needs no judgement of a person, so hours that only a person can read refuse it."""
    verdict = send_guard.verdict(contact_point=point, channel=channel_of(way, point), now=now)
    if verdict.outcome == "refuse" or way == LETTER or not point.safe_hours or point.safe_from is not None:
        return verdict
    words = f"Only {point.safe_hours}: a person must judge whether it is safe now."
    return Verdict("refuse", "safe_words", words)


def channel_of(way: str, point: ContactPoint | None) -> str:
    if way == TEXT:
        return channel_to(point.value) if point is not None else "sms"
    return CHANNELS[way][0]


def _refusal(chosen: _Chosen) -> str:
    if chosen.verdict.outcome == "refuse":
        return chosen.verdict.words
    ready = sending().by_hand(chosen.channel) or sending().can_send(chosen.channel)
    return "" if ready else NOT_SET_UP


def send(*, contact: Contact, way: str, actor: Staff, now: datetime) -> str:
    """Writes it, and returns words for whoever pressed the button. Raises CannotConfirm."""
    require(actor, "confirm_by_message")
    if way not in LABELS:
        raise CannotConfirm("Choose how to confirm it: by text, e-mail or letter.")
    if not _is_confirmed(contact):
        raise CannotConfirm("Nothing was agreed here that could be confirmed.")
    try:
        with transaction.atomic():
            return _written(contact=contact, way=way, actor=actor, now=now)
    except IntegrityError as error:  # somebody pressed it at the same moment
        raise CannotConfirm("This was confirmed in this way already.") from error


def _written(*, contact: Contact, way: str, actor: Staff, now: datetime) -> str:
    """Case, then number, as everybody locks them."""
    case = survivors.locked(contact.case) if contact.case is not None else None
    [chosen] = _chosen(contact=contact, now=now, only=(way,))
    if chosen.point is None:
        raise CannotConfirm(chosen.verdict.words)
    point = ContactPoint.objects.select_for_update().get(pk=chosen.point.pk)
    chosen = _Chosen(way, point, _asked(way, point, now=now))
    if refused := _refusal(chosen):
        raise CannotConfirm(refused)
    if any(channel in CHANNELS[way] for channel in _sent(contact)):
        raise CannotConfirm("This was confirmed in this way already.")
    written = outbound.write(
        case=case,
        channel=chosen.channel,
        point=point,
        person=contact.person,
        body=body(contact=contact, case=case, point=point, way=way),
        now=now,
        actor=actor,
        automatic=True,
        purpose=Purpose.REPLY,
        account=ACCOUNT,
        external_id=contact.pk.hex,
    )
    _wait(written, chosen.verdict)
    _tell(written, case=case, way=way, actor=actor, now=now)
    return _done(chosen)


def body(*, contact: Contact, case: Case | None, point: ContactPoint, way: str) -> str:
    office, neutral = Office.current(), point.say_who_we_are is False
    return confirmation_words.words(
        _agreed(contact, case=case),
        way=way,
        office="" if neutral else office.name,
        phone="" if neutral else office.phone,
        name=_name(contact.person) if way == LETTER else "",
    )


def _name(person: Person | None) -> str:
    return person.name if person else ""


def _agreed(contact: Contact, *, case: Case | None) -> Agreed:
    promised = contact.follow_ups.open().filter(kind=FollowUpKind.CALLBACK).order_by("due_at", "pk").first()
    begins = promised.window_from if promised else None
    return Agreed(
        channel=contact.channel,
        at=timezone.localtime(contact.took_place_at),
        outcome=contact.outcome,
        reference=case.reference if case else "",
        ring_from=timezone.localtime(begins) if begins else None,
        ring_until=timezone.localtime(promised.due_at) if promised else None,
    )


def _wait(written: Contact, verdict: Verdict) -> None:
    if verdict.outcome == "wait" and verdict.until is not None:
        Delivery.objects.filter(contact=written).update(
            next_attempt_at=verdict.until, waits_because=verdict.words[:300]
        )


def _tell(written: Contact, *, case: Case | None, way: str, actor: Staff, now: datetime) -> None:
    """Nobody has answered the person by it: who waits for whom stays as it is."""
    if case is not None:
        case_activity.went_out(case=case, contact=written, now=now)
    events.record(
        verb="confirmed_in_writing",
        words=f"Confirmed by {LABELS[way].lower()} what was agreed",
        case=case,
        contact=written,
        actor=actor,
        now=now,
    )
    if case is not None:
        live.changed(case=case)


def _done(chosen: _Chosen) -> str:
    if chosen.way == LETTER:
        return f"The letter to {chosen.point} waits to be printed and posted."
    waits = f" {chosen.verdict.words} It goes then." if chosen.verdict.outcome == "wait" else ""
    return f"The {LABELS[chosen.way].lower()} to {chosen.point} is on its way.{waits}"
