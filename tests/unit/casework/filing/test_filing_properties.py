"""Promises of filing that hold whatever the facts. Facts are drawn in twelve ways, each aimed at one rule.

The aim only makes a rule likely: what decides is the engine's business, and a test here counts that all of them do.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from casework.filing import (
    CaseFact,
    ContactFact,
    Decision,
    Facts,
    OutboundFact,
    QuestionFact,
    Settings,
    decide,
)
from casework.filing.answers import answer_in
from casework.filing.courtesy import is_courtesy
from casework.filing.keywords import KEYWORDS, keyword_in
from casework.references import find_references, new_reference

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
KEYS = "ABCDEFGH"
REFERENCES = {key: new_reference(random.Random(key).randrange) for key in KEYS}
KEY_OF = {reference: key for key, reference in REFERENCES.items()}
RULES = {*map(str, range(1, 12)), "courtesy"}
WINDOWS = Settings()

SERVICES = {"bins": "Missed bin", "repairs": "Housing repair", "lights": "Street light"}
SECRET = "a-hidden-matter"
COURTESIES = [
    "thanks",
    "ok",
    "Thank you so much!",
    "cheers 👍",
    "🙏",
    "received with thanks",
    "diolch yn fawr",
]
REMARKS = [
    "",
    "  ",
    "any news",
    "12 High Street",
    "2pm is fine",
    "it leaks again",
    "😡",
    "yes",
    "null",
    "a\x00b",
]
ANSWERS = ["1", " 2. ", "No 3", "two", "TWO", "new", "2 please", "#4", "(5)", "six"]

# Around the edges of the windows to the second, and anywhere else.
ages = st.one_of(
    st.sampled_from(
        [WINDOWS.reply_window, WINDOWS.question_window, WINDOWS.reopen_window, timedelta(0)]
    ).flatmap(lambda window: st.integers(-2, 2).map(lambda seconds: window + timedelta(seconds=seconds))),
    st.timedeltas(min_value=timedelta(days=-2), max_value=timedelta(days=30)),
)
moments = ages.map(lambda age: NOW - age)
keys = st.sampled_from(KEYS)
# Everything that Unicode can hold, halves of pairs included, as a provider's bug may send it.
any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
mentions = st.sampled_from(sorted(KEY_OF)).flatmap(
    lambda reference: st.sampled_from(
        [reference, reference.lower().replace("-", ""), reference.replace("-", " ")]
    )
)
words = st.one_of(
    any_text, st.sampled_from(REMARKS + COURTESIES + ANSWERS), st.sampled_from(sorted(KEYWORDS))
)
texts = st.one_of(words, st.tuples(words, mentions, words).map(" ".join))


def case_of(
    key: str, service: str, is_open: bool, restricted: bool, parties: tuple[str, ...] | None, **more: Any
) -> CaseFact:
    """What a case says of itself fits together. `parties` None: a stranger's."""
    into = more.pop("merged_into")
    return CaseFact(
        key=key,
        reference=REFERENCES[key],
        is_open=is_open,
        service=SECRET if restricted else service,
        service_name=SECRET if restricted else SERVICES[service],
        restricted=restricted,
        sender_is_party=parties is not None,
        parties=parties or (),
        closed_at=None if is_open else more.pop("closed_at"),
        merged_into=None if into == key else into,
        **{name: value for name, value in more.items() if name != "closed_at"},
    )


some_case = st.builds(
    case_of,
    key=keys,
    service=st.sampled_from(sorted(SERVICES)),
    is_open=st.booleans(),
    restricted=st.booleans(),
    parties=st.sampled_from([(), ("amina",), ("amina", "boris"), None]),
    last_activity=moments,
    origin=st.sampled_from(["sms", "web", "phone", ""]),
    opened_at=st.none() | moments,
    closed_at=st.none() | moments,
    merged_into=st.sampled_from([None] * 7 + [*KEYS[:3]]),
)
some_cases = st.lists(some_case, max_size=6, unique_by=lambda case: case.key).map(tuple)


@st.composite
def anything(draw: st.DrawFn) -> Facts:
    """Facts without an aim: no link, no choice of staff's, not seen before."""
    text = draw(texts)
    contact = ContactFact(
        channel=draw(st.sampled_from(["sms", "sms", "sms", "web", "phone", "in_person", "email", "newest"])),
        at=NOW,
        text=text,
        service=draw(st.sampled_from([None, *SERVICES])),
        person=draw(st.sampled_from([None, None, "amina"])),
    )
    choices = draw(st.lists(keys, min_size=1, max_size=5, unique=True))
    return Facts(
        contact=contact,
        cases=draw(some_cases),
        named={reference: KEY_OF[reference] for reference in find_references(text) if reference in KEY_OF},
        outbound=tuple(
            draw(
                st.lists(
                    st.builds(OutboundFact, case=keys, at=moments, channel=st.sampled_from(["sms", "phone"])),
                    max_size=3,
                )
            )
        ),
        question=draw(
            st.none() | st.builds(QuestionFact, asked_at=moments, choices=st.just((*choices, "new")))
        ),
        opted_out=draw(st.booleans()),
    )


def quiet(facts: Facts, text: str = "any news", **contact: Any) -> Facts:
    """Nothing in the contact itself leads anywhere, and nothing we sent does."""
    plain = replace(facts.contact, text=text, **{"channel": "sms", **contact})
    return replace(facts, contact=plain, named={}, outbound=(), question=None)


def with_own(facts: Facts, *wanted: str) -> tuple[CaseFact, ...]:
    """The cases, the wanted ones of them there, the sender's and not merged."""
    there = by_key(facts)
    plain = CaseFact(key="", reference="", is_open=True, last_activity=NOW - timedelta(days=1))
    own = (replace(there.get(key, plain), key=key, reference=REFERENCES[key]) for key in wanted)
    rest = tuple(case for case in facts.cases if case.key not in wanted)
    return (*(replace(case, sender_is_party=True, merged_into=None) for case in own), *rest)


def open_cases(facts: Facts, *wanted: str) -> tuple[CaseFact, ...]:
    """The wanted ones are the sender's and open, the rest are a stranger's."""
    return tuple(
        replace(case, is_open=True, closed_at=None)
        if case.key in wanted
        else replace(case, sender_is_party=False, parties=(), merged_into=None)
        for case in with_own(facts, *wanted)
    )


def closed_cases(facts: Facts) -> tuple[CaseFact, ...]:
    day = timedelta(days=1)
    return tuple(
        replace(case, is_open=False, closed_at=NOW - day * number)
        for number, case in enumerate(with_own(facts, "A"))
    )


AIMS: dict[str, Callable[[Facts], Facts]] = {
    "1": lambda facts: replace(facts, contact=replace(facts.contact, seen_before=True)),
    "2": lambda facts: quiet(facts, text="Stop."),
    "3": lambda facts: replace(facts, contact=replace(facts.contact, staff_choice="A")),
    "4": lambda facts: replace(quiet(facts, link="A"), cases=with_own(facts, "A")),
    "5": lambda facts: replace(
        quiet(facts, text=f"about {REFERENCES['A']}"),
        named={REFERENCES["A"]: "A"},
        cases=with_own(facts, "A"),
    ),
    "6": lambda facts: replace(
        quiet(facts, text="1"),
        question=QuestionFact(asked_at=NOW - timedelta(hours=2), choices=("A", "B", "new")),
    ),
    "7": lambda facts: replace(
        quiet(facts),
        cases=with_own(facts, "A"),
        outbound=(OutboundFact(case="A", at=NOW - timedelta(hours=3)),),
    ),
    "8": lambda facts: replace(quiet(facts), cases=open_cases(facts, "A")),
    "9": lambda facts: replace(quiet(facts), cases=open_cases(facts, *KEYS[: 2 + len(facts.cases) % 6])),
    "10": lambda facts: replace(quiet(facts), cases=closed_cases(facts)),
    "11": lambda facts: replace(quiet(facts, channel="web"), cases=open_cases(facts, "A")),
    "courtesy": lambda facts: replace(quiet(facts, text="ok thanks"), cases=open_cases(facts, "A", "B")),
}
all_facts = st.one_of(anything(), *(anything().map(aim) for aim in AIMS.values()))


def by_key(facts: Facts) -> dict[str, CaseFact]:
    return {case.key: case for case in facts.cases}


def own_keys(facts: Facts) -> set[str]:
    """The sender's cases, and what they were merged into."""
    cases = by_key(facts)
    own = {key for key, case in cases.items() if case.sender_is_party}
    for _ in cases:
        own |= {cases[key].merged_into or key for key in own if key in cases}
    return own


def named_in(decision: Decision) -> set[str]:
    """Every case that the decision leads to or offers."""
    found = {decision.case, decision.possible_duplicate_of, *decision.choices}
    return {key for key in found if key is not None} - {"new"}


def test_every_rule_has_an_aim() -> None:
    assert set(AIMS) == RULES


@pytest.mark.parametrize("rule", AIMS)
def test_the_facts_reach_every_rule(rule: str) -> None:
    decided: Counter[str] = Counter()

    @settings(max_examples=10, database=None)
    @given(anything())
    def collect(facts: Facts) -> None:
        decided.update([decide(AIMS[rule](facts)).rule])

    collect()
    assert decided[rule] >= 5


@given(all_facts)
def test_there_is_exactly_one_decision_and_nothing_is_raised(facts: Facts) -> None:
    decision = decide(facts)

    event(f"rule {decision.rule}")
    assert decision.rule in RULES and decision.reason
    assert (decision.case is None) == (decision.result not in {"case", "reopen", "new_linked"})
    assert decide(facts) == decision


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=2000), anything())
def test_any_text_of_any_length_is_decided(text: str, facts: Facts) -> None:
    assert decide(replace(facts, contact=replace(facts.contact, text=text))).rule in RULES


@given(all_facts)
def test_no_case_without_somebody_at_that_contact_point(facts: Facts) -> None:
    decision = decide(facts)

    event(f"{decision.result} by rule {decision.rule}")
    if decision.rule not in {"3", "4"}:
        assert decision.case is None or decision.case in own_keys(facts)
    if decision.result in {"ask", "new"}:
        assert named_in(decision) <= own_keys(facts)


@given(all_facts)
def test_never_on_two_cases(facts: Facts) -> None:
    decision = decide(facts)

    assert not (decision.case and decision.choices)
    assert len(set(decision.choices)) == len(decision.choices)
    assert decision.case not in decision.choices


@given(all_facts, st.randoms(use_true_random=False))
def test_the_order_of_cases_and_of_what_we_sent_means_nothing(facts: Facts, dice: random.Random) -> None:
    cases, outbound = list(facts.cases), list(facts.outbound)
    dice.shuffle(cases)
    dice.shuffle(outbound)

    assert decide(replace(facts, cases=tuple(cases), outbound=tuple(outbound))) == decide(facts)


def with_merge(facts: Facts) -> Facts:
    """A is merged into B; both would be the sender's and open, were A still a case of its own."""
    cases = open_cases(facts, "A", "B", "C")
    return replace(
        facts, cases=tuple(replace(case, merged_into="B") if case.key == "A" else case for case in cases)
    )


@given(all_facts | anything().map(quiet).map(with_merge))
def test_a_merged_case_is_neither_chosen_nor_offered(facts: Facts) -> None:
    merged = {case.key for case in facts.cases if case.merged_into}

    assert named_in(decide(facts)).isdisjoint(merged)


@given(anything().map(with_merge))
def test_what_points_at_a_merged_case_means_the_survivor(facts: Facts) -> None:
    def by_link(key: str) -> Decision:
        return decide(quiet(facts, link=key))

    def by_our_text(key: str) -> Decision:
        sent = (OutboundFact(case=key, at=NOW - timedelta(hours=1)),)
        return decide(replace(quiet(facts), outbound=sent))

    assert by_link("A") == by_link("B") and by_link("A").case == "B"
    assert by_our_text("A") == by_our_text("B") and by_our_text("A").case == "B"


@given(all_facts)
def test_a_reason_says_nothing_of_what_a_restricted_case_is_about(facts: Facts) -> None:
    assert SECRET not in decide(facts).reason


@given(all_facts)
def test_a_reason_repeats_nothing_that_was_written(facts: Facts) -> None:
    told = "Zanzibar"
    contact = replace(facts.contact, text=f"{facts.contact.text} {told}")

    assert told not in decide(replace(facts, contact=contact)).reason


@given(all_facts)
def test_an_opted_out_number_is_never_asked(facts: Facts) -> None:
    assert decide(replace(facts, opted_out=True)).result != "ask"


@given(all_facts)
def test_a_list_has_at_most_five_cases_that_are_open_and_theirs_and_new_is_last(facts: Facts) -> None:
    decision = decide(replace(facts, opted_out=False))

    event(f"{len(decision.choices)} choices")
    if decision.result == "ask":
        *offered, last = decision.choices
        cases = by_key(facts)
        assert last == "new" and 2 <= len(offered) <= 5
        assert all(cases[key].is_open for key in offered)
        assert facts.contact.is_text


@given(all_facts, st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000)))
def test_the_same_facts_at_another_time_are_decided_alike(facts: Facts, delta: timedelta) -> None:
    def moved(when: datetime | None) -> datetime | None:
        return when and when + delta

    cases = tuple(
        replace(
            case,
            last_activity=case.last_activity + delta,
            opened_at=moved(case.opened_at),
            closed_at=moved(case.closed_at),
        )
        for case in facts.cases
    )
    question = facts.question and replace(facts.question, asked_at=facts.question.asked_at + delta)
    later = replace(
        facts,
        contact=replace(facts.contact, at=facts.contact.at + delta),
        cases=cases,
        outbound=tuple(replace(sent, at=sent.at + delta) for sent in facts.outbound),
        question=question,
    )

    assert decide(later) == decide(facts)


@given(all_facts)
def test_deciding_changes_none_of_the_facts(facts: Facts) -> None:
    before = repr(facts)
    first = decide(facts)

    assert repr(facts) == before
    assert decide(facts) == first


@given(all_facts, st.sampled_from(COURTESIES), st.booleans())
def test_a_courtesy_reopens_opens_and_asks_nothing(facts: Facts, text: str, named: bool) -> None:
    text = f"{text} {REFERENCES['A']}" if named else text
    contact = replace(facts.contact, channel="sms", text=text, staff_choice=None, seen_before=False)
    decision = decide(replace(facts, contact=contact, named={REFERENCES["A"]: "A"} if named else {}))

    event(f"{decision.result} by rule {decision.rule}")
    assert decision.result in {"case", "none", "hold"}
    assert decision.courtesy or decision.result == "hold"
    assert (
        decision.result != "hold" or decision.rule == "5"
    )  # a stranger's reference, or several of one's own


@given(all_facts)
def test_whatever_is_marked_a_courtesy_reopens_nothing(facts: Facts) -> None:
    decision = decide(facts)

    assert not decision.courtesy or decision.result in {"case", "none"}


@given(st.sampled_from(sorted(KEYWORDS)), all_facts, st.sampled_from(["{}", " {}.", "“{}”", "{}!!"]))
def test_a_keyword_touches_no_case(word: str, facts: Facts, shape: str) -> None:
    contact = replace(facts.contact, channel="sms", text=shape.format(word.upper()), seen_before=False)
    decision = decide(replace(facts, contact=contact, named={}))

    assert (decision.rule, decision.result, decision.keyword) == ("2", "none", KEYWORDS[word])
    assert named_in(decision) == set()


@given(all_facts)
def test_a_strangers_case_beside_the_others_changes_nothing(facts: Facts) -> None:
    stranger = CaseFact(
        key="Z", reference="", is_open=True, last_activity=NOW, service="bins", sender_is_party=False
    )

    assert decide(replace(facts, cases=(*facts.cases, stranger))) == decide(facts)


@given(all_facts)
def test_a_waiting_list_that_is_not_answered_changes_nothing_but_that_it_waits(facts: Facts) -> None:
    asked = facts.question or QuestionFact(asked_at=NOW - timedelta(hours=1), choices=("A", "B", "new"))
    assume(answer_in(facts.contact.text, asked.choices) is None)
    with_list, without = decide(replace(facts, question=asked)), decide(replace(facts, question=None))

    assert replace(with_list, already_asked=False) == without


@given(all_facts)
def test_a_person_who_chose_is_obeyed(facts: Facts) -> None:
    assume(not facts.contact.seen_before)
    assume(not (facts.contact.is_text and keyword_in(facts.contact.text)))
    decision = decide(replace(facts, contact=replace(facts.contact, staff_choice="new")))

    assert (decision.rule, decision.result) == ("3", "new")


@given(all_facts)
def test_a_form_reopens_and_joins_nothing_by_itself(facts: Facts) -> None:
    contact = replace(facts.contact, channel="web", link=None, staff_choice=None, seen_before=False)
    decision = decide(replace(facts, contact=contact, named={}))

    assert decision.result == "new" and decision.case is None


@given(anything())
def test_the_aimed_texts_are_what_they_are_taken_for(facts: Facts) -> None:
    assert not is_courtesy(REMARKS[0])
    assert all(map(is_courtesy, COURTESIES))
    assert facts.named.keys() <= KEY_OF.keys()
