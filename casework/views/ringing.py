"""Ringing somebody: the number, what to heed, and how the call ended."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from casework import attempt_rules, presenters, presenters_ringing, selectors_follow_ups
from casework.errors import REFUSALS
from casework.forms.ringing import RingForm
from casework.live_tokens import live_url
from casework.models import Case, FollowUp
from casework.permissions import may, visible_cases
from casework.services import attempts, numbers_to_ring, ringing
from casework.services.numbers_to_ring import Line
from casework.services.survivors import LeftSight
from casework.text import show_bidi_controls as plainly
from casework.views import ringing_kept
from casework.views.base import DeskRequest, desk, visible_case
from casework.views.follow_ups import visible

NOT_THIS_NUMBER: Final = gettext_lazy(
    "The number you rang is not on record here any more. Nothing was noted. Choose a number again."
)


@desk("ring")
def of_follow_up(request: DeskRequest, follow_up_id: UUID) -> HttpResponse:
    try:
        found = visible(request, follow_up_id)
    except Http404:
        return ringing_kept.left_sight(request, request.POST.get("reference", ""))
    here = reverse("desk:ring", args=[found.pk])
    if found.done_at is not None:
        messages.info(request, gettext("This follow-up has ended."))
        return redirect("desk:follow_up", follow_up_id=found.pk)
    return _ring(request, case=found.case, follow_up=found, here=here)


@desk("ring")
def of_case(request: DeskRequest, reference: str) -> HttpResponse:
    """Where something is promised already, a call from the case is a try to keep that."""
    try:
        found = visible_case(request, reference)
    except Http404:
        return ringing_kept.left_sight(request, reference)
    promised = selectors_follow_ups.next_call(case=found)
    if promised is not None and request.method != "POST" and not request.htmx:
        return redirect("desk:ring", follow_up_id=promised.pk)
    here = reverse("desk:ring_case", args=[found.reference])
    return _ring(request, case=found, follow_up=promised, here=here)


def _ring(request: DeskRequest, *, case: Case | None, follow_up: FollowUp | None, here: str) -> HttpResponse:
    now = timezone.now()
    lines = numbers_to_ring.lines(case=case, follow_up=follow_up, now=now)
    wanted = request.POST.get("number") or request.GET.get("number", "")
    line = _chosen(lines, wanted)
    reference = case.reference if case else ""
    if request.htmx and request.GET.get("part") == "safety":
        return _safety(request, line, case=case, here=here)
    if request.method == "POST" and line is None and ringing_kept.typed(request.POST):
        return ringing_kept.no_number(request, reference)
    form = RingForm(mark=line.mark if line else "")
    if request.method == "POST" and line is not None:
        form = RingForm(request.POST)
        answer = _noted(form, line, case=case, follow_up=follow_up, wanted=wanted, request=request, now=now)
        if answer is not None:
            return answer
    context = {
        "nav": "queue",
        "form": form,
        "case": case,
        "back": _back(case),
        "here": here,
        "numbers": [
            presenters_ringing.number(each, url=here, chosen=each is line, case=case) for each in lines
        ],
        "line": _context_of(line, case=case, here=here),
        "person": plainly(str(line.person)) if line and line.person else "them",
        "unreached": presenters_ringing.UNREACHED,
        "person_url": _another_number(request, line),
        **presenters_ringing.needs(line),
        **_past(follow_up, line, case=case, now=now),
    }
    return render(request, "casework/ringing/ring.html", context, status=422 if form.is_bound else 200)


def _another_number(request: DeskRequest, line: Line | None) -> str:
    """Where those who may add one to whoever is to be rung."""
    if line is None or line.person is None or not may(request.user, "change_person"):
        return ""
    return reverse("desk:person_add", args=[line.person.pk])


def _chosen(lines: list[Line], wanted: str) -> Line | None:
    """The one that was asked for; else the first that may be rung, else the first."""
    for line in lines:
        if str(line.point.pk) == wanted:
            return line
    allowed = [line for line in lines if not line.verdict.refused]
    return next(iter(allowed or lines), None)


def _back(case: Case | None) -> dict[str, str]:
    if case is None:
        return {"url": reverse("desk:promised"), "words": gettext("Back to what was promised")}
    return {
        "url": presenters.case_url(case),
        "words": gettext("Back to %(reference)s") % {"reference": case.reference},
    }


def _safety(request: DeskRequest, line: Line | None, *, case: Case | None, here: str) -> HttpResponse:
    """Asked every few seconds: nothing to show while nothing has changed."""
    if line is None or request.GET.get("mark") == line.mark:
        return HttpResponse(status=204)
    context = {"line": _context_of(line, case=case, here=here, changed=True)}
    return render(request, "casework/ringing/_safety.html", context)


def _context_of(line: Line | None, *, case: Case | None, here: str, changed: bool = False) -> dict[str, Any]:
    if line is None:
        return {}
    return {
        **presenters_ringing.safety(line),
        "id": str(line.point.pk),
        "display": plainly(str(line.point)),
        "dial": line.point.value if line.point.value.startswith("+") else "",
        "changed": changed,
        "look_url": f"{here}?part=safety&number={line.point.pk}&mark={line.mark}",
        "live_url": live_url(str(case.pk)) if case is not None else "",
    }


def _past(
    follow_up: FollowUp | None, line: Line | None, *, case: Case | None, now: datetime
) -> dict[str, Any]:
    """What was promised, the tries so far, and when the next one would be."""
    tries = attempts.tries(follow_up) if follow_up is not None else []
    asked = [*tries, attempt_rules.Attempt(timezone.localtime(now))]
    following = attempts.propose(
        attempts=asked,
        point=line.point if line else None,
        follow_up=follow_up,
        case=case,
        now=now,
        in_window=follow_up is not None and attempts.window_is_theirs(follow_up, tries),
    )
    found: dict[str, Any] = {"following": presenters_ringing.proposal(following, now=now)}
    if follow_up is None:
        return found
    contacts = selectors_follow_ups.calls_of(follow_up=follow_up)
    missing = attempts.what_is_missing(follow_up) if tries else ""
    return found | {
        "promised": presenters_ringing.promised(follow_up, now=now),
        "attempts": presenters_ringing.attempts(contacts),
        "may_end": presenters_ringing.may_end(tries, missing=missing) if tries else "",
        "end_url": "" if missing or not tries else reverse("desk:follow_up", args=[follow_up.pk]),
    }


def _noted(
    form: RingForm,
    line: Line,
    *,
    case: Case | None,
    follow_up: FollowUp | None,
    wanted: str,
    request: DeskRequest,
    now: datetime,
) -> HttpResponse | None:
    """Puts the call on record. None where the page comes back, with everything typed and what is wrong with it."""
    if not form.is_valid():
        return None
    if wanted and str(line.point.pk) != wanted:
        form.add_error(None, NOT_THIS_NUMBER)
        return None
    try:
        rang = _rang(form, line, case=case, follow_up=follow_up, request=request, now=now)
    except LeftSight:
        return ringing_kept.left_sight(request, case.reference if case else "")
    except REFUSALS as error:
        form.add_error(None, plainly(str(error)))
        return None
    return _afterwards(request, rang, case=case, now=now)


def _rang(
    form: RingForm,
    line: Line,
    *,
    case: Case | None,
    follow_up: FollowUp | None,
    request: DeskRequest,
    now: datetime,
) -> ringing.Rang:
    data = form.cleaned_data
    return ringing.rang(
        case=case,
        follow_up=follow_up,
        point=line.point,
        outcome=data["outcome"],
        words=data["words"],
        agreed=data["agreed"],
        minutes=data["minutes"],
        once=form.once_id(),
        seen=data["seen"],
        actor=request.user,
        now=now,
    )


def _afterwards(
    request: DeskRequest, rang: ringing.Rang, *, case: Case | None, now: datetime
) -> HttpResponse:
    """Reached: back to the case. A wrong number: to the other numbers. Else: when to ring again."""
    if rang.proposal is None:
        messages.success(request, gettext("Noted on the record."))
    else:
        again = presenters_ringing.proposal(rang.proposal, now=now)
        messages.success(request, gettext("Noted. Ring again %(when)s.") % {"when": again})
    if rang.contact.outcome == attempt_rules.WRONG_NUMBER and rang.follow_up is not None:
        return redirect("desk:ring", follow_up_id=rang.follow_up.pk)
    seen = case is not None and visible_cases(request.user).filter(pk=case.pk).exists()
    return redirect(presenters.case_url(case) if case is not None and seen else reverse("desk:promised"))
