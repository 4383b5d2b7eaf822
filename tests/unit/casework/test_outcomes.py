"""Which conversations count as an answer, and which settle a case."""

import pytest

from casework import outcomes


@pytest.mark.parametrize("channel", ["phone", "in_person", "video"])
def test_a_visit_counts_exactly_as_a_call_does(channel: str) -> None:
    assert outcomes.person_was_reached(channel, "answered")
    assert outcomes.person_was_reached(channel, "passed_on")
    assert not outcomes.person_was_reached(channel, "no_answer")
    assert not outcomes.person_was_reached(channel, "voicemail")


@pytest.mark.parametrize("channel", ["sms", "web", "letter", "email"])
def test_what_somebody_only_wrote_is_no_answer_of_ours(channel: str) -> None:
    assert not outcomes.person_was_reached(channel, "")


def test_an_unknown_code_of_a_conversation_counts_as_spoken() -> None:
    assert outcomes.person_was_reached("phone", "something_new")
    assert outcomes.words("something_new") == "Something new"


def test_only_what_needs_nothing_more_settles() -> None:
    assert {code for code in outcomes.OUTCOMES if outcomes.settles(code)} == {"answered", "signposted"}
