"""Promises changed by somebody's decision: another target, more time with a reason, other opening hours."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from casework import clock_rules
from casework.models import Case, Clock, Staff, Target, Team
from casework.permissions import require
from casework.services import case_row, clocks, events, live, survivors, target_choice
from casework.services.clocks_book import EXTENDED, Book
from casework.text import clean, is_blank, shorten

MOST_DAYS: Final = 10
BATCH: Final = 200


class CannotBeExtended(Exception):
    """No more time can be given like this; the words say why."""


class CannotHaveTarget(Exception):
    """This target cannot be chosen for the case; the words say why."""


def extend(*, case: Case, kind: str, days: int, reason: str, actor: Staff, now: datetime) -> Clock:
    """Up to ten working days more, as often as there is a reason. The person must be told; that is the caller's to say.

    Each extension begins a new round of reminders; those whose time has passed are not made good.
    """
    require(actor, "change_target")
    if not 1 <= days <= MOST_DAYS:
        raise CannotBeExtended(f"Give between 1 and {MOST_DAYS} working days. You can extend it again later.")
    if is_blank(reason):
        raise CannotBeExtended("Say why it takes longer. The reason stays on record.")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        book = Book(case=locked, now=now)
        clock = book.open.get(kind)
        if clock is None:
            raise CannotBeExtended("This promise does not run any more. Look at the case again.")
        _longer(book, clock, days=days, reason=shorten(clean(reason).text.strip(), 500), actor=actor)
        _seen_anew(locked)
    return clock


def _longer(book: Book, clock: Clock, *, days: int, reason: str, actor: Staff) -> None:
    before, promise = clock.due_at, book.promise(clock)
    clock.due_at = clock_rules.due(book.calendar, replace(promise, extended=promise.extended + days))
    clock.round += 1
    book.aim(clock, since=book.now)
    clock.save(update_fields=["due_at", "round", "next_step_at"])
    more = f"{days} working day{'' if days == 1 else 's'} more"
    events.record(
        verb=EXTENDED,
        words=f"{clocks.label(clock.kind)}, {more}: due {clocks.when(clock.due_at)}, not {clocks.when(before)}",
        case=book.case,
        actor=actor,
        now=book.now,
        before={"due": before.isoformat()},
        after={
            "clock": str(clock.pk),
            "kind": clock.kind,
            "days": days,
            "because": reason,
            "due": clock.due_at.isoformat(),
        },
    )
    book.settle()


def choose_target(*, case: Case, target: Target | None, reason: str, actor: Staff, now: datetime) -> Case:
    """A lead names the target of one case; None: again that of its service and priority."""
    require(actor, "change_target")
    if target is not None and not target.active:
        raise CannotHaveTarget(f"“{target}” is switched off. Choose another one.")
    if is_blank(reason):
        raise CannotHaveTarget("Say why the target changes. The reason stays on record.")
    with transaction.atomic():
        locked = survivors.locked_itself(case)
        if not locked.is_open:
            raise CannotHaveTarget("The case has ended: nothing is promised on it any more.")
        before = str(locked.target) if locked.target else ""
        book = Book(case=locked, now=now)
        dues = book.dues()
        wanted = target or target_choice.of(service=locked.service, priority=locked.priority)
        clocks.retarget(book=book, target=wanted)
        clocks.reconcile(book)
        events.record(
            verb=target_choice.NAMED_BY_STAFF,
            words=f"Target: {wanted or 'the usual one'}",
            case=locked,
            actor=actor,
            now=now,
            before={"target": before, **dues},
            after={
                "target": target.code if target else "",
                "because": shorten(clean(reason).text.strip(), 500),
                **book.dues(),
            },
        )
        book.settle()
        _seen_anew(locked)
    return locked


def _seen_anew(case: Case) -> None:
    case_row.write(case, {})
    live.changed(case=case)


def recalculate_all(*, now: datetime, job: str, team: Team | None = None) -> int:
    """After opening hours, holidays or closures changed: every promise that runs, of one team or of all.

    In batches, each case in a transaction of its own, so that it can be stopped and begun again. Returns how many
    cases have another due time. Steps of escalation that were carried out already stay carried out.
    """
    return sum(_recalculated(pk, now=now, job=job) for pk in _with_clocks(team))


def _with_clocks(team: Team | None) -> Iterator[UUID]:
    running = Clock.objects.filter(stopped_at=None)
    if team is not None:
        running = running.filter(case__team=team)
    last: UUID | None = None
    while True:
        after = running.filter(case__gt=last) if last else running
        batch = list(after.order_by("case").values_list("case", flat=True).distinct()[:BATCH])
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1]


def _recalculated(pk: UUID, *, now: datetime, job: str) -> bool:
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("team").get(pk=pk)
        book = Book(case=case, now=now)
        before = book.dues()
        changed = [book.work_out(clock) for clock in book.open.values()]
        if not any(changed):
            return False
        because = "Opening hours or holidays changed"
        clocks.tell(book, before=before, actor=None, job=job, because=because)
        book.settle()
        _seen_anew(case)
    return True
