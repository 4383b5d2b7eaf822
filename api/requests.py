"""The request as views see it, after authentication."""

from math import inf
from typing import Final

from rest_framework.request import Request

from api.models import ApiKey
from api.parsers import LARGEST
from casework.models import Staff

# Bytes that the web server has read before a view is called (PIECE in backoffice/pages.py).
READ_BEFORE: Final = 64 * 1024


def is_here(request: Request) -> bool:
    """The whole body: nobody waits for the rest of it."""
    return _length(request) <= READ_BEFORE


def read_in(request: Request) -> None:
    """Nobody waits for the rest of it from here on. What is wrong with it is said when it is its turn: a case that is hidden
    is missing whatever was sent to it. One that is too long is left unread; its length alone refuses it.
    """
    if _length(request) <= LARGEST:
        _ = request.body


def _length(request: Request) -> float:
    """In bytes, as the head says in digits; without end where it does not, and then nothing is read of what follows."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isdecimal() else inf


class StaffRequest(Request):
    """A request whose caller is known: a member of staff, or the machine of a key."""

    user: Staff
    auth: ApiKey | None
