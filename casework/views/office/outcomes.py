"""How calls and visits can end: which outcomes staff choose from, and those of the office's own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import outcomes as endings
from casework.forms.office.outcomes import OVER, OutcomeForm
from casework.models import Office
from casework.services import outcomes_offered as service
from casework.services.outcomes_offered import CannotBeOutcome
from casework.templatetags._said import said
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk

PAGE = "desk:office_outcomes"


@desk("edit_services")
def outcomes(request: DeskRequest) -> HttpResponse:
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _added(request, form):
        return redirect(f"{reverse(PAGE)}#own-title")
    office = Office.current()
    context = {
        "nav": "settings",
        "form": form,
        "own": _rows_of_own(office),
        "ours": [_row(code, office, said(endings.words(code))) for code in endings.CHOSEN],
    }
    return render(request, "casework/office/outcomes.html", context, status=422 if form.is_bound else 200)


def _added(request: DeskRequest, form: OutcomeForm) -> bool:
    called, over = form.cleaned_data["called"], form.cleaned_data["means"] == OVER
    try:
        code = service.add(called=called, settles=over, actor=request.user, now=timezone.now())
    except CannotBeOutcome as error:
        form.add_error("called", str(error))
        return False
    told = gettext("“%(name)s” is added. Staff can choose it now.")
    messages.success(request, told % {"name": plainly(endings.words(code))})
    return True


def _rows_of_own(office: Office) -> list[dict[str, Any]]:
    """As they are offered: what counts as the same stands together, and moves among itself."""
    found: list[dict[str, Any]] = []
    for base in endings.BASES:
        alike = [code for code in office.own_outcomes if endings.base(code) == base]
        found += [
            {
                **_row(code, office, plainly(endings.words(code))),
                "is_first": code == alike[0],
                "is_last": code == alike[-1],
            }
            for code in alike
        ]
    return found


def _row(code: str, office: Office, words: str) -> dict[str, Any]:
    meant = endings.OUTCOMES[endings.base(code)]
    return {
        "code": code,
        "words": words,
        "reached": meant.reached,
        "settles": meant.settles,
        "left_out": code in office.outcomes_left_out,
        "always": code in endings.ALWAYS_OFFERED,
    }


@desk("edit_services")
@require_POST
def outcome(request: DeskRequest) -> HttpResponse:
    """One of them: left out, offered again, up or down."""
    code, what = request.POST.get("code", ""), request.POST.get("do", "")
    if not service.is_known(Office.current(), code):
        raise Http404
    told = {"name": plainly(said(endings.words(code)))}
    try:
        words = _done(request, code, what)
    except CannotBeOutcome as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words % told)
    return redirect(f"{reverse(PAGE)}#{'own' if endings.is_own(code) else 'ours'}-title")


def _done(request: DeskRequest, code: str, what: str) -> str:
    asked: dict[str, Any] = {"code": code, "actor": request.user, "now": timezone.now()}
    if what == "leave_out":
        service.leave_out(**asked)
        return gettext("“%(name)s” is not offered any more. Contacts that ended with it keep it.")
    if what == "offer":
        service.offer(**asked)
        return gettext("“%(name)s” is offered again.")
    if service.move(**asked, up=what == "up"):
        return gettext("“%(name)s” moved up.") if what == "up" else gettext("“%(name)s” moved down.")
    return gettext("It cannot move further.")
