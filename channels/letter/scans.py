"""Scans of letters as they come from a scanner or a telephone: PDF, JPEG or PNG, told by their content.

A picture is drawn again, so that nothing is kept but what can be seen. What is not kept leaves its name and the reason.
"""

import unicodedata
from pathlib import PurePosixPath
from typing import Final

import filetype

from casework import pictures
from casework.pictures import EMPTY, MOST_BYTES, TOO_LARGE, NotKept
from casework.services.arrivals import IncomingFile

MOST_SCANS: Final = 10
TOO_MANY: Final = f"Only {MOST_SCANS} files of one letter are kept."
OTHER_KIND: Final = "This kind of file is not taken. Scan it as PDF, JPEG or PNG."
PDF: Final = "application/pdf"
PICTURES: Final = ("image/jpeg", "image/png")
LONGEST_NAME: Final = 255
UNKNOWN: Final = "application/octet-stream"


def examine(*, name: str, content: bytes) -> IncomingFile:
    """What is kept of one file, and why not; nothing here raises. At most 10,000,000 bytes are kept."""
    name = plain_name(name)
    if not content:
        return refused(name, EMPTY)
    if len(content) > MOST_BYTES:
        return refused(name, TOO_LARGE)
    kind = filetype.guess_mime(content) or ""
    if kind == PDF:
        return IncomingFile(name=with_ending(name, ".pdf"), content=content, content_type=PDF)
    if kind in PICTURES:
        return _picture(name, content)
    return refused(name, pictures.PHONE_PHOTO if kind in pictures.PHONE_PHOTOS else OTHER_KIND)


def _picture(name: str, content: bytes) -> IncomingFile:
    try:
        fresh = pictures.redrawn(content)
    except NotKept as why:
        return refused(name, why.words)
    return IncomingFile(
        name=with_ending(name, fresh.ending), content=fresh.content, content_type=fresh.content_type
    )


def refused(name: str, why: str) -> IncomingFile:
    return IncomingFile(name=plain_name(name), content=b"", content_type=UNKNOWN, refused=why)


def plain_name(name: str) -> str:
    """The last part of it, on one line, with nothing in it that cannot be seen."""
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(each for each in last if unicodedata.category(each)[0] != "C" or each == "\t")
    seen = " ".join(seen.split())[:LONGEST_NAME]
    return seen if seen.strip(". ") else "scan"


def with_ending(name: str, ending: str) -> str:
    """The ending says what is in it: a PDF that calls itself a program is a PDF from now on."""
    if PurePosixPath(name).suffix.casefold() in (ending, ".jpeg" if ending == ".jpg" else ending):
        return name
    return f"{name[: LONGEST_NAME - len(ending)]}{ending}"
