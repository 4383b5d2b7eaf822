"""Files as they come: told by their content, photographs freed of where they were taken. Nothing here raises.

A file that is not kept leaves its name and the reason; what somebody wrote beside it is never lost with it.
"""

import io
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import Final, NamedTuple

import filetype

from casework import pictures
from casework.pictures import EMPTY, MOST_BYTES, TOO_LARGE, NotKept

MOST_FILES: Final = 10
LONGEST_NAME: Final = 255

_PNG: Final = ".png"
_OFFICE: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
    "application/vnd.oasis.opendocument.presentation": (".odp",),
}
_AS_THEY_ARE: Final = {"application/pdf": (".pdf",), "application/rtf": (".rtf",), **_OFFICE}
_TEXTS: Final = (".txt", ".text", ".md", ".csv", ".log", "")
_OLD_OFFICE: Final = ("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint")

ALLOWED: Final = "Send a photograph (JPEG or PNG), a PDF, or a Word, Excel or OpenDocument file."
TOO_MANY: Final = f"Only {MOST_FILES} files are kept."


class Examined(NamedTuple):
    """`refused` says why it is not kept; `content` is then empty."""

    name: str
    content: bytes
    content_type: str
    refused: str


def examine(*, name: str, content: bytes) -> Examined:
    """What is kept of one file. At most 10,000,000 bytes are looked at."""
    name = safe_name(name)
    if not content:
        return _refused(name, EMPTY)
    if len(content) > MOST_BYTES:
        return _refused(name, TOO_LARGE)
    if PurePosixPath(name).suffix.casefold() in _TEXTS[:-1]:  # "BMW is parked outside" is no bitmap
        return _text(name, content)
    kind = filetype.guess_mime(content) or ""
    if kind in pictures.REWRITTEN:
        return _picture(name, content, kind)
    if kind in pictures.PHONE_PHOTOS:
        return _refused(name, pictures.PHONE_PHOTO)
    if kind in _OLD_OFFICE:
        return _refused(
            name, "Files of this older kind can do harm. Save it as PDF or in the new format and send that."
        )
    if kind in _AS_THEY_ARE:
        return _document(name, content, kind)
    return (
        _text(name, content) if not kind else _refused(name, f"We do not take this kind of file. {ALLOWED}")
    )


def safe_name(name: str) -> str:
    """The last part of the name without anything that hides, breaks lines or turns text round."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(mark for mark in last if unicodedata.category(mark) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    plain = " ".join(plain.split())
    if len(plain) > LONGEST_NAME:
        ending = PurePosixPath(plain).suffix[:20]
        plain = plain[: LONGEST_NAME - len(ending)] + ending
    return plain if plain.strip(". ") else "file"


def _refused(name: str, why: str) -> Examined:
    return Examined(name, b"", "application/octet-stream", why)


def _ends_wrong(name: str, endings: tuple[str, ...]) -> str:
    """A name may have no ending, or one that fits the content: `a.pdf.exe` is no PDF, whatever is in it."""
    ending = PurePosixPath(name).suffix.casefold()
    if ending in ("", *endings):
        return ""
    return f"Its name ends in {ending[:20]}, which is not what is in it."


def _picture(name: str, content: bytes, kind: str) -> Examined:
    written, content_type, endings = pictures.REWRITTEN[kind]
    if wrong := _ends_wrong(name, (*endings, _PNG)):
        return _refused(name, wrong)
    try:
        fresh = pictures.drawn_again(content, written)
    except NotKept as why:
        return _refused(name, why.words)
    if content_type == "image/png" and kind != "image/png":
        name = f"{PurePosixPath(name).stem}{_PNG}"
    return Examined(name, fresh, content_type, "")


def _document(name: str, content: bytes, kind: str) -> Examined:
    if wrong := _ends_wrong(name, _AS_THEY_ARE[kind]):
        return _refused(name, wrong)
    if kind in _OFFICE and _has_macros(content):
        return _refused(name, "It has macros in it, which could do harm. Save it as PDF and send that.")
    return Examined(name, content, kind, "")


def _has_macros(content: bytes) -> bool:
    """Looks at the names in the archive only; a damaged one counts as having them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name.casefold() for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return True
    return any("vbaproject" in name or name.startswith(("basic/", "scripts/")) for name in names)


def _text(name: str, content: bytes) -> Examined:
    """Plain text in UTF-8. Markup that a browser would run is none."""
    if PurePosixPath(name).suffix.casefold() not in _TEXTS:
        return _refused(name, f"We do not take this kind of file. {ALLOWED}")
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused(name, f"We cannot tell what is in it. {ALLOWED}")
    controls = sum(1 for mark in words if ord(mark) < 32 and mark not in "\t\n\r\f")
    if controls or words.lstrip().startswith("<"):
        return _refused(name, f"We do not take this kind of file. {ALLOWED}")
    return Examined(name, content, "text/plain", "")
