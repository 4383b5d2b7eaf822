"""What a contact or another status does to its case: times, clocks, who we wait for, search words. One UPDATE each."""

from datetime import datetime
from typing import Any

from casework import outcomes, spoken, workflow
from casework.models import Case, Contact, Note, Staff
from casework.models.case import WaitingFor
from casework.models.delivery import DeliveryStatus
from casework.services import case_row, clocks, events, notifying, shift_end, snoozing
from casework.services.case_row import SEARCHED_CHARACTERS, Later, Words


def came_in(*, case: Case, contact: Contact, now: datetime, opened: clocks.Book | None = None) -> None:
    """A contact of the person arrived on the case. Thanks alone asks for nothing. `opened`: the clocks of a new case."""
    changes: dict[str, Any] = {
        "last_activity_at": Later(contact.took_place_at),
        "last_in_at": Later(contact.took_place_at),
        "search": _words(_told(contact.body, contact.answers)),
    }
    spoke = outcomes.person_was_reached(contact.channel, contact.outcome)
    if spoke:
        changes["last_out_at"] = Later(contact.took_place_at)
        changes["responded_at"] = case.responded_at or contact.took_place_at
    if not contact.courtesy:
        snoozing.heard_from(case=case, now=now)
        # Also where it was put aside a moment ago, since `case` was read.
        changes |= {"snoozed_until": None, "snooze_reason": ""}
        settled = outcomes.settles(contact.outcome)
        changes["needs_answer"] = not settled
        changes["waiting_for"] = WaitingFor.NOBODY if settled else WaitingFor.US
        if case.status in ("waiting_for_person",):
            changes["status"] = "open"
    case_row.hold(case, changes)
    if spoke or not contact.courtesy:
        asking = not contact.courtesy and not outcomes.settles(contact.outcome)
        changes |= clocks.heard(
            case=case, at=contact.took_place_at, spoke=spoke, asks=asking, now=now, book=opened
        )
    if opened is not None:
        changes |= {"target_id": case.target_id, **opened.shown()}
    case_row.write(case, changes)
    notifying.came_in(case=case, contact=contact, now=now)


def went_out(
    *,
    case: Case,
    contact: Contact,
    now: datetime,
    expects_answer: bool = True,
    then: workflow.Step | None = None,
) -> None:
    """`then`: the status that the case comes into with these words of staff."""
    changes: dict[str, Any] = {
        "last_activity_at": Later(contact.took_place_at),
        "last_out_at": Later(contact.took_place_at),
    }
    if contact.automatic:
        case_row.write(case, changes)
        return
    changes |= {
        "search": _words(contact.body),
        "responded_at": case.responded_at or contact.took_place_at,
        "needs_answer": False,
        "waiting_for": WaitingFor.PERSON if expects_answer else WaitingFor.NOBODY,
    }
    if case.status == "new":
        changes["status"] = workflow.answered(case.status)
    if then is not None:
        changes |= _becomes(then, asks=False, now=now)
    case_row.hold(case, changes)
    changes |= clocks.heard(case=case, at=contact.took_place_at, spoke=True, asks=False, then=then, now=now)
    case_row.write(case, changes)


def became(*, case: Case, step: workflow.Step, now: datetime) -> None:
    """It has another status."""
    changes = _becomes(step, asks=case.needs_answer, now=now)
    case_row.hold(case, changes)
    changes |= clocks.stepped(case=case, step=step, now=now)
    case_row.write(case, changes)


def _becomes(step: workflow.Step, *, asks: bool, now: datetime) -> dict[str, Any]:
    """`asks`: an answer of ours is owed, which stays so only where the case waits for us."""
    waiting_for = workflow.waiting_for(step.to)
    aside = {} if step.is_open else {"snoozed_until": None, "snooze_reason": ""}
    return {
        "status": step.to,
        "is_open": step.is_open,
        "closed_at": None if step.is_open else now,
        "outcome": step.outcome,
        "waiting_for": waiting_for,
        "needs_answer": asks and waiting_for == WaitingFor.US,
        **aside,
    }


def tried(*, case: Case, contact: Contact) -> None:
    """Somebody rang and reached nobody: it is on the case, and answers nothing."""
    case_row.write(case, {"last_activity_at": Later(contact.took_place_at), "search": _words(contact.body)})


def noted(*, case: Case, note: Note) -> None:
    case_row.write(case, {"last_activity_at": Later(note.created_at), "search": _words(note.body)})


def touched(*, case: Case) -> None:
    """Something of it changed that is not on its own row: whoever read it before has an old version."""
    case_row.write(case, {})


def reopen(*, case: Case, actor: Staff | None, job: str, now: datetime) -> None:
    before = {"status": case.status, "outcome": case.outcome}
    changes: dict[str, Any] = {"status": "open", "is_open": True, "closed_at": None, "outcome": ""}
    case_row.hold(case, changes)
    events.record(
        verb="reopened",
        words="Reopened by a new contact",
        case=case,
        actor=actor,
        job=job,
        now=now,
        before=before,
        after={"status": "open"},
    )
    case_row.write(case, changes | clocks.reopened(case=case, now=now))
    shift_end.reopened(case=case, now=now)


def recount(*, case: Case, now: datetime, came: bool = False) -> None:
    """After contacts were moved by hand: times, who waits for whom and the search words, from what is there now.

    Only a contact that `came` can make the case wait for us; one that went never does.
    """
    contacts: list[Any] = list(
        Contact.objects.filter(case=case)
        .exclude(delivery__status=DeliveryStatus.WITHDRAWN)
        .order_by("took_place_at", "id")
        .values_list(*spoken.COLUMNS, named=True)
    )
    ours = [each.took_place_at for each in contacts if spoken.is_ours(each)]
    theirs = [each.took_place_at for each in contacts if each.direction == "in"]
    asking = [each.took_place_at for each in contacts if spoken.asks(each)]
    sent = [each.took_place_at for each in contacts if each.direction == "out" and not spoken.is_try(each)]
    tried = [each.took_place_at for each in contacts if spoken.is_try(each)]
    noted = case.notes.order_by("-created_at").values_list("created_at", flat=True).first()
    # A call that was passed on asks and answers at the same moment: it still asks.
    unanswered = bool(asking) and case.is_open and (not ours or asking[-1] >= ours[-1])
    waits = unanswered and (came or case.needs_answer)
    changes: dict[str, Any] = {
        "last_in_at": max(theirs, default=None),
        "last_out_at": max(ours + sent, default=None),
        "last_activity_at": max([case.opened_at, *theirs, *ours, *sent, *tried, *([noted] if noted else [])]),
        "responded_at": min(ours, default=None),
        "needs_answer": waits,
        "search": _search_of(case),
    }
    if waits:
        changes["waiting_for"] = WaitingFor.US
        if case.status == "waiting_for_person":
            changes["status"] = "open"
    case_row.write(case, changes)
    if waits and came:
        snoozing.heard_from(case=case, now=now, because="What they said was moved here")
    clocks.recount(case=case, now=now, because="What is on the case changed", choose=False)


def _words(body: str) -> Words:
    return Words(body[:SEARCHED_CHARACTERS])


def _search_of(case: Case) -> Words:
    """What was said on the case now: what a contact said that went away must not find it any more."""
    told = case.contacts.filter(automatic=False).values_list("body", "answers")
    bodies = [
        *(_told(body, answers) for body, answers in told),
        *case.notes.values_list("body", flat=True),
    ]
    return Words(" ".join(bodies)[: 4 * SEARCHED_CHARACTERS], alone=True)


def _told(body: str, answers: Any) -> str:
    """What a contact said and what it answered to questions."""
    return " ".join([body, *(words for words in _strings(answers) if words != body)])


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [words for each in inside for words in _strings(each)]
