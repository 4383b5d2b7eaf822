"""What screens read where several models meet. Each states its number of SQL statements."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Prefetch, QuerySet

from casework import selectors_follow_ups, selectors_stars, selectors_why
from casework.counts import MOST_COUNTED
from casework.filters import in_the_queue_at, overdue_at
from casework.models import Case, Party, Staff
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


def count_up_to(queryset: QuerySet[Any], most: int = MOST_COUNTED) -> int:
    return queryset.order_by()[: most + 1].count()


def lane_counts(*, staff: Staff, now: datetime) -> dict[str, int]:
    """The figures beside the views of the queue: 7 statements, none of which reads a whole table."""
    cases = visible_cases(staff).filter(is_open=True)
    contacts = visible_contacts(staff)
    counts = {
        "mine": count_up_to(cases.filter(in_the_queue_at(now), assignee=staff)),
        "unassigned": count_up_to(cases.filter(in_the_queue_at(now), assignee=None)),
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
        .annotate(starred=selectors_stars.starred_by(staff))
        .get(reference=reference)
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
