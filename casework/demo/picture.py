"""A small picture to stand for a photograph: a wall with dark spots, the same for the same name. Pure."""

import random
import struct
import zlib
from typing import Final

WIDTH: Final = 160
HEIGHT: Final = 120
SPOTS: Final = 14


def png(name: str) -> bytes:
    """The picture as a PNG file with grey pixels of 8 bits."""
    dice = random.Random(name)  # a drawing, not a secret
    spots = [(dice.randrange(WIDTH), dice.randrange(HEIGHT), dice.randrange(6, 26)) for _ in range(SPOTS)]
    rows = b"".join(b"\0" + bytes(_grey(x, y, spots) for x in range(WIDTH)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _grey(x: int, y: int, spots: list[tuple[int, int, int]]) -> int:
    dark = sum(max(0, 60 - 60 * ((x - sx) ** 2 + (y - sy) ** 2) // size**2) for sx, sy, size in spots)
    return max(30, 215 - y // 4 - dark)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
