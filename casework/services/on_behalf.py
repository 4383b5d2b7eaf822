"""Somebody in touch for somebody else: whom it is about, who spoke for them, and who gets the answers.

Three people, usually one. What the caller says of themselves is never written over by what they say of the other.
"""

from datetime import datetime

from django.utils import timezone

from casework import age_rules
from casework.authority import Authority
from casework.models import Case, Contact, Party, Person, Staff
from casework.models.case import PartyRole
from casework.services import events, people
from casework.services.arrivals import CALLER, NOBODY, SUBJECT, Arrival
from casework.text import fold, shorten


def is_for_another(arrival: Arrival) -> bool:
    return arrival.subject_id is not None or bool(arrival.subject_name.strip())


def subject(
    *, arrival: Arrival, case: Case | None, now: datetime, actor: Staff | None, job: str
) -> Person | None:
    """Whom it is about, where that is somebody else: on record, known on this case by that name, or new."""
    if arrival.subject_id is not None:
        found = people.known_as(arrival.subject_id)
        if found is None:
            raise people.NoSuchPerson("Whom it is about is not on record any more. Search for them again.")
        return Person.objects.get(pk=found)
    if not is_for_another(arrival):
        return None
    known = _named_on(case, arrival.subject_name) if case is not None else None
    return known or people.create(name=arrival.subject_name, point=None, now=now, actor=actor, job=job)


def _named_on(case: Case, name: str) -> Person | None:
    """Two of the same name on one case are told apart by nobody here: then it is somebody new."""
    parties = Party.objects.filter(case=case, person__isnull=False).select_related("person")
    found = {party.person for party in parties if party.person and fold(party.person.name) == fold(name)}
    return found.pop() if len(found) == 1 else None


def put_on_new_case(*, case: Case, contact: Contact, arrival: Arrival) -> None:
    """The parties of a case that this contact opens."""
    someone = contact.person is not None or contact.contact_point is not None
    if contact.subject is not None:
        Party.objects.create(
            case=case,
            person=contact.subject,
            role=PartyRole.SUBJECT,
            reply_to=arrival.answers_to == SUBJECT or not (someone or arrival.answers_to == NOBODY),
        )
    if someone:
        party = _speaker(case=case, contact=contact, arrival=arrival)
        party.reply_to = contact.subject is None or _caller_gets_answers(contact, arrival)
        party.save(force_insert=True)


def _caller_gets_answers(contact: Contact, arrival: Arrival) -> bool:
    """As staff chose. Where nobody was asked it is whoever was in touch, but never by itself a young person's parent."""
    if arrival.answers_to or contact.subject is None:
        return arrival.answers_to == CALLER
    return not age_rules.asks_first(
        born_on=contact.subject.born_on,
        basis=arrival.authority.basis,
        on=timezone.localdate(contact.logged_at),
    )


def put_on_case(
    *, case: Case, contact: Contact, arrival: Arrival, now: datetime, actor: Staff | None, job: str
) -> None:
    """Whoever is new on a case that was there already. Who gets its answers changes only where staff said so: to whom
    it is about, or away from the caller.
    """
    if contact.subject is None:
        return
    theirs, _ = _there_or_new(Party(case=case, person=contact.subject, role=PartyRole.SUBJECT))
    added = False
    if contact.person is not None and contact.person_id != contact.subject_id:
        _, added = _there_or_new(_speaker(case=case, contact=contact, arrival=arrival))
    changed = _change_answers(case=case, contact=contact, theirs=theirs, answers_to=arrival.answers_to)
    if added or changed:
        events.record(
            verb="spoke_for_another",
            words="Somebody was in touch for somebody else",
            case=case,
            contact=contact,
            actor=actor,
            job=job,
            now=now,
            after={
                "subject": str(contact.subject_id),
                "answers_to_subject": arrival.answers_to == SUBJECT,
                "answers_to": arrival.answers_to,
            },
        )


def _change_answers(*, case: Case, contact: Contact, theirs: Party, answers_to: str) -> bool:
    getting = Party.objects.filter(case=case, reply_to=True)
    if answers_to == NOBODY and contact.person_id is not None:
        return bool(getting.filter(person=contact.person_id).update(reply_to=False))
    if answers_to == SUBJECT and not theirs.reply_to:
        getting.update(reply_to=False)
        Party.objects.filter(pk=theirs.pk).update(reply_to=True)
    return answers_to == SUBJECT


def _there_or_new(party: Party) -> tuple[Party, bool]:
    """Somebody with any part in the case keeps it; it is staff who change parts, on the page for that."""
    there = Party.objects.filter(case=party.case, person=party.person).order_by("pk").first()
    if there is not None:
        return there, False
    party.save(force_insert=True)
    return party, True


def _speaker(*, case: Case, contact: Contact, arrival: Arrival) -> Party:
    """Whoever was in touch: whom it is about, or who contacted us for them, or who acts for them with authority."""
    party = Party(case=case, person=contact.person, contact_point=contact.contact_point)
    if contact.subject is None:
        return party
    party.role = PartyRole.CALLER
    if arrival.authority != Authority():
        party.role = PartyRole.REPRESENTATIVE
        party.authority_basis = shorten(arrival.authority.basis.strip(), 100)
        party.authority_scope = shorten(arrival.authority.scope.strip(), 300)
        party.authority_until = arrival.authority.until
    return party
