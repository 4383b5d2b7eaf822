"""What the queue reads for its own looks: saved views with their counts, and a person's choices."""

from collections.abc import Iterable
from typing import Any, Final

import django_filters as filters
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

from casework import workflow
from casework.counts import MOST_COUNTED
from casework.filters import OPEN, CaseFilter
from casework.models import Case, DeskChoices, SavedView, Staff
from casework.permissions import may, visible_cases

# As many saved views stand in the tabs of the queue and are counted; the others are on their own page.
MOST_IN_TABS: Final = 15


def choices_of(*, staff: Staff) -> DeskChoices:
    """As it comes where they chose nothing: 1 statement."""
    return DeskChoices.objects.filter(staff=staff).first() or DeskChoices(staff=staff)


def of_reader(staff: Staff) -> Q:
    """Their own, those of their teams, those of the office."""
    return Q(owner=staff) | Q(team__in=staff.teams.values("pk")) | Q(owner=None, team=None)


def views_of(*, staff: Staff) -> list[SavedView]:
    """Every view they have, their own first, then those of their teams, then the office's: 1 statement."""
    rows = SavedView.objects.filter(of_reader(staff)).select_related("team")
    return sorted(rows, key=lambda view: (_shelf(view), view.position, view.name.casefold(), str(view.pk)))


def _shelf(view: SavedView) -> tuple[int, str]:
    if view.owner_id is not None:
        return 0, ""
    return (1, view.team.name.casefold()) if view.team is not None else (2, "")


def may_change(view: SavedView, *, staff: Staff, teams: Iterable[Any]) -> bool:
    """One's own; a shared one where one may share and, for a team's, is in the team. `teams` are the keys of theirs."""
    if view.owner_id is not None:
        return view.owner_id == staff.pk
    return may(staff, "share_view") and (view.team_id is None or view.team_id in teams)


class _Unasked(CaseFilter):
    """The filters without a look at the tables of teams, services and staff: what is not there matches nothing."""

    team = filters.CharFilter(method="by_team")
    assignee = filters.CharFilter(field_name="assignee__username")
    service = filters.CharFilter(field_name="service__code")

    def by_team(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return queryset.filter(team__code=value, team__active=True)


def counts(*, staff: Staff, views: Iterable[SavedView], request: HttpRequest) -> dict[str, int]:
    """How many cases each view holds for this reader, by its key, and "shortlist" for their starred ones: 1 statement.

    Each count stops where the other counts do. A view of closed cases, or of words searched for, is not counted: only what
    is open can be counted without reading everything.
    """
    cases = visible_cases(staff).filter(merged_into=None)
    wanted = {"shortlist": visible_cases(staff).filter(stars__staff=staff)}
    for view in list(views)[:MOST_IN_TABS]:
        query = QueryDict(view.query)
        if _is_open(query):
            found = _Unasked(query, queryset=cases, request=request)
            wanted[str(view.pk)] = found.qs if found.is_valid() else cases.none()
    return _count_all(wanted)


def _is_open(query: QueryDict) -> bool:
    return not query.get("q") and query.get("status", "") in ("", OPEN, *workflow.OPEN_STATUSES)


def _count_all(wanted: dict[str, Any]) -> dict[str, int]:
    found, parts, values = dict.fromkeys(wanted, 0), [], []
    for name, cases in wanted.items():
        try:
            capped = cases.order_by().values("pk")[: MOST_COUNTED + 1]
            sql, given = capped.query.sql_with_params()
        except EmptyResultSet:
            continue
        # Both halves are ours: Django wrote the inner one, and every value stays a parameter.
        parts.append(f"SELECT %s AS name, count(*) FROM ({sql}) AS capped")  # noqa: S608
        values += [name, *given]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            found.update(cursor.fetchall())
    return found
