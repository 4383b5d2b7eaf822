"""A list as a file."""

from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.filters import CaseFilter
from casework.permissions import NotAllowed, visible_cases
from casework.services import taking_out
from casework.views.base import DeskRequest, desk


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
