"""A photograph as it is kept: drawn again, upright, and without where, when and with what it was taken.

The place of a refuge is in a photograph's notes. So nothing of the file that came is kept, only what can be seen in it.
"""

import io
import struct
from typing import IO, Final, NamedTuple

import filetype
from PIL import Image, ImageOps

MOST_BYTES: Final = 10_000_000
MOST_PIXELS: Final = 50_000_000

# Beyond this Pillow itself warns and at twice as much refuses: a small file that unfolds to gigabytes.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

# What Pillow reads, and as what it is written again. The rest of a picture's formats become PNG.
REWRITTEN: Final = {
    "image/jpeg": ("JPEG", "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
    "image/png": ("PNG", "image/png", (".png",)),
    "image/apng": ("PNG", "image/png", (".png", ".apng")),
    "image/webp": ("WEBP", "image/webp", (".webp",)),
    "image/gif": ("PNG", "image/png", (".gif",)),
    "image/bmp": ("PNG", "image/png", (".bmp", ".dib")),
    "image/tiff": ("PNG", "image/png", (".tif", ".tiff")),
}
PHONE_PHOTOS: Final = ("image/heic", "image/avif")
# What each format can hold; anything else (printers' colours, palettes in a JPEG) becomes plain red, green and blue.
_MODES: Final = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")}
# All that Pillow's decoders are known to raise on broken pictures.
_BROKEN: Final = (
    OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, OverflowError, ZeroDivisionError,
    MemoryError, struct.error, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip

EMPTY: Final = "It is empty."
TOO_LARGE: Final = "It is larger than 10 MB."
DAMAGED: Final = "The picture is damaged or far too large."
PHONE_PHOTO: Final = "We cannot take out of this kind of photograph where it was taken. Send it as JPEG."
NO_PICTURE: Final = "It is not a photograph that we can show. Send a photograph as JPEG or PNG."


class Picture(NamedTuple):
    content: bytes
    content_type: str
    ending: str


class NotKept(Exception):
    """Why a picture is not kept, in words that say what to send instead."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def redrawn(content: bytes) -> Picture:
    """The picture to keep. What it is called or said to be counts for nothing, only what is in it.

    Raises `NotKept`.
    """
    if not content:
        raise NotKept(EMPTY)
    if len(content) > MOST_BYTES:
        raise NotKept(TOO_LARGE)
    kind = filetype.guess_mime(content) or ""
    if kind in PHONE_PHOTOS:
        raise NotKept(PHONE_PHOTO)
    if kind not in REWRITTEN:
        raise NotKept(NO_PICTURE)
    written, content_type, endings = REWRITTEN[kind]
    ending = endings[0] if content_type == kind else ".png"
    return Picture(content=drawn_again(content, written), content_type=content_type, ending=ending)


def drawn_again(content: bytes, written: str) -> bytes:
    """The picture alone, upright: no place, no camera, no thumbnail of what was cut away. Raises `NotKept`."""
    try:
        fresh = _bare(content, written)
    except _BROKEN as error:
        raise NotKept(DAMAGED) from error
    if len(fresh) > MOST_BYTES:
        raise NotKept(TOO_LARGE)
    return fresh


def _bare(content: bytes, written: str) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        upright = ImageOps.exif_transpose(picture)
        if upright.mode not in _MODES.get(written, (upright.mode,)):
            upright = upright.convert("RGB")
        bare = upright.copy()
        bare.info = {key: value for key, value in upright.info.items() if key == "transparency"}
        fresh = io.BytesIO()
        bare.save(fresh, written, **({"quality": 90} if written in ("JPEG", "WEBP") else {}))
    return fresh.getvalue()


def fit(kept: IO[bytes], *, side: int) -> bytes:
    """A kept picture as JPEG, on white, at most `side` pixels wide and high; no larger than it is. Raises `NotKept`."""
    try:
        with Image.open(kept) as picture:
            picture.draft("RGB", (side, side))  # a JPEG is read at an eighth of its size where that is enough
            picture.thumbnail((side, side))
            drawn = io.BytesIO()
            _on_white(picture).save(drawn, "JPEG", quality=85)
    except _BROKEN as error:
        raise NotKept(DAMAGED) from error
    return drawn.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white
