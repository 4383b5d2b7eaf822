import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.phone_numbers import _found_out, can_receive_texts, display, mask, read, search_keys

DRAMA_FILE = Path(__file__).parents[4] / "shared" / "data" / "uk" / "drama_phone_numbers.json"


@pytest.mark.parametrize(
    "typed",
    [
        "07700900123",
        "07700 900 123",
        "07700-900-123",
        "(07700) 900123",
        "+447700900123",
        "+44 (0)7700 900123",
        "0044 7700 900123",
        "447700900123",
        " 447700900123",
        "+07700 900123",
        "7700900123",
        "tel:+447700900123",
        "Mobile: 07700 900123",
        "０７７００９００１２３",
        "٠٧٧٠٠٩٠٠١٢٣",
        "\u202a+44 7700 900123\u202c",
        "\u200f07700900123\u200e\ufeff",
        "0️⃣7️⃣700900123",
        "07700 900123 (my daughter)",
        "call me on 07700 900123",
        "07700 900123 / 07700 900124",
        "07700900123 or 07700900124",
    ],
)
def test_one_mobile_number_typed_in_any_form_is_one_value(typed: str) -> None:
    number = read(typed)
    assert (number.value, number.kind, number.as_typed) == (
        "+447700900123",
        "mobile",
        typed,
    )


@pytest.mark.parametrize(
    ("typed", "value", "kind"),
    [
        ("01632 960123", "+441632960123", "landline"),
        ("020 7946 0123", "+442079460123", "landline"),
        ("0306 999 0123", "+443069990123", "landline"),
        ("0800 1111", "+448001111", "freephone"),
        ("0808 157 0123", "+448081570123", "freephone"),
        ("0909 879 0123", "+449098790123", "premium"),
        ("0871 200 0123", "+448712000123", "premium"),
        ("070 1234 5678", "+447012345678", "personal"),
        ("07624 123456", "+447624123456", "mobile"),
        ("07797 712345", "+447797712345", "mobile"),
        ("07781 123456", "+447781123456", "mobile"),
        ("+353 1 846 0111", "+35318460111", "foreign"),
        ("00353 86 123 4567", "+353861234567", "foreign"),
        ("+1 202 555 0123", "+12025550123", "foreign"),
        ("12025550123", "+12025550123", "foreign"),
        ("18001 020 7946 0123", "+442079460123", "landline"),
    ],
)
def test_numbers_are_normalised_and_say_what_they_are(typed: str, value: str, kind: str) -> None:
    assert read(typed)[0::3] == (value, kind)


@pytest.mark.parametrize("typed", ["60777", "+4460777", "82228", "118118"])
def test_a_short_code_is_never_turned_into_a_number(typed: str) -> None:
    number = read(typed)
    assert (number.value, number.kind, number.as_typed) == ("", "short_code", typed)


@pytest.mark.parametrize("typed", ["MYBANK", "2FA Bank", "0800 FLOWERS", "GOV.UK"])
def test_a_sender_that_is_a_name_has_nothing_to_dial(typed: str) -> None:
    assert read(typed)[0::3] == ("", "sender_name")


@pytest.mark.parametrize(
    "typed",
    ["", " ", "anonymous", "Anonymous", "Restricted", "WITHHELD", "Caller unknown", "+266696687", "266696687",
     "+7378742833", "none", "n/a", "N/A.", "No phone", "null", "-", "?", "+", "0", "00000000000", "\u200b", "\x00"],
)  # fmt: skip
def test_a_withheld_number_is_never_something_to_match_by(typed: str) -> None:
    assert read(typed)[0::3] == ("", "withheld")


@pytest.mark.parametrize("typed", ["999", "112", "101", "111", "+44999", "0044 999", " 9 9 9 ", "116 123"])
def test_emergency_services_are_known(typed: str) -> None:
    assert read(typed)[0::3] == ("", "emergency")


@pytest.mark.parametrize(
    "typed",
    [
        "07700 900 12",
        "0770090012345",
        "12",
        "+44447700900123",
        "7946 0123",
        "9" * 500,
        "07700 9001 o",
    ],
)
def test_what_is_not_a_whole_number_is_kept_as_typed(typed: str) -> None:
    number = read(typed)
    assert (number.value, number.as_typed, number.kind) == ("", typed, "unknown")


@pytest.mark.parametrize(
    "typed",
    [
        "020 7946 0123 ext 5",
        "020 7946 0123 ext. 5",
        "02079460123x5",
        "020 7946 0123;ext=5",
        "020 7946 0123 #5",
    ],
)
def test_an_extension_is_kept_beside_the_number(typed: str) -> None:
    assert read(typed)[:3] == ("+442079460123", typed, "5")


@pytest.mark.parametrize("typed", ["whatsapp:+447700900123", "WhatsApp: 07700 900123"])
def test_another_services_address_is_kept_apart(typed: str) -> None:
    assert read(typed)[0::3] == ("whatsapp:+447700900123", "other")


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
def test_anything_at_all_can_be_read_and_shown(typed: str) -> None:
    number = read(typed)
    assert number.as_typed == typed
    assert read(number.value).value == number.value or number.kind == "other"
    assert isinstance(display(typed) + mask(typed), str)
    assert can_receive_texts(number)[0] or can_receive_texts(number)[1]
    assert all(key.isdigit() and key.isascii() for key in search_keys(typed))


@pytest.mark.parametrize(
    ("value", "shown", "masked"),
    [
        ("+447700900123", "07700 900123", "07••• •••123"),
        ("+442079460123", "020 7946 0123", "02• •••• •123"),
        ("+35318460111", "+353 1 846 0111", "+35• • ••• •111"),
        ("whatsapp:+447700900123", "WhatsApp 07700 900123", "WhatsApp 07••• •••123"),
        ("60777", "60777", "6•••"),
        ("MYBANK", "MYBANK", "M•••"),
        ("", "", ""),
        ("+", "+", "+•••"),
    ],
)
def test_numbers_are_shown_as_people_write_them_and_masked(value: str, shown: str, masked: str) -> None:
    assert (display(value), mask(value)) == (shown, masked)


@pytest.mark.parametrize("typed", ["07700 900123", "+447797712345", "+447624123456"])
def test_mobiles_of_the_united_kingdom_and_the_islands_get_texts(typed: str) -> None:
    assert can_receive_texts(read(typed)) == (True, "")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("01632 960123", "landline"),
        ("0808 157 0123", "freephone"),
        ("0909 879 0123", "costs extra"),
        ("070 1234 5678", "070"),
        ("60777", "short code"),
        ("MYBANK", "a name"),
        ("anonymous", "withheld"),
        ("999", "emergency"),
        ("whatsapp:+447700900123", "another service"),
        ("07700 900 12", "not a complete"),
        ("+353861234567", "this country"),
    ],
)
def test_what_cannot_get_texts_says_why(typed: str, why: str) -> None:
    possible, words = can_receive_texts(read(typed))
    assert not possible
    assert why in words


def test_a_country_on_the_list_gets_texts_on_its_mobiles_only() -> None:
    listed = frozenset((44, 353))
    assert can_receive_texts(read("+353861234567"), calling_codes=listed) == (True, "")
    assert not can_receive_texts(read("+35318460111"), calling_codes=listed)[0]


@pytest.mark.parametrize(
    "query",
    ["07700 900", "07700900123", "+44 7700 900", "0044 7700", "44 07700 900123", "900123", "900 1", "+44 (0)7700 900123",
     "7700900123 ext 4", "447700"],
)  # fmt: skip
def test_a_number_is_found_by_any_part_typed_in_any_form(query: str) -> None:
    assert any(key in "+447700900123" for key in search_keys(query))


@pytest.mark.parametrize("query", ["", "07", "Anna", "flat 12, 07700", "%", "_"])
def test_too_little_or_words_are_no_number_to_search_for(query: str) -> None:
    assert search_keys(query) == ()


@pytest.mark.realdata
@pytest.mark.skipif(not DRAMA_FILE.exists(), reason="needs ../shared/data/uk/drama_phone_numbers.json")
def test_the_numbers_set_aside_for_drama_are_accepted() -> None:
    for use in json.loads(DRAMA_FILE.read_text())["ranges"]:
        for end in (use["from"], use["to"]):
            number = read(end)
            assert number.value == end
            assert (number.kind == "mobile") == (use["use"] == "mobile")


@given(st.from_regex(r"\A\+447[0-9]{8,10}\Z", alphabet=st.characters(codec="ascii")))
def test_what_is_told_by_its_first_digits_is_what_would_be_found_out(number: str) -> None:
    assert read(number) == _found_out(number, "GB") == _found_out(number, "FR")


@pytest.mark.parametrize("first", ["71", "72", "73", "74", "75", "7624", "77", "78", "79", "70", "76"])
def test_each_range_of_mobiles_is_told_alike(first: str) -> None:
    number = f"+44{first}".ljust(13, "1")
    assert read(number) == _found_out(number, "GB")


def test_a_mobile_number_in_other_digits_or_with_a_line_after_it_is_found_out() -> None:
    for typed in ("+447700900123\n", "+44７700900123", "+4477009001234"):
        assert read(typed) == _found_out(typed, "GB")
