"""How many parts a text is sent in, as the phone networks and Twilio count them. Pure.

The GSM 7-bit alphabet (3GPP TS 23.038) takes 7 bits a character and 14 for the few of its extension table;
one character outside it turns the whole text into UCS-2 with 16 bits for each UTF-16 unit. A part holds 1,120
bits; once there is more than one, each begins with 48 bits that join them. No character is split over two
parts.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final, Literal

Encoding = Literal["GSM-7", "UCS-2"]

PART_BITS: Final = 1120
HEADER_BITS: Final = 48

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION: Final = frozenset("\f^{}\\[~]|€")
ALPHABET: Final = BASIC | EXTENSION


@dataclass(frozen=True)
class Count:
    encoding: Encoding
    segments: int
    outside: tuple[str, ...]
    """The characters that force UCS-2, each once, in order: what to replace to make the text cheaper."""


def count(text: str) -> Count:
    """An empty text is one part. Each kind of character is looked at once, as a text is counted with every reply."""
    kinds = frozenset(text)
    outside = () if kinds <= ALPHABET else tuple(dict.fromkeys(each for each in text if each not in ALPHABET))
    encoding: Encoding = "UCS-2" if outside else "GSM-7"
    sizes = {character: _bits(character, encoding) for character in kinds}
    return Count(encoding=encoding, segments=_parts(text, sizes), outside=outside)


def _bits(character: str, encoding: Encoding) -> int:
    if encoding == "GSM-7":
        return 14 if character in EXTENSION else 7
    return 32 if ord(character) > 0xFFFF else 16


def _parts(text: str, sizes: dict[str, int]) -> int:
    different = set(sizes.values())
    if len(different) == 1:
        return _of_one_size(len(text), different.pop())
    bits = [sizes[character] for character in text]
    return 1 if sum(bits) <= PART_BITS else _joined(bits)


def _of_one_size(characters: int, size: int) -> int:
    return 1 if characters * size <= PART_BITS else ceil(characters / ((PART_BITS - HEADER_BITS) // size))


def _joined(sizes: list[int]) -> int:
    """Parts of a text that needs more than one, filled one after the other."""
    parts, used = 1, HEADER_BITS
    for size in sizes:
        if used + size > PART_BITS:
            parts, used = parts + 1, HEADER_BITS
        used += size
    return parts
