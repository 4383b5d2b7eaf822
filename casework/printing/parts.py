"""A long case is copied in parts, so that one copy never takes more memory or time than a few hundred entries do. Pure."""

from collections.abc import Sequence
from typing import Final, Generic, NamedTuple, TypeVar

MOST_ENTRIES: Final = 500
# Of all that is said in one part. A single entry may hold 100,000.
MOST_LETTERS: Final = 250_000

Where = TypeVar("Where")


class Part(NamedTuple, Generic[Where]):
    """From which entry to which, and which entries of all these are, counted from 1."""

    first: Where
    last: Where
    begins: int
    number: int

    @property
    def ends(self) -> int:
        return self.begins + self.number - 1


def divided(outline: Sequence[tuple[Where, int]]) -> list[Part[Where]]:
    """Entries in order with their letters, as parts. An entry is never cut."""
    parts: list[Part[Where]] = []
    letters = 0
    for number, (where, length) in enumerate(outline, start=1):
        full = bool(parts) and (parts[-1].number >= MOST_ENTRIES or letters + length > MOST_LETTERS)
        if not parts or full:
            parts.append(Part(where, where, number, 1))
            letters = length
        else:
            parts[-1] = parts[-1]._replace(last=where, number=parts[-1].number + 1)
            letters += length
    return parts
