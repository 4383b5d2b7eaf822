import csv
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.postcodes import area, district, is_in, places, read, sector

UK_DATA = Path(__file__).parents[4] / "shared" / "data" / "uk"
CASES = UK_DATA / "postcode_cases.json"
SAMPLE = UK_DATA / "postcodes_onspd_sample_dev.csv.gz"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("sw1a1aa", "SW1A 1AA"),
        ("SW1A  1AA", "SW1A 1AA"),
        (" Sw1A-1aA, ", "SW1A 1AA"),
        ("SW1A\u200b1AA\ufeff", "SW1A 1AA"),
        ("ＳＷ１Ａ　１ＡＡ", "SW1A 1AA"),
        ("M1 1AE", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN551PT", "DN55 1PT"),
        ("W1A 0AX", "W1A 0AX"),
        ("BT7 1NN", "BT7 1NN"),
        ("GIR 0AA", "GIR 0AA"),
        ("BFPO 57", "BFPO 57"),
        ("bf1 3aa", "BF1 3AA"),
        ("ASCN 1ZZ", "ASCN 1ZZ"),
        ("JE2 3AB", "JE2 3AB"),
        ("GY1 1AA", "GY1 1AA"),
        ("IM1 1AA", "IM1 1AA"),
        ("ZZ99 3VZ", "ZZ99 3VZ"),
    ],
)
def test_a_whole_postcode_is_tidied(typed: str, value: str) -> None:
    assert read(typed) == (value, typed, True, "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("OX1 OAA", "OX1 0AA"),
        ("0X1 1AA", "OX1 1AA"),
        ("SWIA 2AA", "SW1A 2AA"),
        ("SW1O OAA", "SW10 0AA"),
        ("M1 IAE", "M1 1AE"),
        ("BT7 1N8", "BT7 1NB"),
        ("OX1 1OO", ""),
        ("1A1 1AA", ""),
    ],
)
def test_letters_taken_for_digits_are_suggested_not_put_in_place(typed: str, meant: str) -> None:
    assert read(typed) == (typed, typed, False, meant)


@pytest.mark.parametrize("typed", ["SW1A", "sw1a", "M1", "OX1,"])
def test_half_a_postcode_is_kept_and_says_where(typed: str) -> None:
    found = read(typed)
    assert not found.valid
    assert found.value == district(typed) != ""


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "no fixed address",
        "don't know",
        "90210",
        "EH1 JS",
        "x" * 5_000,
        "\x00\ud800",
    ],
)
def test_what_is_no_postcode_is_kept_without_complaint(typed: str) -> None:
    found = read(typed)
    assert (found.valid, found.suggestion, found.as_typed) == (False, "", typed)
    assert (area(typed), district(typed), sector(typed)) == ("", "", "")


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("sw1a1aa", ("SW", "SW1A", "SW1A 1")),
        ("M1 1AE", ("M", "M1", "M1 1")),
        ("SE23", ("SE", "SE23", "")),
        ("BFPO 57", ("BFPO", "BFPO", "")),
        ("ZZ99 3VZ", ("ZZ", "ZZ99", "ZZ99 3")),
    ],
)
def test_a_postcode_has_an_area_a_district_and_a_sector(typed: str, parts: tuple[str, str, str]) -> None:
    assert (area(typed), district(typed), sector(typed)) == parts


@pytest.mark.parametrize(
    ("typed", "place", "inside"),
    [
        ("SW1A 1AA", "SW", True),
        ("sw1a1aa", "sw1a", True),
        ("SW1A 1AA", "SW1", True),
        ("SW1A 1AA", "SW1A 1", True),
        ("SW1A 1AA", "SW1A1AA", True),
        ("SW11 1AA", "SW1", False),
        ("SW1A 1AA", "S", False),
        ("S1 2AA", "S", True),
        ("SW1A", "SW1A", True),
        ("SW1A", "SW1A 1", False),
        ("E10 5AA", "E1", False),
        ("nowhere", "SW", False),
        ("", "", False),
        ("SW1A 1AA", "", False),
        ("SW1A 1AA", "SW%", True),
        ("M1 1AE", "M1 1", True),
        ("M1 1AE", "M11", False),
        ("M11 1AE", "M11", True),
        ("M11 1AE", "M1 1", False),
        ("SW1A 1AA", "sw1a1", True),
    ],
)
def test_a_postcode_lies_in_whole_parts_of_a_place_never_in_a_run_of_letters(
    typed: str, place: str, inside: bool
) -> None:
    assert is_in(typed, place) is inside


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=20))
def test_anything_at_all_can_be_read(typed: str) -> None:
    found = read(typed)
    assert found.as_typed == typed
    assert read(found.value).valid == found.valid
    assert not found.suggestion or read(found.suggestion).valid
    assert bool(places(typed)) == bool(area(typed))


@pytest.mark.realdata
@pytest.mark.skipif(not CASES.exists(), reason="needs ../shared/data/uk/postcode_cases.json")
def test_the_collected_cases_are_read_as_expected() -> None:
    cases = json.loads(CASES.read_text())
    assert all(read(typed).valid for typed in cases["valid"])
    assert not any(read(typed).valid for typed in cases["invalid"])
    for typed, expected in cases["normalise"]:
        assert (read(typed).value if read(typed).valid else None) == expected
    for typed, expected in cases["fix"]:
        found = read(typed)
        answer = found.value if found.valid else found.suggestion
        assert answer in ("", expected) or not read(expected).valid, typed


@pytest.mark.realdata
@pytest.mark.skipif(
    not SAMPLE.exists(),
    reason="needs ../shared/data/uk/postcodes_onspd_sample_dev.csv.gz",
)
def test_every_postcode_of_the_register_is_valid_typed_without_its_space() -> None:
    with gzip.open(SAMPLE, "rt") as lines:
        rows = [row["pcds"] for row in csv.DictReader(lines)]
    assert len(rows) > 4_000
    assert [row for row in rows if read(row.replace(" ", "").lower()).value != row] == []
