"""What the safe contact page of a number reads. Whoever may know of nobody there may not know of the number."""

from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from casework import lookup
from casework.models import Case, ContactPoint, Event, Party, Person, PersonContactPoint, Staff
from casework.permissions import visible_cases, visible_contacts

HISTORY: Final = ("safety_changed", "safety_refused", "number_confirmed", "opted_out", "opted_in")
MOST_HISTORY: Final = 20


def point(*, staff: Staff, point_id: UUID) -> ContactPoint | None:
    """The number, where this member of staff may know somebody who has it, or a case or contact it is on: 1 statement."""
    people = lookup.people_seen(staff).values("pk")
    held = PersonContactPoint.objects.filter(contact_point=OuterRef("pk"), person__in=people)
    parties = Party.objects.filter(contact_point=OuterRef("pk"), case__in=visible_cases(staff).values("pk"))
    contacts = visible_contacts(staff).filter(contact_point=OuterRef("pk"))
    known = ContactPoint.objects.filter(pk=point_id)
    return known.filter(Q(Exists(held)) | Q(Exists(parties)) | Q(Exists(contacts))).first()


def history(*, staff: Staff, point: ContactPoint, holders: list[Person]) -> list[Event]:
    """Who changed what about the number, latest first, each change once: 1 statement."""
    cases = visible_cases(staff).filter(pk__in=Case.objects.of_point(point).values("pk"))
    about = Q(person__in=[each.pk for each in holders]) | Q(case__in=cases.values("pk"))
    found = Event.objects.filter(about, verb__in=HISTORY, after__contact_point=str(point.pk))
    # A change is on the record of each holder and case; more of them than these would hide older changes only.
    rows = found.select_related("actor").order_by("-at", "-pk")[: 10 * MOST_HISTORY]
    once = {(each.verb, each.at, each.words): each for each in rows}
    return list(once.values())[:MOST_HISTORY]
