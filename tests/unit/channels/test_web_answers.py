"""Questions and answers of the web form in words, and what makes a form look like a program's."""

from datetime import timedelta

import pytest

from channels.web import asked, guard, reach
from channels.web.asked import Asked

STORY = Asked(code="story", label="What has happened?", kind="long_text")
BY = Asked(code="by", label="By when?", kind="date")
WHO = Asked(
    code="who",
    label="Who lives there",
    kind="choices",
    choices=(("child", "A child"), ("ill", "Somebody ill")),
)
WHERE = Asked(code="where", label="Where exactly?")
CODE = Asked(code="postcode", label="Postcode", kind="postcode")


def test_a_question_survives_the_session() -> None:
    assert asked.restored(asked.stored(WHO)) == WHO


def test_a_form_without_a_long_text_gets_a_place_for_own_words() -> None:
    assert asked.complete([WHO])[-1] == asked.OWN_WORDS
    assert asked.complete([STORY, WHO]) == (STORY, WHO)


def test_one_long_text_is_the_body_as_it_was_written() -> None:
    assert (
        asked.body([WHO, STORY], {"who": ["child"], "story": "It drips.\n\nAll night."})
        == "It drips.\n\nAll night."
    )


def test_several_long_texts_keep_their_questions() -> None:
    other = Asked(code="need", label="What would help?", kind="long_text")
    assert asked.body([STORY, other], {"story": "It drips.", "need": "A plumber"}) == (
        "What has happened?\nIt drips.\n\nWhat would help?\nA plumber"
    )


def test_without_a_long_text_each_answer_is_a_line() -> None:
    answers = {"by": "2026-03-27", "who": ["child", "ill"]}
    assert (
        asked.body([BY, WHO, WHERE], answers)
        == "By when?: 27 March 2026\nWho lives there: A child, Somebody ill"
    )


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [("SW1A 1AA", "SW1A 1AA"), ("SW1A", "SW1A"), ("not sure", ""), (asked.NOT_KNOWN, ""), ("", "")],
)
def test_a_postcode_counts_for_the_case_only_if_it_names_a_place(typed: str, postcode: str) -> None:
    assert asked.postcode([CODE], {"postcode": typed}) == postcode


def test_place_and_language_come_from_the_questions_that_ask_them() -> None:
    assert asked.location([CODE, WHERE], {"where": "by the lamp post"}) == "by the lamp post"
    assert asked.language({"language": "cy"}) == "cy"
    assert asked.language({"language": ["cy"]}) == ""


@pytest.mark.parametrize(
    ("email", "whole"),
    [
        ("a@b", True),
        ("amina+help@example.org", True),
        ("łukasz@przykład.pl", True),
        ("a@b.org Bcc: c@d.org", False),
        ("a@b.org,c@d.org", False),
        ("nobody", False),
        ("a@" + "b" * 330, False),
    ],
)
def test_only_one_whole_address_is_a_contact_point(email: str, whole: bool) -> None:
    assert reach.is_address(email) is whole


def test_a_phone_comes_before_an_address_and_odd_ones_stay_as_words() -> None:
    points, lines = reach.points({"phone": "07700 900123", "email": "amina@example.org"})
    assert (points, lines) == ([("phone", "07700 900123"), ("email", "amina@example.org")], [])
    points, lines = reach.points({"phone": "07700 900 12", "email": "ask my sister"})
    assert points == []
    assert lines == ["Phone number, as written: 07700 900 12", "E-mail address, as written: ask my sister"]


def test_an_ordinary_form_is_not_suspected() -> None:
    assert guard.suspicion(trap="", took=timedelta(minutes=2), over_budget=False) == ""


@pytest.mark.parametrize(
    ("trap", "seconds", "over", "words"),
    [("x", 60, False, "cannot see"), ("", 0.3, False, "faster"), ("", 60, True, "one address")],
)
def test_each_sign_of_a_program_has_its_words(trap: str, seconds: float, over: bool, words: str) -> None:
    assert words in guard.suspicion(trap=trap, took=timedelta(seconds=seconds), over_budget=over)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_one_connection_counts_as_one_address(address: str, network: str) -> None:
    assert guard.network(address) == network
