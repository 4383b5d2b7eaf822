"""Addresses of pages about one thing: Django is asked once for each kind of page, not once for each of forty contacts."""

from functools import cache
from uuid import UUID

from django.urls import reverse

_NO_KEY = str(UUID(int=0))
_NO_REFERENCE = "0000-0000"


def of(name: str, thing: UUID | str) -> str:
    """As `reverse` makes it of a key, or of a case's reference: signs that an address carries as they are."""
    before, after = _around(name, _NO_KEY if isinstance(thing, UUID) else _NO_REFERENCE)
    return f"{before}{thing}{after}"


@cache
def _around(name: str, stand_in: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[stand_in]).partition(stand_in)
    return before, after
