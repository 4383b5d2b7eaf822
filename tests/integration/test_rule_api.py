"""Routing rules through the API: read, put in force, listed, tried on past cases."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from api.models import ApiKey
from casework.models import Contact, DryRun, RuleSetVersion, Staff
from casework.services import rule_sets
from tests import factories as make
from tests.integration.test_api import CONTACTS, Program, call, key, problem

pytestmark = pytest.mark.django_db

RULES, VERSIONS, DRY_RUN = "/api/v1/rule-set/", "/api/v1/rule-set/versions/", "/api/v1/rule-set/dry-run/"
HEATING: dict[str, Any] = {
    "name": "No heating",
    "conditions": {"all": [{"fact": "words", "op": "any_of", "value": ["heating", "boiler"]}]},
    "team": "housing",
}


@pytest.fixture
def program() -> Program:
    return key("setter", role="lead")


def put(
    program: Program, *rules: Any, base: int | None = 0, reason: Any = "For winter", **headers: str
) -> HttpResponse:
    body: dict[str, Any] = {"reason": reason, "rules": list(rules)}
    if base is not None:
        body["base"] = base
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return program.client.put(
        RULES,
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {program.secret}", **headers},
    )


# Reading


def test_before_there_are_rules_the_set_is_empty_and_number_nought(program: Program) -> None:
    answer = program.get(RULES)
    assert answer.status_code == 200 and answer["ETag"] == '"0"'
    assert answer.json() == {
        "number": 0, "base": None, "author": None, "job": "", "reason": "", "at": None, "went_back_to": None, "rules": [],
    }  # fmt: skip


def test_the_rules_in_force_are_read_with_who_and_why(program: Program) -> None:
    assert put(program, HEATING).status_code == 200
    answer = program.get(RULES)
    found = answer.json()
    assert (found["number"], found["base"], found["author"], found["reason"]) == (
        1,
        None,
        "api:setter",
        "For winter",
    )
    assert found["rules"][0]["name"] == "No heating" and found["rules"][0]["stop"] is False
    assert answer["ETag"] == '"1"'


def test_what_was_read_can_be_sent_back_changed(program: Program) -> None:
    put(program, HEATING)
    found = program.get(RULES).json()
    found["rules"][0]["priority"] = "high"
    answer = put(program, *found["rules"], base=found["number"])
    assert answer.status_code == 200 and answer.json()["number"] == 2 and answer.json()["base"] == 1
    assert answer.json()["rules"][0]["id"] == found["rules"][0]["id"]


@pytest.mark.parametrize("role", ["handler", "caseworker"])
def test_a_key_that_may_not_edit_rules_reads_none(role: str) -> None:
    program = key("reader", role=role)
    for path in (RULES, VERSIONS, VERSIONS + "1/"):
        problem(program.get(path), 403)
    problem(put(program, HEATING), 403)
    problem(program.post(DRY_RUN, {"days": 30}), 403)


def test_a_lead_may_at_their_own_browser(program: Program) -> None:
    client = Client()
    client.force_login(make.staff("lead", role="lead"))
    assert client.get(RULES).status_code == 200


# Putting in force


def test_rules_put_in_force_route_the_next_contact(program: Program) -> None:
    answer = put(program, HEATING)
    assert answer.status_code == 200
    taken = program.post(CONTACTS, call(external_id="1")).json()
    assert Contact.objects.get(pk=taken["id"]).case.routed_version.number == 1  # type: ignore[union-attr]


def test_without_saying_what_was_read_nothing_is_put_in_force(program: Program) -> None:
    found = problem(put(program, HEATING, base=None), 400)
    assert "base" in found["errors"]
    assert put(program, HEATING, base=None, If_Match='"0"').status_code == 200


def test_whoever_read_an_older_set_is_told_who_was_first(program: Program) -> None:
    put(program, HEATING)
    found = problem(put(program, {"name": "Late"}, base=0), 409)
    assert "api:setter" in found["detail"] or "setter" in found["detail"]
    problem(put(program, {"name": "Late"}, base=99), 409)
    problem(put(program, {"name": "Late"}, base=None, If_Match='"0"'), 412)
    assert RuleSetVersion.objects.count() == 1


def test_rules_that_are_refused_come_back_with_every_problem(program: Program) -> None:
    found = problem(put(program, HEATING, {"name": "Odd", "team": "nowhere"}, {"name": "odd"}), 422)
    assert [each["rule_name"] for each in found["problems"]] == ["odd", "Odd"]
    assert all(set(each) == {"rule_id", "rule_name", "words"} and each["words"] for each in found["problems"])
    assert not RuleSetVersion.objects.exists()


def test_a_broken_example_is_a_problem_with_its_words(program: Program) -> None:
    kept = {
        **HEATING,
        "examples": [{"name": "A cold flat", "facts": {"text": "no heating"}, "expect": {"team": "housing"}}],
    }
    found = problem(put(program, {"name": "Everything", "team": "triage"}, kept), 422)
    assert (
        found["problems"][0]["rule_name"] == "No heating" and "A cold flat" in found["problems"][0]["words"]
    )


@pytest.mark.parametrize("reason", ["", "  ", None, 7.5, ["x"], "x" * 501, "\u200b"])
def test_a_reason_is_needed(program: Program, reason: Any) -> None:
    answer = put(program, HEATING, reason=reason)
    assert answer.status_code in (400, 422) or reason == 7.5
    assert RuleSetVersion.objects.exists() is (reason == 7.5)


@pytest.mark.parametrize(
    "body",
    [
        {}, {"rules": []}, {"base": 0, "reason": "x"}, {"base": -1, "reason": "x", "rules": []}, {"base": "x", "reason": "x", "rules": []},
        {"base": 10**30, "reason": "x", "rules": []}, {"base": 0, "reason": "x", "rules": {}}, {"base": 0, "reason": "x", "rules": "[]"},
        {"base": 0, "reason": "x", "rules": None}, {"base": 0, "reason": "x", "rules": [], "number": 4},
    ],
)  # fmt: skip
def test_a_body_of_another_shape_is_refused(program: Program, body: dict[str, Any]) -> None:
    answer = program.client.put(
        RULES,
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {program.secret}"},
    )
    problem(answer, 400)


@pytest.mark.parametrize(
    "rule",
    [
        None, 1, "x", [], {}, {"name": None}, {"name": ["x"]}, {"name": "x", "tags": "y"}, {"name": "x", "examples": [None]},
        {"name": "x", "conditions": {"all": [[[[["deep"]]]]]}}, {"name": "x", "conditions": 4}, {"name": "x", "id": {}},
        {"name": "x", "conditions": {"all": [{"fact": "words", "op": "any_of", "value": [{"a": 1}]}]}}, {"name": "x", "tags": [None] * 30},
        {"name": "x", "follow_up": ["y"]}, {"name": "x", "examples": [{"facts": [], "expect": {}}]}, {"name": "x", "team": "\x00"},
        {"name": "x", "examples": [{"facts": {"moon": "full"}, "expect": {"team": "housing"}}]},
        {"name": "x", "examples": [{"facts": {"at": "yesterday"}, "expect": {"team": "housing"}}]},
    ],
)  # fmt: skip
def test_an_odd_rule_is_a_problem_and_never_a_fault(program: Program, rule: Any) -> None:
    found = problem(put(program, rule), 422)
    assert found["problems"]
    assert not RuleSetVersion.objects.exists()


def test_the_same_call_again_puts_in_force_once(program: Program) -> None:
    first = put(program, HEATING, Idempotency_Key="one")
    again = put(program, HEATING, Idempotency_Key="one")
    assert first.status_code == again.status_code == 200 and again["Idempotent-Replayed"] == "true"
    assert RuleSetVersion.objects.count() == 1


def test_rules_that_are_in_force_already_are_said_to_be(program: Program) -> None:
    rules = put(program, HEATING).json()["rules"]
    assert "Nothing has changed" in problem(put(program, *rules, base=1), 409)["detail"]


def test_five_hundred_rules_are_put_in_force_and_read(program: Program) -> None:
    many = [
        {
            "name": f"Rule {number}",
            "conditions": {
                "any": [
                    {"fact": "words", "op": "any_of", "value": [f"word{number}-{each}" for each in range(40)]}
                ]
            },
            "team": "housing",
        }
        for number in range(500)
    ]
    assert put(program, *many).status_code == 200
    assert len(program.get(RULES).json()["rules"]) == 500
    assert "501" in problem(put(program, *many, {"name": "One more"}, base=1), 422)["problems"][0]["words"]


def test_a_body_larger_than_four_million_bytes_is_refused(program: Program) -> None:
    problem(put(program, {"name": "x" * 4_000_000}), 413)
    problem(program.post(CONTACTS, {"body": "x" * 300_000}, Idempotency_Key="a"), 413)


# Versions


def test_versions_are_listed_newest_first_without_their_rules(program: Program) -> None:
    for number in range(3):
        put(program, {"name": f"Rule {number}"}, base=number)
    found = program.get(VERSIONS).json()["results"]
    assert [each["number"] for each in found] == [3, 2, 1] and "rules" not in found[0]
    page = program.get(VERSIONS + "?page_size=2").json()
    assert [each["number"] for each in program.get(page["next"]).json()["results"]] == [1]
    assert program.get(VERSIONS + "2/").json()["rules"][0]["name"] == "Rule 1"


@pytest.mark.parametrize("number", ["0", "7", "99999999999", "x", "-1"])
def test_a_version_that_never_was_is_not_found(program: Program, number: str) -> None:
    assert program.get(f"{VERSIONS}{number}/").status_code == 404


def test_a_set_that_went_back_says_to_which(program: Program) -> None:
    put(program, HEATING)
    put(program, {"name": "Other"}, base=1)
    rule_sets.go_back(
        to=RuleSetVersion.objects.get(number=1),
        reason="Better",
        actor=Staff.objects.get(username="api:setter"),
        now=make.NOW,
    )
    found = program.get(RULES).json()
    assert (found["number"], found["base"], found["went_back_to"]) == (3, 2, 1)


@pytest.mark.parametrize(("path", "statements"), [(RULES, 2), (VERSIONS, 2), (VERSIONS + "2/", 2)])
def test_reading_takes_as_many_statements_whatever_there_is(
    program: Program, path: str, statements: int, django_assert_num_queries: Any
) -> None:
    for number in range(4):
        put(program, {"name": f"Rule {number}"}, base=number)
    ApiKey.objects.update(last_used_at=make.later(days=4000))
    with django_assert_num_queries(statements):
        assert program.get(path).status_code == 200


# Trying on past cases


def test_a_dry_run_tells_what_would_have_changed_and_changes_nothing(program: Program) -> None:
    put(program, HEATING)
    program.post(CONTACTS, call(external_id="1"))
    answer = program.post(DRY_RUN, {"days": 30, "rules": [{"name": "All to triage", "team": "triage"}]})
    assert answer.status_code == 200
    found = answer.json()
    assert (found["done"], found["total"], found["result"]["elsewhere"]) == (1, 1, 1)
    assert found["result"]["moves"] == [{"from": "housing", "to": "triage", "count": 1}]
    assert program.get(RULES).json()["number"] == 1
    assert program.get(f"{DRY_RUN}{found['id']}/").json() == found


def test_a_dry_run_of_rules_that_cannot_be_read_is_refused(program: Program) -> None:
    found = problem(program.post(DRY_RUN, {"days": 30, "rules": [{"name": "x", "priority": "loud"}]}), 422)
    assert found["problems"] and not DryRun.objects.exists()


@pytest.mark.parametrize("days", [0, 31, -30, "x", None, 10**20])
def test_a_dry_run_covers_thirty_ninety_or_a_year_of_days(program: Program, days: Any) -> None:
    problem(program.post(DRY_RUN, {"days": days}), 400)


def test_a_dry_run_of_somebody_else_is_not_found(program: Program) -> None:
    run = program.post(DRY_RUN, {"days": 30, "rules": []}).json()
    problem(key("other", role="manager").get(f"{DRY_RUN}{run['id']}/"), 404)


# Whose site carried the form


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("mind-in-town", "mind-in-town"), (" Mind-2 ", "mind-2"), ("", ""), (None, ""), ("a b", ""), ("x" * 40, "x" * 40), ("x" * 41, ""),
        ("../etc", ""), ("<b>", ""), ("\x00", ""), ("\ud800", ""), ("café", ""), (7, ""), (["a"], ""), ({"a": 1}, ""), (True, ""),
    ],
)  # fmt: skip
def test_an_odd_partner_is_left_out_and_the_contact_kept(program: Program, sent: Any, kept: str) -> None:
    answer = program.post(CONTACTS, call(external_id="1", partner=sent))
    assert answer.status_code == 201 and answer.json()["partner"] == kept
    assert Contact.objects.get().partner == kept


def test_a_rule_can_look_at_the_partner(program: Program) -> None:
    rule = {
        "name": "From Mind",
        "conditions": {"all": [{"fact": "partner", "op": "is", "value": "mind"}]},
        "team": "housing",
    }
    assert put(program, rule).status_code == 200
    program.post(CONTACTS, call(external_id="1", partner="mind"))
    contact = Contact.objects.get()
    assert contact.case is not None and contact.case.team.code == "housing"
