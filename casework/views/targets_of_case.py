"""A lead changes what was promised on one case: another target, or more time with a reason."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from casework import presenters
from casework import targets_shown as show
from casework.errors import REFUSALS
from casework.forms.targets import CaseTargetForm, ExtendForm
from casework.models import Case, Clock
from casework.permissions import NotAllowed
from casework.services import clocks_changed
from casework.views.base import DeskRequest, desk, visible_case


@desk("change_target")
def target(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    form = CaseTargetForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        done = _try(
            request, form, "target", gettext("The target is changed, and every time worked out again."), found,
            lambda: clocks_changed.choose_target(
                case=found, actor=request.user, now=timezone.now(), **form.cleaned_data
            ),
        )  # fmt: skip
        if done is not None:
            return done
    return _page(request, "case_target", found, form)


@desk("change_target")
def extend(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    running = list(Clock.objects.filter(case=found, stopped_at=None).order_by("due_at", "kind"))
    form = ExtendForm(request.POST if request.method == "POST" else None, clocks=running)
    if form.is_bound and form.is_valid():
        done = _try(
            request, form, "kind", gettext("The time is extended. Tell the person."), found,
            lambda: clocks_changed.extend(
                case=found, actor=request.user, now=timezone.now(), **form.cleaned_data
            ),
        )  # fmt: skip
        if done is not None:
            return done
    return _page(request, "case_extend", found, form, nothing_runs=not running)


def _try(
    request: DeskRequest, form: Any, field: str, done: str, case: Case, action: Any
) -> HttpResponse | None:
    try:
        action()
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except REFUSALS as error:
        form.add_error(field, presenters.plainly(str(error)))
        return None
    messages.success(request, done)
    return redirect(presenters.case_url(case))


def _page(request: DeskRequest, name: str, case: Case, form: Any, **more: Any) -> HttpResponse:
    context = {
        "nav": "queue",
        "reference": case.reference,
        "form": form,
        "promised": show.panel(case=case, staff=request.user, now=timezone.now()),
        **more,
    }
    return render(request, f"casework/targets/{name}.html", context, status=422 if form.is_bound else 200)
