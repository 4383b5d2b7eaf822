"""A demo office to look at: of its own and gone afterwards, or one that runs already."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from backoffice.up.home import CHECKOUT

READY_SECONDS: Final = 420  # the demo plays five months of work before the doors open
STOP_SECONDS: Final = 40
_OURS: Final = ("ONEQUEUE_", "TWILIO_", "NOTIFY_", "SMS_", "EMAIL_", "LETTER_", "DJANGO_")
_ADDRESSES: Final = ("DATABASE_URL", "REDIS_URL", "PUBLIC_BASE_URL", "PORT")


class NotReady(Exception):
    """The office did not come up; the end of its log is in the message."""


@contextmanager
def demo_office() -> Iterator[str]:
    """Its address. `AT` names an office that runs; nothing is started or stopped then."""
    running = os.environ.get("AT", "").rstrip("/")
    if running:
        yield running
        return
    folder = Path(tempfile.mkdtemp(prefix="onequeue-looks-"))
    folder.chmod(0o711)  # the database's own user passes through, and everything stays in this folder
    try:
        with _started(folder, free_port()) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(folder: Path, port: int) -> Iterator[str]:
    log = folder / "looks.log"
    with log.open("wb") as written:
        office = subprocess.Popen(
            [sys.executable, "-m", "backoffice.up"],
            cwd=CHECKOUT,
            env=_environment(folder, port),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        )
    try:
        _wait(office, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        office.terminate()
        office.wait(STOP_SECONDS)


def _environment(folder: Path, port: int) -> dict[str, str]:
    outside = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_OURS) and name not in _ADDRESSES
    }
    return {**outside, "ONEQUEUE_HOME": str(folder), "ONEQUEUE_DEMO": "1", "PORT": str(port)}


def _wait(office: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and office.poll() is None:
        if answers(f"http://127.0.0.1:{port}"):
            return
        time.sleep(1)
    raise NotReady(f"The office did not come up: {log.read_text(errors='replace')[-1500:]}")


def answers(url: str) -> bool:
    """Whether an office is open there."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
