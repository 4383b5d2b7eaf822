"""Contacts without a case: found by words, number, name, day and channel; each with what was promised in it.

Only what `visible_contacts` shows is found or counted. Each states its number of SQL statements.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_, or_
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from casework import keyset, phone_numbers, selectors
from casework.models import Case, Contact, ContactPoint, FollowUp, Party, Person, Staff
from casework.models.contact import Filing
from casework.permissions import visible_cases, visible_contacts, visible_follow_ups

LATEST: Final = keyset.Order(fields=("-took_place_at", "-id"))
ON_A_PAGE: Final = 25
MOST_WORDS: Final = 5
MOST_CASES: Final = 10
FEWEST_DIGITS: Final = 3


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What somebody looks for; everything that is given must be so."""

    words: str = ""
    number: str = ""
    name: str = ""
    channel: str = ""
    begins: date | None = None
    ends: date | None = None


def every(staff: Staff) -> QuerySet[Contact]:
    return visible_contacts(staff).filter(filing=Filing.NONE)


def found(*, staff: Staff, sought: Sought, cursor: str) -> tuple[keyset.Page, int]:
    """A page of them, latest first, and how many there are, up to 1,001: 2 statements."""
    rows = every(staff).filter(_matching(sought))
    page = keyset.page(
        rows.select_related("person", "contact_point", "service", "logged_by"),
        order=LATEST,
        cursor=cursor,
        size=ON_A_PAGE,
    )
    return page, selectors.count_up_to(rows)


def count(staff: Staff) -> int:
    """Up to 1,001: 1 statement."""
    return selectors.count_up_to(every(staff))


def one(*, staff: Staff, contact_id: UUID) -> Contact | None:
    """Also one that was filed meanwhile: whoever opens it is sent to its case. 1 statement."""
    wanted = visible_contacts(staff).filter(pk=contact_id).exclude(filing=Filing.QUARANTINED)
    return wanted.select_related("person", "subject", "contact_point", "service", "logged_by", "case").first()


def follow_ups(*, staff: Staff, contact: Contact) -> list[FollowUp]:
    """What was promised in it: 1 statement."""
    theirs = visible_follow_ups(staff).filter(contact=contact)
    return list(theirs.select_related("owner", "team").order_by("done_at", "due_at", "id")[:50])


def cases_for(*, staff: Staff, contact: Contact) -> list[Case]:
    """Those of its people and its number that this member of staff sees, open ones first: 2 statements."""
    theirs = Q(pk__in=())
    for person_id in (contact.person_id, contact.subject_id):
        if person_id is not None:
            theirs |= Q(person=person_id)
    if contact.contact_point_id is not None:
        theirs |= Q(contact_point=contact.contact_point_id)
        theirs |= Q(person__points__contact_point=contact.contact_point_id)
    mine = visible_cases(staff).filter(
        merged_into=None, pk__in=Party.objects.filter(theirs).values("case_id")
    )
    return list(selectors.for_queue(mine).order_by("-is_open", "-last_activity_at", "-id")[:MOST_CASES])


def _matching(sought: Sought) -> Q:
    condition = Q()
    for word in sought.words.replace("\x00", " ").split()[:MOST_WORDS]:
        condition &= Q(body__icontains=word[:100])
    condition &= _by_name(sought.name) & _by_number(sought.number)
    if sought.channel:
        condition &= Q(channel=sought.channel)
    if sought.begins is not None:
        condition &= Q(took_place_at__gte=_midnight(sought.begins))
    if sought.ends is not None:
        condition &= Q(took_place_at__lt=_midnight(sought.ends + timedelta(days=1)))
    return condition


def _by_name(name: str) -> Q:
    words = name.replace("\x00", " ").split()[:MOST_WORDS]
    if not words:
        return Q()
    match = reduce(and_, [Q(name__icontains=word[:100]) for word in words])
    people = Person.objects.filter(match).values("pk")
    return Q(person__in=people) | Q(subject__in=people)


def _by_number(number: str) -> Q:
    """Any part of it from three digits on; what is no number finds nothing."""
    if not number.strip():
        return Q()
    keys = [key for key in phone_numbers.search_keys(number[:100]) if len(key) >= FEWEST_DIGITS]
    if not keys:
        return Q(pk__in=())
    points = ContactPoint.objects.filter(reduce(or_, [Q(value__contains=key) for key in keys]))
    return Q(contact_point__in=points.values("pk"))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(0)))
