"""The clocks of a case: what begins, pauses, keeps and misses each promise, and that every change of one is on record."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from casework.models import Case, Clock, Closure, OpeningHours, Service, Staff, Target, TargetFor, Team
from casework.services import (
    assignment,
    case_activity,
    clocks,
    clocks_changed,
    filing_moves,
    merges,
    replies,
    status,
    targets,
)
from casework.services.arrivals import Arrival
from casework.services.intake import take_in
from tests import factories as make

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # no summer time, no bank holiday near


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


def hours(opens: int = 9, closes: int = 17, team: Team | None = None) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(team=team, weekday=day, opens=time(opens), closes=time(closes)) for day in range(5)
    )


def target(code: str = "usual", **fields: Any) -> Target:
    """5 working days for the first response, 2 for the next, 10 for the end, for every case."""
    lengths = {"first_response": 5, "next_response": 2, "resolution": 10} | fields
    return Target.objects.create(code=code, name=code.capitalize(), **lengths)


def everything(found: Target) -> Target:
    TargetFor.objects.create(target=found)
    return found


def clock(case: Case, kind: str) -> Clock:
    return Clock.objects.filter(case=case, kind=kind).order_by("-started_at", "-id")[0]


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def close_of(day: int, month: int = 3, hour: int = 17) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=UTC)


def say(case: Case, *, at: datetime, body: str = "And another thing") -> None:
    make.text(body, at=at)
    assert fresh(case).contacts.filter(body=body).exists()


def reply(case: Case, worker: Staff, *, at: datetime, body: str = "Hello") -> None:
    point = case.parties.get().contact_point
    assert point is not None
    replies.reply(case=case, body=body, contact_point=point, actor=worker, now=at)


# Which target a case has.


def test_an_office_that_set_up_nothing_promises_an_answer_in_five_working_days() -> None:
    hours()
    case = make.case()
    assert (case.due_at, case.due_kind, case.target) == (close_of(9), "first_response", None)


def test_an_office_without_hours_counts_by_the_clock() -> None:
    assert make.case().due_at == MONDAY + timedelta(hours=120)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(True, "high"), (True, ""), (False, "high"), (False, "")], 0),
        ([(True, ""), (False, "high"), (False, "")], 0),
        ([(False, "high"), (False, "")], 0),
        ([(False, "low"), (True, "low"), (False, "")], 2),
        ([(False, "low")], None),
    ],
)
def test_the_most_exact_line_wins(lines: list[tuple[bool, str]], expected: int | None) -> None:
    make.office()
    service = make.service("bins")
    made = [target(f"t{number}") for number in range(len(lines))]
    for found, (exact, priority) in zip(made, lines, strict=True):
        TargetFor.objects.create(service=service if exact else None, priority=priority, target=found)
    make.rules({"name": "All", "priority": "high", "conditions": {}})
    case = make.form(service_code="bins").case
    assert case is not None
    assert fresh(case).target == (made[expected] if expected is not None else None)


def test_a_target_that_a_rule_names_comes_before_every_line() -> None:
    make.office()
    everything(target("usual"))
    named = target("named", first_response=1)
    make.rules({"name": "All", "target": "named", "conditions": {}})
    case = make.case()
    assert case.target == named and case.due_at == MONDAY + timedelta(days=1)


def test_a_rule_that_names_a_target_which_is_gone_is_told_and_the_usual_one_holds() -> None:
    make.office()
    usual = everything(target("usual"))
    make.rules({"name": "All", "target": "gone", "conditions": {}})
    case = make.case()
    assert case.target == usual
    assert "“gone”" in case.events.filter(verb="rule_failed").get(words__contains="target").words


# First response.


def test_a_reply_somebody_wrote_keeps_the_first_response(worker: Staff) -> None:
    hours()
    case = make.case()
    reply(case, worker, at=make.later(days=1))
    kept = clock(case, "first_response")
    assert (kept.met, kept.stopped_at) == (True, make.later(days=1)) and fresh(case).due_at is None


def test_an_acknowledgement_keeps_nothing() -> None:
    hours()
    make.office(acknowledge_texts=True)
    case = make.case()
    assert clock(case, "first_response").stopped_at is None


@pytest.mark.parametrize("channel", ["phone", "in_person"])
def test_being_reached_in_whichever_way_keeps_the_first_response(worker: Staff, channel: str) -> None:
    hours()
    everything(target(resolution=None, next_response=None))
    case = make.case()
    take_in(
        arrival=Arrival(
            channel=channel, body="Came by", sender=make.AMINA, sender_confirmed=True,
            took_place_at=make.later(hours=3), outcome="answered", staff_choice=case.reference,
        ),
        actor=worker,
        now=make.later(hours=4),
    )  # fmt: skip
    kept = clock(case, "first_response")
    assert (kept.met, kept.stopped_at) == (True, make.later(hours=3))


def test_nobody_reached_keeps_nothing(worker: Staff) -> None:
    case = make.case()
    make.call("No answer", by=worker, at=make.later(hours=1), outcome="no_answer")
    assert clock(case, "first_response").stopped_at is None


def test_an_answer_too_late_is_a_promise_missed(worker: Staff) -> None:
    hours()
    case = make.case()
    reply(case, worker, at=make.later(days=20))
    assert clock(case, "first_response").met is False


def test_a_call_that_took_place_in_time_counts_although_it_was_logged_late(worker: Staff) -> None:
    hours()
    case = make.case()
    make.call("We spoke", by=worker, at=make.later(days=1), outcome="answered")
    Clock.objects.filter(case=case).update(stopped_at=None, met=None)
    clocks.heard(case=fresh(case), at=make.later(days=1), spoke=True, asks=False, now=make.later(days=30))
    assert clock(case, "first_response").met is True


def test_waiting_does_not_pause_the_first_response(worker: Staff) -> None:
    hours()
    case = make.case()
    status.change_status(case=case, to="waiting_for_third_party", actor=worker, now=make.later(hours=1))
    assert fresh(case).due_at == close_of(9)


# A contact put on record late.


def test_no_case_is_due_in_the_past_when_it_is_opened(worker: Staff) -> None:
    hours()
    now = make.later(days=30)  # Wednesday 1 April, 12:00 UTC: summer time, 13:00 by the clock
    arrival = Arrival(
        channel="in_person",
        body="At the market",
        sender=make.AMINA,
        took_place_at=MONDAY,
        outcome="no_answer",
    )
    case = take_in(arrival=arrival, actor=worker, now=now).case
    assert case is not None
    assert fresh(case).due_at == now + timedelta(hours=1)
    told = case.events.get(verb="clock_late")
    assert told.before["due"] == close_of(9).isoformat() and "Put on record late" in told.words
    clocks_changed.recalculate_all(now=now, job="test")
    assert fresh(case).due_at == now + timedelta(hours=1)


# Next response.


def test_the_next_response_begins_with_the_first_unanswered_contact(worker: Staff) -> None:
    hours()
    everything(target(resolution=None))
    case = make.case()
    reply(case, worker, at=make.later(hours=1))
    say(case, at=make.later(days=1), body="Any news?")
    say(case, at=make.later(days=2), body="Hello?")
    running = clock(case, "next_response")
    assert (running.started_at, running.due_at) == (make.later(days=1), close_of(5))
    assert (fresh(case).due_at, fresh(case).due_kind) == (close_of(5), "next_response")


def test_it_never_overrules_the_first_response() -> None:
    hours()
    everything(target(resolution=None))
    case = make.case()
    say(case, at=make.later(hours=2))
    assert set(Clock.objects.filter(case=case).values_list("kind", flat=True)) == {"first_response"}


def test_thanks_ask_for_nothing(worker: Staff) -> None:
    hours()
    everything(target(resolution=None))
    case = make.case()
    reply(case, worker, at=make.later(hours=1))
    say(case, at=make.later(hours=2), body="Thanks")
    assert not Clock.objects.filter(case=case, kind="next_response").exists()


def test_an_answer_keeps_it_and_the_next_question_begins_another(worker: Staff) -> None:
    hours()
    everything(target(resolution=None))
    case = make.case()
    reply(case, worker, at=make.later(hours=1))
    say(case, at=make.later(days=1), body="Any news?")
    reply(case, worker, at=make.later(days=1, hours=1), body="Yes")
    say(case, at=make.later(days=2), body="Which?")
    found = Clock.objects.filter(case=case, kind="next_response").order_by("started_at")
    assert [each.met for each in found] == [True, None]


def test_a_passed_on_call_answers_and_asks(worker: Staff) -> None:
    hours()
    everything(target(resolution=None))
    case = make.call(by=worker, outcome="passed_on").case
    assert case is not None
    assert clock(case, "first_response").met is True
    assert clock(case, "next_response").started_at == MONDAY


# Resolution: pause, go on, stop, begin anew.


def test_it_pauses_while_the_person_is_waited_for_and_goes_on_with_that_time_added(worker: Staff) -> None:
    hours()
    everything(target(first_response=None, next_response=None))
    case = make.case()
    assert fresh(case).due_at == close_of(16)
    reply(case, worker, at=make.later(hours=1))  # Monday 13:00
    assert (fresh(case).due_at, fresh(case).due_kind) == (None, "")
    say(case, at=make.later(days=1, hours=1), body="Here it is")  # a working day, 8 hours, later
    went_on = clock(case, "resolution")
    assert went_on.paused_at is None and went_on.due_at == close_of(17)
    told = case.events.get(verb="clocks_resumed")
    assert told.before == {"resolution": close_of(16).isoformat()}
    assert told.after["pauses"][0]["due"] == close_of(17).isoformat()


def test_waiting_for_somebody_else_pauses_it_over_a_weekend_for_nothing(worker: Staff) -> None:
    hours()
    everything(target(first_response=None, next_response=None))
    case = make.case()
    friday = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)
    status.change_status(case=case, to="waiting_for_third_party", actor=worker, now=friday)
    monday = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    status.change_status(case=fresh(case), to="open", actor=worker, now=monday)
    assert fresh(case).due_at == close_of(16)


@pytest.mark.parametrize(("days", "met"), [(5, True), (20, False)])
def test_resolving_keeps_or_misses_it(worker: Staff, days: int, met: bool) -> None:
    hours()
    everything(target())
    case = make.case()
    status.change_status(case=case, to="resolved", outcome="Mended", actor=worker, now=make.later(days=days))
    assert clock(case, "resolution").met is met and fresh(case).due_at is None
    assert not Clock.objects.filter(case=case, stopped_at=None).exists()


def test_a_case_that_ends_unanswered_in_time_calls_the_answer_off(worker: Staff) -> None:
    hours()
    case = make.case()
    status.change_status(case=case, to="closed", outcome="Sent twice", actor=worker, now=make.later(days=1))
    assert clock(case, "first_response").met is None


def test_what_was_in_time_when_it_paused_is_kept(worker: Staff) -> None:
    hours()
    everything(target())
    case = make.case()
    status.change_status(case=case, to="waiting_for_person", actor=worker, now=make.later(days=1))
    status.change_status(
        case=fresh(case), to="resolved", outcome="Mended", actor=worker, now=make.later(days=60)
    )
    assert clock(case, "resolution").met is True


def test_reopening_begins_anew(lead: Staff) -> None:
    hours()
    everything(target())
    case = make.case()
    status.change_status(case=case, to="closed", outcome="Done", actor=lead, now=make.later(days=1))
    again = make.later(days=7)  # Monday 9
    status.change_status(case=fresh(case), to="open", actor=lead, now=again)
    running = {each.kind: each for each in Clock.objects.filter(case=case, stopped_at=None)}
    assert set(running) == {"next_response", "resolution"}
    assert running["resolution"].started_at == again and running["resolution"].due_at == close_of(23)


# What is worked out again.


def test_other_hours_move_every_promise_and_each_says_so() -> None:
    hours()
    case = make.case()
    Closure.objects.create(first_day=date(2026, 3, 3), last_day=date(2026, 3, 4), reason="Flood")
    assert clocks_changed.recalculate_all(now=make.later(hours=1), job="opening hours") == 1
    assert fresh(case).due_at == close_of(11)
    told = case.events.get(verb="clocks_worked_out")
    assert told.before == {"first_response": close_of(9).isoformat()}
    assert told.after == {"first_response": close_of(11).isoformat()} and told.job == "opening hours"
    assert clocks_changed.recalculate_all(now=make.later(hours=2), job="opening hours") == 0


def test_pauses_and_extensions_survive_being_worked_out_again(worker: Staff, lead: Staff) -> None:
    hours()
    everything(target(first_response=None, next_response=None))
    case = make.case()
    reply(case, worker, at=make.later(hours=1))
    say(case, at=make.later(days=1, hours=1))
    clocks_changed.extend(
        case=fresh(case), kind="resolution", days=2, reason="Parts", actor=lead, now=make.later(days=2)
    )
    before = fresh(case).due_at
    assert before == close_of(19)
    assert clocks_changed.recalculate_all(now=make.later(days=3), job="test") == 0
    assert fresh(case).due_at == before


def test_only_the_promises_of_the_team_whose_hours_changed_are_worked_out(lead: Staff) -> None:
    hours()
    case = make.case()
    other = make.team("streets")
    assert clocks_changed.recalculate_all(now=MONDAY, job="test", team=other) == 0
    assignment.send_to_team(case=case, team=other, actor=lead, now=MONDAY)
    hours(10, 14, team=other)
    assert clocks_changed.recalculate_all(now=MONDAY, job="test", team=other) == 1
    assert fresh(case).due_at == close_of(9, hour=14)


def test_a_lead_extends_with_a_reason_as_often_as_there_is_one(lead: Staff) -> None:
    hours()
    everything(target())
    case = make.case()
    for days, due in ((10, close_of(30, hour=16)), (1, close_of(31, hour=16))):  # summer time since the 29th
        clocks_changed.extend(
            case=fresh(case), kind="resolution", days=days, reason="A part is missing", actor=lead, now=MONDAY
        )
        assert clock(case, "resolution").due_at == due
    told = case.events.filter(verb="clock_extended").order_by("at", "id")
    assert [each.after["days"] for each in told] == [10, 1]
    assert told[0].after["because"] == "A part is missing" and "missing" not in told[0].words


@pytest.mark.parametrize(
    ("kind", "days", "reason", "words"),
    [
        ("resolution", 11, "Parts", "between 1 and 10"),
        ("resolution", 0, "Parts", "between 1 and 10"),
        ("resolution", 1, " \u200b", "Say why"),
        ("next_response", 1, "Parts", "does not run"),
        ("nonsense", 1, "Parts", "does not run"),
    ],
)
def test_an_extension_that_is_none_is_refused(
    lead: Staff, kind: str, days: int, reason: str, words: str
) -> None:
    everything(target())
    case = make.case()
    with pytest.raises(clocks_changed.CannotBeExtended, match=words):
        clocks_changed.extend(case=case, kind=kind, days=days, reason=reason, actor=lead, now=MONDAY)


def test_a_lead_names_another_target_and_a_new_priority_does_not_take_it_away(lead: Staff) -> None:
    hours()
    everything(target())
    case = make.case()
    quick = target("quick", first_response=1, resolution=2)
    clocks_changed.choose_target(case=case, target=quick, reason="Councillor", actor=lead, now=MONDAY)
    assert fresh(case).target == quick and fresh(case).due_at == close_of(3)
    assert case.events.get(verb="target_changed").before["first_response"] == close_of(9).isoformat()
    Case.objects.filter(pk=case.pk).update(priority="low", priority_rank=0)
    clocks.recount(case=fresh(case), now=MONDAY)
    assert fresh(case).target == quick
    clocks_changed.choose_target(case=fresh(case), target=None, reason="Usual", actor=lead, now=MONDAY)
    assert fresh(case).due_at == close_of(9)


def test_a_new_service_brings_its_target(lead: Staff) -> None:
    hours()
    case = make.case()
    bins = make.service("bins")
    TargetFor.objects.create(service=bins, target=target("quick", first_response=1))
    Case.objects.filter(pk=case.pk).update(service=bins)
    clocks.recount(case=fresh(case), now=MONDAY)
    assert fresh(case).due_at == close_of(3)
    assert {each.kind for each in Clock.objects.filter(case=case, stopped_at=None)} == {
        "first_response",
        "resolution",
    }


# Merged, emptied, moved.


def test_the_survivor_keeps_the_sooner_of_each_kind_and_undoing_gives_back(worker: Staff) -> None:
    hours()
    everything(target())
    one, two = make.case(), make.case(sender=make.BEN, at=make.later(days=-3))
    dues = [fresh(each).due_at for each in (one, two)]
    row = merges.merge(merged=two, survivor=one, actor=worker, now=make.later(hours=1))
    assert fresh(one).due_at == dues[1] and fresh(two).due_at is None
    assert not Clock.objects.filter(case=two, stopped_at=None).exists()
    merges.unmerge(row=row, actor=worker, now=make.later(hours=2))
    assert [fresh(each).due_at for each in (one, two)] == dues
    for case in (one, two):
        assert Clock.objects.filter(case=case, stopped_at=None).count() == 2


def test_a_case_that_is_emptied_keeps_no_clock_and_has_it_again_when_all_comes_back(worker: Staff) -> None:
    hours()
    one, two = make.case(), make.case("Street lamp", sender=make.BEN)
    due = fresh(two).due_at
    move = filing_moves.move(contacts=list(two.contacts.all()), to=one, actor=worker, now=make.later(hours=1))
    assert clock(two, "first_response").met is None and fresh(two).due_at is None
    filing_moves.undo_move(move=move, actor=worker, now=make.later(hours=2))
    assert fresh(two).due_at == due


def test_the_answer_that_is_moved_away_answers_nothing_any_more(worker: Staff) -> None:
    hours()
    one, two = make.case(), make.case("Street lamp", sender=make.BEN)
    reply(one, worker, at=make.later(hours=1))
    answer = one.contacts.get(direction="out", automatic=False)
    filing_moves.move(contacts=[answer], to=two, actor=worker, now=make.later(hours=2))
    assert (fresh(one).due_at, clock(one, "first_response").met) == (close_of(9), None)
    assert clock(two, "first_response").met is True


def test_counting_anew_changes_no_clock(worker: Staff) -> None:
    hours()
    everything(target())
    case = make.case()
    reply(case, worker, at=make.later(hours=1))
    say(case, at=make.later(days=1))
    before = list(Clock.objects.filter(case=case).order_by("pk").values())
    case_activity.recount(case=fresh(case), now=make.later(days=2))
    assert list(Clock.objects.filter(case=case).order_by("pk").values()) == before


def test_a_due_time_never_falls_outside_the_teams_working_time(lead: Staff, worker: Staff) -> None:
    hours()
    everything(target(first_response=90, first_response_unit="minutes"))
    for hour in range(0, 24 * 8, 5):
        case = make.case(at=make.later(hours=hour), sender=f"07700 900{hour + 200}")
        assert case.due_at is not None
        local = case.due_at.astimezone(UTC)
        assert local.weekday() < 5 and time(9) <= local.time() <= time(17), (hour, local)


def test_a_promise_made_keeps_its_length_when_the_target_is_changed(lead: Staff) -> None:
    hours()
    usual = everything(target())
    case = make.case()
    targets.save(target=usual, actor=lead, first_response=1)
    clocks_changed.recalculate_all(now=MONDAY, job="test")
    assert fresh(case).due_at == close_of(9)
    assert make.case("Street lamp", sender=make.BEN).due_at == close_of(3)


def test_the_complaints_profile_is_added_once(lead: Staff) -> None:
    assert [each.code for each in targets.add_complaints_profile(actor=lead)] == [
        "complaint-stage-1",
        "complaint-stage-2",
    ]
    assert targets.add_complaints_profile(actor=lead) == []
    hours()
    service: Service = make.service("complaint")
    targets.use_for(
        service=service, priority="", target=Target.objects.get(code="complaint-stage-1"), actor=lead
    )
    case = make.form(service_code="complaint").case
    assert case is not None
    dues = dict(Clock.objects.filter(case=case).values_list("kind", "due_at"))
    assert dues == {"first_response": close_of(9), "resolution": close_of(16)}
