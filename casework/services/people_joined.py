"""What goes along when two records of one person become one, listed so that exactly that can go back."""

from typing import Any, Final

from casework.models import Adjustment, Contact, Party, Person, PersonContactPoint
from casework.models.person import PointLabel
from casework.services.person_points import label_the_last, said_to_be_shared
from casework.text import fold

AUTHORITY: Final = ("authority_basis", "authority_scope", "authority_until")


def move_all(*, keep: Person, gone: Person) -> dict[str, Any]:
    """Within the caller's transaction and locks. People merged into the one that goes are repointed: no chains."""
    contacts = Contact.objects.filter(person=gone)
    earlier = Person.objects.filter(merged_into=gone)
    moved = {
        "contacts": [str(pk) for pk in contacts.order_by("pk").values_list("pk", flat=True)],
        "people": [str(pk) for pk in earlier.order_by("pk").values_list("pk", flat=True)],
        **_points(keep=keep, gone=gone),
        **_parties(keep=keep, gone=gone),
        "adjustments": _adjustments(keep=keep, gone=gone),
    }
    contacts.update(person=keep)
    earlier.update(merged_into=keep)
    return moved


def _points(*, keep: Person, gone: Person) -> dict[str, Any]:
    """The survivor's preferred number stays preferred; a number of both stays once, under the survivor's label."""
    mine = list(PersonContactPoint.objects.filter(person=keep))
    known = {held.contact_point_id for held in mine}
    theirs = list(PersonContactPoint.objects.filter(person=gone).order_by("pk"))
    twice = [held for held in theirs if held.contact_point_id in known]
    moved = [held for held in theirs if held.contact_point_id not in known]
    PersonContactPoint.objects.filter(pk__in=[held.pk for held in twice]).delete()
    rows = PersonContactPoint.objects.filter(pk__in=[held.pk for held in moved])
    rows.update(person=keep)
    if any(held.preferred for held in mine):
        rows.update(preferred=False)
    _stay_shared(keep=keep, dropped=twice)
    relabelled = label_the_last(point_ids=[held.contact_point_id for held in twice], known_as=[gone.pk])
    return {
        "points": [{"id": held.pk, "preferred": held.preferred} for held in moved],
        "points_dropped": [
            {"contact_point": str(held.contact_point_id), "label": held.label, "preferred": held.preferred}
            for held in twice
        ],
        "labels": [{"id": held.pk, "label": held.label} for held in relabelled],
    }


def _stay_shared(*, keep: Person, dropped: list[PersonContactPoint]) -> None:
    """What staff marked as shared on the record that goes is shared on the one that stays: a merge loosens nothing."""
    for held in dropped:
        if held.label == PointLabel.SHARED and said_to_be_shared(held):
            mine = PersonContactPoint.objects.filter(person=keep, contact_point=held.contact_point_id)
            mine.update(label=PointLabel.SHARED)


def _parties(*, keep: Person, gone: Person) -> dict[str, Any]:
    """The same role on the same case twice: the survivor's stays, and gets what only the other one had."""
    mine = {(party.case_id, party.role): party for party in Party.objects.filter(person=keep)}
    moved, dropped = [], []
    for party in Party.objects.filter(person=gone).order_by("pk"):
        twin = mine.get((party.case_id, party.role))
        if twin is None:
            moved.append(str(party.pk))
        else:
            gave = _gives(party, twin)
            dropped.append({**_as_it_was(party), "twin": str(twin.pk), "gave": gave})
            _fold(party, into=twin, columns=gave)
    Party.objects.filter(pk__in=moved).update(person=keep)
    return {"parties": moved, "parties_dropped": dropped}


def _adjustments(*, keep: Person, gone: Person) -> list[str]:
    """What both need is said once: the other record keeps its own row, for the day on which the merge is undone."""
    known = {fold(each.words) for each in Adjustment.objects.running().filter(person=keep)}
    theirs = Adjustment.objects.filter(person=gone).order_by("pk")
    running = {each.pk for each in theirs if each.ended_at is None and not each.declined}
    moved = [each.pk for each in theirs if each.pk not in running or fold(each.words) not in known]
    Adjustment.objects.filter(pk__in=moved).update(person=keep)
    return [str(pk) for pk in moved]


def _as_it_was(party: Party) -> dict[str, Any]:
    until = party.authority_until
    return {
        "id": str(party.pk),
        "case": str(party.case_id),
        "contact_point": str(party.contact_point_id) if party.contact_point_id else None,
        "role": party.role,
        "reply_to": party.reply_to,
        "authority_basis": party.authority_basis,
        "authority_scope": party.authority_scope,
        "authority_until": until.isoformat() if until else None,
    }


def _gives(party: Party, twin: Party) -> list[str]:
    """The columns that the place which stays takes over."""
    given = [name for name in ("reply_to",) if party.reply_to and not twin.reply_to]
    if party.contact_point_id and not twin.contact_point_id:
        given.append("contact_point")
    if any(getattr(party, name) for name in AUTHORITY) and not any(getattr(twin, name) for name in AUTHORITY):
        given.extend(AUTHORITY)
    return given


def _fold(party: Party, *, into: Party, columns: list[str]) -> None:
    """First away, then over: replies go to one party of a case at a time."""
    Party.objects.filter(pk=party.pk).delete()
    for name in columns:
        setattr(into, name, getattr(party, name))
    if columns:
        into.save(update_fields=columns)
