"""Staff put contacts where they belong: held ones onto a case, filed ones onto another or a new one; and back again.

Lock order, here and wherever cases are rearranged: cases by id, then contacts by id.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from casework.models import Case, Contact, Move, MovedContact, Service, Staff
from casework.models.contact import Direction, Filing
from casework.models.link import LinkKind
from casework.permissions import require
from casework.services import (
    case_activity,
    emptied,
    events,
    links,
    live,
    opening,
    parts,
    people,
    promises_along,
)
from casework.services.arrivals import as_it_arrived
from casework.services.locks import lock_cases
from casework.text import shorten

CHOSEN_BY_STAFF = "3"


class CannotBeMoved(Exception):
    """This contact cannot go there; the words say why."""


class CannotBeUndone(Exception):
    """Too much has happened since; the words say what."""


def move(
    *,
    contacts: Sequence[Contact],
    to: Case | None,
    actor: Staff,
    now: datetime,
    service: Service | None = None,
) -> Move:
    """Put these contacts on one case, as one step that can be undone. `to` None opens a new case for them.

    From a case, a new one is split off and linked to it; `service` says what the new one is about. Each case that is
    touched keeps an event. Raises CannotBeMoved when somebody was quicker, or when there is nothing to move.
    """
    for verb in {"move_contact" if contact.case_id else "file_held" for contact in contacts}:
        require(actor, verb)
    if not contacts:
        raise CannotBeMoved("Choose at least one contact to move.")
    with transaction.atomic():
        cases = lock_cases([*(contact.case_id for contact in contacts), to.pk if to else None])
        locked = _lock_contacts(contacts)
        _check(seen=contacts, locked=locked, to=cases[to.pk] if to else None)
        before = {contact.pk: _state(contact) for contact in locked}
        lefts = _distinct(cases[contact.case_id] for contact in locked if contact.case_id)
        target = (
            cases[to.pk] if to else _open(contacts=locked, lefts=lefts, service=service, actor=actor, now=now)
        )
        for contact in locked:
            loose = contact.case_id is None
            _place(contact=contact, case=target, left=cases.get(contact.case_id), actor=actor, now=now)
            if loose:
                promises_along.bring(contact=contact, case=target, actor=actor, now=now)
        made = Move.objects.create(to=target, opened=to is None, actor=actor, at=now)
        closed = [_leave(case=left, contacts=locked, to=target, actor=actor, now=now) for left in lefts]
        emptied_by = {left.pk: state for left, state in zip(lefts, closed, strict=True) if state}
        _remember(move=made, contacts=locked, before=before, cases=cases, emptied_by=emptied_by)
        case_activity.recount(case=target, now=now, came=True)
        live.changed(case=target)
    return made


def undo_move(*, move: Move, actor: Staff, now: datetime) -> Move:
    """Each contact back to where it was and how it stood. Raises CannotBeUndone when one has been moved on since."""
    require(actor, "move_contact")
    with transaction.atomic():
        moved = list(
            MovedContact.objects.filter(move=move).select_related("left", "move__to").order_by("contact_id")
        )
        backs = {row.pk: _where_now(row.left) for row in moved}
        cases = lock_cases([move.to_id, *(backs.values())])
        locked_move = Move.objects.select_for_update(of=("self",)).get(pk=move.pk)
        contacts = {c.pk: c for c in _lock_contacts([row.contact for row in moved])}
        _check_undo(move=locked_move, rows=moved, contacts=contacts, now=now)
        for row in moved:
            _restore(
                row=row, contact=contacts[row.contact_id], back=cases.get(backs[row.pk]), actor=actor, now=now
            )
        _settle_undone(move=locked_move, cases=cases, rows=moved, contacts=contacts, actor=actor, now=now)
        locked_move.undone_at, locked_move.undone_by = now, actor
        locked_move.save(update_fields=["undone_at", "undone_by"])
    return locked_move


def _lock_contacts(contacts: Iterable[Contact]) -> list[Contact]:
    ids = [contact.pk for contact in contacts]
    rows = Contact.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found = list(rows.select_related("service", "contact_point"))
    return sorted(found, key=lambda contact: (contact.took_place_at, contact.pk))


def _check(*, seen: Sequence[Contact], locked: list[Contact], to: Case | None) -> None:
    was = {contact.pk: contact.case_id for contact in seen}
    if any(contact.case_id != was[contact.pk] for contact in locked):
        raise CannotBeMoved("Somebody moved this meanwhile. Look at it again before you decide.")
    if any(contact.filing == Filing.QUARANTINED for contact in locked):
        raise CannotBeMoved("This was set aside. Let it in first.")
    if to is None:
        return
    if to.merged_into_id:
        raise CannotBeMoved(f"{to.reference} was merged into another case meanwhile. Choose that one.")
    if any(contact.case_id == to.pk for contact in locked):
        raise CannotBeMoved("It is on this case already. Choose another one.")


def _open(
    *, contacts: list[Contact], lefts: list[Case], service: Service | None, actor: Staff, now: datetime
) -> Case:
    said = next((contact for contact in contacts if contact.direction == Direction.IN), None)
    if said is None:
        raise CannotBeMoved(
            "A new case begins with something that they said. Choose one of their contacts too."
        )
    if service is not None:
        said.service = service
    said.rule, said.reason, said.candidates = CHOSEN_BY_STAFF, f"{actor} chose a new case", []
    case = opening.open_case(arrival=as_it_arrived(said), contact=said, actor=actor, job="", now=now)
    for left in lefts:
        links.link(case=left, other=case, kind=LinkKind.SPLIT, actor=actor, now=now)
    if any(left.restricted for left in lefts) and not case.restricted:
        _restrict(case, actor=actor, now=now)
    return case


def _restrict(case: Case, *, actor: Staff, now: datetime) -> None:
    """What was said in confidence stays so in a case of its own."""
    case.restricted = True
    case.save(update_fields=["restricted"])
    events.record(
        verb="restricted",
        words="Restricted, as the case it was split off from",
        case=case,
        actor=actor,
        now=now,
        before={"restricted": False},
        after={"restricted": True},
    )


def _place(*, contact: Contact, case: Case, left: Case | None, actor: Staff, now: datetime) -> None:
    contact.reason = (
        f"{actor} moved it here from {left.reference}" if left else f"{actor} chose {case.reference}"
    )
    contact.rule, contact.case, contact.filing, contact.candidates = CHOSEN_BY_STAFF, case, Filing.FILED, []
    contact.person = parts.person_on(contact=contact, case=case)
    contact.save(update_fields=["case", "filing", "candidates", "person", "rule", "reason"])
    parts.join(contact=contact, case=case)
    events.record(
        verb="contact_filed",
        words=f"Filed here: {contact.reason}",
        case=case,
        contact=contact,
        actor=actor,
        now=now,
        after={"rule": contact.rule},
    )


def _leave(
    *, case: Case, contacts: list[Contact], to: Case, actor: Staff, now: datetime
) -> dict[str, Any] | None:
    """What moving does to the case that is left; returns how it stood where nothing is left on it and it was closed."""
    parts.withdraw(contacts=contacts, case=case)
    events.record(
        verb="contact_moved_away",
        words=f"A contact was moved to {to.reference}",
        case=case,
        contact=contacts[0],
        actor=actor,
        now=now,
        before={"case": case.reference},
        after={"case": to.reference, "contacts": [str(contact.pk) for contact in contacts]},
    )
    case_activity.recount(case=case, now=now)
    live.changed(case=case)
    return emptied.close(case=case, actor=actor, now=now)


def _state(contact: Contact) -> dict[str, Any]:
    """How a contact stands, to be able to put it back."""
    return {
        "filing": contact.filing,
        "person": str(contact.person_id or ""),
        "service": str(contact.service_id or ""),
        "rule": contact.rule,
        "reason": contact.reason,
        "candidates": contact.candidates,
        "case": str(contact.case_id or ""),
    }


def _remember(
    *,
    move: Move,
    contacts: list[Contact],
    before: dict[Any, dict[str, Any]],
    cases: dict[Any, Case],
    emptied_by: dict[Any, dict[str, Any]],
) -> None:
    rows = []
    for contact in contacts:
        state = before[contact.pk]
        left = next((case for pk, case in cases.items() if str(pk) == state["case"]), None)
        if left is not None and left.pk in emptied_by:
            state = {**state, "emptied": emptied_by[left.pk]}
        state = {**state, "person_here": str(contact.person_id or "")}
        rows.append(MovedContact(move=move, contact=contact, left=left, before=state))
    MovedContact.objects.bulk_create(rows)


def _where_now(left: Case | None) -> Any:
    """The case a contact goes back to: the one it left, or what that has been merged into since."""
    return None if left is None else (left.merged_into_id or left.pk)


def _check_undo(*, move: Move, rows: list[MovedContact], contacts: dict[Any, Contact], now: datetime) -> None:
    if move.undone_at is not None:
        raise CannotBeUndone("This was undone already.")
    if not move.may_be_undone(now):
        raise CannotBeUndone("This is more than 30 days ago. Move the contacts by hand.")
    if any(contacts[row.contact_id].case_id != move.to_id for row in rows):
        raise CannotBeUndone("A contact was moved on since, or the case was merged. Undo that first.")


def _restore(*, row: MovedContact, contact: Contact, back: Case | None, actor: Staff, now: datetime) -> None:
    was = row.before
    contact.case = back
    contact.filing = was["filing"] if back is None else Filing.FILED
    if str(contact.person_id or "") == was["person_here"]:  # else somebody has put the person right since
        contact.person_id = people.known_as(was["person"])
    contact.service_id = was["service"] or None
    contact.rule, contact.reason, contact.candidates = was["rule"], was["reason"], was["candidates"]
    contact.save(update_fields=["case", "filing", "person", "service", "rule", "reason", "candidates"])
    events.record(
        verb="move_undone",
        words=shorten(f"A contact came back: {actor} undid the move", 300)
        if back
        else "Back to where it was",
        case=back,
        contact=contact,
        actor=actor,
        now=now,
    )
    if back is None:
        promises_along.take_back(contact=contact, case=row.move.to, actor=actor, now=now)
    if back is not None:
        parts.join(contact=contact, case=back)
        emptied.reopen(case=back, was=was.get("emptied"), actor=actor, now=now)


def _settle_undone(
    *,
    move: Move,
    cases: dict[Any, Case],
    rows: list[MovedContact],
    contacts: dict[Any, Contact],
    actor: Staff,
    now: datetime,
) -> None:
    target = cases[move.to_id]
    parts.withdraw(contacts=list(contacts.values()), case=target)
    events.record(
        verb="move_undone",
        words=f"{len(rows)} contact{'s' if len(rows) > 1 else ''} went back: the move was undone",
        case=target,
        contact=rows[0].contact,
        actor=actor,
        now=now,
    )
    for case in cases.values():
        case_activity.recount(case=case, now=now, came=case.pk != target.pk)
        live.changed(case=case)
    emptied.close(case=target, actor=actor, now=now)


def _distinct(cases: Iterable[Case]) -> list[Case]:
    return list({case.pk: case for case in cases}.values())
