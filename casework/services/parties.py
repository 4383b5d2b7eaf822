"""Who plays which part in a case: added, changed, named, chosen for replies, and taken off again."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from casework import authority as authorities
from casework import lookup
from casework.authority import Authority
from casework.models import Case, Contact, ContactPoint, Party, Person, Staff
from casework.models.case import PartyRole
from casework.models.person import PointKind
from casework.permissions import require
from casework.services import case_activity, contact_points, events, live, people, survivors
from casework.text import clean, fold, is_blank, shorten

ROLES: Final[dict[str, str]] = {
    PartyRole.SUBJECT: "as who it is about",
    PartyRole.CALLER: "as who contacted us",
    PartyRole.REPRESENTATIVE: "to act for them",
    PartyRole.INTERPRETER: "as an interpreter",
    PartyRole.SUPPORTER: "as a supporter",
}


class CannotChangeParties(Exception):
    """The people of the case stay as they are; the words say why."""


def add(
    *,
    case: Case,
    role: str,
    actor: Staff,
    now: datetime,
    person: Person | None = None,
    name: str = "",
    number: str = "",
    confirmed: bool = False,
    authority: Authority | None = None,
) -> Party:
    """Somebody on record (`person`), or somebody new by name, by number, or both. A number alone is "somebody at" it;
    with somebody it becomes theirs.

    `confirmed`: they said we may reach them at the number. Raises CannotChangeParties, survivors.WasMerged, NoSuchPerson.
    """
    require(actor, "change_parties")
    _check_role(role)
    with transaction.atomic():
        point = _point(number)
        locked = survivors.locked_itself(case)
        somebody = _person(person=person, name=name, point=point, actor=actor, now=now)
        if somebody is None and point is None:
            raise CannotChangeParties("Write a name or a number, or choose somebody who is on record.")
        _check_new(case=locked, person=somebody, point=point, role=role)
        if point is not None and confirmed:
            contact_points.confirm(contact_point=point, now=now)
        party = Party(
            case=locked, person=somebody, contact_point=None if somebody else point, role=PartyRole(role)
        )
        party.reply_to = not locked.parties.exists()
        _write_authority(party, authority or Authority())
        party.save(force_insert=True)
        _tell(party, verb="party_added", words=f"Added somebody {ROLES[party.role]}", actor=actor, now=now)
    return party


def change(*, party: Party, role: str, authority: Authority, actor: Staff, now: datetime) -> Party:
    """Role and authority as they are from now on. What does not differ leaves no event."""
    require(actor, "change_parties")
    _check_role(role)
    with transaction.atomic():
        locked = _locked(party)
        if locked.role != role:
            _check_new(case=locked.case, person=locked.person, point=locked.contact_point, role=role)
            _change_role(locked, role=PartyRole(role), actor=actor, now=now)
        if authorities.of(locked) != _kept(authority):
            _change_authority(locked, authority=authority, actor=actor, now=now)
    return locked


def send_replies_to(*, party: Party, actor: Staff, now: datetime) -> Party:
    """Replies go to this party and to nobody else."""
    require(actor, "change_parties")
    with transaction.atomic():
        locked = _locked(party)
        if locked.reply_to:
            return locked
        Party.objects.filter(case=locked.case_id, reply_to=True).update(reply_to=False)
        locked.reply_to = True
        locked.save(update_fields=["reply_to"])
        _tell(locked, verb="reply_to_chosen", words="Chose who gets the replies", actor=actor, now=now)
    return locked


def say_who(
    *, party: Party, actor: Staff, now: datetime, person: Person | None = None, name: str = ""
) -> Party:
    """The "somebody at this number" is this person: on the case, and for what they wrote from it so far."""
    require(actor, "change_parties")
    with transaction.atomic():
        locked = _locked(party)
        if locked.person_id is not None or locked.contact_point is None:
            raise CannotChangeParties("Somebody said who this is meanwhile. Look again.")
        point = locked.contact_point
        found = _person(person=person, name=name, point=point, actor=actor, now=now)
        if found is None:
            raise CannotChangeParties("Choose who it is, or write their name.")
        _name_contacts(case=locked.case, person=found, point=point)
        locked = _become(locked, person=found)
        _tell(locked, verb="party_named", words="Said who somebody at a number is", actor=actor, now=now)
    return locked


def remove(*, party: Party, actor: Staff, now: datetime) -> None:
    """Off the case; they stay on record. The last one stays while the case has contacts of theirs."""
    require(actor, "change_parties")
    with transaction.atomic():
        locked = _locked(party)
        last = not Party.objects.filter(case=locked.case_id).exclude(pk=locked.pk).exists()
        if last and _contacts_of(locked).exists():
            raise CannotChangeParties(
                "They are the only one on this case, and it has contacts of theirs. Add somebody else first, or "
                "move the contacts."
            )
        _tell(
            locked,
            verb="party_removed",
            words=f"Took somebody off who was here {ROLES[locked.role]}",
            actor=actor,
            now=now,
        )
        locked.delete()


def _check_role(role: str) -> None:
    if role not in PartyRole.values:
        raise CannotChangeParties("Choose which part they play.")


def _locked(party: Party) -> Party:
    """The party as it is now, its case locked."""
    case = survivors.locked_itself(party.case)
    rows = Party.objects.select_for_update(of=("self",)).select_related("person", "contact_point")
    found = rows.filter(pk=party.pk, case=case).first()
    if found is None:
        raise CannotChangeParties("They are not on this case any more.")
    found.case = case
    return found


def _point(number: str) -> ContactPoint | None:
    """Before the case is locked: a contact coming in makes its number first, too."""
    return contact_points.find_or_create(kind=PointKind.PHONE, raw=clean(number).text)


def _person(
    *, person: Person | None, name: str, point: ContactPoint | None, actor: Staff, now: datetime
) -> Person | None:
    """Whoever was chosen, or of that name at that number; else a new record. Nobody one may not see is found so."""
    if person is not None:
        chosen = people.lock([person.pk])[person.pk]
        if point is not None:
            people.attach(person=chosen, point=point)
        return chosen
    wanted = " ".join(clean(name).text.split())
    if is_blank(wanted):
        return None
    holders = lookup.people_seen(actor).filter(contact_points=point) if point else Person.objects.none()
    named = [each for each in holders.order_by("pk")[:50] if fold(each.name) == fold(wanted)]
    if len(named) == 1:
        return named[0]
    return people.create(name=wanted, point=point, now=now, actor=actor, job="")


def _check_new(*, case: Case, person: Person | None, point: ContactPoint | None, role: str) -> None:
    """One entry for each person and role, as the constraints have it, in words."""
    same = Q(person=person) if person else Q(person=None, contact_point=point)
    if Party.objects.filter(same, case=case, role=role).exists():
        raise CannotChangeParties("They play this part in the case already.")


def _change_role(party: Party, *, role: PartyRole, actor: Staff, now: datetime) -> None:
    before, party.role = party.role, role
    party.save(update_fields=["role"])
    _tell(
        party,
        verb="party_role_changed",
        words=f"Somebody is now here {ROLES[role]}",
        actor=actor,
        now=now,
        before={"role": before},
    )


def _change_authority(party: Party, *, authority: Authority, actor: Staff, now: datetime) -> None:
    before = authorities.of(party)
    _write_authority(party, authority)
    party.save(update_fields=["authority_basis", "authority_scope", "authority_until"])
    _tell(
        party,
        verb="authority_recorded",
        words="Took an authority off record"
        if authorities.of(party) == Authority()
        else "Put an authority on record",
        actor=actor,
        now=now,
        before=_dates(before),
    )


def _kept(authority: Authority) -> Authority:
    """As it fits on record."""
    return Authority(
        basis=authority.basis[:100], scope=shorten(authority.scope.strip(), 300), until=authority.until
    )


def _write_authority(party: Party, authority: Authority) -> None:
    kept = _kept(authority)
    party.authority_basis, party.authority_scope, party.authority_until = kept.basis, kept.scope, kept.until


def _dates(authority: Authority) -> dict[str, str]:
    until = authority.until.isoformat() if authority.until else ""
    return {"basis": authority.basis, "until": until}


def _contacts_of(party: Party) -> QuerySet[Contact]:
    theirs = Q(pk__in=())
    if party.person_id:
        theirs |= Q(person=party.person_id)
    if party.contact_point_id:
        theirs |= Q(contact_point=party.contact_point_id)
    if party.person:
        theirs |= Q(contact_point__in=party.person.contact_points.values("pk"))
    return Contact.objects.filter(theirs, case=party.case_id)


def _name_contacts(*, case: Case, person: Person, point: ContactPoint) -> None:
    """What came from the number and names nobody, unless somebody else on the case has the number too."""
    others = Party.objects.filter(case=case, person__contact_points=point).exclude(person=person)
    if others.exists():
        return
    unnamed = Contact.objects.filter(case=case, contact_point=point, person=None)
    ids = list(unnamed.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Contact.objects.filter(pk__in=ids).update(person=person)


def _become(party: Party, *, person: Person) -> Party:
    """The person takes the place; where they have it already, that one stays and gets what only this one had."""
    twin = Party.objects.filter(case=party.case_id, person=person, role=party.role).first()
    if twin is None:
        party.person = person
        party.save(update_fields=["person"])
        return party
    twin.case, twin.reply_to = party.case, twin.reply_to or party.reply_to
    if authorities.of(twin) == Authority():
        _write_authority(twin, authorities.of(party))
    party.delete()
    twin.save(update_fields=["reply_to", "authority_basis", "authority_scope", "authority_until"])
    return twin


def _tell(
    party: Party,
    *,
    verb: str,
    words: str,
    actor: Staff,
    now: datetime,
    before: dict[str, str] | None = None,
) -> None:
    events.record(
        verb=verb,
        words=words,
        case=party.case,
        person=party.person,
        actor=actor,
        now=now,
        before=before,
        after={"party": str(party.pk), "role": party.role, **_dates(authorities.of(party))},
    )
    case_activity.touched(case=party.case)
    live.changed(case=party.case)
