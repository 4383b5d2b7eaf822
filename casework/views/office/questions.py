"""Questions of a service: a new one, one of them, its place, and removing it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework.forms.office.services import QuestionForm, of_question
from casework.models import Question, Service
from casework.services import service_questions as service
from casework.services.service_catalogue import CannotBeService
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk
from casework.views.office.services import mark

PAGE = "casework/office/question.html"


@desk("edit_services")
def new(request: DeskRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Service, code=code)
    form = QuestionForm(request.POST if request.method == "POST" else None, initial={"kind": "text"})
    if form.is_bound and form.is_valid():
        try:
            service.add(service=found, wanted=form.wanted(), actor=request.user, now=timezone.now())
        except CannotBeService as error:
            mark(form, error)
        else:
            messages.success(request, gettext("The question is added, at the end."))
            return redirect("desk:office_service", found.code)
    context = {"nav": "settings", "form": form, "service": _service(found), "question": None}
    return render(request, PAGE, context, status=422 if form.is_bound else 200)


def _service(found: Service) -> dict[str, str]:
    return {"code": found.code, "name": plainly(found.name)}


def _question(question_id: UUID) -> Question:
    found = Question.objects.filter(pk=question_id).select_related("service").first()
    if found is None:
        raise Http404("There is no such question. Somebody may have removed it.")
    return found


@desk("edit_services")
def question(request: DeskRequest, question_id: UUID) -> HttpResponse:
    found = _question(question_id)
    refused = plainly(service.why_kept(found))
    kept = f"{gettext('It cannot be removed yet.')} {refused}" if refused else ""
    fixed = bool(kept) or service.was_used(found)
    given = request.POST if request.method == "POST" else None
    form = QuestionForm(given, initial=of_question(found), fixed=fixed)
    if form.is_bound and form.is_valid():
        try:
            changed = service.change(
                question=found, wanted=form.wanted(), actor=request.user, now=timezone.now()
            )
        except CannotBeService as error:
            mark(form, error)
        else:
            messages.success(request, gettext("Saved.") if changed else gettext("Nothing was different."))
            return redirect("desk:office_service", found.service.code)
    context = {
        "nav": "settings", "form": form, "service": _service(found.service),
        "question": {"pk": found.pk, "label": plainly(found.label), "code": found.code, "fixed": fixed, "kept": kept},
    }  # fmt: skip
    return render(request, PAGE, context, status=422 if form.is_bound else 200)


@desk("edit_services")
@require_POST
def move(request: DeskRequest, question_id: UUID) -> HttpResponse:
    found, up = _question(question_id), request.POST.get("do") == "up"
    moved = service.move(question=found, up=up, actor=request.user, now=timezone.now())
    where = gettext("“%(name)s” moved up.") if up else gettext("“%(name)s” moved down.")
    words = where % {"name": plainly(found.label)} if moved else gettext("It cannot move further.")
    messages.success(request, words)
    return redirect(f"{reverse('desk:office_service', args=[found.service.code])}#question-{found.pk}")


@desk("edit_services")
def remove(request: DeskRequest, question_id: UUID) -> HttpResponse:
    found = _question(question_id)
    if request.method == "POST":
        try:
            service.remove(question=found, actor=request.user, now=timezone.now())
        except CannotBeService as error:
            messages.error(request, plainly(str(error)))
            return redirect("desk:office_question", found.pk)
        messages.success(request, gettext("“%(title)s” is asked no more.") % {"title": plainly(found.label)})
        return redirect("desk:office_service", found.service.code)
    context = {
        "nav": "settings",
        "service": _service(found.service),
        "question": {"pk": found.pk, "label": plainly(found.label)},
        "kept": plainly(service.why_kept(found)),
        "used": service.was_used(found),
    }
    return render(request, "casework/office/question_remove.html", context)
