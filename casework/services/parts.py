"""Who becomes a party when a contact comes to a case, and who stops being one when it leaves."""

from casework.models import Case, Contact, Party, Person
from casework.models.case import PartyRole


def person_on(*, contact: Contact, case: Case) -> Person | None:
    """The person of the contact is set only where one party of the case is reached through its number.

    Whom staff have named as the one who wrote stays that, wherever the contact goes.
    """
    if contact.contact_point is None or (contact.person_id and _named_by_staff(contact)):
        return contact.person
    parties = Party.objects.filter(case=case, person__contact_points=contact.contact_point).select_related(
        "person"
    )
    people = {party.person for party in parties}
    if len(people) == 1:
        return people.pop()
    # Nobody of that number is on the case: whoever it was known to be comes along.
    return None if people else contact.person


def _named_by_staff(contact: Contact) -> bool:
    return contact.logged_by_id is not None or contact.events.filter(verb="person_corrected").exists()


def join(*, contact: Contact, case: Case) -> None:
    """Whoever wrote or was written to becomes a party, so that their next contact finds this case by itself."""
    point = contact.contact_point
    if point is None or Case.objects.of_point(point).filter(pk=case.pk).exists():
        return
    Party.objects.create(case=case, person_id=contact.person_id, contact_point=point, role=PartyRole.CALLER)


def withdraw(*, contacts: list[Contact], case: Case) -> None:
    """Callers who are parties only because a contact of theirs was here are none any more.

    Whom replies go to, and whoever has another role, was put there by a person or opened the case, and stays.
    """
    points = {contact.contact_point_id for contact in contacts if contact.contact_point_id}
    still = set(
        Contact.objects.filter(case=case, contact_point__in=points).values_list("contact_point", flat=True)
    )
    Party.objects.filter(
        case=case, contact_point__in=points - still, role=PartyRole.CALLER, reply_to=False
    ).delete()
