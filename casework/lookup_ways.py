"""The ways in which a look-up finds people: each gives keys of people with their rank, and all are asked at once.

Every one has an index: runs of digits and parts of a name by trigrams, a reference and a postcode by equality.
"""

from functools import reduce
from operator import and_, or_
from typing import Any, Final
from uuid import UUID

from django.db.models import IntegerField, Q, QuerySet, Value

from casework import phone_numbers, postcodes
from casework.models import ContactPoint, Party, Person, PersonContactPoint, Staff
from casework.models.person import PointKind
from casework.permissions import case_seen

FEWEST_LETTERS: Final = 2
MOST_WORDS: Final = 5
# More than a page shows, because some of them may be kept from whoever asks.
MOST_EACH: Final = 16


def points(number: str) -> QuerySet[ContactPoint] | None:
    keys = phone_numbers.search_keys(number[:100])
    if not keys:
        return None
    return ContactPoint.objects.filter(
        reduce(or_, [Q(value__contains=key) for key in keys]), kind=PointKind.PHONE
    )


def by_number(points: QuerySet[ContactPoint] | None) -> list[QuerySet[Any, Any]]:
    if points is None:
        return []
    holders = PersonContactPoint.objects.filter(
        contact_point__in=points.values("pk"), person__merged_into=None
    )
    return [_ranked(holders, "person_id", 1)]


def by_reference(staff: Staff, reference: str | None) -> list[QuerySet[Any, Any]]:
    if reference is None:
        return []
    parties = Party.objects.filter(case_seen(staff, "case"), case__reference=reference)
    return [
        _ranked(
            parties.filter(person__merged_into=None, person__isnull=False),
            "person_id",
            0,
        )
    ]


def by_name(name: str) -> list[QuerySet[Any, Any]]:
    words = name.replace("\x00", " ").split()[:MOST_WORDS]
    if len("".join(words)) < FEWEST_LETTERS:
        return []
    match = reduce(and_, [Q(name__icontains=word[:100]) for word in words])
    return [_ranked(Person.objects.filter(match, merged_into=None), "pk", 2)]


def by_postcode(staff: Staff, postcode: str) -> list[QuerySet[Any, Any]]:
    """Those in an open case at the place, and those who have an address there."""
    read = postcodes.read(postcode[:20])
    if not read.valid:
        return []
    here = Party.objects.filter(case_seen(staff, "case"), case__is_open=True, case__postcode=read.value)
    parties = here.filter(person__merged_into=None, person__isnull=False)
    # As people write it in an address; the index finds only what is written so.
    written = {
        read.value,
        read.value.replace(" ", ""),
        read.value.lower(),
        read.value.replace(" ", "").lower(),
    }
    address = reduce(or_, [Q(value__contains=each) for each in sorted(written)])
    points = ContactPoint.objects.filter(address, kind=PointKind.ADDRESS)
    holders = PersonContactPoint.objects.filter(
        contact_point__in=points.values("pk"), person__merged_into=None
    )
    return [_ranked(parties, "person_id", 3), _ranked(holders, "person_id", 3)]


def by_choice(chosen: UUID | None) -> list[QuerySet[Any, Any]]:
    """Last of all, so that whom the typed words find keep their places."""
    return [_ranked(Person.objects.filter(pk=chosen), "pk", 9)] if chosen is not None else []


def _ranked(rows: QuerySet[Any], column: str, rank: int) -> QuerySet[Any, Any]:
    ranked = rows.order_by().annotate(rank=Value(rank, output_field=IntegerField()))
    return ranked.values_list(column, "rank")[:MOST_EACH]
