"""A statement that PostgreSQL plans once a connection, and not once a call.

Planning a list with the access policy in it, or the figures beside it, takes PostgreSQL longer than answering it. A
statement whose constants are part of its text, and whose values are handed over beside it, is prepared by the driver
when it is asked over one connection for the second time, and keeps one plan for all values (`plan_cache_mode` in
backoffice/database.py). ONEQUEUE_PREPARE_AFTER=0 leaves that out, for poolers that hand out another connection for each
transaction.

https://www.psycopg.org/psycopg3/docs/advanced/prepare.html
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import mogrify
from psycopg import ClientCursor

_Bound: Final[Any] = base.ServerBindingCursor  # the stubs do not know what it comes from
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
        told = [
            f"%s::{each.type}"
            if isinstance(each, Value)
            else mogrify("%s", [each], connection).replace("%", "%%")
            for each in given
        ]
        self.sql = sql.replace("%%", "%%%%") % tuple(told)

    def rows(self, values: Iterable[Any]) -> list[tuple[Any, ...]]:
        with _cursor() as cursor:
            cursor.execute(self.sql, list(values))
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found


class _Told(_Bound):
    """Says afterwards what it asked, values and all, as Django's log of statements wants it."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        try:
            return super().execute(query, params, **how)
        finally:
            asked = ClientCursor(self.connection).mogrify(query, params)
            self._query = SimpleNamespace(query=asked.encode())


def _cursor() -> Any:
    """As Django's own `connection.cursor()`, except that values are bound by the server."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        kind = _Told if connection.queries_logged else _Bound
        return connection._prepare_cursor(connection.reading_moments(kind(connection.connection)))
