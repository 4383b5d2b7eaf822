"""Who wrote, rang or came: people found or made through their contact points."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from casework.models import ContactPoint, Person, PersonContactPoint, Staff
from casework.models.person import PointLabel
from casework.services import contact_points, events
from casework.text import fold, shorten


class NoSuchPerson(Exception):
    """The person chosen is not on record any more."""


def sender(
    *,
    point: ContactPoint | None,
    person_id: UUID | None,
    name: str,
    now: datetime,
    actor: Staff | None,
    job: str,
) -> Person | None:
    """The person behind a new case. None is "somebody at this number": shared, and the name does not tell."""
    if person_id is not None:
        return _chosen(person_id=person_id, point=point)
    holders = list(point.people.filter(merged_into=None).order_by("pk")[:50]) if point else []
    named = [person for person in holders if name and fold(person.name) == fold(name)]
    if len(named) == 1:
        return named[0]
    if name:
        return _named(name=name, point=point, holders=holders, now=now, actor=actor, job=job)
    if len(holders) == 1:
        return holders[0]
    return None if holders or point is None else create(name="", point=point, now=now, actor=actor, job=job)


def _chosen(*, person_id: UUID, point: ContactPoint | None) -> Person:
    person = Person.objects.filter(pk=person_id).select_related("merged_into").first()
    if person is None:
        raise NoSuchPerson("This person is not on record any more. Search for them again.")
    person = survivor(person)
    if point is not None:
        attach(person=person, point=point)
    return person


def lock(ids: Iterable[UUID], *, or_merged: Iterable[UUID] = ()) -> dict[UUID, Person]:
    """These people, locked in the order of their ids until the transaction ends.

    Raises NoSuchPerson where one is gone or became part of another record since the page was opened; those in
    `or_merged` may have.
    """
    standing, any_of = set(ids), set(or_merged)
    found = Person.objects.filter(pk__in=standing | any_of).order_by("pk").select_for_update(of=("self",))
    known = {each.pk: each for each in found if each.pk in any_of or each.merged_into_id is None}
    if not standing <= set(known):
        raise NoSuchPerson("This record was merged into another one meanwhile. Open the person again.")
    return known


def survivor(person: Person) -> Person:
    """Whoever somebody became, however often they were merged. A circle, which nothing should make, stops nobody."""
    known = {person.pk}
    while person.merged_into is not None and person.merged_into_id not in known:
        person = person.merged_into
        known.add(person.pk)
    return person


def known_as(person_id: UUID | str | None) -> UUID | None:
    """The id under which this person is on record now; None for nobody, and for somebody who is gone."""
    person = Person.objects.filter(pk=person_id).select_related("merged_into").first() if person_id else None
    return survivor(person).pk if person else None


def _named(
    *,
    name: str,
    point: ContactPoint | None,
    holders: list[Person],
    now: datetime,
    actor: Staff | None,
    job: str,
) -> Person:
    """Staff may give a name to the one unnamed person of a number; a form's claim never renames anybody."""
    unnamed = [person for person in holders if not person.name]
    if actor is not None and not actor.is_machine and len(holders) == 1 and unnamed:
        return rename(person=unnamed[0], name=name, actor=actor, now=now)
    return create(name=name, point=point, now=now, actor=actor, job=job)


def create(
    *,
    name: str,
    point: ContactPoint | None,
    now: datetime,
    actor: Staff | None,
    job: str,
) -> Person:
    person = Person.objects.create(name=shorten(name.strip(), 300))
    if point is not None:
        attach(person=person, point=point)
    events.record(
        verb="person_created",
        words="Put on record",
        person=person,
        actor=actor,
        job=job,
        now=now,
    )
    return person


def attach(*, person: Person, point: ContactPoint) -> None:
    """A number that gets a second person becomes a shared one; nobody is merged by it."""
    others = PersonContactPoint.objects.filter(contact_point=point).exclude(person=person)
    shared = others.exists()
    label = PointLabel.SHARED if shared else PointLabel.OWN
    _, created = PersonContactPoint.objects.get_or_create(
        person=person, contact_point=point, defaults={"label": label}
    )
    if created and shared:
        others.filter(label=PointLabel.OWN).update(label=PointLabel.SHARED)


def claim_points(*, person: Person | None, points: tuple[tuple[str, str], ...]) -> None:
    """Further numbers and addresses somebody gave; on record, not confirmed."""
    for kind, raw in points if person else ():
        point = contact_points.find_or_create(kind=kind, raw=raw)
        if point is not None and person is not None:
            attach(person=person, point=point)


def rename(*, person: Person, name: str, actor: Staff, now: datetime) -> Person:
    before = person.name
    person.name = shorten(name.strip(), 300)
    person.save(update_fields=["name"])
    events.record(
        verb="person_named",
        words="Name put on record" if not before else "Name changed",
        person=person,
        actor=actor,
        now=now,
    )
    return person
