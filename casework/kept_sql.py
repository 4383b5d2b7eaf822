"""Queries that Django writes in SQL once a process, and not once a call.

Writing the SQL of a small query takes Django most of what the query costs, and each time it writes the same. A `Kept`
query is written when it is first asked, with marks in the places of its values; after that only the values differ.
Reading the rows into models, related ones and annotations stays Django's own.

    _OF_PREFIX = Kept(lambda prefix: ApiKey.objects.select_related("staff").filter(prefix=prefix)[:1])
    key = _OF_PREFIX.first(prefix="k7f2m9qx")

For queries whose SQL depends on nothing but how many values there are: texts, keys and moments, or tuples of them, one
writing for each length. True, False and None belong to the query, so each has a writing of its own.
Which rows somebody may see depends on more than that: see `kept_seen`.
"""

import copy
import itertools
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

Place = tuple[str, int]
# A longer list is written for its call alone: one writing kept for each length would fill the memory.
MOST_VALUES: Final = 20

_number: Final = itertools.count(1)
# A value of each kind that no caller has, by a running number.
_MARKS: Final[Mapping[type, Callable[[int], Any]]] = {
    str: lambda number: f"\ue000 {number} \ue000",
    UUID: lambda number: UUID(int=number),
    datetime: lambda number: datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=number),
    date: lambda number: date(1, 1, 1) + timedelta(days=number),
}


class CannotBeKept(Exception):
    """A value is of no kind that can be marked, or does not stand in the SQL as it was given."""


class Kept:
    def __init__(self, write: Callable[..., QuerySet[Any, Any]], *, unused: Iterable[str] = ()) -> None:
        """`write`: the query of values given by their names, with its limit where it has one. `unused`: names of values
        that the query may do without.
        """
        self._write, self._unused = write, frozenset(unused)
        self._written: dict[tuple[Any, ...], _Written] = {}

    def rows(self, **values: Any) -> list[Any]:
        if any(isinstance(value, tuple) and len(value) > MOST_VALUES for value in values.values()):
            return list(self._write(**values))
        kinds = tuple((name, _kind(value)) for name, value in values.items())
        if kinds not in self._written:
            self._written[kinds] = _Written(self._write, values, self._unused)
        return self._written[kinds].rows(values)

    def first(self, **values: Any) -> Any:
        """The first row; None where there is none."""
        return next(iter(self.rows(**values)), None)


class _Written:
    def __init__(
        self, write: Callable[..., QuerySet[Any, Any]], values: dict[str, Any], unused: frozenset[str]
    ) -> None:
        marks = {name: _marked(name, value) for name, value in values.items()}
        self._queryset = write(**marks)
        self._compiler = self._queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self._sql, given = self._compiler.as_sql()
        except EmptyResultSet:  # there is nothing that it could find
            self._sql, given = "", ()
        places = {repr(mark): place for place, mark in _places(marks).items()}
        self._params = [(places.get(repr(each)), each) for each in given]
        lost = set(places.values()) - {place for place, _ in self._params}
        if self._sql and any(name not in unused for name, _ in lost):
            raise CannotBeKept(f"{sorted(lost)} cannot be told in: {self._sql}")

    def rows(self, values: dict[str, Any]) -> list[Any]:
        if not self._sql:
            return []
        given, compiler = _places(values), copy.copy(self._compiler)
        params = tuple(each if place is None else given[place] for place, each in self._params)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        if self._queryset.query.select_for_update and compiler.connection.get_autocommit():
            raise TransactionManagementError("A row is locked in a transaction only.")
        compiler.as_sql = lambda: (self._sql, params)
        found = compiler.execute_sql()
        if not found:
            return []
        compiler.execute_sql = lambda *_, **__: found
        queryset: Any = self._queryset.all()
        queryset.query.get_compiler = lambda *_, **__: compiler
        return list(queryset)


def _kind(value: Any) -> Any:
    """What the SQL depends on."""
    if isinstance(value, tuple):
        return tuple(_kind(each) for each in value)
    return value if value is None or isinstance(value, bool) else type(value)


def _marked(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_marked(name, each) for each in value)
    if value is None or isinstance(value, bool):
        return value
    kind = next((each for each in _MARKS if isinstance(value, each)), None)
    if kind is None:
        raise CannotBeKept(f"{name} is a {type(value).__name__}")
    return _MARKS[kind](next(_number))


def _places(values: Mapping[str, Any]) -> dict[Place, Any]:
    """Each value with where it was given; what belongs to the query has no place."""
    found: dict[Place, Any] = {}
    for name, value in values.items():
        for index, each in enumerate(value if isinstance(value, tuple) else (value,)):
            if each is not None and not isinstance(each, bool):
                found[name, index] = each
    return found
