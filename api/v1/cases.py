"""Cases: the queue with its filters, and one case."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from api.pagination import PARAMETERS
from api.requests import StaffRequest
from api.schema import PAGES, PROBLEMS, page_of
from api.v1.case_shapes import CaseShape, WholeCaseShape, neighbours, seen
from api.views import ApiView
from casework import keyset, references, selectors
from casework.filters import CaseFilter
from casework.models import Case
from casework.permissions import visible_cases

FILTERS = tuple(CaseFilter.base_filters)


def _described() -> list[OpenApiParameter]:
    """The desk's filters, in the words of the desk."""
    found = []
    for name, each in CaseFilter.base_filters.items():
        choices = each.extra.get("choices")
        codes = [str(code) for code, _ in choices] if isinstance(choices, (list, tuple)) else None
        found.append(OpenApiParameter(name, str, description=str(each.label), enum=codes))
    return found


class Cases(ApiView):
    verbs = {"GET": "see_queue"}
    parameters = (*FILTERS, *PARAMETERS)
    order = keyset.ACTIVITY

    @extend_schema(
        operation_id="cases_list",
        summary="List cases",
        description="Those you may see, latest activity first. Without a status or words (q) only what is open.",
        parameters=[*_described(), *PAGES],
        responses={200: page_of(CaseShape, "CasePage"), **PROBLEMS},
    )
    def get(self, request: StaffRequest) -> Response:
        """Statements: 1 for the key, 2 for the list, whatever its length."""
        # An integration must not lose a case because somebody put it aside for later.
        filtered = CaseFilter(
            request.query_params, queryset=visible_cases(request.user), request=request, with_snoozed=True
        )
        if not filtered.is_valid():
            raise ValidationError(
                {name: [str(each) for each in found] for name, found in filtered.errors.items()}
            )
        return self.listed(selectors.for_queue(filtered.qs), CaseShape)


class OneCase(ApiView):
    verbs = {"GET": "see_queue"}

    @extend_schema(
        summary="Read a case",
        description="Its contacts are under /contacts/?case=…. The ETag is the version, for If-Match.",
        responses={200: WholeCaseShape, **PROBLEMS},
    )
    def get(self, request: StaffRequest, reference: str) -> Response:
        return shown(request, reference)


def shown(request: StaffRequest, reference: str, *, status: int = 200) -> Response:
    """The whole case as the caller may see it. 404 alike for hidden and missing."""
    wanted = references.normalise(reference)
    try:
        case = selectors.case_page(staff=request.user, reference=wanted or "")
    except Case.DoesNotExist as error:
        raise Http404 from error
    context: dict[str, Any] = {"request": request, "seen": seen(request.user, neighbours(case))}
    return Response(
        WholeCaseShape(case, context=context).data, status=status, headers={"ETag": f'"{case.version}"'}
    )
