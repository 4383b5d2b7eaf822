"""A macro on a case: chosen, looked over, done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from casework.errors import REFUSALS
from casework.forms.office.macros import ChooseForm, RunForm
from casework.ids import uuid7
from casework.models import Case, Macro
from casework.ports import sending
from casework.send_rules import channel_to
from casework.services import drafts, macro_runs, macros
from casework.services.macro_runs import DoneAlready, Run, Writing
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, back_to, desk, visible_case
from casework.views.office.macros import words


@desk("use_macro")
def run(request: DeskRequest, reference: str) -> HttpResponse:
    """Without a macro the page offers those there are; with one it shows each step before anything is done."""
    found = visible_case(request, reference)
    offered = macros.offered(case=found, actor=request.user)
    chosen = next((each for each in offered if str(each.pk) == request.GET.get("macro", "")), None)
    if chosen is None:
        context = {
            "nav": "queue",
            "reference": found.reference,
            "form": ChooseForm(macros=offered) if offered else None,
        }
        return render(request, "casework/macros/choose.html", context)
    return _looked_over(request, found, chosen)


def _looked_over(request: DeskRequest, case: Case, macro: Macro) -> HttpResponse:
    now = timezone.now()
    writing, ways = macro_runs.begun(macro=macro, case=case, actor=request.user, now=now)
    form = None
    if writing is not None:
        to = str(writing.to.pk) if writing.to else None
        given = request.POST if request.method == "POST" else None
        form = RunForm(given, ways=ways, initial={"body": writing.body, "to": to})
    this = Run(case=case, macro=macro, actor=request.user, now=now, writing=writing)
    if request.method == "POST" and (form is None or form.is_valid()):
        this.writing = Writing(body=form.cleaned_data["body"], to=form.chosen()) if form else None
        if done := _done(request, this, form):
            return done
    return _page(request, this, form, ways)


def _done(request: DeskRequest, this: Run, form: RunForm | None) -> HttpResponse | None:
    """The way on, or None where a step was refused: then nothing was done."""
    try:
        macro_runs.do(this, token=_token(request.POST.get("token", "")))
    except DoneAlready:
        messages.info(
            request,
            gettext("“%(name)s” was done already. It was done once.") % {"name": plainly(this.macro.name)},
        )
    except REFUSALS as error:
        words = plainly(str(error))
        said = gettext("Nothing was done. %(words)s") % {"words": words}
        if this.step:
            said = gettext("Nothing was done. Step %(number)s: %(words)s") % {
                "number": this.step,
                "words": words,
            }
        messages.error(request, said)
        return None
    else:
        messages.success(request, gettext("“%(name)s” is done.") % {"name": plainly(this.macro.name)})
    return redirect(back_to(request, this.case))


def _token(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return uuid7()


def _page(request: DeskRequest, this: Run, form: RunForm | None, ways: list[Any]) -> HttpResponse:
    refused = macro_runs.tried(this, refusals=REFUSALS)
    said = words(this.macro, macros.names([this.macro]))
    draft = drafts.of(case=this.case, author=request.user) if form else None
    context = {
        "nav": "queue",
        "reference": this.case.reference,
        "macro": {"pk": this.macro.pk, "name": plainly(this.macro.name), "about": plainly(this.macro.about)},
        "steps": [
            {"words": each, "refused": plainly(why), "reply": step["do"] == "reply"}
            for each, why, step in zip(said, refused, this.macro.steps, strict=False)
        ],
        "refused": any(refused),
        "form": form,
        "to": _to(form),
        "draft": bool(draft and draft.body.strip()),
        "token": str(_token(request.POST.get("token", ""))),
    }
    code = 422 if request.method == "POST" else 200
    return render(request, "casework/macros/preview.html", context, status=code)


def _to(form: RunForm | None) -> dict[str, str] | None:
    """Whom it goes to and by which channel, where there is nothing to choose."""
    point = next(iter(form.points.values()), None) if form else None
    if form is None or point is None:
        return None
    label = dict(form.fields["to"].choices)[str(point.pk)]  # type: ignore[attr-defined]
    return {"who": label, "channel": sending().label(channel_to(point.value)).lower()}
