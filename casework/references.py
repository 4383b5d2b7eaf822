"""Case references such as `7K4M-9QXD`: easy to say, hard to mistype, impossible to guess in order.

Eight characters of Crockford's base 32, the last one a check character. A and E are never drawn (I, L, O and U are not
in the alphabet at all), so no reference spells a word. Every reference has a letter and a digit from 2 to 9, so that no
plain number and no plain word can be taken for one, however its O, I and L are read.

The check character makes the weighted sum of all eight, in the field of 32 elements, equal to a constant. The weights
are eight different powers of one element, which is why every single wrong character, every swap of two characters
(neighbours or not) and every doubled character mistaken for another double is noticed.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DRAWN: Final = ALPHABET.replace("A", "").replace("E", "")
# More candidates than this in one text are nobody's question about a case, but they would be one query's parameters.
MOST_FOUND: Final = 50

_VALUE: Final = {character: value for value, character in enumerate(ALPHABET)}
_READ_ALIKE: Final = str.maketrans("OIL", "011")
_POLYNOMIAL: Final = 0b100101  # x^5 + x^2 + 1
_ELEMENT: Final = 23
_SUM: Final = 8

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_DASH: Final = r"\-\u2010-\u2015\u2212"
_HALF: Final = "[0-9B-DF-TV-Z]{4}"
_WORD: Final = re.compile(r"\S+")
_ADDRESS: Final = re.compile(r"://|www\.|@|\w\.[^\W_]{2,24}/", re.IGNORECASE)
_CANDIDATE: Final = re.compile(
    rf"(?<![\w+/\\@%\-\u2010\u2011\u2212])(?<!\d\.)"
    rf"(?=({_HALF}\s{{0,5}}[{_DASH}]{{0,2}}\s{{0,5}}{_HALF})(?![\w+@%]|[/\-\u2010\u2011\u2212]\w|\.\d))",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(rf"[\s{_DASH}]+")


def new_reference(randbelow: Callable[[int], int] = secrets.randbelow) -> str:
    """Draw a reference in its display form. `randbelow` must give varied numbers: unsuitable draws are repeated."""
    while True:
        seven = "".join(DRAWN[randbelow(len(DRAWN))] for _ in range(7))
        eight = seven + check_character(seven)
        if _is_sound(eight):
            return _display(eight)


def check_character(seven: str) -> str:
    """The eighth character for seven of the alphabet. It can be A or E, which a drawn reference never has.

    Raises ValueError when `seven` is not seven characters of the alphabet.
    """
    if len(seven) != 7 or not set(seven) <= _VALUE.keys():
        raise ValueError(
            "A reference has seven characters of Crockford's base 32 before the check character."
        )
    return ALPHABET[_weighted_sum(seven + "0") ^ _SUM]


def normalise(text: str) -> str | None:
    """The display form of what somebody typed into a box, or None when it is not a reference.

    Any letter case, spaces and dashes anywhere, 0/O and 1/I/L read alike, a leading # or closing full stop ignored.
    """
    if len(text) > 100:
        return None
    return _read(plain(text).strip(" \t\r\n#.,;:()[]\"'"))


def find_references(text: str) -> tuple[str, ...]:
    """The references that a text names, in their order, each once, in display form; at most `MOST_FOUND`.

    Well-formed is all they are: whether such a case exists is for the caller to look up. The two halves may be joined,
    or parted by a dash or by spaces. Nothing inside a longer word, number, web or e-mail address counts.
    """
    found: dict[str, None] = {}
    for _, reference in _candidates(plain(text)):
        found[reference] = None
        if len(found) == MOST_FOUND:
            break
    return tuple(found)


def without_references(text: str, references: frozenset[str]) -> str:
    """The text with every mention of these references (in display form) taken out."""
    rest = plain(text)
    mentions = {mention for mention, reference in _candidates(rest) if reference in references}
    for mention in sorted(mentions, key=len, reverse=True):
        rest = rest.replace(mention, " ")
    return rest


def plain(text: str) -> str:
    """Full-width and other compatibility forms made ordinary, invisible characters taken out."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def _candidates(text: str) -> Iterator[tuple[str, str]]:
    # Taking an address out brings no candidate about, and most texts have none.
    if _CANDIDATE.search(text) is None:
        return
    for match in _CANDIDATE.finditer(_WORD.sub(_without_address, text)):
        reference = _read(match[1])
        if reference is not None:
            yield match[1], reference


def _without_address(word: re.Match[str]) -> str:
    """A bar in place of a web or e-mail address: with a space, the words around it could join into a reference."""
    return "|" if _ADDRESS.search(word[0]) else word[0]


def _read(text: str) -> str | None:
    eight = _BETWEEN.sub("", text).upper().translate(_READ_ALIKE)
    if len(eight) != 8 or not set(eight) <= set(DRAWN):
        return None
    return _display(eight) if _is_sound(eight) and _weighted_sum(eight) == _SUM else None


def _is_sound(eight: str) -> bool:
    return set(eight) <= set(DRAWN) and not set(eight).isdisjoint("23456789") and not eight.isdigit()


def _display(eight: str) -> str:
    return f"{eight[:4]}-{eight[4:]}"


def _times(one: int, other: int) -> int:
    """The product of two elements of the field: polynomials over two, reduced after every doubling."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one, other = one << 1, other >> 1
        if one & 32:
            one ^= _POLYNOMIAL
    return product


def _powers(element: int) -> tuple[int, ...]:
    powers = [1]
    while len(powers) < 8:
        powers.append(_times(powers[-1], element))
    return tuple(reversed(powers))


_WEIGHTS: Final = _powers(_ELEMENT)


def _weighted_sum(eight: str) -> int:
    total = 0
    for weight, character in zip(_WEIGHTS, eight, strict=True):
        total ^= _times(weight, _VALUE[character])
    return total
