"""The clocks of one case in hand: rows that start, pause, go on and stop, and what the case shows of them.

The case is locked by whoever opens the book. Statements are made for what is needed only; `settle` ends each use, or
`shown` where the caller writes the case's row anyway.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from casework import asked_ahead, clock_rules, escalating
from casework.asked_ahead import Question
from casework.clock_rules import FIRST, PAUSED, PAUSES_FOR, RESOLUTION, Promise
from casework.kept_sql import Kept
from casework.models import Case, Clock, Escalation, EscalationStep, Event, Target
from casework.services import working_hours
from casework.working_time import Calendar

RESUMED, EXTENDED, LATE = "clocks_resumed", "clock_extended", "clock_late"
# What changed a due time, kept as events: from these it can be worked out again when hours or holidays change.
CHANGING = (RESUMED, EXTENDED, LATE)


def length(target: Target | None, kind: str) -> tuple[int, str] | None:
    """How long this kind of promise is; None where none is made. Without a target an office still promises an answer."""
    if target is None:
        return (clock_rules.DEFAULT_DAYS, "days") if kind == FIRST else None
    amount = getattr(target, kind)
    return (amount, getattr(target, f"{kind}_unit")) if amount else None


def running(case: Any) -> QuerySet[Clock]:
    """Of a case, or of that of an outer query."""
    return Clock.objects.filter(case=case, stopped_at=None)


_RUNNING: Final = Kept(running)
_STEPS: Final = Kept(
    lambda targets: EscalationStep.objects.filter(Q(target=None) | Q(target__in=targets), active=True)
)


def question(case: Case) -> Question | None:
    """To be asked ahead of a book that is opened once, while the case stays locked."""
    return _RUNNING.question(case=case.pk)


def know_of_none(case: Case) -> None:
    """None runs, as was read with the case under its lock."""
    asked_ahead.know(question(case), [])


class Book:
    def __init__(
        self,
        *,
        case: Case,
        now: datetime,
        clocks: Iterable[Clock] | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        self.case, self.now = case, now
        found: Iterable[Clock] = _RUNNING.rows(case=case.pk) if clocks is None else clocks
        self.open: dict[str, Clock] = {clock.kind: clock for clock in found}
        if calendar is not None:
            self.calendar = calendar

    @cached_property
    def calendar(self) -> Calendar:
        return working_hours.calendar_of(team=self.case.team)

    @cached_property
    def steps(self) -> list[EscalationStep]:
        targets = {self.case.target_id, *(clock.target_id for clock in self.open.values())} - {None}
        return _STEPS.rows(targets=tuple(targets))

    @cached_property
    def changes(self) -> list[Event]:
        """Also those of cases that were merged into this one: their clocks came along."""
        ours = Case.objects.filter(Q(pk=self.case.pk) | Q(merged_into=self.case))
        return list(Event.objects.filter(case__in=ours.values("pk"), verb__in=CHANGING).order_by("at", "id"))

    # What happens to a clock.

    def begin(self, kind: str, *, at: datetime) -> Clock | None:
        """A fresh clock, not yet saved where the case is just being opened; None where nothing is promised."""
        promised = length(self.case.target, kind)
        if promised is None or kind in self.open:
            return None
        amount, unit = promised
        clock = Clock(
            case=self.case, kind=kind, target=self.case.target, amount=amount, unit=unit, started_at=at
        )
        clock.due_at = clock_rules.due(self.calendar, Promise(at, amount, unit))
        self.open[kind] = clock
        return clock

    def start(self, kind: str, *, at: datetime) -> None:
        clock = self.begin(kind, at=at)
        if clock is not None:
            self.aim(clock, done=())
            clock.save(force_insert=True)

    def stop(self, kind: str, *, at: datetime, met: bool | None) -> None:
        clock = self.open.pop(kind)
        clock.stopped_at, clock.met = max(at, clock.started_at), met
        clock.next_step_at = None
        clock.save(update_fields=["stopped_at", "met", "next_step_at"])

    def keep(self, kind: str, *, at: datetime) -> None:
        """It stops, met or missed. One that is paused was kept if it was in time when it paused."""
        clock = self.open[kind]
        self.stop(kind, at=at, met=self.in_time(clock, at))

    def call_off(self, kind: str) -> None:
        """Nothing is promised any more: it is missed only if it was late by then."""
        late = not self.in_time(self.open[kind], self.now)
        self.stop(kind, at=self.now, met=False if late else None)

    def in_time(self, clock: Clock, at: datetime) -> bool:
        return min(at, clock.paused_at or at) <= clock.due_at

    def answered(self, *, at: datetime) -> None:
        """We reached the person. What they asked after that moment is still to be answered."""
        for kind in (FIRST, clock_rules.NEXT):
            if kind in self.open and (kind == FIRST or at >= self.open[kind].started_at):
                self.keep(kind, at=at)

    def asked(self, *, at: datetime) -> None:
        """They wait for an answer. Never beside a first response that runs, and never anew while one is owed."""
        if self.case.is_open and FIRST not in self.open:
            self.start(clock_rules.NEXT, at=at)

    def waiting(self) -> list[dict[str, Any]]:
        """Pause or go on, as the case waits for others or not. Returns the pauses that are over."""
        pause = self.case.waiting_for in PAUSES_FOR
        over = []
        for kind in PAUSED:
            clock = self.open.get(kind)
            if clock is None or (clock.paused_at is not None) == pause:
                continue
            if pause:
                clock.paused_at, clock.next_step_at = self.now, None
                clock.save(update_fields=["paused_at", "next_step_at"])
            else:
                over.append(self._go_on(clock))
        return over

    def _go_on(self, clock: Clock) -> dict[str, Any]:
        since, before = clock.paused_at or self.now, clock.due_at
        pause = (since, max(self.now, since))
        promise = self.promise(clock, more=(pause,))
        clock.paused_at, clock.due_at = None, clock_rules.due(self.calendar, promise)
        self.aim(clock)
        clock.save(update_fields=["paused_at", "due_at", "next_step_at"])
        return {
            "clock": str(clock.pk),
            "kind": clock.kind,
            "from": pause[0].isoformat(),
            "to": pause[1].isoformat(),
            "due_before": before.isoformat(),
            "due": clock.due_at.isoformat(),
        }

    # What a due time is made of.

    def promise(self, clock: Clock, *, more: tuple[tuple[datetime, datetime], ...] = ()) -> Promise:
        extended, pauses, not_before = 0, [], None
        for event in self.changes:
            if event.verb == RESUMED:
                pauses += [_span(each) for each in event.after["pauses"] if each["clock"] == str(clock.pk)]
            elif event.after.get("clock") == str(clock.pk):
                extended += event.after.get("days", 0)
                not_before = _moment(event.after.get("not_before")) or not_before
        return Promise(
            started_at=clock.started_at,
            amount=clock.amount,
            unit=clock.unit,
            extended=extended,
            pauses=(*pauses, *more),
            not_before=not_before,
        )

    def work_out(self, clock: Clock, *, since: datetime | None = None) -> bool:
        """The due time again, from what it is made of. `since`: steps of before are not made good."""
        due = clock_rules.due(self.calendar, self.promise(clock))
        if due == clock.due_at:
            return False
        clock.due_at = due
        self.aim(clock, since=since)
        clock.save(update_fields=["due_at", "next_step_at"])
        return True

    def aim(self, clock: Clock, *, done: Iterable[UUID] | None = None, since: datetime | None = None) -> None:
        """When the next step of escalation is due: none while the clock is paused or stopped."""
        clock.next_step_at = None
        if clock.paused_at is not None or clock.stopped_at is not None:
            return
        planned = self.planned(clock)
        if planned:
            known = self.done(clock) if done is None else set(done)
            clock.next_step_at = escalating.next_moment(planned, done=known, since=since)

    def planned(self, clock: Clock) -> list[tuple[datetime, escalating.Step]]:
        mine = [
            escalating.Step(step.pk, step.minutes)
            for step in self.steps
            if step.kind == clock.kind and step.target_id in (None, clock.target_id)
        ]
        return escalating.moments(self.calendar, mine, started_at=clock.started_at, due_at=clock.due_at)

    def done(self, clock: Clock) -> set[UUID]:
        rows = Escalation.objects.filter(clock=clock, round=clock.round)
        return set(rows.values_list("step", flat=True))

    # What the case shows.

    def dues(self) -> dict[str, str]:
        return {kind: clock.due_at.isoformat() for kind, clock in sorted(self.open.items())}

    def settle(self) -> None:
        """The case shows the soonest promise that runs."""
        if changes := self.shown():
            Case.objects.filter(pk=self.case.pk).update(**changes)

    def shown(self) -> dict[str, Any]:
        """The columns of the case that show the soonest promise that runs, where they change; the case in hand has them."""
        running = [clock for clock in self.open.values() if clock.paused_at is None]
        soonest = min(running, key=lambda clock: (clock.due_at, clock.kind), default=None)
        due, kind = (soonest.due_at, soonest.kind) if soonest else (None, "")
        if (self.case.due_at, self.case.due_kind) == (due, kind):
            return {}
        self.case.due_at, self.case.due_kind = due, kind
        return {"due_at": due, "due_kind": kind}

    def close(self) -> None:
        """The case ended: what was to be done is done, or too late; an answer nobody owes any more is called off."""
        for kind in list(self.open):
            if kind == RESOLUTION:
                self.keep(kind, at=self.now)
            else:
                self.call_off(kind)


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _span(pause: dict[str, str]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(pause["from"]), datetime.fromisoformat(pause["to"])
