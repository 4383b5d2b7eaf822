"""Checklists of the made-up office, and tasks on some of its cases in every state a page can show."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from casework.models import Case, Checklist, Service, Staff, Task
from casework.permissions import visible_cases
from casework.services import checklists, tasks_of_case

# Name, code of the service, steps.
CHECKLISTS: Final = (
    (
        "Before a repair visit", "housing-repair",
        ("Ask for photos", "Check whether anybody vulnerable lives there", "Find the landlord's number",
         "Book the visit", "Tell them who comes, and when"),
    ),
    (
        "Missed bin", "missed-bin",
        ("Look at the round's report", "Ask the crew", "Say when it is collected"),
    ),
)  # fmt: skip
CASES: Final = 4


def furnish(*, staff: dict[str, Staff], now: datetime) -> None:
    """Nothing where an office of another kind has neither the staff nor the services."""
    lead, worker = staff.get("lead"), staff.get("caseworker")
    if lead is None or worker is None or Checklist.objects.exists():
        return
    for name, code, steps in CHECKLISTS:
        _one(name, code, steps, lead=lead, worker=worker, now=now)


def _one(name: str, code: str, steps: tuple[str, ...], *, lead: Staff, worker: Staff, now: datetime) -> None:
    service = Service.objects.filter(code=code).first()
    if service is None:
        return
    kept = checklists.save(
        checklist=None, name=name, service=service, steps=steps, active=True, actor=lead, now=now
    )
    mine = visible_cases(lead).filter(service=service, is_open=True, merged_into=None).order_by("-opened_at")
    for number, case in enumerate(mine[:CASES]):
        checklists.put(checklist=kept, case=case, actor=lead, now=now)
        _begun(case, number, worker=worker, now=now)


def _begun(case: Case, number: int, *, worker: Staff, now: datetime) -> None:
    """The first case has one step done, the second two, and so on; the next step is somebody's by a day."""
    if not visible_cases(worker).filter(pk=case.pk).exists():
        return
    steps = list(Task.objects.filter(case=case))
    for task in steps[: number + 1]:
        tasks_of_case.tick(task=task, done=True, actor=worker, now=now)
    for task in steps[number + 1 : number + 2]:
        tasks_of_case.change(
            task=task,
            title=task.title,
            assignee=worker,
            due_on=timezone.localdate(now) + timedelta(days=number - 1),
            actor=worker,
            now=now,
        )
