"""The reader of sheets: tolerant of what is missing, exact about what is stated, plain about what is wrong."""

import json
from typing import Any

import pytest

from casework.filing.sheet import read_sheet
from casework.filing.situation import read_facts, typo
from casework.references import find_references, normalise


def row(**more: Any) -> dict[str, Any]:
    case = {"key": "A", "parties": ["amina"], "status": "open", "last_activity": "2026-03-01T10:00:00Z"}
    return {
        "name": "a situation",
        "shared_by": ["amina"],
        "cases": [case],
        "contact": {"channel": "sms", "text": "hello", "at": "2026-03-02T12:30:00Z"},
        "expect": {"result": "case", "case": "A"},
        **more,
    }


def differences(**more: Any) -> tuple[str, ...]:
    return read_sheet([json.dumps(row(**more))]).situations[0].differences


def fault(line: str) -> str:
    (number, what), *others = read_sheet(["", line]).unreadable
    assert number == 2 and not others
    return what


def test_only_what_is_stated_is_compared() -> None:
    assert differences() == ()
    assert differences(expect={"result": "case"}) == ()
    assert differences(expect={"result": "case", "remark": "as always"}) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"result": "new"},
        {"case": "B"},
        {"case": None},
        {"courtesy": True},
        {"rule": 7},
        {"keyword": "stop"},
        {"party": "boris"},
        {"possible_duplicate_of": "A"},
    ],
)
def test_whatever_is_stated_and_comes_out_otherwise_is_a_difference(wrong: dict[str, Any]) -> None:
    (difference,) = differences(expect={"result": "case", **wrong})

    assert difference.startswith(next(iter(wrong)))


def test_a_difference_says_what_was_expected_and_what_came_out() -> None:
    expect = {"result": "hold", "case": None, "rule": 1, "courtesy": True, "choices": ["A"]}

    assert differences(expect=expect) == (
        "result: expected hold, came out as case",
        "case: expected nothing, came out as A",
        "rule: expected 1, came out as 8",
        "courtesy: expected yes, came out as no",
        "choices: expected [A], came out as []",
    )


def test_the_choices_of_a_question_are_compared_in_order() -> None:
    cases = [{"key": key, "last_activity": f"2026-03-0{day}T10:00:00Z"} for key, day in (("A", 1), ("B", 2))]

    assert differences(cases=cases, expect={"result": "ask", "choices": ["B", "A", "new"]}) == ()
    assert differences(cases=cases, expect={"result": "ask", "choices": ["A", "B", "new"]}) != ()
    assert differences(cases=cases, expect={"result": "ask", "choices": ["B", "A"]}) != ()


def test_a_bare_situation_is_enough() -> None:
    bare = {"contact": {"channel": "sms", "at": "2026-03-02T12:30:00Z"}, "expect": {"result": "new"}}

    assert read_sheet([json.dumps(bare)]).situations[0].differences == ()


def test_blank_lines_and_a_byte_order_mark_are_passed_over() -> None:
    sheet = read_sheet(["\ufeff" + json.dumps(row()), "", "  \r", json.dumps(row()) + "\r"])

    assert [situation.line for situation in sheet.situations] == [1, 4]
    assert sheet.unreadable == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "not JSON"),
        ("[]", "JSON object"),
        (json.dumps(row(contact=None)), '"contact" is missing'),
        (json.dumps(row(expect={})), 'no "result"'),
        (json.dumps(row(contact={"text": "x", "at": "2026-03-02"})), "channel is missing"),
        (json.dumps(row(contact={"channel": "sms", "at": "yesterday"})), '"yesterday" is no ISO 8601 time'),
        (json.dumps(row(contact={"channel": "sms", "at": None})), "ISO 8601"),
        (json.dumps(row(cases=[{"status": "open"}])), "key is missing"),
        (json.dumps(row(question={"choices": ["A"]})), "asked_at is missing"),
        (
            json.dumps(row(contact={"channel": "sms", "at": "2026-03-02", "text": "{ref:A:backwards}"})),
            "no way to write",
        ),
        (json.dumps(row(cases=["A"])), "another form"),
        (json.dumps(row(cases=7)), "another form"),
        (json.dumps(row(expect={"result": "case", "choices": 7})), "another form"),
    ],
)
def test_a_line_that_is_no_situation_is_named_with_what_is_wrong(line: str, words: str) -> None:
    assert words in fault(line)


def test_an_unreadable_line_does_not_hide_the_others() -> None:
    sheet = read_sheet(["nonsense", json.dumps(row(expect={"result": "hold"}))])

    assert len(sheet.unreadable) == len(sheet.different) == 1


def test_references_are_written_out_in_the_ways_a_sheet_may_ask_for() -> None:
    for form in ("", ":lower", ":spaced"):
        facts = read_facts(
            row(contact={"channel": "sms", "at": "2026-03-02", "text": f"it is {{ref:A{form}}}"})
        )
        assert list(facts.named.values()) == ["A"]
    text = read_facts(
        row(contact={"channel": "sms", "at": "2026-03-02", "text": "{ref:A:typo}"})
    ).contact.text
    assert find_references(text) == ()


def test_a_given_reference_counts_when_it_holds() -> None:
    case = {"key": "A", "ref": "7K4M-9QXD"}

    assert read_facts(row(cases=[case])).cases[0].reference == "7K4M-9QXD"


def test_a_given_reference_that_does_not_hold_stands_for_one_that_does() -> None:
    case = {"key": "A", "ref": "AAAA-0001"}
    contact = {"channel": "sms", "at": "2026-03-02", "text": "it is AAAA-0001"}
    facts = read_facts(row(cases=[case], contact=contact))

    assert normalise(facts.cases[0].reference) == facts.cases[0].reference
    assert list(facts.named.values()) == ["A"]
    assert facts == read_facts(row(cases=[case], contact=contact))


def test_a_typo_never_holds() -> None:
    assert normalise(typo("7K4M-9QXD")) is None


@pytest.mark.parametrize(
    ("given", "is_party", "people"),
    [
        ({"shared_by": ["amina"], "cases": [{"key": "A", "parties": ["amina", "boris"]}]}, True, ("amina",)),
        ({"shared_by": ["amina"], "cases": [{"key": "A", "parties": ["boris"]}]}, False, ()),
        ({"shared_by": [], "cases": [{"key": "A", "parties": ["boris"]}]}, False, ()),
        (
            {
                "shared_by": [],
                "sender": "+447700900101",
                "cases": [{"key": "A", "parties": ["+447700900101"]}],
            },
            True,
            (),
        ),
        ({"shared_by": None, "cases": [{"key": "A", "parties": ["boris"]}]}, True, ("boris",)),
        ({"shared_by": "amina", "cases": [{"key": "A"}]}, True, ("amina",)),
    ],
)
def test_a_case_is_the_senders_through_those_who_share_the_number(
    given: dict[str, Any], is_party: bool, people: tuple[str, ...]
) -> None:
    (case,) = read_facts(row(**given)).cases

    assert (case.sender_is_party, case.parties) == (is_party, people)


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({"status": "open"}, True),
        ({}, True),
        ({"status": "waiting"}, True),
        ({"status": "closed"}, False),
        ({"status": "resolved"}, False),
        ({"closed_at": "2026-03-01T10:00:00Z"}, False),
        ({"status": "open", "closed_at": "2026-03-01T10:00:00Z"}, True),
    ],
)
def test_a_case_is_open_or_closed_by_its_status(given: dict[str, Any], is_open: bool) -> None:
    assert read_facts(row(cases=[{"key": "A", **given}])).cases[0].is_open is is_open


@pytest.mark.parametrize(
    ("written", "channel"),
    [("in-person", "in_person"), ("In person", "in_person"), ("visit", "in_person"), ("Web form", "web"), ("SMS", "sms"), ("call", "phone"), ("fax", "fax")],
)  # fmt: skip
def test_channels_may_be_written_as_people_write_them(written: str, channel: str) -> None:
    given = row(contact={"channel": written, "at": "2026-03-02T12:30:00Z"})

    assert read_facts(given).contact.channel == channel


@pytest.mark.parametrize("typed", ["ABCD-EFGO", "abcd-efg0", "abcdefg0", "ABCD EFG0", "abcd–efgo"])
def test_a_given_reference_that_does_not_hold_is_found_however_it_is_typed(typed: str) -> None:
    stated = {"key": "A", "ref": "ABCD-EFGO", "status": "open", "last_activity": "2026-03-01T10:00:00Z"}
    given = row(
        cases=[stated], contact={"channel": "sms", "text": f"about {typed}.", "at": "2026-03-02T12:30:00Z"}
    )

    assert list(read_facts(given).named.values()) == ["A"]


@pytest.mark.parametrize("optional", ["outbound", "question", "opted_out", "shared_by", "cases"])
def test_what_a_sheet_leaves_out_or_leaves_empty_counts_as_nothing(optional: str) -> None:
    full = row(outbound=[], question=None, opted_out=False)

    left_out = read_facts({key: value for key, value in full.items() if key != optional})
    assert left_out == read_facts({**full, optional: None})
