"""What was promised or is to be done later on a case."""

from datetime import datetime, timedelta

from casework.models import Case, FollowUp
from casework.routing.rules import FollowUpAction


def from_rule(*, case: Case, action: FollowUpAction, once: str, at: datetime, now: datetime) -> None:
    """A rule's follow-up, once for each case and rule however often it is routed."""
    due = (
        at + timedelta(minutes=action.amount)
        if action.unit == "minutes"
        else at + timedelta(days=action.amount)
    )
    FollowUp.objects.bulk_create(
        [FollowUp(case=case, words=action.words, due_at=due, job="routing", made_at=now, once=once)],
        ignore_conflicts=True,
    )
