"""Figures beside lists stop at a thousand: nobody needs to know whether it is 1,000 or 100,000, and the second is slow. Pure."""

from typing import Final

MOST_COUNTED: Final = 1000


def capped(number: int, *, most: int | None = None) -> str:
    """Reads "1,000+" for what was counted no further."""
    limit = MOST_COUNTED if most is None else most
    return f"{limit:,}+" if number > limit else f"{number:,}"
