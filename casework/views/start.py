"""Where a day begins: for each role what waits for it, with the figures and a way to all of it."""

from datetime import datetime
from types import SimpleNamespace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework import presenters_start as show
from casework.models.staff import Role
from casework.permissions import LEADERS, may, sees_cases
from casework.ports import sending
from casework.start_blocks import office, own, team
from casework.views import settings
from casework.views.base import DeskRequest, desk


@desk("see_start")
@require_safe
def start(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    groups = _groups(request, now) if sees_cases(request.user) else [_office(request, now)]
    context = {
        "nav": "start",
        "today": show.today(now),
        "groups": groups,
        "may_take_next": may(request.user, "next_case"),
        "may_log": may(request.user, "log_contact"),
        "logs_first": request.user.role == Role.HANDLER,
    }
    return render(request, "casework/start/start.html", context)


def _groups(request: DeskRequest, now: datetime) -> list[SimpleNamespace]:
    staff, above = request.user, set[UUID]()
    if staff.role == Role.HANDLER:
        listens = may(staff, "take_calls") and sending().listens("phone")
        mine = own.of_handler(staff, now=now, listens=listens, above=above)
        return [mine, team.of_everybody(staff, now=now, above=above)]
    if staff.role in LEADERS:
        return [team.of_leader(staff, now=now)]
    mine = own.of_caseworker(staff, now=now, above=above)
    return [mine, team.of_everybody(staff, now=now, above=above)]


def _office(request: DeskRequest, now: datetime) -> SimpleNamespace:
    return office.of_setter(parts=settings.parts_for(request.user), now=now)
