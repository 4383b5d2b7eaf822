"""A statement that PostgreSQL plans once a connection, and not once a call.

Planning a list with the access policy in it, or the figures beside it, takes PostgreSQL longer than answering it. A
statement whose constants are part of its text, and whose values are handed over beside it, is prepared by the driver
when it is asked over one connection for the second time, and keeps one plan for all values (`plan_cache_mode` in
backoffice/database.py). ONEQUEUE_PREPARE_AFTER=0 leaves that out, for poolers that hand out another connection for each
transaction.

https://www.psycopg.org/psycopg3/docs/advanced/prepare.html
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, Final, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.psycopg_any import mogrify

# In this order: each moment is a day too.
_TYPES: Final = ((str, "text"), (UUID, "uuid"), (datetime, "timestamptz"), (date, "date"))
KINDS: Final = tuple(kind for kind, _ in _TYPES)


class Value:
    """A place in a statement that takes a value of this kind, one of KINDS, in each call."""

    def __init__(self, kind: type) -> None:
        self.type = next(name for each, name in _TYPES if issubclass(kind, each))


class Planned:
    def __init__(self, sql: str, given: Sequence[Any]) -> None:
        """`sql` as Django writes it, and what is `given` with it: constants, or a `Value` for what comes with each call."""
        connection = connections[DEFAULT_DB_ALIAS]
        connection.ensure_connection()
        number = itertools.count(1)
        told = [
            f"${next(number)}::{each.type}" if isinstance(each, Value) else mogrify("%s", [each], connection)
            for each in given
        ]
        self.sql = sql % tuple(told)

    def rows(self, values: Iterable[Any]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = (
            cast("Any", connections[DEFAULT_DB_ALIAS]).asked(self.sql, list(values)).rows
        )
        return found

    def told(self, values: Iterable[Any], then: Callable[[list[tuple[Any, ...]]], None]) -> None:
        """In `written_together` it goes with the next statement; `then` is told its rows when they are there."""
        cast("Any", connections[DEFAULT_DB_ALIAS]).told(self.sql, list(values), then)


def together(
    asked: Iterable[tuple[Planned, Iterable[Any]]], *, meanwhile: Callable[[], object] | None = None
) -> list[list[tuple[Any, ...]]]:
    """The rows of each statement with its values, for one wait. `meanwhile` is done in it, asks nothing and raises nothing."""
    statements = [(planned.sql, list(values)) for planned, values in asked]
    connection: Any = connections[DEFAULT_DB_ALIAS]
    found: list[list[tuple[Any, ...]]] = connection.asked_together(statements, meanwhile=meanwhile)
    return found


def written_together() -> AbstractContextManager[None]:
    """Rows that are made in it, and of which nothing comes back, go to the server with the next statement (docs/adr/0041)."""
    waits: AbstractContextManager[None] = cast("Any", connections[DEFAULT_DB_ALIAS]).together()
    return waits
