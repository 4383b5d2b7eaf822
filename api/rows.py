"""A list as its shape says it, read as bare values: no model and no serializer is made for a row.

The shape stays the one place that says which fields there are: from it come the columns, and what becomes of each.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.fields import Field

# What the database hands over is what is said.
AS_IT_IS: Final = (
    serializers.CharField, serializers.ChoiceField, serializers.BooleanField, serializers.IntegerField, serializers.ListField,
)  # fmt: skip

InWords = Callable[[Any], Any]


class Column(NamedTuple):
    path: str
    in_words: InWords | None = None
    """What becomes of its value; None: nothing."""


class Rows:
    """`Rows(Shape).said(Rows(Shape).asked(queryset))` is what the shape says of each row, in the same order of names."""

    def __init__(
        self, shape: type[serializers.Serializer[Any]], *, key: Iterable[str], own: Mapping[str, Column]
    ) -> None:
        """`key`: columns that the order of the list needs. `own`: what the shape works out by a method of its own."""
        self._shape, self._key, self._own = shape, tuple(key), dict(own)

    def asked(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any]:
        paths = [column.path for column in self._columns.values()]
        return queryset.values_list(*paths, *(each for each in self._key if each not in paths), named=True)

    def said(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        zone, names = timezone.get_current_timezone(), list(self._columns)
        moments, others = self._moments, self._in_words
        found = []
        for row in rows:
            told = dict(zip(names, row, strict=False))  # what the order needs beside them comes last
            for name in moments:
                if told[name] is not None:
                    told[name] = moment(told[name], zone)
            for name, in_words in others:
                told[name] = in_words(told[name])
            found.append(told)
        return found

    @cached_property
    def _fields(self) -> dict[str, Field[Any, Any, Any, Any]]:
        return dict(self._shape().fields)

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {name: self._own.get(name) or _column(field) for name, field in self._fields.items()}

    @cached_property
    def _moments(self) -> list[str]:
        return [name for name, field in self._fields.items() if isinstance(field, serializers.DateTimeField)]

    @cached_property
    def _in_words(self) -> list[tuple[str, InWords]]:
        return [(name, column.in_words) for name, column in self._columns.items() if column.in_words]


def _column(field: Any) -> Column:
    if isinstance(field, serializers.SlugRelatedField):
        return Column(f"{field.source}__{field.slug_field}")
    if isinstance(field, (serializers.DateTimeField, *AS_IT_IS)):
        return Column(str(field.source))
    return Column(str(field.source), _unless_none(field.to_representation))


def _unless_none(in_words: InWords) -> InWords:
    return lambda value: None if value is None else in_words(value)


@lru_cache(maxsize=10_000)  # a page of fifty says 250 moments, and the next call most of them again
def moment(at: datetime, zone: tzinfo) -> str:
    written = at.astimezone(zone).isoformat()
    return f"{written[:-6]}Z" if written.endswith("+00:00") else written
