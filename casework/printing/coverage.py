"""Which characters a font has shapes for, read from its own table ("cmap", OpenType 1.9, formats 4 and 12). Pure."""

import struct
from collections.abc import Iterator
from typing import Final

# (platform, encoding) of the tables that hold Unicode, the fullest first.
_UNICODE: Final = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))


def characters(font: bytes) -> Iterator[int]:
    """Code points, of a collection those of its first font. Nothing for a font whose table is of a rarer kind."""
    start = struct.unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    table = _cmap(font, start)
    if struct.unpack_from(">H", font, table)[0] == 12:
        yield from _format_12(font, table)
    elif struct.unpack_from(">H", font, table)[0] == 4:
        yield from _format_4(font, table)


def _cmap(font: bytes, start: int) -> int:
    """Where the best table of characters begins."""
    number = struct.unpack_from(">H", font, start + 4)[0]
    records = (struct.unpack_from(">4sIII", font, start + 12 + 16 * each) for each in range(number))
    cmap: int = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    tables = [struct.unpack_from(">HHI", font, cmap + 4 + 8 * each) for each in range(count)]
    known: dict[tuple[int, int], int] = {
        (platform, encoding): cmap + offset for platform, encoding, offset in tables
    }
    return next(known[kind] for kind in _UNICODE if kind in known)


def _format_12(font: bytes, table: int) -> Iterator[int]:
    count = struct.unpack_from(">I", font, table + 12)[0]
    for each in range(count):
        first, last, _ = struct.unpack_from(">III", font, table + 16 + 12 * each)
        yield from range(first, last + 1)


def _format_4(font: bytes, table: int) -> Iterator[int]:
    double = struct.unpack_from(">H", font, table + 6)[0]
    ends, starts = table + 14, table + 16 + double
    deltas, offsets = starts + double, starts + 2 * double
    for at in range(0, double, 2):
        last, first, delta, offset = (
            struct.unpack_from(">H", font, each + at)[0] for each in (ends, starts, deltas, offsets)
        )
        for code in range(first, min(last, 0xFFFE) + 1):
            place = offsets + at + offset + 2 * (code - first)
            glyph = struct.unpack_from(">H", font, place)[0] if offset else (code + delta) & 0xFFFF
            if glyph:
                yield code
