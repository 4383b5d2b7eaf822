"""Which browser looks: the journeys and these commands share it."""

import os
import shutil
from typing import Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
QUIET: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip


class NoChromium(Exception):
    """There is no browser to look with."""


def find_chromium() -> str | None:
    """The one that ONEQUEUE_CHROMIUM names, or the machine's."""
    named = os.environ.get("ONEQUEUE_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def chromium() -> str:
    """Raises NoChromium with words for whoever typed the command."""
    found = find_chromium()
    if found is None:
        raise NoChromium("This needs a Chromium: install one, or name it in ONEQUEUE_CHROMIUM.")
    return found
