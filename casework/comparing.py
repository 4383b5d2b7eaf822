"""Two cases side by side, and what merging them would do, in words."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from casework import presenters
from casework.models import Case, Contact
from casework.models.case import PRIORITY_RANK, Priority


def columns(cases: tuple[Case, Case], *, now: datetime) -> list[dict[str, Any]]:
    """One column a case: 1 statement each for its last contact."""
    return [_column(case, now=now) for case in cases]


def _column(case: Case, *, now: datetime) -> dict[str, Any]:
    row = presenters.queue_row(case, now=now)
    contacts = Contact.objects.filter(case=case)
    last = contacts.filter(direction="in").order_by("-took_place_at", "-pk").first()
    opened = timezone.localtime(case.opened_at)
    return {
        "reference": row.reference,
        "url": row.url,
        "status_label": row.status_label,
        "status_tone": row.status_tone,
        "rows": [
            ("About", row.summary),
            ("Service", row.service or "Not known"),
            ("People", ", ".join(_people(case))),
            ("Opened", f"{opened.day} {opened:%B %Y, %H:%M}"),
            ("Team", row.team),
            ("With", row.assignee or "Nobody yet"),
            ("Where", ", ".join(part for part in (case.location, case.postcode) if part) or "Not known"),
            ("Contacts", str(contacts.count())),
            ("Last words", presenters.plainly(presenters.said(last.body)) if last else "None"),
        ],
    }


def _people(case: Case) -> list[str]:
    found = [presenters.plainly(str(party)) for party in case.known_parties]  # type: ignore[attr-defined]
    return list(dict.fromkeys(found)) or ["Not known"]


def consequences(cases: tuple[Case, Case]) -> list[str]:
    """What changes for whom, whichever of the two stays."""
    one, other = cases
    found = [
        "All contacts and notes come onto one timeline. Nobody is written to.",
        "The reference of the other case keeps working: it leads to the one that stays.",
        "You can undo this for 30 days.",
    ]
    if set(_people(one)) != set(_people(other)):
        found.append(
            "Different people are on them. Each stays reachable in their own way; check before you reply."
        )
    if one.restricted != other.restricted:
        found.append("One of them is restricted: what stays will be restricted.")
    if one.team_id != other.team_id:
        found.append(
            f"They belong to different teams ({one.team}, {other.team}). The team of what stays has it."
        )
    if one.priority != other.priority:
        higher = max(one.priority, other.priority, key=lambda each: PRIORITY_RANK[Priority(each)])
        found.append(f"The higher priority counts: {Priority(higher).label.lower()}.")
    return found


def better_kept(cases: tuple[Case, Case]) -> Case:
    """An open one before a closed one, then the one that was opened first."""
    return min(cases, key=lambda case: (not case.is_open, case.opened_at))
