"""A case that nothing is left on: it ends by itself, and lives again when what was moved away comes back."""

from datetime import datetime
from typing import Any

from django.db.models import F

from casework.models import Case, Staff
from casework.models.case import WaitingFor
from casework.services import clocks_merged, events, live

OUTCOME = "Empty: its contacts were moved to another case"


def close(*, case: Case, actor: Staff, now: datetime) -> dict[str, Any] | None:
    """Close it when neither contact nor note is left. Returns how it stood, None when it stays as it is.

    An open case without anything on it would wait in the queue for ever, and draw the next text to itself.
    """
    if not case.is_open or case.contacts.exists() or case.notes.exists():
        return None
    was = {"status": case.status, "waiting_for": case.waiting_for, "needs_answer": case.needs_answer}
    _write(
        case,
        status="closed",
        is_open=False,
        snoozed_until=None,
        snooze_reason="",
        closed_at=now,
        outcome=OUTCOME,
        waiting_for=WaitingFor.NOBODY,
        needs_answer=False,
    )
    clocks_merged.called_off(case=case, now=now)
    events.record(
        verb="closed_empty",
        words="Closed: nothing is left on it",
        case=case,
        actor=actor,
        now=now,
        before=was,
        after={"status": "closed"},
    )
    live.changed(case=case)
    return was


def reopen(*, case: Case, was: dict[str, Any] | None, actor: Staff, now: datetime) -> None:
    """Undo `close`, unless somebody has decided about the case since."""
    if not was or case.is_open or case.outcome != OUTCOME:
        return
    closed_at = case.closed_at or now
    _write(case, is_open=True, closed_at=None, outcome="", **was)
    clocks_merged.revived(case=case, at=closed_at, now=now)
    events.record(
        verb="reopened",
        words="Open again: its contacts came back",
        case=case,
        actor=actor,
        now=now,
        after={"status": was["status"]},
    )


def _write(case: Case, **changes: Any) -> None:
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1, **changes)
    for name, value in changes.items():
        setattr(case, name, value)
