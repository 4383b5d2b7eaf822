"""One button: the next case, why it is this one, and passing it over."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from casework import presenters
from casework.errors import REFUSALS
from casework.forms.next_case import PassOverForm
from casework.services import next_case
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk, visible_case

# In the address of a case that came up by this button.
NEXT = "next"


@desk("next_case")
def next_one(request: DeskRequest) -> HttpResponse:
    """Pressed, it takes; looked at, it says only what comes."""
    return _go_on(request) if request.method == "POST" else _nothing(request, pressed=False)


def _go_on(request: DeskRequest) -> HttpResponse:
    taken = next_case.take(actor=request.user, now=timezone.now())
    if taken is None:
        return _nothing(request, pressed=True)
    return redirect(f"{presenters.case_url(taken.case)}?{NEXT}=1")


def _nothing(request: DeskRequest, *, pressed: bool) -> HttpResponse:
    coming = next_case.coming(actor=request.user, now=timezone.now())
    context = {
        "nav": "queue",
        "title": gettext("Nothing is waiting for you") if pressed else gettext("Next case"),
        "pressed": pressed,
        "coming": coming,
        "url": presenters.case_url(coming.case) if coming else "",
    }
    return render(request, "casework/next/nothing.html", context)


@desk("next_case")
def skip(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    form = PassOverForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            next_case.skip(case=found, reason=form.said(), actor=request.user, now=timezone.now())
        except REFUSALS as error:
            form.add_error("reason", plainly(str(error)))
        else:
            return _go_on(request)
    context = {
        "nav": "queue",
        "case": found,
        "summary": plainly(presenters.said(found.summary)),
        "url": f"{presenters.case_url(found)}?{NEXT}=1",
        "form": form,
    }
    return render(request, "casework/next/pass_over.html", context, status=422 if form.is_bound else 200)
