"""The clocks of a case: when each promise began, pauses, was kept or missed; `Case.due_at` is the soonest that runs.

Called by whatever changes a case, in its transaction.
"""

from datetime import datetime, timedelta

from casework.models import Case, Contact, Service, Team

WITHOUT_HOURS = timedelta(hours=120)


def first_due(*, service: Service | None, team: Team | None, priority: str, at: datetime) -> datetime:
    """By when a first response is due, before there is a case: for a contact that needs filing."""
    return at + WITHOUT_HOURS


def opened(*, case: Case, target: str, now: datetime, job: str) -> None:
    """The clocks of a new case; `target` is the code a rule named, "" for that of its service and priority."""
    case.due_at = first_due(service=case.service, team=case.team, priority=case.priority, at=case.opened_at)
    case.due_kind = "first_response"
    case.save(update_fields=["due_at", "due_kind"])


def asked(*, case: Case, contact: Contact, now: datetime) -> None:
    """The person was in touch and waits for an answer."""


def answered(*, case: Case, at: datetime, now: datetime) -> None:
    """We reached the person, by whatever channel."""


def waiting_changed(*, case: Case, now: datetime) -> None:
    """After `waiting_for` or the status changed: pause, go on, or stop."""


def recount(*, case: Case, now: datetime) -> None:
    """After contacts were moved, cases merged or parted, service, priority, team or target changed."""
