"""Steps that a service comes with: kept by whoever sets up the office, put on a case with one press, once.

Every version is kept by the history table.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from casework import selectors_beside as beside
from casework.models import Case, Checklist, Service, Staff, Task
from casework.permissions import require
from casework.services import case_activity, events, live, survivors, tasks_of_case
from casework.services.tasks_of_case import CannotBeTask
from casework.text import clean, is_blank

MOST_STEPS: Final = 50
LONGEST_STEP: Final = 200
MOST_OFFERED: Final = 50


class CannotBeChecklist(Exception):
    """These steps cannot be kept as a checklist; what it says tells why."""


def save(
    *,
    checklist: Checklist | None,
    name: str,
    service: Service | None,
    steps: Sequence[str],
    active: bool,
    actor: Staff,
    now: datetime,
) -> Checklist:
    """Makes or changes one. Cases that have it already keep their tasks as they are. Raises CannotBeChecklist."""
    require(actor, "edit_checklists")
    row = checklist or Checklist()
    row.name, row.service, row.steps, row.active = name, service, read_steps(steps), active
    with transaction.atomic():
        try:
            row.full_clean()
        except ValidationError as error:
            raise CannotBeChecklist(" ".join(error.messages)) from error
        row.save()
        events.record(
            verb="checklist_kept",
            words=f"{'Changed' if checklist else 'Added'} the checklist “{name}”",
            actor=actor,
            now=now,
            after={"checklist": str(row.pk), "steps": row.steps, "active": active},
        )
    return row


def read_steps(lines: Sequence[str]) -> list[str]:
    """Each once, in order, without empty ones. Raises CannotBeChecklist."""
    tidy = [" ".join(clean(line).text.split()) for line in lines]
    found = list(dict.fromkeys(line for line in tidy if not is_blank(line)))
    if not found:
        raise CannotBeChecklist("Write at least one step.")
    if len(found) > MOST_STEPS:
        raise CannotBeChecklist(f"These are {len(found)} steps. A checklist has at most {MOST_STEPS}.")
    if long := next((line for line in found if len(line) > LONGEST_STEP), None):
        raise CannotBeChecklist(
            f"The step “{long[:40]}…” is {len(long)} characters long. Shorten it to {LONGEST_STEP}."
        )
    return found


def offered(*, case: Case) -> list[Checklist]:
    """Those for a case of this service that are not on it yet: 1 statement, none where there are known to be none."""
    if not beside.may_have(case, beside.CHECKLISTS):
        return []
    there = Task.objects.filter(case=case, checklist=OuterRef("pk"))
    fitting = Checklist.objects.filter(Q(service=None) | Q(service=case.service_id), active=True)
    return list(fitting.exclude(Exists(there)).order_by("name")[:MOST_OFFERED])


def put(*, checklist: Checklist, case: Case, actor: Staff, now: datetime) -> int:
    """Its steps become tasks of the case; how many did. Put on twice, even at one moment, each is there once.

    Raises CannotBeTask and survivors.WasMerged.
    """
    require(actor, "work_tasks")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        survivors.in_sight(locked, actor=actor)
        _fits(checklist, locked)
        there = Task.objects.filter(case=locked, checklist=checklist)
        if there.exists():
            return 0
        tasks_of_case.room(locked, more=len(checklist.steps))
        begin = tasks_of_case.next_position(locked)
        # "Once" is the table's constraint; what is there already is left as it is.
        Task.objects.bulk_create(
            (
                Task(case=locked, title=step, checklist=checklist, position=begin + number, made_by=actor, made_at=now)
                for number, step in enumerate(checklist.steps)
            ),
            ignore_conflicts=True,
        )  # fmt: skip
        added = there.count()
        case_activity.touched(case=locked)
        events.record(
            verb="checklist_put",
            words=f"Put the checklist “{checklist.name}” on it, {added} task{'' if added == 1 else 's'}",
            case=locked,
            actor=actor,
            now=now,
            after={"checklist": str(checklist.pk), "steps": checklist.steps},
        )
        live.changed(case=locked)
    return added


def _fits(checklist: Checklist, case: Case) -> None:
    if not checklist.active:
        raise CannotBeTask("This checklist is not used any more. Choose another one.")
    if checklist.service_id is not None and checklist.service_id != case.service_id:
        raise CannotBeTask("This checklist belongs to another service. Choose another one.")
