import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import text
from casework.text import clean, fold, is_blank, shorten, show_bidi_controls, words

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("arrived", "stored"),
    [
        ("no heating\nfor two days\t:(", "no heating\nfor two days\t:("),
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("\udc00\ud800", "\ufffd\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("del\x7f", "del␡"),
        ("it\x92s \x93cold\x94", "it’s “cold”"),
        ("\x81", "\ufffd"),
        (
            "one\r\ntwo\rthree\u2028four\u2029five\x85six",
            "one\ntwo\nthree\nfour\nfive\nsix",
        ),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("ysgrifennais at ŵyr Siân", "ysgrifennais at ŵyr Siân"),
        ("", ""),
    ],
)
def test_clean_makes_storable_what_arrived(arrived: str, stored: str) -> None:
    assert clean(arrived).text == stored
    assert clean(arrived).changed == (arrived != stored)


def test_the_original_is_kept_where_characters_were_replaced() -> None:
    arrived = "a\x00\ud800\x1b\r\n"
    original = clean(arrived).original_b64
    assert original is not None
    assert base64.b64decode(original).decode("utf-8", "surrogatepass") == arrived


def test_a_change_of_line_breaks_alone_keeps_no_second_copy() -> None:
    assert clean("one\r\ntwo") == ("one\ntwo", None, True)


@given(ANY_TEXT)
def test_clean_text_can_be_stored_and_cleaning_again_changes_nothing(
    arrived: str,
) -> None:
    cleaned = clean(arrived)
    assert cleaned.text.encode("utf-8").decode("utf-8") == cleaned.text
    assert not any(ord(character) < 32 and character not in "\n\t" for character in cleaned.text)
    assert clean(cleaned.text) == (cleaned.text, None, False)


@pytest.mark.parametrize(
    "blank",
    [
        "",
        "  \t\n",
        "\u200b",
        "\ufeff \u200b",
        "\ufe0f",
        "\u3164\u2800",
        "\u00a0\u2003",
        "\u2066\u2069",
        "\x00",
    ],
)
def test_what_shows_nothing_is_blank(blank: str) -> None:
    assert is_blank(blank)


@pytest.mark.parametrize("seen", ["a", ".", "👍", "0", "null", "\u200bhi", "❤\ufe0f", "\ufffd"])
def test_what_shows_something_is_not_blank(seen: str) -> None:
    assert not is_blank(seen)


@pytest.mark.parametrize(
    ("whole", "limit", "expected"),
    [
        ("hello", 5, "hello"),
        ("hello", 3, "hel"),
        (f"ab{FAMILY}", 5, "ab"),
        (f"ab{FAMILY}c", 9, f"ab{FAMILY}"),
        (f"ab{SCOTLAND}", 6, "ab"),
        ("👍🏽👍🏽", 3, "👍🏽"),
        ("🇬🇧🇫🇷🇩🇪", 3, "🇬🇧"),
        ("🇬🇧🇫🇷🇩🇪", 4, "🇬🇧🇫🇷"),
        ("cafe\u0301s", 4, "caf"),
        ("a❤\ufe0f", 2, "a"),
        ("\u1100\u1161\u11a8\u1100\u1161\u11a8", 4, "\u1100\u1161\u11a8"),
        ("क्षक", 2, "क्"),
        ("a\r\nb", 2, "a"),
        ("a", 0, ""),
    ],
)
def test_shortening_never_splits_what_a_reader_sees_as_one_character(
    whole: str, limit: int, expected: str
) -> None:
    assert shorten(whole, limit) == expected


def test_a_storm_of_accents_is_cut_all_the_same() -> None:
    assert shorten("e" + "\u0301" * 50, 10) == "e" + "\u0301" * 9


def test_an_ending_counts_towards_the_limit() -> None:
    assert shorten("No heating for two days", 12, ending="…") == "No heating…"
    assert shorten("short", 12, ending="…") == "short"


@given(ANY_TEXT, st.integers(0, 70), st.sampled_from(["", "…", "[more]"]))
def test_shortened_text_is_never_longer_than_its_limit(whole: str, limit: int, ending: str) -> None:
    shortened = shorten(whole, limit, ending=ending)
    assert len(shortened) <= limit
    if not ending:
        assert whole.startswith(shortened)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Siân", "sia\u0302n"),
        ("ŁUKASZ", "lukasz"),
        ("Anna  Lee ", "anna lee"),
        ("Straße", "STRASSE"),
        ("ŵyr", "wyr"),
        ("O’Brien", "o'brien"),
        ("Zoë\u200b", "Zoe"),
        ("ＡＢＣ１", "abc1"),
        ("ﬁre", "fire"),
        ("İstanbul", "istanbul"),
        ("محمّد", "محمد"),
    ],
)
def test_texts_that_a_reader_takes_for_equal_fold_to_the_same(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("की", "क"), ("กุ", "ก"), ("が", "か"), ("anna", "ann")])
def test_vowel_signs_and_voicing_marks_are_not_accents(left: str, right: str) -> None:
    assert fold(left) != fold(right)


@given(ANY_TEXT)
@settings(deadline=None)
def test_folding_twice_is_folding_once(whole: str) -> None:
    assert fold(fold(whole)) == fold(whole)


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        ("No heating!", ["no", "heating"]),
        ("I can’t, I CAN'T", ["i", "cant", "i", "cant"]),
        ("no-heating/no_water", ["no", "heating", "no", "water"]),
        ("घर में बिजली नहीं", ["घर", "में", "बिजली", "नहीं"]),
        ("没有暖气 ok", ["没", "有", "暖", "气", "ok"]),
        ("لا يوجد تدفئة", ["لا", "يوجد", "تدفية"]),
        ("...", []),
    ],
)
def test_words_are_found_in_every_script(whole: str, expected: list[str]) -> None:
    assert words(whole) == expected


def test_bidi_overrides_are_shown_and_plain_direction_marks_left_alone() -> None:
    assert show_bidi_controls("pay \u202e001\u202c now\u200f") == "pay ⟦RLO⟧001⟦PDF⟧ now\u200f"


def test_a_text_that_is_too_long_is_told_what_to_do() -> None:
    assert text.too_long("x" * 1_600, text.SMS_LIMIT) is None
    message = text.too_long("x" * 1_601, text.SMS_LIMIT)
    assert message == "This is 1,601 characters long. Shorten it to 1,600 or fewer, or send it in parts."
