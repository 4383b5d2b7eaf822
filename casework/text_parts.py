"""What a text costs, and which characters make it dear. Pure; `backoffice/assets/js/segments.js` does the same.

One curly quotation mark sends a whole text in the dear alphabet. A plain one in its place reads the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

# Marks that word processors and telephones put in by themselves, and the plain ones that everybody reads alike.
PLAIN: Final = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u02bc": "'", "`": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2026": "...",
    "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ",
}  # fmt: skip
_TABLE: Final = str.maketrans(PLAIN)


@dataclass(frozen=True)
class Parts:
    """How a provider counts one text. `encoding` is "" where it does not count."""

    encoding: str
    segments: int
    outside: tuple[str, ...] = ()
    """The characters that make it dear, each once, in order."""


def plain(body: str) -> str:
    return body.translate(_TABLE)


def saved(body: str, count: Callable[[str], Parts]) -> int:
    """How many parts plain marks would save."""
    return max(count(body).segments - count(plain(body)).segments, 0)


def curly(counted: Parts) -> list[str]:
    """Those of its dear characters that have a plain one."""
    return [character for character in counted.outside if character in PLAIN]


def shown(character: str) -> str:
    """The character itself, or in words where nobody would see it."""
    return "a wide space" if character.isspace() else character


def cost(*, parts: int, pence_per_part: Decimal) -> str:
    """In words: "about 8p", "about £1.20"; "" where the office set no price."""
    pence = parts * pence_per_part
    if pence <= 0:
        return ""
    if pence < 100:
        return f"about {pence.quantize(Decimal('0.1')).normalize():f}p"
    return f"about £{pence / 100:.2f}"


def in_words(*, characters: int, longest: int, counted: Parts, pence_per_part: Decimal) -> str:
    """The line below a text."""
    said = [f"{characters:,} of {longest:,} characters"]
    if counted.encoding:
        said.append("1 part" if counted.segments == 1 else f"{counted.segments} parts")
    if price := cost(parts=counted.segments, pence_per_part=pence_per_part):
        said.append(price)
    if counted.encoding:
        said.append(counted.encoding)
    return ", ".join(said)
