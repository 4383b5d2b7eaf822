"""Asking by text, without database and clock: a sheet of conversations, the words, and what holds for any texts."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import filing
from casework.dialogue import Asked, Where, closing_answer, respond, words
from casework.dialogue.closing import closing_question
from casework.dialogue.commands import command_in
from casework.dialogue.days import day_in
from casework.filing.keywords import keyword_in
from channels.sms import segments
from tests import factories as make

TODAY = date(2026, 3, 2)  # a Monday
SHEET = Path(__file__).with_name("dialogue.jsonl")
LONG = "It began in March when the ceiling came down and nobody came to look at it. " * 8
YES_NO = (("yes", "Yes"), ("no", "No"), ("unknown", "Don't know"))
QUESTIONS = {
    "heating": Asked(code="heating", label="Is there any heating?", kind="choice", choices=YES_NO),
    "door": Asked(
        code="door", label="Which door?", kind="choice", choices=(("front", "Front"), ("back", "Back"))
    ),
    "rooms": Asked(
        code="rooms",
        label="Which rooms?",
        kind="choices",
        choices=(("kitchen", "Kitchen"), ("bathroom", "Bathroom"), ("bedroom", "Bedroom")),
    ),
    "since": Asked(code="since", label="Since when?", kind="date"),
    "needed_day": Asked(code="needed_day", label="Since when?", kind="date", required=True),
    "where": Asked(code="where", label="Where in the home?"),
    "needed": Asked(code="needed", label="Where in the home?", required=True),
    "story": Asked(code="story", label="What happened?", kind="long_text"),
    "postcode": Asked(code="postcode", label="Your postcode?", kind="postcode"),
    "phone": Asked(code="phone", label="Another number?", kind="phone"),
    "email": Asked(code="email", label="Your e-mail address?", kind="email"),
}


def conversations() -> list[dict[str, Any]]:
    return [json.loads(line) for line in SHEET.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("row", conversations(), ids=lambda row: row["name"])
def test_the_conversation_goes_as_the_sheet_says(row: dict[str, Any]) -> None:
    questions = tuple(QUESTIONS.get(code) for code in row["questions"])
    where = Where(questions=questions)
    for text, does, *more in row["turns"]:
        said = LONG if text == "LONG" else text
        step = respond(where, said, today=TODAY)
        value, finished = more[0] if more else None, "finished" in more
        assert (step.does, step.finished) == (does, finished), text
        assert step.value == (LONG.strip() if value == "LONG" else value), text
        where = Where(questions=questions, position=step.position, misses=step.misses)


def test_the_sheet_has_every_thing_a_text_can_do() -> None:
    seen = {turn[1] for row in conversations() for turn in row["turns"]}
    assert seen == {
        "answered", "skipped", "back", "insisted", "missed", "done", "handed_over", "danger", "elsewhere",
    }  # fmt: skip


def test_no_steering_word_is_a_keyword_of_the_networks() -> None:
    for word in ("SKIP", "BACK", "DONE", "no more questions", "end questions", "stop asking"):
        assert command_in(word) and not keyword_in(word)
    assert command_in("skip please") == "skip" and command_in("skip the bins") is None


@pytest.mark.parametrize("day", [TODAY - timedelta(days=step) for step in range(0, 400, 7)])
def test_a_day_is_read_back_from_every_way_of_writing_it(day: date) -> None:
    forms = (
        "%d/%m/%Y",
        "%d.%m.%y",
        "%-d %-m %Y",
        "%Y-%m-%d",
        "%-d %B %Y",
        "%d %b %y",
        "%B %-d, %Y",
        "%A %-d %B %Y",
    )
    assert {day_in(day.strftime(form), today=TODAY) for form in forms} == {day}


@pytest.mark.parametrize(
    "typed", ["", "soon", "3", "3/2026", "29 February 2027", "1/1/1850", "1/1/2050", "last", "12 ago"]
)
def test_what_is_no_day_is_not_taken_for_one(typed: str) -> None:
    assert day_in(typed, today=TODAY) is None


def test_the_first_text_says_the_words_that_steer_and_the_later_ones_do_not() -> None:
    first = words.opening(
        QUESTIONS["heating"], office="Riverbank Help", reference="7K4M-9QXD", number=1, count=4
    )
    assert first == (
        "Riverbank Help: 4 questions, one at a time, about your request 7K4M-9QXD. "
        "Reply SKIP to leave one out, BACK to change the last answer, DONE for no more questions.\n\n"
        "1 of 4: Is there any heating?\n1 Yes\n2 No\n3 Don't know\nReply with its number."
    )
    later = words.question(QUESTIONS["since"], number=2, count=4)
    assert later == "2 of 4: Since when?\nReply with day, month and year."
    assert "SKIP" not in words.again("Please send it again.", QUESTIONS["since"], number=2, count=4)


def test_our_own_words_cost_no_more_than_plain_letters_do() -> None:
    said = [
        words.THANKS,
        words.STOPPED,
        words.HANDED_OVER,
        closing_question(office="Help", reference="7K4M-9QXD"),
    ]
    said += [words.question(each, number=1, count=9) for each in QUESTIONS.values()]
    assert {segments.count(each).encoding for each in said} == {"GSM-7"}
    assert all(segments.count(each).segments == 1 for each in said)


@pytest.mark.parametrize(
    "text",
    [
        "1",
        " 1. ",
        "one",
        "No 1",
        "yes",
        "Yes, sorted thanks",
        "SORTED",
        "All sorted!",
        "1 thanks",
        "yes sorted",
    ],
)
def test_what_says_that_it_is_sorted(text: str) -> None:
    assert closing_answer(text) == "sorted"


@pytest.mark.parametrize(
    "text",
    ["2", "two", "#2", "No", "not sorted", "No, not sorted", "still not sorted", "2 please", "Not yet."],
)
def test_what_says_that_it_is_not_sorted(text: str) -> None:
    assert closing_answer(text) == "not_sorted"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "12 High Street",
        "thanks",
        "1?",
        "1 or 2",
        "yes but the tap still drips",
        "no heating",
        "STOP",
        "sorted?",
    ],
)
def test_what_says_more_or_something_else_is_filed_as_any_text(text: str) -> None:
    assert closing_answer(text) is None


# What holds for any conversation

TEXTS = st.one_of(
    st.sampled_from(
        ["1", "2", "9", "1 3", "SKIP", "BACK", "DONE", "yes", "27 2 26", "SW1A 1AA", "07700 900123", "a@b.example",
         "STOP", "HELP", "I can smell gas", "What?", "", "thanks", "on the stairs", LONG]
    ),
    st.text(max_size=60),
)  # fmt: skip
CODES = st.lists(st.sampled_from([*QUESTIONS, "gone"]), min_size=1, max_size=6)


@settings(max_examples=400)
@given(codes=CODES, texts=st.lists(TEXTS, max_size=15), answered=st.sets(st.sampled_from(list(QUESTIONS))))
def test_any_conversation_stays_within_its_questions(
    codes: list[str], texts: list[str], answered: set[str]
) -> None:
    questions = tuple(QUESTIONS.get(code) for code in codes)
    where = Where(questions=questions, answered=frozenset(answered))
    for text in texts:
        step = respond(where, text, today=TODAY)
        asked = where.waits
        assert 0 <= step.position <= len(questions)
        assert step.misses in (0, 1, 2)
        if step.does == "answered":
            assert asked is not None and step.code == asked.code and step.value not in (None, "", [])
            _fits(asked, step.value)
        if not step.ends and step.is_answer:
            later = Where(questions=questions, position=step.position, answered=frozenset(answered))
            assert later.waits is not None and 1 <= later.number <= later.count
        if not step.is_answer:
            assert (step.position, step.misses) == (where.position, where.misses)
        if step.ends:
            break
        where = Where(
            questions=questions, position=step.position, misses=step.misses, answered=frozenset(answered)
        )


def _fits(asked: Asked, value: Any) -> None:
    """An answer is of its question's kind, as the web form would have kept it."""
    values = [value for value, _ in asked.choices]
    if asked.kind == "choice":
        assert value in values
    elif asked.kind == "choices":
        assert value == [each for each in values if each in value]
    elif asked.kind == "date":
        assert date.fromisoformat(value).isoformat() == value
    else:
        assert isinstance(value, str)


# The two rules of filing that follow from it


def facts(text: str, **more: Any) -> filing.Facts:
    case = {"key": "A", "reference": "A", "is_open": True, "last_activity": make.NOW, **more.pop("case", {})}
    other = filing.CaseFact(key="B", reference="B", is_open=True, last_activity=make.NOW)
    return filing.Facts(
        contact=filing.ContactFact(channel="sms", text=text, at=make.NOW),
        cases=(filing.CaseFact(**case), other),
        **more,
    )


ANSWERING = filing.AnsweringFact(
    case="A", what="questions", why="answers question 1 of 2 by text", quiet=True
)
CLOSING = filing.AnsweringFact(case="A", what="closing", why="answers our question", reopens=True)


def test_an_answer_goes_to_the_case_that_asks_and_nobody_need_look_at_it() -> None:
    decision = filing.decide(facts("yes", answering=ANSWERING))
    assert (decision.rule, decision.result, decision.case, decision.courtesy) == ("6a", "case", "A", True)


def test_the_list_which_case_goes_first() -> None:
    question = filing.QuestionFact(asked_at=make.NOW, choices=("B", "A", "new"))
    decision = filing.decide(facts("1", answering=ANSWERING, question=question))
    assert (decision.rule, decision.case) == ("6", "B")


def test_the_reference_of_another_case_goes_first() -> None:
    decision = filing.decide(facts("about B", answering=ANSWERING, named={"B": "B"}))
    assert (decision.rule, decision.case) == ("5", "B")


@pytest.mark.parametrize(
    ("case", "answering"),
    [
        ({"sender_is_party": False}, ANSWERING),
        ({"is_open": False, "closed_at": make.NOW}, ANSWERING),
        ({}, CLOSING),
        ({"is_open": False, "closed_at": make.NOW, "sender_is_party": False}, CLOSING),
    ],
)
def test_a_case_that_is_no_longer_theirs_or_not_as_it_was_is_not_answered_about(
    case: dict[str, Any], answering: filing.AnsweringFact
) -> None:
    assert filing.decide(facts("1", answering=answering, case=case)).rule not in ("6a", "6b")


def test_not_sorted_reopens_whatever_the_reopen_window() -> None:
    long_ago = {"is_open": False, "closed_at": make.later(days=-30), "last_activity": make.later(days=-30)}
    decision = filing.decide(facts("2", answering=CLOSING, case=long_ago))
    assert (decision.rule, decision.result, decision.case) == ("6b", "reopen", "A")


def test_an_answer_about_a_merged_case_is_about_what_it_became_part_of() -> None:
    decision = filing.decide(facts("yes", answering=ANSWERING, case={"is_open": False, "merged_into": "B"}))
    assert (decision.rule, decision.case) == ("6a", "B")


@pytest.mark.parametrize("word", ["cancel", "End", " QUIT. "])
def test_a_word_that_the_office_does_not_take_for_stop_is_an_ordinary_text(word: str) -> None:
    none = filing.Settings(optional_stop_words=frozenset())
    assert filing.decide(facts(word)).keyword == "stop"
    assert filing.decide(facts(word, settings=none)).keyword == ""
    assert filing.decide(facts("STOP", settings=none)).keyword == "stop"
