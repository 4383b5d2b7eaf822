"""Search by reference, number, name, and words in any contact or note. What one may not see never counts:
callers pass in `visible_cases(staff)`.
"""

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, OuterRef, Q, QuerySet, Subquery, Value

from casework import phone_numbers, references, search_words
from casework.models import Case, ContactPoint, Party, Person
from casework.search_words import Asked, Part
from casework.services.case_row import SEARCH_CONFIG

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
MOST_WORDS = 12
FEWEST_DIGITS = 4
MOST_NAMES = 4
# Sorting so many costs about what it costs to meet the first twenty of them among a million.
MANY = 5_000

Ids = QuerySet[Any, Any]


class Ways(NamedTuple):
    """What is looked for, as values: a statement that is written once takes them as they are."""

    said: str | None = None
    """All the words, as PostgreSQL asks for them."""
    without: str | None = None
    names: tuple[str, ...] = ()
    """Each of them in the name of the same person."""
    named: tuple[str, ...] = ()
    """One word that is a name where the rest is said on the case: `others`, in the same order."""
    others: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """One of them in a number or an address."""
    all_but: bool = False
    """Nothing was typed but what is left out."""


def matching(cases: QuerySet[Case], words: str, *, walking: bool = False) -> QuerySet[Case]:
    """Cases that what was typed finds. One UNION of index scans, not an OR that would read the whole table.

    `walking`: an OR, for what is found `often`. Read in an order that an index has, the first page is found on the way; by
    their words or names a hundred thousand would be sorted for it.
    """
    reference = references.normalise(_text(words))
    if reference:
        return cases.filter(reference=reference)
    return found(cases, ways(words), walking=walking)


def often(cases: QuerySet[Case], words: str) -> bool:
    """Whether more of these cases than are quickly sorted hold all the words, or are found by names: 1 statement or 2, or
    none.
    """
    asked = ways(words)
    if asked.said is None or references.normalise(_text(words)):
        return False
    return _is_many(saying(cases, asked)) or (bool(_by_name(asked)) and _is_many(not_by_words(cases, asked)))


def _is_many(cases: QuerySet[Case]) -> bool:
    return cases.order_by()[: MANY + 1].count() > MANY


def ways(words: str) -> Ways:
    """What was typed, by every way on which it finds a case."""
    asked = search_words.words_only(_text(words))
    left_out = _phrases(asked.of("without"))
    pairs = _name_and_words(asked)
    return Ways(
        said=_joined(terms(asked), "&"),
        without=_joined(left_out, "|"),
        names=tuple(names(asked)) if _may_be_a_name(asked.plain) else (),
        named=tuple(name for name, _ in pairs),
        others=tuple(said for _, said in pairs),
        numbers=tuple(numbers(asked.plain)),
        all_but=not asked.plain and bool(left_out),
    )


def saying(cases: QuerySet[Case], asked: Ways) -> QuerySet[Case]:
    """Those that hold all the words, on whichever contact or note."""
    return cases.none() if asked.said is None else _without(cases, asked).filter(search=query(asked.said))


def found(cases: QuerySet[Case], asked: Ways, *, walking: bool = False) -> QuerySet[Case]:
    """The cases that are found on any of the ways."""
    if asked.said is None:
        return not_by_words(cases, asked)
    known = _without(cases, asked)
    if walking:
        ways = [*_named_on_the_way(asked), *(Q(pk__in=way) for way in _by_number(asked))]
        return known.filter(reduce(or_, ways, Q(search=query(asked.said))))
    return known.filter(pk__in=_any(_by_words(asked.said), *_by_others(asked)))


def not_by_words(cases: QuerySet[Case], asked: Ways) -> QuerySet[Case]:
    """Those that are found without holding all the words: `saying` has the others."""
    known, others = _without(cases, asked), _by_others(asked)
    if not others:
        return known if asked.all_but else cases.none()
    there = known.filter(pk__in=_any(*others))
    return there if asked.said is None else there.exclude(search=query(asked.said))


def _any(first: Ids, *rest: Ids) -> Ids:
    return first.union(*rest) if rest else first


def _by_words(said: str) -> Ids:
    return Case.objects.filter(search=query(said)).order_by().values("pk")


def _by_others(asked: Ways) -> list[Ids]:
    return [*_by_name(asked), *_by_number(asked)]


def _text(words: str) -> str:
    return words.replace("\x00", " ").strip()[:300]


def _without(cases: QuerySet[Case], asked: Ways) -> QuerySet[Case]:
    return cases if asked.without is None else cases.exclude(search=query(asked.without))


def words_of(part: Part) -> list[str]:
    return [re.sub(r"['’]", "", word) for word in WORD.findall(part.text)][:MOST_WORDS]


def any_of(terms: list[str]) -> str | None:
    return _joined(terms, "|")


def _joined(terms: list[str], joined_by: str) -> str | None:
    """Terms are built from `words_of` alone: letters and digits."""
    return f" {joined_by} ".join(terms) if terms else None


def query(said: str) -> SearchQuery:
    """Of what `Ways` and `any_of` say."""
    return SearchQuery(said, config=SEARCH_CONFIG, search_type="raw")


def terms(asked: Asked) -> list[str]:
    """A word with whatever ends it has; a phrase as it is."""
    beginnings = [f"{word}:*" for part in asked.of("word") for word in words_of(part)][:MOST_WORDS]
    return [*beginnings, *_phrases(asked.of("phrase"))[:MOST_WORDS]]


def all_words(asked: Asked) -> list[str]:
    """Of all `terms`, each as it was typed."""
    return [word for kind in ("word", "phrase") for part in asked.of(kind) for word in words_of(part)]


def _phrases(parts: list[Part]) -> list[str]:
    return [f"({' <-> '.join(words)})" for part in parts if (words := words_of(part))]


def people_named(words: Iterable[str]) -> QuerySet[Person]:
    """Every word is somewhere in the name, in any order."""
    return Person.objects.filter(reduce(and_, [Q(name__icontains=word) for word in words]))


def names(asked: Asked) -> list[str]:
    """What a name is looked for with: every word as it stands, a phrase as a whole."""
    each = [
        word for part in asked.parts if part.kind in ("word", "phrase")
        for word in (part.text.split() if part.kind == "word" else [part.text])
    ]  # fmt: skip
    return each[:MOST_WORDS]


def _may_be_a_name(text: str) -> bool:
    return len(text) >= 2 and any(character.isalpha() for character in text)


def _by_name(asked: Ways) -> list[Ids]:
    """Everything is a name, or one word of a few is and the others are said on the case: "khan boiler"."""
    whole = [_parties(asked.names)] if asked.names else []
    return whole + [
        Case.objects.filter(search=query(said), pk__in=_parties([name])).order_by().values("pk")
        for name, said in zip(asked.named, asked.others, strict=True)
    ]


def _named_on_the_way(asked: Ways) -> list[Q]:
    """As `_by_name`, asked of each case that is met."""
    whole = [_has_named(asked.names)] if asked.names else []
    return whole + [
        Q(search=query(said)) & _has_named([name])
        for name, said in zip(asked.named, asked.others, strict=True)
    ]


def _has_named(words: Iterable[str]) -> Q:
    """By a value, which PostgreSQL asks for where it is needed: for EXISTS it would rather read all parties once."""
    named = Party.objects.filter(case=OuterRef("pk"), person__in=people_named(words).values("pk"))
    one = named.order_by().annotate(found=Value(True)).values("found")[:1]
    return Q(Subquery(one, output_field=BooleanField()))


def _parties(words: Iterable[str]) -> Ids:
    return Party.objects.filter(person__in=people_named(words).values("pk")).order_by().values("case_id")


def _name_and_words(asked: Asked) -> list[tuple[str, str]]:
    parts = [part for part in asked.parts if part.kind in ("word", "phrase")]
    if not _may_be_a_name(asked.plain) or not 2 <= len(parts) <= MOST_NAMES:
        return []
    return [pair for part in parts if (pair := _named(asked, part)) is not None]


def _named(asked: Asked, named: Part) -> tuple[str, str] | None:
    rest = Asked(asked.text, tuple(part for part in asked.parts if part is not named))
    said = _joined(terms(rest), "&")
    if said is None or len(named.text) < 3 or not named.text.isalpha():
        return None
    return named.text, said


def numbers(text: str) -> list[str]:
    """What is looked for in numbers and addresses; nothing where it is no such thing."""
    keys = [key for key in phone_numbers.search_keys(text) if len(key) >= FEWEST_DIGITS]
    return keys or ([text.casefold()] if "@" in text else [])


def points(numbers: Iterable[str]) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(
        reduce(or_, [Q(value__contains=each) for each in numbers], Q(pk__in=()))
    )


def _by_number(asked: Ways) -> list[Ids]:
    if not asked.numbers:
        return []
    held = points(asked.numbers).values("pk")
    through = Q(contact_point__in=held) | Q(person__points__contact_point__in=held)
    return [Party.objects.filter(through).order_by().values("case_id")]
