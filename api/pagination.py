"""Pages by key: each answer carries the addresses of the next and the previous page."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError as NotAValue
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from casework import keyset

SIZE: Final = 50
LARGEST: Final = 100
CURSOR, PAGE_SIZE = "cursor", "page_size"
PARAMETERS: Final = (CURSOR, PAGE_SIZE)
BROKEN: Final = "This cursor is not one of ours for this list. Begin again without it, and follow “next”."


class Keyset(BasePagination):
    """Give `order` before use; the order ends in the id, so that no row is missed or seen twice."""

    order: keyset.Order = keyset.ACTIVITY

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        order = getattr(view, "order", self.order)
        cursor = request.query_params.get(CURSOR, "")
        _check(cursor, order)
        try:
            self.page = keyset.page(queryset, order=order, cursor=cursor, size=_size(request))
        except (
            NotAValue,
            ValueError,
            TypeError,
        ) as error:  # another list's cursor: its values fit no field here
            raise ValidationError({CURSOR: [BROKEN]}) from error
        return self.page.rows

    def first(self, read: Callable[[int], list[Any]], request: Request) -> list[Any]:
        """The page that nearly everybody asks for first, of rows in the order of the list: `read` is told how many."""
        self.request, size = request, _size(request)
        self.page = keyset.first_page(read(size + 1), order=self.order, size=size)
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {"next": self._url(self.page.older), "previous": self._url(self.page.newer), "results": data}
        )

    def _url(self, cursor: str) -> str | None:
        if not cursor:
            return None
        query = {**self.request.query_params.dict(), CURSOR: cursor}
        return f"{_base(self.request)}{self.request.path}?{urlencode(query)}"


def _base(request: Request) -> str:
    """The public address behind its proxy; on loopback whatever was called."""
    public = urlsplit(settings.PUBLIC_BASE_URL)
    if request.get_host() == public.netloc:
        return str(settings.PUBLIC_BASE_URL)
    return f"{request.scheme}://{request.get_host()}"


def _check(cursor: str, order: keyset.Order) -> None:
    if not cursor:
        return
    try:
        parts = signing.loads(cursor, salt=keyset.SALT)
    except (signing.BadSignature, ValueError) as error:
        raise ValidationError({CURSOR: [BROKEN]}) from error
    if len(parts) != len(order.fields) + 1:
        raise ValidationError({CURSOR: [BROKEN]})


def _size(request: Request) -> int:
    wanted = request.query_params.get(PAGE_SIZE, str(SIZE))
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 6 and 1 <= int(wanted) <= LARGEST):
        raise ValidationError({PAGE_SIZE: [f"Write a number from 1 to {LARGEST}."]})
    return int(wanted)
