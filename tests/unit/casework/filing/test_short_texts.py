"""Keywords, answers and courtesies: what a short text means by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.filing.answers import answer_in
from casework.filing.courtesy import is_courtesy
from casework.filing.keywords import KEYWORDS, keyword_in

CHOICES = ("A", "B", "C", "new")


@pytest.mark.parametrize("word", KEYWORDS)
@pytest.mark.parametrize("shape", ["{}", " {} ", "{}.", "“{}”!", "({})", "\n{}\n", "*{}*"])
def test_a_keyword_in_any_case_and_punctuation(word: str, shape: str) -> None:
    assert keyword_in(shape.format(word.upper())) == word
    assert keyword_in(shape.format(word.title())) == word


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "...",
        "stop it",
        "please stop",
        "CANCEL my bin collection",
        "opt out",
        "stopped",
        "st op",
        "STOP 😡",
        "no",
        "stop" * 30,
    ],
)
def test_no_keyword(text: str) -> None:
    assert keyword_in(text) == ""


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("1", "A"), ("2", "B"), ("4", "new"), (" 2. ", "B"), ("2)", "B"), ("(2)", "B"), ("#2", "B"), ("No 2", "B"), ("no.2", "B"), ("No. 2", "B"),
        ("№ 2", "B"), ("option 2", "B"), ("Option: 3", "C"), ("number two", "B"), ("TWO", "B"), ("two!", "B"), ("２", "B"), ("②", "B"), ("2️⃣", "B"),
        ("٢", "B"), ("02", "B"), ("2 please", "B"), ("2, thanks", "B"), ("please 2", "B"), ("tri", "C"), ("new", "new"), ("NEW.", "new"),
        ("a new one", "new"), ("new please", "new"), ("newydd", "new"), ("four", "new"),
    ],
)  # fmt: skip
def test_an_answer(text: str, choice: str) -> None:
    assert answer_in(text, CHOICES) == choice


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "12 High Street", "12", "0", "5", "-2", "+2", "– 2", "2?", "new?", "1 2", "1 or 2", "1,2", "2.5", "2nd", "second", "two bins", "£2",
        "$2", "no", "no one", "none", "yes", "A", "B", "new bin", "something new", "pump", "2 High Street", "flat 2", "2" * 50, "222", "👍", "½", "²b",
    ],
)  # fmt: skip
def test_no_answer(text: str) -> None:
    assert answer_in(text, CHOICES) is None


def test_new_answers_only_where_it_is_offered() -> None:
    assert answer_in("new", ("A", "B")) is None


def test_a_keyword_answers_where_a_choice_is_that_word() -> None:
    assert answer_in("Cancel.", ("cancel", "B")) == "cancel"
    assert answer_in("Cancel.", CHOICES) is None


@given(st.text(max_size=60), st.lists(st.sampled_from("ABCDE"), max_size=6, unique=True))
def test_an_answer_is_always_one_of_the_choices(text: str, keys: list[str]) -> None:
    choices = (*keys, "new")

    assert answer_in(text, choices) in (None, *choices)


@given(
    st.integers(min_value=1, max_value=999),
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12),
)
def test_a_house_number_and_street_are_no_answer(number: int, street: str) -> None:
    assert answer_in(f"{number} {street} road", CHOICES) is None


@pytest.mark.parametrize(
    "text",
    [
        "thanks", "Thanks!", "thank you so much", "THANK YOU", "ok", "OK.", "okkk", "thankssss", "cheers", "great 👍", "👍", "👍🏽👍🏽", "🙏", "❤️", ":)",
        "thanks :-)", "<3", "ok thank you x", "Ok, thanks, bye", "that’s great thanks", "many thanks for your help", "thank you for letting me know",
        "diolch", "Diolch yn fawr iawn!", "merci", "dziękuję", "شكرا", "धन्यवाद", "got it", "noted", "will do", "no problem", "lovely, thank you 😊",
        "thank you very much, have a good day", "great", "much appreciated",
    ],
)  # fmt: skip
def test_a_courtesy(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "...", "!", "thanks?", "ok?", "？ok", "yes", "no", "sure", "done", "no thanks", "not ok", "thanks but it still leaks", "thanks for nothing",
        "ok yes", "ok 2", "😡", "👎", "thank you 😭", "x", "so much", "for your help", "thanks, when will you come", "great, and the other one",
        "hello", "ok help", "okra", "thankful", "thanks John", "all", "12 High Street", "thanks " * 40,
    ],
)  # fmt: skip
def test_no_courtesy(text: str) -> None:
    assert not is_courtesy(text)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert keyword_in(text) in ("", *KEYWORDS)
    assert is_courtesy(text) in (True, False)
    assert not is_courtesy(text + "?")
