"""Cases: the queue with its filters, and one case."""

from functools import lru_cache
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from api import shapes
from api.pagination import PAGE_SIZE, PARAMETERS, Keyset
from api.requests import StaffRequest
from api.rows import Column, Rows
from api.schema import PAGES, PROBLEMS, page_of
from api.v1.case_shapes import CaseShape, WholeCaseShape, neighbours, seen
from api.views import ApiView
from casework import keyset, presenters, references, selectors_api, selectors_why
from casework.filters import CaseFilter
from casework.kept_seen import KeptSeen
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


# The shape asks the parties of a model; a row brings the one of them whom the case is about.
_ROWS: Final = Rows(
    CaseShape,
    key=(name.lstrip("-") for name in keyset.ACTIVITY.fields),
    own={"person": Column("whom", presenters.whom_in_words)},
)


def _asked(cases: QuerySet[Case]) -> QuerySet[Case, Any]:
    return _ROWS.asked(cases.annotate(**selectors_why.whom_it_is_about()))


@lru_cache(maxsize=8)  # nobody needs pages of many sizes
def _first_page(size: int) -> KeptSeen:
    """Where nothing is chosen: what is open, as the filter has it."""
    return KeptSeen(
        lambda staff: _asked(visible_cases(staff).filter(is_open=True)).order_by(*keyset.ACTIVITY.fields)[
            :size
        ]
    )


def _wanted(request: StaffRequest) -> QuerySet[Case]:
    """Raises ValidationError with what is wrong with each filter."""
    cases = visible_cases(request.user)
    # An integration must not lose a case because somebody put it aside for later.
    filtered = CaseFilter(request.query_params, queryset=cases, request=request, with_snoozed=True)
    if not filtered.is_valid():
        raise ValidationError(
            {name: [str(each) for each in found] for name, found in filtered.errors.items()}
        )
    return filtered.qs


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
        """Statements: 1 for the key, 1 for the list, whatever its length."""
        pages = Keyset()
        if request.query_params.keys() <= {PAGE_SIZE}:
            rows = pages.first(lambda size: _first_page(size).rows(request.user), request)
        else:
            rows = pages.paginate_queryset(_asked(_wanted(request)), request, self)
        return pages.get_paginated_response(_ROWS.said(rows))


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
        case = selectors_api.whole_case(staff=request.user, reference=wanted or "")
    except Case.DoesNotExist as error:
        raise Http404 from error
    told = shapes.read(WholeCaseShape, case, seen=seen(request.user, neighbours(case)))
    return Response(told, status=status, headers={"ETag": f'"{case.version}"'})
