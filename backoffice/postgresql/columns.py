"""What the values of a column are to the driver, and the place of one in a statement.

Nearly all values are what their field hands on as it is: a text, a key, a moment with its zone. Django asks up to six
methods of the field for each to find that out. Here it is found out once for each column, by whether those methods are
Django's own; a field with a way of its own is asked each time, and so is any field about any other value.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import models
from django.utils.timezone import is_aware

Field = Any  # a models.Field

_NONE: Final = type(None)
_AS_IT_IS: Final = (
    (models.CharField, str),
    (models.TextField, str),
    (models.BooleanField, bool),
    (models.UUIDField, UUID),
    (models.DateTimeField, _NONE),
    (models.IntegerField, _NONE),
    (models.JSONField, _NONE),
)
# What a field does between an instance and the driver.
_STEPS: Final = ("pre_save", "to_python", "get_prep_value", "get_db_prep_value", "get_db_prep_save")


class NotAValue(Exception):
    """An expression stands in place of a value."""


class Column(NamedTuple):
    """Values of these `kinds` go as they are; what becomes of any other one of a row is asked for."""

    name: str
    kinds: tuple[type, ...]
    asked: Callable[[Any, Any], Any]
    """Of the row and the connection. Raises NotAValue."""


def column(field: Field) -> Column:
    """As the column is written when a row is new."""
    asked = next((asked for own, asked in _ASKED if _is(field, own)), _asked)
    return Column(field.attname, _kinds(field), partial(asked, field))


def _kinds(field: Field) -> tuple[type, ...]:
    if _is(field, models.ForeignKey):
        return _kinds(field.target_field)
    return next(((kind, _NONE) for own, kind in _AS_IT_IS if _is(field, own)), ())


def _is(field: Field, own: type[Field]) -> bool:
    """Does what this class does, and nothing else: no setting of moments either."""
    sets = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return not sets and all(getattr(type(field), step) is getattr(own, step) for step in _STEPS)


def _asked(field: Field, row: Any, connection: Any) -> Any:
    value = field.pre_save(row, add=True)
    if is_expression(value):
        raise NotAValue
    return field.get_db_prep_save(value, connection=connection)


def _moment(field: Field, row: Any, connection: Any) -> Any:
    """One without a zone gets Django's warning, and its zone."""
    value = getattr(row, field.attname)
    fits = isinstance(value, datetime) and is_aware(value)
    return value if fits else _asked(field, row, connection)


def _number(field: Field, row: Any, connection: Any) -> Any:
    value = getattr(row, field.attname)
    if type(value) is not int:
        return _asked(field, row, connection)
    return connection.ops.adapt_integerfield_value(value, field.get_internal_type())


def _document(field: Field, row: Any, connection: Any) -> Any:
    value = getattr(row, field.attname)
    if type(value) not in (dict, list):
        return _asked(field, row, connection)
    if not value:  # as most are
        return "{}" if type(value) is dict else "[]"
    return connection.ops.adapt_json_value(value, field.encoder)


# What Django makes of values that can be nothing but what they are.
_ASKED: Final = (
    (models.DateTimeField, _moment),
    (models.IntegerField, _number),
    (models.JSONField, _document),
)


def is_expression(value: Any) -> bool:
    return type(value) not in _VALUES and _may_be_one(value)


# What nearly all values are, and what Django asks two attributes of each for.
_VALUES: Final = frozenset({bool, bytes, date, datetime, dict, int, list, str, timedelta, _NONE, UUID})


def _may_be_one(value: Any) -> bool:
    return hasattr(value, "resolve_expression") or hasattr(value, "as_sql")


def names(fields: Iterable[Field]) -> str:
    return ", ".join(f'"{field.column}"' for field in fields)


def places(fields: Iterable[Field], connection: Any) -> list[str]:
    return [f"${number}{_type(field, connection)}" for number, field in enumerate(fields, 1)]


def _type(field: Field, connection: Any) -> str:
    """Of arrays as Django writes it; else without a length, so that what is too long is refused and not cut off."""
    of = str(field.db_type(connection))
    return f"::{of}" if of.endswith("]") else f"::{of.split('(')[0]}"
