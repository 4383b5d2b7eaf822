"""Macros as they are set up: the list, a new one, one with its steps, and one step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from casework import macro_steps
from casework.forms.office.macros import KINDS_OF_STEP, MacroForm, StepForm, of_macro
from casework.models import Macro
from casework.presenters_macros import in_words
from casework.services import macros as service
from casework.services.macros import CannotBeMacro
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk


@desk("edit_macros")
@require_safe
def macros(request: DeskRequest) -> HttpResponse:
    """1 statement, and 3 for the names in their steps."""
    rows = list(Macro.objects.select_related("service").order_by("name"))
    names = service.names(rows)
    context = {"nav": "settings", "macros": [{**_row(each), "steps": words(each, names)} for each in rows]}
    return render(request, "casework/macros/list.html", context)


def _row(macro: Macro) -> dict[str, Any]:
    return {
        "pk": macro.pk,
        "name": plainly(macro.name),
        "about": plainly(macro.about),
        "service": plainly(macro.service.name) if macro.service else gettext("Any service"),
        "active": macro.active,
    }


def words(macro: Macro, names: dict[str, dict[str, str]]) -> list[str]:
    """Each step as a sentence."""
    return [plainly(in_words(each, names)) for each in macro.steps if not macro_steps.check_step(each)]


@desk("edit_macros")
def new(request: DeskRequest) -> HttpResponse:
    return _named(request, None)


@desk("edit_macros")
def macro(request: DeskRequest, macro_id: UUID) -> HttpResponse:
    found = _macro(macro_id)
    if request.method == "POST" and request.POST.get("do") in PRESSED:
        return _pressed(request, found)
    return _named(request, found)


def _macro(macro_id: UUID) -> Macro:
    found = Macro.objects.select_related("service").filter(pk=macro_id).first()
    if found is None:
        raise Http404("There is no such macro.")
    return found


def _named(request: DeskRequest, found: Macro | None) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = MacroForm(given, initial=of_macro(found) if found else None)
    if form.is_bound and form.is_valid():
        try:
            kept = service.save(macro=found, actor=request.user, now=timezone.now(), **form.cleaned_data)
        except CannotBeMacro as error:
            form.add_error(error.field if error.field in form.fields else None, plainly(str(error)))
        else:
            messages.success(
                request,
                gettext("Saved.")
                if found
                else gettext("“%(name)s” is made. Add its steps.") % {"name": plainly(kept.name)},
            )
            return redirect("desk:macro", kept.pk)
    context = {
        "nav": "settings",
        "form": form,
        "macro": _row(found) if found else None,
        "steps": words(found, service.names([found])) if found else [],
        "kinds": KINDS_OF_STEP,
    }
    return render(request, "casework/macros/macro.html", context, status=422 if form.errors else 200)


PRESSED = ("up", "down", "remove")


def _pressed(request: DeskRequest, found: Macro) -> HttpResponse:
    do, place, now = request.POST["do"], _place(request.POST.get("place", "")), timezone.now()
    try:
        if place is None:
            messages.error(request, gettext("This step is not there any more."))
        elif do == "remove":
            service.remove_step(macro=found, place=place, actor=request.user, now=now)
            messages.success(request, gettext("The step is removed."))
        else:
            service.move_step(macro=found, place=place, up=do == "up", actor=request.user, now=now)
            messages.success(
                request, gettext("The step moved up.") if do == "up" else gettext("The step moved down.")
            )
    except CannotBeMacro as error:
        messages.error(request, plainly(str(error)))
    return redirect(f"{reverse('desk:macro', args=[found.pk])}#steps-title")


def _place(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else None


@desk("edit_macros")
def step(request: DeskRequest, macro_id: UUID) -> HttpResponse:
    """`kind`: of a new step; `place`: the one that is changed."""
    found, place = _macro(macro_id), _place(request.GET.get("place", ""))
    known = found.steps[place] if place is not None and place < len(found.steps) else None
    kind = str(known["do"]) if known else request.GET.get("kind", "")
    if kind not in macro_steps.LABELS:
        return redirect("desk:macro", found.pk)
    form = StepForm(request.POST if request.method == "POST" else None, kind=kind, initial=known)
    if form.is_bound and form.is_valid():
        wanted = form.step(form.cleaned_data)
        try:
            service.put_step(
                macro=found,
                step=wanted,
                place=place if known else None,
                actor=request.user,
                now=timezone.now(),
            )
        except CannotBeMacro as error:
            form.add_error(None, plainly(str(error)))
        else:
            messages.success(
                request, gettext("The step is saved.") if known else gettext("The step is added.")
            )
            return redirect("desk:macro", found.pk)
    context = {
        "nav": "settings", "form": form, "macro": _row(found), "title": macro_steps.LABELS[kind], "known": known,
    }  # fmt: skip
    return render(request, "casework/macros/step.html", context, status=422 if form.errors else 200)
