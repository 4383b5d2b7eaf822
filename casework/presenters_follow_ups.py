"""What is to be done later on a case, with finished labels."""

from datetime import datetime
from types import SimpleNamespace

from django.urls import reverse

from casework.models import Case, FollowUp
from casework.text import show_bidi_controls as plainly

MOST_SHOWN = 50


def panel(*, case: Case, now: datetime) -> SimpleNamespace:
    """Open ones by due time, then those that are done, latest first. 1 statement."""
    rows = list(
        FollowUp.objects.filter(case=case)
        .select_related("owner", "made_by", "done_by")
        .order_by("due_at", "id")
    )
    return SimpleNamespace(
        open=[shown(row, now=now) for row in rows if row.done_at is None][:MOST_SHOWN],
        done=[shown(row, now=now) for row in reversed(rows) if row.done_at is not None][:MOST_SHOWN],
        add_url=reverse("desk:follow_up_new", args=[case.reference]),
    )


def shown(row: FollowUp, *, now: datetime) -> SimpleNamespace:
    late = row.due_at < (row.done_at or now)
    return SimpleNamespace(
        url=reverse("desk:follow_up", args=[row.pk]),
        kind=row.get_kind_display(),
        words=plainly(row.words),
        due_at=row.due_at,
        late=late,
        tone="red" if late else "grey",
        state=("Overdue" if late else "") if row.done_at is None else ("Kept late" if late else "Kept"),
        owner=str(row.owner) if row.owner else "The team’s",
        made_by=str(row.made_by) if row.made_by else "by a rule or a reminder",
        done_at=row.done_at,
        done_by=str(row.done_by) if row.done_by else "",
        done_words=plainly(row.done_words),
    )
