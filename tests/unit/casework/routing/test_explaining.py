"""The explanation of a case agrees with how it was routed, and names what fitted."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.routing import RouteFacts, Rule, compile_rules, from_documents, route, to_document
from casework.routing.explaining import explain
from casework.routing.replaying import Replay
from tests.unit.casework.routing.generating import FACTS, rule_lists

RULES = (
    Rule(
        "Cold homes",
        {
            "all": [{"fact": "service", "op": "is_any_of", "value": ["damp", "repair"]}],
            "any": [
                {"fact": "words", "op": "any_of", "value": ["no heating", "boiler"]},
                {"fact": "last_contact", "op": "within_days", "value": "14"},
            ],
        },
        team="housing",
        priority="urgent",
        id="a",
        position=1,
    ),
    Rule("Everybody else", {}, team="money", tags=("later",), id="b", position=2),
)


def test_each_condition_says_whether_it_held_and_what_fitted() -> None:
    told = explain(
        compile_rules(RULES), RouteFacts(service="damp", text="There is NO  heating"), triage_team="triage"
    )
    cold, others = told.tried
    assert (cold.held, cold.decided, cold.reached) == (True, True, True)
    assert [(each.group, each.held, each.found) for each in cold.conditions] == [
        ("all", True, "damp"),
        ("any", True, "no heating"),
        ("any", False, ""),
    ]
    assert cold.conditions[2].words == "they were last in touch within 14 days"
    assert (others.held, others.decided) == (True, False) and "tag later" in others.did
    assert told.routing.team == "housing"


def test_what_stands_after_a_rule_that_stops_is_not_reached() -> None:
    rules = [Rule("stop", {}, stop=True, id="a", position=1), Rule("b", {}, team="money", id="b", position=2)]
    told = explain(compile_rules(rules), RouteFacts(), triage_team="triage")
    assert [each.reached for each in told.tried] == [True, False]
    assert told.routing.team == "triage" and told.routing.held == ("a",)


@settings(max_examples=300)
@given(rules=rule_lists(), facts=FACTS)
def test_it_agrees_with_routing(rules: list[Rule], facts: RouteFacts) -> None:
    told = explain(compile_rules(rules), facts, triage_team="triage")
    routed = route(compile_rules(rules), facts, triage_team="triage")
    assert told.routing == routed
    assert tuple(each.rule_id for each in told.tried if each.held) == routed.held
    assert [each.rule_id for each in told.tried if each.decided] == (
        [routed.rule_id] if routed.rule_id else []
    )


@settings(max_examples=300)
@given(before=rule_lists(), after=rule_lists(), facts=FACTS)
def test_a_replay_decides_what_each_set_decides(
    before: list[Rule], after: list[Rule], facts: RouteFacts
) -> None:
    old, new = compile_rules(before), compile_rules(after)
    replayed = Replay(old, new, triage_team="triage").of(facts)
    for rule_set, outcome in ((old, replayed.before), (new, replayed.after)):
        routed = route(rule_set, facts, triage_team="triage")
        assert {**outcome._asdict()} == {name: getattr(routed, name) for name in outcome._fields}


@given(rules=rule_lists())
def test_a_set_survives_being_stored(rules: list[Rule]) -> None:
    stored = json.loads(json.dumps([to_document(rule) for rule in rules]))
    assert [to_document(rule) for rule in from_documents(stored)] == stored


@settings(max_examples=200)
@given(rules=rule_lists(), facts=FACTS, data=st.data())
def test_routing_is_linear_in_the_rules(rules: list[Rule], facts: RouteFacts, data: st.DataObject) -> None:
    """No rule is asked more than once, and none after the first that stops."""
    asked: list[str] = []
    rule_set = compile_rules(rules)
    counted = tuple(one._replace(holds=_counting(one, asked)) for one in rule_set.rules)
    routed = route(type(rule_set)(counted, rule_set.faults), facts, triage_team="triage")
    assert len(asked) == len(set(asked)) <= len(rules)
    assert set(routed.held) <= set(asked)


def _counting(one: object, asked: list[str]) -> object:
    def holds(view: object) -> bool:
        asked.append(one.rule.id)  # type: ignore[attr-defined]
        return bool(one.holds(view))  # type: ignore[attr-defined]

    return holds


def test_repeated_contact_says_how_long_ago_it_was() -> None:
    told = explain(
        compile_rules(RULES), RouteFacts(service="damp", text="", last_contact_days=3), triage_team="triage"
    )
    assert told.tried[0].conditions[2].found == "3 days ago"
