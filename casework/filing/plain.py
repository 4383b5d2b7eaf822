"""A short text brought into one shape, so that `  ＳＴＯＰ.` and `stop` are the same."""

import re
import unicodedata
from typing import Final

# Skin tones, emoji presentation, keycaps and invisible characters say nothing about what a short text means.
_UNSAID: Final = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u20e3]")
_APOSTROPHES: Final = str.maketrans("\u2018\u2019\u02bc\u0060\u00b4", "'''''")


def plain(text: str, *, longest: int) -> str | None:
    """Case folded, full-width forms made ordinary, one space between words; None when it is longer than `longest`."""
    if len(text) > 4 * longest:
        return None
    # Before NFKC, which turns a lone acute accent into a space and a mark.
    folded = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    words = " ".join(_UNSAID.sub("", folded).split())
    if not words.isprintable():
        words = " ".join("".join(map(_seen, words)).split())
    return words if len(words) <= longest else None


def _seen(character: str) -> str:
    """Of format characters nothing is seen; other control characters part words as a space does."""
    return {"Cf": "", "Cc": " "}.get(unicodedata.category(character), character)


def is_edge(character: str) -> bool:
    """Space and punctuation, and the signs that people type as punctuation."""
    return unicodedata.category(character)[0] in "ZP" or character in "~^=<>|+`\u00b4"


def strip_edges(text: str) -> str:
    """Without the space and punctuation around it."""
    start, end = 0, len(text)
    while start < end and is_edge(text[start]):
        start += 1
    while end > start and is_edge(text[end - 1]):
        end -= 1
    return text[start:end]
