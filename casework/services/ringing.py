"""Ringing somebody back: every try is a contact. Whoever was not reached is tried again at another time of day."""

from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from casework import attempt_rules
from casework.attempt_rules import Proposal
from casework.models import (
    Case,
    Contact,
    ContactPoint,
    FollowUp,
    Staff,
)
from casework.models.contact import Direction, Filing
from casework.models.follow_up import FollowUpKind, FollowUpResult
from casework.permissions import require
from casework.services import (
    attempts,
    case_activity,
    events,
    follow_ups,
    live,
    numbers_to_ring,
    survivors,
)
from casework.services.numbers_to_ring import CHANNEL, Line
from casework.text import clean, is_blank

REACHED: Final = "reached"
OUTCOMES: Final = (REACHED, *attempt_rules.UNREACHED)
# What the timeline says of a try.
TRIED: Final = {
    attempt_rules.NO_ANSWER: "Rang, no answer",
    attempt_rules.VOICEMAIL: "Rang and left a voicemail",
    attempt_rules.WRONG_NUMBER: "Rang a wrong number",
    attempt_rules.BUSY: "Rang, the line was busy",
}


class CannotRing(Exception):
    """The number may not be rung, or the try cannot be noted so; the words say why and what instead."""


class Rang(NamedTuple):
    contact: Contact
    follow_up: FollowUp | None
    proposal: Proposal | None
    """When to try again; None where they were reached."""


def rang(
    *,
    case: Case | None,
    follow_up: FollowUp | None,
    point: ContactPoint,
    outcome: str,
    actor: Staff,
    now: datetime,
    words: str = "",
    agreed: str = "",
    minutes: int | None = None,
    once: str = "",
    seen: str = "",
) -> Rang:
    """One try, put on record once for each `once`. Reached: the follow-up is kept, with what was agreed. Not reached:
    it stays open and its due time becomes that of the next try; where there was none, there is one now.

    `seen`: the mark of what the actor had read of the number. A number that became unsafe while they dialled was rung
    all the same, so the try is kept. Raises CannotRing, CannotBeFollowedUp, NotAllowed, survivors.LeftSight.
    """
    require(actor, "ring")
    if outcome not in OUTCOMES:
        raise CannotRing("Choose how the call ended.")
    said = clean(words).text.strip()
    if outcome == REACHED and is_blank(said):
        raise CannotRing("Write what was said, a few words are enough.")
    with transaction.atomic():
        case, follow_up = _locked(case, follow_up)
        before = _noted_before(once, actor)
        if before is not None:
            return Rang(before, before.follow_up, None)
        if case is not None:
            survivors.in_sight(case, actor=actor)
        line = _line_of(point, case=case, follow_up=follow_up, now=now)
        _heed(line, outcome=outcome, seen=seen)
        if follow_up is not None and follow_up.done_at is not None:
            raise CannotRing("This follow-up has ended. Ring from the case, or add a new follow-up.")
        if follow_up is None and outcome != REACHED:
            follow_up = _to_be_tried(case, line, actor=actor, now=now)
        contact = _write(
            case=case, follow_up=follow_up, line=line, outcome=outcome, body=said, minutes=minutes, once=once,
            actor=actor, now=now,
        )  # fmt: skip
        if outcome == REACHED:
            _reached(contact, case=case, follow_up=follow_up, agreed=agreed, actor=actor, now=now)
            return Rang(contact, follow_up, None)
        proposal = _tried(contact, case=case, follow_up=follow_up, line=line, actor=actor, now=now)
    return Rang(contact, follow_up, proposal)


def _locked(case: Case | None, follow_up: FollowUp | None) -> tuple[Case | None, FollowUp | None]:
    """The case first, as everybody locks; a case that was merged meanwhile is the one it became part of."""
    if follow_up is not None and follow_up.case is not None:
        case = follow_up.case
    locked = survivors.locked(case) if case is not None else None
    if follow_up is None:
        return locked, None
    mine = (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related(
            "case__team", "team", "contact__person", "contact__contact_point", "person", "contact_point"
        )
        .get(pk=follow_up.pk)
    )
    return locked, mine


def _noted_before(once: str, actor: Staff) -> Contact | None:
    """A double click sends the same form twice."""
    if not once:
        return None
    found = Contact.objects.filter(channel=CHANNEL, account=actor.pk.hex, external_id=once)
    return found.select_related("follow_up").first()


def _line_of(point: ContactPoint, *, case: Case | None, follow_up: FollowUp | None, now: datetime) -> Line:
    """Only a number of somebody concerned is rung from here."""
    for line in numbers_to_ring.lines(case=case, follow_up=follow_up, now=now):
        if line.point.pk == point.pk:
            return line
    raise CannotRing("This number belongs to nobody here. Add it to the person first.")


def _heed(line: Line, *, outcome: str, seen: str) -> None:
    """What somebody could read before they dialled binds them; what was set while they dialled came too late, and a
    call that began in the safe hours may end after them.
    """
    if seen and (seen != line.mark or line.verdict.only_now):
        return
    if line.verdict.refused:
        raise CannotRing(line.verdict.refused)
    if outcome == attempt_rules.VOICEMAIL and line.verdict.no_voicemail:
        raise CannotRing(
            f"{line.verdict.no_voicemail} If you left one already, tell a lead and note “No answer”."
        )


def _to_be_tried(case: Case | None, line: Line, *, actor: Staff, now: datetime) -> FollowUp:
    """Nobody promised it, but whoever was rung once is rung again."""
    assert case is not None  # noqa: S101  (a call without a follow-up is made from a case)
    made = follow_ups.make(
        case=case,
        kind=FollowUpKind.CALLBACK,
        words="Ring them again: they were not reached",
        due_at=attempts.propose(attempts=[], point=line.point, follow_up=None, case=case, now=now).until,
        person=line.person,
        contact_point=line.point,
        owner=actor,
        actor=actor,
        now=now,
    )
    assert made is not None  # noqa: S101  (only what a job makes may be there already)
    return made


def _write(
    *, case: Case | None, follow_up: FollowUp | None, line: Line, outcome: str, body: str, minutes: int | None,
    once: str, actor: Staff, now: datetime,
) -> Contact:  # fmt: skip
    return Contact.objects.create(
        case=case,
        channel=CHANNEL,
        direction=Direction.OUT,
        filing=Filing.NONE if case is None else Filing.FILED,
        took_place_at=now,
        logged_at=now,
        logged_by=actor,
        person=line.person,
        contact_point=line.point,
        follow_up=follow_up,
        body=body or TRIED.get(outcome, ""),
        outcome=outcome,
        duration_seconds=None if minutes is None else minutes * 60,
        account=actor.pk.hex if once else "",
        external_id=once,
    )


def _reached(
    contact: Contact, *, case: Case | None, follow_up: FollowUp | None, agreed: str, actor: Staff, now: datetime
) -> None:  # fmt: skip
    if case is not None:
        case_activity.went_out(case=case, contact=contact, now=now, expects_answer=False)
    events.record(
        verb="rang", words="Rang and spoke with them", case=case, contact=contact, actor=actor, now=now
    )
    if follow_up is not None:
        follow_ups.done(follow_up=follow_up, actor=actor, now=now, words=agreed, result=FollowUpResult.KEPT)
    live.changed(case=case, lane="" if case is not None else "promised")


def _tried(
    contact: Contact, *, case: Case | None, follow_up: FollowUp | None, line: Line, actor: Staff, now: datetime
) -> Proposal:  # fmt: skip
    """The try, and in the same breath the time of the next one."""
    assert follow_up is not None  # noqa: S101  (made above where there was none)
    if case is not None:
        case_activity.tried(case=case, contact=contact)
    made = attempts.tries(follow_up)
    in_window = attempts.window_is_theirs(follow_up, made[:-1])
    proposal = attempts.propose(
        attempts=made, point=line.point, follow_up=follow_up, case=case, now=now, in_window=in_window
    )
    before, late = follow_up.due_at, follow_up.due_at < now
    attempts.to_be_tried(follow_up=follow_up, proposal=proposal, in_window=in_window)
    events.record(
        verb="rang",
        words=f"{TRIED[contact.outcome]}. {again(proposal)}",
        case=case,
        contact=contact,
        person=line.person if contact.outcome == attempt_rules.WRONG_NUMBER else None,
        actor=actor,
        now=now,
        before={"due": before.isoformat()},
        after={
            "follow_up": str(follow_up.pk),
            "due": follow_up.due_at.isoformat(),
            "late": late,
            "contact_point": str(line.point.pk),
            "outcome": contact.outcome,
        },
    )
    live.changed(case=case, lane="" if case is not None else "promised")
    return proposal


def again(proposal: Proposal) -> str:
    """Without full stop, as lines of history are written."""
    begins, ends = timezone.localtime(proposal.at), timezone.localtime(proposal.until)
    return f"To be tried again on {begins:%A} {begins.day} {begins:%B} from {begins:%H:%M} to {ends:%H:%M}"
