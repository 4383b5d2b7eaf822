"""Contacts without a case: the list that finds them, and the page of each, from which it is filed."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from casework import presenters
from casework import presenters_without_case as show
from casework import selectors_without_case as selectors
from casework.forms.without_case import FileForm, SearchForm
from casework.models import Contact, Move
from casework.permissions import may, surviving, visible_cases
from casework.presenters_files import pictures_shown
from casework.services import without_case
from casework.services.filing_moves import CannotBeMoved
from casework.views.base import DeskRequest, desk
from casework.views.undo import done_with_undo

NONE = "There is no such contact."


@desk("search")
@require_safe
def contacts(request: DeskRequest) -> HttpResponse:
    asked = request.GET.dict()
    asked.pop("at", None)
    form = SearchForm(asked or None)
    sought = selectors.Sought()
    if form.is_bound and form.is_valid():
        sought = form.sought()
    wrong = form.is_bound and not form.is_valid()
    context: dict[str, Any] = {"nav": "queue", "form": form, "sought": sought != selectors.Sought()}
    if not wrong:
        page, number = selectors.found(staff=request.user, sought=sought, cursor=request.GET.get("at", ""))
        context |= {
            "rows": [show.row(each) for each in page.rows],
            "counted": show.counted(number),
            "newer": _page_url(asked, page.newer),
            "older": _page_url(asked, page.older),
        }
    return render(request, "casework/without_case/list.html", context, status=422 if wrong else 200)


def _page_url(asked: dict[str, str], cursor: str) -> str:
    return f"?{urlencode({**asked, 'at': cursor})}" if cursor else ""


@desk("search")
def contact(request: DeskRequest, contact_id: UUID) -> HttpResponse:
    """Who, when, what and how it ended; what was promised; and where it belongs."""
    found = selectors.one(staff=request.user, contact_id=contact_id)
    if found is None:
        raise Http404(NONE)
    if found.filing != "none":
        return _elsewhere(request, found)
    files = may(request.user, "file_without_case")
    form = FileForm(request.POST if request.method == "POST" and files else None)
    if form.is_bound and form.is_valid():
        made = _filed(request, found, form)
        if made is not None:
            return _on(request, made)
    return _page(request, found, form, files=files)


def _page(request: DeskRequest, found: Contact, form: FileForm, *, files: bool) -> HttpResponse:
    now = timezone.now()
    promised = selectors.follow_ups(staff=request.user, contact=found)
    cases = selectors.cases_for(staff=request.user, contact=found) if files else []
    context = {
        "nav": "queue",
        "contact": show.page(found, pictures=pictures_shown(request.user)),
        "follow_ups": [show.follow_up(each, now=now) for each in promised],
        "files": files,
        "form": form,
        "new": found.direction == "in",
        "candidates": [show.candidate(each, now=now) for each in cases],
        "errors": [str(error) for error in form.non_field_errors()] if form.is_bound else [],
    }
    return render(
        request, "casework/without_case/contact.html", context, status=422 if form.is_bound else 200
    )


def _elsewhere(request: DeskRequest, found: Contact) -> HttpResponse:
    """Filed since, or waiting to be filed: to where it is, if one may see that."""
    if found.case is not None and visible_cases(request.user).filter(pk=found.case.pk).exists():
        return redirect(f"{presenters.case_url(found.case)}#contact-{found.pk}")
    if found.filing == "held":
        return redirect("desk:filing")
    raise Http404(NONE)


def _filed(request: DeskRequest, found: Contact, form: FileForm) -> Move | None:
    to = None if form.opens_one else surviving(request.user, form.cleaned_data["to"])
    if not form.opens_one and to is None:
        form.add_error("reference", gettext("There is no such case. Check the reference."))
        return None
    try:
        return without_case.file(
            contact=found,
            to=to,
            service=form.cleaned_data["service"] if form.opens_one else None,
            actor=request.user,
            now=timezone.now(),
        )
    except CannotBeMoved as error:
        form.add_error("choice", str(error))
        return None


def _on(request: DeskRequest, made: Move) -> HttpResponse:
    done_with_undo(request, gettext("Put on %(reference)s.") % {"reference": made.to.reference}, made)
    visible = visible_cases(request.user).filter(pk=made.to_id).exists()
    return redirect(presenters.case_url(made.to) if visible else reverse("desk:without_case"))
