"""Two rows that have nothing to do with each other, by one statement that is written once.

Django writes the statement of each and makes instances of it. It cannot say that both are wanted at once.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet

from casework.kept_sql import Kept, Reading, Writing


class KeptPair(Kept):
    """Of two query sets of one row at most. Its only row, where there is one of the first, is: what that is, and what makes
    an instance of the second, or None where there is none, each time it is called.
    """

    @classmethod
    def at_once(cls, written: Any) -> list[Any]:
        first, second = written
        return [(each, second.first) for each in first]

    def _writing(self, written: tuple[QuerySet[Any], QuerySet[Any]], marks: Any) -> "_Pair":
        first, second = written
        return _Pair(Reading(first), Reading(second), marks, self._unused)


class _Pair(Writing):
    def __init__(self, first: Reading, second: Reading, marks: Any, unused: frozenset[str]) -> None:
        self._first, self._second = first, second
        sql = f"SELECT * FROM {_part(first, 'one')} LEFT JOIN {_part(second, 'other')} ON true"  # noqa: S608 - Django wrote both
        self.planned = marks.planned(sql, (*first.given, *second.given), unused)

    def made(self, found: list[tuple[Any, ...]]) -> list[tuple[Any, Callable[[], Any]]]:
        return [
            (
                self._first.read([row[: self._first.columns]])[0],
                partial(self._other, row[self._first.columns :]),
            )
            for row in found
        ]

    def _other(self, row: tuple[Any, ...]) -> Any:
        # Every model has a key, so a row of nothing but nulls is none.
        return None if all(each is None for each in row) else self._second.read([row])[0]


def _part(reading: Reading, name: str) -> str:
    """Its columns by their places: two of them may have one name."""
    return f"({reading.sql}) AS {name} ({', '.join(f'{name}_{place}' for place in range(reading.columns))})"
