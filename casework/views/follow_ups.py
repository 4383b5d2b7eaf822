"""What is to be done later on a case: adding one; ticking one off or handing it over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from casework import presenters, presenters_follow_ups
from casework.errors import REFUSALS
from casework.forms.follow_ups import DoneForm, FollowUpForm, HandOverForm
from casework.models import Case, FollowUp
from casework.models.follow_up import FollowUpResult
from casework.permissions import visible_follow_ups
from casework.selectors_follow_ups import WHOLE
from casework.services import follow_ups
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest, desk, visible_case


@desk("follow_up")
def new(request: DeskRequest, reference: str) -> HttpResponse:
    found, now = visible_case(request, reference), timezone.now()
    data = request.POST if request.method == "POST" else None
    begun = {"owner": request.user.username}
    form = FollowUpForm(data, team=found.team, now=now, case=found, initial=begun)
    if form.is_bound and form.is_valid():
        due_at, moved = _due(found, form, now)
        given = {key: form.cleaned_data[key] for key in ("kind", "words", "owner", "person")}
        given |= {"contact_point": form.cleaned_data["point"], "window_from": _window(form, due_at)}
        said = _added(due_at, moved=moved, assumed=form.assumed)
        if _try(
            form, "words", follow_ups.make, case=found, due_at=due_at, actor=request.user, now=now, **given
        ):
            messages.success(request, said)
            return redirect(presenters.case_url(found))
    context = {"nav": "queue", "case": found, "url": presenters.case_url(found), "form": form}
    return render(request, "casework/follow_ups/add.html", context, status=422 if form.is_bound else 200)


def _due(case: Case, form: FollowUpForm, now: datetime) -> tuple[datetime, bool]:
    """The time, and whether it is another than was written."""
    at = form.cleaned_data["at"]
    if at is None:
        return follow_ups.tomorrow_morning(team=case.team, now=now), False
    due_at = follow_ups.working_moment(team=case.team, at=at)
    return due_at, due_at != at


def _added(due_at: datetime, *, moved: bool, assumed: str) -> str:
    """What was made of what was written."""
    words = gettext("Added, due %(when)s.")
    if moved:
        words = gettext("Added, due %(when)s, because the team does not work at the time you wrote.")
    return f"{words % {'when': _when(due_at)}} {assumed}".rstrip()


def _window(form: FollowUpForm, due_at: datetime) -> datetime | None:
    """A window on a day on which nobody works is none any more."""
    return form.cleaned_data["window_from"] if form.cleaned_data["at"] == due_at else None


def _when(at: datetime) -> str:
    local = timezone.localtime(at)
    return gettext("%(day)s at %(clock)s") % {"day": date_format(local, "l j F Y"), "clock": f"{local:%H:%M}"}


@desk("follow_up")
def one(request: DeskRequest, follow_up_id: UUID) -> HttpResponse:
    found, now = visible(request, follow_up_id), timezone.now()
    url = presenters.case_url(found.case) if found.case else reverse("desk:promised")
    done = DoneForm(request.POST if "done" in request.POST else None, auto_id="done-%s")
    hand = HandOverForm(
        request.POST if "hand" in request.POST else None,
        team=found.whose_team,
        initial={"owner": found.owner.username if found.owner else ""},
        auto_id="hand-%s",
    )
    given = {"follow_up": found, "actor": request.user, "now": now}
    if done.is_bound and done.is_valid():
        words, result = done.cleaned_data["words"], done.cleaned_data["result"] or FollowUpResult.KEPT
        field = "result" if result == FollowUpResult.NOT_REACHED else "words"
        if _try(done, field, follow_ups.done, words=words, result=result, **given):
            messages.success(request, gettext("Ended, and noted on the record."))
            return redirect(url)
    if hand.is_bound and hand.is_valid():
        to = hand.cleaned_data["owner"]
        if _try(hand, "owner", follow_ups.hand_over, to=to, **given):
            messages.success(request, gettext("Handed over to %(name)s.") % {"name": to or found.whose_team})
            return redirect(url)
    context = {
        "nav": "queue",
        "case": found.case,
        "url": url,
        "back": gettext("Back to %(reference)s") % {"reference": found.case.reference}
        if found.case
        else gettext("Back to what was promised"),
        "follow_up": presenters_follow_ups.shown(found, now=now),
        "done": done,
        "hand": hand,
    }
    wrong = done.is_bound or hand.is_bound
    return render(request, "casework/follow_ups/one.html", context, status=422 if wrong else 200)


def visible(request: DeskRequest, follow_up_id: UUID) -> FollowUp:
    """404 alike for hidden and missing."""
    seen = visible_follow_ups(request.user).filter(pk=follow_up_id)
    found = seen.select_related(*WHOLE).first()
    if found is None:
        raise Http404("There is no such follow-up.")
    return found


def _try(form: Any, field: str, action: Any, **given: Any) -> bool:
    try:
        action(**given)
    except REFUSALS as error:
        form.add_error(field, plainly(str(error)))
        return False
    return True
