"""What leaves the desk on paper or as a file: who may, that they did, and why. A refusal is on record as well.

A list carries no names, numbers or words of anybody: the references lead back to a desk that asks who is looking. A
restricted case is printed only by whoever works on it, leads its team or keeps people safe, and is on no list.
"""

import csv
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from casework import text, workflow
from casework.models import Case, Event, Staff
from casework.permissions import NotAllowed, may
from casework.services import events

COLUMNS: Final = (
    "Reference", "Service", "Team", "Assigned to", "Status", "Outcome", "Priority", "Began by", "Opened", "Due", "Closed",
)  # fmt: skip
PRINTED: Final = "case_printed"
COPIED_WITHIN: Final = timedelta(hours=1)
OTHER: Final = "other"
REASONS: Final = {
    "asked": "The person asked for a copy",
    "visit": "For a visit, a meeting or a hearing",
    "authority": "For a court, a regulator or an ombudsman",
    "partner": "To hand it to another organisation that helps",
    "checking": "To check or supervise the work",
    "outage": "To work where the desk cannot be reached",
    OTHER: "Another reason",
}
# A phone number, a date of birth, a reference.
MOST_DIGITS: Final = 5
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def may_print(*, case: Case, actor: Staff) -> bool:
    if not may(actor, "print_case"):
        return False
    if not case.restricted:
        return True
    led = actor.memberships.filter(is_lead=True, team=case.team_id).exists()
    return bool(actor.is_safeguarding or case.assignee_id == actor.pk or led)


class CannotCopy(Exception):
    """A copy that holds nothing, without a reason, or with a reason that tells of people."""


def check_may_print(*, case: Case, actor: Staff, now: datetime) -> None:
    """Raises NotAllowed, with the attempt on record."""
    if may_print(case=case, actor=actor):
        return
    words = "Tried to print it, and was refused"
    events.record(verb="print_refused", words=words, case=case, actor=actor, now=now)
    raise NotAllowed(
        "This case is restricted. Only those who work on it, their leads and safeguarding staff print it."
    )


def printed(
    *,
    case: Case,
    actor: Staff,
    what: Collection[str],
    named: str,
    entries: int,
    reason: str,
    other: str,
    now: datetime,
) -> Event:
    """Called before a copy is made. `named` says `what` in words, `other` is the reason that is not in the list.

    Raises NotAllowed and CannotCopy. The event is what a copy is made from, for as long as COPIED_WITHIN.
    """
    check_may_print(case=case, actor=actor, now=now)
    why = _why(case, reason=reason, other=other)
    copied, counted = named, f"{entries:,} {'entry' if entries == 1 else 'entries'}"
    return events.record(
        verb=PRINTED,
        words=f"Copied to print or save: {copied}, {counted}. Why: {why}",
        case=case,
        actor=actor,
        now=now,
        after={
            "what": sorted(what),
            "entries": entries,
            "reason": reason,
            "other": why if reason == OTHER else "",
        },
    )


def _why(case: Case, *, reason: str, other: str) -> str:
    """The reason is read by everybody who sees the history, so it says nothing of what the case says."""
    if reason not in REASONS:
        raise CannotCopy("Choose why it is copied.")
    if reason != OTHER:
        return REASONS[reason]
    if not other:
        raise CannotCopy("Write the reason.")
    if _tells(case, other):
        raise CannotCopy(
            "Leave out names, numbers and what the case is about. Say only what the copy is for."
        )
    return text.show_bidi_controls(other)


def _tells(case: Case, words: str) -> bool:
    """Whether it names somebody on the case, holds a number of theirs, or repeats the summary."""
    folded = f" {' '.join(text.words(words))} "
    people = case.parties.select_related("person", "contact_point")
    names = [" ".join(text.words(str(party))) for party in people]
    digits = "".join(letter for letter in words if letter.isdecimal())
    summary = " ".join(text.words(case.summary))
    return (
        len(digits) >= MOST_DIGITS
        or any(f" {name} " in folded for name in names if name)
        or (bool(summary) and f" {summary} " in folded)
    )


def copy_asked_for(*, case: Case, actor: Staff, event_id: UUID, now: datetime) -> Event | None:
    """What they said they would copy, while that is not long ago. Their right to it is judged again."""
    found = Event.objects.filter(
        pk=event_id, case=case, actor=actor, verb=PRINTED, at__gt=now - COPIED_WITHIN
    ).first()
    if found is None or "what" not in found.after:
        return None
    check_may_print(case=case, actor=actor, now=now)
    return found


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
