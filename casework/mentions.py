"""Who is meant by "@name" in a note. Pure.

A name is somebody's log-in, their whole name or a team's code. What somebody else wrote is no mention: a line that
begins with ">", words in quotation marks, an address of a web page, an e-mail address.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

MOST: Final = 200  # "@" of one note that are looked at
_MOST_WORDS: Final = 6  # of a name
# Not of a name. Letters are not listed: vowel signs of many scripts count as no letters to a regular expression.
_NOT_IN_NAMES: Final = r"\s,;:!?()\[\]{}<>\"“”«»…/\\|*#=~^%$£€&–—、。，！？：；「」।"
_WORD: Final = re.compile(f"[^{_NOT_IN_NAMES}]{{1,200}}")  # bounded, as what follows reads it at every "@"
_GAP: Final = re.compile(r"[^\S\n]{1,5}")
# After a letter it is an e-mail address; after another "@" it is nothing.
_AT: Final = re.compile(r"(?<![\w@])(?<!\w[+'-])@(?=\w)")
_OTHERS: Final = re.compile(
    r"^[ \t]*>.*$"  # quoted lines
    r"|“[^“”\n]*”"
    r"|(?<![^\s(])\"[^\"\n]+\"(?!\w)"  # not the inches of a pipe
    r"|\b(?:https?://|www\.)\S+",
    re.MULTILINE | re.IGNORECASE,
)
_AFTER_NAMES: Final = ".'’ʼ+-@"
_POSSESSIVE: Final = re.compile("['’ʼ]s$", re.IGNORECASE)
_APOSTROPHES: Final = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})


@dataclass(frozen=True)
class Mention:
    """`text[start:end]` is the name with its "@"; `keys` are all whom it can mean."""

    start: int
    end: int
    keys: tuple[str, ...]


def known(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """From (name, key): what `find` looks names up in."""
    found: dict[str, tuple[str, ...]] = {}
    for name, key in pairs:
        plain = _plain(name)
        if plain and key not in found.get(plain, ()):
            found[plain] = (*found.get(plain, ()), key)
    return found


def find(text: str, names: Mapping[str, tuple[str, ...]]) -> list[Mention]:
    """In the order of the text; the longest name that fits."""
    return [
        mention
        for at in islice(_outside([match.span() for match in _OTHERS.finditer(text)], text), MOST)
        if (mention := next(_read(text, at, names), None)) is not None
    ]


def _outside(others: list[tuple[int, int]], text: str) -> Iterator[int]:
    """Where an "@" stands that is not within what others wrote. `others` do not overlap."""
    number = 0
    for found in _AT.finditer(text):
        at = found.start()
        while number < len(others) and others[number][1] <= at:
            number += 1
        if number == len(others) or at < others[number][0]:
            yield at


def _read(text: str, start: int, names: Mapping[str, tuple[str, ...]]) -> Iterator[Mention]:
    for end in reversed(_ends(text, start + 1)):
        written = text[start + 1 : end].rstrip(_AFTER_NAMES)
        for name in (written, _POSSESSIVE.sub("", written)):
            if keys := names.get(_plain(name)):
                yield Mention(start, start + 1 + len(name), keys)


def _ends(text: str, at: int) -> list[int]:
    """Where the first word ends, and where those do that stand after it with nothing but space between."""
    ends: list[int] = []
    word = _WORD.match(text, at)
    while word and len(ends) < _MOST_WORDS:
        ends.append(word.end())
        gap = _GAP.match(text, word.end())
        word = _WORD.match(text, gap.end()) if gap else None
    return ends


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).translate(_APOSTROPHES).casefold().split())
