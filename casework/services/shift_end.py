"""What was given unasked to somebody who is not at work any more: back to the team, unless they have begun.

`assigning` gives it to somebody else, as soon as anybody has room.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from casework import duty
from casework.models import Case, Contact, Event, Team
from casework.services import assigning, live


def return_untouched(*, now: datetime) -> int:
    """At the end of a shift: what was given unasked and nobody touched goes back to wait. Returns how many did."""
    given = Case.objects.filter(is_open=True, assigned_by_job=True, assignee__isnull=False)
    teams = Team.objects.filter(pk__in=given.order_by().values("team"))
    return sum(_return_of(team, given.filter(team=team), now=now) for team in teams)


@transaction.atomic
def _return_of(team: Team, given: Any, *, now: datetime) -> int:
    holders = list(given.order_by().values_list("assignee", flat=True).distinct())
    present = assigning.at_work(holders, team=team, now=now)
    cases = (
        given.exclude(assignee__in=present)
        .filter(status="new", responded_at=None)
        .exclude(_touched())
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("assignee")
        .order_by("pk")[: assigning.BATCH]
    )
    count = 0
    for case in cases:
        _back(case, now=now)
        count += 1
    return count


def _touched() -> Q:
    """Whoever has it did something on it since: wrote, noted, logged, changed, or looked for who it is."""
    since = {"case": OuterRef("pk"), "at__gte": OuterRef("assigned_at"), "actor": OuterRef("assignee")}
    logged = {
        "case": OuterRef("pk"),
        "logged_at__gte": OuterRef("assigned_at"),
        "logged_by": OuterRef("assignee"),
    }
    return Q(Exists(Event.objects.filter(**since))) | Q(Exists(Contact.objects.filter(**logged)))


def _back(case: Case, *, now: datetime) -> None:
    before = str(case.assignee)
    case.assign_by = case.assign_by or duty.LEAST
    Case.objects.filter(pk=case.pk).update(
        assignee=None,
        assigned_at=None,
        assigned_by_job=False,
        assign_by=case.assign_by,
        version=F("version") + 1,
    )
    assigning.tell(
        case, f"Back to the team: {before} is off duty and had not begun", to=None, now=now, before=before
    )
    live.changed(case=case)


def reopened(*, case: Case, now: datetime) -> None:
    """A case that a contact opened again goes back to its team where whoever had it is gone or off duty."""
    staff = case.assignee
    if staff is None or (staff.is_active and assigning.at_work([staff.pk], team=case.team, now=now)):
        return
    Case.objects.filter(pk=case.pk).update(assignee=None, assigned_at=None, assigned_by_job=False)
    case.assignee = None
    assigning.tell(case, f"Back to the team: {staff} is not at work now", to=None, now=now, before=str(staff))
