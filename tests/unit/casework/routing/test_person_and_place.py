"""Conditions about who it is and where: partner, area, repeated contact, what they need, restricted."""

from typing import Any

import pytest

from casework.routing import RouteFacts, Rule, RuleError, compile_rules, families, parse_conditions, route


def when(fact: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"all": [{"fact": fact, "op": op, "value": value}]}


def holds(conditions: dict[str, Any], **facts: Any) -> bool:
    rule_set = compile_rules([Rule("only", conditions, team="housing")])
    assert not rule_set.faults
    return route(rule_set, RouteFacts(**facts), triage_team="triage").team == "housing"


@pytest.mark.parametrize(
    ("op", "value", "partner", "found"),
    [
        ("is", "mind", "Mind ", True),
        ("is", "mind", "", False),
        ("is_any_of", ["mind", "crisis"], "crisis", True),
        ("is_empty", None, "", True),
        ("is_empty", None, "mind", False),
    ],
)
def test_the_partner_that_sent_it(op: str, value: Any, partner: str, found: bool) -> None:
    assert holds(when("partner", op, value), partner=partner) is found


@pytest.mark.parametrize(
    ("op", "value", "areas", "found"),
    [
        ("is", "north", ("north",), True),
        ("is", "north", ("across", "North"), True),
        ("is", "north", ("northern",), False),
        ("is_any_of", ["north", "south"], ("south", "west"), True),
        ("is_any_of", ["north", "south"], (), False),
        ("is_empty", None, (), True),
        ("is_empty", None, ("north",), False),
    ],
)
def test_a_place_may_lie_in_several_areas(op: str, value: Any, areas: tuple[str, ...], found: bool) -> None:
    assert holds(when("area", op, value), areas=areas) is found


@pytest.mark.parametrize(
    ("days", "since", "found"),
    [
        ("14", 0, True),
        ("14", 14, True),
        ("14", 15, False),
        ("1", 1, True),
        ("14", None, False),
        (14, 3, True),
    ],
)
def test_repeated_contact_counts_the_last_day_and_never_a_first_contact(
    days: Any, since: int | None, found: bool
) -> None:
    assert holds(when("last_contact", "within_days", days), last_contact_days=since) is found


@pytest.mark.parametrize(
    ("op", "value", "needs", "found"),
    [
        ("any_of", ["interpreter"], "BSL Interpreter, please", True),
        ("any_of", ["interpret*"], "needs interpreting", True),
        ("any_of", ["large print", "braille"], "Large-print", True),
        ("any_of", ["print"], "sprint", False),
        ("any_of", ["interpreter"], "", False),
        ("is_empty", None, "", True),
        ("is_empty", None, " \u200b", True),
        ("is_empty", None, "BSL", False),
    ],
)
def test_what_they_need_is_searched_for_words(op: str, value: Any, needs: str, found: bool) -> None:
    assert holds(when("adjustments", op, value), adjustments=needs) is found


@pytest.mark.parametrize(
    ("value", "restricted", "found"),
    [
        ("yes", True, True),
        ("yes", False, False),
        ("no", False, True),
        (True, True, True),
        (False, True, False),
    ],
)
def test_restricted_is_yes_or_no(value: Any, restricted: bool, found: bool) -> None:
    assert holds(when("restricted", "is", value), restricted=restricted) is found


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        (when("partner", "any_of", ["x"]), "there is no comparison for partner “any_of”"),
        (when("area", "is_in", ["x"]), "there is no comparison for area “is_in”"),
        (when("last_contact", "within_days", "0"), "a number of days from 1 to 3650, such as 14"),
        (when("last_contact", "within_days", "3651"), "a number of days"),
        (when("last_contact", "within_days", "two"), "a number of days"),
        (when("last_contact", "within_days", 1.5), "a number of days"),
        (when("last_contact", "within_days", ["3", "4"]), "“within_days” takes one value"),
        (when("last_contact", "within_days"), "a value is missing"),
        (when("adjustments", "any_of", ["??"]), "“??” has no word in it"),
        (when("adjustments", "pattern", "x"), "there is no comparison for adjustments “pattern”"),
        (when("restricted", "is", "perhaps"), "write “yes” or “no”"),
        (when("restrcted", "is", "yes"), "Did you mean “restricted”?"),
    ],
)
def test_a_mistake_says_what_to_write(conditions: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_conditions(conditions)
    assert words in str(refused.value)


def test_only_the_families_that_some_rule_looks_at_are_asked_for() -> None:
    rules = [
        Rule("a", when("last_contact", "within_days", "14")),
        Rule("b", {"none": when("answers.danger", "is_empty")["all"]}),
        Rule("off", when("area", "is", "north"), active=False),
    ]
    assert families(compile_rules(rules)) == {"last_contact", "answers"}
