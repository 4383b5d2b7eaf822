"""Services: the list in its order, one with its questions, its words, how people see it, on the public form or off it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from casework.forms.office.preview import PreviewForm
from casework.forms.office.services import ServiceForm, of_service
from casework.models import Question, Service
from casework.services import service_catalogue as catalogue
from casework.services.service_catalogue import CannotBeService
from casework.services.service_texts import NOT_BY_TEXT
from casework.templatetags._said import said
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk


@desk("edit_services")
@require_safe
def services(request: DeskRequest) -> HttpResponse:
    """1 statement, however many there are."""
    rows = [
        _row(each) for each in Service.objects.annotate(asked=Count("questions")).order_by("position", "name")
    ]
    return render(request, "casework/office/services.html", {"nav": "settings", "services": rows})


def _row(service: Any) -> dict[str, Any]:
    return {
        "code": service.code,
        "name": plainly(service.name),
        "group": plainly(service.group),
        "summary": plainly(service.summary),
        "published": service.published,
        "restricted": service.restricted,
        "sensitive": service.sensitive,
        "asked": ngettext("%(count)s question", "%(count)s questions", service.asked)
        % {"count": service.asked},
    }


@desk("edit_services")
def new(request: DeskRequest) -> HttpResponse:
    form = ServiceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = catalogue.add(wanted=form.wanted(), actor=request.user, now=timezone.now())
        except CannotBeService as error:
            mark(form, error)
        else:
            messages.success(
                request, gettext("“%(name)s” is added. Say next what it asks.") % {"name": plainly(made.name)}
            )
            return redirect("desk:office_service", made.code)
    context = {"nav": "settings", "form": form, "service": None}
    return render(
        request, "casework/office/service_words.html", context, status=422 if form.is_bound else 200
    )


def mark(form: Any, error: CannotBeService) -> None:
    form.add_error(error.field if error.field in form.fields else None, plainly(str(error)))


@desk("edit_services")
@require_safe
def service(request: DeskRequest, code: str) -> HttpResponse:
    """2 statements."""
    found = get_object_or_404(Service, code=code)
    questions = [_question(each) for each in found.questions.all()]
    context = {
        "nav": "settings",
        "service": {**_row_of(found), "rows": _words(found)},
        "questions": questions,
    }
    return render(request, "casework/office/service.html", context)


def _row_of(found: Service) -> dict[str, Any]:
    return {"code": found.code, "name": plainly(found.name), "published": found.published}


def _words(found: Service) -> list[dict[str, Any]]:
    yes, none = {True: gettext("Yes"), False: gettext("No")}, gettext("None")
    return [
        {"key": gettext("Group"), "value": found.group or none, "safe": True},
        {"key": gettext("Summary"), "value": found.summary or none, "safe": True},
        {"key": gettext("Guidance"), "value": found.guidance or none, "safe": True},
        {"key": gettext("When to ring instead"), "value": found.stop_notice or none, "safe": True},
        {"key": gettext("Restricted"), "value": yes[found.restricted]},
        {"key": gettext("Sensitive"), "value": yes[found.sensitive]},
        {"key": gettext("Asks whether it is sorted"), "value": yes[found.ask_when_closed]},
        {"key": gettext("Skill"), "value": found.skill or none},
    ]


def _question(each: Question) -> dict[str, Any]:
    choices = [str(choice.get("label", "")) for choice in each.choices or ()]
    facts = [
        said(each.get_kind_display()),
        gettext("must be answered") if each.required else "",
        gettext("also by text") if each.by_text and each.kind not in NOT_BY_TEXT else "",
    ]
    return {
        "pk": each.pk,
        "label": plainly(each.label),
        "facts": ", ".join(filter(None, facts)),
        "choices": plainly(" / ".join(choices)),
    }


@desk("edit_services")
def words(request: DeskRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Service, code=code)
    form = ServiceForm(request.POST if request.method == "POST" else None, initial=of_service(found))
    if form.is_bound and form.is_valid():
        try:
            changed = catalogue.change(
                service=found, wanted=form.wanted(), actor=request.user, now=timezone.now()
            )
        except CannotBeService as error:
            mark(form, error)
        else:
            messages.success(request, gettext("Saved.") if changed else gettext("Nothing was different."))
            return redirect("desk:office_service", found.code)
    context = {"nav": "settings", "form": form, "service": _row_of(found)}
    return render(
        request, "casework/office/service_words.html", context, status=422 if form.is_bound else 200
    )


@desk("edit_services")
@require_POST
def move(request: DeskRequest, code: str) -> HttpResponse:
    found, up = get_object_or_404(Service, code=code), request.POST.get("do") == "up"
    moved = catalogue.move(service=found, up=up, actor=request.user, now=timezone.now())
    where = gettext("“%(name)s” moved up.") if up else gettext("“%(name)s” moved down.")
    words = where % {"name": plainly(found.name)} if moved else gettext("It cannot move further.")
    messages.success(request, words)
    return redirect(f"{reverse('desk:office_services')}#service-{found.code}")


@desk("edit_services")
@require_POST
def publish(request: DeskRequest, code: str) -> HttpResponse:
    found, on = get_object_or_404(Service, code=code), request.POST.get("do") == "publish"
    try:
        catalogue.publish(service=found, published=on, actor=request.user, now=timezone.now())
    except CannotBeService as error:
        messages.error(request, plainly(str(error)))
    else:
        done = (
            gettext("“%(name)s” is on the public form now.")
            if on
            else gettext("“%(name)s” is off the public form. Forms that were begun can be finished.")
        )
        messages.success(request, done % {"name": plainly(found.name)})
    return redirect("desk:office_service", found.code)


@desk("edit_services")
@require_safe
def preview(request: DeskRequest, code: str) -> HttpResponse:
    """As the public form shows it, whether it is published or not: 2 statements."""
    found = get_object_or_404(Service, code=code)
    context = {
        "nav": "settings",
        "service": found,
        "name": plainly(found.name),
        "form": PreviewForm(questions=found.questions.all()),
    }
    return render(request, "casework/office/preview.html", context)
