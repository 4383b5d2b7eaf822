"""Queries that Django writes in SQL once a process, and not once a call.

Writing the SQL of a small query takes Django most of what the query costs, and each time it writes the same. A `Kept`
query is written when it is first asked, with marks in the places of its values; after that only the values differ.
Reading the rows into models, related ones and annotations stays Django's own; planning is left out too (planned_sql).

    _OF_PREFIX = Kept(lambda prefix: ApiKey.objects.select_related("staff").filter(prefix=prefix)[:1])
    key = _OF_PREFIX.first(prefix="k7f2m9qx")

A value may stand in the SQL as it was given, of a moment some whole seconds from it ("within a day"), of a text between
two "%" ("contains").
For queries whose SQL depends on nothing but how many values there are: texts, keys and moments, or tuples of them, one
writing for each length. True, False and None belong to the query, so each has a writing of its own.
Which rows somebody may see depends on more than that: see `kept_seen`.
"""

import copy
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery
from django.db.transaction import TransactionManagementError

from casework.asked_ahead import Question, take
from casework.counting import Counting
from casework.kept_models import Models, fits
from casework.planned_sql import KINDS, Planned, Value

# A longer list is written for its call alone: one writing kept for each length would fill the memory.
MOST_VALUES: Final = 20

# A value of each kind that no caller has, by a running number.
_MARKS: Final[Mapping[type, Callable[[int], Any]]] = {
    str: lambda number: f"\ue000 {number} \ue000",
    UUID: lambda number: UUID(int=number),
    datetime: lambda number: datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=400, microseconds=number),
    date: lambda number: date(1, 1, 1) + timedelta(days=number),
}
_MARKED_YEARS: Final = 10


class CannotBeKept(Exception):
    """A value is of no kind that can be marked, or does not stand in the SQL as it was given."""


class Kept:
    """A query set that is written once for each kind of values."""

    def __init__(self, write: Callable[..., Any], *, unused: Iterable[str] = ()) -> None:
        """`write`: the query of values given by their names, with its limit where it has one. `unused`: names of values
        that the query may do without.
        """
        self._write, self._unused = write, frozenset(unused)
        self._written: dict[tuple[Any, ...], Any] = {}

    def rows(self, **values: Any) -> list[Any]:
        found = take(self, values)
        if found is not None:
            return found
        if _is_long(values):
            return self.at_once(self._write(**values))
        answer: list[Any] = self._written_for(values).rows(values)
        return answer

    def question(self, **values: Any) -> Question | None:
        """To be asked ahead, with others; None where it cannot be kept, or nothing could be found."""
        written = None if _is_long(values) else self._written_for(values)
        return (
            Question(self, values, written) if written is not None and written.planned is not None else None
        )

    def _written_for(self, values: Mapping[str, Any]) -> Any:
        kinds = (*values, *map(_kind, values.values()))
        if kinds not in self._written:
            marks = _Marks(values)
            self._written[kinds] = self._writing(self._write(**marks.values), marks)
        return self._written[kinds]

    def first(self, **values: Any) -> Any:
        """The first row; None where there is none."""
        return next(iter(self.rows(**values)), None)

    @classmethod
    def at_once(cls, written: Any) -> list[Any]:
        """The same, of what is written for one call."""
        return list(written)

    def _writing(self, written: Any, marks: "_Marks") -> Any:
        return _Rows(written, marks, self._unused)


class KeptUpdate(Kept):
    """An UPDATE, given as what it is of and what changes; its rows are the `returning` columns of what it found."""

    def __init__(
        self, write: Callable[..., tuple[QuerySet[Any, Any], dict[str, Any]]], *, returning: str
    ) -> None:
        super().__init__(write)
        self._returning = returning

    def told(self, then: Callable[[list[tuple[Any, ...]]], None], **values: Any) -> None:
        """`then` is told its rows: at once, or in `written_together` when it has gone with the next statement."""
        planned: _Planned = self._written_for(values)
        planned.statement.told(planned.given(values), then)

    def _writing(self, written: Any, marks: "_Marks") -> Any:
        queryset, changes = written
        query = queryset.order_by().query.chain(UpdateQuery)
        query.add_update_values(changes)
        sql, given = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return marks.planned(f'{sql} RETURNING "{self._returning}"', given, self._unused)


class KeptCounts(Kept):
    """Several query sets by their names, of which each row is a name and how many it holds, as far as figures count."""

    @classmethod
    def at_once(cls, written: Any) -> list[Any]:
        return list(Counting.of(written).asked().items())

    def _writing(self, written: Any, marks: "_Marks") -> Any:
        return _Counts(Counting.of(written), marks, self._unused)


class Place(NamedTuple):
    """Where a value was given; how long `after` it what stands in the SQL is, or whether anything `within` which it is."""

    name: str
    number: int
    after: timedelta | None = None
    within: bool = False
    among: bool = True
    """It is one of several that were given by this name."""

    @property
    def is_plain(self) -> bool:
        return not self.within and not self.among and self.after is None

    def of(self, values: Mapping[str, Any]) -> Any:
        value = values[self.name]
        each = value[self.number] if self.among else value
        if self.within:
            return f"%{connections[DEFAULT_DB_ALIAS].ops.prep_for_like_query(each)}%"
        return each if self.after is None else each + self.after


class _Marks:
    """Values that nobody has, in place of those that are to come."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        number = itertools.count(1)
        self.values = {name: _marked(name, value, number) for name, value in values.items()}
        self._places = {repr(mark): self._place(name, index) for name, index, mark in self._each()}
        self._moments = {
            mark.microsecond: (mark, self._place(name, index))
            for name, index, mark in self._each()
            if isinstance(mark, datetime)
        }

    def _place(self, name: str, number: int) -> Place:
        return Place(name, number, among=isinstance(self.values[name], tuple))

    def _each(self) -> Iterator[tuple[str, int, Any]]:
        """What belongs to the query has no mark."""
        for name, value in self.values.items():
            for index, each in enumerate(value if isinstance(value, tuple) else (value,)):
                if each is not None and not isinstance(each, bool):
                    yield name, index, each

    def place(self, given: Any) -> Place | None:
        if isinstance(given, datetime) and given.year < _MARKED_YEARS:
            if given.microsecond not in self._moments:
                raise CannotBeKept(
                    f"{given} stands in it, and no moment was given that it could be told from"
                )
            mark, place = self._moments[given.microsecond]
            return place if given == mark else place._replace(after=given - mark)
        if isinstance(given, str) and given[:1] == given[-1:] == "%" and repr(given[1:-1]) in self._places:
            return self._places[repr(given[1:-1])]._replace(within=True)
        return self._places.get(repr(given))

    def planned(self, sql: str, given: Iterable[Any], unused: frozenset[str]) -> "_Planned":
        told = [(self.place(each), each) for each in given]
        places = [place for place, _ in told if place is not None]
        lost = {each[:2] for each in self._places.values()} - {each[:2] for each in places}
        if any(name not in unused for name, _ in lost):
            raise CannotBeKept(f"{sorted(lost)} cannot be told in: {sql}")
        kinds = [each if place is None else Value(type(each)) for place, each in told]
        return _Planned(Planned(sql, kinds), places)


class _Planned:
    def __init__(self, statement: Planned, places: list[Place]) -> None:
        self.statement = statement
        # Nearly all stand as they were given.
        self._places = [(place.name, None if place.is_plain else place) for place in places]

    def given(self, values: Mapping[str, Any]) -> list[Any]:
        return [values[name] if place is None else place.of(values) for name, place in self._places]

    def rows(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        return self.statement.rows(self.given(values))


class Writing:
    """A statement that is kept, and what is made of its rows. `planned` is None where it could find nothing."""

    planned: _Planned | None = None

    def made(self, found: list[tuple[Any, ...]]) -> list[Any]:
        raise NotImplementedError

    def asked(self, values: Mapping[str, Any]) -> tuple[Planned, list[Any]]:
        """The statement with its values. Not of one that could find nothing."""
        planned = cast("_Planned", self.planned)
        return planned.statement, planned.given(values)

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        if self.planned is None:
            return self.made([])
        statement, given = self.asked(values)
        return self.made(statement.rows(given))


class Reading:
    """How Django makes what a query set is of from rows of the database. Raises EmptyResultSet where there is nothing that
    it could find.
    """

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.given = self._compiler.as_sql()
        self.columns = self._compiler.col_count
        self.locks = queryset.query.select_for_update
        # What turns columns into values is the same for every call, and Django looks it up field by field.
        read = [column for column, *_ in self._compiler.select[: self.columns]]
        self._converters = self._compiler.get_converters(read)
        self._in_parts = self._compiler.has_composite_fields(read)
        self._models = Models(self._compiler) if fits(queryset) and not self._in_parts else None

    def read(self, found: list[tuple[Any, ...]]) -> list[Any]:
        if not found:
            return []
        if self._models is not None:
            return self._models.read(self._converted(found))
        compiler = copy.copy(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.execute_sql = lambda *_, **__: [found]
        compiler.get_converters = lambda _: self._converters
        compiler.has_composite_fields = lambda _: self._in_parts
        return list(self._read_by(compiler))

    def _converted(self, found: list[tuple[Any, ...]]) -> Iterable[Any]:
        """What fields make of what the driver read: each converter is given the connection, and none of ours asks it."""
        return self._compiler.apply_converters(found, self._converters) if self._converters else found

    def _read_by(self, compiler: Any) -> Any:
        """The query set again, without its query's own copy, which would cost more than reading a few rows."""
        kept: Any = self._queryset
        queryset = type(kept)(model=kept.model, query=_Written(kept.query, compiler), hints=kept._hints)
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups", "_known_related_objects"):
            setattr(queryset, name, getattr(kept, name))
        return queryset


class _Written:
    """A query that gives out this compiler."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class _Rows(Writing):
    def __init__(self, queryset: QuerySet[Any, Any], marks: _Marks, unused: frozenset[str]) -> None:
        try:
            self._reading = Reading(queryset)
        except EmptyResultSet:
            return
        self.planned = marks.planned(self._reading.sql, self._reading.given, unused)

    def asked(self, values: Mapping[str, Any]) -> tuple[Planned, list[Any]]:
        if self._reading.locks and connections[DEFAULT_DB_ALIAS].get_autocommit():
            raise TransactionManagementError("A row is locked in a transaction only.")
        return super().asked(values)

    def made(self, found: list[tuple[Any, ...]]) -> list[Any]:
        return self._reading.read(found) if found else []


class _Counts(Writing):
    def __init__(self, counting: Counting, marks: _Marks, unused: frozenset[str]) -> None:
        self._names = counting.names
        self.planned = marks.planned(counting.sql, counting.values, unused) if counting.sql else None

    def made(self, found: list[tuple[Any, ...]]) -> list[Any]:
        counted: Any = found
        return list({**dict.fromkeys(self._names, 0), **dict(counted)}.items())


def _is_long(values: Mapping[str, Any]) -> bool:
    for value in values.values():  # noqa: SIM110  (a generator takes longer than all else here)
        if isinstance(value, tuple) and len(value) > MOST_VALUES:
            return True
    return False


def _kind(value: Any) -> Any:
    """What the SQL depends on."""
    kind = type(value)
    if kind in _MARKS:
        return kind
    if isinstance(value, tuple):
        return tuple(_kind(each) for each in value)
    return value if value is None or isinstance(value, bool) else kind


def _marked(name: str, value: Any, number: Iterator[int]) -> Any:
    if isinstance(value, tuple):
        return tuple(_marked(name, each, number) for each in value)
    if value is None or isinstance(value, bool):
        return value
    kind = next((each for each in KINDS if isinstance(value, each)), None)
    if kind is None:
        raise CannotBeKept(f"{name} is a {type(value).__name__}")
    return _MARKS[kind](next(number))
