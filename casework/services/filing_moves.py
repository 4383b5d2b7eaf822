"""Staff put a contact where it belongs: a held one onto a case, a filed one onto another."""

from datetime import datetime

from django.db import transaction

from casework.models import Case, Contact, Party, Person, Staff
from casework.models.case import PartyRole
from casework.models.contact import Filing
from casework.permissions import require
from casework.services import case_activity, events, live, opening
from casework.services.arrivals import Arrival


class CannotBeMoved(Exception):
    """This contact cannot go there; the words say why."""


def file_held(*, contact: Contact, to: Case | None, actor: Staff, now: datetime) -> Case:
    """File a contact that waits. `to` None opens a new case for it."""
    require(actor, "file_held")
    with transaction.atomic():
        locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        if locked.filing == Filing.FILED:
            raise CannotBeMoved(f"Somebody filed this already, on {locked.case}.")
        locked.rule, locked.reason = (
            "3",
            f"{actor} chose " + (to.reference if to else "a new case"),
        )
        case = _place(contact=locked, to=to, actor=actor, now=now)
        live.changed(case=case)
    return case


def move_contact(*, contact: Contact, to: Case | None, actor: Staff, now: datetime) -> Case:
    """Move a filed contact to another case, or to a new one. Both cases keep an event of it."""
    require(actor, "move_contact")
    with transaction.atomic():
        locked = Contact.objects.select_for_update(of=("self",)).select_related("case").get(pk=contact.pk)
        left = locked.case
        if left is None:
            return file_held(contact=locked, to=to, actor=actor, now=now)
        if to is not None and to.pk == left.pk:
            raise CannotBeMoved("It is on this case already. Choose another one.")
        locked.reason = f"{actor} moved it here from {left.reference}"
        locked.rule = "3"
        case = _place(contact=locked, to=to, actor=actor, now=now)
        case_activity.rebuild_search(case=left)
        events.record(
            verb="contact_moved_away",
            words=f"A contact was moved to {case.reference}",
            case=left,
            contact=locked,
            actor=actor,
            now=now,
            before={"case": left.reference},
            after={"case": case.reference},
        )
        live.changed(case=left)
        live.changed(case=case)
    return case


def _place(*, contact: Contact, to: Case | None, actor: Staff, now: datetime) -> Case:
    if to is None:
        return opening.open_case(arrival=_as_arrival(contact), contact=contact, actor=actor, job="", now=now)
    case = Case.objects.select_for_update(of=("self",)).get(pk=to.pk)
    if case.merged_into_id:
        raise CannotBeMoved(f"{case.reference} was merged into {case.merged_into}. Choose that one.")
    contact.case, contact.filing, contact.candidates = case, Filing.FILED, []
    contact.person = _person(contact=contact, case=case)
    contact.save(update_fields=["case", "filing", "candidates", "person", "rule", "reason"])
    _join(contact=contact, case=case)
    case_activity.came_in(case=case, contact=contact, now=now) if contact.direction == "in" else None
    events.record(
        verb="contact_filed",
        words=f"Filed here: {contact.reason}",
        case=case,
        contact=contact,
        actor=actor,
        now=now,
        after={"rule": contact.rule},
    )
    return case


def _as_arrival(contact: Contact) -> Arrival:
    return Arrival(
        channel=contact.channel,
        body=contact.body,
        took_place_at=contact.took_place_at,
        person_id=contact.person_id,
        arrived_at=contact.arrived_at,
        service_code=contact.service.code if contact.service else "",
        answers=contact.answers,
        language=contact.language,
    )


def _person(*, contact: Contact, case: Case) -> Person | None:
    """The person of the contact is set only where one party of the case is reached through its number."""
    if contact.contact_point is None:
        return contact.person
    parties = Party.objects.filter(case=case, person__contact_points=contact.contact_point).select_related(
        "person"
    )
    people = {party.person for party in parties}
    return people.pop() if len(people) == 1 else None


def _join(*, contact: Contact, case: Case) -> None:
    """Whoever wrote becomes a party, so that their next contact finds this case by itself."""
    if contact.contact_point is None or contact.direction == "out":
        return
    known = Case.objects.of_point(contact.contact_point).filter(pk=case.pk).exists()
    if not known:
        Party.objects.create(case=case, contact_point=contact.contact_point, role=PartyRole.CALLER)
