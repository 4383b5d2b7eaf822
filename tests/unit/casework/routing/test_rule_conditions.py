import time
from typing import Any

import pytest

from casework.routing import Condition, Conditions, RuleError, parse_conditions
from casework.routing.conditions import LONGEST_PATTERN, MOST_CONDITIONS, MOST_VALUES


def condition(fact: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"fact": fact, "op": op, "value": value}


def test_the_three_groups_are_read() -> None:
    read = parse_conditions(
        {
            "all": [condition("service", "is_any_of", ["damp", "repair"])],
            "any": [condition("words", "any_of", "boiler")],
            "none": [{"fact": "answers.danger", "op": "is_empty"}],
        }
    )
    assert read == Conditions(
        all=(Condition("service", "is_any_of", ("damp", "repair")),),
        any=(Condition("words", "any_of", ("boiler",)),),
        none=(Condition("answers.danger", "is_empty", ()),),
    )


@pytest.mark.parametrize("nothing", [{}, {"all": []}, {"all": None, "any": [], "none": []}])
def test_no_conditions_are_no_mistake(nothing: dict[str, Any]) -> None:
    assert parse_conditions(nothing) == Conditions()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (condition("opening_hours", "is", "Open"), Condition("opening_hours", "is", ("open",))),
        (condition("answers.gas", "is_any_of", [True]), Condition("answers.gas", "is_any_of", ("yes",))),
        (condition("weekday", "is_any_of", ["Sunday"]), Condition("weekday", "is_any_of", ("sunday",))),
        (condition("hour", "between", ["9:00", "17:30"]), Condition("hour", "between", ("09:00", "17:30"))),
        (condition("answers.rooms", "is", 3), Condition("answers.rooms", "is", ("3",))),
        (
            condition("words", "phrase", "no\ud800 heating"),
            Condition("words", "phrase", ("no\ufffd heating",)),
        ),
    ],
)
def test_values_are_read_into_their_normal_form(written: dict[str, Any], meant: Condition) -> None:
    assert parse_conditions({"all": [written]}).all == (meant,)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "must be an object"),
        ("service is damp", "must be an object"),
        (condition("service", "is", "x"), "There is no group “fact”"),
        ({"alll": []}, "There is no group “alll”. Write “all”, “any” or “none”."),
        ({"all": {"fact": "service"}}, "“all” must be a list"),
        ({"all": ["service"]}, "Condition 1 of “all”: write “fact”, “op” and “value”."),
        ({"all": [{"fact": 3, "op": "is"}]}, "write “fact”, “op” and “value”"),
        ({"any": [condition("servce", "is", "x")]}, "Condition 1 of “any”: there is no fact “servce”. Did you mean “service”?"),
        ({"all": [condition("answers.", "is", "x")]}, "answers.<question>"),
        ({"all": [condition("service", "equals", "x")]}, "there is no comparison for service “equals”"),
        ({"all": [{**condition("service", "is", "x"), "not": True}]}, "“not” is not understood here"),
        ({"all": [condition("service", "is", ["a", "b"])]}, "“is” takes one value"),
        ({"all": [condition("service", "is_any_of", [])]}, "write at least one value"),
        ({"all": [condition("service", "is_any_of", ["x"] * (MOST_VALUES + 1))]}, f"{MOST_VALUES} at most"),
        ({"all": [condition("service", "is")]}, "a value is missing"),
        ({"all": [condition("service", "is", {"a": 1})]}, "a value is missing"),
        ({"all": [condition("service", "is", "x" * 201)]}, "200 characters"),
        ({"all": [condition("service", "is_empty", "damp")]}, "“is_empty” takes no value"),
        ({"none": [condition("channel", "is", "sms"), condition("words", "any_of", ["ok", "!?"])]}, "Condition 2 of “none”: “!?” has no word in it"),
        ({"all": [condition("postcode", "is_in", ["--"])]}, "no part of a postcode"),
        ({"all": [condition("opening_hours", "is", "maybe")]}, "write “open” or “closed”"),
        ({"all": [condition("hour", "between", ["9", "17"])]}, "two different times"),
        ({"all": [condition("hour", "between", ["24:00", "08:00"])]}, "two different times"),
        ({"all": [condition("hour", "between", ["08:00", "08:00"])]}, "two different times"),
        ({"all": [condition("weekday", "is_any_of", ["someday"])]}, "there is no weekday “someday”"),
        ({"all": [condition("channel", "is", "sms")] * (MOST_CONDITIONS + 1)}, "Make two rules of it"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_what_to_write(data: Any, words: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_conditions(data)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "(?=a)b",
        r"(a)\1",
        "a{1001}",
        "[z-a]",
        "((a{1000}){1000}){1000}",
        "x" * (LONGEST_PATTERN + 1),
        r"\p{Nowhere}",
    ],
)
def test_a_pattern_that_cannot_run_in_bounds_is_refused_when_it_is_read(pattern: str) -> None:
    began = time.perf_counter()
    with pytest.raises(RuleError, match="pattern"):
        parse_conditions({"all": [condition("words", "pattern", pattern)]})
    assert time.perf_counter() - began < 1
