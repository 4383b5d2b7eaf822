"""Words that WhatsApp approved are recognised with their fields filled, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.whatsapp import approved

REPLY = "HX" + "a" * 32
VISIT = "HX" + "b" * 32
TWICE = "HX" + "c" * 32
TEMPLATES = {
    REPLY: "We have news about your request {{1}}. Reply to this message to hear it.",
    VISIT: "Hello {{name}}, we come on {{day}} (between {{from}} and {{until}}).\nReply NO if you cannot be there.",
    TWICE: "{{1}}: {{2}}. Again, {{1}}.",
}


@pytest.mark.parametrize(
    ("body", "sid", "fields"),
    [
        (
            "We have news about your request 7K4M-9QXD. Reply to this message to hear it.",
            REPLY,
            {"1": "7K4M-9QXD"},
        ),
        (
            "  We have news about your request 7. Reply to this message to hear it.\n",
            REPLY,
            {"1": "7"},
        ),
        (
            "Hello Amina Ó, we come on 3 March (between 9:00 and 12:00).\nReply NO if you cannot be there.",
            VISIT,
            {"name": "Amina Ó", "day": "3 March", "from": "9:00", "until": "12:00"},
        ),
        ("Tuesday: we come. Again, Tuesday.", TWICE, {"1": "Tuesday", "2": "we come"}),
    ],
)
def test_an_approved_template_is_found_with_its_fields(body: str, sid: str, fields: dict[str, str]) -> None:
    found = approved.find(body, TEMPLATES)
    assert found is not None
    assert (found.sid, dict(found.fields)) == (sid, fields)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "We will ring you.",
        "We have news about your request . Reply to this message to hear it.",
        "We have news about your request\n7. Reply to this message to hear it.",
        "We have news about your request 7. Reply to this message to hear it. And hurry.",
        "we have news about your request 7. reply to this message to hear it.",
        "Tuesday: we come. Again, Wednesday.",
        "We have news about your request {{1}} Reply to this message to hear it.",
    ],
)
def test_somebodys_own_words_are_no_template(body: str) -> None:
    assert approved.find(body, TEMPLATES) is None


def test_without_templates_nothing_is_approved() -> None:
    assert approved.find("We will ring you.", {}) is None


def test_words_that_look_like_a_pattern_are_only_words() -> None:
    templates = {REPLY: "Price: £5 (five).* [now] {{1}}?"}
    assert approved.find("Price: £5 (five).* [now] yes?", templates) is not None
    assert approved.find("Price: £5 five!! n yes", templates) is None


@given(
    st.text(
        alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=80
    )
)
def test_whatever_fills_the_field_comes_back_out_of_it(value: str) -> None:
    body = TEMPLATES[REPLY].replace("{{1}}", value)
    found = approved.find(body, {REPLY: TEMPLATES[REPLY]})
    assert found is not None and found.fields["1"] == value


def test_a_long_message_against_many_fields_is_quick() -> None:
    """The pattern library does not go back over what it read, so no words make it slow."""
    templates = {REPLY: " ".join(f"a{{{{{number}}}}}" for number in range(12)) + " end"}
    assert approved.find("a" * 1600, templates) is None
