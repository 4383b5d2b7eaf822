"""What a confirmation says, by what it is of, how it goes and whether we may be known."""

from datetime import datetime
from typing import Any

import pytest

from casework.confirmation_words import EMAIL, LETTER, TEXT, Agreed, words

AT = datetime(2026, 3, 2, 12, 0)


def agreed(**more: Any) -> Agreed:
    given: dict[str, Any] = {"channel": "phone", "at": AT, "outcome": "passed_on", "reference": "7K4M-9QXD"}
    return Agreed(**{**given, **more})


def test_a_text_is_short_and_whole() -> None:
    assert words(agreed(), way=TEXT, office="Riverbank Help", phone="01632 960123") == (
        "Riverbank Help: thank you for your call on 2 March. We have passed on what you told us. "
        "Your reference is 7K4M-9QXD. Reply to this text to add to it."
    )


def test_where_we_must_not_be_known_nothing_names_us() -> None:
    for way in (TEXT, EMAIL, LETTER):
        said = words(agreed(), way=way)
        assert "Riverbank" not in said and "0163" not in said and "7K4M-9QXD" in said
    assert words(agreed(), way=TEXT).startswith("Thank you for your call on 2 March.")


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        (datetime(2026, 3, 3, 14), datetime(2026, 3, 3, 16), "We will ring you on Tuesday 3 March between 14:00 and 16:00."),
        (None, datetime(2026, 3, 3, 16), "We will ring you by 16:00 on Tuesday 3 March."),
        (datetime(2026, 3, 2, 14), datetime(2026, 3, 3, 16), "We will ring you by 16:00 on Tuesday 3 March."),
        (None, None, "We will ring you back."),
    ],
)  # fmt: skip
def test_a_callback_says_when(begins: datetime | None, ends: datetime | None, said: str) -> None:
    assert said in words(agreed(outcome="callback", ring_from=begins, ring_until=ends), way=TEXT)


@pytest.mark.parametrize(
    ("channel", "said"),
    [("phone", "for your call"), ("in_person", "for coming to see us"), ("letter", "for your letter"), ("video", "for getting in touch")],
)  # fmt: skip
def test_it_says_what_it_is_of(channel: str, said: str) -> None:
    assert said in words(agreed(channel=channel), way=TEXT)


@pytest.mark.parametrize("outcome", ["answered", "signposted", "something_new", ""])
def test_what_ended_on_the_spot_promises_nothing(outcome: str) -> None:
    said = words(agreed(outcome=outcome), way=TEXT, office="Us")
    assert (
        said
        == "Us: thank you for your call on 2 March. Your reference is 7K4M-9QXD. Reply to this text to add to it."
    )


def test_without_a_case_there_is_no_reference() -> None:
    for way in (TEXT, EMAIL, LETTER):
        assert "reference" not in words(agreed(reference=""), way=way, phone="01632 960123")


def test_a_letter_greets_and_ends_as_letters_do() -> None:
    said = words(
        agreed(channel="letter"),
        way=LETTER,
        office="Riverbank Help",
        phone="01632 960123",
        name="Amina Yusuf",
    )
    assert said.startswith("Dear Amina Yusuf,\n\nThank you for your letter on 2 March.\n\n")
    assert "To add to it, ring 01632 960123 or write to us and give the reference." in said
    assert said.endswith("Yours sincerely\nRiverbank Help")
    assert words(agreed(), way=LETTER).endswith("Yours sincerely")


def test_an_e_mail_says_that_nobody_reads_its_answers() -> None:
    said = words(agreed(), way=EMAIL, office="Riverbank Help", phone="01632 960123")
    assert said.startswith("Hello,\n\n") and said.endswith("\n\nRiverbank Help")
    assert "Nobody reads answers to this e-mail." in said
    assert words(agreed(), way=EMAIL).endswith("Nobody reads answers to this e-mail.")


def test_a_text_is_of_plain_letters_only() -> None:
    """One odd mark would make it dear: half as many letters in a part."""
    assert words(agreed(outcome="callback"), way=TEXT, office="Us").isascii()
