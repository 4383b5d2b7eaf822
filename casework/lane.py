"""The lane "needs filing": what waits for a person, by whoever sent it, with the cases it may belong to."""

from collections.abc import Iterable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext

from casework import neighbours, presenters, selectors
from casework.models import Case, Contact, Staff
from casework.models.case import PRIORITY_RANK, Priority
from casework.models.delivery import DeliveryStatus
from casework.permissions import visible_cases, visible_contacts
from casework.presenters_files import attachment, pictures_shown
from casework.services import clocks
from casework.tones import DELIVERY, PRIORITY

LANE_SIZE = 100
MOST_CHOICES = 5


def needs_filing(*, staff: Staff, now: datetime) -> list[SimpleNamespace]:
    """What one person at one number sent is decided together. 10 statements, whatever waits."""
    waiting = list(
        visible_contacts(staff)
        .held()
        .select_related("contact_point", "person", "service", "question__contact__delivery")
        .prefetch_related("attachments")[:LANE_SIZE]
    )
    seen = neighbours.seen(staff=staff, words=[each.reason for each in waiting])
    cases = _cases(staff=staff, contacts=waiting)
    due, pictures = clocks.FirstDue(), pictures_shown(staff)
    return [
        _item(group, seen=seen, cases=cases, due=_due(group, due), now=now, pictures=pictures)
        for group in _by_sender(waiting)
    ]


def item(contact: Contact, *, seen: set[str]) -> dict[str, Any]:
    """One contact by itself, with its reason where one may read it."""
    return {
        "id": contact.pk,
        "channel": contact.channel,
        "who": presenters.sender(contact)
        if contact.direction == "in"
        else gettext("Us, %(who)s") % {"who": presenters.recipient(contact)},
        "at": contact.took_place_at,
        "body": presenters.said(contact.body),
        "reason": neighbours.told(contact.reason, seen=seen),
        "service": contact.service.name if contact.service else "",
    }


def _by_sender(contacts: Iterable[Contact]) -> list[list[Contact]]:
    """In the order of the most pressing of each; a contact whose sender is not known stands alone."""
    groups: dict[Any, list[Contact]] = {}
    for contact in contacts:
        groups.setdefault((contact.contact_point_id or contact.pk, contact.channel), []).append(contact)
    return [sorted(group, key=lambda each: (each.took_place_at, each.pk)) for group in groups.values()]


def _cases(*, staff: Staff, contacts: Iterable[Contact]) -> dict[str, Case]:
    """By the reference that a contact names, the case that it leads to now, where one may see it."""
    wanted = {reference for contact in contacts for reference in contact.candidates}
    leads_to = selectors.survivors(wanted)
    now = {leads_to.get(reference, reference) for reference in wanted}
    rows = {
        case.reference: case
        for case in selectors.for_queue(visible_cases(staff).filter(reference__in=now, merged_into=None))
    }
    named = {reference: leads_to.get(reference, reference) for reference in wanted}
    return {reference: rows[key] for reference, key in named.items() if key in rows}


def _due(group: list[Contact], first: clocks.FirstDue) -> datetime:
    """By the office's hours: which team it will be is not known yet."""
    return min(
        first.of(service_id=contact.service_id, priority=_name(contact), at=contact.took_place_at)
        for contact in group
    )


def _name(contact: Contact) -> str:
    return next(priority for priority, value in PRIORITY_RANK.items() if value == contact.priority_rank)


def _item(
    group: list[Contact],
    *,
    seen: set[str],
    cases: dict[str, Case],
    due: datetime,
    now: datetime,
    pictures: bool,
) -> SimpleNamespace:
    last = group[-1]
    rank = max(contact.priority_rank for contact in group)
    offered = {
        cases[key].pk: cases[key] for contact in reversed(group) for key in contact.candidates if key in cases
    }
    return SimpleNamespace(
        id=group[0].pk,
        ids=[contact.pk for contact in group],
        channel=last.channel,
        who=presenters.sender(last),
        service=last.service.name if last.service else "",
        texts=[_text(contact, pictures=pictures) for contact in group],
        reason=neighbours.told(last.reason, seen=seen),
        priority=_priority(rank),
        due_at=due,
        due_words="Answer" if due < now else "Answer due",
        due_tone="red" if due < now else "grey",
        asked=_asked(last),
        elsewhere=any(key not in cases for contact in group for key in contact.candidates),
        choices=[_choice(case, now=now) for case in list(offered.values())[:MOST_CHOICES]],
    )


def _text(contact: Contact, *, pictures: bool) -> SimpleNamespace:
    return SimpleNamespace(
        at=contact.took_place_at,
        body=presenters.said(contact.body),
        attachments=[attachment(each, pictures=pictures) for each in contact.attachments.all()],
    )


def _priority(rank: int) -> SimpleNamespace | None:
    name = next(priority for priority, value in PRIORITY_RANK.items() if value == rank)
    if name in (Priority.NORMAL, Priority.LOW):
        return None
    return SimpleNamespace(label=name.label, tone=PRIORITY[name])


def _asked(contact: Contact) -> SimpleNamespace | None:
    """That we texted a list, and what became of it."""
    question = contact.question
    if question is None:
        return None
    status = DeliveryStatus(question.contact.delivery.status)
    return SimpleNamespace(at=question.asked_at, label=status.label, tone=DELIVERY[status])


def _choice(case: Case, *, now: datetime) -> SimpleNamespace:
    row = presenters.queue_row(case, now=now)
    row.opened_at = case.opened_at
    return row
