"""What is to be done on cases, as the pages show it. Each states its number of SQL statements."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from casework import keyset
from casework import selectors_beside as beside
from casework.models import Case, Party, Staff, Task
from casework.models.staff import Role
from casework.permissions import visible_tasks

MINE: Final = "mine"
TEAMS: Final = "teams"
OVERDUE: Final = "overdue"
# What has no day comes after everything that has one.
BY_DAY: Final = keyset.Order(fields=("day", "id"))


def of_case(*, case: Case) -> list[Task]:
    """All of them in order, with those of cases that were merged into it: 1 statement, none where there are known to be none."""
    if not beside.may_have(case, beside.TASKS):
        return []
    theirs = Task.objects.filter(case__in=beside.family(case))
    return list(theirs.select_related("assignee", "done_by").order_by("position", "id"))


def listed(*, staff: Staff, whose: str, today: date) -> QuerySet[Any]:
    """What is not done yet on cases one sees, soonest first, with all that a row shows: 2 statements."""
    found = visible_tasks(staff).filter(done_at=None).filter(_whose(staff, whose, today))
    return (
        found.annotate(day=Coalesce("due_on", Value(date.max)))
        .select_related("case__team", "case__service", "assignee")
        .prefetch_related(
            Prefetch(
                "case__parties",
                queryset=Party.objects.select_related("person", "contact_point"),
                to_attr="known_parties",
            )
        )
    )


def _whose(staff: Staff, whose: str, today: date) -> Q:
    if whose == TEAMS:
        return Q(case__team__in=staff.teams.values("pk"))
    if whose == OVERDUE:
        return Q(due_on__lt=today) & (Q(assignee=staff) | Q(case__team__in=staff.teams.values("pk")))
    return Q(assignee=staff)


def takers(*, case: Case) -> QuerySet[Staff]:
    """Who could be given one: those of its team, and whoever may see it beside them. Whether they do is asked later."""
    return takers_of(team=case.team_id, assignee=case.assignee_id)


def takers_of(*, team: UUID, assignee: UUID | None) -> QuerySet[Staff]:
    around = Q(role=Role.MANAGER) | Q(is_safeguarding=True) | Q(pk=assignee)
    found = Staff.objects.people().exclude(role=Role.ADMINISTRATOR)
    return found.filter(Q(teams=team) | around).distinct()
