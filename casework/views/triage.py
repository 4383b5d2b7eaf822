"""Triage: the service of a case and the answers to its questions, with what the rules make of it shown beforehand."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from casework.errors import REFUSALS
from casework.forms.triage import AnswersForm, ServiceForm
from casework.models import Case, Service
from casework.permissions import visible_cases
from casework.services import meanwhile as meanwhiles
from casework.services import rerouting
from casework.services import triage as service
from casework.views import meanwhile
from casework.views.base import DeskRequest, back_to, desk, visible_case


@desk("change_service")
def triage(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    data = request.POST if request.method == "POST" else request.GET if "service" in request.GET else None
    chooser = ServiceForm(data, initial={"service": found.service.code if found.service else ""})
    if chooser.is_bound and not chooser.is_valid():
        return _page(request, found, chooser, AnswersForm(questions=(), answers={}))
    chosen = chooser.cleaned_data["service"] if chooser.is_bound else found.service
    questions = list(chosen.questions.all()) if chosen else []
    posted = request.POST if request.method == "POST" else None
    fresh = posted is None or "show" in posted
    form = AnswersForm(None if fresh else posted, questions=questions, answers=dict(found.answers))
    if posted is None or fresh or not form.is_valid():
        return _page(request, found, chooser, form, chosen=chosen)
    if "look" in posted:
        would = service.would(case=visible_case(request, reference), service=chosen, answers=form.answers())
        return _page(request, found, chooser, form, chosen=chosen, looked=True, would=would)
    return _save(request, found, chooser, form, chosen)


def _save(
    request: DeskRequest, case: Case, chooser: ServiceForm, form: AnswersForm, chosen: Service | None
) -> HttpResponse:
    try:
        decision = service.change(
            case=case, service=chosen, answers=form.answers(), actor=request.user, now=timezone.now(),
            seen=request.POST.get("seen", ""),
        )  # fmt: skip
    except meanwhiles.ChangedMeanwhile as error:
        return _second(request, case, form, chosen, error)
    except REFUSALS as error:
        chooser.add_error("service", str(error))
        return _page(request, case, chooser, form, chosen=chosen)
    if decision is not None:
        messages.success(request, gettext("Saved. A rule that is marked for it routed the case anew."))
        return redirect(back_to(request, case, "desk:why"))
    messages.success(request, gettext("Saved."))
    if _offered(request, case):
        return redirect("desk:why", case.reference)
    return redirect(back_to(request, case, "desk:case"))


def _second(
    request: DeskRequest,
    case: Case,
    form: AnswersForm,
    chosen: Service | None,
    error: meanwhiles.ChangedMeanwhile,
) -> HttpResponse:
    asked = [(str(form.fields[code].label), str(value)) for code, value in form.cleaned_data.items()]
    return meanwhile.page(
        request,
        error,
        title=gettext("Somebody changed what %(reference)s is about") % {"reference": case.reference},
        back=reverse("desk:triage", args=[case.reference]),
        typed=[(gettext("Service"), str(chosen or gettext("Not known"))), *asked],
        button=gettext("Save mine"),
    )


def _offered(request: DeskRequest, case: Case) -> bool:
    """Whether the rules would have it elsewhere now; a restriction may have hidden it from whoever saved."""
    now = visible_cases(request.user).filter(pk=case.pk, is_open=True).select_related("team").first()
    return now is not None and bool(rerouting.preview(case=now, actor=request.user))


def _page(
    request: DeskRequest, case: Case, chooser: ServiceForm, form: AnswersForm, **more: Any
) -> HttpResponse:
    wrong = (chooser.is_bound and chooser.errors) or (form.is_bound and form.errors)
    seen = request.POST.get("seen") or meanwhiles.of_case(case)
    context = {
        "nav": "queue",
        "reference": case.reference,
        "chooser": chooser,
        "form": form,
        "seen": seen,
        **more,
    }
    return render(request, "casework/triage.html", context, status=422 if wrong else 200)
