"""Asking a service's questions by text: seen before it begins, begun, and taken over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework import presenters, presenters_dialogues
from casework.errors import REFUSALS
from casework.forms.dialogues import AskForm
from casework.services import dialogues
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk, saying_refusals, visible_case


@desk("ask_by_text")
def ask(request: DeskRequest, reference: str) -> HttpResponse:
    found, now = visible_case(request, reference), timezone.now()
    ways = presenters_dialogues.ways(case=found, now=now)
    form = AskForm(request.POST if request.method == "POST" else None, ways=ways)
    if form.is_bound and form.is_valid():
        try:
            dialogues.start(case=found, contact_point=form.chosen(), actor=request.user, now=now)
        except REFUSALS as error:
            form.add_error("to", plainly(str(error)))
        else:
            messages.success(
                request, gettext("The first question goes out by text. The answers come onto this case.")
            )
            return redirect(presenters.case_url(found))
    context = {
        "nav": "queue",
        "case": found,
        "url": presenters.case_url(found),
        "form": form,
        "asking": presenters_dialogues.page(case=found, found=ways),
    }
    return render(request, "casework/dialogues/ask.html", context, status=422 if form.is_bound else 200)


@desk("ask_by_text")
@require_POST
def take_over(request: DeskRequest, reference: str) -> HttpResponse:
    found = visible_case(request, reference)
    return saying_refusals(
        request,
        lambda: dialogues.take_over(case=found, actor=request.user, now=timezone.now()),
        done=gettext("Nothing more is asked by text. Go on yourself."),
        to=presenters.case_url(found),
    )
