"""How many there are on each of several ways, and the first of them where they are few, by one statement.

Django says what is found on each way and what is shown of it. That each way is walked once, for its count and for its rows
alike, is written around it.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from casework.kept_sql import Kept, Reading

# Where there are too many, no row is asked for, and PostgreSQL does not even begin with them; a condition it would put beside
# the join, and sort them first. Joined to one row they stay in their order.
_FIRST = """
WITH {ways}, counted AS MATERIALIZED (SELECT {counts})
SELECT counted.*, shown.* FROM counted LEFT JOIN (
    SELECT * FROM ({rows}) AS rows ({columns}) LIMIT (SELECT CASE WHEN {few} THEN NULL::bigint ELSE 0 END FROM counted)
) AS shown ON true
"""
_NOTHING = ("SELECT NULL::uuid WHERE false", ())


class Way(NamedTuple):
    """`rows` are keys, counted up to one more than `most`. Those of ways that are `shown` are uuids, none in two ways."""

    rows: QuerySet[Any]
    most: int
    shown: bool = True


class FirstPage(NamedTuple):
    """`shown` makes of the keys, as a value for `pk__in`, what is to be read of them: sorted, and as many as fit."""

    ways: Mapping[str, Way]
    shown: Callable[[RawSQL], QuerySet[Any, Any]]

    def statement(self) -> tuple[str, list[Any], Reading]:
        keys = " UNION ALL ".join(f"SELECT key FROM {name}" for name, way in self.ways.items() if way.shown)  # noqa: S608
        reading = Reading(self.shown(RawSQL(keys, ())))  # noqa: S611 - of our own names alone
        parts = {name: _capped(way) for name, way in self.ways.items()}
        sql = _FIRST.format(
            ways=", ".join(f"{name} (key) AS MATERIALIZED ({sql})" for name, (sql, _) in parts.items()),
            counts=", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in parts),  # noqa: S608
            rows=reading.sql,
            columns=", ".join(f"column_{place}" for place in range(reading.columns)),
            few=" AND ".join(f"{name} <= {way.most}" for name, way in self.ways.items() if way.shown),
        )
        return sql, [value for _, given in parts.values() for value in given] + [*reading.given], reading


class KeptFirstPage(Kept):
    """Of `FirstPage`. Its only row is: how many there are by the names of the ways, and the rows, none where a way that is
    shown has more than its `most`.
    """

    @classmethod
    def at_once(cls, written: FirstPage) -> list[Any]:
        sql, given, reading = written.statement()
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return [_told(written, reading, cursor.fetchall())]

    def _writing(self, written: FirstPage, marks: Any) -> "_Written":
        sql, given, reading = written.statement()
        return _Written(marks.planned(sql, given, self._unused), written, reading)


class _Written(NamedTuple):
    planned: Any
    page: FirstPage
    reading: Reading

    def rows(self, values: Mapping[str, Any]) -> list[tuple[dict[str, int], list[Any]]]:
        return [_told(self.page, self.reading, self.planned.rows(values))]


def _told(page: FirstPage, reading: Reading, found: list[Any]) -> tuple[dict[str, int], list[Any]]:
    width = len(page.ways)
    rows = [row[width:] for row in found if any(each is not None for each in row[width:])]
    return dict(zip(page.ways, found[0], strict=False)), reading.read(rows)


def _capped(way: Way) -> tuple[str, tuple[Any, ...]]:
    try:
        return way.rows[: way.most + 1].query.sql_with_params()
    except EmptyResultSet:
        return _NOTHING
