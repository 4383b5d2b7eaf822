"""When the page says "ring 999": what people say, and what only looks like it."""

import pytest

from casework import emergency_words


@pytest.mark.parametrize(
    "said",
    [
        "He is not breathing",
        "She isn't breathing properly",
        "I can’t breathe",
        "The house is ON FIRE",
        "feels suicidal tonight",
        "says she wants to   die",
        "caller already rang 999",
        "smell of gas in the hall",
        "He has a knife.",
        "my partner is hitting me now",
        "wants to end my life",
        "overdosed on tablets",
    ],
)
def test_words_of_danger_bring_the_advice(said: str) -> None:
    assert emergency_words.found(said)
    assert emergency_words.advice(said) == emergency_words.ADVICE


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Rang about the boiler",
        "My number is 07700 900 999",
        "Reference 999 123",
        "The fire door does not close",
        "Gas engineer did not come",
        "Bin day",
        "The kitchen tap is dripping \U0001f525",
        "breathing space application",
    ],
)
def test_what_only_looks_like_it_brings_none(said: str) -> None:
    assert emergency_words.found(said) == ""
    assert emergency_words.advice(said) == ""


def test_every_phrase_of_the_list_is_found_in_a_sentence() -> None:
    missed = [
        phrase for phrase in emergency_words.PHRASES if not emergency_words.found(f"They say: {phrase}, now")
    ]
    assert not missed


def test_a_very_long_text_is_read_only_so_far() -> None:
    assert emergency_words.found("word " * 100_000 + "not breathing") == ""
    assert emergency_words.found("not breathing " + "word " * 100_000) == "not breathing"
