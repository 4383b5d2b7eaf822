"""Have a PDF set in a process of its own. Pure but for that process."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

CHECKOUT: Final = Path(__file__).resolve().parent.parent.parent
SECONDS: Final = 60
# Neither the database's address nor any secret goes along. Few threads, or a machine of many cores takes memory for each.
_ENVIRONMENT: Final = {
    "PATH": os.defpath,
    "PYTHONUTF8": "1",
    "RAYON_NUM_THREADS": "2",
    "MALLOC_ARENA_MAX": "2",
}
# So many at once in one web process; others wait for them.
_ROOM: Final = BoundedSemaphore(2)
_log: Final = logging.getLogger(__name__)


class CannotMakePdf(Exception):
    """It was not set in time, or not at all. The page to print needs none of this."""

    def __init__(self) -> None:
        super().__init__("The PDF could not be made. Use the page to print instead.")


def pdf(document: dict[str, Any]) -> bytes:
    """Raises CannotMakePdf. The log tells why, without a word of the case: a diagnosis may quote it."""
    if not _ROOM.acquire(timeout=SECONDS):
        _log.error("No PDF was set: those before it took longer than %s seconds", SECONDS)
        raise CannotMakePdf
    try:
        return _set(json.dumps(document).encode())
    finally:
        _ROOM.release()


def _set(document: bytes) -> bytes:
    try:
        made = subprocess.run(
            [sys.executable, "-m", "casework.printing.typeset"],
            input=document,
            capture_output=True,
            check=True,
            cwd=CHECKOUT,
            env=_ENVIRONMENT,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        _log.error("A PDF was not set within %s seconds", SECONDS)
        raise CannotMakePdf from error
    except subprocess.CalledProcessError as error:
        _log.error("A PDF was not set: the typesetter ended with %s", error.returncode)
        raise CannotMakePdf from error
    return made.stdout
