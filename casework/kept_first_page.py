"""How many there are on each of several ways, and the first of them where they are few, by one statement.

Django says what is found on each way and what is shown of it. That each way is walked once, for its count and for its rows
alike, is written around it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from casework.kept_sql import Kept, Reading

# The first are chosen by what the ways read of them anyway, and only those are looked up with all that is shown. Where there
# are too many, none is asked for, and PostgreSQL does not even begin to sort them. Joined to one row they stay in their order.
_FIRST = """
WITH {ways}, counted AS MATERIALIZED (SELECT {counts}),
firsts AS MATERIALIZED (
    SELECT key FROM ({keys}) AS keys ORDER BY moment DESC, key DESC
    LIMIT (SELECT CASE WHEN {few} THEN {most} ELSE 0 END FROM counted)
)
SELECT counted.*, shown.* FROM counted LEFT JOIN ({rows}) AS shown ({columns}) ON true
"""
_COLUMNS: Final = {True: "key, moment", False: "key"}
_NOTHING = ("SELECT NULL::uuid, NULL::timestamptz WHERE false", ())


class Way(NamedTuple):
    """`rows` are counted up to one more than `most`. Those of ways that are `shown` are a key, which is a uuid and in no other
    way, and the moment by which they are sorted, latest first.
    """

    rows: QuerySet[Any]
    most: int
    shown: bool = True


class FirstPage(NamedTuple):
    """`shown` makes of the keys of the first `most`, as a value for `pk__in`, what is to be read of them, sorted."""

    ways: Mapping[str, Way]
    most: int
    shown: Callable[[RawSQL], QuerySet[Any, Any]]

    def statement(self) -> tuple[str, list[Any], Reading]:
        reading = Reading(self.shown(RawSQL("SELECT key FROM firsts", ())))
        shown = {name: way for name, way in self.ways.items() if way.shown}
        parts = {name: _capped(way) for name, way in self.ways.items()}
        sql = _FIRST.format(
            ways=", ".join(
                f"{name} ({_COLUMNS[name in shown]}) AS MATERIALIZED ({sql})"
                for name, (sql, _) in parts.items()
            ),
            counts=", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in parts),  # noqa: S608
            keys=" UNION ALL ".join(f"SELECT * FROM {name}" for name in shown),  # noqa: S608
            most=self.most,
            rows=reading.sql,
            columns=", ".join(f"column_{place}" for place in range(reading.columns)),
            few=" AND ".join(f"{name} <= {way.most}" for name, way in shown.items()),
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
