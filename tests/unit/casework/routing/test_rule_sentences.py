from typing import Any

import pytest

from casework.routing import FollowUpAction, Rule, say

NAMES = {
    "service": {"housing-repair": "Housing repair", "damp": "Damp"},
    "team": {"housing": "Housing", "outreach": "Outreach team"},
    "assignee": {"gwen": "Gwen Pritchard"},
    "question": {"danger": "Is anybody in danger?"},
    "channel": {"sms": "Text message"},
    "area": {"across": "Across the river"},
    "target": {"complaint": "Complaint"},
}


def condition(fact: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"fact": fact, "op": op, "value": value}


def test_a_rule_says_itself_in_one_sentence() -> None:
    rule = Rule(
        "Cold homes",
        {
            "all": [
                condition("service", "is_any_of", ["housing-repair", "damp"]),
                condition("words", "any_of", ["no heating", "boiler"]),
                condition("postcode", "is_in", ["sw"]),
            ]
        },
        team="housing",
        priority="urgent",
        tags=("no-heating",),
    )
    assert say(rule, names=NAMES) == (
        "When the service is Housing repair or Damp, and the words “no heating” or “boiler” are in the text, and the "
        "postcode begins SW: give it to the Housing team, urgent, tag no-heating."
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (condition("service", "is", "unknown-code"), "the service is unknown-code"),
        (condition("channel", "is", "sms"), "the channel is Text message"),
        (condition("number_texted", "is", "+447700900999"), "the number texted is 07700 900999"),
        (condition("number_texted", "is", "60777"), "the number texted is 60777"),
        (condition("words", "any_of", ["boiler"]), "the word “boiler” is in the text"),
        (condition("words", "all_of", ["a", "b", "c"]), "the words “a”, “b” and “c” are in the text"),
        (condition("words", "phrase", "no heating"), "the phrase “no heating” is in the text"),
        (condition("words", "pattern", "a+"), "the text fits the pattern “a+”"),
        (condition("words", "is_empty"), "the text has no words"),
        (
            condition("answers.danger", "is_any_of", ["gas", "fire"]),
            "the answer to “Is anybody in danger?” is “gas” or “fire”",
        ),
        (condition("answers.other", "contains", ["gas"]), "the answer to “other” contains “gas”"),
        (condition("answers.danger", "is_empty"), "“Is anybody in danger?” is not answered"),
        (condition("opening_hours", "is", "closed"), "we are closed"),
        (condition("hour", "between", ["18:00", "08:00"]), "it is between 18:00 and 08:00"),
        (condition("weekday", "is_any_of", ["saturday", "sunday"]), "it is Saturday or Sunday"),
        (condition("postcode", "is_empty"), "no postcode is given"),
        (condition("language", "is_empty"), "no language is named"),
        (condition("partner", "is", "mind"), "the partner is mind"),
        (condition("partner", "is_empty"), "no partner sent it"),
        (condition("area", "is", "across"), "the area is Across the river"),
        (condition("area", "is_any_of", ["across", "north"]), "the area is Across the river or north"),
        (condition("area", "is_empty"), "the place is in no area"),
        (condition("last_contact", "within_days", "14"), "they were last in touch within 14 days"),
        (condition("last_contact", "within_days", 1), "they were last in touch within 1 day"),
        (condition("adjustments", "any_of", ["interpreter"]), "the word “interpreter” is in what they need"),
        (
            condition("adjustments", "any_of", ["large print", "braille"]),
            "the words “large print” or “braille” are in what they need",
        ),
        (condition("adjustments", "is_empty"), "nothing is known of what they need"),
        (condition("restricted", "is", "yes"), "the case is restricted"),
        (condition("restricted", "is", False), "the case is not restricted"),
    ],
)
def test_every_condition_has_words(written: dict[str, Any], said: str) -> None:
    assert (
        say(Rule("r", {"all": [written]}, team="housing"), names=NAMES)
        == f"When {said}: give it to the Housing team."
    )


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule("r", {}, team="outreach"), "Always: give it to the Outreach team."),
        (Rule("r", {}, priority="high"), "Always: make it high priority."),
        (Rule("r", {}, team="x", priority="low"), "Always: give it to the x team, low priority."),
        (Rule("r", {}, tags=("a", "b"), restricted=True), "Always: tags a and b, restrict who can see it."),
        (Rule("r", {}, assignee="gwen", priority="urgent"), "Always: assign it to Gwen Pritchard, urgent."),
        (Rule("r", {}), "Always: do nothing."),
        (
            Rule("r", {}, team="x", assign="least"),
            "Always: give it to the x team, assign it to whoever has least.",
        ),
        (Rule("r", {}, assign="turn"), "Always: assign it to the next in turn."),
        (Rule("r", {}, target="complaint"), "Always: aim for “Complaint”."),
        (Rule("r", {}, acknowledgement="We have {reference}."), "Always: answer “We have {reference}.”."),
        (
            Rule("r", {}, follow_up=FollowUpAction("Ring back", 60)),
            "Always: follow up within 60 working minutes: “Ring back”.",
        ),
        (
            Rule("r", {}, follow_up=FollowUpAction("Write", 1, "days")),
            "Always: follow up within 1 working day: “Write”.",
        ),
        (Rule("r", {}, stop=True), "Always: try no further rule."),
        (Rule("r", {}, team="x", active=False), "Always: give it to the x team. It is switched off."),
        (
            Rule("r", {}, team="x", reroutes=True),
            "Always: give it to the x team, do so again unasked when its service or answers change.",
        ),
    ],
)
def test_every_action_has_words(rule: Rule, said: str) -> None:
    assert say(rule, names=NAMES) == said


def test_alternatives_and_exceptions_are_told_apart() -> None:
    rule = Rule(
        "r",
        {
            "any": [condition("channel", "is", "sms"), condition("opening_hours", "is", "open")],
            "none": [condition("language", "is", "cy"), condition("service", "is", "damp")],
        },
        tags=("x",),
    )
    assert say(rule, names=NAMES) == (
        "When either the channel is Text message, or we are open, unless the language is cy, or the service is Damp: tag x."
    )


def test_a_rule_that_cannot_be_read_says_so() -> None:
    said = say(Rule("r", {"all": [condition("moon", "is", "full")]}))
    assert said.startswith(
        "This rule cannot be used and is skipped. Condition 1 of “all”: there is no fact “moon”."
    )
