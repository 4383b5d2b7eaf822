"""Putting rules in force: what is checked, who is first, going back, and what routing does with it."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from casework.models import Case, Event, RoutingDecision, RuleSetVersion, Staff, Target, Team
from casework.permissions import NotAllowed
from casework.services import rule_set, rule_sets
from casework.services.rule_sets import NoReason, NothingHasChanged, RulesRefused, SomebodyWasFirst
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


def words(*wanted: str) -> dict[str, Any]:
    return {"all": [{"fact": "words", "op": "any_of", "value": list(wanted)}]}


def publish(
    by: Staff, *documents: Any, base: RuleSetVersion | None = None, reason: str = "Why not"
) -> RuleSetVersion:
    return rule_sets.publish(documents=documents, base=base, reason=reason, actor=by, now=make.NOW)


def refused(by: Staff, *documents: Any, base: RuleSetVersion | None = None) -> list[str]:
    with pytest.raises(RulesRefused) as caught:
        publish(by, *documents, base=base)
    assert not RuleSetVersion.objects.exclude(pk=base.pk if base else None).exists()
    return [str(each) for each in caught.value.problems]


HEATING = {
    "name": "No heating",
    "conditions": words("heating", "boiler"),
    "team": "housing",
    "priority": "high",
}


def test_published_rules_route_the_next_contact(lead: Staff) -> None:
    version = publish(lead, HEATING, reason="  The winter comes  ")
    assert (version.number, version.author, version.reason) == (1, lead, "The winter comes")
    case = make.case()
    assert (case.team.code, case.priority, case.routed_version) == ("housing", "high", version)


def test_a_version_leaves_an_event_without_the_words_of_its_reason(lead: Staff) -> None:
    publish(lead, HEATING, reason="Mrs Okafor complained")
    event = Event.objects.get(verb="rules_published")
    assert event.actor == lead and event.case is None and event.after["number"] == 1
    assert "Okafor" not in event.words


def test_every_rule_is_kept_whole_and_with_an_id(lead: Staff) -> None:
    version = publish(lead, HEATING, {"name": "  Second \n rule "})
    first, second = version.rules
    assert len(first["id"]) == 36 and first["id"] != second["id"]
    assert first["stop"] is False and second["name"] == "Second rule"
    again = publish(lead, *version.rules[::-1], base=version)
    assert [each["id"] for each in again.rules] == [second["id"], first["id"]]


def test_a_set_needs_a_reason(lead: Staff) -> None:
    for reason in ("", "   ", "\u200b", "x" * 501):
        with pytest.raises(NoReason):
            publish(lead, HEATING, reason=reason)
    assert not RuleSetVersion.objects.exists()


def test_rules_that_are_in_force_already_are_no_new_version(lead: Staff) -> None:
    version = publish(lead, HEATING)
    with pytest.raises(NothingHasChanged):
        publish(lead, *version.rules, base=version)
    with pytest.raises(NothingHasChanged):
        rule_sets.go_back(to=version, reason="Back", actor=lead, now=make.NOW)


def test_the_last_rule_can_be_taken_out(lead: Staff) -> None:
    version = publish(lead, HEATING)
    assert publish(lead, base=version).rules == []
    assert make.case().team.code == "triage"


@pytest.mark.parametrize("role", ["handler", "caseworker"])
def test_who_may_not_edit_rules_puts_none_in_force(role: str) -> None:
    with pytest.raises(NotAllowed):
        publish(make.staff("worker", role=role), HEATING)


def test_an_administrator_may(lead: Staff) -> None:
    assert publish(make.staff("root", role="administrator", teams=()), HEATING).number == 1


# What is refused


def test_what_a_rule_names_must_exist(lead: Staff) -> None:
    make.team("old", active=False)
    make.staff("gone", is_active=False)
    Target.objects.create(code="retired", name="Retired", active=False)
    said = refused(
        lead,
        {"name": "Nobody's", "team": "nowhere"},
        {"name": "Switched off", "team": "old"},
        {"name": "A leaver", "assignee": "gone"},
        {"name": "No promise", "target": "retired"},
    )
    assert len(said) == 4
    assert "“nowhere”" in said[0] and "“old”" in said[1] and "“gone”" in said[2] and "“retired”" in said[3]


def test_a_rule_that_is_switched_off_may_name_what_is_gone(lead: Staff) -> None:
    assert publish(lead, {"name": "Resting", "team": "nowhere", "active": False}).number == 1


def test_names_are_unique_whatever_their_letters(lead: Staff) -> None:
    said = refused(lead, HEATING, {**HEATING, "name": "NO  heating"}, {"name": "Other"})
    assert len(said) == 1 and "has this name" in said[0]


def test_two_rules_have_not_the_same_id(lead: Staff) -> None:
    one = publish(lead, HEATING)
    said = refused(lead, *one.rules, {**one.rules[0], "name": "A copy"}, base=one)
    assert len(said) == 1 and "same id" in said[0]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "name"),
        ({"name": "  "}, "name"),
        ("a text", "name"),
        (None, "name"),
        ({"name": "x" * 121}, "120"),
        ({"name": "Odd key", "colour": "red"}, "colour"),
        ({"name": "Odd", "conditions": {"all": [{"fact": "moon", "op": "is", "value": "full"}]}}, "moon"),
        ({"name": "Look-around", "conditions": {"all": [{"fact": "words", "op": "pattern", "value": "(?=x)"}]}}, "pattern"),
        ({"name": "Loud", "priority": "shouting"}, "shouting"),
        ({"name": "Tags", "tags": ["x" * 41]}, "tag"),
        ({"name": "Many tags", "tags": [f"tag-{number}" for number in range(21)]}, "20 tags"),
        ({"name": "Long words", "acknowledgement": "x" * 481}, "480"),
        ({"name": "Book", "conditions": {"all": [{"fact": "words", "op": "any_of", "value": ["x" * 61_000]}]}}, "long"),
        ({"name": "Both", "assignee": "lead", "assign": "by magic"}, "ssign"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_used_is_refused_with_words(lead: Staff, document: Any, said: str) -> None:
    problems = refused(lead, document)
    assert len(problems) == 1 and said in problems[0]


def test_every_problem_is_told_at_once_by_rule(lead: Staff) -> None:
    with pytest.raises(RulesRefused) as caught:
        publish(lead, {"name": "First", "team": "nowhere"}, {"name": "Second", "priority": "odd"}, HEATING)
    assert {each.rule_name for each in caught.value.problems} == {"First", "Second"}
    assert "1 more" in str(caught.value)


def test_text_that_no_database_takes_is_mended(lead: Staff) -> None:
    version = publish(
        lead, {"name": "Odd \x00 name \ud800", "conditions": words("caf\u00e9\x00 x"), "tags": ["a\x00"]}
    )
    version.refresh_from_db()
    assert "\x00" not in version.rules[0]["name"]


def test_an_example_that_does_not_hold_for_the_whole_set_refuses_it(lead: Staff) -> None:
    kept = {
        **HEATING,
        "examples": [{"name": "A cold flat", "facts": {"text": "no heating"}, "expect": {"team": "housing"}}],
    }
    version = publish(lead, kept)
    above = {"name": "Everything", "team": "triage"}
    with pytest.raises(RulesRefused) as caught:
        publish(lead, above, *version.rules, base=version)
    problem = caught.value.problems[0]
    assert problem.rule_name == "No heating" and "A cold flat" in problem.words
    assert "housing" in problem.words.casefold() and "triage" in problem.words.casefold()
    assert RuleSetVersion.objects.count() == 1


def test_an_example_may_expect_the_real_triage_team(lead: Staff) -> None:
    Team.objects.filter(is_triage=True).update(code="front-desk")
    nothing = {"name": "Nothing", "conditions": words("zebra"), "team": "housing",
               "examples": [{"name": "No zebra", "facts": {"text": "hello"}, "expect": {"team": "front-desk"}}]}  # fmt: skip
    assert publish(lead, nothing).number == 1


def test_a_set_has_five_hundred_rules_and_not_one_more(lead: Staff) -> None:
    many = [
        {"name": f"Rule {number}", "conditions": words(f"word{number}"), "team": "housing"}
        for number in range(501)
    ]
    assert "501" in refused(lead, *many)[0]
    version = publish(lead, *many[:500])
    assert len(rule_set.current().rules.rules) == 500
    assert make.case("word499 it is").routed_rule == RoutingDecision.objects.get().rule_id
    assert str(Case.objects.get().routed_rule) == version.rules[499]["id"]


# Two at once


def test_who_began_from_an_older_set_is_told_who_was_first(lead: Staff) -> None:
    old = publish(lead, HEATING)
    newer = publish(make.staff("maya", role="manager"), base=old)
    with pytest.raises(SomebodyWasFirst) as caught:
        publish(lead, {"name": "Late"}, base=old)
    assert caught.value.version == newer and "Maya" in str(caught.value)
    with pytest.raises(SomebodyWasFirst):
        publish(lead, {"name": "As if there were none"}, base=None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_first_and_the_other_is_told(lead: Staff) -> None:
    make.staff("maya", role="manager")
    ready, told = threading.Barrier(2), []

    def save(username: str) -> None:
        try:
            actor = Staff.objects.get(username=username)
            ready.wait(10)
            told.append((username, publish(actor, {"name": f"By {username}"})))
        except SomebodyWasFirst as first:
            told.append((username, first))
        finally:
            connections.close_all()

    for _ in range(1):
        threads = [threading.Thread(target=save, args=[name]) for name in ("lead", "maya")]
        [each.start() for each in threads]
        [each.join(20) for each in threads]
    version = RuleSetVersion.objects.get()
    others = [said for name, said in told if isinstance(said, SomebodyWasFirst)]
    assert len(told) == 2 and len(others) == 1 and others[0].version == version
    assert str(version.author) in str(others[0]) and "12:00" in str(others[0])


@pytest.mark.django_db(transaction=True)
def test_the_constraint_decides_where_both_have_looked(lead: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    real = rule_sets.rule_check.checked

    def meanwhile(documents: Any) -> Any:
        found = real(documents)
        monkeypatch.setattr(rule_sets.rule_check, "checked", real)
        thread = threading.Thread(target=lambda: (publish(maya, {"name": "Quick"}), connection.close()))
        thread.start()
        thread.join(20)
        return found

    maya = make.staff("maya", role="manager")
    monkeypatch.setattr(rule_sets.rule_check, "checked", meanwhile)
    with pytest.raises(SomebodyWasFirst, match="Maya"):
        publish(lead, {"name": "Slow"})
    assert RuleSetVersion.objects.get().rules[0]["name"] == "Quick"


# Going back


def test_going_back_is_a_new_version_with_the_old_rules(lead: Staff) -> None:
    first = publish(lead, HEATING)
    second = publish(lead, {"name": "Other"}, base=first)
    third = rule_sets.go_back(to=first, reason="It was better", actor=lead, now=make.later(hours=1))
    assert third.number == 3 and third.rules == first.rules and third.went_back_to == first
    assert RuleSetVersion.objects.get(pk=second.pk).rules[0]["name"] == "Other"
    assert "version 1" in Event.objects.filter(verb="rules_published").latest("at").words


def test_going_back_says_what_no_longer_exists(lead: Staff) -> None:
    first = publish(lead, HEATING)
    second = publish(lead, base=first)
    Team.objects.filter(code="housing").update(active=False)
    with pytest.raises(RulesRefused, match="“housing”"):
        rule_sets.go_back(to=first, reason="Back", actor=lead, now=make.NOW)
    assert RuleSetVersion.objects.live() == second


# What routing does with rules that went out of date


def test_a_rule_naming_a_team_that_is_gone_sends_to_triage_and_says_so(lead: Staff) -> None:
    publish(lead, HEATING)
    Team.objects.filter(code="housing").update(active=False)
    case = make.case()
    assert case.team.code == "triage"
    event = case.events.get(verb="rule_failed")
    assert "“No heating”" in event.words and "“housing”" in event.words and "Triage" in event.words
    assert case.events.get(verb="case_routed").after["team"] == "triage"
    Team.objects.filter(code="housing").update(active=True)


def test_a_set_that_was_never_checked_stops_no_contact() -> None:
    make.office()
    make.rules(
        {
            "name": "N" * 400,
            "team": "t" * 90,
            "assignee": "a" * 300,
            "target": "p" * 90,
            "acknowledgement": "w" * 900,
        }
    )
    case = make.case()
    assert case.team.code == "triage" and case.events.filter(verb="rule_failed").exists()


def test_reading_what_is_in_force_is_one_statement(lead: Staff, django_assert_num_queries: Any) -> None:
    publish(lead, HEATING)
    rule_set.current()
    with django_assert_num_queries(1):
        rule_set.current()


def test_publishing_five_hundred_rules_takes_as_many_statements_as_one(
    lead: Staff, django_assert_max_num_queries: Any
) -> None:
    many = [
        {"name": f"Rule {number}", "conditions": words(f"word{number}"), "team": "housing"}
        for number in range(500)
    ]
    with django_assert_max_num_queries(20):
        publish(lead, *many)


def test_versions_are_kept_in_the_order_of_their_numbers(lead: Staff) -> None:
    last = None
    for number in range(3):
        last = rule_sets.publish(
            documents=[{"name": f"Rule {number}"}],
            base=last,
            reason="Step",
            actor=lead,
            now=make.NOW - timedelta(days=number),
        )
    assert RuleSetVersion.objects.live() == last
