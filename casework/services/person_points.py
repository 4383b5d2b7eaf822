"""What staff put right about a person: their name, and which numbers and addresses are theirs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from casework.models import Case, ContactPoint, Event, Party, Person, PersonContactPoint, Staff
from casework.models.person import PointKind, PointLabel
from casework.permissions import may, require
from casework.services import contact_points, events, live, meanwhile, people
from casework.text import clean, is_blank

# A person has a few open cases; somebody with more is a hostel's desk, and their pages also look by themselves.
MOST_TOLD = 50


class CannotChangePerson(Exception):
    """The change was not made; the words say why."""


def change_name(*, person: Person, name: str, actor: Staff, now: datetime, seen: str = "") -> Person:
    """`seen`: what the page carried. Raises CannotChangePerson, meanwhile.ChangedMeanwhile."""
    require(actor, "change_person")
    wanted = " ".join(clean(name).text.split())
    if is_blank(wanted):
        raise CannotChangePerson("Write their name.")
    with transaction.atomic():
        locked = people.lock([person.pk])[person.pk]
        if locked.name != wanted:
            meanwhile.compare(of=locked.pk, seen=seen, facts={"name": locked.name}, labels={"name": "Name"})
            people.rename(person=locked, name=wanted, actor=actor, now=now)
            tell_desks(person=locked)
    return locked


def seen_name(person: Person) -> str:
    """What a page carries that shows the name."""
    return meanwhile.carry(of=person.pk, facts={"name": person.name})


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
    """Whose number it is to them: their own, the household's, a carer's, at work.

    That nobody shares it any more lets through what was held back, so a lead says it; the attempt is on record.
    """
    require(actor, "change_person")
    if label not in PointLabel.values:
        raise CannotChangePerson("Choose whose number or address it is.")
    with transaction.atomic():
        people.lock([person.pk])
        held = _held(person=person, point=point)
        if held.label == label:
            return
        refused = _loosens(held) and not may(actor, "loosen_safety")
        words = f"marked as “{PointLabel(label).label.lower()}”"
        told: dict[str, Any] = {"person": person, "actor": actor, "now": now}
        told["before"] = {"contact_point": str(point.pk), "label": held.label}
        told["after"] = {"contact_point": str(point.pk), "label": held.label if refused else label}
        if refused:
            words = f"Tried to have a {_word(point)} {words}, and was refused: it is a shared one"
            events.record(verb="safety_refused", words=words, **told)
        else:
            held.label = label
            held.save(update_fields=["label"])
            events.record(verb="point_relabelled", words=f"A {_word(point)} is {words}", **told)
            tell_desks(person=person)
    if refused:
        raise CannotChangePerson("Only a lead can say that a phone is no longer shared. Ask a lead.")


def _loosens(held: PersonContactPoint) -> bool:
    """It is a shared one because staff said so, or because nobody else is on record who shares it."""
    if held.label != PointLabel.SHARED:
        return False
    if said_to_be_shared(held):
        return True
    others = PersonContactPoint.objects.filter(contact_point=held.contact_point_id, person__merged_into=None)
    return not others.exclude(pk=held.pk).exists()


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
    label_the_last(point_ids=[point.pk], known_as=[person.pk])
    _stays_shared(point=point, actor=actor, now=now)
    _record(verb="point_taken_off", words="taken off", person=person, point=point, actor=actor, now=now)


def label_the_last(*, point_ids: Iterable[UUID], known_as: Iterable[UUID] = ()) -> list[PersonContactPoint]:
    """A household number that only one person holds any more is that person's own. Returns what was relabelled.

    Not where staff said that it is shared: whoever else uses the phone may be nobody we know. `known_as`: another
    record of the same person, whose history counts too.
    """
    relabelled = []
    for pk in point_ids:
        held = PersonContactPoint.objects.filter(contact_point=pk, person__merged_into=None)
        last = list(held.order_by("pk")[:2])
        if len(last) == 1 and last[0].label == PointLabel.SHARED and not said_to_be_shared(last[0], known_as):
            PersonContactPoint.objects.filter(pk=last[0].pk).update(label=PointLabel.OWN)
            relabelled.append(last[0])
    return relabelled


def _stays_shared(*, point: ContactPoint, actor: Staff, now: datetime) -> None:
    """That staff said so is written on whoever has it last too, so that it is not forgotten with those who had it."""
    last = list(PersonContactPoint.objects.filter(contact_point=point, person__merged_into=None)[:2])
    if len(last) == 1 and last[0].label == PointLabel.SHARED and not said_to_be_shared(last[0]):
        events.record(
            verb="point_relabelled",
            words=f"A {_word(point)} stays marked as “{PointLabel.SHARED.label.lower()}”",
            person=last[0].person,
            actor=actor,
            now=now,
            after={"contact_point": str(point.pk), "label": PointLabel.SHARED},
        )


def said_to_be_shared(held: PersonContactPoint, known_as: Iterable[UUID] = ()) -> bool:
    """Whether the last word of staff about it was that several people use it."""
    records = Q(person=held.person_id) | Q(person__merged_into=held.person_id) | Q(person__in=list(known_as))
    said = Event.objects.filter(records, after__contact_point=str(held.contact_point_id)).filter(
        Q(verb="point_relabelled") | Q(verb="safety_changed") & ~Q(before__shared=F("after__shared"))
    )
    last = said.order_by("-at", "-pk").first()
    return last is not None and (
        last.after.get("label") == PointLabel.SHARED or last.after.get("shared") == "yes"
    )


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
