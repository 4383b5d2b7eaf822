"""What happens when a promise is about to fall due, or has: remind, raise, move. Each step once, late rather than never.

Due moments stand in the database, so nothing depends on when this runs. A clock is worked off in one transaction with
the row that says so: killed in between, nothing of it happened, and the next run does it. Two runs at once meet at the
case's lock, and the constraint on `Escalation` has the last word.
"""

import logging
import time
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce, Least

from casework.models import Case, Clock, Escalation, EscalationStep
from casework.models.case import PRIORITY_RANK, Priority
from casework.models.target import ClockKind, StepAction
from casework.services import case_row, clocks, events, follow_ups, live
from casework.services.clocks_book import Book

log = logging.getLogger(__name__)
JOB: Final = "escalation"
BATCH: Final = 50
BUDGET: Final = timedelta(seconds=45)
HIGHER: Final = {
    Priority.LOW: Priority.NORMAL,
    Priority.NORMAL: Priority.HIGH,
    Priority.HIGH: Priority.URGENT,
}
WORDS: Final = {
    ClockKind.FIRST_RESPONSE: "First answer",
    ClockKind.NEXT_RESPONSE: "Answer",
    ClockKind.RESOLUTION: "Resolution",
}


def run(now: datetime, *, budget: timedelta = BUDGET) -> int:
    """Carry out every step that is due. Returns how many; safe at any time, beside itself, and after days of silence."""
    started, done, seen = time.monotonic(), 0, set[UUID]()
    while time.monotonic() - started < budget.total_seconds():
        batch = _due(now, leaving_out=seen)
        if not batch:
            break
        for pk, case_id in batch:
            seen.add(pk)
            done += _safely(pk, case_id=case_id, now=now)
    return done


def _due(now: datetime, *, leaving_out: set[UUID]) -> list[tuple[UUID, UUID]]:
    """The next clocks, longest due first; one partial index. Not locked: cases are, one by one, before their clocks."""
    running = Clock.objects.running().filter(next_step_at__lte=now).exclude(pk__in=leaving_out)
    return list(running.order_by("next_step_at", "pk").values_list("pk", "case")[:BATCH])


def _safely(pk: UUID, *, case_id: UUID, now: datetime) -> int:
    """One case that cannot be worked on must not keep the others waiting; it is tried again by the next run."""
    try:
        return _work_off(pk, case_id=case_id, now=now)
    except Exception:
        log.exception("escalation of clock %s failed", pk)
        return 0


def _work_off(pk: UUID, *, case_id: UUID, now: datetime) -> int:
    """Every step of one clock that is due, in order. A case somebody works on this moment is left to the next run."""
    done = 0
    with transaction.atomic():
        case = _locked(case_id)
        if case is None or not case.is_open:
            return 0
        while (step := _next_step(case, pk=pk, now=now)) is not None:
            done += step
    return done


def _locked(case_id: UUID) -> Case | None:
    locked = Case.objects.select_for_update(of=("self",), skip_locked=True)
    return locked.select_related("team", "assignee").filter(pk=case_id).first()


def _next_step(case: Case, *, pk: UUID, now: datetime) -> int | None:
    """The soonest step that is due, with all due times as they are now: a step before may have changed them.

    None when nothing is due; 0 where somebody else had done it.
    """
    book = Book(case=case, now=now)
    clock = next((each for each in book.open.values() if each.pk == pk), None)
    if clock is None or clock.paused_at is not None or not _is_due(clock, now):
        return None
    done, since = book.done(clock), clock.next_step_at
    planned = book.planned(clock)
    left = [(at, step) for at, step in planned if step.id not in done and since is not None and at >= since]
    if not left or left[0][0] > now:
        _point(clock, left[0][0] if left else None)
        return None
    at, chosen = left[0]
    step = next(each for each in book.steps if each.pk == chosen.id)
    _point(clock, at)
    first = _claim(clock, step, now=now)
    if first:
        _act(case, clock, step, now=now)
    _point_after(clock, since=at)
    return int(first)


def _is_due(clock: Clock, now: datetime) -> bool:
    return clock.next_step_at is not None and clock.next_step_at <= now


def _point(clock: Clock, at: datetime | None) -> None:
    if clock.next_step_at != at:
        clock.next_step_at = at
        clock.save(update_fields=["next_step_at"])


def _point_after(clock: Clock, *, since: datetime) -> None:
    """To the next step not done. Read anew: what was done may have moved the case, and with it every due time."""
    case = Case.objects.select_related("team").get(pk=clock.case_id)
    book = Book(case=case, now=since)
    again = next((each for each in book.open.values() if each.pk == clock.pk), None)
    if again is not None:
        book.aim(again, since=since if again.due_at == clock.due_at else None)
        again.save(update_fields=["next_step_at"])


def steps_changed(*, step: EscalationStep, now: datetime) -> int:
    """Steps added or changed count from now on: the next run looks at every promise concerned, and what would have
    happened before now is not made good. One statement, however many promises run.
    """
    concerned = Clock.objects.running().filter(kind=step.kind)
    if step.target_id is not None:
        concerned = concerned.filter(target=step.target_id)
    return concerned.update(next_step_at=Least(Coalesce("next_step_at", Value(now)), Value(now)))


def _claim(clock: Clock, step: EscalationStep, *, now: datetime) -> bool:
    """Whether it is ours to carry out: the row is the proof that it happened, and there is one at most."""
    row = Escalation(clock=clock, step=step, round=clock.round, at=now)
    Escalation.objects.bulk_create([row], ignore_conflicts=True)
    return Escalation.objects.filter(pk=row.pk).exists()


def _act(case: Case, clock: Clock, step: EscalationStep, *, now: datetime) -> None:
    {StepAction.REMIND: _remind, StepAction.RAISE: _raise, StepAction.MOVE: _move}[StepAction(step.action)](
        case, clock, step, now
    )
    case_row.write(case, {})
    live.changed(case=case)


def told(clock: Clock, now: datetime) -> str:
    what = WORDS[ClockKind(clock.kind)]
    return f"{what} {'was' if clock.due_at <= now else 'is'} due {clocks.when(clock.due_at)}"


def _remind(case: Case, clock: Clock, step: EscalationStep, now: datetime) -> None:
    """Whoever has the case; where nobody does, its team."""
    words = told(clock, now)
    row = Escalation.objects.get(clock=clock, step=step, round=clock.round)
    follow_ups.make(
        case=case,
        kind="reminder",
        words=words,
        due_at=now,
        owner=case.assignee,
        job=JOB,
        now=now,
        once=f"escalation:{row.pk}",
    )
    _record(case, clock, f"{words}: reminded {case.assignee or case.team}", now=now)


def _raise(case: Case, clock: Clock, step: EscalationStep, now: datetime) -> None:
    before = Priority(case.priority)
    higher = HIGHER.get(before)
    if higher is None:
        _record(case, clock, f"{told(clock, now)}: it is urgent already", now=now)
        return
    case.priority, case.priority_rank = higher, PRIORITY_RANK[higher]
    case.save(update_fields=["priority", "priority_rank"])
    _record(
        case,
        clock,
        f"{told(clock, now)}: priority raised to {higher.label.lower()}",
        now=now,
        before={"priority": str(before)},
        after={"priority": str(higher)},
    )


def _move(case: Case, clock: Clock, step: EscalationStep, now: datetime) -> None:
    """To the team's queue. A team that was switched off, or has it already, is said, and nothing is moved."""
    to, frm = step.team, case.team
    if to is None or not to.active or to == frm:
        why = "it is with that team already" if to == frm else "the team it should go to is switched off"
        _record(case, clock, f"{told(clock, now)}: not moved, {why}", now=now)
        return
    assignee = str(case.assignee or "")
    case.team, case.assignee, case.assigned_at, case.assigned_by_job = to, None, None, False
    case.save(update_fields=["team", "assignee", "assigned_at", "assigned_by_job"])
    _record(
        case,
        clock,
        f"{told(clock, now)}: moved from {frm} to {to}",
        now=now,
        before={"team": frm.name, "assignee": assignee},
        after={"team": to.name, "assignee": ""},
    )
    clocks.worked_out(case=case, now=now, job=JOB, because=f"It is with {to} now")


def _record(
    case: Case,
    clock: Clock,
    words: str,
    *,
    now: datetime,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    known = {"clock": str(clock.pk), "kind": clock.kind, "due": clock.due_at.isoformat()}
    events.record(
        verb="escalated",
        words=words,
        case=case,
        job=JOB,
        now=now,
        before=before,
        after={**known, **(after or {})},
    )
