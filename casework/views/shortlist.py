"""The personal shortlist: a star for a case, the list in one's own order."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from casework import presenters, selectors, selectors_stars
from casework.models import Case
from casework.services import stars
from casework.services.stars import ShortlistFull
from casework.views.base import DeskRequest, desk, visible_case
from casework.views.queue_parts import back_from

STEPS = {"up": -1, "down": 1}


@desk("star")
@require_POST
def star(request: DeskRequest, reference: str) -> HttpResponse:
    """`star` is "on" or "off": what it shall be, so that pressing twice does no harm."""
    case = visible_case(request, reference)
    on = request.POST.get("star", "on") != "off"
    full = _starred(request, case, on=on)
    if request.htmx:
        starred = on and not full
        context = {
            "reference": case.reference,
            "starred": starred,
            "star_url": reverse("desk:star", args=[case.reference]),
            "back": back_from(request),
            "said": full or f"{case.reference} is {'on' if starred else 'off'} your shortlist.",
            "full": full,
        }
        return render(request, "components/star.html", context)
    if full:
        messages.error(request, full)
    return redirect(f"{back_from(request)}#star-{case.reference}")


def _starred(request: DeskRequest, case: Case, *, on: bool) -> str:
    """Why it could not be; "" where it is as they wanted."""
    if not on:
        stars.unstar(case=case, actor=request.user, now=timezone.now())
        return ""
    try:
        stars.star(case=case, actor=request.user, now=timezone.now())
    except ShortlistFull as error:
        return str(error)
    return ""


@desk("star")
@require_safe
def shortlist(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    found = selectors_stars.shortlist(staff=request.user)
    cases = {
        case.pk: case
        for case in selectors.for_rows(Case.objects.filter(pk__in=[each.case_id for each in found]))
    }
    rows = [presenters.queue_row(cases[each.case_id], now=now) for each in found]
    for row, each in zip(rows, found, strict=True):
        row.key, row.move_url = str(each.pk), reverse("desk:shortlist_move", args=[each.pk])
    context = {"nav": "queue", "rows": rows, "focus": request.GET.get("focus", ""), "now": now}
    return render(request, "casework/shortlist/list.html", context)


@desk("star")
@require_POST
def move(request: DeskRequest, star_id: UUID) -> HttpResponse:
    found = selectors_stars.shortlist(staff=request.user)
    wanted = next((each for each in found if each.pk == star_id), None)
    if wanted is None:
        raise Http404("It is not on your shortlist any more.")
    way = request.POST.get("do", "")
    if way in STEPS:
        stars.move(star=wanted, by=STEPS[way], among=found, actor=request.user, now=timezone.now())
    focus = f"{way if way in STEPS else 'up'}-{wanted.pk}"
    return redirect(f"{reverse('desk:shortlist')}?focus={focus}")
