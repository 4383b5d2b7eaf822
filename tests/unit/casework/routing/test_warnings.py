"""What is odd about a set of rules. A warning may be missing; it is never wrong."""

from typing import Any

import pytest
from hypothesis import given, settings

from casework.routing import RouteFacts, Rule, compile_rules, route
from casework.routing.explaining import explain
from casework.routing.warnings import EVERYTHING, NEVER, SHADOWED, Known, warnings
from tests.unit.casework.routing.generating import FACTS, rule_lists

KNOWN = Known(
    services=frozenset({"damp", "bins", "rent"}),
    teams=frozenset({"housing", "money"}),
    assignees=frozenset({"gwen"}),
    targets=frozenset({"complaint"}),
    areas=frozenset({"north", "south"}),
)


def found(*rules: Rule) -> list[tuple[str, str]]:
    return [(each.rule_name, each.kind) for each in warnings(rules, KNOWN)]


def every(*conditions: tuple[str, str, Any]) -> dict[str, Any]:
    return {"all": [{"fact": fact, "op": op, "value": value} for fact, op, value in conditions]}


DAMP = ("service", "is", "damp")
HEATING = ("words", "any_of", ["heating"])


def test_a_sound_set_has_no_warning() -> None:
    assert not found(
        Rule("damp", every(DAMP), team="housing"),
        Rule("heating", every(HEATING), team="money"),
        Rule("the rest", {}, priority="low"),
    )


@pytest.mark.parametrize(
    "conditions",
    [
        every(DAMP, ("service", "is", "bins")),
        every(("opening_hours", "is", "open"), ("opening_hours", "is", "closed")),
        every(DAMP, ("service", "is_empty", None)),
        {**every(DAMP), "none": every(("service", "is_any_of", ["damp", "bins"]))["all"]},
        {**every(DAMP), "any": every(("service", "is", "bins"), ("service", "is", "rent"))["all"]},
        {"any": every(HEATING)["all"], "none": every(HEATING)["all"]},
        every(("language", "is", "cy"), ("language", "is_any_of", ["pl", "en"])),
        every(("restricted", "is", "yes"), ("restricted", "is", "no")),
        {
            **every(("last_contact", "within_days", "3")),
            "none": every(("last_contact", "within_days", "14"))["all"],
        },
        {
            **every(("words", "phrase", "no heating at all")),
            "none": every(("words", "any_of", ["heating"]))["all"],
        },
    ],
)
def test_conditions_that_contradict_each_other_never_fit(conditions: dict[str, Any]) -> None:
    assert found(Rule("odd", conditions, team="housing")) == [("odd", NEVER)]


def test_a_language_and_one_of_its_countries_do_not_contradict_each_other() -> None:
    assert not found(Rule("r", every(("language", "is", "en"), ("language", "is", "en-GB")), team="housing"))


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ({}, "fits whenever it does."),
        ({"priority": "high"}, "Its priority still counts."),
        (
            {"tags": ("x",), "target": "complaint", "stop": True},
            "Its tags, target and end of the search still count.",
        ),
    ],
)
def test_what_a_shadowed_rule_still_does_is_said(actions: dict[str, Any], words: str) -> None:
    (warning,) = warnings(
        (Rule("a", every(DAMP), team="housing"), Rule("b", every(DAMP, HEATING), team="money", **actions)),
        KNOWN,
    )
    assert warning.kind == SHADOWED and warning.words.endswith(words)


def test_a_rule_that_an_earlier_one_always_beats_is_shadowed_and_says_by_which() -> None:
    rules = (
        Rule("wide", every(("words", "any_of", ["heating", "rent"])), team="housing"),
        Rule("narrow", every(("words", "phrase", "no heating"), DAMP), team="money", tags=("cold",)),
    )
    (warning,) = warnings(rules, KNOWN)
    assert (warning.kind, warning.rule_name) == (SHADOWED, "narrow")
    assert "“wide” comes first" in warning.words and warning.words.endswith("Its tags still count.")


def test_nothing_after_a_rule_that_stops_and_fits_is_tried() -> None:
    (warning,) = warnings(
        (Rule("stop", every(DAMP), stop=True), Rule("late", every(DAMP, HEATING), tags=("x",))), KNOWN
    )
    assert warning.kind == SHADOWED and "never tried" in warning.words


def test_a_rule_that_fits_everything_hides_what_follows() -> None:
    assert found(Rule("all", {}, team="housing"), Rule("damp", every(DAMP), team="money")) == [
        ("all", EVERYTHING),
        ("damp", SHADOWED),
    ]


def test_a_rule_that_is_switched_off_shadows_nothing() -> None:
    assert not found(Rule("all", {}, team="housing", active=False), Rule("damp", every(DAMP), team="money"))


def test_codes_of_what_is_gone_are_named() -> None:
    rules = (
        Rule("gone", every(("service", "is_any_of", ["damp", "coal"]), ("area", "is", "west")), team="coal"),
        Rule("left", every(HEATING), team="housing", assignee="rosa", target="old"),
    )
    words = [each.words for each in warnings(rules, KNOWN)]
    assert words == [
        "There is no coal team to send a case to. It goes to triage.",
        "There is no service “coal”.",
        "There is no area “west”.",
        "Nobody called “rosa” can be given work. The case stays with its team.",
        "There is no target “old”. The service's own is used.",
    ]


def test_a_rule_that_cannot_be_read_says_why() -> None:
    (warning,) = warnings((Rule("odd", every(("moon", "is", "full"))),), KNOWN)
    assert warning.kind == "broken" and "there is no fact “moon”" in warning.words


@settings(max_examples=400)
@given(rules=rule_lists(), facts=FACTS)
def test_no_warning_is_a_false_alarm(rules: list[Rule], facts: RouteFacts) -> None:
    """Whatever the facts: what "never" fits does not hold, and what is shadowed does not decide."""
    kinds = {(each.rule_id, each.kind): each.words for each in warnings(rules, KNOWN)}
    tried = {each.rule_id: each for each in explain(compile_rules(rules), facts, triage_team="triage").tried}
    alone = {rule.id: route(compile_rules([rule]), facts, triage_team="triage").held for rule in rules}
    for rule_id, kind in kinds:
        if kind == NEVER:
            assert not alone[rule_id]
        if kind == SHADOWED:
            assert not tried[rule_id].decided
            assert "never tried" not in kinds[rule_id, kind] or not tried[rule_id].held
        if kind == EVERYTHING:
            assert alone[rule_id]
