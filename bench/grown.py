"""An office grown by SQL: a million rows in the form of one that the real intake left, made by PostgreSQL itself.

Every table takes its columns from a pattern row, but for those that are said as an expression in `i`, the number of
the new row. Nothing of it is random: the same sizes make the same office.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection

# Keys in order of time, as the product makes them (RFC 9562, version 7), told apart by a kind.
ID_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION bench_id(kind int, i bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex(1700000000000 + i), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
          || '8' || substr(md5(i::text || '/' || kind::text), 1, 15))::uuid $$;
"""
# A word of everyday length for a number: some in every text, most in few.
WORD_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION bench_words(seed bigint, many int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(translate(to_hex((abs(hashint8(seed * 31 + k)) % (10 ^ (2 + k % 4))::bigint)::bigint + 4096), '0123456789', 'ghijklmnop'), ' ')
  FROM generate_series(1, many) k $$;
"""


def prepare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ID_FUNCTION)
        cursor.execute(WORD_FUNCTION)


def statement(pattern: Any, columns: Mapping[str, str], *, first: str, last: str, where: str = "true") -> str:
    """The INSERT of rows `first` to `last`, which are numbers or what a client of PostgreSQL puts in their place."""
    table = pattern._meta.db_table
    own = [field.column for field in pattern._meta.concrete_fields if not field.generated]
    values = ", ".join(columns.get(name, f'p."{name}"') for name in own)
    names = ", ".join(f'"{name}"' for name in own)
    return (
        f"INSERT INTO {table} ({names}) SELECT {values} FROM generate_series({first}::bigint, {last}::bigint) i, {table} p"  # noqa: S608  (names of our own columns)
        f" WHERE p.id = '{pattern.pk}' AND {where}"
    )


def grow(pattern: Any, columns: Mapping[str, str], *, first: int, last: int, where: str = "true") -> None:
    """Rows `first` to `last`, but for those `i` that `where` leaves out. Triggers of the history are off meanwhile."""
    table = pattern._meta.db_table
    insert = statement(pattern, columns, first=f"{first:d}", last=f"{last:d}", where=where)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(insert)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def settle() -> None:
    """As autovacuum would leave it."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
