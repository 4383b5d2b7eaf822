"""Any text made fit for a PDF: what no font has is named, long words can break, each line knows its direction. Pure.

Nothing is lost: a character without a shape stands as its name or its code in square brackets.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from casework.printing.fonts import shapes
from casework.text import is_boundary, show_bidi_controls

BREAK: Final = "\u200b"
LONGEST_WORD: Final = 60
_STRETCH: Final = 40
_LONG: Final = re.compile(rf"\S{{{LONGEST_WORD},}}")
_BRACKETS: Final = str.maketrans({"⟦": "[", "⟧": "]", "\t": "    "})
# What any shaper passes over in silence, whatever the font.
_SILENT: Final = frozenset("\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_SELECTORS: Final = frozenset(chr(code) for code in range(0xFE00, 0xFE10))
# Controls, and what Unicode has given to nobody or left to everybody: a font's shape for it may be anything.
_NOT_LETTERS: Final = frozenset({"Cc", "Cn", "Co", "Cs"})
# Signs that have a name one can read. Letters have only codes: their names would be longer than what they say.
_NAMED: Final = frozenset({"So", "Sm", "Sc", "Sk", "Po", "Ps", "Pe", "Pd", "No"})


class Shown(NamedTuple):
    """A text as it is set, and how many characters of it stand there as names or codes."""

    text: str
    named: int


def shown(text: str) -> Shown:
    plain = show_bidi_controls(text).translate(_BRACKETS)
    if _in_one_font(plain):
        return Shown(_with_breaks(plain), 0)
    found, named = [], 0
    for missing, characters in groupby(_judged(plain), key=lambda pair: pair[1]):
        run = "".join(character for character, _ in characters)
        named += _number(run) if missing else 0
        found.append(_names(run) if missing else run)
    return Shown(_with_breaks("".join(found)), named)


def _in_one_font(text: str) -> bool:
    """Nearly every text: told by its different characters, which are few however long it is."""
    known, every = shapes(), 0xFF
    for character in set(text) - _SILENT - _SELECTORS - {"\n"}:
        every &= known[ord(character)] if unicodedata.category(character)[0] not in "MC" else 0
    return bool(every)


def _judged(text: str) -> Iterator[tuple[str, bool]]:
    """Each character, and whether it must be named. What joins signs that are named goes with them."""
    known, mask, missing = shapes(), 0, False
    for character in text:
        if character == "\n":
            mask, missing = 0, False
        elif character in _SILENT or character in _SELECTORS:
            missing = missing and character != BREAK
        else:
            # A mark is drawn by the font of its letter: one font needs to have both, and there has to be a letter.
            kind = unicodedata.category(character)
            mask = known[ord(character)] & (mask if kind[0] == "M" else 0xFF)
            missing = not mask or kind in _NOT_LETTERS
        yield character, missing


def _number(run: str) -> int:
    return sum(character not in _SILENT and character not in _SELECTORS for character in run)


def _names(run: str) -> str:
    visible = [each for each in run if each not in _SILENT and each not in _SELECTORS]
    codes = [_name(each) for each in visible]
    joined = codes[0]
    for before, code in pairwise(codes):
        joined += f" {code}" if before.startswith("U+") and code.startswith("U+") else f", {code}"
    return f"[{joined}]"


def _name(character: str) -> str:
    name = unicodedata.name(character, "") if unicodedata.category(character) in _NAMED else ""
    return name.lower() or f"U+{ord(character):04X}"


def _with_breaks(text: str) -> str:
    """A word that is longer than a line may break, between two characters as readers see them."""
    return _LONG.sub(lambda found: _broken(found[0]), text)


def _broken(word: str) -> str:
    parts, start = [], 0
    while start < len(word):
        end = start + _STRETCH
        while end < len(word) and not is_boundary(word, end):
            end += 1
        parts.append(word[start:end])
        start = end
    return BREAK.join(parts)


def lines(text: str) -> list[tuple[str, str]]:
    """Stretches of lines that run the same way, each with "ltr" or "rtl", as the first letter of a line decides."""
    grouped = groupby(text.split("\n"), key=_direction)
    return [(way, "\n".join(stretch)) for way, stretch in _with_empty_ones(grouped)]


def _with_empty_ones(grouped: Iterator[tuple[str, Iterator[str]]]) -> Iterator[tuple[str, list[str]]]:
    """Lines that decide nothing go on as the line before them."""
    way, stretch = "", list[str]()
    for each, found in grouped:
        if way and each and each != way:
            yield way, stretch
            stretch = []
        way = each or way
        stretch += found
    if stretch:
        yield way or "ltr", stretch


def _direction(line: str) -> str:
    for character in line:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return ""
