"""How pressing a case is, changed by hand: its place in the queue, and with it the promises that hang on it."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from casework.models import Case, Staff
from casework.models.case import PRIORITY_RANK, Priority
from casework.permissions import require
from casework.services import clocks, events, live, meanwhile, snoozing, survivors

ABOUT: Final = ("status", "last_in")


class CannotHavePriority(Exception):
    """The case cannot have this priority; the words say why."""


def change(*, case: Case, to: str, actor: Staff, now: datetime, seen: str = "") -> Case:
    """Its clocks are worked out anew, as where routing changes it. Raises CannotHavePriority, WasMerged.

    An urgent case whose person waits for an answer is never put aside: it comes back. `seen`: what the page carried;
    raises meanwhile.ChangedMeanwhile.
    """
    require(actor, "change_priority")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        meanwhile.check(locked, seen=seen, about=ABOUT)
        if refused := why_not(locked, to):
            raise CannotHavePriority(refused)
        before = Priority(locked.priority)
        locked.priority, locked.priority_rank = Priority(to), PRIORITY_RANK[Priority(to)]
        locked.version = F("version") + 1
        locked.save(update_fields=["priority", "priority_rank", "version"])
        locked.refresh_from_db(fields=["version"])
        events.record(
            verb="priority_changed",
            words=f"Priority changed from {before.label.lower()} to {Priority(to).label.lower()}",
            case=locked,
            actor=actor,
            now=now,
            before={"priority": str(before)},
            after={"priority": to},
        )
        clocks.recount(case=locked, now=now, actor=actor, because="Its priority changed")
        if to == Priority.URGENT and locked.needs_answer:
            snoozing.heard_from(case=locked, because="It became urgent and they wait for an answer", now=now)
        live.changed(case=locked)
    locked.refresh_from_db(fields=["version"])
    return locked


def why_not(case: Case, to: str) -> str:
    """In words; "" where it may be changed."""
    if to not in Priority.values:
        return "Choose a priority."
    if not case.is_open:
        return "The case has ended. Open it again to change its priority."
    if case.priority == to:
        return f"It has {Priority(to).label.lower()} priority already."
    return ""
