"""What the search page and the palette read. Whatever one may not see is neither found, counted nor hinted at."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchRank, SearchVector
from django.db.models import Count, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat, Substr, Upper
from django.utils import timezone

from casework import lookup, near_words, search, search_words
from casework.models import (
    Attachment,
    Case,
    Note,
    Party,
    Person,
    PersonContactPoint,
    SavedView,
    Service,
    Staff,
    Team,
)
from casework.permissions import teams_of, visible_cases, visible_contacts
from casework.search_words import Asked, Part, Settled
from casework.services.case_activity import SEARCH_CONFIG, SEARCHED_CHARACTERS

MOST_PEOPLE: Final = 8
MOST_EACH: Final = 100
"""People looked at for one way of finding them: enough for a page, and never a whole town."""
LATEST: Final = 500
"""Cases whose summaries and people give the words that a mistyped one is compared with."""
MOST_WORDS_NEAR: Final = 4


class Office:
    """The filters whose values are the office's own: one statement for each kind that was typed, and none otherwise."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[str, str]]] = {}

    def __call__(self, name: str, value: str) -> Settled | None:
        wanted = value.casefold()
        for code, title in self._of(name):
            if wanted in (code.casefold(), title.casefold()):
                field = "assignee" if name == "who" else name
                return Settled(field, code, f"{_LABELS[name]}: {title}")
        return None

    def _of(self, name: str) -> list[tuple[str, str]]:
        if name not in self._rows:
            self._rows[name] = list(_ROWS[name]())
        return self._rows[name]


_LABELS: Final = {"team": "Team", "service": "Service", "who": "With"}
_ROWS: Final[dict[str, Any]] = {
    "team": lambda: Team.objects.filter(active=True).values_list("code", "name"),
    "service": lambda: Service.objects.values_list("code", "name"),
    "who": lambda: Staff.objects.people().values_list("username", "full_name"),
}


def narrowed(cases: QuerySet[Case], asked: Asked) -> QuerySet[Case]:
    """By the filters that the queue does not have."""
    for tag in asked.tags:
        cases = cases.filter(tags__contains=[tag])
    if "file" in asked.filters:
        kept = Attachment.objects.filter(contact__case=OuterRef("pk"), refused="").exclude(file="")
        cases = cases.filter(Exists(kept))
    if "before" in asked.filters:
        cases = cases.filter(opened_at__lt=_midnight(asked.filters["before"]))
    if "after" in asked.filters:
        cases = cases.filter(opened_at__gte=_midnight(asked.filters["after"]))
    return cases


def _midnight(iso: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(iso), time()))


def people(*, staff: Staff, asked: Asked, most: int = MOST_PEOPLE) -> list[Any]:
    """At most one more than `most`, by name, each with `known_points` and `open_cases`: 2 statements, or none."""
    ways = _ways_to_people(asked)
    if not ways:
        return []
    first, *rest = ways
    mine = Q(parties__case__in=visible_cases(staff).filter(is_open=True).values("pk"))
    held = PersonContactPoint.objects.select_related("contact_point").order_by("-preferred", "pk")
    found = (
        lookup.people_seen(staff)
        .filter(pk__in=first.union(*rest) if rest else first)
        .annotate(open_cases=Count("parties__case", filter=mine, distinct=True))
        .prefetch_related(Prefetch("points", queryset=held, to_attr="known_points"))
    )
    return list(found.order_by("name", "pk")[: most + 1])


def _ways_to_people(asked: Asked) -> list[Any]:
    ways: list[Any] = []
    text = asked.plain
    if len(text) >= 2 and any(letter.isalpha() for letter in text):
        named = search.people_named(search.names(asked)).filter(merged_into=None)
        ways.append(named.order_by().values("pk")[:MOST_EACH])
    points = search.points(text)
    if points is not None:
        held = PersonContactPoint.objects.filter(contact_point__in=points.values("pk"))
        ways.append(held.order_by().values("person_id")[:MOST_EACH])
    return ways


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
    """For each of these visible cases the contact or note that fits best, if any does: 2 statements, or none."""
    wanted = search.query(search.terms(asked), "|")
    if wanted is None or not cases:
        return {}
    ids = [case.pk for case in cases]
    notes = Note.objects.filter(case__in=ids).annotate(said=Substr("body", 1, SEARCHED_CHARACTERS))
    contacts = visible_contacts(staff).filter(case__in=ids, automatic=False).annotate(said=_with_answers())
    found: dict[UUID, tuple[float, Excerpt]] = {}
    for row in [
        *_best(contacts, wanted, "took_place_at", mark).select_related(
            "person", "contact_point", "logged_by"
        ),
        *_best(notes, wanted, "created_at", mark).select_related("author"),
    ]:
        if row.case_id not in found or row.rank > found[row.case_id][0]:
            found[row.case_id] = (row.rank, _excerpt(row))
    return {pk: excerpt for pk, (_, excerpt) in found.items()}


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


def nothing_by(*, staff: Staff, asked: Asked) -> list[tuple[Part, list[str]]]:
    """For words that are nowhere among what one may see: names and words that look like them. 1 statement, and 1 for
    each of the first words; asked only where nothing was found.
    """
    recent = visible_cases(staff).order_by("-last_activity_at", "-pk")
    told = recent.values_list("summary", "parties__person__name")[:LATEST]
    known = [each or "" for row in told for each in row]
    parts = [part for part in asked.of("word") if part.text.isalpha()][:MOST_WORDS_NEAR]
    found = [(part, near_words.near(part.text, [*known, *_names_like(staff, part.text)])) for part in parts]
    return [(part, words) for part, words in found if words]


def _names_like(staff: Staff, word: str) -> list[str]:
    """Through the index of names by trigrams."""
    near = lookup.people_seen(staff).alias(loud=Upper("name")).filter(loud__trigram_word_similar=word.upper())
    return list(near.order_by().values_list("name", flat=True)[:MOST_EACH])


def some_cases(*, staff: Staff, words: str, most: int) -> list[Any]:
    """The latest that the words find, each with `known_parties`: 2 statements."""
    found = search.matching(visible_cases(staff).filter(merged_into=None), words)
    parties = Prefetch(
        "parties", queryset=Party.objects.select_related("person", "contact_point"), to_attr="known_parties"
    )
    return list(
        found.prefetch_related(parties).defer("search", "answers").order_by("-last_activity_at", "-id")[:most]
    )


def some_people(*, staff: Staff, words: str, most: int) -> list[Person]:
    """1 statement."""
    ways = _ways_to_people(search_words.words_only(words))
    if not ways:
        return []
    first, *rest = ways
    found = lookup.people_seen(staff).filter(pk__in=first.union(*rest) if rest else first)
    return list(found.order_by("name", "pk")[:most])


def saved_views(*, staff: Staff) -> list[SavedView]:
    """Of the person, of their teams and of the whole office: 1 statement."""
    office = Q(owner=None, team=None)
    return list(
        SavedView.objects.filter(Q(owner=staff) | Q(team__in=teams_of(staff)) | office).select_related("team")
    )
