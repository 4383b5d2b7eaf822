"""Django's PostgreSQL, with less to do for each request.

Moments are read by the driver's own compiled loader. Django's is written in Python, to put them in the connection's time
zone; ours is always UTC, in which the driver hands them over by itself: the same values for an eighth of the time, and a
list of fifty cases has 250.

A connection that is taken up again is asked whether it still stands by looking at its socket. Django sends a statement,
which is a way to the server and back on each request. Where the server has ended it, or anything else came in unasked,
there is something to read, and then Django asks.

Rows are written by statements that are kept (`compiler`). Their values, and those of what casework/planned_sql.py reads,
are bound by the server, and go there past the driver's cursors (`wire`).

Several statements go to the server together where nothing of one is needed for the next, and one wait answers them all
(`wire`): what is read ahead, and rows that are written one after the other in `together`, with the commit.

https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends
"""

import re
import select
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import UTC
from typing import Any, Final, NamedTuple, cast

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorDebugWrapper, debug_transaction
from psycopg.pq import TransactionStatus
from psycopg.sql import Literal

from backoffice.postgresql.operations import DatabaseOperations
from backoffice.postgresql.wire import Answer, Rows, Wire, read_moments, refuse_meanwhile

_UNLOGGED: Final = nullcontext()
_PLACE: Final = re.compile(r"\$(\d+)(?=::)")


class Statement(NamedTuple):
    """Its text, with numbered places, each with its type (`$1::text`), their values, and who is told its rows."""

    sql: str
    values: Sequence[Any]
    then: Callable[[Rows], None] | None = None


def _named(sql: str, values: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    named = _PLACE.sub(lambda place: f"%(value{place[1]})s", sql.replace("%", "%%"))
    return named, {f"value{number}": value for number, value in enumerate(values, 1)}


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    _wire: Wire | None = None

    def get_new_connection(self, conn_params: Any) -> Any:
        self._wire = None
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        return self._stands_idle() or super().is_usable()

    def _stands_idle(self) -> bool:
        if self.connection is None or self.connection.pgconn.transaction_status != TransactionStatus.IDLE:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)

    def create_cursor(self, name: str | None = None) -> Any:
        refuse_meanwhile(cast("Any", self.connection).pgconn)
        self._send_waiting()
        cursor = super().create_cursor(name)
        if self.timezone is UTC:
            read_moments(cursor)
        return cursor

    def asked(self, sql: str, values: Sequence[Any]) -> Answer:
        """To a statement whose values are bound by the server, at the places that it numbers, each with its type (`$1::text`).
        What is asked over one connection again is prepared.

        Where something stands before each statement, such as who changes a setting, it goes as Django's own do.
        """
        if self.execute_wrappers:
            return self._asked_by_cursor(*_named(sql, values))
        (answer,) = self._sent([Statement(sql, values)])
        return answer

    def _asked_by_cursor(self: Any, sql: str, values: dict[str, Any]) -> Answer:
        with self.cursor() as cursor:
            cursor.execute(sql, values)
            return Answer(cursor.fetchall() if cursor.description else [], cursor.rowcount)

    def told(self, sql: str, values: Sequence[Any], then: Callable[[Rows], None] | None = None) -> None:
        """The same of a statement that nobody waits for: in `together` it goes with the next one. `then` is told its rows,
        where it has some.
        """
        if self._waiting is not None and not self.execute_wrappers:
            self._waiting.append(Statement(sql, values, then))
            return
        answer = self.asked(sql, values)
        if then is not None:
            then(answer.rows)

    def asked_together(
        self,
        statements: Sequence[tuple[str, Sequence[Any]]],
        *,
        meanwhile: Callable[[], object] | None = None,
    ) -> list[Rows]:
        """The rows of each, for one wait. They see what was committed when their own turn comes. `meanwhile` is done while the
        server works; it asks nothing of it and raises nothing.
        """
        asked = [Statement(*each) for each in statements]
        if asked and not self.execute_wrappers:
            return [answer.rows for answer in self._sent(asked, meanwhile=meanwhile)]
        if meanwhile is not None:
            meanwhile()
        return [self.asked(each.sql, each.values).rows for each in asked]

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

    def _commit(self: Any) -> None:
        """With what waits, for one wait; nothing where nothing was begun."""
        if self.connection is None:
            return
        with debug_transaction(self, "COMMIT"):
            if self._waiting or self.connection.pgconn.transaction_status != TransactionStatus.IDLE:
                self._sent([], commit=True)

    def _rollback(self) -> Any:
        self._taken()
        return cast("Any", super())._rollback()

    def _savepoint_rollback(self, sid: str) -> None:
        self._taken()  # what waits was written after the savepoint, which took along what waited before it
        cast("Any", super())._savepoint_rollback(sid)

    def _sent(
        self: Any,
        statements: Sequence[Statement],
        *,
        commit: bool = False,
        meanwhile: Callable[[], object] | None = None,
    ) -> list[Answer]:
        """The answers to these, once what waits has gone before them."""
        waiting = self._taken()
        sent = [*waiting, *statements]
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors, self._logged(sent) if self.queries_logged else _UNLOGGED:
            asked = [each[:2] for each in sent]
            answers: list[Answer] = self._wire_to_it().asked(asked, commit=commit, meanwhile=meanwhile)
        for statement, answer in zip(waiting, answers, strict=False):
            if statement.then is not None:
                statement.then(answer.rows)
        return answers[len(waiting) :]

    def _wire_to_it(self) -> Wire:
        if self._wire is None:
            self._wire = Wire(cast("Any", self.connection), utc=self.timezone is UTC)
        return self._wire

    def _logged(self: Any, statements: Sequence[Statement]) -> AbstractContextManager[Any]:
        """In Django's log of statements, values and all."""
        log = ExitStack()
        for sql, values, _ in reversed(statements):  # as each leaves the log, the last first
            log.enter_context(
                CursorDebugWrapper(None, self).debug_sql(sql=self._filled(sql, values), params=None)
            )
        return log

    def _filled(self, sql: str, values: Sequence[Any]) -> str:
        written = [Literal(each).as_string(self.connection) for each in values]
        return _PLACE.sub(lambda place: written[int(place[1]) - 1], sql)
