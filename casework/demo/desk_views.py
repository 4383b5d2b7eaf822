"""Saved views that the office, a team and its lead come back to."""

from datetime import datetime
from typing import Any, Final

from casework.models import SavedView, Staff, Team
from casework.services import saved_views

# (name, whose: office, a team's code or a log-in name; filters, group)
VIEWS: Final[tuple[tuple[str, str, dict[str, str], str], ...]] = (
    ("Waits for us", "office", {"needs_answer": "on"}, "team"),
    ("Texts nobody has", "office", {"who": "unassigned", "channel": "sms"}, ""),
    ("Repairs", "housing", {"team": "housing", "service": "housing-repair"}, "assignee"),
    ("Due today or tomorrow", "money", {"team": "money", "due_soon": "on"}, ""),
    ("My teams, urgent", "lead", {"priority": "urgent"}, "team"),
)
MADE_BY: Final = "lead"


def put(*, at: datetime) -> None:
    """An office that has views of its own keeps them."""
    lead = Staff.objects.filter(username=MADE_BY).first()
    if lead is None or SavedView.objects.exists():
        return
    for name, whose, filters, group in VIEWS:
        saved_views.save(name=name, filters=filters, group_by=group, actor=lead, now=at, **_of(whose))


def _of(whose: str) -> dict[str, Any]:
    team = Team.objects.filter(code=whose).first()
    return {"team": team, "office": whose == "office"}
