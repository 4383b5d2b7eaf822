"""Several counts in one statement, each up to as many as any figure counts."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from casework.counts import MOST_COUNTED


def count_all(wanted: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of these holds, by its name: 1 statement."""
    return Counting.of(wanted).asked()


class Counting(NamedTuple):
    """One statement for several counts. `names` are those of all of them; of one that cannot hold anything it has no part."""

    names: tuple[str, ...]
    sql: str
    values: tuple[Any, ...]

    @classmethod
    def of(cls, wanted: Mapping[str, QuerySet[Any]]) -> "Counting":
        parts, values = [], []
        for name, rows in wanted.items():
            try:
                sql, given = _unsorted(rows).values("pk")[: MOST_COUNTED + 1].query.sql_with_params()
            except EmptyResultSet:
                continue
            # Both halves are ours: Django wrote the inner one, and every value stays a parameter.
            parts.append(f"SELECT %s AS name, count(*) FROM ({sql}) AS capped")  # noqa: S608
            values += [name, *given]
        return cls(tuple(wanted), " UNION ALL ".join(parts), tuple(values))

    def asked(self) -> dict[str, int]:
        found = dict.fromkeys(self.names, 0)
        if self.sql:
            with connection.cursor() as cursor:
                cursor.execute(self.sql, self.values)
                found.update(cursor.fetchall())
        return found


def _unsorted(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Except where somebody asked for an order, along an index it ends as soon as there are enough, or for fewer."""
    return rows if rows.query.order_by or rows.query.is_sliced else rows.order_by()
