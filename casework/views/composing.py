"""Beside sending a reply: putting it aside, filling a template in, plain marks, and taking it back."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import presenters, presenters_composing, text_fields, text_parts
from casework.forms.case import ReplyForm
from casework.models import Case, Office
from casework.permissions import visible_cases, visible_contacts
from casework.services import drafts, replies, text_templates
from casework.services.replies import Way
from casework.views.base import DeskRequest, desk, visible_case

# What the composer's other buttons say in "do"; anything else sends.
TEMPLATE: Final = "template"
PLAIN: Final = "plain"
KEEP: Final = "keep"
ASIDE: Final = (TEMPLATE, PLAIN, KEEP)


@desk("reply")
@require_POST
def draft(request: DeskRequest, reference: str) -> HttpResponse:
    """The page saves by itself while somebody types; nothing comes back but whether it is kept."""
    found = visible_case(request, reference)
    form = _form(request, replies.judged(case=found, now=timezone.now()))
    if not _legible(form):
        words = " ".join(str(error) for error in form.errors["body"])
        return HttpResponse(words, status=422, content_type="text/plain")
    _keep(request, found, form, body=form.cleaned_data["body"])
    return HttpResponse(status=204)


def put_aside(request: DeskRequest, found: Case) -> ReplyForm | None:
    """What a button beside "send" does with the words: they become the draft. A form that is wrong comes back."""
    ways = replies.judged(case=found, now=timezone.now())
    form = _form(request, ways)
    if not _legible(form):
        return form
    do, body = request.POST.get("do"), form.cleaned_data["body"]
    if do == TEMPLATE:
        body = _with_template(request, found, ways, body)
    elif do == PLAIN:
        body = text_parts.plain(body)
    kept = _keep(request, found, form, body=body)
    if do == KEEP:
        messages.success(
            request, "Your draft is kept. Only you see it." if kept else "There is no draft now."
        )
    return None


def _form(request: DeskRequest, ways: list[Way]) -> ReplyForm:
    return ReplyForm(request.POST, ways=replies.triples(ways), sends=False, auto_id="reply-%s")


def _legible(form: ReplyForm) -> bool:
    """A number that cannot be texted any more is no reason to lose the words."""
    form.full_clean()
    return "body" not in form.errors


def _keep(request: DeskRequest, found: Case, form: ReplyForm, *, body: str) -> bool:
    point = form.points.get(form.cleaned_data.get("to", ""))
    kept = drafts.keep(case=found, author=request.user, body=body, contact_point=point, now=timezone.now())
    return kept is not None


def _with_template(request: DeskRequest, found: Case, ways: list[Way], body: str) -> str:
    """The template's words after what was typed already."""
    allowed = [way for way in ways if way.refused is None]
    chosen = _template(request, found, allowed)
    if chosen is None:
        messages.error(request, gettext("Choose a template first."))
        return body
    known = presenters_composing.values_for(
        case=found, allowed=allowed, staff=request.user, office=Office.current()
    )
    words = text_fields.fill(chosen.body, known)
    return f"{body}\n\n{words}" if body else words


def _template(request: DeskRequest, found: Case, allowed: list[Way]) -> Any:
    person = allowed[0].party.person if allowed else None
    language = text_templates.language_for(person=person, case=found)
    rows = text_templates.offered(service=found.service, language=language)
    return next((row for row in rows if str(row.pk) == request.POST.get("template")), None)


@desk("take_back")
@require_POST
def take_back(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    contact = (
        visible_contacts(request.user)
        .filter(pk=contact_id, direction="out", automatic=False)
        .filter(case__in=visible_cases(request.user).values("pk"))
        .select_related("case", "contact_point")
        .first()
    )
    if contact is None or contact.case is None:
        raise Http404("There is no such message.")
    if replies.take_back(contact=contact, actor=request.user, now=timezone.now()):
        messages.success(request, gettext("Taken back. Nothing was sent; the words are in the reply below."))
    else:
        messages.error(request, gettext("It is with the phone company already and cannot be stopped."))
    return redirect(f"{presenters.case_url(contact.case)}#reply")
