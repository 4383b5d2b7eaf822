"""For each case that was found the contact or note that fits best, with the words marked."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchRank, SearchVector
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat, Substr

from casework import search
from casework.kept_seen import KeptSeen
from casework.models import Case, Note, Staff
from casework.permissions import visible_contacts
from casework.search_words import Asked
from casework.services.case_activity import SEARCH_CONFIG, SEARCHED_CHARACTERS

MOST_CASES: Final = 20


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


def excerpts(*, staff: Staff, cases: list[Case], asked: Asked, mark: str) -> dict[UUID, Excerpt]:
    """For each of these visible cases, at most MOST_CASES, the contact or note that fits best, if any does: 2 statements,
    or none.
    """
    wanted = search.any_of(search.terms(asked))
    if wanted is None or not cases:
        return {}
    # One writing for any number of cases: what is named twice is looked at once.
    keys = tuple([case.pk for case in cases] + [cases[-1].pk] * (MOST_CASES - len(cases)))
    found: dict[UUID, tuple[float, Excerpt]] = {}
    for kept in _kept(mark):
        for row in kept.rows(staff, cases=keys, wanted=wanted):
            if row.case_id not in found or row.rank > found[row.case_id][0]:
                found[row.case_id] = (row.rank, _excerpt(row))
    return {pk: excerpt for pk, (_, excerpt) in found.items()}


@lru_cache(maxsize=4)
def _kept(mark: str) -> tuple[KeptSeen, KeptSeen]:
    def contacts(staff: Staff, cases: tuple[UUID, ...], wanted: str) -> QuerySet[Any]:
        said = visible_contacts(staff).filter(case__in=cases, automatic=False).annotate(said=_with_answers())
        best = _best(said, search.query(wanted), "took_place_at", mark)
        return best.select_related("person", "contact_point", "logged_by")

    def notes(staff: Staff, cases: tuple[UUID, ...], wanted: str) -> QuerySet[Any]:
        said = Note.objects.filter(case__in=cases).annotate(said=Substr("body", 1, SEARCHED_CHARACTERS))
        return _best(said, search.query(wanted), "created_at", mark).select_related("author")

    return KeptSeen(contacts, unused=("cases", "wanted")), KeptSeen(notes)


def _best(rows: QuerySet[Any], wanted: Any, moment: str, mark: str) -> QuerySet[Any]:
    """One row for each case. The headline, which is slow, is made of those alone."""
    vector = SearchVector("said", config=SEARCH_CONFIG)
    fitting = rows.annotate(vector=vector).filter(vector=wanted)
    one_each = fitting.annotate(fits=SearchRank(F("vector"), wanted)).order_by(
        "case_id", "-fits", f"-{moment}", "-pk"
    )
    headline = SearchHeadline(
        "said",
        wanted,
        config=SEARCH_CONFIG,
        start_sel=mark,
        stop_sel=mark,
        max_words=35,
        min_words=15,
        short_word=0,  # type: ignore[arg-type]  # the stubs have it for a text
        max_fragments=2,
        fragment_delimiter=" … ",
    )
    chosen = rows.filter(pk__in=one_each.distinct("case_id").values("pk"))
    return chosen.annotate(rank=SearchRank(vector, wanted), marked=headline).order_by("pk")


_ANSWERS: Final = 'strict $.** ? (@.type() == "string")'


def _with_answers() -> Substr:
    """What a contact said, then its answers; an answer that became what was said is not repeated."""
    answers = Func(
        F("answers"), F("body"), output_field=TextField(), arg_joiner=f", '{_ANSWERS}') answer WHERE answer #>> '{{}}' <> ",
        template="(SELECT ' · ' || string_agg(answer #>> '{}', ' · ') FROM jsonb_path_query(%(expressions)s)",
    )  # fmt: skip
    or_nothing = Coalesce(answers, Value("", TextField()))
    return Substr(Concat(F("body"), or_nothing, output_field=TextField()), 1, SEARCHED_CHARACTERS)


def _excerpt(row: Any) -> Excerpt:
    if hasattr(row, "author_id"):
        who, at = str(row.author), row.created_at
        return Excerpt(
            id=row.pk, kind="note", channel="", inbound=False, who=who, at=at, marked=row.marked
        )  # fmt: skip
    inbound = row.direction == "in"
    who = str(row.person or row.contact_point or "") if inbound else str(row.logged_by or "")
    return Excerpt(
        id=row.pk,
        kind="contact",
        channel=row.channel,
        inbound=inbound,
        who=who,
        at=row.took_place_at,
        marked=row.marked,
    )
