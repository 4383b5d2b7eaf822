"""What is to be done on a case, step by step: written down, ticked off, put in order, taken away."""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from casework.models import Case, Staff, Task
from casework.permissions import require, sees_cases, visible_cases
from casework.services import case_activity, events, live, notifying, survivors
from casework.text import clean, is_blank, shorten

LONGEST: Final = 200
MOST_ON_A_CASE: Final = 200


class CannotBeTask(Exception):
    """The task cannot be so; the words say why and what instead."""


def add(
    *,
    case: Case,
    title: str,
    actor: Staff,
    now: datetime,
    assignee: Staff | None = None,
    due_on: date | None = None,
) -> Task:
    """One more, after the others. Raises CannotBeTask, survivors.WasMerged and survivors.LeftSight."""
    require(actor, "work_tasks")
    words = _words(title)
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        survivors.in_sight(locked, actor=actor)
        room(locked, more=1)
        _may_have(locked, assignee)
        task = Task(
            case=locked,
            title=words,
            assignee=assignee,
            due_on=due_on,
            position=next_position(locked),
            made_by=actor,
            made_at=now,
        )
        task.save(force_insert=True)
        _tell(task, case=locked, verb="task_added", words="Added a task", actor=actor, now=now)
        _given(task, case=locked, actor=actor, now=now)
    return task


def change(
    *, task: Task, title: str, assignee: Staff | None, due_on: date | None, actor: Staff, now: datetime
) -> Task:
    """Raises CannotBeTask."""
    require(actor, "work_tasks")
    words = _words(title)
    with transaction.atomic():
        locked, case = _locked(task, actor=actor)
        if assignee is not None and assignee != locked.assignee:
            _may_have(case, assignee)
        before, had_it = _as_it_is(locked), locked.assignee
        locked.title, locked.assignee, locked.due_on = words, assignee, due_on
        if _as_it_is(locked) == before:
            return locked
        _save(locked, "title", "assignee", "due_on")
        _tell(locked, case=case, verb="task_changed", words="Changed a task", actor=actor, now=now, before=before)  # fmt: skip
        if assignee != had_it:
            _given(locked, case=case, actor=actor, now=now)
    return locked


def _given(task: Task, *, case: Case, actor: Staff, now: datetime) -> None:
    if task.assignee is not None:
        notifying.told(
            staff=task.assignee, case=case, kind=notifying.Kind.TASK, source=task.pk, by=actor, now=now
        )


def tick(*, task: Task, done: bool, actor: Staff, now: datetime) -> Task:
    """Done, or not done after all. What is so already stays as it was."""
    require(actor, "work_tasks")
    with transaction.atomic():
        locked, case = _locked(task, actor=actor)
        if (locked.done_at is not None) == done:
            return locked
        before = _as_it_is(locked)
        locked.done_at, locked.done_by = (now, actor) if done else (None, None)
        locked.save(update_fields=["done_at", "done_by"])
        verb, words = ("task_done", "Did a task") if done else ("task_undone", "Took the tick off a task")
        _tell(locked, case=case, verb=verb, words=words, actor=actor, now=now, before=before)
    return locked


def move(*, task: Task, up: bool, actor: Staff, now: datetime) -> Task:
    """One place up or down among those that are as done as it is; the first stays first and the last stays last."""
    require(actor, "work_tasks")
    with transaction.atomic():
        locked, case = _locked(task, actor=actor)
        order = list(Task.objects.filter(case=locked.case_id).order_by("position", "id"))
        alike = [each for each in order if (each.done_at is None) == (locked.done_at is None)]
        place = alike.index(locked)
        if not 0 <= (other := place + (-1 if up else 1)) < len(alike):
            return locked
        here, there = order.index(locked), order.index(alike[other])
        order[here], order[there] = order[there], order[here]
        _number(order)
        way = "up" if up else "down"
        _tell(locked, case=case, verb="task_moved", words=f"Moved a task {way}", actor=actor, now=now)
    return locked


def take_away(*, task: Task, actor: Staff, now: datetime) -> None:
    """It is gone; the event keeps what it was."""
    require(actor, "work_tasks")
    with transaction.atomic():
        locked, case = _locked(task, actor=actor)
        before = _as_it_is(locked)
        _tell(locked, case=case, verb="task_taken_away", words="Took a task away", actor=actor, now=now, before=before)  # fmt: skip
        locked.delete()


def next_position(case: Case) -> int:
    last = Task.objects.filter(case=case).order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def room(case: Case, *, more: int) -> None:
    if Task.objects.filter(case=case).count() + more > MOST_ON_A_CASE:
        raise CannotBeTask(f"A case has at most {MOST_ON_A_CASE} tasks. Take away what is not needed.")


def _words(typed: str) -> str:
    words = " ".join(clean(typed).text.split())
    if is_blank(words):
        raise CannotBeTask("Say what is to be done.")
    return shorten(words, LONGEST)


def _may_have(case: Case, staff: Staff | None) -> None:
    """A task tells of its case, so whoever gets it must see the case."""
    if staff is None:
        return
    works_here = sees_cases(staff) and not staff.is_machine
    if not works_here or not visible_cases(staff).filter(pk=case.pk).exists():
        raise CannotBeTask(f"{staff} could not open this case, so the task cannot be theirs. Choose somebody else.")  # fmt: skip


def _locked(task: Task, *, actor: Staff) -> tuple[Task, Case]:
    """The task as it is now, and its case; where that was merged, the case it became part of. Raises CannotBeTask."""
    case = survivors.locked(task.case)
    survivors.in_sight(case, actor=actor)
    found = Task.objects.select_for_update(of=("self",)).filter(pk=task.pk).first()
    if found is None:
        raise CannotBeTask("Somebody took this task away meanwhile.")
    return found, case


def _save(task: Task, *fields: str) -> None:
    """A step that is called like another one of its checklist would be there twice."""
    same = Task.objects.filter(case=task.case_id, checklist=task.checklist_id, title=task.title)
    if task.checklist_id is not None and same.exclude(pk=task.pk).exists():
        raise CannotBeTask("This step is on the case already.")
    task.save(update_fields=fields)


def _number(order: list[Task]) -> None:
    """Positions without gaps; only those that changed are written."""
    changed = [task for position, task in enumerate(order) if task.position != position]
    for position, task in enumerate(order):
        task.position = position
    Task.objects.bulk_update(changed, ["position"])


def _as_it_is(task: Task) -> dict[str, Any]:
    return {
        "title": task.title,
        "assignee": task.assignee.username if task.assignee else "",
        "due_on": task.due_on.isoformat() if task.due_on else "",
        "done_by": task.done_by.username if task.done_by else "",
        "done_at": task.done_at.isoformat() if task.done_at else "",
    }


def _tell(
    task: Task,
    *,
    case: Case,
    verb: str,
    words: str,
    actor: Staff,
    now: datetime,
    before: dict[str, Any] | None = None,
) -> None:
    case_activity.touched(case=case)
    events.record(
        verb=verb,
        words=f"{words}: “{task.title}”",
        case=case,
        actor=actor,
        now=now,
        before=before,
        after={"task": str(task.pk), **_as_it_is(task)},
    )
    live.changed(case=case)
