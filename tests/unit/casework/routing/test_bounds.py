"""Whatever is written in rules or sent by people: an answer, the same each time, in time that grows with the size alone."""

import time
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.routing import (
    RouteFacts,
    Rule,
    RuleError,
    compile_rules,
    engine,
    from_documents,
    route,
    to_document,
)
from casework.routing.conditions import FACTS as FAMILIES
from casework.routing.conditions import GROUPS
from casework.routing.documents import KEYS
from casework.routing.explaining import explain
from casework.routing.facts import View
from casework.routing.matching import Test
from casework.routing.replaying import Replay
from casework.routing.warnings import Known, warnings
from tests.unit.casework.routing.generating import FACTS, rule_lists


def words_rule(number: int, *wanted: str, **fields: Any) -> Rule:
    conditions = {"all": [{"fact": "words", "op": "any_of", "value": list(wanted)}]}
    return Rule(f"r{number}", conditions, id=str(number), position=number, **fields)


ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
ODD_CONDITIONS = st.dictionaries(
    st.sampled_from((*GROUPS, "odd")),
    st.one_of(
        ANYTHING,
        st.lists(
            st.fixed_dictionaries(
                {
                    "fact": st.sampled_from((*FAMILIES, "answers.q")),
                    "op": st.sampled_from(sorted({op for ops in FAMILIES.values() for op in ops})),
                    "value": st.one_of(ANYTHING, st.sampled_from((["a"], "14", "yes", ["08:00", "9:00"]))),
                }
            ),
            max_size=2,
        ),
    ),
    max_size=3,
)
ODD_DOCUMENTS = st.lists(
    st.one_of(
        ANYTHING,
        st.builds(
            lambda odd, conditions: {"name": "odd", "conditions": conditions, **odd},
            st.dictionaries(
                st.sampled_from(sorted(set(KEYS) - {"name", "conditions"})), ANYTHING, max_size=2
            ),
            st.one_of(ODD_CONDITIONS, ANYTHING),
        ),
    ),
    max_size=3,
)


@settings(max_examples=300, deadline=None)
@given(documents=ODD_DOCUMENTS, facts=FACTS)
def test_any_document_is_refused_in_words_or_routes_everything(
    documents: list[Any], facts: RouteFacts
) -> None:
    try:
        rules = from_documents(documents)
    except RuleError:
        return
    rule_set = compile_rules([*rules, Rule("good", {}, team="housing", position=99)])
    told = explain(rule_set, facts, triage_team="triage")
    assert told.routing == route(rule_set, facts, triage_team="triage")
    replayed = Replay(rule_set, compile_rules(rules), triage_team="triage").of(facts)
    assert replayed.before.team == told.routing.team
    assert all(each.words for each in warnings(rules, Known()))


@settings(max_examples=100, deadline=None)
@given(rules=rule_lists(), facts=FACTS)
def test_the_order_of_keys_changes_nothing(rules: list[Rule], facts: RouteFacts) -> None:
    documents = [to_document(rule) for rule in rules]
    turned = [_turned(document) for document in documents]
    first, second = (
        route(compile_rules(from_documents(each)), facts, triage_team="triage")
        for each in (documents, turned)
    )
    assert first == second


def _turned(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _turned(inner) for key, inner in reversed(value.items())}
    return [_turned(inner) for inner in value] if isinstance(value, list) else value


def test_twice_the_rules_ask_twice_the_conditions(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    plain = engine.test_of

    def counting(condition: Any) -> Test:
        test = plain(condition)

        def counted(view: View) -> bool:
            nonlocal asked
            asked += 1
            return test(view)

        return counted

    monkeypatch.setattr(engine, "test_of", counting)
    counts = []
    for size in (100, 200, 400):
        asked = 0
        rules = [words_rule(number, "boiler", "leak") for number in range(size)]
        route(compile_rules(rules), RouteFacts(text="my bin"), triage_team="triage")
        counts.append(asked)
    assert counts == [100, 200, 400]


def test_five_hundred_rules_route_explain_and_are_warned_about() -> None:
    rules = [words_rule(number, f"word{number}", f"other{number}", team="housing") for number in range(500)]
    rule_set, facts = compile_rules(rules), RouteFacts(text="word499 and no more")
    began = time.perf_counter()
    told = explain(rule_set, facts, triage_team="triage")
    assert told.routing.rule_id == "499"
    assert [each.rule_id for each in told.tried if each.held] == ["499"]
    assert not warnings(rules, Known(teams=frozenset({"housing"})))
    assert time.perf_counter() - began < 10


LONG = {
    "arabic": ("لا توجد تدفئة في المنزل. ", "تدفئة"),
    "chinese": ("家里没有暖气已经三天了。", "暖气"),
    "emoji": ("🥶🏠👩‍👧‍👦 heat 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ", "heat"),
    "welsh": ("Mae’r tŷ yn oer â’r gŵr yn sâl. ", "tŷ"),
    "combining": ("e\u0301te\u0301 ", "été"),
    "hindi": ("घर में बिजली नहीं है। ", "बिजली"),
}


@pytest.mark.parametrize(("said", "wanted"), LONG.values(), ids=LONG)
def test_a_long_text_of_any_script_is_searched_whole(said: str, wanted: str) -> None:
    body = (said * 1600)[:1600]
    rule_set = compile_rules([words_rule(1, wanted, team="housing")])
    told = explain(rule_set, RouteFacts(text=body), triage_team="triage")
    assert told.routing.team == "housing"
    assert told.tried[0].conditions[0].found == wanted
    hidden = RouteFacts(text=("x " * 790 + said)[:1600])
    assert route(rule_set, hidden, triage_team="triage").team == "housing"


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*)*x$", "^(a?){50}a{50}$"])
@pytest.mark.parametrize("text", ["a" * 99_999 + "!", "á" * 99_999 + "!"])
def test_a_pattern_that_explodes_elsewhere_answers_for_the_longest_text(pattern: str, text: str) -> None:
    conditions = {"all": [{"fact": "words", "op": "pattern", "value": pattern}]}
    rule_set = compile_rules([Rule("bomb", conditions, team="housing")])
    assert not rule_set.faults
    began = time.perf_counter()
    assert route(rule_set, RouteFacts(text=text), triage_team="triage").team == "triage"
    assert time.perf_counter() - began < 5
