"""Setting up targets: how long each promise is, which service and priority has which, and what happens on the way.

Promises that were made keep their length: what is changed here counts for new ones. Every version is kept by the
history tables.
"""

from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from casework.models import EscalationStep, Service, Staff, Target, TargetFor
from casework.permissions import require
from casework.services import escalation

# Stage 1: acknowledged in 5 working days, answered in 10; stage 2: acknowledged in 5, answered in 20. The Code counts
# the answer of stage 1 from the acknowledgement; counted from when the complaint came, as here, it is never later.
COMPLAINTS: Final = "Complaint Handling Code (LGSCO and Housing Ombudsman, 2024)"
PROFILE: Final[tuple[dict[str, Any], ...]] = (
    {"code": "complaint-stage-1", "name": "Complaint, stage 1", "first_response": 5, "resolution": 10},
    {"code": "complaint-stage-2", "name": "Complaint, stage 2", "first_response": 5, "resolution": 20},
)


class CannotSetUp(Exception):
    """Targets cannot be set up like this; the words say why."""


def save(*, target: Target | None, actor: Staff, **values: Any) -> Target:
    """Makes or changes a target. Its code never changes: rules name it."""
    require(actor, "edit_targets")
    row = target or Target(code=values["code"])
    for name in set(values) - {"code"}:
        setattr(row, name, values[name])
    if not (row.first_response or row.next_response or row.resolution):
        raise CannotSetUp("A target promises at least one thing. Give a time for an answer or for the end.")
    _whole(row)
    row.save()
    return row


def use_for(*, service: Service | None, priority: str, target: Target, actor: Staff) -> TargetFor:
    """Cases of this service and priority have this target from now on, in place of the one they had."""
    require(actor, "edit_targets")
    if not target.active:
        raise CannotSetUp(f"“{target}” is switched off. Switch it on, or choose another one.")
    with transaction.atomic():
        row, _ = TargetFor.objects.select_for_update(of=("self",)).get_or_create(
            service=service, priority=priority, defaults={"target": target}
        )
        if row.target_id != target.pk:
            row.target = target
            row.save(update_fields=["target"])
    return row


def stop_using(*, line: TargetFor, actor: Staff) -> None:
    require(actor, "edit_targets")
    line.delete()


def save_step(*, step: EscalationStep | None, actor: Staff, now: datetime, **values: Any) -> EscalationStep:
    """It counts from now on, for promises that run too; what would have happened before now is not made good."""
    require(actor, "edit_targets")
    row = step or EscalationStep()
    for name, value in values.items():
        setattr(row, name, value)
    if row.action == "move" and row.team is not None and not row.team.active:
        raise CannotSetUp(f"{row.team} is switched off. Choose a team that works.")
    if row.action != "move":
        row.team = None
    _whole(row)
    with transaction.atomic():
        row.save()
        escalation.steps_changed(step=row, now=now)
    return row


@transaction.atomic
def add_complaints_profile(*, actor: Staff) -> list[Target]:
    """The targets of the Ombudsmen's code, where they are not there yet. A lead says which services have them."""
    require(actor, "edit_targets")
    made = []
    for values in PROFILE:
        target, created = Target.objects.get_or_create(
            code=values["code"], defaults={**values, "source": COMPLAINTS}
        )
        made += [target] if created else []
    return made


def _whole(row: Target | EscalationStep) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise CannotSetUp(" ".join(error.messages)) from error
