"""Change history of records by database triggers: `update()`, bulk writes and raw SQL are all recorded."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
from django.apps import apps
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(*, name: str, leaving_out: Sequence[str] = (), by_row_alone: bool = False) -> Callable[[M], M]:
    """Keep every version of the model's rows in a model called `name`, reached as `.versions`.

    `by_row_alone`: versions are asked for by the row that they are of and by no other key of theirs, none of which has an
    index then. A row that changes often would write them all, each time.
    """
    track: Any = pghistory.track(
        model_name=name,
        exclude=list(leaving_out) or None,
        obj_field=pghistory.ObjForeignKey(related_name="versions", related_query_name="versions"),
    )

    def decorate(model: M) -> M:
        track(model)
        if by_row_alone:
            _without_indexes(apps.all_models[model._meta.app_label][name.lower()])
        return model

    return decorate


def _without_indexes(history: type[models.Model]) -> None:
    """pghistory gives an index to each key, or by its settings to none of any model."""
    keys: list[Any] = [each for each in history._meta.local_fields if isinstance(each, models.ForeignKey)]
    for key in keys:
        key.db_index = key.name == "pgh_obj"
