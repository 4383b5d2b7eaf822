"""Checklists: the list, one of them, a new one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from casework.forms.tasks import ChecklistForm, of_checklist
from casework.models import Checklist
from casework.services import checklists as service
from casework.services.checklists import CannotBeChecklist
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk

LIST = "desk:checklists"


@desk("edit_checklists")
@require_safe
def checklists(request: DeskRequest) -> HttpResponse:
    """4 statements, however many there are."""
    rows = Checklist.objects.select_related("service").order_by("-active", "name")
    context = {"nav": "settings", "checklists": [_row(row) for row in rows]}
    return render(request, "casework/checklists/list.html", context)


def _row(row: Checklist) -> dict[str, Any]:
    return {
        "url": reverse("desk:checklist", args=[row.pk]),
        "name": plainly(row.name),
        "service": plainly(row.service.name) if row.service else gettext("Any service"),
        "steps": [plainly(step) for step in row.steps],
        "active": row.active,
    }


@desk("edit_checklists")
def new(request: DeskRequest) -> HttpResponse:
    return _page(request, None)


@desk("edit_checklists")
def checklist(request: DeskRequest, checklist_id: UUID) -> HttpResponse:
    row = Checklist.objects.filter(pk=checklist_id).select_related("service").first()
    if row is None:
        raise Http404("There is no such checklist.")
    return _page(request, row)


def _page(request: DeskRequest, found: Checklist | None) -> HttpResponse:
    name = plainly(found.name) if found else ""
    initial = of_checklist(found) if found else None
    form = ChecklistForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid() and _kept(request, form, found):
        return redirect(LIST)
    context = {"nav": "settings", "form": form, "name": name}
    return render(request, "casework/checklists/checklist.html", context, status=422 if form.errors else 200)


def _kept(request: DeskRequest, form: ChecklistForm, found: Checklist | None) -> bool:
    values = {**form.cleaned_data, "steps": form.cleaned_data["steps"].splitlines()}
    try:
        service.save(checklist=found, actor=request.user, now=timezone.now(), **values)
    except CannotBeChecklist as error:
        form.add_error("name" if "name" in str(error) else "steps", plainly(str(error)))
        return False
    messages.success(request, gettext("“%(name)s” is kept.") % {"name": plainly(values["name"])})
    return True
