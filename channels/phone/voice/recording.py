"""A message that lies at Twilio: fetched from our own account's recordings alone, taken for what it is, deleted there."""

import re
from typing import Final

import filetype

from casework.pictures import EMPTY, MOST_BYTES, NotKept, Picture
from channels.twilio import media

PATH: Final = re.compile(
    r"/2010-04-01/Accounts/(?P<account>AC[0-9a-fA-F]{32})/Recordings/(?P<recording>RE[0-9a-fA-F]{32})"
)
# A tenth of the size of the other format that there is.
FORMAT: Final = ".mp3"
KINDS: Final = {
    "audio/mpeg": ("audio/mpeg", ".mp3"),
    "audio/x-wav": ("audio/wav", ".wav"),
}
TOO_LONG: Final = "The message is larger than 10 MB."
NO_SOUND: Final = "What the phone company gave us is no recording."


def fetch(*, account: str, url: str) -> bytes:
    return media.fetch(account=account, url=url, path=PATH, ending=FORMAT)


def forget(*, account: str, url: str) -> None:
    media.forget(account=account, url=url, path=PATH)


def kept(content: bytes) -> Picture:
    """What it is said to be counts for nothing, only what is in it. Raises `NotKept`."""
    if not content:
        raise NotKept(EMPTY)
    if len(content) > MOST_BYTES:
        raise NotKept(TOO_LONG)
    kind = KINDS.get(filetype.guess_mime(content) or "")
    if kind is None:
        raise NotKept(NO_SOUND)
    return Picture(content=content, content_type=kind[0], ending=kind[1])
