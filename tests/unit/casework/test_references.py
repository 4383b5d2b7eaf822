"""References: what is drawn, which mistakes are noticed, and what in a text is one."""

import random
import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import references
from casework.references import (
    ALPHABET,
    check_character,
    find_references,
    new_reference,
    normalise,
    without_references,
)

REFERENCE = "7K4M-9QXD"
drawn = st.integers(min_value=0, max_value=2**32).map(
    lambda seed: new_reference(random.Random(seed).randrange)
)


def holds(eight: str) -> bool:
    return check_character(eight[:7]) == eight[7]


def test_the_references_of_the_documents_hold() -> None:
    assert normalise(REFERENCE) == REFERENCE
    assert normalise("3HTR-0W2C") == "3HTR-0W2C"


@given(drawn)
def test_a_drawn_reference_reads_as_itself_and_spells_nothing(reference: str) -> None:
    assert normalise(reference) == reference
    assert len(reference) == 9 and reference[4] == "-"
    assert not set(reference) & set("AEILOU")
    assert any(character in "23456789" for character in reference)
    assert any(character.isalpha() for character in reference)


def test_references_are_drawn_from_the_systems_source_of_secrets_by_default() -> None:
    assert len({new_reference() for _ in range(500)}) == 500


@given(drawn)
def test_every_single_wrong_character_is_noticed(reference: str) -> None:
    eight = reference.replace("-", "")
    for place in range(8):
        for other in set(ALPHABET) - {eight[place]}:
            assert not holds(eight[:place] + other + eight[place + 1 :])


@given(drawn)
def test_every_swap_of_two_characters_is_noticed_neighbours_or_not(reference: str) -> None:
    eight = reference.replace("-", "")
    for one, other in combinations(range(8), 2):
        swapped = list(eight)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        if "".join(swapped) != eight:
            assert not holds("".join(swapped))


def test_no_error_of_one_place_and_no_swap_or_twin_can_ever_pass() -> None:
    """The sum is linear, so this proves it for all references: what an error adds to the sum is never zero."""
    weights, times = references._WEIGHTS, references._times
    differences = range(1, 32)

    assert all(times(weight, difference) for weight in weights for difference in differences)
    assert all(
        times(one ^ other, difference)
        for one, other in combinations(weights, 2)
        for difference in differences
    )


def test_about_one_in_32_of_random_eights_holds() -> None:
    dice = random.Random(7)
    held = sum(holds("".join(dice.choices(ALPHABET, k=8))) for _ in range(6400))

    assert 120 < held < 290


@pytest.mark.parametrize("seven", ["", "7K4M9Q", "7K4M9QXD", "7k4m9qx", "7K4M9QU", "7K4M-9Q"])
def test_a_check_character_needs_seven_of_the_alphabet(seven: str) -> None:
    with pytest.raises(ValueError, match="seven characters"):
        check_character(seven)


@pytest.mark.parametrize(
    "typed",
    [
        "7K4M-9QXD",
        "7k4m9qxd",
        " 7K4M 9QXD ",
        "7K 4M 9Q XD",
        "7K4M–9QXD",
        "７Ｋ４Ｍ－９ＱＸＤ",
        "#7k4m-9qxd",
        "7K4M-9QXD.",
        "7K4M\u200b9QXD",
    ],
)
def test_what_somebody_types_into_a_box_is_read_generously(typed: str) -> None:
    assert normalise(typed) == REFERENCE


@pytest.mark.parametrize("typed", ["4P1C-7RXN", "4PLC-7RXN", "4pic7rxn", "4plc 7rxn"])
def test_one_and_its_look_alikes_read_alike(typed: str) -> None:
    assert normalise(typed) == "4P1C-7RXN"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "7K4M",
        "7K4M-9QXF",
        "7K4M-9QXDD",
        "K74M-9QXD",
        "7K4M-9QDX",
        "A" * 8,
        "0" * 8,
        "O" * 8,
        "1" * 8,
        "7K4M" * 99,
    ],
)
def test_what_does_not_hold_is_none(typed: str) -> None:
    assert normalise(typed) is None


@given(st.sampled_from(ALPHABET))
def test_eight_of_the_same_are_never_a_reference(character: str) -> None:
    assert normalise(character * 8) is None


@given(st.text(alphabet="0123456789", min_size=8, max_size=8))
def test_eight_digits_are_never_a_reference(digits: str) -> None:
    assert normalise(digits) is None


@given(st.text(alphabet="BCDFGHIJKLMNOPQRSTVWXYZ", min_size=8, max_size=8))
def test_eight_letters_are_never_a_reference(letters: str) -> None:
    assert normalise(letters) is None


@pytest.mark.parametrize(
    "text",
    [
        "7K4M-9QXD", "7k4m9qxd", "hello 7K4M 9QXD please", "from 7K4M 9QXD then", "(7K4M-9QXD)", "7K4M - 9QXD", "7K4M-\n9QXD",
        "#7K4M-9QXD", "Ref:7K4M-9QXD", "it is 7K4M-9QXD.thanks", "7K4M-9QXD, 7K4M-9QXD", "“7K4M-9QXD”", "7K4M-9QXD's", "case—7K4M-9QXD",
        "https://a.example/x 7K4M-9QXD", "\u202e7K4M-9QXD",
    ],
)  # fmt: skip
def test_a_reference_is_found_in(text: str) -> None:
    assert find_references(text) == (REFERENCE,)


@pytest.mark.parametrize(
    "text",
    [
        "", "7K4M", "X7K4M-9QXD", "7K4M-9QXDX", "997K4M9QXD12", "7K4M-9QXD-3312", "22-7K4M-9QXD", "https://a.example/7K4M-9QXD",
        "a.example/t/7K4M-9QXD", "www.7K4M9QXD.example", "me@7K4M9QXD", "7K4M9QXD@a.example", "+7K4M9QXD", "07700900123", "7K4M-9QXF",
        "7K4M https://a.example 9QXD", "7K4M and 9QXD", "7K4M.9QXD", "/7K4M-9QXD", "é7K4M9QXD", "7K4M9QXD.5", "2.7K4M9QXD",
    ],
)  # fmt: skip
def test_no_reference_is_found_in(text: str) -> None:
    assert find_references(text) == ()


def test_several_are_found_in_their_order_each_once() -> None:
    assert find_references("3htr0w2c, then 7K4M-9QXD and 3HTR-OW2C") == ("3HTR-0W2C", REFERENCE)


def test_a_text_full_of_references_gives_a_bounded_number() -> None:
    dice = random.Random(1)
    text = " / ".join(new_reference(dice.randrange) for _ in range(200))

    assert len(find_references(text.replace("/", "or"))) == references.MOST_FOUND


@pytest.mark.parametrize("piece", ["7K4M ", "a", "a.", "- ", "7K4M" + " " * 50, "w", "@", "7K4M9QXD"])
def test_a_very_long_text_is_searched_in_time_that_grows_with_its_length(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    began = time.process_time()
    find_references(text)

    assert time.process_time() - began < 3


@given(st.text(), drawn, st.text())
def test_any_text_can_be_searched(before: str, reference: str, after: str) -> None:
    assert reference in find_references(f"{before[:20]} | {reference} | {after[:20]}") or "@" in before
    assert all(normalise(found) == found for found in find_references(before + after))


def test_mentions_are_taken_out_and_others_stay() -> None:
    rest = without_references("thanks 7k4m 9qxd and 3HTR-0W2C", frozenset({REFERENCE}))

    assert rest.split() == ["thanks", "and", "3HTR-0W2C"]
