"""The request as views see it, after authentication."""

from typing import Final

from rest_framework.request import Request

from api.models import ApiKey
from casework.models import Staff

# Bytes that the web server has read before a view is called (PIECE in backoffice/pages.py).
READ_BEFORE: Final = 64 * 1024


def is_here(request: Request) -> bool:
    """The whole body: nobody waits for the rest of it."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return length.isdecimal() and int(length) <= READ_BEFORE


class StaffRequest(Request):
    """A request whose caller is known: a member of staff, or the machine of a key."""

    user: Staff
    auth: ApiKey | None
