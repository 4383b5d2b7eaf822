"""For each case that was found the contact or note that fits best, with the words marked."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Case, F, Func, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf, Substr

from casework import search
from casework.kept_excerpts import KeptExcerpts, Texts
from casework.kept_seen import KeptSeen
from casework.models import Contact, ContactPoint, Note, Person, Staff
from casework.models.contact import Direction
from casework.permissions import visible_contacts
from casework.search_words import Asked
from casework.services.case_row import SEARCHED_CHARACTERS

MOST_CASES: Final = 20
_FEW_CASES: Final = 4


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """Where the words were found. `marked` holds `mark` before and after each of them; it is not HTML."""

    id: UUID
    kind: str  # contact or note
    channel: str
    inbound: bool
    who: str
    at: datetime
    marked: str


def excerpts(*, staff: Staff, cases: list[UUID], asked: Asked, mark: str) -> dict[UUID, Excerpt]:
    """For each of these visible cases, at most MOST_CASES, the contact or note that fits best, if any does: 1 statement,
    or none.
    """
    wanted, words = search.any_of(search.terms(asked)), " ".join(search.all_words(asked))
    if wanted is None or not cases:
        return {}
    # One writing for a few cases and one for any number: what is named twice is looked at once.
    places = _FEW_CASES if len(cases) <= _FEW_CASES else MOST_CASES
    keys = tuple(cases + cases[-1:] * (places - len(cases)))
    rows = (_Row(*row) for row in _kept(mark).rows(staff, cases=keys, wanted=wanted, words=words))
    return {row.case: _excerpt(row) for row in rows}


@lru_cache(maxsize=4)
def _kept(mark: str) -> KeptSeen:
    def texts(staff: Staff, cases: tuple[UUID, ...], wanted: str, words: str) -> Texts:
        said = visible_contacts(staff).filter(case__in=cases, automatic=False)
        noted = Note.objects.filter(case__in=cases)
        return Texts(_contacts(said).union(_notes(noted), all=True), _Row._fields[5:], wanted, words, mark)

    return KeptSeen(texts, kept=KeptExcerpts)


class _Row(NamedTuple):
    case: UUID
    kind: str
    at: datetime
    pk: UUID
    marked: str
    channel: str
    direction: str
    name: str | None
    """Of whoever said it, where it is known who that was; otherwise where it came from."""
    point_kind: str | None
    point: str | None
    staff: str | None


def _contacts(rows: QuerySet[Contact]) -> QuerySet[Any, Any]:
    point = ContactPoint.objects.filter(pk=OuterRef("contact_point_id"))
    return rows.order_by().values_list(
        "case_id", Value("contact"), "took_place_at", "pk", _with_answers(), "channel", "direction",
        _one(Person.objects.filter(pk=OuterRef("person_id")), "name"), _one(point, "kind"), _one(point, "value"),
        _named("logged_by_id"),
    )  # fmt: skip


def _notes(rows: QuerySet[Note]) -> QuerySet[Any, Any]:
    nothing = [Value(None, TextField())] * 3
    return rows.order_by().values_list(
        "case_id", Value("note"), "created_at", "pk", Substr("body", 1, SEARCHED_CHARACTERS),
        Value(""), Value(""), *nothing, _named("author_id"),
    )  # fmt: skip


def _one(rows: QuerySet[Any], column: str | Coalesce) -> Subquery:
    """Looked up for a text that is read. Joined, PostgreSQL expects next to no texts and goes through all names for each."""
    return Subquery(rows.order_by().values_list(column))


def _named(key: str) -> Subquery:
    """As `Staff` says who it is."""
    name = Coalesce(NullIf("full_name", Value("")), "username")
    return _one(Staff.objects.filter(pk=OuterRef(key)), name)


_ANSWERS: Final = 'strict $.** ? (@.type() == "string")'


def _with_answers() -> Substr:
    """What a contact said, then its answers; an answer that became what was said is not repeated."""
    answers = Func(
        F("answers"), F("body"), output_field=TextField(), arg_joiner=f", '{_ANSWERS}') answer WHERE answer #>> '{{}}' <> ",
        template="(SELECT ' · ' || string_agg(answer #>> '{}', ' · ') FROM jsonb_path_query(%(expressions)s)",
    )  # fmt: skip
    # Nearly all contacts have none, and to look through none of them costs as much as to read a text.
    nothing = Value("", TextField())
    or_nothing = Case(When(answers={}, then=nothing), default=Coalesce(answers, nothing))
    return Substr(Concat(F("body"), or_nothing, output_field=TextField()), 1, SEARCHED_CHARACTERS)


def _excerpt(row: _Row) -> Excerpt:
    inbound = row.direction == Direction.IN
    return Excerpt(
        id=row.pk,
        kind=row.kind,
        channel=row.channel,
        inbound=inbound,
        who=_theirs(row) if inbound else row.staff or "",
        at=row.at,
        marked=row.marked,
    )


def _theirs(row: _Row) -> str:
    if row.name is not None:
        return Person.called(row.name)
    return ContactPoint.written(row.point_kind or "", row.point) if row.point else ""
