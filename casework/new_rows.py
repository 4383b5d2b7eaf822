"""Rows that are new, made and written by what is worked out once for their model.

Nearly every act leaves some: a contact, its delivery, lines of the history. `create` and `save` find out anew each time
which fields there are, who listens, and whether the row may be there already. Here that is known, and what may differ
from row to row stays Django's own: what a field makes of a value, setting and checking what a row is tied to, and all of
it where a model does something of its own or somebody listens.

    contact = new_rows.created(Contact, case=case, channel="sms", body="…", took_place_at=now, logged_at=now)
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, TypeVar

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model, signals
from django.db.models.base import ModelState
from django.db.models.sql import InsertQuery

Row = TypeVar("Row", bound=Model)
ALIAS: Final = DEFAULT_DB_ALIAS


def created(model: type[Row], **given: Any) -> Row:
    """As `objects.create`: 1 statement."""
    row = made(model, **given)
    write([row])
    return row


def made(model: type[Row], **given: Any) -> Row:
    """As `model(**given)`: not yet written."""
    known = _known(model)
    if not known.makes(given):
        return model(**given)
    row = model.__new__(model)
    row._state = ModelState()
    row.__dict__.update(known.fixed)
    row.__dict__.update({attname: make() for name, attname, make in known.fresh if name not in given})
    for name, value in given.items():
        setattr(row, name, value)
    return row


def write(rows: Sequence[Model]) -> None:
    """Several of one model, in their order: 1 statement. In `written_together` they go with the next one, but those whose
    keys the database makes.
    """
    _write(rows, keyed=True)


def leave(row: Model) -> None:
    """One that nobody here looks at again, so that it goes with the next statement whoever makes its key."""
    _write([row], keyed=False)


def _write(rows: Sequence[Model], *, keyed: bool) -> None:
    if not rows:
        return
    known = _known(type(rows[0]))
    if not known.writes(rows):
        for row in rows:
            row.save(force_insert=True)
        return
    for row in rows:
        known.check_ties(row)
    with transaction.mark_for_rollback_on_error(ALIAS):
        keys = known.insert(rows, keyed=keyed)
    for row in rows:
        row._state.adding, row._state.db = False, ALIAS
    for row, (key,) in zip(rows, keys, strict=False):
        row.pk = key


class _Known:
    """What is so for all rows of a model."""

    def __init__(self, model: type[Model]) -> None:
        meta: Any = model._meta
        self._model, self._key = model, meta.auto_field
        fields = [field for field in meta.concrete_fields if not field.generated]
        self._fields = [field for field in fields if field is not self._key]
        self._ties = {field.name: field for field in fields if field.is_relation}
        fresh = [field for field in fields if _is_fresh(field)]
        self.fresh = [(field.name, field.attname, field.get_default) for field in fresh]
        self.fixed = {field.attname: field.get_default() for field in fields if field not in fresh}
        self._names = frozenset(field.name for field in fields)
        self._made_plainly = model.__init__ is Model.__init__
        in_parts = meta.parents or meta.private_fields or meta.order_with_respect_to
        saves = (model.save, model.save_base) == (Model.save, Model.save_base)
        self._written_plainly = saves and not in_parts

    def makes(self, given: dict[str, Any]) -> bool:
        named = given.keys() <= self._names
        return named and self._made_plainly and not self._heard(signals.pre_init, signals.post_init)

    def writes(self, rows: Sequence[Model]) -> bool:
        has_key = self._key is not None and any(row.pk is not None for row in rows)
        plainly = self._written_plainly and not has_key
        return plainly and not self._heard(signals.pre_save, signals.post_save)

    def _heard(self, *told: Any) -> bool:
        return any(signal.receivers and signal.has_listeners(self._model) for signal in told)

    def check_ties(self, row: Any) -> None:
        """Raises ValueError where the row is tied to one that has no key."""
        for name, tied in row._state.fields_cache.items():
            field = self._ties.get(name)
            if field is not None and tied is not None and not _holds(row, field, tied):
                row._prepare_related_fields_for_save(operation_name="write")
                return

    def insert(self, rows: Sequence[Model], *, keyed: bool) -> list[Any]:
        """The keys, where the database makes them and somebody wants them."""
        query: Any = InsertQuery(self._model)
        query.insert_values(self._fields, rows)
        told = [self._key] if keyed and self._key else []
        keys: list[Any] = query.get_compiler(ALIAS).execute_sql(told)
        return keys


_known: Any = cache(_Known)


def _is_fresh(field: Any) -> bool:
    """Its default is made for each row."""
    return (field.has_default() and callable(field.default)) or bool(field.has_db_default())


def _holds(row: Any, field: Any, tied: Any) -> bool:
    """Both say the same key: what Django would find out by asking the field."""
    key = getattr(row, field.attname)
    return key is not None and key == getattr(tied, field.target_field.attname)
