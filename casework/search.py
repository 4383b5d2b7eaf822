"""Search by reference, number, name, and words in any contact or note. What one may not see never counts:
callers pass in `visible_cases(staff)`.
"""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from casework import phone_numbers, references
from casework.models import Case, ContactPoint, Party, Person
from casework.services.case_activity import SEARCH_CONFIG

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
MOST_WORDS = 12
FEWEST_DIGITS = 4

Ids = QuerySet[Any, Any]


def matching(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Cases that what was typed finds. One UNION of index scans, not an OR that would read the whole table."""
    text = words.replace("\x00", " ").strip()[:300]
    reference = references.normalise(text)
    if reference:
        return cases.filter(reference=reference)
    ways = [way for way in (_by_words(text), _by_name(text), _by_number(text)) if way is not None]
    if not ways:
        return cases.none()
    first, *rest = ways
    return cases.filter(pk__in=first.union(*rest) if rest else first)


def _by_words(text: str) -> Ids | None:
    found = [re.sub(r"['’]", "", word) for word in WORD.findall(text)][:MOST_WORDS]
    if not found:
        return None
    query = SearchQuery(
        " & ".join(f"{word}:*" for word in found),
        config=SEARCH_CONFIG,
        search_type="raw",
    )
    return Case.objects.filter(search=query).order_by().values("pk")


def _by_name(text: str) -> Ids | None:
    if len(text) < 2 or not any(character.isalpha() for character in text):
        return None
    people = Person.objects.filter(name__icontains=text).values("pk")
    return Party.objects.filter(person__in=people).order_by().values("case_id")


def _by_number(text: str) -> Ids | None:
    keys = [key for key in phone_numbers.search_keys(text) if len(key) >= FEWEST_DIGITS]
    if not keys and "@" not in text:
        return None
    wanted = Q(pk__in=())
    for key in keys or [text.casefold()]:
        wanted |= Q(value__contains=key)
    points = ContactPoint.objects.filter(wanted)
    through = Q(contact_point__in=points.values("pk")) | Q(
        person__points__contact_point__in=points.values("pk")
    )
    return Party.objects.filter(through).order_by().values("case_id")
