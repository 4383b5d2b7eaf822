"""Shapes whose fields are put together once a thread: for one case or contact, that takes the framework most of a call.

A shape that is kept knows nothing of the row, the body or the caller of before: the context is given with each use, and
nothing is asked of it that it would remember (`data`, `is_valid`). What the model's own columns say is taken from the row,
as in lists (`rows`): the framework asks a field some ten things to say the text that it was given.
"""

import threading
from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

from django.utils import timezone
from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.relations import PKOnlyObject
from rest_framework.serializers import ModelSerializer, Serializer

from api.rows import AS_IT_IS, moment

_kept = threading.local()

Says = Callable[[Any], Any]
_AS_IT_IS: Final = (*AS_IT_IS, serializers.JSONField)


def read(shape: type[Serializer[Any]], row: Any, **context: Any) -> dict[str, Any]:
    """What `shape(row, context=context).data` says."""
    return _one(shape, context).said(row)


def taken(shape: type[Serializer[Any]], body: Any, **context: Any) -> dict[str, Any]:
    """What `shape(data=body, context=context)` finds in it. Raises ValidationError with what is wrong, by field."""
    return dict(_one(shape, context).shape.run_validation(body))


class _Kept:
    def __init__(self, shape: type[Serializer[Any]]) -> None:
        self.shape: Any = shape()
        self._says = [
            (name, _says(field)) for name, field in self.shape.fields.items() if not field.write_only
        ]
        own: Any = shape.to_representation
        self._all_at_once = own is not Serializer.to_representation

    def said(self, row: Any) -> dict[str, Any]:
        if self._all_at_once:
            return dict(self.shape.to_representation(row))
        said = {}
        for name, says in self._says:
            try:
                said[name] = says(row)
            except SkipField:
                continue
        return said


def _one(shape: type[Serializer[Any]], context: dict[str, Any]) -> _Kept:
    shapes: dict[type[Serializer[Any]], _Kept] = _kept.__dict__.setdefault("shapes", {})
    if shape not in shapes:
        shapes[shape] = _Kept(shape)
    # What `context` reads, of the shape itself and of those inside it.
    shapes[shape].shape._context = context
    return shapes[shape]


def _says(field: Any) -> Says:
    """Of a row, what the field says of it."""
    name: str = field.source
    if _is_column(field) and isinstance(field, serializers.DateTimeField):
        return _moment_of(name)
    if _is_column(field) and isinstance(field, _AS_IT_IS):
        return attrgetter(name)
    return lambda row: _asked(field, row)


def _is_column(field: Any) -> bool:
    """Made by the framework for a column of the model, and not declared by the shape, which may say anything."""
    shape: Any = field.parent
    is_own = isinstance(shape, ModelSerializer) and field.field_name not in shape._declared_fields
    return is_own and field.source in _columns(type(shape))


def _columns(shape: Any) -> set[str]:
    return {each.attname for each in shape.Meta.model._meta.concrete_fields}


def _moment_of(name: str) -> Says:
    def says(row: Any) -> str | None:
        at = getattr(row, name)
        # Nobody has another zone than the office, and which is the current one is dear to ask.
        return None if at is None else moment(at, timezone.get_default_timezone())

    return says


def _asked(field: Any, row: Any) -> Any:
    """As `to_representation` of the shape does. Raises SkipField."""
    value = field.get_attribute(row)
    is_nothing = value is None or (isinstance(value, PKOnlyObject) and value.pk is None)
    return None if is_nothing else field.to_representation(value)
