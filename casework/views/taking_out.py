"""A case on paper, and a list as a file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework import neighbours, presenters, selectors, selectors_timeline
from casework.filters import CaseFilter
from casework.models import Case
from casework.permissions import NotAllowed, visible_cases
from casework.services import taking_out
from casework.views.base import DeskRequest, desk, visible_case

PAGE_SIZE = 100
MOST_PAGES = 200  # of a timeline; a story of 20,000 entries


@desk("see_queue")
@require_safe
def print_case(request: DeskRequest, reference: str) -> HttpResponse:
    found, now = visible_case(request, reference), timezone.now()
    try:
        taking_out.printed(case=found, actor=request.user, now=now)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    case = selectors.case_page(staff=request.user, reference=found.reference)
    context = {
        "case": presenters.identity(case, now=now),
        "url": presenters.case_url(case),
        "people": [
            {"role": party.get_role_display(), "name": presenters.plainly(str(party))}
            for party in case.known_parties  # type: ignore[attr-defined]
        ],
        "items": presenters.with_days(_whole_story(request, case)),
        "printed_by": request.user,
        "printed_at": now,
    }
    return render(request, "casework/print.html", context)


def _whole_story(request: DeskRequest, case: Case) -> list[Any]:
    """All pages of the timeline, oldest first."""
    questions = selectors.questions(service_id=case.service_id)
    stretch = selectors_timeline.latest(case=case, size=PAGE_SIZE)
    found = stretch.entries
    for _ in range(MOST_PAGES):
        if not stretch.earlier:
            break
        first = selectors_timeline.key_of(stretch.entries[0])
        stretch = selectors_timeline.before(case=case, key=first, size=PAGE_SIZE)
        found = [*stretch.entries, *found]
    for entry in found:
        entry.questions = questions
    words = [getattr(entry, "reason", "") or getattr(entry, "words", "") for entry in found]
    seen = {case.reference, *neighbours.seen(staff=request.user, words=words)}
    return [presenters.timeline_item(entry, movable=False, seen=seen, may_take_back=False) for entry in found]


@desk("see_queue")
@require_safe
def export(request: DeskRequest) -> HttpResponseBase:
    filtered = CaseFilter(
        request.GET, queryset=visible_cases(request.user).filter(merged_into=None), request=request
    )
    filters = {name: str(filtered.data[name])[:200] for name in filtered.filters if filtered.data.get(name)}
    try:
        taking_out.exported(actor=request.user, filters=filters, now=timezone.now())
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    found = filtered.qs if filtered.is_valid() else filtered.queryset.none()
    cases = (
        found.filter(restricted=False)
        .select_related("service", "team", "assignee")
        .defer("search", "answers")
    )
    answer = StreamingHttpResponse(
        taking_out.lines(cases.order_by("-opened_at", "-pk").iterator(chunk_size=500)),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="cases.csv"'
    answer["Cache-Control"] = "no-store"
    return answer
