"""INSERTs of a few rows, and UPDATEs of one row's columns by its key, that are written once and planned once.

Django writes the SQL of each of them anew and puts the values into its text, and PostgreSQL plans it anew, though all are
the same but for their values: which table, which columns. Here the text is kept, and the values are bound by the server,
each with the type of its column. What a field makes of a value (`columns`), signals, and what `save`, `create` and
`update` do around it stay Django's own, and so does any statement with an expression in it or about many rows.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db import models
from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import SQLAggregateCompiler, SQLCompiler, SQLDeleteCompiler
from django.db.models.lookups import Exact
from django.db.models.sql.constants import ROW_COUNT

from backoffice.postgresql.columns import Field, NotAValue, is_expression, places
from backoffice.postgresql.inserts import FEW, insert

__all__ = [
    "SQLAggregateCompiler",
    "SQLCompiler",
    "SQLDeleteCompiler",
    "SQLInsertCompiler",
    "SQLUpdateCompiler",
]

# By the table and its columns: no more than the code has ways to write to it.
_WRITTEN: Final[dict[tuple[str, ...], str]] = {}


class SQLInsertCompiler(compiler.SQLInsertCompiler):
    query: Any
    connection: Any

    def execute_sql(self, returning_fields: Any = None) -> list[Any]:  # type: ignore[override]
        written = self._written(returning_fields or ())
        if written is None:
            found: list[Any] = super().execute_sql(returning_fields)
            return found
        if not returning_fields:
            self.connection.told(*written)
            return []
        return list(self.connection.asked(*written).rows)

    def _written(self, returning: Sequence[Field]) -> tuple[str, list[Any]] | None:
        """Its text and values; None where Django writes it."""
        if not self._plain(returning):
            return None
        query, connection = self.query, self.connection
        kept = insert(
            query.model,
            fields=query.fields,
            count=len(query.objs),
            returning=returning,
            connection=connection,
        )
        try:
            return kept.sql, kept.values(query.objs, connection)
        except NotAValue:
            return None

    def _plain(self, returning: Sequence[Field]) -> bool:
        """A few rows of which nothing but their keys comes back."""
        query = self.query
        return (
            0 < len(query.objs) <= FEW
            and query.on_conflict is None
            and not query.raw
            and bool(query.fields)
            and all(isinstance(field, models.AutoField) for field in returning)
        )


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
            and not is_expression(by.rhs)
            and not any(
                is_expression(value) or isinstance(value, models.Model) for _, _, value in query.values
            )
        )

    def _written(self, fields: Sequence[Field]) -> str:
        meta = self.query.get_meta()
        key = (meta.db_table, *(field.column for field in fields))
        if key not in _WRITTEN:
            *taken, last = places([*fields, meta.pk], self.connection)
            to = ", ".join(f'"{field.column}" = {place}' for field, place in zip(fields, taken, strict=True))
            _WRITTEN[key] = f'UPDATE "{meta.db_table}" SET {to} WHERE "{meta.pk.column}" = {last}'  # noqa: S608
        return _WRITTEN[key]
