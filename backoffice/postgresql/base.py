"""Django's PostgreSQL, with less to do for each request.

Moments are read by the driver's own compiled loader. Django's is written in Python, to put them in the connection's time
zone; ours is always UTC, in which the driver hands them over by itself: the same values for an eighth of the time, and a
list of fifty cases has 250.

A connection that is taken up again is asked whether it still stands by looking at its socket. Django sends a statement,
which is a way to the server and back on each request. Where the server has ended it, or anything else came in unasked,
there is something to read, and then Django asks.

https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends
"""

import select
from datetime import UTC
from typing import Any, Final

from django.db.backends.postgresql import base
from psycopg import adapters
from psycopg.pq import Format, TransactionStatus

MOMENT: Final = adapters.types["timestamptz"].oid
_LOADER: Final = adapters.get_loader(MOMENT, Format.TEXT)


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        return self._stands_idle() or super().is_usable()

    def _stands_idle(self) -> bool:
        if self.connection is None or self.connection.pgconn.transaction_status != TransactionStatus.IDLE:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)

    def create_cursor(self, name: str | None = None) -> Any:
        return self.reading_moments(super().create_cursor(name))

    def reading_moments(self, cursor: Any) -> Any:
        """Also for cursors that are not made here, such as those of planned statements."""
        if self.timezone is UTC and _LOADER is not None:
            cursor.adapters.register_loader("timestamptz", _LOADER)
        return cursor
