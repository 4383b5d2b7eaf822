"""Escalation happens once for each step, also after hours without it, with two runs at once, or with a clock gone wrong."""

import threading
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import tasks
from casework.models import (
    Case,
    Clock,
    Escalation,
    EscalationStep,
    Event,
    FollowUp,
    OpeningHours,
    Target,
    TargetFor,
)
from casework.services import clocks, clockwork, escalation, status, targets
from casework.services.clocks_book import Book
from tests import factories as make

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
# The promise: 4 working hours for the first answer. By the clock, where the office says no hours: due 16:00.
DUE = MONDAY + timedelta(hours=4)


def at(**delta: float) -> datetime:
    return DUE + timedelta(**delta)


def promise(**fields: Any) -> Target:
    found = Target.objects.create(
        code="quick", name="Quick", first_response=240, first_response_unit="minutes", **fields
    )
    TargetFor.objects.create(target=found)
    return found


def step(minutes: int, action: str = "remind", **fields: Any) -> EscalationStep:
    return EscalationStep.objects.create(minutes=minutes, action=action, **fields)


def usual_steps() -> list[EscalationStep]:
    """Remind an hour before, raise when due, move two hours later, remind again an hour after that."""
    return [
        step(-60),
        step(0, "raise"),
        step(120, "move", team=make.team("streets")),
        step(180),
    ]


def happened(case: Case) -> list[str]:
    """What was done, in order."""
    rows = Escalation.objects.filter(clock__case=case).order_by("at", "step__minutes", "pk")
    return [f"{row.step.action} {row.step.minutes:+d}" for row in rows]


ALL = ["remind -60", "raise +0", "move +120", "remind +180"]


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def case() -> Case:
    make.office()
    promise()
    usual_steps()
    return make.case()


def test_each_step_happens_at_its_moment_and_not_before(case: Case) -> None:
    for minutes, expected in ((-61, 0), (-60, 1), (-1, 1), (0, 2), (119, 2), (120, 3), (180, 4), (5000, 4)):
        escalation.run(at(minutes=minutes))
        assert len(happened(case)) == expected, minutes
    assert happened(case) == ALL


def test_reminding_raising_and_moving(case: Case) -> None:
    worker = make.staff("worker")
    Case.objects.filter(pk=case.pk).update(assignee=worker)
    escalation.run(at(minutes=-60))
    reminder = FollowUp.objects.get(case=case)
    assert (reminder.owner, reminder.kind, reminder.job) == (worker, "reminder", "escalation")
    escalation.run(at(minutes=0))
    assert (fresh(case).priority, fresh(case).priority_rank) == ("high", 2)
    escalation.run(at(minutes=120))
    moved = fresh(case)
    assert (moved.team.code, moved.assignee) == ("streets", None)
    told = list(
        Event.objects.filter(case=case, verb="escalated").order_by("at").values_list("words", flat=True)
    )
    assert [each.split(": ")[-1] for each in told] == [
        "reminded Worker Example",
        "priority raised to high",
        "moved from Triage to Streets",
    ]
    assert all(event.job == "escalation" for event in Event.objects.filter(verb="escalated"))


def test_what_is_urgent_or_there_already_is_said_and_left(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(priority="urgent", priority_rank=3, team=make.team("streets"))
    escalation.run(at(hours=2))
    words = " ".join(Event.objects.filter(case=case, verb="escalated").values_list("words", flat=True))
    assert "urgent already" in words and "with that team already" in words


def test_after_six_hours_without_beat_every_step_happens_once_and_in_order(case: Case) -> None:
    escalation.run(at(minutes=-61))
    assert escalation.run(at(minutes=-61) + timedelta(hours=6)) == 4
    assert happened(case) == ALL
    order = list(
        Event.objects.filter(case=case, verb="escalated").order_by("id").values_list("words", flat=True)
    )
    assert ["reminded" in each for each in order] == [True, False, False, True]


def test_a_run_twice_does_nothing_twice(case: Case) -> None:
    escalation.run(at(hours=6))
    assert escalation.run(at(hours=6)) == 0
    assert happened(case) == ALL and FollowUp.objects.filter(case=case).count() == 2


def test_a_task_that_is_handed_out_again_does_nothing_twice(case: Case, monkeypatch: Any) -> None:
    monkeypatch.setattr(tasks.timezone, "now", lambda: at(hours=6))
    for _ in range(3):
        tasks.clock()
    assert happened(case) == ALL


def test_a_clock_that_jumps_back_an_hour_does_nothing_twice_and_nothing_never(case: Case) -> None:
    escalation.run(at(minutes=1))
    for minutes in (-59, -30, 0, 1, 119):
        assert escalation.run(at(minutes=minutes)) == 0
    assert escalation.run(at(minutes=180)) == 2
    assert happened(case) == ALL


def test_a_promise_kept_meanwhile_escalates_nothing(case: Case) -> None:
    clocks.heard(case=fresh(case), at=at(minutes=-70), spoke=True, asks=False, now=at(minutes=-70))
    assert escalation.run(at(hours=6)) == 0 and not happened(case)


def test_a_case_that_ended_escalates_nothing(case: Case) -> None:
    worker = make.staff("worker")
    status.change_status(case=case, to="resolved", outcome="Done", actor=worker, now=at(minutes=-70))
    assert escalation.run(at(hours=6)) == 0


def test_a_paused_promise_escalates_when_it_goes_on(case: Case) -> None:
    Clock.objects.filter(case=case).update(kind="resolution")
    EscalationStep.objects.update(kind="resolution")
    worker = make.staff("worker")
    status.change_status(case=case, to="waiting_for_person", actor=worker, now=at(minutes=-90))
    assert escalation.run(at(hours=6)) == 0
    status.change_status(case=fresh(case), to="open", actor=worker, now=at(hours=6))
    # Half an hour until the reminder was left, and is left still.
    assert escalation.run(at(hours=6, minutes=29)) == 0 and escalation.run(at(hours=6, minutes=30)) == 1


def test_what_is_killed_between_the_row_and_the_commit_did_not_happen_and_happens_later(
    case: Case, monkeypatch: Any
) -> None:
    real = escalation.live.changed

    def killed(**_: Any) -> None:
        raise SystemExit("killed")

    monkeypatch.setattr(escalation.live, "changed", killed)
    with pytest.raises(SystemExit), transaction.atomic():
        escalation.run(at(minutes=-60))
    assert not happened(case) and not FollowUp.objects.exists()
    monkeypatch.setattr(escalation.live, "changed", real)
    assert escalation.run(at(hours=6)) == 4 and happened(case) == ALL


def test_a_case_that_cannot_be_worked_on_keeps_no_other_waiting(case: Case, monkeypatch: Any) -> None:
    other = make.case("Street lamp", sender=make.BEN)
    real = escalation._act

    def fails(found: Case, *rest: Any, **more: Any) -> None:
        if found.pk == case.pk:
            raise RuntimeError("broken")
        real(found, *rest, **more)

    monkeypatch.setattr(escalation, "_act", fails)
    assert escalation.run(at(hours=6)) == 4
    assert not happened(case) and happened(other) == ALL
    monkeypatch.setattr(escalation, "_act", real)
    assert escalation.run(at(hours=7)) == 4


def test_one_part_of_the_tick_that_fails_keeps_no_other_from_its_work(case: Case, monkeypatch: Any) -> None:
    seen = []

    def fails(now: datetime) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(clockwork, "PARTS", (fails, clockwork.escalate, seen.append))
    clockwork.tick(now=at(hours=6))
    assert happened(case) == ALL and seen == [at(hours=6)]


# Steps that come or change later.


def test_a_step_added_later_counts_from_then_on_and_brings_no_storm(case: Case) -> None:
    lead = make.staff("lead", role="lead")
    escalation.run(at(minutes=1))
    targets.save_step(
        step=None, kind="first_response", minutes=-30, action="raise", actor=lead, now=at(minutes=2)
    )
    later = targets.save_step(
        step=None, kind="first_response", minutes=30, action="remind", actor=lead, now=at(minutes=2)
    )
    assert escalation.run(at(minutes=3)) == 0
    assert escalation.run(at(minutes=30)) == 1
    assert Escalation.objects.filter(clock__case=case, step=later).exists()


def test_a_step_that_is_switched_off_does_not_happen(case: Case) -> None:
    lead = make.staff("lead", role="lead")
    for each in EscalationStep.objects.all():
        targets.save_step(step=each, active=False, actor=lead, now=at(minutes=-90))
    assert escalation.run(at(hours=6)) == 0
    assert Clock.objects.get(case=case).next_step_at is None


def test_a_step_of_one_target_leaves_the_others_alone(case: Case) -> None:
    EscalationStep.objects.all().delete()
    other = Target.objects.create(code="other", name="Other", first_response=1)
    lead = make.staff("lead", role="lead")
    targets.save_step(
        step=None, target=other, kind="first_response", minutes=0, action="raise", actor=lead, now=MONDAY
    )
    assert escalation.run(at(hours=6)) == 0


# Working time and the hour that comes twice.


def test_steps_are_in_working_time() -> None:
    make.office()
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=day, opens=time(9), closes=time(17)) for day in range(5)
    )
    promise()
    step(-60)
    step(60)
    opened = datetime(2026, 3, 6, 13, 30, tzinfo=UTC)  # Friday: due Monday 9:30
    case = make.case(at=opened)
    assert case.due_at == datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
    assert escalation.run(datetime(2026, 3, 6, 16, 29, tzinfo=UTC)) == 0
    assert escalation.run(datetime(2026, 3, 6, 16, 30, tzinfo=UTC)) == 1
    assert escalation.run(datetime(2026, 3, 9, 10, 29, tzinfo=UTC)) == 0
    assert escalation.run(datetime(2026, 3, 9, 10, 30, tzinfo=UTC)) == 1
    assert happened(case) == ["remind -60", "remind +60"]


def test_the_hour_that_comes_twice_escalates_once() -> None:
    """On 25 October 2026 the clocks show 01:30 at 00:30 and at 01:30 UTC."""
    make.office()
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=day, opens=time(0), closes=time(0)) for day in range(7)
    )
    promise()
    step(0)
    step(60)
    case = make.case(at=datetime(2026, 10, 24, 20, 30, tzinfo=UTC))
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert case.due_at == first
    assert escalation.run(first - timedelta(minutes=1)) == 0
    assert escalation.run(first) == 1
    assert escalation.run(first + timedelta(minutes=59)) == 0
    assert escalation.run(first + timedelta(minutes=60)) == 1
    assert happened(case) == ["remind +0", "remind +60"]


# Whatever the runs, the outcome is that of one run each minute.


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.lists(st.integers(min_value=-200, max_value=400), max_size=8),
    steps=st.lists(st.integers(min_value=-150, max_value=200), max_size=4),
)
def test_any_order_of_runs_ends_as_one_run_each_minute_would(minutes: list[int], steps: list[int]) -> None:
    with transaction.atomic():
        make.office()
        promise()
        for number, offset in enumerate(steps):
            step(offset, ("remind", "raise")[number % 2])
        case = make.case()
        for minute in minutes:
            escalation.run(at(minutes=minute))
        latest = max(minutes, default=-500)
        expected = sorted(offset for offset in steps if offset <= latest)
        assert sorted(Escalation.objects.values_list("step__minutes", flat=True)) == expected
        book = Book(case=fresh(case), now=DUE)
        left = [offset for offset in steps if offset > latest]
        pointer = Clock.objects.get(case=case).next_step_at
        assert pointer == (at(minutes=min(left)) if left else None) and book.open
        transaction.set_rollback(True)


# Real transactions, real threads.


@pytest.fixture
def committed(transactional_db: Any) -> list[Case]:
    make.office()
    promise()
    usual_steps()
    return [make.case(f"Case {number}", sender=f"07700 900{number + 200}") for number in range(6)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_runs_at_once_do_each_step_once(committed: list[Case], attempt: int) -> None:
    gate, failed = threading.Barrier(3), []

    def run() -> None:
        try:
            gate.wait(timeout=10)
            escalation.run(at(hours=6))
        except BaseException as error:  # told below, in the test's own thread
            failed.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    escalation.run(at(hours=6))  # what all of them had left to another
    assert not failed
    assert [happened(case) for case in committed] == [ALL] * len(committed)
    assert FollowUp.objects.count() == 2 * len(committed)
    assert Event.objects.filter(verb="escalated").count() == 4 * len(committed)


def test_a_run_that_finds_nothing_asks_once(case: Case, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        escalation.run(at(minutes=-200))
