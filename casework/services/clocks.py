"""The clocks of a case: when each promise began, pauses, was kept or missed; `Case.due_at` is the soonest that runs.

Called by whatever changes a case, in its transaction, with the case locked.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from casework import clock_rules, spoken, workflow
from casework.clock_rules import FIRST, NEXT, RESOLUTION
from casework.models import Case, Clock, Contact, Staff, Target, TargetFor, Team
from casework.models.delivery import DeliveryStatus
from casework.models.target import ClockKind
from casework.services import events, target_choice, working_hours
from casework.services.clocks_book import LATE, RESUMED, Book, length
from casework.working_time import Calendar

JOB = "clocks"


class FirstDue:
    """By when a first response is due, before there is a case. 4 statements, however many contacts are asked."""

    def __init__(self, *, team: Team | None = None) -> None:
        self.lines: list[TargetFor] = target_choice.lines()
        self.calendar: Calendar = working_hours.calendar_of(team=team)

    def of(self, *, service_id: Any, priority: str, at: datetime) -> datetime:
        target = target_choice.most_exact(self.lines, service_id=service_id, priority=priority)
        amount, unit = length(target, FIRST) or (clock_rules.DEFAULT_DAYS, "days")
        return clock_rules.add(self.calendar, at, amount, unit)


def opened(*, case: Case, target: str, now: datetime, job: str) -> Book:
    """The clocks of a new case; `target` is the code a rule named, "" for that of its service and priority. The target, and
    what its row shows of the book, are the caller's to write.

    No case is due in the past when it is opened: what came on record too late to be answered in time gets an hour of
    working time, and an event says so.
    """
    case.target = target_choice.named(code=target) or target_choice.of(
        service=case.service, priority=case.priority
    )
    book = Book(case=case, now=now, clocks=())
    for kind in (FIRST, RESOLUTION):
        _begin_now(book, kind=kind, at=case.opened_at, job=job)
    for clock in book.open.values():
        book.aim(clock, done=())
    Clock.objects.bulk_create(book.open.values())
    if target and (case.target is None or case.target.code != target):
        words = f"A rule names the target “{target}”, which is switched off or gone."
        events.record(verb="rule_failed", words=words, case=case, job=job, now=now)
    return book


def _begin_now(book: Book, *, kind: str, at: datetime, job: str) -> None:
    clock = book.begin(kind, at=at)
    if clock is None or clock.due_at >= book.now:
        return
    before, clock.due_at = clock.due_at, clock_rules.soon_after(book.calendar, book.now)
    events.record(
        verb=LATE,
        words=f"Put on record late: {label(kind).lower()} was due {when(before)}, and is due {when(clock.due_at)}",
        case=book.case,
        job=job,
        now=book.now,
        before={"due": before.isoformat()},
        after={
            "clock": str(clock.pk),
            "kind": kind,
            "due": clock.due_at.isoformat(),
            "not_before": clock.due_at.isoformat(),
        },
    )


def heard(
    *,
    case: Case,
    at: datetime,
    spoke: bool,
    asks: bool,
    now: datetime,
    then: workflow.Step | None = None,
    book: Book | None = None,
) -> dict[str, Any]:
    """A contact on the case, which came into the status `then` with it. What its row shows now is the caller's to write.

    A call that was passed on answers and asks at the same moment. `book`: where it is open already.
    """
    book = book or Book(case=case, now=now)
    if spoke:
        book.answered(at=at)
    if asks:
        book.asked(at=at)
    _step(book, then)
    return book.shown()


def stepped(*, case: Case, step: workflow.Step, now: datetime) -> dict[str, Any]:
    """After the status changed: pause, go on, stop, or begin anew. What its row shows now is the caller's to write."""
    book = Book(case=case, now=now)
    _step(book, step)
    return book.shown()


def _step(book: Book, step: workflow.Step | None) -> None:
    if step is not None and step.reopens:
        _begin_anew(book)
    else:
        _wait(book)


def _wait(book: Book) -> None:
    if not book.case.is_open:
        book.close()
    over = book.waiting()
    if over:
        told = ", ".join(f"{label(each['kind']).lower()} by {_when(each['due'])}" for each in over)
        events.record(
            verb=RESUMED,
            words=f"No longer waiting, the time goes on: {told}",
            case=book.case,
            job=JOB,
            now=book.now,
            before={each["kind"]: each["due_before"] for each in over},
            after={"pauses": over},
        )


def reopened(*, case: Case, now: datetime) -> dict[str, Any]:
    """A contact reopened it, which begins the wait for an answer itself. What its row shows now is the caller's to write."""
    book = Book(case=case, now=now)
    book.start(RESOLUTION, at=now)
    return book.shown()


def _begin_anew(book: Book) -> None:
    book.start(RESOLUTION, at=book.now)
    book.start(NEXT, at=book.now)


def recount(
    *,
    case: Case,
    now: datetime,
    actor: Staff | None = None,
    job: str = JOB,
    because: str = "",
    choose: bool = True,
) -> None:
    """After contacts were moved, cases merged or parted, service, priority or team changed.

    `choose`: look for the target anew, unless a rule or a lead named it. Where service and priority are as they were,
    a promise made is not changed because somebody has set up other targets since.
    """
    book = Book(case=case, now=now)
    before = book.dues()
    if choose:
        _retarget(book, target_choice.for_case(case))
    reconcile(book)
    for clock in list(book.open.values()):
        book.work_out(clock)
    tell(book, before=before, actor=actor, job=job, because=because or "The case changed")
    _wait(book)
    book.settle()


def worked_out(*, case: Case, now: datetime, job: str, because: str) -> None:
    """Due times again, by the hours of the team it is with now; the target stays."""
    book = Book(case=case, now=now)
    before = book.dues()
    for clock in book.open.values():
        book.work_out(clock)
    tell(book, before=before, actor=None, job=job, because=because)
    book.settle()


def retarget(*, book: Book, target: Target | None) -> None:
    """Running promises get the length of another target; steps of before now are not made good."""
    _retarget(book, target)


def _retarget(book: Book, target: Target | None) -> None:
    case = book.case
    if case.target_id == (target.pk if target else None):
        return
    case.target = target
    Case.objects.filter(pk=case.pk).update(target=target)
    for kind, clock in list(book.open.items()):
        promised = length(target, kind)
        if promised is None:
            book.call_off(kind)
            continue
        clock.target, (clock.amount, clock.unit) = target, promised
        clock.save(update_fields=["target", "amount", "unit"])
        book.work_out(clock, since=min(book.now, clock.next_step_at or book.now))
        book.aim(clock, since=book.now)
        clock.save(update_fields=["next_step_at"])
    _promise_more(book)


def _promise_more(book: Book) -> None:
    """What the new target promises and the old one did not."""
    if not book.case.is_open:
        return
    known = set(Clock.objects.filter(case=book.case).values_list("kind", flat=True))
    for kind in (FIRST, RESOLUTION):
        if kind not in known and not (kind == FIRST and book.case.responded_at):
            _start_in_time(book, kind)


def _start_in_time(book: Book, kind: str) -> None:
    clock = book.begin(kind, at=book.case.opened_at)
    if clock is None:
        return
    book.open.pop(kind)
    _begin_now(book, kind=kind, at=book.case.opened_at, job=JOB)
    book.aim(book.open[kind], done=())
    book.open[kind].save(force_insert=True)


def reconcile(book: Book) -> None:
    """Kept and running as what is on the case now says, whoever moved it there or away."""
    case = book.case
    if not case.is_open:
        return
    standing = clock_rules.standing(_spoken(case))
    _first(book, standing)
    wanted = standing.waiting_since if case.needs_answer and FIRST not in book.open else None
    clock = book.open.get(NEXT)
    if wanted is None and clock is not None:
        kept = standing.answered_at is not None and standing.answered_at >= clock.started_at
        book.keep(NEXT, at=standing.answered_at or book.now) if kept else book.call_off(NEXT)
    elif wanted is not None and clock is None and standing.responded_at is not None:
        book.start(NEXT, at=wanted)
    elif wanted is not None and clock is not None and clock.started_at != wanted:
        clock.started_at = min(wanted, clock.due_at)
        clock.save(update_fields=["started_at"])


def _first(book: Book, standing: clock_rules.Standing) -> None:
    at = standing.responded_at
    if FIRST in book.open:
        if at is not None:
            book.keep(FIRST, at=at)
        return
    clock = (
        Clock.objects.filter(case=book.case, kind=FIRST, met__isnull=False).order_by("-started_at").first()
    )
    if clock is None:
        return
    if at is None:
        clock.stopped_at, clock.met = None, None
        book.open[FIRST] = clock
        book.aim(clock)
    else:
        clock.stopped_at = max(at, clock.started_at)
        clock.met = at <= clock.due_at
    clock.save(update_fields=["stopped_at", "met", "next_step_at"])


def _spoken(case: Case) -> list[clock_rules.Spoken]:
    said = Contact.objects.filter(case=case).exclude(delivery__status=DeliveryStatus.WITHDRAWN)
    rows: Any = said.values_list(*spoken.COLUMNS, named=True)
    return [clock_rules.Spoken(row.took_place_at, spoken.is_ours(row), spoken.asks(row)) for row in rows]


def tell(book: Book, *, before: dict[str, str], actor: Staff | None, job: str, because: str) -> None:
    """An event where a promise that runs falls due at another time than before."""
    after = book.dues()
    moved = {kind for kind in after if kind in before and after[kind] != before[kind]}
    if not moved:
        return
    told = ", ".join(f"{label(kind).lower()} by {_when(after[kind])}" for kind in sorted(moved))
    events.record(
        verb="clocks_worked_out",
        words=f"{because}, the time was worked out again: {told}",
        case=book.case,
        actor=actor,
        job="" if actor else job,
        now=book.now,
        before={kind: before[kind] for kind in sorted(moved)},
        after={kind: after[kind] for kind in sorted(moved)},
    )


def label(kind: str) -> str:
    return str(ClockKind(kind).label)


def when(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%-d %B %Y at %H:%M")


def _when(moment: str) -> str:
    return when(datetime.fromisoformat(moment))
