"""Picking from a numbered list: `2`, `two`, `no`, `1 and 3`, `1,3`, `all`."""

import re
from typing import Final

from casework.dialogue.asked import Asked
from casework.filing.answers import answer_in
from casework.filing.plain import plain, strip_edges

Choices = tuple[tuple[str, str], ...]

_BETWEEN: Final = re.compile(r"\s*(?:[,;&+/]|\band\b|\bn\b)\s*|\s+")
_ALL: Final = frozenset({"all", "all of them", "all of these", "everything"})
_SHORT: Final = {"y": "yes", "yeah": "yes", "yep": "yes", "yup": "yes", "n": "no", "nope": "no", "nah": "no"}
# Without a number in the text the parts of "one or two" are words of a sentence.
_EITHER: Final = re.compile(r"\bor\b|\?")


def one(asked: Asked, text: str) -> str | None:
    """The value that the whole text picks, by its number or by its words."""
    values = tuple(value for value, _ in asked.choices)
    by_words = _by_words(asked.choices, text)
    # A label such as "2 bedrooms" is picked by its words, so the bare number still counts the list.
    return by_words if by_words is not None else answer_in(text, values)


def several(asked: Asked, text: str) -> list[str] | None:
    """The values that the text picks, in the order of the list and each once."""
    short = plain(text, longest=120)
    if not short or _EITHER.search(short):
        return None
    whole = strip_edges(short)
    if whole in _ALL:
        return [value for value, _ in asked.choices]
    alone = one(asked, text)
    picked = [alone] if alone is not None else [one(asked, part) for part in _BETWEEN.split(whole) if part]
    if not picked or any(value is None for value in picked):
        picked = _by_lines(asked, whole)
    return [value for value, _ in asked.choices if value in picked] or None


def _by_lines(asked: Asked, whole: str) -> list[str | None]:
    """Labels of more than one word, parted by commas alone."""
    picked = [one(asked, part) for part in re.split(r"[,;\n]| and ", whole) if part.strip()]
    return [] if any(value is None for value in picked) else picked


def _by_words(choices: Choices, text: str) -> str | None:
    """The whole label, or a beginning of one label alone that is a whole word of it."""
    short = plain(text, longest=120)
    bare = strip_edges(short) if short else ""
    if not bare or bare.isdecimal():
        return None
    bare = _SHORT.get(bare, bare)
    labels = {value: strip_edges(plain(label, longest=300) or "") for value, label in choices}
    whole = [value for value, label in labels.items() if label == bare]
    begins = [value for value, label in labels.items() if re.match(rf"{re.escape(bare)}\b", label)]
    found = whole or (begins if len(bare) > 1 else [])
    return found[0] if len(found) == 1 else None
