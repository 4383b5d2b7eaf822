"""A replay decides what routing decides, for any rules and any facts, whatever it leaves untried."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.routing import Condition, Conditions, RouteFacts, Rule, compile_rules, route
from casework.routing.needing import needed
from casework.routing.replaying import Outcome, Replay

SAID = ("no heating", "evict*", "evict* me", "boiler", "Café", "no", "heating now", "1", "🥶 cold", "don't")
TEXTS = (
    "There is NO  heating",
    "evicted today",
    "the cafe's boiler",
    "",
    "cold",
    "🥶 cold",
    "1",
    "dont",
    "no-heating now",
)


def words(op: str, *values: str) -> dict[str, object]:
    return {"fact": "words", "op": op, "value": list(values) if op != "phrase" else values[0]}


conditions = st.fixed_dictionaries(
    {},
    optional={
        group: st.lists(
            st.one_of(
                st.builds(
                    lambda op, values: words(op, *values),
                    st.sampled_from(["any_of", "all_of", "phrase"]),
                    st.lists(st.sampled_from(SAID), min_size=1, max_size=3),
                ),
                st.sampled_from(["a", "B", "a b"]).map(
                    lambda code: {"fact": "service", "op": "is_any_of", "value": [code, "c"]}
                ),
                st.just({"fact": "service", "op": "is_empty"}),
                st.just({"fact": "words", "op": "pattern", "value": "h.ating"}),
            ),
            max_size=3,
        )
        for group in ("all", "any", "none")
    },
)
rules = st.lists(
    st.builds(
        lambda found, team, stop, tag: Rule(
            "R", found, team=team, stop=stop, tags=(tag,), assign="least" if stop else ""
        ),
        conditions,
        st.sampled_from(["", "housing", "money"]),
        st.booleans(),
        st.sampled_from(["x", "y"]),
    ),
    max_size=6,
).map(lambda found: [Rule(**{**_fields(rule), "id": str(n), "position": n}) for n, rule in enumerate(found)])
facts = st.builds(
    RouteFacts, text=st.sampled_from(TEXTS), service=st.sampled_from(["", "a", "A ", "b", "c", "a b"])
)


def _fields(rule: Rule) -> dict[str, object]:
    return {name: getattr(rule, name) for name in Rule.__dataclass_fields__}


@given(rules, rules, st.lists(facts, min_size=1, max_size=5))
def test_it_decides_what_routing_decides(
    before: list[Rule], after: list[Rule], asked: list[RouteFacts]
) -> None:
    sets = [compile_rules(each) for each in (before, after)]
    replay = Replay(*sets, triage_team="triage")
    for one in asked:
        for rule_set, outcome in zip(sets, replay.of(one), strict=True):
            routed = route(rule_set, one, triage_team="triage")
            assert outcome == Outcome(*(getattr(routed, name) for name in Outcome._fields))


@pytest.mark.parametrize(
    ("every", "some", "services", "first"),
    [
        ([], [], (), ()),
        ([Condition("service", "is_any_of", ("A", "b"))], [], ("a", "b"), ()),
        ([Condition("words", "any_of", ("no heating", "Boiler"))], [], (), ("no", "boiler")),
        ([Condition("words", "any_of", ("boiler", "evict*"))], [], (), ()),
        ([Condition("words", "any_of", ("boiler", "evict* me"))], [], (), ("boiler", "evict")),
        ([Condition("words", "all_of", ("evict*", "rent"))], [], (), ("rent",)),
        ([Condition("words", "pattern", ("boiler",))], [], (), ()),
        ([], [Condition("words", "phrase", ("no heating",)), Condition("words", "any_of", ("damp",))], (), ("no", "damp")),
        ([], [Condition("words", "phrase", ("no heating",)), Condition("hour", "between", ("08:00", "18:00"))], (), ()),
    ],
)  # fmt: skip
def test_what_conditions_need(
    every: list[Condition], some: list[Condition], services: tuple[str, ...], first: tuple[str, ...]
) -> None:
    found = needed(Conditions(all=tuple(every), any=tuple(some)))
    assert (found.services, found.words) == (frozenset(services), frozenset(first))
