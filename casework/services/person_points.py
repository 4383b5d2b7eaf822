"""What staff put right about a person: their name, and which numbers and addresses are theirs."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from casework.models import Case, ContactPoint, Party, Person, PersonContactPoint, Staff
from casework.models.person import PointKind, PointLabel
from casework.permissions import require
from casework.services import contact_points, events, live, people
from casework.text import clean, is_blank

# A person has a few open cases; somebody with more is a hostel's desk, and their pages also look by themselves.
MOST_TOLD = 50


class CannotChangePerson(Exception):
    """The change was not made; the words say why."""


def change_name(*, person: Person, name: str, actor: Staff, now: datetime) -> Person:
    require(actor, "change_person")
    wanted = " ".join(clean(name).text.split())
    if is_blank(wanted):
        raise CannotChangePerson("Write their name.")
    with transaction.atomic():
        locked = people.lock([person.pk])[person.pk]
        if locked.name != wanted:
            people.rename(person=locked, name=wanted, actor=actor, now=now)
            tell_desks(person=locked)
    return locked


def add_point(*, person: Person, kind: str, raw: str, actor: Staff, now: datetime) -> ContactPoint:
    """On record as theirs, by its normalised form; nobody confirmed it by that, so no text goes to it yet."""
    require(actor, "change_person")
    with transaction.atomic():
        point = contact_points.find_or_create(kind=kind, raw=clean(raw).text)
        if point is None:
            raise CannotChangePerson(
                "Nobody can be reached at this: the number is withheld, or belongs to a service."
            )
        locked = people.lock([person.pk])[person.pk]
        if PersonContactPoint.objects.filter(person=locked, contact_point=point).exists():
            raise CannotChangePerson("This is on record for them already.")
        people.attach(person=locked, point=point)
        _record(verb="point_added", words="added", person=locked, point=point, actor=actor, now=now)
        tell_desks(person=locked)
    return point


def change_label(*, person: Person, point: ContactPoint, label: str, actor: Staff, now: datetime) -> None:
    """Whose number it is to them: their own, the household's, a carer's, at work."""
    require(actor, "change_person")
    if label not in PointLabel.values:
        raise CannotChangePerson("Choose whose number or address it is.")
    with transaction.atomic():
        people.lock([person.pk])
        held = _held(person=person, point=point)
        if held.label == label:
            return
        before, held.label = held.label, label
        held.save(update_fields=["label"])
        events.record(
            verb="point_relabelled",
            words=f"A {_word(point)} is marked as “{PointLabel(label).label.lower()}”",
            person=person,
            actor=actor,
            now=now,
            before={"contact_point": str(point.pk), "label": before},
            after={"contact_point": str(point.pk), "label": label},
        )
        tell_desks(person=person)


def take_off(*, person: Person, point: ContactPoint, actor: Staff, now: datetime) -> None:
    """It is not theirs: nothing about them goes to it any more, and what comes from it is not taken for theirs."""
    require(actor, "change_person")
    with transaction.atomic():
        contact_points.lock(kind=point.kind, value=point.value)
        lock_cases_at(person=person, point=point)
        locked = people.lock([person.pk])[person.pk]
        _held(person=locked, point=point)
        detach(person=locked, point=point, actor=actor, now=now)
        tell_desks(person=locked)


def detach(*, person: Person, point: ContactPoint, actor: Staff, now: datetime) -> None:
    """Within the caller's transaction and locks. Whoever holds the number last holds it as their own."""
    PersonContactPoint.objects.filter(person=person, contact_point=point).delete()
    Party.objects.filter(person=person, contact_point=point).update(contact_point=None)
    label_the_last(point_ids=[point.pk])
    _record(verb="point_taken_off", words="taken off", person=person, point=point, actor=actor, now=now)


def label_the_last(*, point_ids: Iterable[UUID]) -> list[PersonContactPoint]:
    """A household number that only one person holds any more is that person's own. Returns what was relabelled."""
    relabelled = []
    for pk in point_ids:
        held = PersonContactPoint.objects.filter(contact_point=pk, person__merged_into=None)
        last = list(held.order_by("pk")[:2])
        if len(last) == 1 and last[0].label == PointLabel.SHARED:
            PersonContactPoint.objects.filter(pk=last[0].pk).update(label=PointLabel.OWN)
            relabelled.append(last[0])
    return relabelled


def lock_cases_at(*, person: Person, point: ContactPoint) -> None:
    """The cases on which somebody is reached there, in the order in which everything locks cases."""
    parties = Party.objects.filter(person=person, contact_point=point).values("case_id")
    list(Case.objects.filter(pk__in=parties).order_by("pk").select_for_update(of=("self",)).values("pk"))


def tell_desks(*, person: Person) -> None:
    """Open pages of this person's open cases look again."""
    parties = Party.objects.filter(person=person).values("case_id")
    for case in Case.objects.open().filter(pk__in=parties).only("pk").order_by("pk")[:MOST_TOLD]:
        live.changed(case=case)


def _held(*, person: Person, point: ContactPoint) -> PersonContactPoint:
    held = PersonContactPoint.objects.filter(person=person, contact_point=point).first()
    if held is None:
        raise CannotChangePerson("This is not on record for them any more.")
    return held


def _record(
    *, verb: str, words: str, person: Person, point: ContactPoint, actor: Staff, now: datetime
) -> None:
    events.record(
        verb=verb,
        words=f"A {_word(point)} was {words}",
        person=person,
        actor=actor,
        now=now,
        after={"contact_point": str(point.pk)},
    )


def _word(point: ContactPoint) -> str:
    return PointKind(point.kind).label.lower() if point.kind != PointKind.OTHER else "way to reach them"
