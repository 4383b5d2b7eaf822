"""Who works when: the teams at a glance, and one person's room, skills, hours, leave and leaving."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from casework import presenters_duty
from casework.forms.duty import HoursForm, LeaveForm, LeavingForm, RoomForm
from casework.models import Leave, Staff
from casework.services import duty, leaving
from casework.services.duty import CannotBeSet
from casework.services.leaving import CannotTakeOver, StillHasWork
from casework.views.base import DeskRequest, desk


@desk("edit_duty")
@require_safe
def people(request: DeskRequest) -> HttpResponse:
    found = list(duty.people(actor=request.user))
    context = {
        "nav": "settings",
        "teams": presenters_duty.teams(of=duty.teams(actor=request.user), people=found, now=timezone.now()),
    }
    return render(request, "casework/duty/people.html", context)


def _person(request: DeskRequest, staff_id: UUID) -> Staff:
    found = duty.people(actor=request.user).filter(pk=staff_id).first()
    if found is None:
        raise Http404("There is no such member of staff.")
    return found


@desk("edit_duty")
def person(request: DeskRequest, staff_id: UUID) -> HttpResponse:
    """Three forms on one page, told apart by their button."""
    staff, asked = _person(request, staff_id), request.POST.get("what", "")
    given = {each: request.POST if request.method == "POST" and asked == each else None for each in FORMS}
    forms: dict[str, Any] = {
        "room": RoomForm(given["room"], staff=staff, auto_id="room-%s"),
        "hours": HoursForm(given["hours"], staff=staff, auto_id="hours-%s"),
        "leave": LeaveForm(given["leave"], auto_id="leave-%s"),
    }
    if asked in FORMS and forms[asked].is_valid():
        try:
            FORMS[asked](request, staff, forms[asked])
        except CannotBeSet as error:
            forms[asked].add_error(None, str(error))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("desk:duty_person", staff_id=staff.pk)
    context = {
        "nav": "settings",
        "staff": staff,
        **{f"{name}_form": form for name, form in forms.items()},
        "leave": presenters_duty.leave(staff=staff, today=timezone.localdate()),
    }
    bad = any(form.errors for form in forms.values())
    return render(request, "casework/duty/person.html", context, status=422 if bad else 200)


def _room(request: DeskRequest, staff: Staff, form: RoomForm) -> None:
    data = form.cleaned_data
    duty.set_room(
        staff=staff, cap=data["cap"], skills=data.get("skills", staff.skills), languages=data["languages"],
        actor=request.user, now=timezone.now(),
    )  # fmt: skip


def _hours(request: DeskRequest, staff: Staff, form: HoursForm) -> None:
    duty.set_hours(staff=staff, slots=form.slots, actor=request.user, now=timezone.now())


def _leave(request: DeskRequest, staff: Staff, form: LeaveForm) -> None:
    duty.add_leave(staff=staff, actor=request.user, **form.cleaned_data)


FORMS: dict[str, Any] = {"room": _room, "hours": _hours, "leave": _leave}


@desk("edit_duty")
@require_POST
def remove_leave(request: DeskRequest, leave_id: UUID) -> HttpResponse:
    found = Leave.objects.select_related("staff").filter(pk=leave_id).first()
    if found is None:
        raise Http404("There is no such leave.")
    staff = _person(request, found.staff_id)
    duty.remove_leave(leave=found, actor=request.user, now=timezone.now())
    messages.success(request, gettext("The leave was removed."))
    return redirect("desk:duty_person", staff_id=staff.pk)


@desk("edit_duty")
def leave_work(request: DeskRequest, staff_id: UUID) -> HttpResponse:
    """Somebody leaves: who takes over, then they can do nothing any more."""
    staff = _person(request, staff_id)
    left = leaving.left(staff=staff)
    form = LeavingForm(
        request.POST if request.method == "POST" else None, staff=staff, teams=list(left.cases)
    )
    if request.method == "POST" and form.is_valid():
        try:
            leaving.leave(staff=staff, to=form.chosen(), actor=request.user, now=timezone.now())
        except (CannotBeSet, CannotTakeOver, StillHasWork) as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                gettext("%(name)s is switched off, and all they had is handed over.") % {"name": staff},
            )
            return redirect("desk:duty")
    context = {
        "nav": "settings",
        "staff": staff,
        "left": left,
        "teams": [(team, count, form[str(team.pk)]) for team, count in left.cases.items()],
        "form": form,
    }
    return render(request, "casework/duty/leaving.html", context, status=422 if form.errors else 200)
