"""INSERTs of a few rows: the text of each is written once a process, and what its columns take is known."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

from django.db import models

from backoffice.postgresql.columns import Field, column, names, places

# So many rows have a writing for each number of them.
FEW: Final = 3
_COLUMN: Final = attrgetter("column")


class Insert:
    def __init__(
        self, table: str, fields: Sequence[Field], *, count: int, returning: Sequence[Field], connection: Any
    ) -> None:
        self.sql = _text(table, fields, count, returning, connection)
        self._columns = [column(field) for field in fields]

    def values(self, rows: Sequence[Any], connection: Any) -> list[Any]:
        """Of all rows, one after the other. Raises NotAValue where one is an expression."""
        return [
            value if isinstance(value := getattr(row, name), kinds) else asked(row, connection)
            for row in rows
            for name, kinds, asked in self._columns
        ]


def insert(
    model: type[models.Model],
    *,
    fields: Sequence[Field],
    count: int,
    connection: Any,
    returning: Sequence[Field] = (),
) -> Insert:
    """Of so many rows, `fields` of each."""
    key = (model, count, len(returning), *map(_COLUMN, fields))
    if key not in _KEPT:
        _KEPT[key] = Insert(
            model._meta.db_table, fields, count=count, returning=returning, connection=connection
        )
    return _KEPT[key]


# No more than the code has ways to write rows.
_KEPT: Final[dict[tuple[Any, ...], Insert]] = {}


def _text(
    table: str, fields: Sequence[Field], count: int, returning: Sequence[Field], connection: Any
) -> str:
    each = len(fields)
    numbered = places([*fields] * count, connection)
    rows = (numbered[start : start + each] for start in range(0, len(numbered), each))
    told = ", ".join(f"({', '.join(row)})" for row in rows)
    sql = f'INSERT INTO "{table}" ({names(fields)}) VALUES {told}'  # noqa: S608
    return f"{sql} RETURNING {names(returning)}" if returning else sql
