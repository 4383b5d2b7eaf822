"""Django's PostgreSQL, with less to do for each request.

Moments are read by the driver's own compiled loader. Django's is written in Python, to put them in the connection's time
zone; ours is always UTC, in which the driver hands them over by itself: the same values for an eighth of the time, and a
list of fifty cases has 250.

A connection that is taken up again is asked whether it still stands by looking at its socket. Django sends a statement,
which is a way to the server and back on each request. Where the server has ended it, or anything else came in unasked,
there is something to read, and then Django asks.

Rows are written by statements that are kept (`compiler`). Their values, and those of what casework/planned_sql.py reads,
are bound by the server.

Several statements go to the server together where nothing of one is needed for the next, and one wait answers them all
(libpq's pipeline mode): what is read ahead, and rows that are written one after the other in `together`.

https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends
https://www.psycopg.org/psycopg3/docs/advanced/pipeline.html
"""

import re
import select
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC
from types import SimpleNamespace
from typing import Any, Final, NamedTuple, cast

from django.db.backends.postgresql import base
from psycopg import RawCursor, adapters
from psycopg.pq import Format, TransactionStatus
from psycopg.sql import Literal

from backoffice.postgresql.operations import DatabaseOperations

MOMENT: Final = adapters.types["timestamptz"].oid
_LOADER: Final = adapters.get_loader(MOMENT, Format.TEXT)
_PLACE: Final = re.compile(r"\$(\d+)(?=::)")


# Cursors that one connection keeps, each with the rows that it read last.
MOST_IDLE: Final = 10

# Statements that one connection holds prepared: those of pages, and one for each way to write a row. 100 unless said.
MOST_PREPARED: Final = 200


Rows = list[tuple[Any, ...]]


class Statement(NamedTuple):
    """Its text, with numbered places, each with its type (`$1::text`), their values, and who is told its rows."""

    sql: str
    values: Sequence[Any]
    then: Callable[[Rows], None] | None = None


class _Told(RawCursor[Any]):
    """Says afterwards what it asked, values and all, as Django's log of statements wants it."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        try:
            return super().execute(query, params, **how)
        finally:
            values = [Literal(each).as_string(self.connection) for each in params or ()]
            asked = _PLACE.sub(lambda place: values[int(place[1]) - 1], query)
            self._query = cast("Any", SimpleNamespace(query=asked.encode()))


def _named(sql: str, values: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    named = _PLACE.sub(lambda place: f"%(value{place[1]})s", sql.replace("%", "%%"))
    return named, {f"value{number}": value for number, value in enumerate(values, 1)}


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: Any) -> Any:
        connection: Any = super().get_new_connection(conn_params)
        connection.prepared_max = MOST_PREPARED
        self._idle = []
        return connection

    _idle: list[Any] = []

    def is_usable(self) -> bool:
        return self._stands_idle() or super().is_usable()

    def _stands_idle(self) -> bool:
        if self.connection is None or self.connection.pgconn.transaction_status != TransactionStatus.IDLE:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)

    def create_cursor(self, name: str | None = None) -> Any:
        self._send_waiting()
        return self._reading_moments(super().create_cursor(name))

    @contextmanager
    def asked(self, sql: str, values: Sequence[Any]) -> Iterator[Any]:
        """The cursor of a statement whose values are bound by the server, at the places that it numbers, each with its type
        (`$1::text`): the driver has nothing to read through, and the longest of these statements are longer than what it
        remembers. What is asked over one connection again is prepared.

        Where something stands before each statement, such as who changes a setting, it goes as Django's own do.
        """
        if self.execute_wrappers:
            with self.cursor() as cursor:
                cursor.execute(*_named(sql, values))
                yield cursor
        else:
            (cursor,) = self._sent([Statement(sql, values)])
            yield cursor
            self._put_back(cursor)

    def told(self, sql: str, values: Sequence[Any], then: Callable[[Rows], None] | None = None) -> None:
        """The same of a statement that nobody waits for: in `together` it goes with the next one. `then` is told its rows,
        where it has some.
        """
        statement = Statement(sql, values, then)
        if self._waiting is not None and not self.execute_wrappers:
            self._waiting.append(statement)
        elif then is None:
            with self.asked(sql, values):
                pass
        else:
            then(self._rows(statement))

    def asked_together(self, statements: Sequence[tuple[str, Sequence[Any]]]) -> list[Rows]:
        """The rows of each, for one wait. They see what was committed when their own turn comes."""
        asked = [Statement(*each) for each in statements]
        if not asked or self.execute_wrappers:
            return [self._rows(each) for each in asked]
        return [self._read(cursor) for cursor in self._sent(asked)]

    def _rows(self, statement: Statement) -> Rows:
        with self.asked(statement.sql, statement.values) as cursor:
            found: Rows = cursor.fetchall()
            return found

    def _read(self, cursor: Any) -> Rows:
        found: Rows = cursor.fetchall()
        self._put_back(cursor)
        return found

    @contextmanager
    def together(self) -> Iterator[None]:
        """Rows that are written in it go with the next statement that is asked, at the latest at its end: they are refused
        there, and not where they were made. So whoever expects a refusal makes the row outside of it.
        """
        if self._waiting is not None:
            yield
            return
        self._waiting = []
        try:
            yield
            self._send_waiting()
        finally:
            self._waiting = None

    _waiting: list[Statement] | None = None

    def _taken(self) -> list[Statement]:
        if not self._waiting:
            return []
        taken, self._waiting = self._waiting, []
        return taken

    def _send_waiting(self) -> None:
        if self._waiting:
            self._sent([])

    def _commit(self) -> Any:
        self._send_waiting()
        return cast("Any", super())._commit()

    def _rollback(self) -> Any:
        self._taken()
        return cast("Any", super())._rollback()

    def _savepoint_rollback(self, sid: str) -> None:
        self._taken()  # what waits was written after the savepoint, which took along what waited before it
        cast("Any", super())._savepoint_rollback(sid)

    def _sent(self, statements: Sequence[Statement]) -> list[Any]:
        """Cursors of these, once what waits has gone before them."""
        waiting = self._taken()
        sent = [*waiting, *statements]
        cursors = [self._numbered_cursor() for _ in sent]
        with self.wrap_database_errors, self._one_wait(len(sent)):
            for cursor, (sql, values, _) in zip(cursors, sent, strict=True):
                cursor.execute(sql, values)
        for cursor, (*_, then) in zip(cursors, waiting, strict=False):
            if then is None:
                self._put_back(cursor)
            else:
                then(self._read(cursor))
        return cursors[len(waiting) :]

    def _one_wait(self, count: int) -> Any:
        return nullcontext() if count == 1 else cast("Any", self.connection).pipeline()

    def _numbered_cursor(self: Any) -> Any:
        self.close_if_health_check_failed()
        self.ensure_connection()
        if self._idle and not self.queries_logged:
            return self._idle.pop()
        with self.wrap_database_errors:
            kind = _Told if self.queries_logged else RawCursor
            return self._prepare_cursor(self._reading_moments(kind(self.connection)))

    def _put_back(self, cursor: Any) -> None:
        """To be used again: making one costs the driver more than sending a statement by it."""
        if len(self._idle) < MOST_IDLE and not self.queries_logged:
            self._idle.append(cursor)
        else:
            cursor.close()

    def _reading_moments(self, cursor: Any) -> Any:
        if self.timezone is UTC and _LOADER is not None:
            cursor.adapters.register_loader("timestamptz", _LOADER)
        return cursor
