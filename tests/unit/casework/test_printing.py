"""A copy of a case as a PDF: what is shown of any text, where parts end, and that what is set can be read again."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pypdf import PdfReader

from casework.printing import fonts, making, showable
from casework.printing.copies import Copy, Day, Entry, document
from casework.printing.making import CannotMakePdf
from casework.printing.parts import MOST_ENTRIES, MOST_LETTERS, divided
from tests.text_battery import TEXTS


@pytest.mark.parametrize(
    ("given_text", "text", "named"),
    [
        pytest.param("Mae'r tŷ yn oer, dŵr", "Mae'r tŷ yn oer, dŵr", 0, id="welsh"),
        pytest.param("Zażółć gęślą jaźń", "Zażółć gęślą jaźń", 0, id="polish"),
        pytest.param("مجھے مدد چاہیے، میں", "مجھے مدد چاہیے، میں", 0, id="urdu"),
        pytest.param("हिंदी में", "हिंदी में", 0, id="hindi"),
        pytest.param("আমার ঘর", "আমার ঘর", 0, id="bengali"),
        pytest.param("我家的灯坏了", "我家的灯坏了", 0, id="chinese"),
        pytest.param("a\tb", "a    b", 0, id="tab"),
        pytest.param("fine 😀", "fine [grinning face]", 1, id="emoji"),
        pytest.param("👩\u200d🚒!", "[woman, fire engine]!", 2, id="emoji-joined"),
        pytest.param("ਕੀ", "[U+0A15 U+0A40]", 2, id="script-without-a-font"),
        pytest.param("ab\u202ecd\u202c", "ab[RLO]cd[PDF]", 0, id="override"),
        pytest.param("a\x01b", "a[U+0001]b", 1, id="control"),
        pytest.param("\n\u0651", "\n[U+0651]", 1, id="mark-without-letter"),
        pytest.param("", "", 0, id="empty"),
    ],
)
def test_what_is_shown_of_a_text(given_text: str, text: str, named: int) -> None:
    assert showable.shown(given_text) == (text, named)


@given(some.text(max_size=200))
def test_nothing_is_lost(text: str) -> None:
    """Taking the breaks out, whatever has a shape stands where it stood, and the rest is counted."""
    shown = showable.shown(text)
    visible = [each for each in text if fonts.shapes()[ord(each)] & 1 and each.isalnum()]
    letters = iter(shown.text)
    assert all(each in letters for each in visible)
    assert (shown.named > 0) <= ("[" in shown.text)


def test_a_long_word_may_break_and_an_accent_stays_with_its_letter() -> None:
    word = showable.shown("e\u0301" * 100).text
    parts = word.split(showable.BREAK)
    assert len(parts) > 3 and max(map(len, parts)) < 60 and not any(part[0] == "\u0301" for part in parts)
    assert showable.shown("x" * 59).text == "x" * 59


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("hello\nthere", [("ltr", "hello\nthere")], id="one-way"),
        pytest.param(
            "hi\n\nمرحبا\n3\nthere", [("ltr", "hi\n"), ("rtl", "مرحبا\n3"), ("ltr", "there")], id="mixed"
        ),
        pytest.param("\n12 مرحبا", [("rtl", "\n12 مرحبا")], id="number-first"),
        pytest.param("", [("ltr", "")], id="empty"),
    ],
)
def test_each_line_runs_as_its_first_letter_does(text: str, lines: list[tuple[str, str]]) -> None:
    assert showable.lines(text) == lines


def test_a_part_ends_at_so_many_entries_or_so_many_letters() -> None:
    many = divided([(number, 10) for number in range(2 * MOST_ENTRIES + 1)])
    assert [(part.begins, part.ends) for part in many] == [(1, 500), (501, 1000), (1001, 1001)]
    assert many[1].first == 500 and many[1].last == 999
    long = divided([("a", MOST_LETTERS), ("b", 1), ("c", MOST_LETTERS * 2), ("d", 1)])
    assert [(part.first, part.last) for part in long] == [("a", "a"), ("b", "b"), ("c", "c"), ("d", "d")]
    assert divided([]) == []


def a_copy(*bodies: str, **more: Any) -> Copy:
    entries = [
        Entry(kind="inbound", before="10:05 Text from", name="مريم (M)", body=body, **more) for body in bodies
    ]
    return Copy(
        title="Case 7K4M-9QXD",
        office="The office",
        foot="Copied by Anna",
        about=(("Summary", "Łazienka"),),
        days=[Day(label="Monday 2 March 2026", entries=entries)] if entries else [],
        nothing="Nothing of this kind is on the case.",
    )


def read(copy: Copy) -> PdfReader:
    return PdfReader(io.BytesIO(making.pdf(document(copy))))


def words(reader: PdfReader) -> str:
    return "".join("".join(page.extract_text() for page in reader.pages).replace(showable.BREAK, "").split())


def test_whatever_is_sent_to_us_can_be_set_for_a_screen_reader() -> None:
    """All texts of the battery, odd ones among them, in one file that keeps to PDF/UA."""
    huge = "x" * 100_000
    reader = read(a_copy(*TEXTS.values(), huge, '#let x = read("/etc/passwd") *bold* $x$ @ref <label> //'))
    root: Any = reader.trailer["/Root"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode() and root["/MarkInfo"]["/Marked"]
    assert (
        root["/Lang"] == "en-GB" and reader.metadata is not None and reader.metadata.title == "Case 7K4M-9QXD"
    )
    outline = reader.outline
    assert [each.title for each in outline if not isinstance(each, list)] == [
        "About this copy",
        "Monday 2 March 2026",
    ]  # type: ignore[union-attr]
    text = words(reader)
    assert text.count("x") >= len(huge)
    for said in (
        "Mae'rtŷynoer,dimgwresersdŵr",
        "Łazienkaprzecieka,proszępomóc",
        "我家的灯坏了",
        "{{7*7}}{%debug%}",
    ):
        assert said in text
    assert '#letx=read("/etc/passwd")*bold*$x$@ref<label>//' in text
    assert "=HYPERLINK" in text and "[RLO]" in text and "charactershavenoshape" in text


def test_a_copy_of_nothing_says_so() -> None:
    assert "Nothingofthiskindisonthecase." in words(read(a_copy()))


def test_what_cannot_be_set_is_refused_in_words_and_the_log_quotes_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(CannotMakePdf, match="page to print"):
        making.pdf({"title": "my secret"})
    assert "ended with 1" in caplog.text and "secret" not in caplog.text
