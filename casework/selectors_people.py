"""What the pages of a person read. Whoever may not see a case sees nothing of it here either."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Max, Prefetch, Q, QuerySet

from casework import keyset, lookup, selectors
from casework.models import (
    Case,
    Contact,
    ContactPoint,
    Event,
    Party,
    Person,
    PersonContactPoint,
    PersonMerge,
    Staff,
)
from casework.permissions import visible_cases, visible_contacts

MOST_CASES: Final = 50
MOST_SHARERS: Final = 20
MOST_HISTORY: Final = 20
CONTACTS_ON_A_PAGE: Final = 20
LATEST: Final = keyset.Order(fields=("-took_place_at", "-id"))
# The merges have a place of their own on the page, where those of hidden records are left out.
MERGES: Final = ("people_merged", "people_parted")


def person(*, staff: Staff, person_id: UUID) -> Person | None:
    """The person, followed to whoever they became, where this member of staff may know of them: 2 statements."""
    found = Person.objects.filter(pk=person_id).values_list("merged_into", flat=True).first()
    return lookup.people_seen(staff).filter(pk=found or person_id).first()


def points(*, staff: Staff, person: Person) -> list[PersonContactPoint]:
    """Their numbers and addresses, each with `shared_with`, the other people on record at it: 2 statements."""
    held = list(
        PersonContactPoint.objects.filter(person=person)
        .select_related("contact_point")
        .order_by("-preferred", "pk")
    )
    sharers: dict[UUID, list[Person]] = {}
    for other in _holders(staff, [each.contact_point_id for each in held]).exclude(person=person):
        sharers.setdefault(other.contact_point_id, []).append(other.person)
    for each in held:
        each.shared_with = sharers.get(each.contact_point_id, [])[:MOST_SHARERS]  # type: ignore[attr-defined]
    return held


def holders(*, staff: Staff, point: ContactPoint) -> list[Person]:
    """Who is on record at a number: 1 statement."""
    return [each.person for each in _holders(staff, [point.pk])[:MOST_SHARERS]]


def _holders(staff: Staff, points: Iterable[Any]) -> Any:
    seen = lookup.people_seen(staff).values("pk")
    held = PersonContactPoint.objects.filter(contact_point__in=list(points), person__in=seen)
    return held.select_related("person").order_by("person__name", "person_id")


def _records(person: Person) -> QuerySet[Person, UUID]:
    """The person's own record, and those that became part of it: something late may still name one of them."""
    return Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person)).values_list("pk", flat=True)


def cases(*, staff: Staff, person: Person) -> list[Case]:
    """Open ones first, each with `their_places`: 2 statements."""
    theirs = Party.objects.filter(person__in=_records(person))
    found = (
        visible_cases(staff)
        .filter(pk__in=theirs.values("case_id"))
        .select_related("service", "team")
        .prefetch_related(Prefetch("parties", queryset=theirs, to_attr="their_places"))
        .defer("search", "answers")
        .order_by("-is_open", "-last_activity_at", "-id")
    )
    return list(found[: MOST_CASES + 1])


def contacts(*, staff: Staff, person: Person, cursor: str) -> keyset.Page:
    """Newest first, those without a case too; `shown_case` is None where the case is not for these eyes: 2 statements."""
    theirs = visible_contacts(staff).filter(person__in=_records(person))
    found = keyset.page(
        theirs.select_related("contact_point", "logged_by"),
        order=LATEST,
        cursor=cursor,
        size=CONTACTS_ON_A_PAGE,
    )
    wanted = {each.case_id for each in found.rows if each.case_id}
    seen = visible_cases(staff).filter(pk__in=wanted).only("reference").in_bulk() if wanted else {}
    for each in found.rows:
        each.shown_case = seen.get(each.case_id)
    return found


def history(*, person: Person, merged: Iterable[PersonMerge]) -> list[Event]:
    """What was changed about the record and those that became part of it; what happened on cases is told there: 1 statement."""
    earlier = [pk for merge in merged for pk in (merge.merged_id, *merge.moved["people"])]
    about = Event.objects.filter(person__in=[person.pk, *earlier], case=None, contact=None)
    known = about.exclude(verb__in=MERGES).select_related("actor")
    return list(known.order_by("-at", "-pk")[:MOST_HISTORY])


def merges(*, staff: Staff, person: Person) -> list[PersonMerge]:
    """Records that became part of this one, latest first, but for those this member of staff never knew of: 1 or 2 statements."""
    made = list(
        PersonMerge.objects.filter(survivor=person, undone_at=None)
        .select_related("merged", "actor")
        .order_by("-at", "-pk")
    )
    return [merge for merge in made if not _kept_from(staff, merge)]


def _kept_from(staff: Staff, merge: PersonMerge) -> bool:
    """As `lookup.people_seen` would have it, by the cases that came along."""
    places = Party.objects.filter(pk__in=merge.moved["parties"]).values("case_id")
    dropped = [row["case"] for row in merge.moved["parties_dropped"]]
    came = Case.objects.filter(Q(pk__in=places) | Q(pk__in=dropped))
    visible = set(visible_cases(staff).filter(pk__in=came.values("pk")).values_list("pk", flat=True))
    known = list(came.values_list("pk", "restricted"))
    hidden = any(restricted and pk not in visible for pk, restricted in known)
    return hidden and not any(pk in visible or not restricted for pk, restricted in known)


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two records that are compared: only what this member of staff sees counts."""

    person: Person
    points: list[PersonContactPoint]
    cases: int
    contacts: int
    last_at: Any


def side(*, staff: Staff, person: Person) -> Side:
    """5 statements."""
    theirs = visible_contacts(staff).filter(person=person)
    places = Party.objects.filter(person=person).values("case_id")
    return Side(
        person=person,
        points=points(staff=staff, person=person),
        cases=selectors.count_up_to(visible_cases(staff).filter(pk__in=places)),
        contacts=selectors.count_up_to(theirs),
        last_at=theirs.order_by().aggregate(last=Max("took_place_at"))["last"],
    )


def perhaps_the_same(*, staff: Staff, person: Person) -> list[Person]:
    """People who share a number, an address or the whole name: 1 statement."""
    held = PersonContactPoint.objects.filter(person=person).values("contact_point")
    alike = Q(pk__in=PersonContactPoint.objects.filter(contact_point__in=held).values("person"))
    if person.name:
        alike |= Q(name__iexact=person.name)
    found = lookup.people_seen(staff).filter(alike).exclude(pk=person.pk)
    return list(found.order_by("name", "pk")[:MOST_SHARERS])


def of_contact(*, staff: Staff, contact: Contact) -> dict[UUID, tuple[Person, list[str]]]:
    """Who a contact may be from, with why: those who share its number, then the parties of its case: 2 statements."""
    found: dict[UUID, tuple[Person, list[str]]] = {}
    for each in holders(staff=staff, point=contact.contact_point) if contact.contact_point else []:
        found[each.pk] = (each, [f"On record at {contact.contact_point}"])
    parties = Party.objects.filter(case=contact.case_id, person__isnull=False).select_related("person")
    for party in parties if contact.case_id else []:
        if party.person is not None:
            role = f"On this case: {party.get_role_display().lower()}"
            found.setdefault(party.person.pk, (party.person, []))[1].append(role)
    return found


def latest_merge(*, person: Person) -> UUID | None:
    """The one merge that can be undone, whoever may know of it: 1 statement."""
    made = PersonMerge.objects.filter(survivor=person, undone_at=None).order_by("-at", "-pk")
    return made.values_list("pk", flat=True).first()
