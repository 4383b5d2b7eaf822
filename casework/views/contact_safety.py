"""How one number may be used without harm: the page on which staff see it, note it, confirm it, opt it out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from casework import presenters_safety as show
from casework import references, selectors_people, selectors_safety
from casework.forms.safety import ConfirmForm, OptInForm, OptOutForm, SafetyForm
from casework.models import ContactPoint
from casework.models.person import PointKind
from casework.permissions import NotAllowed, may, visible_cases
from casework.ports import sending
from casework.services import contact_safety as service
from casework.services import send_guard
from casework.views.base import DeskRequest, desk

Forms = dict[str, Any]


@desk("tighten_safety")
def safety(request: DeskRequest, point_id: UUID) -> HttpResponse:
    point = selectors_safety.point(staff=request.user, point_id=point_id)
    if point is None:
        raise Http404("There is no such number.")
    forms = _forms(request, point)
    do = request.POST.get("do", "save")
    act = ACTIONS.get(do) if request.method == "POST" else None
    if act is not None and forms[do].is_valid():
        try:
            done = act(request, point, forms[do])
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        except service.CannotChangeSafety as error:
            forms[do].add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(request.get_full_path())
    return _page(request, point, forms, code=422 if act is not None else 200)


def _forms(request: DeskRequest, point: ContactPoint) -> Forms:
    """The one that was sent with what was typed, the others fresh."""
    do = request.POST.get("do", "save") if request.method == "POST" else ""

    def given(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "save": SafetyForm(given("save"), point=point, at_present=service.of(point)),
        "confirm": ConfirmForm(given("confirm"), auto_id="confirm-%s"),
        "opt_out": OptOutForm(given("opt_out"), auto_id="opt-out-%s"),
        "opt_in": OptInForm(given("opt_in"), auto_id="opt-in-%s"),
    }


def _save(request: DeskRequest, point: ContactPoint, form: Any) -> str:
    data = form.cleaned_data
    service.change(
        point=point, wanted=data["safety"], seen=data["seen"], actor=request.user, now=timezone.now()
    )
    return gettext("Saved. It counts from now on, for what waits to be sent too.")


def _confirm(request: DeskRequest, point: ContactPoint, form: Any) -> str:
    service.confirm(point=point, how=form.cleaned_data["how"], actor=request.user, now=timezone.now())
    return gettext("The number is confirmed.")


def _opt_out(request: DeskRequest, point: ContactPoint, form: Any) -> str:
    service.opt_out(point=point, how=form.cleaned_data["asked"], actor=request.user, now=timezone.now())
    return gettext("Nothing is texted to this number any more.")


def _opt_in(request: DeskRequest, point: ContactPoint, form: Any) -> str:
    service.opt_in(point=point, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now())
    return gettext("The opt-out is ended.")


ACTIONS: dict[str, Callable[[DeskRequest, ContactPoint, Any], str]] = {
    "save": _save,
    "confirm": _confirm,
    "opt_out": _opt_out,
    "opt_in": _opt_in,
}


def _page(request: DeskRequest, point: ContactPoint, forms: Forms, *, code: int) -> HttpResponse:
    staff = request.user
    holders = selectors_people.holders(staff=staff, point=point)
    is_phone = point.kind == PointKind.PHONE
    context = {
        "nav": "",
        **show.page(point, holders=holders),
        "back": _back(request, point),
        "form": forms["save"],
        "confirm_form": _shown(forms["confirm"], point.confirmed_at is None and may(staff, "confirm_number")),
        "opt_out_form": _shown(forms["opt_out"], is_phone and point.opted_out_at is None),
        "opt_in_form": _shown(forms["opt_in"], bool(point.opted_out_at) and may(staff, "loosen_safety")),
        "may_loosen": may(staff, "loosen_safety"),
        "history": [
            show.event(each) for each in selectors_safety.history(staff=staff, point=point, holders=holders)
        ],
    }
    if is_phone:
        found = send_guard.verdict(contact_point=point, channel="sms", now=timezone.now())
        context["verdict"] = show.verdict(found, channel_ready=sending().can_send("sms"))
    return render(request, "casework/safety/safety.html", context, status=code)


def _shown(form: Any, offered: bool) -> Any:
    """One that came back with something to put right is shown, even where it is not offered any more."""
    return form if offered or form.is_bound else None


def _back(request: DeskRequest, point: ContactPoint) -> dict[str, str]:
    """The case or person they came from, where they see it; else the queue."""
    reference = references.normalise(request.GET.get("case", "")[:40])
    if reference and visible_cases(request.user).filter(reference=reference).exists():
        return {
            "url": reverse("desk:case", args=[reference]),
            "words": gettext("Back to %(reference)s") % {"reference": reference},
        }
    holders = selectors_people.holders(staff=request.user, point=point) if "person" in request.GET else []
    for person in holders:
        if str(person.pk) == request.GET["person"]:
            return {"url": reverse("desk:person", args=[person.pk]), "words": gettext("Back to the person")}
    return {"url": reverse("desk:queue"), "words": gettext("Back to the queue")}
