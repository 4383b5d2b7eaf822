"""What leaves the desk on paper or as a file: who may, and that they did. A refusal is on record as well.

A list carries no names, numbers or words of anybody: the references lead back to a desk that asks who is looking. A
restricted case is printed only by whoever works on it, leads its team or keeps people safe, and is on no list.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from casework import workflow
from casework.models import Case, Staff
from casework.permissions import NotAllowed, may
from casework.services import events

COLUMNS: Final = (
    "Reference", "Service", "Team", "Assigned to", "Status", "Outcome", "Priority", "Began by", "Opened", "Due", "Closed",
)  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def may_print(*, case: Case, actor: Staff) -> bool:
    if not may(actor, "print_case"):
        return False
    if not case.restricted:
        return True
    led = actor.memberships.filter(is_lead=True, team=case.team_id).exists()
    return bool(actor.is_safeguarding or case.assignee_id == actor.pk or led)


def printed(*, case: Case, actor: Staff, now: datetime) -> None:
    """Called before the page is made. Raises NotAllowed, with the attempt on record."""
    allowed = may_print(case=case, actor=actor)
    events.record(
        verb="case_printed" if allowed else "print_refused",
        words="Printed" if allowed else "Tried to print it, and was refused",
        case=case,
        actor=actor,
        now=now,
    )
    if not allowed:
        raise NotAllowed(
            "This case is restricted. Only those who work on it, their leads and safeguarding staff print it."
        )


def exported(*, actor: Staff, filters: dict[str, str], now: datetime) -> None:
    """Called before the list is made. Raises NotAllowed, with the attempt on record."""
    allowed = may(actor, "export_cases")
    events.record(
        verb="list_exported" if allowed else "export_refused",
        words="Downloaded a list of cases"
        if allowed
        else "Tried to download a list of cases, and was refused",
        actor=actor,
        now=now,
        after={"filters": filters},
    )
    if not allowed:
        raise NotAllowed("Only team leads and managers download lists of cases.")


class _Line:
    """What `csv` writes to, to have the line back."""

    def write(self, line: str) -> str:
        return line


def lines(cases: Iterable[Case]) -> Iterator[str]:
    """CSV as spreadsheets read it: UTF-8 with a mark, every cell safe from being run as a formula."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for case in cases:
        yield writer.writerow([_safe(cell) for cell in _cells(case)])


def _cells(case: Case) -> tuple[Any, ...]:
    return (
        case.reference, case.service or "", case.team, case.assignee or "", workflow.STATUS_LABELS[case.status], case.outcome,
        case.get_priority_display(), case.origin, _time(case.opened_at), _time(case.due_at), _time(case.closed_at),
    )  # fmt: skip


def _time(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _safe(cell: Any) -> str:
    text = " ".join(str(cell).split())
    return f"'{text}" if text.startswith(FORMULA) else text
