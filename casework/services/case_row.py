"""What is written to the row of a case that the caller has locked: one UPDATE, whatever of it changes.

Each UPDATE writes the row's indexes anew, that of its search words among them, and leaves an entry in its history. So
what belongs to one act on a case is put together first. Its SQL is kept for each set of columns.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import F
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest

from casework.kept_sql import KeptUpdate
from casework.models import Case

SEARCH_CONFIG: Final = "onequeue"
# PostgreSQL refuses a tsvector over 1 MB; what comes beyond this is still on the timeline, only not searchable.
SEARCHED_CHARACTERS: Final = 50_000
LARGEST_SEARCH: Final = 500_000


class Later(NamedTuple):
    """The later of this moment and the one that is there."""

    at: datetime


class Words(NamedTuple):
    """Search words of one more text; `alone`: in place of those that are there."""

    body: str
    alone: bool = False


def hold(case: Case, changes: Mapping[str, Any]) -> None:
    """`case` in hand becomes what its row will be."""
    for name, value in changes.items():
        kind = type(value)
        if kind is Later:
            value = max(value.at, getattr(case, name) or value.at)
        if kind is not Words:
            setattr(case, name, value)


def write(case: Case, changes: Mapping[str, Any]) -> None:
    """The row and `case` in hand, whose version is one more: at once, or when what is `written_together` is written."""
    hold(case, changes)
    given = dict(_given(name, value) for name, value in changes.items())
    _ROW.told(partial(_versioned, case), pk=case.pk, **given)


def _versioned(case: Case, rows: list[tuple[int]]) -> None:
    for (version,) in rows:
        case.version = version


def _given(name: str, value: Any) -> tuple[str, Any]:
    if isinstance(value, Later):
        return f"{name}__later", value.at
    if isinstance(value, Words):
        return f"{name}__{'only' if value.alone else 'more'}", value.body
    return name, str(value) if isinstance(value, str) else value


def _row(*, pk: UUID, **given: Any) -> tuple[Any, dict[str, Any]]:
    changes = dict(_change(name, value) for name, value in given.items())
    return Case.objects.filter(pk=pk), {**changes, "version": F("version") + 1}


def _change(name: str, value: Any) -> tuple[str, Any]:
    column, _, how = name.partition("__")
    return column, _BECOMES[how](column, value)


def _later(column: str, at: datetime) -> Greatest:
    return Greatest(F(column), at)


def _only_words(column: str, body: str) -> RawSQL:
    return RawSQL("to_tsvector('onequeue', %s)", (body,))


def _more_words(column: str, body: str) -> RawSQL:
    """The case's search words and those of one more text, unless the case is full.

    Measured as it is in memory: as stored it is compressed, and what PostgreSQL limits is the words themselves.
    """
    return RawSQL(
        "CASE WHEN coalesce(pg_column_size(casework_case.search || ''::tsvector), 0) < %s"
        " THEN coalesce(casework_case.search, ''::tsvector) || to_tsvector('onequeue', %s)"
        " ELSE casework_case.search END",
        (LARGEST_SEARCH, body),
    )


_BECOMES: Final[Mapping[str, Callable[[str, Any], Any]]] = {
    "": lambda column, value: value,
    "later": _later,
    "more": _more_words,
    "only": _only_words,
}
_ROW: Final = KeptUpdate(_row, returning="version")
