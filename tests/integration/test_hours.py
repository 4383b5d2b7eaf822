"""What changes working time moves the promises that run."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from casework.models import Case, Closure, Event, Staff
from casework.services import clocks_changed, hours, working_hours
from casework.services.hours import CannotBeClosed, CannotBeHours, HoursChangedMeanwhile
from casework.working_time import Slot, is_open
from tests import factories as make

pytestmark = pytest.mark.django_db

# make.NOW is Monday 2 March 2026 at noon: five working days end on Monday 9 March at closing time.
DUE = datetime(2026, 3, 9, 17, 30, tzinfo=UTC)
WEEKDAYS = [Slot(day, 540, 1050) for day in range(5)]


@pytest.fixture
def lead() -> Staff:
    make.office()
    make.opening_hours()
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def by(lead: Staff) -> dict[str, Any]:
    return {"actor": lead, "now": make.later(minutes=5)}


def due(case: Case) -> datetime | None:
    case.refresh_from_db()
    return case.due_at


def test_a_closure_moves_what_is_due_after_it_and_leaves_an_event(by: dict[str, Any]) -> None:
    case = make.case()
    assert due(case) == DUE
    events = Event.objects.filter(case=case, job="hours")
    closure, moved = hours.close(
        team=None, first_day=date(2026, 3, 4), last_day=date(2026, 3, 5), reason="Flood", **by
    )
    assert moved == 1 and due(case) == datetime(2026, 3, 11, 17, 30, tzinfo=UTC)
    assert events.count() == 1 and "Flood" not in events.get().words
    assert hours.remove_closure(closure=closure, **by) == 1
    assert due(case) == DUE and events.count() == 2


def test_a_closure_of_another_team_moves_nothing(by: dict[str, Any]) -> None:
    case = make.case()
    days: Any = {"first_day": date(2026, 3, 4), "last_day": date(2026, 3, 5), "reason": "Away"}
    closure, moved = hours.close(team=make.team("streets"), **days, **by)
    assert moved == 0 and due(case) == DUE
    assert hours.change_closure(closure=closure, team=case.team, **days, **by) == 1
    assert due(case) == datetime(2026, 3, 11, 17, 30, tzinfo=UTC)
    assert hours.change_closure(closure=closure, team=make.team("streets"), **days, **by) == 1
    assert due(case) == DUE


def test_other_hours_move_what_is_due_and_the_same_hours_nothing(by: dict[str, Any]) -> None:
    case = make.case()
    assert hours.set_week(team=None, slots=WEEKDAYS, **by) == 0
    assert hours.set_week(team=None, slots=WEEKDAYS[:4], **by) == 1
    assert due(case) == datetime(2026, 3, 10, 17, 30, tzinfo=UTC)  # Fridays do not count any more
    assert hours.set_week(team=None, slots=WEEKDAYS, **by) == 1
    assert due(case) == DUE


def test_a_team_with_hours_of_its_own_works_those_alone(by: dict[str, Any]) -> None:
    case = make.case()
    hours.set_week(team=case.team, slots=[Slot(5, 600, 780)], **by)
    assert due(case) == datetime(2026, 4, 4, 12, 0, tzinfo=UTC)  # the fifth Saturday, in summer time
    hours.set_week(team=case.team, slots=[], **by)
    assert due(case) == DUE


def test_another_nation_moves_what_is_due_across_its_holidays(by: dict[str, Any]) -> None:
    case = make.case(at=datetime(2026, 3, 12, 12, tzinfo=UTC))
    by["now"] = datetime(2026, 3, 12, 13, tzinfo=UTC)
    assert due(case) == datetime(2026, 3, 19, 17, 30, tzinfo=UTC)
    assert hours.set_nation(nation="northern-ireland", **by) == 1
    assert due(case) == datetime(2026, 3, 20, 17, 30, tzinfo=UTC)  # St Patrick's Day is no working day


def test_every_case_is_worked_out_again_however_many_batches_it_takes(
    by: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks_changed, "BATCH", 2)
    cases = [make.case(sender=f"07700 9001{number:02}") for number in range(7)]
    for number, case in enumerate(cases):
        Case.objects.filter(pk=case.pk).update(last_activity_at=make.later(hours=number * 5 % 7))
    days: Any = {"first_day": date(2026, 3, 4), "last_day": date(2026, 3, 4), "reason": "Flood"}
    assert hours.close(team=None, **days, **by)[1] == 7
    assert {due(case) for case in cases} == {datetime(2026, 3, 10, 17, 30, tzinfo=UTC)}


def test_a_promise_that_stopped_is_left_alone(by: dict[str, Any]) -> None:
    case = make.case()
    case.clocks.update(stopped_at=make.NOW, met=True)
    days: Any = {"first_day": date(2026, 3, 4), "last_day": date(2026, 3, 5)}
    assert hours.close(team=None, reason="Flood", **days, **by)[1] == 0


@pytest.mark.parametrize(
    "slots",
    [
        [Slot(0, 540, 600), Slot(0, 599, 700)],
        [Slot(0, 600, 540)],
        [Slot(0, 600, 600)],
        [Slot(7, 540, 600)],
        [Slot(-1, 540, 600)],
        [Slot(0, -1, 600)],
        [Slot(0, 540, 1441)],
        [Slot(0, 1440, 1441)],
        [Slot(0, number * 60, number * 60 + 30) for number in range(7)],
    ],
)
def test_a_week_that_cannot_be_is_refused_whole(by: dict[str, Any], slots: list[Slot]) -> None:
    before = hours.week_of(team=None)
    with pytest.raises(CannotBeHours):
        hours.set_week(team=None, slots=slots, **by)
    assert hours.week_of(team=None) == before


def test_a_week_that_somebody_changed_since_is_not_written_over(by: dict[str, Any]) -> None:
    with pytest.raises(HoursChangedMeanwhile):
        hours.set_week(team=None, slots=[], seen=WEEKDAYS[:2], **by)
    assert list(hours.week_of(team=None)) == WEEKDAYS


def test_a_closure_that_was_removed_meanwhile_does_not_come_back(by: dict[str, Any]) -> None:
    days: Any = {"first_day": date(2026, 3, 4), "last_day": date(2026, 3, 5), "reason": "Away", "team": None}
    closure, _ = hours.close(**days, **by)
    Closure.objects.all().delete()
    with pytest.raises(CannotBeClosed, match="removed"):
        hours.change_closure(closure=closure, **days, **by)
    assert not Closure.objects.exists()


def test_a_calendar_takes_three_statements(by: dict[str, Any], django_assert_num_queries: Any) -> None:
    team, other = make.team("housing"), make.team("streets")
    with django_assert_num_queries(3):
        working_hours.calendar_of(team=team)
    with django_assert_num_queries(3):
        working_hours.calendars([team, other])


def test_closures_of_the_office_count_for_a_team_with_hours_of_its_own(by: dict[str, Any]) -> None:
    team = make.team("housing")
    hours.set_week(team=team, slots=[Slot(0, 540, 600)], **by)
    hours.close(team=None, first_day=date(2026, 3, 2), last_day=date(2026, 3, 2), reason="Flood", **by)
    hours.close(
        team=make.team("streets"), first_day=date(2026, 3, 9), last_day=date(2026, 3, 9), reason="Away", **by
    )
    calendar = working_hours.calendar_of(team=team)
    assert not is_open(calendar, datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    assert is_open(calendar, datetime(2026, 3, 9, 9, 30, tzinfo=UTC))
    assert working_hours.calendars([team])[team.pk] == calendar


@pytest.mark.parametrize(
    ("moment", "is_it"),
    [
        ("2026-03-02T09:00+00:00", True),
        ("2026-03-02T08:59:59+00:00", False),
        ("2026-03-02T17:30+00:00", False),
        ("2026-03-01T12:00+00:00", False),
        ("2026-04-03T12:00+01:00", False),  # Good Friday
        ("2026-03-30T08:30+00:00", True),  # half past nine of summer time
    ],
)
def test_rules_ask_whether_the_office_is_open(lead: Staff, moment: str, is_it: bool) -> None:
    assert working_hours.office_open_at(datetime.fromisoformat(moment)) is is_it
