"""Answering a person from a case, and writing to them first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casework import age_rules, text_fields
from casework.models import Case, Contact, ContactPoint, Delivery, Office, Party, Person, Staff
from casework.models.delivery import Purpose
from casework.permissions import require
from casework.ports import sending
from casework.send_rules import ONLY_APPROVED, Verdict, channel_to
from casework.services import (
    case_activity,
    deliveries,
    dialogues,
    drafts,
    events,
    follow_ups,
    live,
    outbound,
    said_already,
    send_guard,
    survivors,
    text_templates,
)
from casework.text import clean, is_blank

# So long a reply can be taken back before a provider has it.
UNDO: Final = timedelta(seconds=10)


class ReplyRefused(Exception):
    """The reply was not sent; the words say why and what to do."""


@dataclass(frozen=True)
class Way:
    """A number of somebody on the case, with what the guard says of it now, and of sending in spite of the night."""

    party: Party
    point: ContactPoint
    verdict: Verdict
    at_night: Verdict
    held_back: str = ""
    """Why staff must choose this party before anything goes to them, whatever the guard says."""

    @property
    def refused(self) -> str | None:
        """Why it cannot be written to, whatever the hour; None where it can, if only with approved words."""
        if self.held_back:
            return self.held_back
        if self.verdict.code == ONLY_APPROVED:
            return None
        either = self.verdict if self.at_night.outcome == "refuse" else self.at_night
        return self.verdict.words if either.outcome == "refuse" else None

    @property
    def night_helps(self) -> bool:
        """The office's quiet hours are what holds it back, so staff may choose. The number's safe hours are not asked."""
        if self.verdict.outcome == "wait":
            return self.at_night.outcome == "send"
        return self.verdict.outcome == "refuse" and self.at_night.outcome != "refuse"


def ways(*, case: Case, now: datetime) -> list[tuple[Party, ContactPoint, str | None]]:
    """Who on this case could be texted at which number, with the refusal where not. Replies go to the nominated first."""
    return triples(judged(case=case, now=now))


def triples(ways: Iterable[Way]) -> list[tuple[Party, ContactPoint, str | None]]:
    return [(way.party, way.point, way.refused) for way in ways]


def judged(*, case: Case, now: datetime) -> list[Way]:
    """The same with the guard's verdicts: 3 statements, 3 more for parties that are not read yet."""
    found: dict[UUID, tuple[Party, ContactPoint]] = {}
    parties = _parties(case)
    held_back = {party.pk: _parent(party, parties, now=now) for party in parties}
    for party in sorted(parties, key=lambda each: (not each.reply_to, held_back[each.pk], each.pk)):
        for point in _points(party):
            found.setdefault(point.pk, (party, point))
    points = [point for _, point in found.values()]
    by_day = _verdicts(points, now=now)
    late = any(verdict.outcome == "wait" or verdict.code == "never" for verdict in by_day.values())
    by_night = _verdicts(points, now=now, at_night=True) if late else by_day
    return [
        Way(party, point, by_day[key], by_night[key], held_back[party.pk])
        for key, (party, point) in found.items()
    ]


def _parent(party: Party, parties: Iterable[Party], *, now: datetime) -> str:
    """Nothing about a young person goes to a parent whom nobody chose to get the replies."""
    others = [each.person.born_on for each in parties if each.person and each.person_id != party.person_id]
    held = age_rules.parent_waits(
        basis=party.authority_basis, chosen=party.reply_to, others=others, on=timezone.localdate(now)
    )
    return age_rules.PARENT_WAITS if held else ""


def _verdicts(points: list[ContactPoint], *, now: datetime, at_night: bool = False) -> dict[UUID, Verdict]:
    """Each by the channel that its number or address belongs to."""
    found: dict[UUID, Verdict] = {}
    for channel in dict.fromkeys(channel_to(point.value) for point in points):
        own = [point for point in points if channel_to(point.value) == channel]
        found |= send_guard.verdicts_of(points=own, channel=channel, now=now, at_night=at_night)
    return found


def _parties(case: Case) -> list[Party]:
    """As `selectors.case_page` read them, else now."""
    known: list[Party] | None = getattr(case, "known_parties", None)
    if known is not None:
        return known
    rows = case.parties.select_related("person", "contact_point")
    return list(rows.prefetch_related("person__points__contact_point"))


def _points(party: Party) -> list[ContactPoint]:
    own = [held.contact_point for held in party.person.points.all()] if party.person else []
    points = [party.contact_point, *own] if party.contact_point else own
    return [point for point in points if point.kind == "phone" or channel_to(point.value) == "whatsapp"]


def reply(
    *,
    case: Case,
    body: str,
    contact_point: ContactPoint,
    actor: Staff,
    now: datetime,
    channel: str = "",
    hold: timedelta = timedelta(0),
    at_night: bool = False,
    promise: tuple[str, datetime] | None = None,
) -> Contact:
    """Queues one message, its fields filled in; the same one sent again at once is the one that is queued.

    `channel`: "" for the one that the number or address belongs to. `hold`: how long it can be taken back. `at_night`:
    it goes out in the office's quiet hours too. `promise`: what it promises, in words, and by when; it becomes a
    follow-up of whoever wrote it. The author's draft is gone with it.

    Raises ReplyRefused with what to do, NotAllowed for a role that cannot reply, survivors.LeftSight.
    """
    require(actor, "reply")
    text, channel = clean(body).text.strip(), channel or channel_to(contact_point.value)
    _check(body=text, channel=channel)
    with transaction.atomic():
        locked = survivors.locked(case)
        survivors.in_sight(locked, actor=actor)
        point = ContactPoint.objects.select_for_update().get(pk=contact_point.pk)
        person = _party(case=locked, point=point, now=now).person
        text = _filled(text, case=locked, person=person, point=point, actor=actor)
        _check(body=text, channel=channel)
        drafts.drop(case=locked, author=actor)
        same = said_already.message(
            case=locked, point=point, channel=channel, body=text, actor=actor, now=now
        )
        if same is not None:
            return same
        verdict = _asked(text, channel=channel, point=point, at_night=at_night, now=now)
        contact = outbound.write(
            case=locked,
            channel=channel,
            point=point,
            person=person,
            body=text,
            now=now,
            actor=actor,
            purpose=Purpose.REPLY,
            hold=hold,
            at_night=at_night,
        )
        _wait(contact, verdict)
        _told(contact, case=locked, actor=actor, now=now)
        if promise is not None:
            follow_ups.promised_in(contact=contact, case=locked, promise=promise, actor=actor, now=now)
    return contact


def _asked(body: str, *, channel: str, point: ContactPoint, at_night: bool, now: datetime) -> Verdict:
    parts = sending().segments(channel, body)
    verdict = send_guard.verdict(
        contact_point=point, channel=channel, now=now, at_night=at_night, parts=parts, body=body
    )
    if verdict.outcome == "refuse":
        raise ReplyRefused(verdict.words)
    return verdict


def _told(contact: Contact, *, case: Case, actor: Staff, now: datetime) -> None:
    """The case has heard of it. What is asked by text gives way to whoever writes: two voices at once only confuse."""
    case_activity.went_out(case=case, contact=contact, now=now)
    dialogues.give_way(
        case=case, actor=actor, now=now, because="The questions by text ended: staff wrote themselves"
    )
    events.record(
        verb="replied",
        words=f"Replied by {sending().label(contact.channel)}",
        case=case,
        contact=contact,
        actor=actor,
        now=now,
    )
    live.changed(case=case)


def _wait(contact: Contact, verdict: Verdict) -> None:
    """Whoever wrote it sees at once that it waits and for what; the outbox asks the guard again then."""
    if verdict.outcome == "wait" and verdict.until is not None:
        Delivery.objects.filter(contact=contact).update(
            next_attempt_at=verdict.until, waits_because=verdict.words[:300]
        )


def take_back(*, contact: Contact, actor: Staff, now: datetime) -> bool:
    """Before it is with the provider; its words are the draft of whoever took it back. False: it is too late.

    The case is as if nobody had answered: what was promised to the person runs on.
    """
    require(actor, "take_back")
    with transaction.atomic():
        case = survivors.locked(contact.case) if contact.case else None
        delivery = Delivery.objects.filter(contact=contact).first()
        if delivery is None or not deliveries.take_back(delivery=delivery, actor=actor, now=now):
            return False
        if case is not None:
            case.refresh_from_db()
            case_activity.recount(case=case, now=now)
            deliveries.waits_for_us(case)
            follow_ups.taken_back(contact=contact, actor=actor, now=now)
            if delivery.purpose == Purpose.DIALOGUE:
                dialogues.give_way(
                    case=case, actor=actor, now=now, because="Took a question back and with it the rest"
                )
            if delivery.purpose == Purpose.REPLY:
                drafts.put_back(
                    case=case, author=actor, body=contact.body, contact_point=contact.contact_point, now=now
                )
    return True


def _filled(body: str, *, case: Case, person: Person | None, point: ContactPoint, actor: Staff) -> str:
    """With this recipient's words in every field; refused where one is empty, or tells what it must not."""
    named, neutral = text_fields.used(body), point.say_who_we_are is False
    if not named and not neutral:
        return body
    office = Office.current()
    if named:
        known = text_templates.values(case=case, person=person, point=point, staff=actor, office=office)
        if empty := text_fields.missing(body, known):
            raise ReplyRefused(text_fields.why_empty(empty))
        body = text_fields.fill(body, known)
    if neutral and text_fields.says(body, office.name):
        raise ReplyRefused(
            f"This phone must not show whom its owner turned to, and the text says “{office.name}”. "
            f"Write “{office.neutral_name}” in its place."
        )
    return body


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


def _party(*, case: Case, point: ContactPoint, now: datetime) -> Party:
    """Only somebody on the case can be written to from it."""
    parties = list(case.parties.select_related("person", "contact_point").order_by("-reply_to", "pk"))
    there = [party for party in parties if any(known.pk == point.pk for known in _points(party))]
    allowed = [party for party in there if not _parent(party, parties, now=now)]
    if allowed:
        return allowed[0]
    if there:
        raise ReplyRefused(age_rules.PARENT_WAITS)
    raise ReplyRefused("This number belongs to nobody on this case. Add them to the case first.")
