"""What the queue reads for its own looks: saved views with their counts, and a person's choices."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import QueryDict

from casework import workflow
from casework.filters import OPEN, CaseFilter
from casework.kept_sql import Kept
from casework.models import Case, DeskChoices, SavedView, Staff
from casework.permissions import may, teams_of, visible_cases

# As many saved views stand in the tabs of the queue and are counted; the others are on their own page.
MOST_IN_TABS: Final = 15


def choices_of(*, staff: Staff) -> DeskChoices:
    """As it comes where they chose nothing. No statement where they were read together with their reader, else 1."""
    return getattr(staff, "desk_choices", None) or DeskChoices(staff=staff)


def of_reader(staff: Staff) -> Q:
    """Their own, those of their teams, those of the office."""
    return _of(staff.pk, teams_of(staff))


def _of(staff: UUID, teams: Any) -> Q:
    return Q(owner=staff) | Q(team__in=teams) | Q(owner=None, team=None)


def views_of(*, staff: Staff) -> list[SavedView]:
    """Every view they have, their own first, then those of their teams, then the office's: 1 statement."""
    teams = (
        staff.standing.teams
        if staff.standing is not None
        else tuple(staff.teams.values_list("pk", flat=True))
    )
    rows = _OF_READER.rows(staff=staff.pk, teams=teams)
    return sorted(rows, key=lambda view: (_shelf(view), view.position, view.name.casefold(), str(view.pk)))


_OF_READER: Final = Kept(
    lambda staff, teams: SavedView.objects.filter(_of(staff, teams)).select_related("team")
)


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


def counted(*, staff: Staff, queries: Mapping[str, str], now: datetime) -> dict[str, QuerySet[Any]]:
    """The cases that saved views hold for this reader, by their keys, and "shortlist" for their starred ones.

    A view of closed cases, or of words searched for, is not counted: only what is open can be counted without reading
    everything.
    """
    cases, asked = visible_cases(staff).filter(merged_into=None), SimpleNamespace(user=staff)
    wanted: dict[str, QuerySet[Any]] = {"shortlist": visible_cases(staff).filter(stars__staff=staff)}
    for key, text in queries.items():
        query = QueryDict(text)
        if _is_open(query):
            found = _Unasked(query, queryset=cases, request=asked, now=now)
            wanted[key] = found.qs if found.is_valid() else cases.none()
    return wanted


def _is_open(query: QueryDict) -> bool:
    return not query.get("q") and query.get("status", "") in ("", OPEN, *workflow.OPEN_STATUSES)
