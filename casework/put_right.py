"""What was moved and merged on a case lately, and can be undone from its page."""

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse

from casework import selectors_beside as beside
from casework.models import Case, Merge, Move, Staff
from casework.models.moves import UNDO_WINDOW
from casework.permissions import may, visible_cases

MOST_SHOWN = 5


def lately(*, case: Case, staff: Staff, now: datetime) -> list[dict[str, Any]]:
    """Newest first: 2 statements, and 1 more where a merge is among them; fewer where there are known to be none."""
    if not may(staff, "move_contact"):
        return []
    moves = _moves(case, now) if beside.may_have(case, beside.MOVES) else []
    merges = _merges(case, staff, now) if beside.may_have(case, beside.MERGES) else []
    found = [*moves, *merges]
    return sorted(found, key=lambda each: each["at"], reverse=True)[:MOST_SHOWN]


def _moves(case: Case, now: datetime) -> list[dict[str, Any]]:
    rows = (
        Move.objects.filter(to=case, undone_at=None, at__gte=now - UNDO_WINDOW)
        .select_related("actor")
        .annotate(count=Count("moved"))
        .order_by("-at", "-pk")[:MOST_SHOWN]
    )
    return [
        {
            "at": row.at,
            "words": f"{row.actor} put {_contacts(row.count)} here",
            "undo": reverse("desk:undo_move", args=[row.pk]),
        }
        for row in rows
    ]


def _merges(case: Case, staff: Staff, now: datetime) -> list[dict[str, Any]]:
    rows = list(
        Merge.objects.filter(survivor=case, undone_at=None, at__gte=now - UNDO_WINDOW)
        .select_related("actor", "merged")
        .order_by("-at", "-pk")[:MOST_SHOWN]
    )
    seen = _seen(staff, [row.merged for row in rows]) if rows else set()
    return [
        {
            "at": row.at,
            "words": f"{row.actor} merged {row.merged.reference} into this case",
            "undo": reverse("desk:undo_merge", args=[row.pk]),
        }
        for row in rows
        if row.merged_id in seen
    ]


def _seen(staff: Staff, cases: list[Case]) -> set[Any]:
    return set(visible_cases(staff).filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True))


def _contacts(count: int) -> str:
    return "a contact" if count == 1 else f"{count} contacts"
