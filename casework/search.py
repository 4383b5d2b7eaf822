"""Search by reference, number, name, and words in any contact or note. What one may not see never counts:
callers pass in `visible_cases(staff)`.
"""

import re
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from casework import phone_numbers, references, search_words
from casework.models import Case, ContactPoint, Party, Person
from casework.search_words import Asked, Part
from casework.services.case_activity import SEARCH_CONFIG

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
MOST_WORDS = 12
FEWEST_DIGITS = 4
MOST_NAMES = 4
# Sorting so many costs about what it costs to meet the first twenty of them among a million.
MANY = 5_000

Ids = QuerySet[Any, Any]


def matching(cases: QuerySet[Case], words: str, *, walking: bool = False) -> QuerySet[Case]:
    """Cases that what was typed finds. One UNION of index scans, not an OR that would read the whole table.

    `walking`: an OR, for what is `said_often`. Read in an order that an index has, the first page is found on the way; by
    their words a hundred thousand would be sorted for it.
    """
    text = _text(words)
    reference = references.normalise(text)
    if reference:
        return cases.filter(reference=reference)
    asked = search_words.words_only(text)
    known = _without(cases, asked)
    if not asked.plain:
        return cases.none() if known is cases else known
    return _found(known, asked, walking=walking)


def said_often(cases: QuerySet[Case], words: str) -> bool:
    """Whether more of these cases than are quickly sorted hold all the words: 1 statement, or none."""
    asked = search_words.words_only(_text(words))
    said = None if references.normalise(_text(words)) else query(terms(asked), "&")
    if said is None:
        return False
    return _without(cases, asked).filter(search=said).order_by()[: MANY + 1].count() > MANY


def _text(words: str) -> str:
    return words.replace("\x00", " ").strip()[:300]


def _without(cases: QuerySet[Case], asked: Asked) -> QuerySet[Case]:
    left_out = [f"({' <-> '.join(found)})" for part in asked.of("without") if (found := words_of(part))]
    without = query(left_out, "|")
    return cases if without is None else cases.exclude(search=without)


def _found(cases: QuerySet[Case], asked: Asked, *, walking: bool) -> QuerySet[Case]:
    said, others = query(terms(asked), "&"), [*_by_name(asked), *_by_number(asked.plain)]
    if said is not None and walking:
        return cases.filter(reduce(or_, [Q(pk__in=way) for way in others], Q(search=said)))
    ways = [*_by_words(said), *others]
    if not ways:
        return cases.none()
    first, *rest = ways
    return cases.filter(pk__in=first.union(*rest) if rest else first)


def words_of(part: Part) -> list[str]:
    return [re.sub(r"['’]", "", word) for word in WORD.findall(part.text)][:MOST_WORDS]


def query(terms: list[str], joined_by: str) -> SearchQuery | None:
    """Terms are built from `words_of` alone: letters and digits."""
    if not terms:
        return None
    return SearchQuery(f" {joined_by} ".join(terms), config=SEARCH_CONFIG, search_type="raw")


def terms(asked: Asked) -> list[str]:
    """A word with whatever ends it has; a phrase as it is."""
    beginnings = [f"{word}:*" for part in asked.of("word") for word in words_of(part)][:MOST_WORDS]
    phrases = [f"({' <-> '.join(found)})" for part in asked.of("phrase") if (found := words_of(part))]
    return [*beginnings, *phrases[:MOST_WORDS]]


def _by_words(said: SearchQuery | None) -> list[Ids]:
    return [] if said is None else [Case.objects.filter(search=said).order_by().values("pk")]


def people_named(words: list[str]) -> QuerySet[Person]:
    """Every word is somewhere in the name, in any order."""
    return Person.objects.filter(reduce(and_, [Q(name__icontains=word) for word in words]))


def names(asked: Asked) -> list[str]:
    """What a name is looked for with: every word as it stands, a phrase as a whole."""
    each = [
        word for part in asked.parts if part.kind in ("word", "phrase")
        for word in (part.text.split() if part.kind == "word" else [part.text])
    ]  # fmt: skip
    return each[:MOST_WORDS]


def _by_name(asked: Asked) -> list[Ids]:
    """Everything is a name, or one word of a few is and the others are said on the case: "khan boiler"."""
    text = asked.plain
    if len(text) < 2 or not any(character.isalpha() for character in text):
        return []
    found = [_parties(names(asked))]
    parts = [part for part in asked.parts if part.kind in ("word", "phrase")]
    if 2 <= len(parts) <= MOST_NAMES:
        found += [way for part in parts if (way := _name_and_words(asked, part)) is not None]
    return found


def _parties(words: list[str]) -> Ids:
    return Party.objects.filter(person__in=people_named(words).values("pk")).order_by().values("case_id")


def _name_and_words(asked: Asked, named: Part) -> Ids | None:
    said = query(terms(Asked(asked.text, tuple(part for part in asked.parts if part is not named))), "&")
    if said is None or len(named.text) < 3 or not named.text.isalpha():
        return None
    return Case.objects.filter(search=said, pk__in=_parties([named.text])).order_by().values("pk")


def points(text: str) -> QuerySet[ContactPoint] | None:
    """Numbers and addresses with what was typed in them; None where it is no such thing."""
    keys = [key for key in phone_numbers.search_keys(text) if len(key) >= FEWEST_DIGITS]
    if not keys and "@" not in text:
        return None
    wanted = Q(pk__in=())
    for key in keys or [text.casefold()]:
        wanted |= Q(value__contains=key)
    return ContactPoint.objects.filter(wanted)


def _by_number(text: str) -> list[Ids]:
    found = points(text)
    if found is None:
        return []
    through = Q(contact_point__in=found.values("pk")) | Q(
        person__points__contact_point__in=found.values("pk")
    )
    return [Party.objects.filter(through).order_by().values("case_id")]
