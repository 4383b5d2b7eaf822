"""Letters that we send: written on a case, then printed and posted by somebody, who says so.

The delivery of a letter waits for that person as a text waits for its provider: no worker claims it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from casework import text_fields
from casework.models import Case, Contact, ContactPoint, Delivery, Office, Party, Person, Staff
from casework.models.contact import Direction
from casework.models.delivery import DeliveryStatus, Purpose
from casework.models.person import PointKind
from casework.permissions import require, visible_cases, visible_contacts
from casework.send_rules import LETTER
from casework.services import (
    case_activity,
    contact_points,
    deliveries,
    events,
    live,
    outbound,
    people,
    person_points,
    said_already,
    send_guard,
    survivors,
    text_templates,
)
from casework.text import clean, is_blank, shorten

JOB: Final = "letters"
LONGEST: Final = 20_000
LONGEST_REASON: Final = 200


class LetterRefused(Exception):
    """The letter was not written or not marked; the words say why and what to do instead."""


class MustBeHeeded(LetterRefused):
    """What is noted about the address must be read and ticked first."""


@dataclass(frozen=True)
class Address:
    """Where somebody on the case could get a letter. `refused`: why not; `heed`: what must be read first."""

    party: Party
    point: ContactPoint
    refused: str
    heed: str


def addresses(*, parties: Iterable[Party], now: datetime) -> list[Address]:
    """Of everybody on a case, as `parties_of` reads them: 3 statements."""
    found = [(party, point) for party in parties for point in _postal(party)]
    verdicts = send_guard.verdicts_of(points=[point for _, point in found], channel=LETTER, now=now)
    return [
        Address(party, point, _refused(verdicts[point.pk].outcome, verdicts[point.pk].words), heed(point))
        for party, point in found
    ]


def _refused(outcome: str, words: str) -> str:
    return words if outcome == "refuse" else ""


def parties_of(case: Case) -> list[Party]:
    """Whoever gets the answers first, with their addresses: 3 statements."""
    rows = case.parties.select_related("person", "contact_point")
    return sorted(
        rows.prefetch_related("person__points__contact_point"),
        key=lambda each: (not each.reply_to, each.pk),
    )


def _postal(party: Party) -> list[ContactPoint]:
    own = [held.contact_point for held in party.person.points.all()] if party.person else []
    points = [*([party.contact_point] if party.contact_point else []), *own]
    return list(dict.fromkeys(point for point in points if point.kind == PointKind.ADDRESS))


def heed(point: ContactPoint) -> str:
    """What a person must know before they write there; no rule can judge it."""
    notes = [
        "Whoever opens it must not see who we are: the letter names nobody but the person."
        if point.say_who_we_are is False
        else "",
        f"Only {point.safe_hours}." if point.safe_hours else "",
        point.safety_note,
    ]
    return " ".join(note for note in notes if note)


def write(
    *,
    case: Case,
    party: Party,
    body: str,
    actor: Staff,
    now: datetime,
    point: ContactPoint | None = None,
    address: str = "",
    heeded: bool = False,
) -> Contact:
    """One letter to this party, which waits to be printed and posted. The same one again at once is the one that waits.

    `point`: one of their addresses; where it is None, `address` is put on record as theirs. Raises LetterRefused.
    """
    require(actor, "send_letter")
    text = clean(body).text.strip()
    _check(text)
    with transaction.atomic():
        locked = survivors.locked(case)
        to = _party(locked, party)
        place = _held(to, point) if point is not None else _added(to, address, actor=actor, now=now)
        text = _filled(text, case=locked, person=to.person, point=place, actor=actor)
        same = said_already.message(case=locked, point=place, channel=LETTER, body=text, actor=actor, now=now)
        if same is not None:
            return same
        _ask(place, heeded=heeded, now=now)
        contact = outbound.write(
            case=locked,
            channel=LETTER,
            point=place,
            person=to.person,
            body=text,
            now=now,
            actor=actor,
            purpose=Purpose.REPLY,
        )
        case_activity.went_out(case=locked, contact=contact, now=now)
        _record("letter_written", "Wrote a letter, to be printed and posted", contact, locked, actor, now)
    return contact


def _check(text: str) -> None:
    if is_blank(text):
        raise LetterRefused("Write something before you send it.")
    if len(text) > LONGEST:
        raise LetterRefused(
            f"This is {len(text):,} characters long; a letter may have {LONGEST:,}. Shorten it."
        )


def _party(case: Case, party: Party) -> Party:
    found = next((each for each in parties_of(case) if each.pk == party.pk), None)
    if found is None:
        raise LetterRefused("They are not on this case any more. Choose somebody else.")
    return found


def _held(party: Party, point: ContactPoint) -> ContactPoint:
    if point.pk not in {each.pk for each in _postal(party)}:
        raise LetterRefused("This address is not theirs any more. Choose another one.")
    return ContactPoint.objects.select_for_update().get(pk=point.pk)


def _added(party: Party, address: str, *, actor: Staff, now: datetime) -> ContactPoint:
    """Theirs from now on, in the transaction of the letter: a letter that is refused leaves nothing."""
    raw = clean(address).text
    if is_blank(raw):
        raise LetterRefused("Write the postal address.")
    if party.person is None:
        raise LetterRefused(
            "Nobody knows who this is yet. Say who it is on the page of the case’s people first."
        )
    value = contact_points.normalised(kind=PointKind.ADDRESS, raw=raw)
    known = next((each for each in _postal(party) if each.value == value), None)
    made = known or person_points.add_point(
        person=party.person, kind=PointKind.ADDRESS, raw=raw, actor=actor, now=now
    )
    return ContactPoint.objects.select_for_update().get(pk=made.pk)


def _ask(point: ContactPoint, *, heeded: bool, now: datetime) -> None:
    if refused := send_guard.refusal(contact_point=point, channel=LETTER, now=now):
        raise LetterRefused(refused)
    if (note := heed(point)) and not heeded:
        raise MustBeHeeded(f"Read what is noted about this address, and tick that you have: {note}")


def _filled(body: str, *, case: Case, person: Person | None, point: ContactPoint, actor: Staff) -> str:
    """With this recipient's words in every field; refused where one is empty, or names us to whom it must not."""
    office = Office.current()
    known = text_templates.values(case=case, person=person, point=point, staff=actor, office=office)
    if empty := text_fields.missing(body, known):
        raise LetterRefused(text_fields.why_empty(empty))
    body = text_fields.fill(body, known)
    if point.say_who_we_are is False and text_fields.says(body, office.name):
        raise LetterRefused(
            f"Whoever opens this letter must not see who we are, and it says “{office.name}”. "
            f"Write “{office.neutral_name}” in its place."
        )
    return body


def came_from(*, contact: Contact, address: str, actor: Staff, now: datetime) -> None:
    """The address on a letter that came is its sender's from now on, whichever case the letter went to."""
    require(actor, "log_contact")
    with transaction.atomic():
        point = contact_points.find_or_create(kind=PointKind.ADDRESS, raw=clean(address).text)
        if point is None or contact.person is None or point.people.filter(pk=contact.person.pk).exists():
            return
        people.attach(person=contact.person, point=point)
        events.record(
            verb="point_added",
            words="A postal address was added",
            person=contact.person,
            actor=actor,
            now=now,
            after={"contact_point": str(point.pk)},
        )


def waiting(staff: Staff) -> QuerySet[Contact]:
    """Letters to be printed and posted that this member of staff may see, oldest first."""
    seen = Q(case__in=visible_cases(staff).values("pk")) | Q(case=None)
    letters = visible_contacts(staff).filter(seen, channel=LETTER, direction=Direction.OUT)
    return (
        letters.filter(delivery__status=DeliveryStatus.QUEUED)
        .select_related("case", "person", "contact_point", "delivery", "logged_by")
        .order_by("took_place_at", "pk")
    )


def posted(*, letters: Iterable[Contact], actor: Staff, now: datetime) -> list[Contact]:
    """Somebody has put them into the post. Returns those that this changed: what was marked before stays as it is.

    All of them or none: raises LetterRefused for one that must not go to its address any more.
    """
    require(actor, "post_letters")
    with transaction.atomic():
        ordered = sorted(letters, key=lambda each: (str(each.case_id), each.pk))
        return [letter for letter in ordered if _mark(letter, actor=actor, now=now)]


def _mark(letter: Contact, *, actor: Staff, now: datetime) -> bool:
    case, point, delivery = locked(letter)
    if delivery.status != DeliveryStatus.QUEUED:
        return False
    refused = send_guard.refusal(contact_point=point, channel=LETTER, now=now)
    if refused:
        raise LetterRefused(
            f"Nothing was marked. The letter to {point} must not go: {refused} Say of it that it could "
            "not be sent."
        )
    delivery.status, delivery.sent_at, delivery.waits_because = DeliveryStatus.SENT, now, ""
    delivery.save(update_fields=["status", "sent_at", "waits_because"])
    _record("letter_posted", "Printed and posted a letter", letter, case, actor, now)
    return True


def not_sent(*, letter: Contact, because: str, actor: Staff, now: datetime) -> bool:
    """It will not go. Whoever has the case has it to do again, as with a text that did not arrive. False: it was settled."""
    require(actor, "post_letters")
    because = " ".join(clean(because).text.split())
    if is_blank(because):
        raise LetterRefused("Write why it could not be sent.")
    with transaction.atomic():
        case, _, delivery = locked(letter)
        if delivery.status != DeliveryStatus.QUEUED:
            return False
        typed = shorten(because, LONGEST_REASON).rstrip(".")
        deliveries.failed(
            delivery=delivery,
            words=f"The letter could not be sent: {typed}.",
            code="by_hand",
            permanent=True,
            now=now,
            job=JOB,
        )
        _record("letter_not_sent", "Said that a letter could not be sent", letter, case, actor, now)
    return True


def locked(letter: Contact) -> tuple[Case | None, ContactPoint | None, Delivery]:
    """Case, then address as it is now, then delivery, as everybody locks them."""
    case = survivors.locked(letter.case) if letter.case is not None else None
    points = ContactPoint.objects.select_for_update(no_key=True)
    point = points.get(pk=letter.contact_point_id) if letter.contact_point_id is not None else None
    return case, point, Delivery.objects.select_for_update(of=("self",)).get(contact=letter)


def _record(verb: str, words: str, letter: Contact, case: Case | None, actor: Staff, now: datetime) -> None:
    events.record(verb=verb, words=words, case=case, contact=letter, actor=actor, now=now)
    if case is not None:
        live.changed(case=case)
