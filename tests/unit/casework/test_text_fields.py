"""Fields in braces, what a text costs, and that the browser counts as the server does."""

import gzip
import json
import random
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from casework import text_fields, text_parts
from channels.sms import segments

CHECKOUT = Path(__file__).resolve().parents[3]
ORACLE = CHECKOUT.parent / "shared" / "data" / "gsm7" / "segments_oracle_dev.jsonl.gz"
MODULES = CHECKOUT / "backoffice" / "assets" / "js"
VALUES = {"name": "Amina Yusuf", "reference": "7K4M-9QXD", "service": "", "office": "Riverbank Help"}


@pytest.mark.parametrize(
    ("body", "filled", "missing", "unknown"),
    [
        ("No fields at all", "No fields at all", [], []),
        ("Hello {name}", "Hello Amina Yusuf", [], []),
        ("{ Name }, {NAME}", "Amina Yusuf, Amina Yusuf", [], []),
        ("{name}: {reference} {name}", "Amina Yusuf: 7K4M-9QXD Amina Yusuf", [], []),
        ("About {service}", "About {service}", ["service"], []),
        ("{phone} {service} {phone}", "{phone} {service} {phone}", ["phone", "service"], []),
        ("Dear {nmae}", "Dear {nmae}", [], ["{nmae}"]),
        ("{name} and {}", "Amina Yusuf and {}", [], ["{}"]),
        ("open { and name}", "open { and name}", [], ["{ and name}"]),
        ("only {", "only {", [], ["{"]),
        ("only }", "only }", [], ["}"]),
        ("{{name}}", "{Amina Yusuf}", [], ["{", "}"]),
    ],
)
def test_fields_become_words_or_are_named(
    body: str, filled: str, missing: list[str], unknown: list[str]
) -> None:
    assert text_fields.fill(body, VALUES) == filled
    assert text_fields.missing(body, VALUES) == missing
    assert text_fields.unknown(body) == unknown


def test_what_somebody_calls_themselves_never_becomes_a_field() -> None:
    filled = text_fields.fill("Hello {name}", {"name": "{office}\n{staff}"})
    assert filled == "Hello (office) (staff)" and not text_fields.used(filled)


def test_the_words_about_an_empty_field_name_it_and_say_what_to_do() -> None:
    words = text_fields.why_empty(["name", "phone"])
    assert "{name} would be empty: nobody's name is on record" in words and "{phone} would be empty" in words
    assert words.endswith("Write the words yourself, or take it out.")


def test_the_words_about_an_unknown_field_name_those_there_are() -> None:
    words = text_fields.why_unknown(["{nmae}"])
    assert words.startswith("There is no field {nmae}.") and all(
        f"{{{name}}}" in words for name in text_fields.FIELDS
    )


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("This is Riverbank Help.", True),
        ("RIVERBANK   help: call us", True),
        ("from Riverbank\nHelp", True),
        ("Riverbank Helpers", False),
        ("help at the riverbank", False),
        ("", False),
    ],
)
def test_the_name_of_the_office_is_found_however_it_is_written(body: str, named: bool) -> None:
    assert text_fields.says(body, "Riverbank Help") is named


@pytest.mark.parametrize(
    ("parts", "pence", "words"),
    [
        (1, "4.00", "about 4p"),
        (3, "4.15", "about 12.4p"),
        (25, "4.00", "about £1.00"),
        (24, "5.20", "about £1.25"),
        (1, "0.00", ""),
    ],
)
def test_a_price_in_words(parts: int, pence: str, words: str) -> None:
    assert text_parts.cost(parts=parts, pence_per_part=Decimal(pence)) == words


def counted(body: str) -> text_parts.Parts:
    found = segments.count(body)
    return text_parts.Parts(found.encoding, found.segments, found.outside)


@pytest.mark.parametrize(
    ("body", "saved"),
    [("It’s cold", 0), ("a" * 100 + "’", 1), ("a" * 1599 + "“", 13), ("a" * 100 + "’😀", 0), ("a" * 160, 0)],
)
def test_plain_marks_save_parts_only_where_nothing_else_is_dear(body: str, saved: int) -> None:
    assert text_parts.saved(body, counted) == saved


def test_every_plain_mark_is_in_the_cheap_alphabet() -> None:
    assert {counted(plain).encoding for plain in text_parts.PLAIN.values()} == {"GSM-7"}
    assert {counted(mark).encoding for mark in text_parts.PLAIN} == {"UCS-2"}


# The browser


SCRIPT = """
import { readFileSync } from "node:fs";
const address = (source) => `data:text/javascript,${encodeURIComponent(source)}`;
const read = (name) => readFileSync(`${process.argv[1]}/${name}`, "utf8");
const segments = read("segments.js").replace("./words.js", address(read("words.js")));
const { count, plain, inWords } = await import(address(segments));
const texts = JSON.parse(readFileSync(0, "utf8"));
const told = texts.map(([text, pence]) => {
  const { characters, encoding, segments, outside } = count(text);
  return [characters, encoding, segments, outside, plain(text), inWords(text, 1600, pence)];
});
process.stdout.write(JSON.stringify(told));
"""


def in_the_browser(texts: list[tuple[str, str]]) -> list[Any]:
    """What the module says that pages load, run by Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not here: nothing to run the browser's module with")
    answer = subprocess.run(
        [node, "--input-type=module", "-e", SCRIPT, str(MODULES)],
        input=json.dumps(texts), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    return list(json.loads(answer.stdout))


def on_the_server(text: str, pence: str) -> list[Any]:
    found = counted(text)
    words = text_parts.in_words(
        characters=len(text), longest=1600, counted=found, pence_per_part=Decimal(pence)
    )
    return [len(text), found.encoding, found.segments, list(found.outside), text_parts.plain(text), words]


def many_texts() -> list[tuple[str, str]]:
    """Of every length around every border, with cheap, double and dear characters in every place."""
    draw = random.Random(5)
    alphabets = ["ab \n", "ab€[]^", "abéñ’–…", "ab😀", "’“”\u00a0`", "".join(sorted(segments.BASIC))]
    borders = [
        0,
        1,
        35,
        36,
        66,
        67,
        70,
        71,
        134,
        135,
        153,
        159,
        160,
        161,
        305,
        306,
        307,
        459,
        460,
        1599,
        1600,
        1601,
    ]
    texts = [
        ("".join(draw.choices(alphabet, k=length)), draw.choice(["0.00", "4.00", "4.15", "3.99", "0.05"]))
        for alphabet in alphabets
        for length in borders
        for _ in range(4)
    ]
    edges = [
        (f"{'a' * length}{last}", "4.00") for length in range(150, 162) for last in ("€", "’", "😀", "\f")
    ]
    return texts + edges + [(mark, "4.00") for mark in text_parts.PLAIN]


def test_the_browser_counts_as_the_server_does() -> None:
    texts = many_texts()
    assert len(texts) > 500
    wrong = [
        (text, there, here)
        for (text, pence), there in zip(texts, in_the_browser(texts), strict=True)
        if there != (here := on_the_server(text, pence))
    ]
    assert not wrong, wrong[:3]


@pytest.mark.realdata
def test_the_browser_counts_as_the_calculator_of_the_provider_does() -> None:
    if not ORACLE.exists():
        pytest.skip("../shared/data/gsm7 is not here")
    with gzip.open(ORACLE, "rt") as lines:
        rows = [json.loads(line) for line in lines]
    assert len(rows) == 7852
    told = in_the_browser([(row["text"], "4.00") for row in rows])
    wrong = [
        (row["text"], said[:3])
        for row, said in zip(rows, told, strict=True)
        if [said[1], said[2]] != [row["encoding"], row["segments"]]
    ]
    assert not wrong, wrong[:3]
