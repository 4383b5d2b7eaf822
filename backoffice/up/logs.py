"""Log files of the database and the broker; what web, worker and beat say goes to the terminal."""

import os
from pathlib import Path
from typing import BinaryIO

LARGEST = 10_000_000  # bytes; one older file is kept


def open_log(path: Path) -> BinaryIO:
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_suffix(".old.log"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")


def tail(path: Path, *, lines: int = 3) -> str:
    """The last lines, joined for one sentence of an error message."""
    try:
        found = path.read_text(errors="replace").strip().splitlines()[-lines:]
    except FileNotFoundError:
        return "nothing"
    return " / ".join(found) or "nothing"
