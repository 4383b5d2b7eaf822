"""The request as views see it, after authentication."""

from contextlib import suppress
from typing import Final

from django.core.exceptions import RequestDataTooBig
from rest_framework.request import Request

from api.models import ApiKey
from casework.models import Staff

# Bytes that the web server has read before a view is called (PIECE in backoffice/pages.py).
READ_BEFORE: Final = 64 * 1024


def is_here(request: Request) -> bool:
    """The whole body: nobody waits for the rest of it."""
    length = _length(request)
    return length is not None and length <= READ_BEFORE


def read_in(request: Request) -> None:
    """Nobody waits for the rest of it from here on. What is wrong with it, too long, no JSON, is said when it is its turn:
    a case that is hidden is missing whatever was sent to it.
    """
    if _length(request) is not None:
        with suppress(RequestDataTooBig):  # left unread
            _ = request.body


def _length(request: Request) -> int | None:
    """In bytes. Where the head does not say it in digits, nothing is read of what follows."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isdecimal() else None


class StaffRequest(Request):
    """A request whose caller is known: a member of staff, or the machine of a key."""

    user: Staff
    auth: ApiKey | None
