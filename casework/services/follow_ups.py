"""What was promised or is to be done later on a case: made, handed over, done. It is never lost with its owner."""

from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from casework import working_time
from casework.models import Case, Contact, ContactPoint, FollowUp, Person, Staff, Team
from casework.models.follow_up import FollowUpKind, FollowUpResult
from casework.permissions import require
from casework.routing.rules import FollowUpAction
from casework.services import attempts, case_activity, events, live, survivors, working_hours
from casework.text import clean, is_blank, shorten
from casework.working_time import NeverOpen

LONGEST = 300


class CannotBeFollowedUp(Exception):
    """The follow-up cannot be made, given or done; the words say why and what instead."""


def make(
    *,
    case: Case | None,
    kind: str,
    words: str,
    due_at: datetime,
    now: datetime,
    contact: Contact | None = None,
    team: Team | None = None,
    person: Person | None = None,
    contact_point: ContactPoint | None = None,
    window_from: datetime | None = None,
    owner: Staff | None = None,
    actor: Staff | None = None,
    job: str = "",
    once: str = "",
) -> FollowUp | None:
    """One more. `once` names what a job makes, so that it makes it once: None where it was made before.

    Made by staff it must fall due later than now; a job may remind of what is late already. Without an owner it is the
    team's. Where there is no case, `contact` is what it came from and `team` whose it is. `window_from`: they were told
    "between then and `due_at`".
    """
    if actor is not None:
        require(actor, "follow_up")
        if due_at <= now:
            raise CannotBeFollowedUp("That time has passed. Choose a later one.")
    if window_from is not None and window_from > due_at:
        raise CannotBeFollowedUp("The window must begin before it ends.")
    words = _words(words)
    with transaction.atomic():
        if once and FollowUp.objects.filter(once=once).exists():
            return None
        made = FollowUp(
            case=case,
            contact=contact,
            team=None if case is not None else team,
            person=person,
            contact_point=contact_point,
            kind=kind,
            words=words,
            window_from=window_from,
            due_at=due_at,
            owner=owner,
            made_by=actor,
            job=job,
            made_at=now,
            once=once,
        )
        made.save(force_insert=True)
        _tell(
            made,
            verb="follow_up_made",
            words=f"{made.get_kind_display()} by {_by(due_at)}",
            actor=actor,
            job=job,
            now=now,
        )
    return made


def _words(typed: str) -> str:
    words = clean(typed).text.strip()
    if is_blank(words):
        raise CannotBeFollowedUp("Say what is to be done.")
    return shorten(words, LONGEST)


def from_rule(
    *, case: Case, action: FollowUpAction, once: str, at: datetime, now: datetime
) -> FollowUp | None:
    """A rule's follow-up, in the team's working time; once for each case and rule, however often it is routed."""
    return make(
        case=case,
        kind=FollowUpKind.REMINDER,
        words=action.words,
        due_at=working_hours.add(amount=action.amount, unit=action.unit, start=max(at, now), team=case.team),
        owner=case.assignee,
        job="routing",
        once=once,
        now=now,
    )


def working_moment(*, team: Team, at: datetime) -> datetime:
    """`at`, or where the team does not work then, the next moment at which it does."""
    calendar = working_hours.calendar_of(team=team)
    try:
        return working_time.next_open(calendar, at) if calendar.slots else at
    except NeverOpen:
        return at


ENDED_SO: Final = {
    FollowUpResult.KEPT: "kept",
    FollowUpResult.NOT_REACHED: "ended: they could not be reached",
    FollowUpResult.NOT_NEEDED: "ended: it is not needed any more",
    FollowUpResult.BROKEN: "ended: it was not kept",
}


def done(
    *,
    follow_up: FollowUp,
    actor: Staff,
    now: datetime,
    words: str = "",
    result: str = FollowUpResult.KEPT,
) -> FollowUp:
    """Ended, with how and what came of it where somebody said. What is done already stays as it was.

    "Could not reach them" needs enough tries at different times of day: raises CannotBeFollowedUp with what is missing.
    """
    require(actor, "follow_up")
    with transaction.atomic():
        locked = _locked(follow_up)
        if locked.done_at is not None:
            return locked
        if result == FollowUpResult.NOT_REACHED and (missing := attempts.what_is_missing(locked)):
            raise CannotBeFollowedUp(missing)
        locked.done_at, locked.done_by = now, actor
        locked.done_words = shorten(clean(words).text.strip(), LONGEST)
        locked.result = FollowUpResult(result)
        locked.save(update_fields=["done_at", "done_by", "done_words", "result"])
        late = ", late" if now > locked.due_at and result == FollowUpResult.KEPT else ""
        _tell(
            locked,
            verb="follow_up_done",
            words=f"{locked.get_kind_display()} {ENDED_SO[locked.result]}{late}",
            actor=actor,
            now=now,
        )
    return locked


def hand_over(*, follow_up: FollowUp, to: Staff | None, actor: Staff, now: datetime) -> FollowUp:
    """To somebody else, or to nobody: then it is the team's."""
    require(actor, "follow_up")
    if to is not None and (not to.is_active or to.is_machine):
        raise CannotBeFollowedUp(f"{to} does not work here any more. Choose somebody else.")
    with transaction.atomic():
        locked = _locked(follow_up)
        before, locked.owner = locked.owner, to
        locked.save(update_fields=["owner"])
        words = f"{locked.get_kind_display()} handed to {to or locked.whose_team}"
        _tell(
            locked, verb="follow_up_handed_over", words=words, actor=actor, now=now,
            before={"owner": str(before or "")}, after={"owner": str(to or "")},
        )  # fmt: skip
    return locked


def _locked(follow_up: FollowUp) -> FollowUp:
    """What was promised on a case that was merged meanwhile is still to be done, so it can still be ended."""
    if follow_up.case is not None:
        survivors.locked(follow_up.case)
    # Locked first and read then: a row that is joined while one waits for the lock is as it was before.
    FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    beside = ("case__team", "team", "contact", "contact_point", "owner")
    return FollowUp.objects.select_related(*beside).get(pk=follow_up.pk)


def _tell(
    follow_up: FollowUp,
    *,
    verb: str,
    words: str,
    now: datetime,
    actor: Staff | None = None,
    job: str = "",
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    """The words of a follow-up stand on it; an event says that there is one, and by when."""
    case = follow_up.case
    if case is not None:
        case_activity.touched(case=case)
    events.record(
        verb=verb,
        words=words,
        case=case,
        contact=None if case is not None else follow_up.contact,
        actor=actor,
        job="" if actor else job,
        now=now,
        before=before,
        after={"follow_up": str(follow_up.pk), "due": follow_up.due_at.isoformat(), **(after or {})},
    )
    live.changed(case=case, lane="" if case is not None else "promised")


def _by(at: datetime) -> str:
    return timezone.localtime(at).strftime("%-d %B at %H:%M")


def promised_in(
    *, contact: Contact, case: Case, promise: tuple[str, datetime], actor: Staff, now: datetime
) -> None:
    """What a message to somebody promises, in its own transaction. Raises CannotBeFollowedUp, and nothing is sent."""
    words, at = promise
    make(
        case=case,
        contact=contact,
        kind=FollowUpKind.PROMISE,
        words=words,
        due_at=working_moment(team=case.team, at=at),
        person=contact.person,
        contact_point=contact.contact_point,
        owner=actor,
        actor=actor,
        now=now,
    )


def taken_back(*, contact: Contact, actor: Staff, now: datetime) -> None:
    """A message that nobody got promised nothing. In the transaction of whoever takes it back."""
    for promise in FollowUp.objects.open().filter(contact=contact, kind=FollowUpKind.PROMISE):
        done(
            follow_up=promise,
            actor=actor,
            now=now,
            words="The message that promised it was taken back",
            result=FollowUpResult.NOT_NEEDED,
        )


def tomorrow_morning(*, team: Team, now: datetime) -> datetime:
    """When the team next begins to work on a later day; nine o'clock where it keeps no hours."""
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=1)
    calendar = working_hours.calendar_of(team=team)
    try:
        if calendar.slots:
            return working_time.next_open(calendar, datetime.combine(day, time(0), tzinfo=local.tzinfo))
    except NeverOpen:
        pass
    return datetime.combine(day, time(9), tzinfo=local.tzinfo)
