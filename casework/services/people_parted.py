"""A merge of two people is undone: exactly what came along goes back, what came later stays with the survivor."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from casework.models import Adjustment, Contact, Party, Person, PersonContactPoint, PersonMerge, Staff
from casework.permissions import require
from casework.services import adjustments, events, person_points
from casework.services.people_joined import AUTHORITY
from casework.services.people_merge import WRITTEN, lock_both


class CannotBeParted(Exception):
    """The merge stays; the words say why."""


def undo(*, merge: PersonMerge, actor: Staff, now: datetime) -> Person:
    """Returns the person who is on record by themselves again."""
    require(actor, "merge_people")
    with transaction.atomic():
        keep, gone = lock_both(merge.survivor_id, merge.merged_id, undo=True)
        locked = PersonMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        _check(merge=locked, keep=keep, now=now)
        _put_back(merge=locked, keep=keep, gone=gone)
        locked.undone_at, locked.undone_by = now, actor
        locked.save(update_fields=["undone_at", "undone_by"])
        _record(keep=keep, gone=gone, actor=actor, now=now)
        for person in (keep, gone):
            person_points.tell_desks(person=person)
    return gone


def latest(person: Person) -> PersonMerge | None:
    """Merges are undone in the order in which they were made, the last one first: only then is it clear what was whose."""
    return PersonMerge.objects.filter(survivor=person, undone_at=None).order_by("-at", "-pk").first()


def _check(*, merge: PersonMerge, keep: Person, now: datetime) -> None:
    if merge.undone_at is not None:
        raise CannotBeParted("Somebody undid this already.")
    if not merge.may_be_undone(now):
        raise CannotBeParted("A merge can be undone for 30 days. This one is older.")
    if keep.merged_into_id is not None or latest(keep) != merge:
        raise CannotBeParted("This person was merged once more since. Undo the later merge first.")


def _put_back(*, merge: PersonMerge, keep: Person, gone: Person) -> None:
    moved = merge.moved
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    Person.objects.filter(pk__in=moved["people"], merged_into=keep).update(merged_into=gone)
    Contact.objects.filter(pk__in=moved["contacts"], person=keep).update(person=gone)
    _points(moved=moved, keep=keep, gone=gone)
    Party.objects.filter(pk__in=moved["parties"], person=keep).update(person=gone)
    for row in moved["parties_dropped"]:
        _place(row=row, keep=keep, gone=gone)
    _words(merge=merge, keep=keep)
    _adjustments(merge=merge, keep=keep, gone=gone)


def _points(*, moved: dict[str, Any], keep: Person, gone: Person) -> None:
    """A number that was taken off the survivor since is not theirs, and comes back to nobody."""
    for row in moved["points"]:
        held = PersonContactPoint.objects.filter(pk=row["id"], person=keep)
        held.update(person=gone, preferred=row["preferred"])
    for row in moved["points_dropped"]:
        still = PersonContactPoint.objects.filter(person=keep, contact_point=row["contact_point"])
        if still.exists():
            PersonContactPoint.objects.get_or_create(
                person=gone,
                contact_point_id=UUID(row["contact_point"]),
                defaults={"label": row["label"], "preferred": row["preferred"]},
            )
    for row in moved["labels"]:
        PersonContactPoint.objects.filter(pk=row["id"], label="own").update(label=row["label"])


def _place(*, row: dict[str, Any], keep: Person, gone: Person) -> None:
    """A place that both had stands twice again, each with what was its own."""
    twin = Party.objects.filter(pk=row["twin"], person=keep).first()
    if twin is not None:
        _take_back(row=row, twin=twin)
    taken = Party.objects.filter(case=row["case"], reply_to=True).exists()
    until = row["authority_until"]
    Party.objects.create(
        pk=UUID(row["id"]),
        case_id=UUID(row["case"]),
        person=gone,
        contact_point_id=UUID(row["contact_point"]) if row["contact_point"] else None,
        role=row["role"],
        reply_to=row["reply_to"] and not taken,
        authority_basis=row["authority_basis"],
        authority_scope=row["authority_scope"],
        authority_until=date.fromisoformat(until) if until else None,
    )


def _take_back(*, row: dict[str, Any], twin: Party) -> None:
    """Only what is still as the merge left it: what staff changed since is theirs to have changed."""
    gave = row["gave"]
    if "reply_to" in gave:
        twin.reply_to = False
    if "contact_point" in gave and str(twin.contact_point_id) == row["contact_point"]:
        twin.contact_point = None
    if set(AUTHORITY) <= set(gave) and all(_plain(getattr(twin, name)) == row[name] for name in AUTHORITY):
        twin.authority_basis, twin.authority_scope, twin.authority_until = "", "", None
    twin.save(update_fields=["reply_to", "contact_point", *AUTHORITY])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _words(*, merge: PersonMerge, keep: Person) -> None:
    changed = [name for name in WRITTEN if merge.before[name] != merge.after[name]]
    as_left = [name for name in changed if getattr(keep, name) == merge.after[name]]
    for name in as_left:
        setattr(keep, name, merge.before[name])
    if as_left:
        keep.save(update_fields=as_left)


def _adjustments(*, merge: PersonMerge, keep: Person, gone: Person) -> None:
    """Their own go back, also those that were ended since; what was noted since stays with the survivor."""
    moved = merge.moved
    if "adjustments" in moved:
        Adjustment.objects.filter(pk__in=moved["adjustments"], person=keep).update(person=gone)
        Adjustment.objects.running().filter(pk=moved.get("spoken"), person=keep).delete()
    else:
        _lines_go(merge, keep)
    for person in (keep, gone):
        adjustments.rewrite(person)


def _lines_go(merge: PersonMerge, keep: Person) -> None:
    """Merged when adjustments were one text: lines that came with the other record stand on that one too."""
    came = _as_rows(merge.after.get("adjustments", "")) - _as_rows(merge.before.get("adjustments", ""))
    Adjustment.objects.running().filter(person=keep, noted_by=None, words__in=came).delete()


def _as_rows(text: str) -> set[str]:
    """What migration 0009 made of a text: a row for each line, and more where it is long."""
    lines, most = [line.strip() for line in text.splitlines()], adjustments.LONGEST
    return {line[at : at + most] for line in lines for at in range(0, len(line), most)}


def _record(*, keep: Person, gone: Person, actor: Staff, now: datetime) -> None:
    both = {"survivor": str(keep.pk), "merged": str(gone.pk)}
    for person, words in (
        (keep, "A merge with another record was undone"),
        (gone, "On record by itself again: a merge was undone"),
    ):
        events.record(verb="people_parted", words=words, person=person, actor=actor, now=now, before=both)
