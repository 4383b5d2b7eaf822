"""Which steps of escalation a promise has before it, and when. Pure.

A step is carried out once for each clock and round, at its moment or, after an outage, as soon as possible after it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework import clock_rules
from casework.working_time import Calendar


@dataclass(frozen=True)
class Step:
    """`minutes` of working time before (negative) or after the promise falls due."""

    id: UUID
    minutes: int


def moment(calendar: Calendar, step: Step, *, started_at: datetime, due_at: datetime) -> datetime:
    """Never before the promise began: a reminder two days before a promise of one day comes at once."""
    if step.minutes < 0:
        return max(clock_rules.before(calendar, due_at, -step.minutes), started_at)
    return clock_rules.add(calendar, due_at, step.minutes, "minutes") if step.minutes else due_at


def moments(
    calendar: Calendar, steps: Iterable[Step], *, started_at: datetime, due_at: datetime
) -> list[tuple[datetime, Step]]:
    """In the order in which they happen."""
    found = [(moment(calendar, step, started_at=started_at, due_at=due_at), step) for step in steps]
    return sorted(found, key=lambda pair: (pair[0], pair[1].minutes, pair[1].id))


def next_moment(
    planned: Iterable[tuple[datetime, Step]], *, done: Collection[UUID], since: datetime | None = None
) -> datetime | None:
    """Of the soonest step not done. `since`: what should have happened before is left out."""
    left = (at for at, step in planned if step.id not in done and (since is None or at >= since))
    return min(left, default=None)
