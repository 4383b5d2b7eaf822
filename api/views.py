"""What every resource shares: who may, which parameters there are, and how a list is answered."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.utils.mediatypes import media_type_matches
from rest_framework.views import APIView

from api import keys
from api.models import ApiKey
from api.pagination import Keyset
from api.requests import StaffRequest
from api.throttling import PerCaller
from casework import keyset, references, selectors_api
from casework.models import Case
from casework.permissions import require


class AlwaysJSON(BaseContentNegotiation):
    """There is one representation. Whatever a client says it likes best, it gets that one."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        return next(
            (each for each in parsers if media_type_matches(each.media_type, request.content_type)), None
        )

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        only = next(iter(renderers))
        return only, only.media_type


class ApiView(APIView):
    throttle_classes = [PerCaller]
    content_negotiation_class = AlwaysJSON
    metadata_class = None
    verbs: ClassVar[dict[str, str]] = {}
    """Method → verb of `casework.permissions`; a method without one is for everybody who is logged in."""
    parameters: ClassVar[tuple[str, ...]] = ()
    """Names of the query parameters of GET."""
    order: keyset.Order = keyset.ACTIVITY
    _key: ApiKey | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in self.verbs:
            require(cast(StaffRequest, request).user, self.verbs[request.method])
        self._check_parameters(request)

    def perform_authentication(self, request: Request) -> None:
        super().perform_authentication(request)
        self._key = cast(StaffRequest, request).auth

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """The use of a key is noted when all is done or refused: a call that waits for a case holds up no other of its key."""
        if self._key is not None:
            keys.used(key=self._key, now=timezone.now())
        answered: Response = super().finalize_response(request, response, *args, **kwargs)
        return answered

    def _check_parameters(self, request: Request) -> None:
        takes = self.parameters if request.method == "GET" else ()
        known = ", ".join(takes) or "none"
        faults = {
            name: [f"There is no such parameter. Parameters: {known}."]
            for name in request.query_params
            if name not in takes
        }
        for name in takes:
            values = request.query_params.getlist(name)
            if len(values) > 1:
                faults[name] = ["Send it once."]
            elif values and "\x00" in values[0]:
                faults[name] = ["The character NUL cannot be looked for."]
        if faults:
            raise ValidationError(dict(list(faults.items())[:10]))

    def listed(
        self,
        queryset: QuerySet[Any],
        shape: type[BaseSerializer[Any]],
        context: Callable[[list[Any]], dict[str, Any]] = lambda rows: {},
    ) -> Response:
        """One page. `context` is asked once with its rows for what their shape needs beside them."""
        pages = Keyset()
        rows = pages.paginate_queryset(queryset, self.request, self)
        return pages.get_paginated_response(shape(rows, many=True, context=context(rows)).data)


def visible_case(request: StaffRequest, reference: str) -> Case:
    """The case, or 404 alike for hidden, missing and malformed."""
    wanted = references.normalise(reference)
    if wanted is None:
        raise Http404
    case = selectors_api.case(staff=request.user, reference=wanted)
    if case is None:
        raise Http404
    return case
