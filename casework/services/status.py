"""Changing a case's status, by the workflow table."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from casework import follow_up_rules, workflow
from casework.models import Case, Event, FollowUp, Staff
from casework.models.case import WaitingFor
from casework.models.follow_up import FollowUpKind
from casework.permissions import require
from casework.services import (
    assigning,
    attempts,
    clocks,
    closing_questions,
    dialogues,
    events,
    live,
    meanwhile,
    notifying,
    survivors,
)
from casework.text import clean, is_blank, shorten


def change_status(
    *, case: Case, to: str, actor: Staff, now: datetime, outcome: str = "", seen: str = ""
) -> Case:
    """Raises workflow.StatusNotAllowed with words where the table does not allow it or an outcome is missing.

    `seen`: what the page carried that was decided on; meanwhile.ChangedMeanwhile where that is not so any more.
    """
    require(actor, "change_status")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        meanwhile.check(locked, seen=seen, about=meanwhile.TO_CHANGE_STATUS)
        change_held(case=locked, to=to, outcome=outcome, actor=actor, now=now)
    locked.refresh_from_db(fields=["version"])
    return locked


def change_held(*, case: Case, to: str, actor: Staff, now: datetime, outcome: str = "") -> None:
    """In the transaction of a caller who locked the case itself. Its version is not read back."""
    require(actor, "change_status")
    outcome = "" if is_blank(outcome) else shorten(clean(outcome).text.strip(), 200)
    workflow.check(case.status, to, role=actor.role, outcome=outcome)
    _tried_enough(case, to=to, outcome=outcome)
    before = {"status": case.status, "outcome": case.outcome}
    _write(case, to=to, outcome=outcome, now=now)
    event = _record(case=case, before=before, actor=actor, now=now)
    notifying.status_changed(case=case, event=event, by=actor, now=now)
    _clocks(case=case, was=before["status"], now=now)
    live.changed(case=case)
    _texts(case=case, was=before["status"], actor=actor, now=now)
    if case.waiting_for != WaitingFor.US or not case.is_open:
        assigning.room_made(staff=case.assignee, now=now)


def _write(case: Case, *, to: str, outcome: str, now: datetime) -> None:
    case.status, case.is_open = to, to in workflow.OPEN_STATUSES
    case.closed_at = None if case.is_open else now
    case.outcome = "" if case.is_open else outcome
    case.waiting_for = workflow.waiting_for(to)
    case.needs_answer = case.needs_answer and case.waiting_for == WaitingFor.US
    if not case.is_open:
        case.snoozed_until, case.snooze_reason = None, ""
    case.version = F("version") + 1
    case.save(
        update_fields=[
            "status",
            "is_open",
            "closed_at",
            "outcome",
            "waiting_for",
            "needs_answer",
            "snoozed_until",
            "snooze_reason",
            "version",
        ]
    )


def _tried_enough(case: Case, *, to: str, outcome: str) -> None:
    """Words such as "could not reach them" close nothing while a callback is open that was tried too seldom."""
    if to not in workflow.NEEDS_OUTCOME or not follow_up_rules.says_not_reached(outcome):
        return
    for callback in FollowUp.objects.open().filter(case=case, kind=FollowUpKind.CALLBACK):
        if missing := attempts.what_is_missing(callback):
            raise workflow.StatusNotAllowed(f"A callback is still open. {missing}")


def _clocks(*, case: Case, was: str, now: datetime) -> None:
    if case.is_open and was not in workflow.OPEN_STATUSES:
        clocks.reopened(case=case, now=now)
    else:
        clocks.waiting_changed(case=case, now=now)


def _texts(*, case: Case, was: str, actor: Staff, now: datetime) -> None:
    """What is asked by text ends with the case; whether it is sorted is asked once for each time it ends."""
    if not case.is_open and was in workflow.OPEN_STATUSES:
        dialogues.give_way(
            case=case, actor=actor, now=now, because="The questions by text ended with the case"
        )
        closing_questions.ask(case=case, now=now)
    elif case.is_open and was not in workflow.OPEN_STATUSES:
        closing_questions.take_back(case=case, actor=actor, now=now)


def _record(*, case: Case, before: dict[str, str], actor: Staff, now: datetime) -> Event:
    label = workflow.STATUS_LABELS[case.status]
    words = f"Status: {label}" + (f" ({case.outcome})" if case.outcome else "")
    return events.record(
        verb="status_changed",
        words=words,
        case=case,
        actor=actor,
        now=now,
        before=before,
        after={"status": case.status, "outcome": case.outcome},
    )
