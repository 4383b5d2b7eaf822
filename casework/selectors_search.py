"""What the search page and the palette read. Whatever one may not see is neither found, counted nor hinted at."""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Upper
from django.utils import timezone

from casework import lookup, near_words, search, selectors_why
from casework.counts import MOST_COUNTED
from casework.kept_first_page import FirstPage, KeptFirstPage, Way
from casework.kept_seen import KeptSeen
from casework.keyset import ACTIVITY, Page, first_page
from casework.models import (
    Attachment,
    Case,
    Party,
    Person,
    PersonContactPoint,
    SavedView,
    Service,
    Staff,
    Team,
)
from casework.permissions import teams_of, visible_cases
from casework.search import Ways
from casework.search_words import Asked, Part, Settled

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


def people(*, staff: Staff, asked: Asked) -> list[Any]:
    """At most one more than MOST_PEOPLE, by name, each with `known_points` and `open_cases`: 2 statements, or none."""
    ways = search.ways(asked.words)
    if not ways.names and not ways.numbers:
        return []
    return _PEOPLE.rows(staff, names=ways.names, numbers=ways.numbers)


def _people(staff: Staff, names: tuple[str, ...], numbers: tuple[str, ...]) -> QuerySet[Any]:
    mine = Q(parties__case__in=visible_cases(staff).filter(is_open=True).values("pk"))
    held = PersonContactPoint.objects.select_related("contact_point").order_by("-preferred", "pk")
    found = (
        _found(staff, names, numbers)
        .annotate(open_cases=Count("parties__case", filter=mine, distinct=True))
        .prefetch_related(Prefetch("points", queryset=held, to_attr="known_points"))
    )
    return found.order_by("name", "pk")[: MOST_PEOPLE + 1]


_PEOPLE: Final = KeptSeen(_people, unused=("names", "numbers"))


def _found(staff: Staff, names: tuple[str, ...], numbers: tuple[str, ...]) -> QuerySet[Person]:
    return lookup.people_seen(staff).filter(pk__in=_on_record(names, numbers))


def _on_record(names: tuple[str, ...], numbers: tuple[str, ...]) -> QuerySet[Any, Any]:
    """Keys of people by any of the ways, whoever may see them."""
    ways: list[Any] = []
    if names:
        named = search.people_named(names).filter(merged_into=None)
        ways.append(named.order_by().values("pk")[:MOST_EACH])
    if numbers:
        held = PersonContactPoint.objects.filter(contact_point__in=search.points(numbers).values("pk"))
        ways.append(held.order_by().values("person_id")[:MOST_EACH])
    if not ways:
        return Person.objects.none()
    first, *rest = ways
    return first.union(*rest) if rest else first


# What is shown of a case that was found, beside the words (see `selectors_excerpts`).
SHOWN: Final = (
    "id", "reference", "summary", "status", "restricted", "last_activity_at", "service__name", "team__name",
    "assignee__full_name", "assignee__username", "whom",
)  # fmt: skip


def shown(cases: QuerySet[Case]) -> QuerySet[Any, Any]:
    """These cases as rows of SHOWN: 1 statement."""
    return cases.annotate(**selectors_why.whom_it_is_about()).values_list(*SHOWN, named=True)


class First(NamedTuple):
    page: Page
    many: int
    """As far as figures count."""
    anybody: bool
    """Whether anybody at all is on record by these names or numbers; who of them is seen is for `people` to say."""


def first_cases(*, staff: Staff, words: str, size: int) -> First:
    """The latest of the cases that words alone find, as rows of SHOWN: 1 statement, and 1 more where they are very many."""
    asked = search.ways(words)._asdict()
    counted, rows = _few(size).first(staff, **asked)
    often = max(counted["by_words"], counted["otherwise"]) > search.MANY
    if often:
        rows = _first(size).rows(staff, **asked)
    many = MOST_COUNTED + 1 if often else counted["by_words"] + counted["otherwise"]
    return First(first_page(rows, order=ACTIVITY, size=size), many, bool(counted["anybody"]))


def _known(staff: Staff) -> QuerySet[Case]:
    return visible_cases(staff).filter(merged_into=None)


def _keys(cases: QuerySet[Case]) -> QuerySet[Any, Any]:
    return cases.order_by().values_list("pk", "last_activity_at")


@lru_cache(maxsize=4)
def _few(size: int) -> KeptSeen:
    def write(staff: Staff, **asked: Any) -> FirstPage:
        known, ways = _known(staff), Ways(**asked)
        return FirstPage(
            {
                # More than are shown, to tell how they are read best.
                "by_words": Way(_keys(search.saying(known, ways)), search.MANY),
                "otherwise": Way(_keys(search.not_by_words(known, ways)), search.MANY),
                # One would do. But of many people some are expected to be called anything, and to find one of them
                # PostgreSQL would rather read the whole table than look into the index of names.
                "anybody": Way(_on_record(ways.names, ways.numbers), MOST_EACH, shown=False),
            },
            size + 1,
            lambda keys: shown(Case.objects.filter(pk__in=keys)).order_by(*ACTIVITY.fields),
        )

    return KeptSeen(write, kept=KeptFirstPage, unused=Ways._fields)


@lru_cache(maxsize=4)
def _first(size: int) -> KeptSeen:
    def write(staff: Staff, **asked: Any) -> QuerySet[Any, Any]:
        rows = shown(search.found(_known(staff), Ways(**asked), walking=True))
        return rows.order_by(*ACTIVITY.fields)[: size + 1]

    return KeptSeen(write, unused=Ways._fields)


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
    ways = search.ways(words)
    if not ways.names and not ways.numbers:
        return []
    return list(_found(staff, ways.names, ways.numbers).order_by("name", "pk")[:most])


def saved_views(*, staff: Staff) -> list[SavedView]:
    """Of the person, of their teams and of the whole office: 1 statement."""
    office = Q(owner=None, team=None)
    return list(
        SavedView.objects.filter(Q(owner=staff) | Q(team__in=teams_of(staff)) | office).select_related("team")
    )
