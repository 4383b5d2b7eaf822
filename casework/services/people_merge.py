"""Two records of one human being become one: the survivor keeps everything of both.

What may be said and done with a number is a matter of the number, so no safe-contact word is touched, let alone loosened.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from casework import languages
from casework.models import Case, Contact, ContactPoint, Party, Person, PersonMerge, Staff
from casework.models.person import PointKind
from casework.permissions import require
from casework.services import adjustments, contact_points, events, people, people_joined, person_points
from casework.text import fold

WRITTEN: Final = ("name", "language", "about")


class CannotBeJoined(Exception):
    """The two records stay apart; the words say why."""


@dataclass(frozen=True, kw_only=True)
class Doubts:
    """What speaks against two records being one person."""

    warnings: tuple[str, ...] = ()
    must_be_sure: bool = False


def doubts(*, one: Person, other: Person) -> Doubts:
    """2 statements. A shared phone or a shared name alone makes nobody the same person."""
    kinds = _shared_kinds(one, other)
    named = bool(one.name and other.name)
    same_name = named and fold(one.name) == fold(other.name)
    rules = (
        (named and not same_name, True, "Their names differ."),
        (
            kinds == {PointKind.PHONE} and not same_name,
            True,
            "All they share is a phone number. People of one household often do.",
        ),
        (not kinds and not same_name, True, "They share no number, no address and no name."),
        (not kinds and same_name, False, "All they share is a name. Many people share one."),
    )
    found = [(sure, words) for applies, sure, words in rules if applies]
    return Doubts(warnings=tuple(words for _, words in found), must_be_sure=any(sure for sure, _ in found))


def _shared_kinds(one: Person, other: Person) -> set[str]:
    theirs = ContactPoint.objects.filter(holders__person=other).values("pk")
    return set(ContactPoint.objects.filter(holders__person=one, pk__in=theirs).values_list("kind", flat=True))


def merge(*, survivor: Person, merged: Person, sure: bool, actor: Staff, now: datetime) -> PersonMerge:
    """`sure`: whoever merges says that they are one person, which is asked where something speaks against it."""
    require(actor, "merge_people")
    if survivor.pk == merged.pk:
        raise CannotBeJoined("This is the same record. Choose another one.")
    with transaction.atomic():
        keep, gone = lock_both(survivor.pk, merged.pk)
        if doubts(one=keep, other=gone).must_be_sure and not sure:
            raise CannotBeJoined("Say that you are sure they are one person, or leave them apart.")
        done = _join(keep=keep, gone=gone, actor=actor, now=now)
        _record(keep=keep, gone=gone, actor=actor, now=now)
        person_points.tell_desks(person=keep)
    return done


def lock_both(survivor: UUID, merged: UUID, *, undo: bool = False) -> tuple[Person, Person]:
    """Their numbers, then cases, then contacts, then themselves, each in one order, so that no two merges cross.

    Raises NoSuchPerson where one of them was merged meanwhile (not for `undo`, which looks itself).
    """
    ids = (survivor, merged)
    points = ContactPoint.objects.filter(holders__person__in=ids).order_by("kind", "value")
    for kind, value in points.values_list("kind", "value").distinct():
        contact_points.lock(kind=kind, value=value)
    cases = Party.objects.filter(person__in=ids).values("case_id")
    list(Case.objects.filter(pk__in=cases).order_by("pk").select_for_update(of=("self",)).values("pk"))
    contacts = Contact.objects.filter(person__in=ids).order_by("pk")
    list(contacts.select_for_update(of=("self",)).values("pk"))
    known = people.lock(() if undo else ids, or_merged=ids if undo else ())
    return known[survivor], known[merged]


def _join(*, keep: Person, gone: Person, actor: Staff, now: datetime) -> PersonMerge:
    moved = people_joined.move_all(keep=keep, gone=gone)
    before, spoken = _written(keep), _spoken(keep, gone)
    _join_words(keep=keep, gone=gone)
    if spoken:
        moved["spoken"] = _say(keep, spoken, actor=actor, now=now)
    gone.merged_into = keep
    gone.save(update_fields=["merged_into"])
    for person in (keep, gone):
        adjustments.rewrite(person)
    return PersonMerge.objects.create(
        survivor=keep, merged=gone, actor=actor, at=now, moved=moved, before=before, after=_written(keep)
    )


def _say(keep: Person, spoken: str, *, actor: Staff, now: datetime) -> str | None:
    """The new row, which an undo takes away again; None where it was on record before."""
    before = set(keep.needs.values_list("pk", flat=True))
    row = adjustments.put(person=keep, words=spoken, actor=actor, now=now)
    return None if row.pk in before else str(row.pk)


def _written(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in WRITTEN}


def _spoken(keep: Person, gone: Person) -> str:
    """A second language has one field only, so it becomes an adjustment, which is read before any call."""
    also = gone.language if keep.language and gone.language != keep.language else ""
    return f"Also speaks {languages.words(also)}" if also else ""


def _join_words(*, keep: Person, gone: Person) -> None:
    keep.name = keep.name or gone.name
    keep.language = keep.language or gone.language
    keep.about = _both(keep.about, gone.about)
    keep.save(update_fields=list(WRITTEN))


def _both(*texts: str) -> str:
    """Each text once, one below the other."""
    found: list[str] = []
    for text in texts:
        if text.strip() and all(fold(text) not in fold(known) for known in found):
            found.append(text.strip())
    return "\n".join(found)


def _record(*, keep: Person, gone: Person, actor: Staff, now: datetime) -> None:
    both = {"survivor": str(keep.pk), "merged": str(gone.pk)}
    for person, words in (
        (keep, "Another record of this person was merged into this one"),
        (gone, "Merged into another record of this person"),
    ):
        events.record(verb="people_merged", words=words, person=person, actor=actor, now=now, after=both)
