import gzip
import json
from pathlib import Path

import pytest

from channels.sms import segments

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "gsm7"


@pytest.mark.parametrize(
    ("text", "encoding", "parts"),
    [
        ("", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        ("ŵ" * 70, "UCS-2", 1),
        ("ŵ" * 71, "UCS-2", 2),
        ("😀" * 35, "UCS-2", 1),
        ("😀" * 36, "UCS-2", 2),
        ("line\nline\r", "GSM-7", 1),
    ],
)
def test_counts_as_the_networks_do(text: str, encoding: str, parts: int) -> None:
    counted = segments.count(text)
    assert (counted.encoding, counted.segments) == (encoding, parts)


def test_a_character_of_two_septets_is_not_split_over_two_parts() -> None:
    assert segments.count("a" * 152 + "€" + "a" * 152).segments == 3


def test_names_the_characters_that_make_a_text_dear() -> None:
    assert segments.count("It’s cold, it’s wet – help").outside == ("’", "–")


def test_one_curly_apostrophe_more_than_doubles_a_long_text() -> None:
    assert segments.count("a" * 1600).segments == 11
    assert segments.count("a" * 1599 + "’").segments == 24


@pytest.mark.realdata
def test_agrees_with_the_calculator_of_the_provider() -> None:
    if not DATA.exists():
        pytest.skip("../shared/data/gsm7 is not here")
    vectors = json.loads((DATA / "twilio_segment_vectors.json").read_text())["vectors"]
    expected = [(each["body"], each["encoding"], each["segments"]) for each in vectors]
    with gzip.open(DATA / "segments_oracle_dev.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    expected += [(row["text"], row["encoding"], row["segments"]) for row in rows]
    wrong = [
        (text, encoding, parts)
        for text, encoding, parts in expected
        if (segments.count(text).encoding, segments.count(text).segments) != (encoding, parts)
    ]
    assert len(expected) > 7000
    assert wrong == []
