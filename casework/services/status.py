"""Changing a case's status, by the workflow table."""

from datetime import datetime

from django.db import transaction

from casework import follow_up_rules, workflow
from casework.models import Case, Event, FollowUp, Staff
from casework.models.case import WaitingFor
from casework.models.follow_up import FollowUpKind
from casework.permissions import require
from casework.services import (
    assigning,
    attempts,
    case_activity,
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
    return locked


def change_held(*, case: Case, to: str, actor: Staff, now: datetime, outcome: str = "") -> None:
    """In the transaction of a caller who locked the case itself."""
    require(actor, "change_status")
    step = checked(case=case, was=case.status, to=to, outcome=outcome, actor=actor)
    event = line(case=case, step=step, actor=actor, now=now)
    events.keep([event])
    case_activity.became(case=case, step=step, now=now)
    follow(case=case, step=step, event=event, actor=actor, now=now)


def checked(*, case: Case, was: str, to: str, outcome: str, actor: Staff) -> workflow.Step:
    """Raises what `change_status` raises, but for whether the actor may."""
    outcome = "" if is_blank(outcome) else shorten(clean(outcome).text.strip(), 200)
    workflow.check(was, to, role=actor.role, outcome=outcome)
    _tried_enough(case, to=to, outcome=outcome)
    return workflow.Step(was, case.outcome, to, "" if to in workflow.OPEN_STATUSES else outcome)


def _tried_enough(case: Case, *, to: str, outcome: str) -> None:
    """Words such as "could not reach them" close nothing while a callback is open that was tried too seldom."""
    if to not in workflow.NEEDS_OUTCOME or not follow_up_rules.says_not_reached(outcome):
        return
    for callback in FollowUp.objects.open().filter(case=case, kind=FollowUpKind.CALLBACK):
        if missing := attempts.what_is_missing(callback):
            raise workflow.StatusNotAllowed(f"A callback is still open. {missing}")


def line(*, case: Case, step: workflow.Step, actor: Staff, now: datetime) -> Event:
    """Of the history; the caller keeps it."""
    label, case_outcome = workflow.STATUS_LABELS[step.to], step.outcome
    return events.line(
        verb="status_changed",
        words=f"Status: {label}" + (f" ({case_outcome})" if case_outcome else ""),
        case=case,
        actor=actor,
        now=now,
        before={"status": step.was, "outcome": step.was_outcome},
        after={"status": step.to, "outcome": step.outcome},
    )


def follow(
    *,
    case: Case,
    step: workflow.Step,
    event: Event,
    actor: Staff,
    now: datetime,
    gave_way: bool = False,
) -> None:
    """What else comes of it, once it is on the case and on record. `gave_way`: nothing is asked by text any more."""
    notifying.status_changed(case=case, event=event, by=actor, now=now)
    live.changed(case=case)
    if step.ends and not gave_way:
        dialogues.give_way(
            case=case, actor=actor, now=now, because="The questions by text ended with the case"
        )
    _whether_sorted(case=case, step=step, actor=actor, now=now)
    if case.waiting_for != WaitingFor.US or not case.is_open:
        assigning.room_made(staff=case.assignee_id, now=now)


def _whether_sorted(*, case: Case, step: workflow.Step, actor: Staff, now: datetime) -> None:
    """Asked once for each time it ends."""
    if step.ends:
        closing_questions.ask(case=case, now=now)
    elif step.reopens:
        closing_questions.take_back(case=case, actor=actor, now=now)
