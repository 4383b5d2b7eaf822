"""INSERTs of a few rows, and UPDATEs of one row's columns by its key, that are written once and planned once.

Django writes the SQL of each of them anew and puts the values into its text, and PostgreSQL plans it anew, though all are
the same but for their values: which table, which columns. Here the text is kept, and the values are bound by the server,
each with the type of its column. What a field makes of a value, signals, and what `save`, `create` and `update` do
around it stay Django's own, and so does any statement with an expression in it or about many rows.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import SQLAggregateCompiler, SQLCompiler, SQLDeleteCompiler
from django.db.models.lookups import Exact
from django.db.models.sql.constants import ROW_COUNT

__all__ = [
    "SQLAggregateCompiler",
    "SQLCompiler",
    "SQLDeleteCompiler",
    "SQLInsertCompiler",
    "SQLUpdateCompiler",
]

Field = Any  # a models.Field

# So many rows have a writing for each number of them.
FEW: Final = 3
# By what it does, the table and its columns: no more than the code has ways to write to it.
_WRITTEN: Final[dict[tuple[str, ...], str]] = {}


class SQLInsertCompiler(compiler.SQLInsertCompiler):
    query: Any
    connection: Any

    def execute_sql(self, returning_fields: Any = None) -> list[Any]:  # type: ignore[override]
        if not self._plain(returning_fields or ()):
            found: list[Any] = super().execute_sql(returning_fields)
            return found
        values = [
            field.get_db_prep_save(self.pre_save_val(field, row), connection=self.connection)
            for row in self.query.objs
            for field in self.query.fields
        ]
        written = self._written(returning_fields or ())
        if not returning_fields:
            self.connection.told(written, values)
            return []
        return list(self.connection.asked(written, values).rows)

    def _plain(self, returning: Sequence[Field]) -> bool:
        """Values for columns, of which nothing but their keys comes back."""
        query = self.query
        given = (getattr(row, field.attname) for row in query.objs for field in query.fields)
        return (
            0 < len(query.objs) <= FEW
            and query.on_conflict is None
            and bool(query.fields)
            and all(isinstance(field, models.AutoField) for field in returning)
            and not any(_is_expression(value) for value in given)
        )

    def _written(self, returning: Sequence[Field]) -> str:
        fields, rows, table = self.query.fields, len(self.query.objs), self.query.get_meta().db_table
        key = (f"insert {rows}, tell {len(returning)}", table, *(field.column for field in fields))
        if key not in _WRITTEN:
            places = _places([*fields] * rows, self)
            each = range(0, len(places), len(fields))
            told = ", ".join(f"({', '.join(places[start : start + len(fields)])})" for start in each)
            _WRITTEN[key] = f'INSERT INTO "{table}" ({_columns(fields)}) VALUES {told}'  # noqa: S608
            _WRITTEN[key] += f" RETURNING {_columns(returning)}" if returning else ""
        return _WRITTEN[key]


class SQLUpdateCompiler(compiler.SQLUpdateCompiler):
    query: Any
    connection: Any

    def execute_sql(self, result_type: Any) -> Any:  # type: ignore[override]
        if result_type != ROW_COUNT or not self._plain():
            return super().execute_sql(result_type)
        fields = [field for field, _, _ in self.query.values]
        key = self.query.where.children[0]
        given = [*self.query.values, (key.lhs.target, None, key.rhs)]
        values = [field.get_db_prep_save(value, connection=self.connection) for field, _, value in given]
        return self.connection.asked(self._written(fields), values).touched

    def _plain(self) -> bool:
        """Values for some columns of the one row with this key, whatever else it says."""
        query = self.query
        if len(query.where.children) != 1 or query.where.negated or query.related_updates or not query.values:
            return False
        by = query.where.children[0]
        return (
            type(by) is Exact
            and getattr(by.lhs, "target", None) is query.model._meta.pk
            and by.lhs.alias == query.model._meta.db_table
            and not _is_expression(by.rhs)
            and not any(
                _is_expression(value) or isinstance(value, models.Model) for _, _, value in query.values
            )
        )

    def _written(self, fields: Sequence[Field]) -> str:
        meta = self.query.get_meta()
        key = ("update", meta.db_table, *(field.column for field in fields))
        if key not in _WRITTEN:
            *places, last = _places([*fields, meta.pk], self)
            to = ", ".join(f'"{field.column}" = {place}' for field, place in zip(fields, places, strict=True))
            _WRITTEN[key] = f'UPDATE "{meta.db_table}" SET {to} WHERE "{meta.pk.column}" = {last}'  # noqa: S608
        return _WRITTEN[key]


def _is_expression(value: Any) -> bool:
    return type(value) not in _VALUES and _may_be_one(value)


# What nearly all values are, and what Django asks two attributes of each for.
_VALUES: Final = frozenset({bool, bytes, date, datetime, dict, int, list, str, timedelta, type(None), UUID})


def _may_be_one(value: Any) -> bool:
    return hasattr(value, "resolve_expression") or hasattr(value, "as_sql")


def _columns(fields: Iterable[Field]) -> str:
    return ", ".join(f'"{field.column}"' for field in fields)


def _places(fields: Iterable[Field], written: SQLCompiler) -> list[str]:
    return [f"${number}{_type(field, written)}" for number, field in enumerate(fields, 1)]


def _type(field: Any, written: SQLCompiler) -> str:
    """Of arrays as Django writes it; else without a length, so that what is too long is refused and not cut off."""
    of = str(field.db_type(written.connection))
    return f"::{of}" if of.endswith("]") else f"::{of.split('(')[0]}"
