"""Setting up targets: the list, one target, which service and priority has which, steps of escalation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from casework import targets_shown as show
from casework.forms.targets import StepForm, TargetForm, UseForm, of_step
from casework.models import EscalationStep, Target, TargetFor
from casework.presenters import plainly
from casework.services import targets as service
from casework.services.targets import CannotSetUp
from casework.views.base import DeskRequest, desk

LIST = "desk:targets"


@desk("edit_targets")
@require_safe
def targets(request: DeskRequest) -> HttpResponse:
    return _list(request, UseForm())


def _list(request: DeskRequest, form: UseForm, *, code: int = 200) -> HttpResponse:
    """5 statements, whatever is set up."""
    rows = [show.target(row) for row in Target.objects.all()]
    known = {each.code for each in rows}
    context = {
        "nav": "settings",
        "targets": rows,
        "lines": show.lines(),
        "steps": show.steps(),
        "form": form,
        "offer_complaints": not {each["code"] for each in service.PROFILE} <= known,
    }
    return render(request, "casework/targets/targets.html", context, status=code)


@desk("edit_targets")
@require_POST
def complaints(request: DeskRequest) -> HttpResponse:
    made = service.add_complaints_profile(actor=request.user)
    names = f" {gettext('and')} ".join(f"“{target}”" for target in made)
    words = (
        gettext("Added %(names)s. Now say which service has which.") % {"names": names}
        if made
        else gettext("The complaints profile was there already.")
    )
    messages.success(request, words)
    return redirect(LIST)


@desk("edit_targets")
def new(request: DeskRequest) -> HttpResponse:
    return _target(request, None)


@desk("edit_targets")
def target(request: DeskRequest, target_id: UUID) -> HttpResponse:
    return _target(request, _found(Target, target_id, "There is no such target."))


def _found(model: Any, pk: UUID, words: str) -> Any:
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise Http404(words)
    return found


def _target(request: DeskRequest, found: Target | None) -> HttpResponse:
    initial = {name: getattr(found, name) for name in TargetForm(target=found).fields} if found else None
    form = TargetForm(request.POST if request.method == "POST" else None, initial=initial, target=found)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        if _kept(form, lambda: service.save(target=found, actor=request.user, **values)):
            messages.success(
                request,
                gettext("“%(name)s” is kept. It counts for promises made from now on.")
                % {"name": plainly(values["name"])},
            )
            return redirect(LIST)
    context = {"nav": "settings", "form": form, "target": show.target(found) if found else None}
    return render(request, "casework/targets/target.html", context, status=422 if form.is_bound else 200)


def _kept(form: Any, action: Any) -> bool:
    try:
        action()
    except CannotSetUp as error:
        form.add_error(None, plainly(str(error)))
        return False
    return True


@desk("edit_targets")
def use(request: DeskRequest) -> HttpResponse:
    """Which target a service and a priority have; with `do=stop`, that a line holds no longer."""
    if request.method == "POST" and request.POST.get("do") == "stop":
        return _stopped(request)
    form = UseForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return redirect(LIST)
    if form.is_valid():
        values = form.cleaned_data
        if _kept(form, lambda: service.use_for(**values, actor=request.user)):
            messages.success(
                request,
                gettext("New cases have “%(name)s” from now on.") % {"name": plainly(values["target"].name)},
            )
            return redirect(LIST)
    return _list(request, form, code=422)


def _stopped(request: DeskRequest) -> HttpResponse:
    try:
        line = TargetFor.objects.filter(pk=UUID(request.POST.get("line", ""))).first()
    except ValueError:
        line = None
    if line is None:
        messages.error(request, gettext("Somebody removed this line already."))
    else:
        service.stop_using(line=line, actor=request.user)
        messages.success(request, gettext("The line is removed. Cases that have the target keep it."))
    return redirect(LIST)


@desk("edit_targets")
def step_new(request: DeskRequest) -> HttpResponse:
    return _step(request, None)


@desk("edit_targets")
def step(request: DeskRequest, step_id: UUID) -> HttpResponse:
    return _step(request, _found(EscalationStep, step_id, "There is no such step."))


def _step(request: DeskRequest, found: EscalationStep | None) -> HttpResponse:
    initial = of_step(found) if found else None
    form = StepForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        values = form.values()
        if _kept(
            form, lambda: service.save_step(step=found, actor=request.user, now=timezone.now(), **values)
        ):
            messages.success(
                request, gettext("The step is kept. It counts from now on; nothing of before is made good.")
            )
            return redirect(LIST)
    context = {"nav": "settings", "form": form, "step": found}
    return render(request, "casework/targets/step.html", context, status=422 if form.is_bound else 200)
