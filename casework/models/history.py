"""Change history of records by database triggers: `update()`, bulk writes and raw SQL are all recorded."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(*, name: str, leaving_out: Sequence[str] = ()) -> Callable[[M], M]:
    """Keep every version of the model's rows in a model called `name`, reached as `.versions`."""
    decorate: Any = pghistory.track(
        model_name=name,
        exclude=list(leaving_out) or None,
        obj_field=pghistory.ObjForeignKey(related_name="versions", related_query_name="versions"),
    )
    return decorate
