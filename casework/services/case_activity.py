"""What a contact does to its case: times, who we wait for, search words. One UPDATE each."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import F, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest

from casework import outcomes, spoken
from casework.models import Case, Contact, Note, Staff
from casework.models.case import WaitingFor
from casework.models.delivery import DeliveryStatus
from casework.services import clocks, events, notifying, shift_end, snoozing

SEARCH_CONFIG = "onequeue"
# PostgreSQL refuses a tsvector over 1 MB; what comes beyond this is still on the timeline, only not searchable.
SEARCHED_CHARACTERS = 50_000
LARGEST_SEARCH = 500_000


def came_in(*, case: Case, contact: Contact, now: datetime) -> None:
    """A contact of the person arrived on the case. Thanks alone asks for nothing."""
    changes: dict[str, object] = {
        "last_activity_at": Greatest(F("last_activity_at"), contact.took_place_at),
        "last_in_at": Greatest(F("last_in_at"), contact.took_place_at),
        "search": _search_with(_told(contact.body, contact.answers)),
        "version": F("version") + 1,
    }
    spoke = outcomes.person_was_reached(contact.channel, contact.outcome)
    if spoke:
        changes["last_out_at"] = Greatest(F("last_out_at"), contact.took_place_at)
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
    _write(case=case, changes=changes)
    if spoke or not contact.courtesy:
        asking = not contact.courtesy and not outcomes.settles(contact.outcome)
        clocks.heard(case=case, at=contact.took_place_at, spoke=spoke, asks=asking, now=now)
    notifying.came_in(case=case, contact=contact, now=now)


def went_out(*, case: Case, contact: Contact, now: datetime, expects_answer: bool = True) -> None:
    changes: dict[str, object] = {
        "last_activity_at": Greatest(F("last_activity_at"), contact.took_place_at),
        "last_out_at": Greatest(F("last_out_at"), contact.took_place_at),
        "version": F("version") + 1,
    }
    if not contact.automatic:
        changes["search"] = _search_with(contact.body)
        changes["responded_at"] = case.responded_at or contact.took_place_at
        changes["needs_answer"] = False
        changes["waiting_for"] = WaitingFor.PERSON if expects_answer else WaitingFor.NOBODY
        if case.status == "new":
            changes["status"] = "open"
    _write(case=case, changes=changes)
    if not contact.automatic:
        clocks.heard(case=case, at=contact.took_place_at, spoke=True, asks=False, now=now)


def tried(*, case: Case, contact: Contact) -> None:
    """Somebody rang and reached nobody: it is on the case, and answers nothing."""
    _write(
        case=case,
        changes={
            "last_activity_at": Greatest(F("last_activity_at"), contact.took_place_at),
            "search": _search_with(contact.body),
            "version": F("version") + 1,
        },
    )


def noted(*, case: Case, note: Note) -> None:
    _write(
        case=case,
        changes={
            "last_activity_at": Greatest(F("last_activity_at"), note.created_at),
            "search": _search_with(note.body),
            "version": F("version") + 1,
        },
    )


def touched(*, case: Case) -> None:
    """Something of it changed that is not on its own row: whoever read it before has an old version."""
    _write(case=case, changes={"version": F("version") + 1})


def reopen(*, case: Case, actor: Staff | None, job: str, now: datetime) -> None:
    before = {"status": case.status, "outcome": case.outcome}
    _write(
        case=case,
        changes={
            "status": "open",
            "is_open": True,
            "closed_at": None,
            "outcome": "",
            "version": F("version") + 1,
        },
    )
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
    clocks.reopened(case=case, now=now, asked=True)
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
    changes: dict[str, object] = {
        "last_in_at": max(theirs, default=None),
        "last_out_at": max(ours + sent, default=None),
        "last_activity_at": max([case.opened_at, *theirs, *ours, *sent, *tried, *([noted] if noted else [])]),
        "responded_at": min(ours, default=None),
        "needs_answer": waits,
        "version": F("version") + 1,
        "search": _search_of(case),
    }
    if waits:
        changes["waiting_for"] = WaitingFor.US
        if case.status == "waiting_for_person":
            changes["status"] = "open"
    _write(case=case, changes=changes)
    if waits and came:
        snoozing.heard_from(case=case, now=now, because="What they said was moved here")
    clocks.recount(case=case, now=now, because="What is on the case changed", choose=False)


def _search_of(case: Case) -> SearchVector:
    """What was said on the case now: what a contact said that went away must not find it any more."""
    told = case.contacts.filter(automatic=False).values_list("body", "answers")
    bodies = [
        *(_told(body, answers) for body, answers in told),
        *case.notes.values_list("body", flat=True),
    ]
    return SearchVector(Value(" ".join(bodies)[: 4 * SEARCHED_CHARACTERS]), config=SEARCH_CONFIG)


def _told(body: str, answers: Any) -> str:
    """What a contact said and what it answered to questions."""
    return " ".join([body, *(words for words in _strings(answers) if words != body)])


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [words for each in inside for words in _strings(each)]


def _search_with(body: str) -> RawSQL:
    """The case's search words and those of one more text, unless the case is full.

    Measured as it is in memory: as stored it is compressed, and what PostgreSQL limits is the words themselves.
    """
    return RawSQL(
        "CASE WHEN coalesce(pg_column_size(casework_case.search || ''::tsvector), 0) < %s"
        " THEN coalesce(casework_case.search, ''::tsvector) || to_tsvector('onequeue', %s)"
        " ELSE casework_case.search END",
        (LARGEST_SEARCH, body[:SEARCHED_CHARACTERS]),
    )


def _write(*, case: Case, changes: dict[str, object]) -> None:
    Case.objects.filter(pk=case.pk).update(**changes)
    plain = {name: value for name, value in changes.items() if not hasattr(value, "resolve_expression")}
    for name, value in plain.items():
        setattr(case, name, value)
