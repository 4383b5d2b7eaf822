"""Conflicts of interest of a case or a person, and handing a case over with a note."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import presenters
from casework.errors import REFUSALS
from casework.forms.duty import ConflictForm, HandOverForm
from casework.models import Case, Conflict, Staff
from casework.permissions import LEADERS, visible_cases
from casework.services import assignment, conflicts
from casework.services.conflicts import CannotDeclare
from casework.views import held_notes
from casework.views.base import DeskRequest, back_to, desk, saying_refusals, visible_case
from casework.views.people import visible_person


@desk("declare_conflict")
def of_case(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    return _declare(
        request,
        about={"name": found.reference, "url": presenters.case_url(found), "what": "case"},
        known=Conflict.objects.filter(conflicts.of_case(found)),
        declare=lambda **given: conflicts.declare(case=found, **given),
        back=lambda: back_to(request, found),
    )


@desk("declare_conflict")
def of_person(request: DeskRequest, person_id: UUID) -> HttpResponse:
    found = visible_person(request, person_id)
    url = reverse("desk:person", args=[found.pk])
    return _declare(
        request,
        about={"name": presenters.plainly(str(found)), "url": url, "what": "person"},
        known=Conflict.objects.filter(person=found),
        declare=lambda **given: conflicts.declare_person(person=found, **given),
        back=lambda: reverse("desk:queue"),
    )


def _declare(
    request: DeskRequest, *, about: dict[str, str], known: Any, declare: Any, back: Any
) -> HttpResponse:
    leads = request.user.role in LEADERS
    form = ConflictForm(request.POST or None, actor=request.user, others=leads)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            declare(staff=data["staff"], reason=data["reason"], actor=request.user, now=timezone.now())
        except CannotDeclare as error:
            form.add_error("reason", str(error))
        else:
            messages.success(
                request, gettext("It is on record. They do not see it any more and are not given it.")
            )
            return redirect(back())
    context = {
        "nav": "queue",
        "about": about,
        "form": form,
        "leads": leads,
        "known": known.exclude(staff=request.user).select_related("staff", "made_by") if leads else [],
    }
    return render(request, "casework/duty/conflict.html", context, status=422 if form.errors else 200)


@desk("declare_conflict")
@require_POST
def remove(request: DeskRequest, conflict_id: UUID) -> HttpResponse:
    """By leads who see what it is about."""
    found = Conflict.objects.select_related("case", "person").filter(pk=conflict_id).first()
    if found is None or request.user.role not in LEADERS or found.staff_id == request.user.pk:
        raise Http404("There is no such conflict of interest.")
    if found.case is not None and not visible_cases(request.user).filter(pk=found.case.pk).exists():
        raise Http404("There is no such conflict of interest.")
    if found.person is not None:
        visible_person(request, found.person.pk)
    to = presenters.case_url(found.case) if found.case else reverse("desk:person", args=[found.person_id])
    return saying_refusals(
        request,
        lambda: conflicts.remove(conflict=found, actor=request.user, now=timezone.now()),
        done=gettext("The conflict of interest was taken back."),
        to=to,
    )


@desk("hand_over")
def hand_over(request: DeskRequest, reference: str) -> HttpResponse:
    try:
        found = visible_case(request, reference)
    except Http404:
        return held_notes.kept(request, reference, field="note")
    form = HandOverForm(request.POST or None, people=_receivers(found))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            assignment.hand_over(
                case=found, to=data["to"], note=data["note"], actor=request.user, now=timezone.now()
            )
        except REFUSALS as error:
            form.add_error("to", str(error))
        else:
            messages.success(request, gettext("Handed over to %(name)s.") % {"name": data["to"]})
            return redirect(back_to(request, found))
    context = {"nav": "queue", "case": found, "url": presenters.case_url(found), "form": form}
    return render(request, "casework/duty/hand_over.html", context, status=422 if form.errors else 200)


def _receivers(case: Case) -> Any:
    """Those of its team who could have it; a conflict of interest leaves nobody out of the list, so it is no hint."""
    members = Staff.objects.people().filter(teams=case.team_id).exclude(role="administrator")
    return members.exclude(pk=case.assignee_id).distinct() if case.assignee_id else members.distinct()
