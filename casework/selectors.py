"""What screens read where several models meet. Each states its number of SQL statements."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from casework import selectors_follow_ups
from casework.filters import overdue_at
from casework.models import Attachment, Case, Contact, Event, Note, Party, Question, Staff
from casework.models.contact import Filing
from casework.permissions import may, visible_cases, visible_contacts

# Counts beside a view stop here: nobody needs to know whether it is 1,000 or 100,000, and the second is slow.
MOST_COUNTED = 1000
TIMELINE_SIZE = 100


def for_queue(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with all that a row of the queue shows: 2 statements."""
    return (
        cases.select_related("service", "team", "assignee")
        .annotate(**selectors_follow_ups.soonest_of_case())
        .prefetch_related(
            Prefetch(
                "parties",
                queryset=Party.objects.select_related("person", "contact_point"),
                to_attr="known_parties",
            )
        )
        .defer("search", "answers")
    )


def count_up_to(queryset: QuerySet[Any], most: int = MOST_COUNTED) -> int:
    return queryset.order_by()[: most + 1].count()


def lane_counts(*, staff: Staff, now: datetime) -> dict[str, int]:
    """The figures beside the views of the queue: 7 statements, none of which reads a whole table."""
    cases = visible_cases(staff).filter(is_open=True)
    contacts = visible_contacts(staff)
    counts = {
        "mine": count_up_to(cases.filter(assignee=staff)),
        "unassigned": count_up_to(cases.filter(assignee=None)),
        "overdue": count_up_to(cases.filter(overdue_at(now))),
        "needs_filing": count_up_to(contacts.held()),
        "without_case": count_up_to(contacts.filter(filing=Filing.NONE)),
        "promised": count_up_to(selectors_follow_ups.promised(staff=staff)),
    }
    if may(staff, "release_quarantine"):
        counts["set_aside"] = count_up_to(contacts.quarantined())
    return counts


def case_page(*, staff: Staff, reference: str) -> Case:
    """One visible case with its parties. Raises Case.DoesNotExist for what is hidden as for what is missing."""
    return (
        visible_cases(staff)
        .select_related(
            "service",
            "team",
            "assignee",
            "target",
            "follows",
            "possible_duplicate_of",
            "merged_into",
        )
        .prefetch_related(
            Prefetch(
                "parties",
                queryset=Party.objects.select_related("person", "contact_point").prefetch_related(
                    "person__points__contact_point"
                ),
                to_attr="known_parties",
            )
        )
        .defer("search")
        .get(reference=reference)
    )


def timeline(*, case: Case, before: datetime | None = None) -> tuple[list[Any], bool]:
    """Contacts, notes and events of a case, oldest first, with whether there is more before: 4 statements."""
    contacts = _latest(
        Contact.objects.filter(case=case)
        .select_related("person", "subject", "contact_point", "logged_by", "delivery")
        .prefetch_related(Prefetch("attachments", queryset=Attachment.objects.all())),
        "took_place_at",
        before,
    )
    notes = _latest(Note.objects.filter(case=case).select_related("author"), "created_at", before)
    # What a contact or a note says for itself is not said twice.
    events = _latest(
        Event.objects.filter(case=case)
        .exclude(
            Q(verb="noted")
            | Q(verb="replied")
            | Q(verb="contact_filed")
            | Q(verb="asked_by_text")
            | Q(verb="acknowledged")
            | Q(verb="link_sent")
            | Q(verb="spoke_for_another")
        )
        .select_related("actor"),
        "at",
        before,
    )
    merged = sorted([*contacts, *notes, *events], key=_moment)
    return merged[-TIMELINE_SIZE:], len(merged) > TIMELINE_SIZE


def survivors(references: Iterable[str]) -> dict[str, str]:
    """For those of these references whose case was merged: the reference of the case it became part of. 1 statement."""
    merged = Case.objects.filter(reference__in=list(references), merged_into__isnull=False)
    return dict(merged.values_list("reference", "merged_into__reference"))


def _latest(queryset: QuerySet[Any], field: str, before: datetime | None) -> list[Any]:
    if before is not None:
        queryset = queryset.filter(**{f"{field}__lt": before})
    return list(queryset.order_by(f"-{field}", "-pk")[: TIMELINE_SIZE + 1])


def moment_of(entry: Any) -> datetime:
    """When an entry of the timeline took place."""
    at: datetime = getattr(entry, "took_place_at", None) or getattr(entry, "created_at", None) or entry.at
    return at


def _moment(entry: Any) -> tuple[datetime, str]:
    return moment_of(entry), str(entry.pk)


def questions(*, service_id: UUID | None) -> dict[str, tuple[str, dict[str, str]]]:
    """By code: the question in words, and the labels of its choices: 1 statement."""
    rows = (
        Question.objects.filter(service=service_id).values_list("code", "label", "choices")
        if service_id
        else ()
    )
    return {
        code: (label, {str(choice.get("value")): str(choice.get("label")) for choice in choices})
        for code, label, choices in rows
    }
