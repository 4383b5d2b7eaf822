"""Who changed what: of a team, of a member of staff, of a service."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework import presenters_office as show
from casework.models import Service, Staff, Team
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk


def _page(request: DeskRequest, *, of: Any, url: str, entries: list[Any]) -> HttpResponse:
    context = {"nav": "settings", "name": plainly(str(of)), "url": url, "entries": entries}
    return render(request, "casework/office/changes.html", context)


@desk("edit_teams")
@require_safe
def team(request: DeskRequest, team_id: UUID) -> HttpResponse:
    found = get_object_or_404(Team, pk=team_id)
    url = reverse("desk:office_team", args=[found.pk])
    return _page(request, of=found, url=url, entries=show.of_team(found))


@desk("edit_staff")
@require_safe
def person(request: DeskRequest, staff_id: UUID) -> HttpResponse:
    found = get_object_or_404(Staff, pk=staff_id, is_machine=False)
    url = reverse("desk:office_person", args=[found.pk])
    return _page(request, of=found, url=url, entries=show.of_staff(found))


@desk("edit_services")
@require_safe
def service(request: DeskRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Service, code=code)
    url = reverse("desk:office_service", args=[found.code])
    return _page(request, of=found, url=url, entries=show.of_service(found))
