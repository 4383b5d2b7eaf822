"""Who was it? A contact that was put on the wrong person, or on nobody, goes to the right one with all that hangs on it.

Nothing of it stays with the first person: neither the contact nor what we sent in answer, nor a place in a case that they
have because of it alone. It is undone by choosing again.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from casework.models import Case, Contact, ContactPoint, Party, Person, PersonContactPoint, Staff
from casework.models.contact import Direction
from casework.permissions import require
from casework.services import case_activity, contact_points, events, live, people, person_points, places


class CannotBeCorrected(Exception):
    """The contact stays with whom it is; the words say why."""


def correct(
    *,
    contact: Contact,
    person: Person | None,
    actor: Staff,
    now: datetime,
    new_name: str = "",
    not_theirs: bool = False,
    along: bool = False,
) -> Contact:
    """`person` None: nobody known, or with `new_name` a person put on record by it.

    `not_theirs` takes the number off the person it was on; `along` takes their other contacts through this number on the
    same case with it.
    """
    require(actor, "correct_person")
    with transaction.atomic():
        locked = _locked(contact=contact, not_theirs=not_theirs)
        wrong, right = _both(contact=locked, person=person, new_name=new_name, actor=actor, now=now)
        if wrong == right:
            raise CannotBeCorrected("It says so already. Choose somebody else.")
        moved = _hand_over(contact=locked, wrong=wrong, right=right, along=along)
        if locked.case is not None:
            places.give(case=locked.case, wrong=wrong, right=right, contact=locked)
            case_activity.touched(case=locked.case)
        _number(contact=locked, wrong=wrong, right=right, not_theirs=not_theirs, actor=actor, now=now)
        _record(contact=locked, wrong=wrong, right=right, moved=moved, actor=actor, now=now)
        live.changed(case=locked.case)
    locked.person = right
    return locked


def others_of_case(contact: Contact) -> QuerySet[Contact]:
    """What else the same person and number have on the contact's case, to and fro."""
    if contact.case_id is None:
        return Contact.objects.none()
    same = Contact.objects.filter(
        case=contact.case_id, person=contact.person_id, contact_point=contact.contact_point_id
    )
    return same.exclude(pk=contact.pk)


def _locked(*, contact: Contact, not_theirs: bool) -> Contact:
    """The number, then the cases, then the contact: the order in which everything locks."""
    if contact.contact_point is not None:
        contact_points.lock(kind=contact.contact_point.kind, value=contact.contact_point.value)
    wanted = Q(pk=contact.case_id)
    if not_theirs and contact.person_id and contact.contact_point_id:
        at_it = Party.objects.filter(person=contact.person_id, contact_point=contact.contact_point_id)
        wanted |= Q(pk__in=at_it.values("case_id"))
    list(Case.objects.filter(wanted).order_by("pk").select_for_update(of=("self",)).values("pk"))
    locked = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("case", "contact_point")
        .get(pk=contact.pk)
    )
    if (locked.case_id, locked.person_id) != (contact.case_id, contact.person_id):
        raise CannotBeCorrected("Somebody changed this contact meanwhile. Look at it again.")
    return locked


def _both(
    *, contact: Contact, person: Person | None, new_name: str, actor: Staff, now: datetime
) -> tuple[Person | None, Person | None]:
    """Both people, locked; a record that was merged stands for whoever it became."""
    right = people.survivor(person) if person else None
    chosen = {right.pk} if right else set()
    at_present = {contact.person_id} if contact.person_id else set()
    known = people.lock(chosen, or_merged=at_present - chosen)
    wrong = known[contact.person_id] if contact.person_id else None
    if right is not None:
        return wrong, known[right.pk]
    if new_name:
        return wrong, people.create(name=new_name, point=None, now=now, actor=actor, job="")
    return wrong, None


def _hand_over(*, contact: Contact, wrong: Person | None, right: Person | None, along: bool) -> list[UUID]:
    others = others_of_case(contact)
    theirs = others.filter(direction=Direction.IN)
    if not along and (contact.direction == Direction.OUT or theirs.exists()):
        others = others.none()  # what was said to them may answer what they said besides
    moved = [contact.pk, *others.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)]
    Contact.objects.filter(pk__in=moved).update(person=right)
    return moved


def _number(
    *,
    contact: Contact,
    wrong: Person | None,
    right: Person | None,
    not_theirs: bool,
    actor: Staff,
    now: datetime,
) -> None:
    point = contact.contact_point
    if point is None:
        return
    if not_theirs and wrong is not None and _holds(wrong, point):
        person_points.detach(person=wrong, point=point, actor=actor, now=now)
    if right is not None:
        people.attach(person=right, point=point)


def _holds(person: Person, point: ContactPoint) -> bool:
    return PersonContactPoint.objects.filter(person=person, contact_point=point).exists()


def _record(
    *,
    contact: Contact,
    wrong: Person | None,
    right: Person | None,
    moved: list[UUID],
    actor: Staff,
    now: datetime,
) -> None:
    whose = "from" if contact.direction == Direction.IN else "to"
    events.record(
        verb="person_corrected",
        words=f"Who a contact is {whose} was put right",
        case=contact.case,
        contact=contact,
        person=right,
        actor=actor,
        now=now,
        before={"person": str(wrong.pk) if wrong else None},
        after={
            "person": str(right.pk) if right else None,
            "contacts": [str(pk) for pk in moved],
        },
    )
