"""What screens read where several models meet. Each states its number of SQL statements."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import Prefetch, QuerySet

from casework import selectors_follow_ups, selectors_stars, selectors_why
from casework.counts import MOST_COUNTED
from casework.filters import in_the_queue_at, overdue_at
from casework.models import Case, HeldNote, Party, PersonContactPoint, Staff
from casework.models.contact import Filing
from casework.permissions import may, visible_cases, visible_contacts


def for_queue(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with all that a row of the queue shows: 2 statements."""
    return (
        cases.select_related("service", "team", "assignee")
        .annotate(**selectors_follow_ups.soonest_of_case(), **selectors_why.of_case())
        .prefetch_related(
            Prefetch(
                "parties",
                queryset=Party.objects.select_related("person", "contact_point"),
                to_attr="known_parties",
            )
        )
        .defer("search", "answers")
    )


# What a row of the queue shows, groups and sorts by. Whatever else is asked of a case costs a statement for each.
SHOWN_IN_A_ROW: Final = (
    "reference", "summary", "origin", "status", "is_open", "outcome", "priority", "priority_rank", "restricted",
    "needs_answer", "waiting_for", "due_at", "due_kind", "snoozed_until", "opened_at", "last_activity_at",
    "service__name", "team__name", "assignee__full_name", "assignee__username",
)  # fmt: skip


def for_rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what a row of the queue shows and nothing else, to be read only: 1 statement."""
    return (
        cases.select_related("service", "team", "assignee")
        .annotate(
            **selectors_follow_ups.soonest_of_case(),
            **selectors_why.of_case(),
            **selectors_why.whom_it_is_about(),
        )
        .only(*SHOWN_IN_A_ROW)
    )


def count_up_to(queryset: QuerySet[Any], most: int = MOST_COUNTED) -> int:
    return queryset.order_by()[: most + 1].count()


def lanes(*, staff: Staff, now: datetime) -> dict[str, QuerySet[Any]]:
    """What the figures beside the views of the queue count. None of them reads a whole table."""
    cases = visible_cases(staff).filter(is_open=True)
    contacts = visible_contacts(staff)
    found: dict[str, QuerySet[Any]] = {
        "mine": cases.filter(in_the_queue_at(now), assignee=staff),
        "unassigned": cases.filter(in_the_queue_at(now), assignee=None),
        "overdue": cases.filter(overdue_at(now)).order_by("due_at"),
        "needs_filing": contacts.held(),
        "without_case": contacts.filter(filing=Filing.NONE),
        "promised": selectors_follow_ups.promised(staff=staff),
        "held_notes": HeldNote.objects.filter(author=staff),
    }
    if may(staff, "release_quarantine"):
        found["set_aside"] = contacts.quarantined()
    return found


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
        .prefetch_related(with_parties())
        .defer("search")
        .annotate(starred=selectors_stars.starred_by(staff))
        .get(reference=reference)
    )


def with_parties() -> "Prefetch[str, Any, Any]":
    """To read with cases: `known_parties`, with who they are and all their numbers. 2 statements."""
    held = PersonContactPoint.objects.select_related("contact_point").order_by("pk")
    parties = Party.objects.select_related("person", "contact_point")
    return Prefetch(
        "parties",
        queryset=parties.prefetch_related(Prefetch("person__points", queryset=held)),
        to_attr="known_parties",
    )


def survivors(references: Iterable[str]) -> dict[str, str]:
    """For those of these references whose case was merged: the reference of the case it became part of. 1 statement."""
    merged = Case.objects.filter(reference__in=list(references), merged_into__isnull=False)
    return dict(merged.values_list("reference", "merged_into__reference"))


def questions(*, service_id: UUID | None) -> dict[str, tuple[str, dict[str, str]]]:
    """By code: the question in words, and the labels of its choices: 1 statement.

    Read from the versions of the questions, so that an answer to a question or a choice that is gone keeps its words.
    """
    found: dict[str, tuple[str, dict[str, str]]] = {}
    if service_id:
        versions = apps.get_model("casework", "QuestionHistory").objects.filter(service_id=service_id)
        for code, label, choices in versions.order_by("pgh_id").values_list("code", "label", "choices"):
            known = found[code][1] if code in found else {}
            labels = {str(choice.get("value")): str(choice.get("label")) for choice in choices}
            found[code] = (label, known | labels)
    return found
