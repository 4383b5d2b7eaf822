"""Django's PostgreSQL, which reads moments by the driver's own compiled loader.

Django reads each by a loader written in Python, to put them in the connection's time zone. Ours is always UTC, in which
the driver hands them over by itself: the same values for an eighth of the time, and a list of fifty cases has 250.

https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends
"""

from datetime import UTC
from typing import Any, Final

from django.db.backends.postgresql import base
from psycopg import adapters
from psycopg.pq import Format

MOMENT: Final = adapters.types["timestamptz"].oid
_LOADER: Final = adapters.get_loader(MOMENT, Format.TEXT)


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: str | None = None) -> Any:
        return self.reading_moments(super().create_cursor(name))

    def reading_moments(self, cursor: Any) -> Any:
        """Also for cursors that are not made here, such as those of planned statements."""
        if self.timezone is UTC and _LOADER is not None:
            cursor.adapters.register_loader("timestamptz", _LOADER)
        return cursor
