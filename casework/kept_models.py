"""Rows of a kept query into instances, by what is worked out once a process and not once a call.

Django looks up columns, names and related models anew for each reading, and makes an instance for each row of a join, though
twenty contacts of a case are of one person at one number. Here what stands for the same row is the same instance, as after
`prefetch_related`. Tying it to what it belongs to stays Django's own, and so does making it where a model does something of
its own then.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, signals
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, QuerySet, RelatedPopulator

_Shared = dict[tuple[int, Any], Any]
ALIAS: Final = DEFAULT_DB_ALIAS


def fits(queryset: QuerySet[Any, Any]) -> bool:
    """Whether it is of instances, and nothing but what the statement found belongs to them."""
    asked: Any = queryset
    plain = asked._iterable_class is ModelIterable
    return plain and not asked._prefetch_related_lookups and not asked._known_related_objects


class Models:
    def __init__(self, compiler: Any) -> None:
        """`compiler` of a query whose SQL is written."""
        kind = compiler.klass_info
        columns = kind["select_fields"]
        self._model, self._columns = kind["model"], slice(columns[0], columns[-1] + 1)
        self._names = [column[0].target.attname for column in compiler.select[self._columns]]
        self._make = _making(self._model)
        self._parts = _parts(kind, compiler.select)
        self._beside = tuple((compiler.annotation_col_map or {}).items())

    def read(self, rows: Iterable[Any]) -> list[Any]:
        shared: _Shared = {}
        return [self._made(row, shared) for row in rows]

    def _made(self, row: Any, shared: _Shared) -> Any:
        made = self._make(self._model, ALIAS, self._names, row[self._columns])
        for part in self._parts:
            part.fill(row, made, shared)
        for name, place in self._beside:
            setattr(made, name, row[place])
        return made


class _Part(RelatedPopulator):
    """What `select_related` reads beside: Django's own knowledge of where it stands and what it is set on."""

    def __init__(self, kind: Any, select: Any) -> None:
        super().__init__(kind, select, ALIAS)  # type: ignore[call-arg]  # of Django 6, which the stubs know
        self._make = _making(self.model_cls)
        self._parts = _parts(kind, select)

    def fill(self, row: Any, owner: Any, shared: _Shared) -> None:
        columns = (
            self.reorder_for_init(row) if self.reorder_for_init else row[self.cols_start : self.cols_end]
        )
        found = None if columns[self.pk_idx] is None else self._found(row, columns, shared)
        self.local_setter(owner, found)
        if found is not None:
            self.remote_setter(found, owner)

    def _found(self, row: Any, columns: Any, shared: _Shared) -> Any:
        key = id(self), columns[self.pk_idx]
        if key not in shared:
            shared[key] = self._make(self.model_cls, ALIAS, self.init_list, columns)
            for part in self._parts:
                part.fill(row, shared[key], shared)
        return shared[key]


def _parts(kind: Any, select: Any) -> list[_Part]:
    return [_Part(each, select) for each in kind.get("related_klass_infos", [])]


def _making(model: Any) -> Callable[..., Any]:
    """How an instance is made of names and columns."""
    own = (model.__init__, model.from_db.__func__) != (Model.__init__, Model.from_db.__func__)  # type: ignore[attr-defined]
    told = signals.pre_init.has_listeners(model) or signals.post_init.has_listeners(model)
    made: Callable[..., Any] = model.from_db.__func__ if own or told else _filled
    return made


def _filled(model: Any, alias: str, names: Sequence[str], columns: Sequence[Any]) -> Any:
    """As `from_db`, which sets one field after the other. What is not among the names is asked for when it is wanted."""
    made = model.__new__(model)
    made._state = ModelState()
    made._state.adding, made._state.db = False, alias
    made.__dict__.update(zip(names, columns, strict=True))
    return made
