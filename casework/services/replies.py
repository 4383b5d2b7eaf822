"""Answering a person from a case, and writing to them first."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import transaction

from casework import age_rules, text_fields, workflow
from casework.asked_ahead import Question, asked_ahead
from casework.kept_sql import Kept
from casework.models import (
    Case,
    Contact,
    ContactPoint,
    Delivery,
    Office,
    Party,
    Person,
    Staff,
)
from casework.models.delivery import Purpose
from casework.permissions import require
from casework.planned_sql import written_together
from casework.ports import sending
from casework.send_rules import Verdict, channel_to
from casework.services import (
    case_activity,
    clocks_book,
    deliveries,
    dialogues,
    drafts,
    events,
    follow_ups,
    live,
    outbound,
    reply_ways,
    said_already,
    send_guard,
    status,
    survivors,
    text_templates,
)
from casework.services.reply_ways import Way as Way
from casework.services.reply_ways import judged as judged
from casework.services.reply_ways import parent_waits, parties_of, points_of
from casework.services.reply_ways import triples as triples
from casework.services.reply_ways import ways as ways
from casework.services.send_guard import Purse
from casework.text import clean, is_blank

# So long a reply can be taken back before a provider has it.
UNDO: Final = timedelta(seconds=10)


class ReplyRefused(Exception):
    """The reply was not sent; the words say why and what to do."""


class Then(NamedTuple):
    """The status that a case comes into with a reply, and how it ends where it ends."""

    to: str
    outcome: str


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
    text, channel = readable(body), channel or channel_to(contact_point.value)
    check(body=text, channel=channel)
    with transaction.atomic():
        locked = survivors.locked(case)
        with read_ahead(locked, actor=actor, now=now):
            survivors.in_sight(locked, actor=actor)
            return send_to(
                contact_point,
                whom=lambda point: _party(case=locked, point=point, now=now).person,
                case=locked,
                body=text,
                actor=actor,
                now=now,
                channel=channel,
                hold=hold,
                at_night=at_night,
                promise=promise,
            )


def send_to(
    to: ContactPoint,
    *,
    whom: Callable[[ContactPoint], Person | None],
    case: Case,
    body: str,
    actor: Staff,
    now: datetime,
    channel: str,
    **how: Any,
) -> Contact:
    """Locks the number and sends as `send` does, with what that asks read by one wait, under the lock. `whom`: whose it is."""
    purse = send_guard.purse_of(now)
    said: Any = {"case": case, "body": body, "actor": actor, "now": now, "channel": channel, "purse": purse}
    with asked_ahead(*_questions(**said, point=to)):
        point = locked_point(to)
        return send(**said, point=point, person=whom(point), **how)


def read_ahead(case: Case, *, actor: Staff, now: datetime) -> AbstractContextManager[None]:
    """What all of it needs to know of a case that is locked."""
    return asked_ahead(*questions(case.reference, now=now), survivors.question(case, actor=actor))


def questions(reference: str, *, now: datetime) -> tuple[Question | None, ...]:
    """The part of it that can be asked together with the case, right behind its lock."""
    return *reply_ways.questions(reference), send_guard.purse_question(now)


def readable(body: str) -> str:
    return clean(body).text.strip()


def locked_point(point: ContactPoint) -> ContactPoint:
    """Opt-outs and flags as they are now, and until the message is on record."""
    found: ContactPoint | None = _LOCKED_POINT.first(pk=point.pk)
    if found is None:
        raise ContactPoint.DoesNotExist
    return found


_LOCKED_POINT: Final = Kept(lambda pk: ContactPoint.objects.select_for_update().filter(pk=pk))


def _questions(
    *, case: Case, body: str, point: ContactPoint, actor: Staff, now: datetime, channel: str, purse: Purse
) -> tuple[Question | None, ...]:
    """To be asked ahead of `locked_point` and `send`, in this order: what was said and sent is read under the lock."""
    return (
        _LOCKED_POINT.question(pk=point.pk),
        said_already.question(case=case, body=body, actor=actor, now=now, point=point, channel=channel),
        send_guard.spent_question(point=point, purse=purse, now=now),
        clocks_book.question(case),
    )


def send(
    *,
    case: Case,
    body: str,
    point: ContactPoint,
    person: Person | None,
    actor: Staff,
    now: datetime,
    channel: str,
    hold: timedelta = timedelta(0),
    at_night: bool = False,
    promise: tuple[str, datetime] | None = None,
    then: Then | None = None,
    purse: Purse | None = None,
) -> Contact:
    """In the transaction of a caller who locked the case, then the point, and knows that both belong together, and where
    there is a status `then`, that the actor may change it. `purse`: where it is read already. Raises what
    `status.change_status` raises for the status.
    """
    text = _filled(body, case=case, person=person, point=point, actor=actor)
    if text != body:
        check(body=text, channel=channel)
    drafts.drop(case=case, author=actor)
    same = said_already.message(case=case, point=point, channel=channel, body=text, actor=actor, now=now)
    if same is not None:
        if then is not None:
            status.change_held(case=case, to=then.to, outcome=then.outcome, actor=actor, now=now)
        return same
    parts = sending().segments(channel, text)
    verdict = _asked(text, channel=channel, point=point, at_night=at_night, parts=parts, now=now, purse=purse)
    with written_together():
        contact = outbound.write(
            case=case,
            channel=channel,
            point=point,
            person=person,
            body=text,
            now=now,
            actor=actor,
            purpose=Purpose.REPLY,
            hold=hold,
            at_night=at_night,
            parts=parts,
        )
        _wait(contact, verdict)
        _told(contact, case=case, actor=actor, now=now, then=then)
    if promise is not None:
        follow_ups.promised_in(contact=contact, case=case, promise=promise, actor=actor, now=now)
    return contact


def _asked(
    body: str,
    *,
    channel: str,
    point: ContactPoint,
    at_night: bool,
    parts: int,
    now: datetime,
    purse: Purse | None,
) -> Verdict:
    verdict = send_guard.verdict(
        contact_point=point, channel=channel, now=now, at_night=at_night, parts=parts, body=body, purse=purse
    )
    if verdict.outcome == "refuse":
        raise ReplyRefused(verdict.words)
    return verdict


def _told(contact: Contact, *, case: Case, actor: Staff, now: datetime, then: Then | None) -> None:
    """The case has heard of it. What is asked by text gives way to whoever writes: two voices at once only confuse."""
    step = then and _step(then, case=case, actor=actor)
    replied = events.line(
        verb="replied",
        words=f"Replied by {sending().label(contact.channel)}",
        case=case,
        contact=contact,
        actor=actor,
        now=now,
    )
    lines = [replied] + ([status.line(case=case, step=step, actor=actor, now=now)] if step else [])
    events.keep(lines)
    case_activity.went_out(case=case, contact=contact, now=now, then=step)
    dialogues.give_way(
        case=case, actor=actor, now=now, because="The questions by text ended: staff wrote themselves"
    )
    if step:
        status.follow(case=case, step=step, event=lines[-1], actor=actor, now=now, gave_way=True)
    else:
        live.changed(case=case)


def _step(then: Then, *, case: Case, actor: Staff) -> workflow.Step:
    was = workflow.answered(case.status)
    return status.checked(case=case, was=was, to=then.to, outcome=then.outcome, actor=actor)


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


def check(*, body: str, channel: str) -> None:
    """Raises ReplyRefused where these words cannot go out, whoever they are for."""
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
    parties = sorted(parties_of(case), key=lambda each: (not each.reply_to, each.pk))
    there = [party for party in parties if any(known.pk == point.pk for known in points_of(party))]
    allowed = [party for party in there if not parent_waits(party, parties, now=now)]
    if allowed:
        return allowed[0]
    if there:
        raise ReplyRefused(age_rules.PARENT_WAITS)
    raise ReplyRefused("This number belongs to nobody on this case. Add them to the case first.")
