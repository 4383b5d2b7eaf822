"""Trying changed rules on the cases of the past; what a rule would match; which rules have had no effect."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction

from casework.models import Area, Case, DryRun, Event, RoutingDecision, RuleSetVersion, Staff
from casework.permissions import NotAllowed
from casework.services import dry_runs, rule_drafts, rule_preview, rule_sets, rule_warnings
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.NOW + timedelta(days=10)
NUMBERS = [f"07700 900{number}" for number in range(100, 400)]


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


def words(*wanted: str) -> dict[str, Any]:
    return {"all": [{"fact": "words", "op": "any_of", "value": list(wanted)}]}


def rule(name: str, *wanted: str, team: str = "housing", **more: Any) -> dict[str, Any]:
    return {"name": name, "conditions": words(*wanted), "team": team, **more}


def opened(
    count: int, body: str = "My boiler is broken", *, at: datetime = make.NOW, first: int = 0
) -> list[Case]:
    make.office()
    return [
        make.case(body, sender=NUMBERS[first + number], at=at + timedelta(minutes=number))
        for number in range(count)
    ]


def replayed(by: Staff, *documents: dict[str, Any], days: int = 90, now: datetime = NOW) -> DryRun:
    run = dry_runs.start(actor=by, days=days, documents=list(documents), now=now)
    while run.finished_at is None:
        run = dry_runs.step(run=run, seconds=5, now=now)
    return run


def test_a_dry_run_says_how_many_would_have_gone_elsewhere_and_where(lead: Staff) -> None:
    make.team("money")
    make.rules(rule("Boilers", "boiler"))
    boilers, others = opened(3), opened(2, "council tax bill", first=10)
    run = replayed(lead, rule("Boilers", "boiler", team="money"), rule("Tax", "tax", team="money"))
    assert (run.total, run.done, run.result["elsewhere"], run.result["skipped"]) == (5, 5, 5, 0)
    assert run.result["moves"] == [
        {"from": "housing", "to": "money", "count": 3}, {"from": "triage", "to": "money", "count": 2},
    ]  # fmt: skip
    assert {each["reference"] for each in run.result["cases"]} == {
        case.reference for case in boilers + others
    }
    assert {each["rule"] for each in run.result["cases"]} == {"Boilers", "Tax"}


def test_a_dry_run_of_the_same_rules_changes_nothing(lead: Staff) -> None:
    version = make.rules(rule("Boilers", "boiler"))
    opened(3)
    result = replayed(lead, *version.rules).result
    assert result["elsewhere"] == 0 and result["moves"] == [] and result["cases"] == []
    assert set(result["changes"].values()) == {0}


def test_it_is_the_draft_that_is_tried_unless_other_rules_are_given(lead: Staff) -> None:
    make.rules(rule("Boilers", "boiler"))
    opened(1)
    rule_drafts.put(actor=lead, document=rule("Mine", "broken", team="triage"), now=NOW)
    draft = rule_drafts.of(actor=lead)
    assert draft is not None
    rule_drafts.place(actor=lead, rule_id=draft.rules[1]["id"], position=1, now=NOW)
    run = dry_runs.step(run=dry_runs.start(actor=lead, days=30, now=NOW), seconds=5, now=NOW)
    assert run.result["moves"] == [{"from": "housing", "to": "triage", "count": 1}]


def test_what_changes_beside_the_team_is_counted_by_kind(lead: Staff) -> None:
    make.rules(rule("Boilers", "boiler"))
    opened(2)
    changed = rule(
        "Boilers", "boiler", priority="high", tags=["cold"], restricted=True, target="soon", assign="least"
    )
    result = replayed(lead, changed).result
    assert result["elsewhere"] == 0
    assert result["changes"] == {"priority": 2, "tags": 2, "restricted": 2, "target": 2, "assignee": 2}


def test_a_priority_that_says_the_usual_is_no_change(lead: Staff) -> None:
    make.rules(rule("Boilers", "boiler"))
    opened(1)
    assert replayed(lead, rule("Boilers", "boiler", priority="normal")).result["changes"]["priority"] == 0


def test_the_load_is_told_by_team_and_week_beginning_on_monday(lead: Staff) -> None:
    make.rules(rule("Boilers", "boiler"))
    opened(2, at=make.NOW)  # Monday 2 March 2026
    opened(1, at=make.NOW - timedelta(days=1), first=20)  # Sunday
    weeks = replayed(lead, rule("Nothing", "zebra")).result["weeks"]
    assert weeks == [
        {"week": "2026-02-23", "before": {"housing": 1}, "after": {"triage": 1}},
        {"week": "2026-03-02", "before": {"housing": 2}, "after": {"triage": 2}},
    ]


def test_only_the_span_is_replayed_and_only_the_opening_of_each_case(lead: Staff) -> None:
    opened(1, at=NOW - timedelta(days=31))
    case = opened(1, at=NOW - timedelta(days=29), first=20)[0]
    first = RoutingDecision.objects.get(case=case)
    RoutingDecision.objects.create(
        case=case, cause="asked", job="test", at=first.at, facts=first.facts, team="triage", reason="Again"
    )
    assert (replayed(lead, days=30).total, replayed(lead, days=90).total) == (1, 2)


def test_a_case_without_facts_on_record_is_skipped_and_counted(lead: Staff) -> None:
    opened(2)
    RoutingDecision.objects.filter(pk=RoutingDecision.objects.first().pk).update(facts={})  # type: ignore[union-attr]
    run = replayed(lead, rule("All", "boiler"))
    assert (run.total, run.done, run.result["skipped"], run.result["elsewhere"]) == (2, 2, 1, 1)


def test_the_words_are_those_of_the_contact(lead: Staff) -> None:
    make.office()
    make.case("x" * 3000 + " zebra in any script: حيوان 斑馬")
    assert "zebra" not in str(RoutingDecision.objects.get().facts)
    assert replayed(lead, rule("Zebras", "zebra")).result["elsewhere"] == 1
    assert replayed(lead, rule("حيوان", "حيوان")).result["elsewhere"] == 1


def test_areas_and_earlier_contacts_are_looked_up_where_nobody_had_asked_for_them(lead: Staff) -> None:
    make.office()
    make.form("My bin", postcode="SW1A 1AA", at=make.NOW)
    make.form("My bin again", sender=make.AMINA, at=make.later(days=3), staff_choice="new")
    Area.objects.create(code="west", name="West", postcodes=["SW1A"])
    inside = {
        "name": "West",
        "conditions": {"all": [{"fact": "area", "op": "is", "value": "west"}]},
        "team": "housing",
    }
    assert replayed(lead, inside).result["elsewhere"] == 1
    lately = {
        "name": "Again", "conditions": {"all": [{"fact": "last_contact", "op": "within_days", "value": "7"}]}, "team": "housing",
    }  # fmt: skip
    assert replayed(lead, lately).result["elsewhere"] == 1


def test_a_dry_run_writes_to_no_case_and_leaves_no_event(lead: Staff) -> None:
    case = opened(1)[0]
    before = (Event.objects.count(), case.version, RuleSetVersion.objects.count())
    replayed(lead, rule("All", "boiler"))
    case.refresh_from_db()
    assert (Event.objects.count(), case.version, RuleSetVersion.objects.count()) == before


def test_the_list_names_only_cases_that_the_looker_sees(lead: Staff) -> None:
    cases = opened(3)
    Case.objects.filter(pk=cases[0].pk).update(restricted=True, team=make.team("far-away"))
    Case.objects.filter(pk=cases[1].pk).update(team=make.team("far-away"))
    make.staff("other", role="lead", teams=("far-away",))
    root = make.staff("root", role="administrator", teams=())
    for username, seen in (("lead", {cases[2].reference}), ("other", {cases[1].reference}), ("root", set())):
        run = replayed(Staff.objects.get(username=username), rule("All", "boiler"))
        assert {each["reference"] for each in run.result["cases"]} == seen
        assert run.result["elsewhere"] == 3
    assert root.role == "administrator"


def test_the_list_ends_at_two_hundred(lead: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dry_runs, "MOST_LISTED", 3)
    opened(5)
    result = replayed(lead, rule("All", "boiler")).result
    assert len(result["cases"]) == 3 and result["elsewhere"] == 5


def test_a_run_in_many_steps_counts_what_one_step_counts(
    lead: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.rules(rule("Boilers", "boiler"))
    opened(7)
    opened(4, "council tax", at=make.NOW, first=20)  # the same moments: only the id tells them apart
    documents = [rule("Broken", "broken", "tax", team="triage", tags=["x"])]
    whole = replayed(lead, *documents)
    monkeypatch.setattr(dry_runs, "BATCH", 3)
    run, steps = dry_runs.start(actor=lead, days=90, documents=documents, now=NOW), 0
    while run.finished_at is None:
        run, steps = dry_runs.step(run=run, seconds=0, now=NOW), steps + 1
    assert steps > 1
    assert run.result == whole.result and run.done == whole.done == 11


def test_a_finished_run_is_not_begun_again(lead: Staff) -> None:
    opened(2)
    run = replayed(lead, rule("All", "boiler"))
    assert dry_runs.step(run=run, seconds=1, now=NOW).result == run.result


def test_what_is_opened_after_the_start_is_not_in_it(lead: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(2)
    run = dry_runs.start(actor=lead, days=30, documents=[], now=NOW)
    opened(1, at=NOW + timedelta(minutes=1), first=20)
    run = dry_runs.step(run=run, seconds=1, now=NOW)
    assert (run.total, run.done) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_count_nothing_twice(lead: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dry_runs, "BATCH", 2)
    opened(20)
    run, ready = (
        dry_runs.start(actor=lead, days=30, documents=[rule("All", "boiler")], now=NOW),
        threading.Barrier(3),
    )

    def look() -> None:
        ready.wait(10)
        for _ in range(40):
            if dry_runs.step(run=run, seconds=0, now=NOW).finished_at:
                break
        connections.close_all()

    lookers = [threading.Thread(target=look) for _ in range(3)]
    [each.start() for each in lookers]
    [each.join(30) for each in lookers]
    run = dry_runs.step(run=run, seconds=5, now=NOW)
    assert (run.done, run.total, run.result["elsewhere"], len(run.result["cases"])) == (20, 20, 20, 20)


@pytest.mark.django_db(transaction=True)
def test_who_looks_while_another_replays_does_not_wait(lead: Staff) -> None:
    opened(2)
    run = dry_runs.start(actor=lead, days=30, documents=[], now=NOW)
    looked: list[DryRun] = []

    def look() -> None:
        looked.append(dry_runs.step(run=run, seconds=1, now=NOW))
        connection.close()

    with transaction.atomic():
        DryRun.objects.select_for_update().get(pk=run.pk)
        thread = threading.Thread(target=look)
        thread.start()
        thread.join(10)
    assert looked and looked[0].done == 0 and looked[0].finished_at is None


def test_the_last_five_runs_of_each_are_kept(lead: Staff) -> None:
    maya = make.staff("maya", role="manager")
    theirs = dry_runs.start(actor=maya, days=30, documents=[], now=NOW)
    runs = [dry_runs.start(actor=lead, days=30, documents=[], now=NOW) for _ in range(7)]
    assert set(DryRun.objects.filter(owner=lead)) == set(runs[2:])
    assert DryRun.objects.filter(pk=theirs.pk).exists()


def test_who_may_not_edit_rules_tries_none() -> None:
    with pytest.raises(NotAllowed):
        dry_runs.start(actor=make.staff("worker"), days=30, documents=[], now=NOW)


def test_a_step_takes_as_many_statements_whatever_the_number_of_cases(
    lead: Staff, django_assert_num_queries: Any
) -> None:
    opened(3)
    run = dry_runs.start(actor=lead, days=30, documents=[rule("All", "boiler")], now=NOW)
    with django_assert_num_queries(8):
        dry_runs.step(run=run, seconds=5, now=NOW)
    opened(20, first=20)
    run = dry_runs.start(actor=lead, days=30, documents=[rule("All", "boiler")], now=NOW)
    with django_assert_num_queries(8):
        dry_runs.step(run=run, seconds=5, now=NOW)


# What a rule would match


def test_a_preview_says_the_rule_and_shows_cases_that_fit(lead: Staff) -> None:
    case = opened(1)[0]
    opened(1, "council tax", first=20)
    found = rule_preview.fits(document=rule("", "boiler"), now=NOW, actor=lead)
    assert (found.problem, found.tried, found.fitting) == ("", 2, 1)
    assert "boiler" in found.sentence
    assert [each["reference"] for each in found.cases] == [case.reference]
    assert "boiler" in found.cases[0]["found"][0] and found.cases[0]["summary"]


@pytest.mark.parametrize(
    "document", [None, {}, {"name": "x", "conditions": 5}, {"name": "x", "conditions": words("!!!")}]
)
def test_a_preview_of_a_rule_that_is_not_finished_says_what_is_missing(lead: Staff, document: Any) -> None:
    opened(1)
    found = rule_preview.fits(document=document, now=NOW, actor=lead)
    assert found.tried == 0 or document == {}
    assert bool(found.problem) is (document != {})


def test_a_preview_tells_nothing_of_cases_that_one_must_not_know_of(lead: Staff) -> None:
    cases = opened(2, "he hits me")
    Case.objects.filter(pk=cases[0].pk).update(restricted=True, team=make.team("far-away"))
    found = rule_preview.fits(document=rule("x", "hits"), now=NOW, actor=lead)
    assert (found.tried, found.fitting) == (1, 1)
    assert [each["reference"] for each in found.cases] == [cases[1].reference]
    root = make.staff("root", role="administrator", teams=())
    found = rule_preview.fits(document=rule("x", "hits"), now=NOW, actor=root)
    assert (found.fitting, found.cases) == (1, [])


def test_a_preview_reads_the_latest_cases_in_as_many_statements_whatever_there_is(
    lead: Staff, django_assert_num_queries: Any
) -> None:
    opened(1)
    with django_assert_num_queries(7):
        rule_preview.fits(document=rule("x", "boiler"), now=NOW, actor=lead)
    opened(20, first=20)
    with django_assert_num_queries(7):
        assert len(rule_preview.fits(document=rule("x", "boiler"), now=NOW, actor=lead).cases) == 10


# What has had no effect


def unused(documents: Any, now: datetime) -> list[str]:
    return [
        each.rule_name for each in rule_warnings.of(documents=documents, now=now) if each.kind == "unused"
    ]


def test_a_rule_that_no_case_fitted_in_ninety_days_is_warned_about(lead: Staff) -> None:
    version = rule_sets.publish(
        documents=[rule("Used", "boiler"), rule("Idle", "zebra"), rule("Resting", "lion", active=False)],
        base=None, reason="x", actor=lead, now=make.NOW - timedelta(days=100),
    )  # fmt: skip
    opened(1, at=make.NOW)
    assert unused(version.rules, make.NOW + timedelta(days=1)) == ["Idle"]
    assert unused(version.rules, make.NOW + timedelta(days=91)) == ["Used", "Idle"]


def test_a_rule_that_is_younger_or_was_changed_is_given_time(lead: Staff) -> None:
    first = rule_sets.publish(
        documents=[rule("Old", "zebra"), rule("Changed", "lion")], base=None, reason="x", actor=lead, now=make.NOW - timedelta(days=100)
    )  # fmt: skip
    old, changed = first.rules
    second = rule_sets.publish(
        documents=[old, {**changed, "conditions": words("tiger")}, rule("New", "gnu")],
        base=first, reason="x", actor=lead, now=make.NOW - timedelta(days=10),
    )  # fmt: skip
    assert unused(second.rules, make.NOW) == ["Old"]
    assert unused(second.rules, make.NOW - timedelta(days=50)) == []


def test_warnings_take_as_many_statements_whatever_the_number_of_rules(
    lead: Staff, django_assert_num_queries: Any
) -> None:
    old = make.NOW - timedelta(days=100)
    version = make.rules(*(rule(f"Rule {number}", f"zebra{number}") for number in range(60)), at=old)
    for documents in (version.rules[:1], version.rules):
        with django_assert_num_queries(7):
            assert len(rule_warnings.of(documents=documents, now=make.NOW)) == len(documents)
