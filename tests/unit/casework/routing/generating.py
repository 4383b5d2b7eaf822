"""Rules and facts for property tests: few values each, so that rules and facts meet often."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from casework.routing import RouteFacts, Rule

SERVICES = ("damp", "bins", "rent")
WORDS = ("no heating", "heating", "rent", "evict*", "evicted", "water")
TEAMS = ("", "housing", "money")
AREAS = ("north", "south")


def _condition(fact: str, op: str, value: Any) -> dict[str, Any]:
    return {"fact": fact, "op": op, "value": value}


def _some(values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


CONDITIONS = st.one_of(
    st.builds(_condition, st.just("service"), st.just("is_any_of"), _some(SERVICES)),
    st.builds(_condition, st.just("channel"), st.just("is"), st.sampled_from(("sms", "web"))),
    st.builds(_condition, st.just("language"), st.just("is"), st.sampled_from(("en", "en-GB", "cy"))),
    st.builds(_condition, st.just("words"), st.sampled_from(("any_of", "all_of")), _some(WORDS)),
    st.builds(_condition, st.just("words"), st.just("pattern"), st.sampled_from(("^$", "rent|water", "e+"))),
    st.builds(_condition, st.just("postcode"), st.just("is_in"), _some(("SW", "SW1A", "N1"))),
    st.builds(_condition, st.just("area"), st.just("is_any_of"), _some(AREAS)),
    st.builds(_condition, st.just("partner"), st.just("is"), st.sampled_from(("mind", "crisis"))),
    st.builds(_condition, st.just("answers.danger"), st.sampled_from(("is", "contains")), _some(("gas", "no water"))).map(
        lambda each: {**each, "value": each["value"][0]}
    ),
    st.builds(_condition, st.just("last_contact"), st.just("within_days"), st.sampled_from(("3", "14"))),
    st.builds(_condition, st.just("adjustments"), st.just("any_of"), _some(("interpreter", "large print"))),
    st.builds(_condition, st.just("restricted"), st.just("is"), st.sampled_from(("yes", "no"))),
    st.builds(_condition, st.just("opening_hours"), st.just("is"), st.sampled_from(("open", "closed"))),
    st.builds(_condition, st.just("weekday"), st.just("is_any_of"), _some(("monday", "sunday", "friday"))),
    st.builds(_condition, st.just("hour"), st.just("between"), st.just(["18:00", "08:00"])),
    st.builds(
        _condition,
        st.sampled_from(("service", "words", "postcode", "area", "partner", "adjustments", "answers.danger")),
        st.just("is_empty"),
        st.none(),
    ),
)  # fmt: skip

GROUPS = st.fixed_dictionaries(
    {
        "all": st.lists(CONDITIONS, max_size=2),
        "any": st.lists(CONDITIONS, max_size=2),
        "none": st.lists(CONDITIONS, max_size=1),
    }
)

RULES = st.builds(
    Rule,
    name=st.sampled_from(("one", "two", "three")),
    conditions=GROUPS,
    team=st.sampled_from(TEAMS),
    priority=st.sampled_from(("", "low", "urgent")),
    assign=st.sampled_from(("", "least", "turn")),
    tags=st.sampled_from(((), ("x",), ("y", "x"))),
    restricted=st.booleans(),
    target=st.sampled_from(("", "complaint")),
    stop=st.booleans(),
    active=st.sampled_from((True, True, False)),
)


@st.composite
def rule_lists(draw: st.DrawFn, most: int = 5) -> list[Rule]:
    """A set of rules with ids and places of their own."""
    from dataclasses import replace

    drawn = draw(st.lists(RULES, max_size=most))
    return [replace(rule, id=f"id-{number}", position=number) for number, rule in enumerate(drawn)]


FACTS = st.builds(
    RouteFacts,
    service=st.sampled_from(("", *SERVICES)),
    channel=st.sampled_from(("sms", "web")),
    text=st.sampled_from(("", "No HEATING since Monday", "we are being evicted", "the rent, the water", "évicted")),
    postcode=st.sampled_from(("", "SW1A 1AA", "N1 9GU", "nonsense")),
    answers=st.sampled_from(({}, {"danger": "gas"}, {"danger": ["gas", "no water"]}, {"danger": ""})),
    language=st.sampled_from(("", "en", "en-GB", "cy")),
    at=st.one_of(
        st.none(), st.integers(0, 24 * 14).map(lambda hours: datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hours))
    ),
    is_open=st.sampled_from((None, True, False)),
    partner=st.sampled_from(("", "mind", "MIND", "crisis")),
    areas=st.sampled_from(((), ("north",), ("north", "south"))),
    last_contact_days=st.sampled_from((None, 0, 3, 10, 400)),
    adjustments=st.sampled_from(("", "BSL interpreter", "large print, please")),
    restricted=st.booleans(),
)  # fmt: skip
