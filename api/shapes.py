"""Shapes whose fields are put together once a thread: for one case or contact, that takes the framework most of a call.

A shape that is kept knows nothing of the row, the body or the caller of before: the context is given with each use, and
nothing is asked of it that it would remember (`data`, `is_valid`).
"""

import threading
from typing import Any

from rest_framework.serializers import Serializer

_kept = threading.local()


def read(shape: type[Serializer[Any]], row: Any, **context: Any) -> dict[str, Any]:
    """What `shape(row, context=context).data` says."""
    return dict(_one(shape, context).to_representation(row))


def taken(shape: type[Serializer[Any]], body: Any, **context: Any) -> dict[str, Any]:
    """What `shape(data=body, context=context)` finds in it. Raises ValidationError with what is wrong, by field."""
    return dict(_one(shape, context).run_validation(body))


def _one(shape: type[Serializer[Any]], context: dict[str, Any]) -> Serializer[Any]:
    shapes: dict[type[Serializer[Any]], Serializer[Any]] = _kept.__dict__.setdefault("shapes", {})
    if shape not in shapes:
        shapes[shape] = shape()
    # What `context` reads, of the shape itself and of those inside it.
    shapes[shape]._context = context
    return shapes[shape]
