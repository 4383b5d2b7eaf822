"""Change history of records by database triggers: `update()`, bulk writes and raw SQL are all recorded."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.apps import apps
from django.db import models
from pghistory import trigger

M = TypeVar("M", bound=type[models.Model])


def tracked(*, name: str, leaving_out: Sequence[str] = (), changes_often: bool = False) -> Callable[[M], M]:
    """Keep every version of the model's rows in a model called `name`, reached as `.versions`.

    `changes_often`: with less to do for each. Versions are asked for by the row that they are of and by no other key of
    theirs, none of which has an index then; and whether anything changed is asked in another way (`_Changed`).
    """
    track: Any = pghistory.track(
        pghistory.InsertEvent(),
        _Changed() if changes_often else pghistory.UpdateEvent(),
        model_name=name,
        exclude=list(leaving_out) or None,
        obj_field=pghistory.ObjForeignKey(related_name="versions", related_query_name="versions"),
    )

    def decorate(model: M) -> M:
        track(model)
        if changes_often:
            _without_indexes(apps.all_models[model._meta.app_label][name.lower()])
        return model

    return decorate


def _without_indexes(history: type[models.Model]) -> None:
    """pghistory gives an index to each key, or by its settings to none of any model."""
    keys: list[Any] = [each for each in history._meta.local_fields if isinstance(each, models.ForeignKey)]
    for key in keys:
        key.db_index = key.name == "pgh_obj"


class _Changed(pghistory.UpdateEvent):
    """A version of each row that changed, as the library's own, by another trigger."""

    def add_event_trigger(self, event_model: Any) -> None:
        made = _OfChanges(
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            condition=self.condition,
            level=self.level,
        )
        pgtrigger.register(made)(event_model.pgh_tracked_model)


class _OfChanges(trigger.Event):
    """Whether anything changed is asked by its function, whose plan each session keeps. A trigger's own condition is read
    from its text for each statement: 17 kB of it for a case, and a quarter of what an UPDATE took (docs/adr/0045).
    """

    def render_condition(self, model: Any) -> str:
        return ""

    def get_func(self, model: Any) -> pgtrigger.Func:
        changed = super().render_condition(model).removeprefix("WHEN ")
        keep = super().get_func(model).func.removesuffix("RETURN NULL;")
        return pgtrigger.Func(f"IF {changed} THEN {keep}END IF; RETURN NULL;")
