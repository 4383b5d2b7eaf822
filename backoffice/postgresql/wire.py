"""Statements on their way to the server and their rows on the way back, by libpq as the driver wraps it.

The driver's cursors can do much that these statements never ask for, and take longer for one than PostgreSQL does to
answer it: 75 µs of each, and two hundred for five of them in a pipeline (docs/adr/0041). What is sent here says itself of
which type each value is, so it needs no more than its name and its values as text. How values are written and read stays
the driver's (`Transformer`), and so do the connection, its transactions and everything else that goes over it.

What is asked over one connection again is prepared. A transaction begins with the first statement in it, for the same wait.

https://www.postgresql.org/docs/current/libpq-pipeline-mode.html
https://www.psycopg.org/psycopg3/docs/api/pq.html
"""

import itertools
import select
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from psycopg import Connection, adapters, errors
from psycopg.abc import PyFormat
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus, Format, TransactionStatus

# Statements that one connection knows, and holds prepared: those of pages, and one for each way to write a row.
MOST_KNOWN: Final = 200
# In which a statement is known no more, or what it reads is another than when it was prepared: a pooler or a migration was there.
_FORGOTTEN: Final = frozenset({"26000", "0A000", "XX000"})
_MOMENT: Final = adapters.types["timestamptz"].oid
_MOMENTS: Final = adapters.get_loader(_MOMENT, Format.TEXT)
_TEXT: Final = PyFormat.TEXT
_numbers: Final = itertools.count(1)

Rows = list[tuple[Any, ...]]


class Answer(NamedTuple):
    rows: Rows
    touched: int  # rows that it read or changed


class _Known:
    """A statement that was asked over this connection."""

    def __init__(self, sql: str) -> None:
        self.sql = sql.encode()
        self.times = 0
        self.name = b""  # once it is prepared
        self.rows: Any = None  # reads them, once it has seen of which types they are


class _Sending(NamedTuple):
    send: Callable[..., None]
    given: tuple[Any, ...]
    asked: _Known | None = None  # whose answer it gets
    prepared: _Known | None = None  # what it makes known to the server


class Wire:
    def __init__(self, connection: Connection[Any], *, utc: bool) -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._cursor = connection.cursor()
        if utc:
            read_moments(self._cursor)
        self._values = Transformer(self._cursor)
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._incoming, self._either = select.poll(), select.poll()
        self._incoming.register(connection.fileno(), select.POLLIN)
        self._either.register(connection.fileno(), select.POLLIN | select.POLLOUT)

    def asked(
        self,
        statements: Sequence[tuple[str, Sequence[Any]]],
        *,
        commit: bool = False,
        meanwhile: Callable[[], object] | None = None,
    ) -> list[Answer]:
        """What each answers, for one wait. Raises the driver's errors, of the first that is refused; those after it did not
        take place. What it is broken off by, such as a lost server, ends the connection. `meanwhile` is done while the server
        works: it asks nothing of it, and breaks the wait off if it raises.
        """
        refuse_meanwhile(self._pgconn)
        dumped = [
            (sql, self._values.dump_sequence(values, [_TEXT] * len(values))) for sql, values in statements
        ]
        sendings = [*self._begun(), *itertools.chain.from_iterable(itertools.starmap(self._sendings, dumped))]
        if commit:
            sendings.append(_Sending(self._pgconn.send_query_params, (b"COMMIT", None)))
        try:
            self._send(sendings)
            if meanwhile is not None:
                meanwhile()
            results = self._results(sendings)
        except BaseException:
            self._connection.close()
            raise
        return self._answers(sendings, results)

    def _begun(self) -> Iterator[_Sending]:
        if self._pgconn.transaction_status == TransactionStatus.IDLE and not self._connection.autocommit:
            yield _Sending(self._pgconn.send_query_params, (b"BEGIN", None))

    def _sendings(self, sql: str, given: Sequence[Any]) -> Iterator[_Sending]:
        known = self._known.get(sql)
        if known is None:
            yield from self._made_room()
            known = self._known[sql] = _Known(sql)
        self._known.move_to_end(sql)
        if not known.name and self._is_often(known):
            known.name = b"kept_%d" % next(_numbers)
            yield _Sending(self._pgconn.send_prepare, (known.name, known.sql), prepared=known)
        known.times += 1
        if known.name:
            yield _Sending(self._pgconn.send_query_prepared, (known.name, given), asked=known)
        else:
            yield _Sending(self._pgconn.send_query_params, (known.sql, given), asked=known)

    def _is_often(self, known: _Known) -> bool:
        after = self._connection.prepare_threshold
        return after is not None and known.times >= after

    def _made_room(self) -> Iterator[_Sending]:
        if len(self._known) >= MOST_KNOWN:
            _, old = self._known.popitem(last=False)
            if old.name:
                yield _Sending(self._pgconn.send_query_params, (b"DEALLOCATE " + old.name, None))

    def _send(self, sendings: Sequence[_Sending]) -> None:
        if len(sendings) > 1:
            self._pgconn.enter_pipeline_mode()
        for sending in sendings:
            sending.send(*sending.given)
        if len(sendings) > 1:
            self._pgconn.pipeline_sync()
        self._flushed()

    def _results(self, sendings: Sequence[_Sending]) -> list[Any]:
        found = [self._result() for _ in sendings]
        if len(sendings) > 1:
            self._next()  # where all of them are over
            self._pgconn.exit_pipeline_mode()
        return found

    def _flushed(self) -> None:
        while self._pgconn.flush():
            self._either.poll()
            self._pgconn.consume_input()  # what the server says meanwhile, so that it goes on reading

    def _result(self) -> Any:
        found = self._next()
        if found is None:
            raise errors.OperationalError("the server ended the connection")
        self._next()  # None: it is over
        return found

    def _next(self) -> Any:
        while self._pgconn.is_busy():
            self._incoming.poll()
            self._pgconn.consume_input()
        return self._pgconn.get_result()

    def _answers(self, sendings: Sequence[_Sending], results: Sequence[Any]) -> list[Answer]:
        refused = None
        for sending, result in zip(sendings, results, strict=True):
            if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
                refused = refused or errors.error_from_result(result, "utf-8")
                if sending.prepared is not None:
                    sending.prepared.name = b""
        if refused is not None:
            if refused.sqlstate in _FORGOTTEN:
                self._known.clear()
            raise refused
        return [
            self._answer(sending.asked, result)
            for sending, result in zip(sendings, results, strict=True)
            if sending.asked is not None
        ]

    def _answer(self, known: _Known, result: Any) -> Answer:
        if result.status == ExecStatus.COMMAND_OK:
            return Answer([], result.command_tuples or 0)
        reader = known.rows or Transformer(self._cursor)
        reader.set_pgresult(result, set_loaders=known.rows is None)
        rows: Rows = reader.load_rows(0, result.ntuples, tuple)
        reader.set_pgresult(None, set_loaders=False)
        if known.name:
            known.rows = reader
        return Answer(rows, len(rows))


def refuse_meanwhile(pgconn: Any) -> None:
    """Whoever asked now would read the answer that is waited for, or wait without end."""
    if pgconn.transaction_status == TransactionStatus.ACTIVE:
        raise errors.OperationalError("asked while another answer is waited for")


def read_moments(cursor: Any) -> None:
    """By the driver's compiled loader, which has them in the connection's time zone."""
    if _MOMENTS is not None:
        cursor.adapters.register_loader("timestamptz", _MOMENTS)
