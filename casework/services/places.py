"""The places of a case that change hands when a contact turns out to be somebody else's."""

from typing import Final

from django.db.models import QuerySet

from casework.models import Case, Contact, Event, Party, Person
from casework.models.case import PartyRole
from casework.models.contact import Direction

# Staff put somebody there by their own decision, whoever wrote what.
DECIDED: Final = ("party_added", "party_role_changed", "authority_recorded")


def give(*, case: Case, wrong: Person | None, right: Person | None, contact: Contact) -> None:
    """After the contact has its right person: whoever was there because of it alone makes room.

    Somebody with another contact on the case, or whom staff put there themselves, keeps their place, and whoever wrote
    joins beside them. The caller has locked the case.
    """
    if wrong == right:
        return
    places = _places(case=case, person=wrong, contact=contact)
    if places and not _heard_otherwise(case=case, person=wrong, contact=contact):
        for place in (each for each in places if not _decided(each)):
            _pass_on(place=place, right=right, contact=contact)
    if right is not None and contact.direction == Direction.IN:
        _join(case=case, person=right, contact=contact)


def _places(*, case: Case, person: Person | None, contact: Contact) -> list[Party]:
    """Without a person: those of "somebody at this number"."""
    parties = Party.objects.filter(case=case).select_for_update(of=("self",)).order_by("pk")
    if person is not None:
        return list(parties.filter(person=person))
    if contact.contact_point_id is None:
        return []
    return list(parties.filter(person=None, contact_point=contact.contact_point_id))


def _decided(place: Party) -> bool:
    decisions = Event.objects.filter(case=place.case_id, verb__in=DECIDED)
    return decisions.filter(after__party=str(place.pk)).exists()


def _heard_otherwise(*, case: Case, person: Person | None, contact: Contact) -> bool:
    left: QuerySet[Contact] = Contact.objects.filter(case=case, person=person)
    return (left if person else left.filter(contact_point=contact.contact_point_id)).exists()


def _pass_on(*, place: Party, right: Person | None, contact: Contact) -> None:
    """Role and replies go along. An authority does not: it was given to a person."""
    twin = _twin(place=place, right=right, contact=contact)
    homeless = right is None and contact.contact_point_id is None
    if twin is None and not homeless:
        place.person, place.contact_point = right, contact.contact_point
        place.authority_basis, place.authority_scope, place.authority_until = "", "", None
        place.save()
        return
    place.delete()
    if twin is not None and place.reply_to:
        twin.reply_to = True
        twin.save(update_fields=["reply_to"])


def _twin(*, place: Party, right: Person | None, contact: Contact) -> Party | None:
    """The same place of the same case, which they have already."""
    same = Party.objects.filter(case=place.case_id, role=place.role).exclude(pk=place.pk)
    if right is not None:
        return same.filter(person=right).first()
    return same.filter(person=None, contact_point=contact.contact_point_id).first()


def _join(*, case: Case, person: Person, contact: Contact) -> None:
    """Whoever wrote is on the case, so that their next contact finds it by itself."""
    parties = Party.objects.filter(case=case)
    if parties.filter(person=person).exists():
        return
    Party.objects.create(
        case=case,
        person=person,
        contact_point=contact.contact_point,
        role=PartyRole.CALLER if parties.exists() else PartyRole.SUBJECT,
        reply_to=not parties.filter(reply_to=True).exists(),
    )
