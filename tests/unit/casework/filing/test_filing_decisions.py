"""What holds for every decision, whatever the facts."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import event, given
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
from casework.references import new_reference

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
KEYS = "ABCDEFGH"
REFERENCES = {key: new_reference(random.Random(key).randrange) for key in KEYS}
RESULTS = {"case", "reopen", "new", "new_linked", "ask", "hold", "none", "same"}
RULES = {*map(str, range(1, 12)), "courtesy"}

hours = st.one_of(st.integers(-3, 80), st.integers(24 * 13, 24 * 15), st.integers(-48, 24 * 40))
moments = hours.map(lambda hours: NOW - timedelta(hours=hours))
keys = st.sampled_from(KEYS)
texts = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            "STOP",
            "help",
            "2",
            "new",
            "thanks",
            "ok 👍",
            "yes",
            "12 High Street",
            f"about {REFERENCES['A']}",
            f"thanks {REFERENCES['B']}",
        ]
    ),
)


some_case = st.builds(
    CaseFact,
    key=keys,
    reference=st.just(""),
    is_open=st.booleans(),
    last_activity=moments,
    service=st.sampled_from(["bins", "repairs", ""]),
    origin=st.sampled_from(["sms", "web", "phone", ""]),
    opened_at=st.none() | moments,
    closed_at=st.none() | moments,
    sender_is_party=st.sampled_from([True, True, False]),
    parties=st.sampled_from([(), ("amina",), ("amina", "boris"), ("carla",)]),
    merged_into=st.sampled_from([None] * 12 + [*KEYS[:2]]),
    restricted=st.booleans(),
)
# Busy numbers in their own right: of lists of any length, nearly all are too short to make anybody choose.
some_cases = st.lists(some_case, max_size=2, unique_by=lambda case: case.key) | st.lists(
    some_case, min_size=3, max_size=8, unique_by=lambda case: case.key
)
contacts = st.builds(
    ContactFact,
    channel=st.sampled_from(["sms", "sms", "web", "phone", "in_person", "email", "letter", "new-channel"]),
    at=st.just(NOW),
    text=texts,
    staff_choice=st.sampled_from([None] * 30 + [*KEYS[:3], "new", "none"]),
    link=st.sampled_from([None] * 30 + [*KEYS[:3]]),
    service=st.sampled_from([None, "bins", "repairs"]),
    seen_before=st.sampled_from([False] * 30 + [True]),
)
sent = st.lists(
    st.builds(OutboundFact, case=keys, at=moments, channel=st.sampled_from(["sms", "phone"])), max_size=3
)
questions = st.none() | st.builds(
    QuestionFact, asked_at=moments, choices=st.lists(st.sampled_from([*KEYS, "new"]), max_size=6).map(tuple)
)


def put_together(
    contact: ContactFact,
    cases: list[CaseFact],
    outbound: list[OutboundFact],
    question: QuestionFact | None,
    opted_out: bool,
) -> Facts:
    return Facts(
        contact=contact,
        cases=tuple(
            replace(
                case, reference=REFERENCES[case.key], parties=case.parties if case.sender_is_party else ()
            )
            for case in cases
        ),
        named={reference: key for key, reference in REFERENCES.items() if reference in contact.text},
        outbound=tuple(outbound),
        question=question,
        opted_out=opted_out,
    )


all_facts = st.builds(
    put_together,
    contact=contacts,
    cases=some_cases,
    outbound=sent,
    question=questions,
    opted_out=st.booleans(),
)


def unmerged(facts: Facts) -> Facts:
    return replace(facts, cases=tuple(replace(case, merged_into=None) for case in facts.cases))


def own_keys(facts: Facts) -> set[str]:
    """Cases the sender is a party to, themselves or through one merged into them."""
    own = {case.key for case in facts.cases if case.sender_is_party}
    into = {case.key: case.merged_into for case in facts.cases if case.merged_into}
    for _ in into:
        own |= {into[key] or "" for key in own if key in into}
    return own


@given(all_facts)
def test_every_contact_gets_one_decision_in_known_words(facts: Facts) -> None:
    decision = decide(facts)

    assert decision.result in RESULTS and decision.rule in RULES
    assert (decision.case is not None) == (decision.result in {"case", "reopen", "new_linked"})
    assert (decision.keyword != "") == (decision.rule == "2")
    assert decision.reason and "None" not in decision.reason
    assert not (decision.courtesy and decision.result not in {"case", "none"})


@given(all_facts)
def test_nothing_is_filed_on_a_case_of_other_people_but_by_link_or_staff(facts: Facts) -> None:
    decision = decide(facts)

    assert decision.case is None or decision.rule in {"3", "4"} or decision.case in own_keys(facts)


@given(all_facts, st.randoms(use_true_random=False))
def test_the_order_of_cases_and_texts_means_nothing(facts: Facts, dice: random.Random) -> None:
    cases, outbound = list(facts.cases), list(facts.outbound)
    dice.shuffle(cases)
    dice.shuffle(outbound)

    assert decide(replace(facts, cases=tuple(cases), outbound=tuple(outbound))) == decide(facts)


@given(all_facts)
def test_the_same_facts_give_the_same_decision(facts: Facts) -> None:
    assert decide(facts) == decide(replace(facts))


@given(all_facts)
def test_a_question_goes_only_to_a_number_that_may_be_texted(facts: Facts) -> None:
    # As a text without a choice of staff's, a link or a text of ours, or too few of the facts lead to a question.
    contact = replace(facts.contact, staff_choice=None, link=None, seen_before=False)
    facts = replace(facts, outbound=(), cases=tuple(replace(case, is_open=True) for case in facts.cases))
    for channel, opted_out in (
        ("sms", False),
        ("sms", True),
        ("phone", False),
        (contact.channel, facts.opted_out),
    ):
        decision = decide(replace(facts, contact=replace(contact, channel=channel), opted_out=opted_out))
        event(f"{decision.result} {len(decision.choices)}")
        if decision.result == "ask":
            assert channel == "sms" and not opted_out
            assert 3 <= len(decision.choices) <= 6 and decision.choices[-1] == "new"
            assert set(decision.choices[:-1]) <= own_keys(facts)


@given(all_facts)
def test_a_case_is_reached_reopened_or_followed_by_its_state(facts: Facts) -> None:
    decision = decide(facts)
    chosen = facts.case(decision.case)

    if chosen is not None:
        assert not chosen.merged_into
        assert not chosen.is_open or decision.result == "case"
        if not chosen.is_open and decision.rule != "3":
            assert decision.courtesy or decision.result in {"reopen", "new_linked"}


@given(all_facts.map(unmerged))
def test_the_person_is_said_only_when_it_can_be_nobody_else(facts: Facts) -> None:
    decision = decide(facts)
    chosen = facts.case(decision.case)

    people = chosen.parties if chosen else ()
    assert decision.party == (people[0] if len(people) == 1 else None)


@given(all_facts.map(unmerged))
def test_a_reason_never_says_what_a_restricted_or_foreign_case_is_about(facts: Facts) -> None:
    named = tuple(
        replace(case, service_name="secret" if case.restricted or not case.sender_is_party else "bins")
        for case in facts.cases
    )

    assert "secret" not in decide(replace(facts, cases=named)).reason


def open_case(key: str = "A", **more: object) -> CaseFact:
    known = {"reference": REFERENCES[key], "is_open": True, "last_activity": NOW - timedelta(days=1)}
    return CaseFact(key=key, **{**known, **more})  # type: ignore[arg-type]


def decided(*cases: CaseFact, text: str = "hello", channel: str = "sms", **facts: object) -> Decision:
    return decide(Facts(contact=ContactFact(channel=channel, at=NOW, text=text), cases=cases, **facts))  # type: ignore[arg-type]


def test_the_reason_tells_of_the_reply_and_its_age() -> None:
    decision = decided(
        open_case(), outbound=(OutboundFact(case="A", at=NOW - timedelta(hours=3, minutes=50)),)
    )

    assert decision.reason == f"replies to our text about {REFERENCES['A']}, sent 3 hours ago"


def test_the_reason_tells_of_the_only_open_case() -> None:
    case = open_case(service_name="missed bin", origin="phone", opened_at=NOW - timedelta(days=2, hours=3))

    expected = (
        f"{REFERENCES['A']} is the only open case of this number (missed bin, opened 2 days ago by phone)"
    )
    assert decided(case).reason == expected


def test_the_reason_tells_why_a_named_case_was_not_taken() -> None:
    decision = decided(open_case(sender_is_party=False), named={REFERENCES["A"]: "A"})

    assert decision.reason == f"names {REFERENCES['A']}, but this number is not a party to it"


def test_a_case_that_exists_but_is_kept_from_us_is_held() -> None:
    assert decided(named={REFERENCES["A"]: "A"}).result == "hold"


def test_staffs_choice_of_an_unknown_case_is_held_and_not_lost() -> None:
    contact = ContactFact(channel="phone", at=NOW, text="rang", staff_choice="gone")

    assert decide(Facts(contact=contact, cases=(open_case(),))).choices == ("A",)


def test_cases_merged_into_one_another_stop_nothing() -> None:
    decision = decided(open_case("A", merged_into="B"), open_case("B", merged_into="A"))

    assert decision.result == "new"


def test_a_chain_of_merges_leads_to_its_end() -> None:
    decision = decided(open_case("A", merged_into="B"), open_case("B", merged_into="C"), open_case("C"))

    assert (decision.rule, decision.case) == ("8", "C")


def test_the_windows_of_the_office_count() -> None:
    sent = (OutboundFact(case="A", at=NOW - timedelta(hours=5)),)
    short = Settings(reply_window=timedelta(hours=4))

    assert decided(open_case("A"), open_case("B"), outbound=sent).rule == "7"
    assert decided(open_case("A"), open_case("B"), outbound=sent, settings=short).rule == "9"


def test_two_texts_of_the_same_moment_mean_the_livelier_case() -> None:
    sent = tuple(OutboundFact(case=key, at=NOW - timedelta(hours=1)) for key in "AB")
    livelier = open_case("B", last_activity=NOW)

    assert decided(open_case("A"), livelier, outbound=sent).case == "B"
    assert decided(livelier, open_case("A"), outbound=sent[::-1]).case == "B"


def test_a_form_of_a_known_person_may_repeat_only_their_own_case() -> None:
    contact = ContactFact(channel="web", at=NOW, service="bins", person="amina")
    theirs = open_case(service="bins", parties=("amina",))

    assert decide(Facts(contact=contact, cases=(theirs,))).possible_duplicate_of == "A"
    assert (
        decide(Facts(contact=contact, cases=(replace(theirs, parties=("boris",)),))).possible_duplicate_of
        is None
    )
