"""Giving work to people unasked: by a rule that names somebody, to whoever has least, or in turn."""

from datetime import datetime

from casework.models import Case
from casework.services import rule_set


def opened(*, case: Case, assignee: str, now: datetime) -> None:
    """A new case: `assignee` is the log-in a rule named; `case.assign_by` says how somebody is to be found."""
    found = rule_set.assignee(username=assignee)
    if found is None:
        return
    case.assignee, case.assigned_at, case.assigned_by_job = found, now, True
    case.save(update_fields=["assignee", "assigned_at", "assigned_by_job"])
