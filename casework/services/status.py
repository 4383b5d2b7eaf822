"""Changing a case's status, by the workflow table."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from casework import follow_up_rules, workflow
from casework.models import Case, FollowUp, Staff
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
    outcome = "" if is_blank(outcome) else shorten(clean(outcome).text.strip(), 200)
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        meanwhile.check(locked, seen=seen, about=meanwhile.TO_CHANGE_STATUS)
        workflow.check(locked.status, to, role=actor.role, outcome=outcome)
        _tried_enough(locked, to=to, outcome=outcome)
        before = {"status": locked.status, "outcome": locked.outcome}
        locked.status, locked.is_open = to, to in workflow.OPEN_STATUSES
        locked.closed_at = None if locked.is_open else now
        locked.outcome = "" if locked.is_open else outcome
        locked.waiting_for = workflow.waiting_for(to)
        locked.needs_answer = locked.needs_answer and locked.waiting_for == WaitingFor.US
        if not locked.is_open:
            locked.snoozed_until, locked.snooze_reason = None, ""
        locked.version = F("version") + 1
        locked.save(
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
        _record(case=locked, before=before, actor=actor, now=now)
        _clocks(case=locked, was=before["status"], now=now)
        live.changed(case=locked)
        _texts(case=locked, was=before["status"], actor=actor, now=now)
        if locked.waiting_for != WaitingFor.US or not locked.is_open:
            assigning.room_made(staff=locked.assignee, now=now)
    locked.refresh_from_db(fields=["version"])
    return locked


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


def _record(*, case: Case, before: dict[str, str], actor: Staff, now: datetime) -> None:
    label = workflow.STATUS_LABELS[case.status]
    words = f"Status: {label}" + (f" ({case.outcome})" if case.outcome else "")
    events.record(
        verb="status_changed",
        words=words,
        case=case,
        actor=actor,
        now=now,
        before=before,
        after={"status": case.status, "outcome": case.outcome},
    )
