"""Two cases about one thing become one, and can be two again for thirty days.

The survivor gets contacts, notes and parties of the other; each person keeps their own channel, and nobody is written
to. The merged case ends, points to the survivor, and its reference still finds it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from casework.models import Case, Contact, FollowUp, Merge, Note, Party, Staff
from casework.models.case import PRIORITY_RANK, Priority, WaitingFor
from casework.permissions import require
from casework.services import case_activity, clocks_merged, events, live
from casework.services.filing_moves import CannotBeUndone
from casework.services.locks import lock_cases

OUTCOME = "Merged into another case"
MOST_TAGS = 20
# What the merge may change on the survivor, and undoing it puts back where nobody has changed it since.
SHARED = ("priority", "restricted", "tags")


class CannotBeMerged(Exception):
    """These two cases cannot become one; the words say why."""


def merge(*, merged: Case, survivor: Case, actor: Staff, now: datetime) -> Merge:
    """`merged` becomes part of `survivor`. Of two merges of the same cases at one moment, one wins and one is refused.

    The stricter of the two wins: restricted, the higher priority, the earlier time by which an answer is due.
    """
    require(actor, "merge_cases")
    if merged.pk == survivor.pk:
        raise CannotBeMerged("A case cannot be merged into itself. Choose another one.")
    with transaction.atomic():
        earlier = Case.objects.filter(merged_into=merged.pk).values_list("pk", flat=True)
        cases = lock_cases([merged.pk, survivor.pk, *earlier])
        gone, kept = cases[merged.pk], cases[survivor.pk]
        _check(gone, kept)
        row = Merge(merged=gone, survivor=kept, actor=actor, at=now)
        row.before = {"merged": _ending(gone), "survivor": _shared(kept)}
        _bring(row, gone=gone, kept=kept)
        row.before["clocks"] = clocks_merged.joined(gone=gone, kept=kept, now=now)
        _stricter(gone=gone, kept=kept)
        row.after = {"survivor": _shared(kept)}
        row.repointed = [str(pk) for pk in _repoint(frm=gone, to=kept)]
        _end(gone, into=kept, now=now)
        row.save(force_insert=True)
        case_activity.recount(case=kept, now=now, came=True)
        _tell(gone=gone, kept=kept, actor=actor, now=now)
    return row


def unmerge(*, row: Merge, actor: Staff, now: datetime) -> Merge:
    """Two cases again. What came to the survivor after the merge stays with it."""
    require(actor, "merge_cases")
    with transaction.atomic():
        cases = lock_cases([row.merged_id, row.survivor_id, *map(UUID, row.repointed)])
        locked = Merge.objects.select_for_update(of=("self",)).get(pk=row.pk)
        gone, kept = cases[row.merged_id], cases[row.survivor_id]
        _check_undo(locked, gone=gone, kept=kept, now=now)
        _give_back(locked, gone=gone, kept=kept)
        _loosen(locked, kept=kept)
        _revive(gone, was=locked.before["merged"])
        clocks = locked.before.get("clocks", {})
        clocks_merged.parted(gone=gone, kept=kept, was=clocks, at=locked.at, now=now)
        Case.objects.filter(pk__in=locked.repointed, merged_into=kept).update(merged_into=gone)
        locked.undone_at, locked.undone_by = now, actor
        locked.save(update_fields=["undone_at", "undone_by"])
        case_activity.recount(case=gone, now=now, came=True)
        case_activity.recount(case=kept, now=now)
        _tell_undone(gone=gone, kept=kept, actor=actor, now=now)
    return locked


def _check(gone: Case, kept: Case) -> None:
    for case in (gone, kept):
        if case.merged_into_id:
            raise CannotBeMerged(f"{case.reference} was merged already. Open it to see where it went.")
    if gone.is_open and not kept.is_open:
        raise CannotBeMerged(
            f"{kept.reference} is closed and {gone.reference} is open. Keep the open one, or reopen the other first."
        )


def _check_undo(row: Merge, *, gone: Case, kept: Case, now: datetime) -> None:
    if row.undone_at is not None:
        raise CannotBeUndone("This was undone already.")
    if not row.may_be_undone(now):
        raise CannotBeUndone("This is more than 30 days ago. Split the case instead.")
    if gone.merged_into_id != kept.pk:
        raise CannotBeUndone(f"{kept.reference} was merged into another case since. Undo that merge first.")


def _ending(case: Case) -> dict[str, Any]:
    return {
        "status": case.status,
        "is_open": case.is_open,
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "outcome": case.outcome,
        "waiting_for": case.waiting_for,
        "needs_answer": case.needs_answer,
    }


def _shared(case: Case) -> dict[str, Any]:
    return {
        "priority": str(case.priority),
        "restricted": case.restricted,
        "tags": list(case.tags),
    }


def _bring(row: Merge, *, gone: Case, kept: Case) -> None:
    contacts = Contact.objects.select_for_update(of=("self",)).filter(case=gone).order_by("pk")
    row.contacts = [str(pk) for pk in contacts.values_list("pk", flat=True)]
    row.notes = [str(pk) for pk in Note.objects.filter(case=gone).values_list("pk", flat=True)]
    Contact.objects.filter(pk__in=row.contacts).update(case=kept)
    Note.objects.filter(pk__in=row.notes).update(case=kept)
    row.parties = [str(party.pk) for party in _parties(gone=gone, kept=kept)]
    # What was promised on it is still to be done, where whoever does it will look.
    promised = FollowUp.objects.open().filter(case=gone)
    row.before["follow_ups"] = [str(pk) for pk in promised.values_list("pk", flat=True)]
    FollowUp.objects.filter(pk__in=row.before["follow_ups"]).update(case=kept)


def _parties(*, gone: Case, kept: Case) -> list[Party]:
    """Everybody of the merged case, in the part they play there; replies go to whom they went to on the survivor."""
    there = list(kept.parties.all())
    known = {(party.person_id, party.contact_point_id, party.role) for party in there}
    people = {(party.person_id, party.role) for party in there if party.person_id}
    nobody_answered = not any(party.reply_to for party in there)
    made = []
    for party in gone.parties.all():
        if (party.person_id, party.contact_point_id, party.role) in known:
            continue
        if (party.person_id, party.role) in people:
            continue
        made.append(
            Party(
                case=kept,
                person_id=party.person_id,
                contact_point_id=party.contact_point_id,
                role=party.role,
                reply_to=party.reply_to and nobody_answered,
                authority_basis=party.authority_basis,
                authority_scope=party.authority_scope,
                authority_until=party.authority_until,
            )
        )
    return Party.objects.bulk_create(made)


def _stricter(*, gone: Case, kept: Case) -> None:
    kept.restricted = kept.restricted or gone.restricted
    higher = max(map(Priority, (kept.priority, gone.priority)), key=PRIORITY_RANK.__getitem__)
    kept.priority, kept.priority_rank = higher, PRIORITY_RANK[higher]
    kept.tags = list(dict.fromkeys([*kept.tags, *gone.tags]))[:MOST_TAGS]
    if gone.restricted:
        kept.named.add(*gone.named.all())
    kept.save(update_fields=[*SHARED, "priority_rank"])


def _repoint(*, frm: Case, to: Case) -> Iterable[UUID]:
    """What had been merged into the merged case now points straight to the survivor."""
    ids = list(Case.objects.filter(merged_into=frm).values_list("pk", flat=True))
    Case.objects.filter(pk__in=ids).update(merged_into=to)
    return ids


def _end(case: Case, *, into: Case, now: datetime) -> None:
    Case.objects.filter(pk=case.pk).update(
        merged_into=into,
        status="closed",
        is_open=False,
        snoozed_until=None,
        snooze_reason="",
        closed_at=case.closed_at or now,
        outcome=OUTCOME,
        waiting_for=WaitingFor.NOBODY,
        needs_answer=False,
        search=None,
        due_at=None,
        due_kind="",
        version=F("version") + 1,
    )


def _give_back(row: Merge, *, gone: Case, kept: Case) -> None:
    """What came along and is still there. What staff have moved on since stays where they put it."""
    Contact.objects.filter(pk__in=row.contacts, case=kept).update(case=gone)
    Note.objects.filter(pk__in=row.notes, case=kept).update(case=gone)
    FollowUp.objects.filter(pk__in=row.before.get("follow_ups", []), case=kept).update(case=gone)
    points = set(
        Contact.objects.filter(case=kept, contact_point__isnull=False).values_list("contact_point", flat=True)
    )
    people = set(Contact.objects.filter(case=kept, person__isnull=False).values_list("person", flat=True))
    for party in Party.objects.filter(pk__in=row.parties, case=kept):
        # Whoever has been in touch about the survivor since is a party to it in their own right.
        if party.contact_point_id not in points and party.person_id not in people:
            party.delete()


def _loosen(row: Merge, *, kept: Case) -> None:
    """Back to what it was before, where nobody has changed it since. Restricted stays when anything new came to it."""
    before, after, now = row.before["survivor"], row.after["survivor"], _shared(kept)
    back = {name: before[name] for name in SHARED if now[name] == after[name] != before[name]}
    if "restricted" in back and _anything_since(row, kept):
        del back["restricted"]
    if "priority" in back:
        back["priority_rank"] = PRIORITY_RANK[back["priority"]]
    if back:
        Case.objects.filter(pk=kept.pk).update(**back)


def _anything_since(row: Merge, kept: Case) -> bool:
    return (
        Contact.objects.filter(case=kept, logged_at__gt=row.at).exists()
        or Note.objects.filter(case=kept, created_at__gt=row.at).exists()
    )


def _revive(case: Case, *, was: dict[str, Any]) -> None:
    closed_at = datetime.fromisoformat(was["closed_at"]) if was["closed_at"] else None
    changes = {**was, "closed_at": closed_at, "merged_into": None}
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1, **changes)
    for name, value in changes.items():
        setattr(case, name, value)


def _tell(*, gone: Case, kept: Case, actor: Staff, now: datetime) -> None:
    _both(
        verb="merged",
        gone=gone,
        kept=kept,
        gone_words=f"Merged into {kept.reference}",
        kept_words=f"{gone.reference} was merged into this case",
        actor=actor,
        now=now,
    )


def _tell_undone(*, gone: Case, kept: Case, actor: Staff, now: datetime) -> None:
    _both(
        verb="merge_undone",
        gone=gone,
        kept=kept,
        gone_words=f"A case of its own again: the merge into {kept.reference} was undone",
        kept_words=f"{gone.reference} is a case of its own again: the merge was undone",
        actor=actor,
        now=now,
    )


def _both(
    *,
    verb: str,
    gone: Case,
    kept: Case,
    gone_words: str,
    kept_words: str,
    actor: Staff,
    now: datetime,
) -> None:
    facts = {"merged": gone.reference, "survivor": kept.reference}
    for case, words in ((gone, gone_words), (kept, kept_words)):
        events.record(verb=verb, words=words, case=case, actor=actor, now=now, after=facts)
        live.changed(case=case)
