"""Examples that rules carry are tried against the whole set."""

from dataclasses import replace

from casework.routing import Example, Rule
from casework.routing.examples import failing

COLD = Rule(
    "Cold homes",
    {"all": [{"fact": "words", "op": "any_of", "value": ["no heating"]}]},
    team="housing",
    assign="least",
    target="emergency",
    tags=("cold",),
    id="a",
    position=2,
    examples=(
        Example(
            "A cold flat", {"text": "No heating!"}, {"team": "housing", "tags": "cold", "assign": "least"}
        ),
        Example(
            "A warm one", {"text": "hello"}, {"expected_team": "triage", "tags": "none", "target": "none"}
        ),
    ),
)
AWAY = Rule(
    "Across the river", {"all": [{"fact": "area", "op": "is", "value": "across"}]}, team="partner", id="b"
)


def test_a_set_that_does_what_its_examples_say_breaks_none() -> None:
    assert failing([AWAY, COLD], triage_team="triage") == []


def test_an_example_that_another_rule_breaks_is_named_with_what_came_instead() -> None:
    wide = Rule("Everything", {}, team="money", tags=("all",), id="c", position=1)
    cold, warm = failing([wide, COLD], triage_team="triage")
    assert (cold.rule_id, cold.rule_name, cold.example) == ("a", "Cold homes", "A cold flat")
    assert cold.differences == (
        "team: expected housing, got money",
        "tags: expected cold, got all cold",
        "assign: expected least, got none",
    )
    assert warm.differences == ("team: expected triage, got money", "tags: expected none, got all")


def test_every_fact_of_a_sheet_can_be_given() -> None:
    facts = {
        "area": "across | north",
        "partner": "mind",
        "last_contact_days": "3",
        "adjustments": "BSL interpreter",
        "restricted": "yes",
        "answers.danger": "gas|water",
        "opening_hours": "closed",
        "at": "2026-03-28 18:30",
        "words": "hello",
    }
    rule = replace(AWAY, examples=(Example("All of it", facts, {"team": "partner", "assignee": "none"}),))
    assert failing([rule], triage_team="triage") == []


def test_an_example_that_cannot_be_read_says_so() -> None:
    odd = (
        Example("Unknown", {"moon": "full"}, {"team": "x"}),
        Example("No number", {"last_contact_days": "some"}, {"team": "x"}),
    )
    first, second = failing([replace(COLD, examples=odd)], triage_team="triage")
    assert first.differences[0].startswith("There is no “moon” in an example. There are: service")
    assert "last_contact_days is “some”. Write a number of days" in second.differences[0]


def test_examples_of_a_rule_that_is_switched_off_are_not_asked() -> None:
    assert failing([replace(COLD, active=False)], triage_team="triage") == []


def test_examples_of_a_rule_that_cannot_be_used_are_broken() -> None:
    (cold,) = failing([replace(COLD, conditions={"moon": []})], triage_team="triage")[:1]
    assert cold.differences[0] == "team: expected housing, got triage"
