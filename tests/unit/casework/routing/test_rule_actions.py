"""What a rule does is checked before it is kept, and a mistake says what to write instead."""

from typing import Any

import pytest

from casework.routing import FollowUpAction, RouteFacts, Rule, RuleError, check_rule, compile_rules, route
from casework.routing.documents import from_document


@pytest.mark.parametrize(
    "actions",
    [
        {"assign": "least"},
        {"assign": "turn", "team": "housing"},
        {"assignee": "gwen"},
        {"target": "complaint-2"},
        {"acknowledgement": "We have it as {reference}. {office}"},
        {"acknowledgement": "x" * 480},
        {"follow_up": FollowUpAction("Ring back", 60)},
        {"follow_up": FollowUpAction("Write", 2, "days")},
    ],
)
def test_every_action_that_can_be_carried_out_is_accepted(actions: dict[str, Any]) -> None:
    check_rule(Rule("r", **actions))


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ({"assign": "most"}, "“assign” is “most”. Write one of: least, turn."),
        ({"assign": "least", "assignee": "gwen"}, "Choose one of the two"),
        ({"target": "a complaint"}, "“a complaint” is no target. Write its code"),
        ({"acknowledgement": "x" * 481}, "480 characters"),
        ({"acknowledgement": "Dear {name}"}, "“{name}”. What can be filled in is {reference} and {office}."),
        ({"acknowledgement": "Dear {"}, "“{”"),
        ({"follow_up": FollowUpAction(" ", 60)}, "1 to 300 characters"),
        ({"follow_up": FollowUpAction("x", 0)}, "whole number from 1 to 100,000"),
        ({"follow_up": FollowUpAction("x", 5, "weeks")}, "minutes or days"),
        ({"name": " "}, "needs a name"),
        ({"name": "x" * 121}, "needs a name"),
    ],
)
def test_an_action_that_cannot_be_carried_out_says_what_to_write(actions: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleError) as refused:
        check_rule(Rule(**{"name": "r", **actions}))
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("follow_up", "words"),
    [
        ("Ring back", "must have “words”, “amount” and “unit”"),
        ({"words": "Ring", "amount": 5, "who": "me"}, "must have “words”, “amount” and “unit”"),
        ({"words": "Ring", "amount": True}, "whole number"),
        ({"words": "Ring", "amount": "5"}, "whole number"),
        ({"amount": 5}, "1 to 300 characters"),
    ],
)
def test_a_follow_up_that_cannot_be_read_names_the_rule(follow_up: Any, words: str) -> None:
    with pytest.raises(RuleError) as refused:
        from_document({"name": "r", "follow_up": follow_up}, number=7)
    assert str(refused.value).startswith("Rule 7: ") and words in str(refused.value)


def test_what_rules_promise_comes_from_the_first_that_says_it_and_every_follow_up_is_kept() -> None:
    first, second = FollowUpAction("Ring back", 60), FollowUpAction("Write", 2, "days")
    rules = [
        Rule("a", target="emergency", follow_up=first, id="a", position=1),
        Rule(
            "b", team="housing", assign="turn", acknowledgement="Hello", follow_up=second, id="b", position=2
        ),
        Rule(
            "c", team="money", assign="least", target="complaint", acknowledgement="Bye", id="c", position=3
        ),
    ]
    routed = route(compile_rules(rules), RouteFacts(), triage_team="triage")
    assert (routed.target, routed.acknowledgement, routed.assign) == ("emergency", "Hello", "turn")
    assert routed.follow_ups == (("a", first), ("b", second))
    assert routed.held == ("a", "b", "c")


def test_a_rule_that_stops_hides_what_follows_and_keeps_what_came_before() -> None:
    rules = [
        Rule("a", tags=("x",), id="a", position=1),
        Rule("b", stop=True, priority="high", id="b", position=2),
        Rule("c", team="money", tags=("y",), id="c", position=3),
    ]
    routed = route(compile_rules(rules), RouteFacts(), triage_team="triage")
    assert (routed.team, routed.tags, routed.priority, routed.held) == ("triage", ("x",), "high", ("a", "b"))


def test_a_rule_that_is_switched_off_does_nothing_and_is_no_fault() -> None:
    rule_set = compile_rules([Rule("a", team="money", active=False), Rule("", active=False)])
    assert not rule_set.rules and not rule_set.faults
