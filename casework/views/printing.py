"""A copy of a case, to print or to save as PDF: what goes in and why, then the copy, in parts where it is long.

The event that says who copies what and why is what a copy is made from. Who asks is judged anew by every page here.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from casework import (
    neighbours,
    presenters,
    presenters_printing,
    references,
    selectors,
    selectors_printing,
    selectors_timeline,
)
from casework.forms.printing import CopyForm
from casework.models import Case, Event, Office
from casework.permissions import NotAllowed
from casework.printing import making
from casework.printing.copies import Copy, document
from casework.printing.parts import Part
from casework.selectors_timeline import Key
from casework.services import taking_out
from casework.views.base import DeskRequest, desk


@desk("print_case")
def ask(request: DeskRequest, reference: str) -> HttpResponse:
    found, now = _case(request, reference), timezone.now()
    try:
        taking_out.check_may_print(case=found, actor=request.user, now=now)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    counts = selectors_timeline.counts(case=found)
    form = CopyForm(request.POST or None, choices=presenters_printing.choices(counts))
    if request.method != "POST":
        return _asked(request, found, form, counts)
    if not form.is_valid():
        return _asked(request, found, form, counts, status=422)
    what = form.cleaned_data["what"]
    parts = selectors_printing.parts(case=found, what=what)
    try:
        event = taking_out.printed(
            case=found,
            actor=request.user,
            what=what,
            named=presenters_printing.said(what),
            entries=parts[-1].ends if parts else 0,
            reason=form.cleaned_data["reason"],
            other=form.cleaned_data["other"],
            now=now,
        )
    except taking_out.CannotCopy as error:
        form.add_error("other", str(error))
        return _asked(request, found, form, counts, status=422)
    return redirect("desk:case_copy", reference=found.reference, copy_id=event.pk)


def _case(request: DeskRequest, reference: str) -> Case:
    """With its people; 404 alike for hidden and missing."""
    wanted = references.normalise(reference)
    try:
        return selectors.case_page(staff=request.user, reference=wanted or "")
    except Case.DoesNotExist as error:
        raise Http404("There is no such case.") from error


def _asked(
    request: DeskRequest, found: Case, form: CopyForm, counts: dict[str, int], *, status: int = 200
) -> HttpResponse:
    context = {
        "nav": "queue",
        "form": form,
        "reference": found.reference,
        "url": presenters.case_url(found),
        "usual": presenters_printing.usual(counts, selectors_printing.USUAL),
    }
    return render(request, "casework/printing/ask.html", context, status=status)


@desk("print_case")
@require_safe
def ready(request: DeskRequest, reference: str, copy_id: UUID) -> HttpResponse:
    """What was asked for, as links: one pair for each part."""
    found = _case(request, reference)
    event = _event(request, found, copy_id)
    if event is None:
        return _asked_too_long_ago(request, found)
    parts = selectors_printing.parts(case=found, what=event.after["what"], but=event.pk)
    context = {
        "nav": "queue",
        "reference": found.reference,
        "url": presenters.case_url(found),
        "rows": presenters_printing.rows(event, parts),
        "parts": presenters_printing.part_rows(found, event, parts),
        "warning": _warning(event.after["what"]),
    }
    return _private(render(request, "casework/printing/ready.html", context))


def _event(request: DeskRequest, found: Case, copy_id: UUID) -> Event | None:
    try:
        return taking_out.copy_asked_for(case=found, actor=request.user, event_id=copy_id, now=timezone.now())
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error


def _asked_too_long_ago(request: DeskRequest, found: Case) -> HttpResponse:
    messages.info(
        request,
        gettext("Say again what goes in and why. A copy can be had for an hour, by whoever asked for it."),
    )
    return redirect("desk:print_case", reference=found.reference)


def _warning(what: Collection[str]) -> str:
    return presenters_printing.WITH_NOTES if selectors_timeline.NOTES in what else ""


@desk("print_case")
@require_safe
def page(request: DeskRequest, reference: str, copy_id: UUID, number: int) -> HttpResponse:
    """One part as a plain page."""
    found = _case(request, reference)
    event = _event(request, found, copy_id)
    if event is None:
        return _asked_too_long_ago(request, found)
    copy, _ = _copy(request, found, event, number)
    context = {
        "nav": "queue",
        "copy": copy,
        "ready_url": redirect("desk:case_copy", reference=found.reference, copy_id=copy_id).url,
    }
    return _private(render(request, "casework/printing/page.html", context))


@desk("print_case")
@require_safe
def pdf(request: DeskRequest, reference: str, copy_id: UUID, number: int) -> HttpResponse:
    """One part as a file. Where it cannot be made, the way to the page to print is said."""
    found = _case(request, reference)
    event = _event(request, found, copy_id)
    if event is None:
        return _asked_too_long_ago(request, found)
    copy, parts = _copy(request, found, event, number)
    try:
        made = making.pdf(document(copy))
    except making.CannotMakePdf as error:
        messages.error(request, str(error))
        return redirect("desk:case_copy", reference=found.reference, copy_id=copy_id)
    answer = HttpResponse(made, content_type="application/pdf")
    name = presenters_printing.file_name(found, number=number, of=len(parts))
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return _private(answer)


def _copy(request: DeskRequest, found: Case, event: Event, number: int) -> tuple[Copy, list[Part[Key]]]:
    """What this part holds, as they see it now, and all parts. A case with nothing of the kind has one empty part."""
    what = event.after["what"]
    parts = selectors_printing.parts(case=found, what=what, but=event.pk)
    if not 1 <= number <= max(len(parts), 1):
        raise Http404("There is no such part.")
    part = parts[number - 1] if parts else None
    entries = selectors_printing.entries(case=found, what=what, part=part, but=event.pk) if part else []
    copy = presenters_printing.copy(
        case=found,
        event=event,
        staff=request.user,
        office=Office.current().name,
        parts=parts,
        number=number,
        items=_items(request, found, entries),
    )
    return copy, parts


def _items(request: DeskRequest, found: Case, entries: list[Any]) -> list[Any]:
    """As on the timeline: the same words, and no other case named that they do not see."""
    questions = selectors.questions(service_id=found.service_id)
    for entry in entries:
        entry.questions = questions
    words = [getattr(entry, "reason", "") or getattr(entry, "words", "") for entry in entries]
    others = [text.replace(found.reference, "") for text in words]
    seen = {found.reference, *neighbours.seen(staff=request.user, words=others)}
    return [
        presenters.timeline_item(entry, movable=False, seen=seen, may_take_back=False) for entry in entries
    ]


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
