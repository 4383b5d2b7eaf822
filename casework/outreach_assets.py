"""What the outreach page is made of: the addresses that a device keeps, and a version that changes when one of them does."""

import hashlib
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.templatetags.static import static

WORKER: Final = "outreach_worker.js"
NAMES: Final = (
    "main.css",
    "favicon.svg",
    "outreach.js",
    "outreach_check.js",
    "outreach_desk.js",
    "outreach_entries.js",
    "outreach_form.js",
    "outreach_log_out.js",
    "outreach_network.js",
    "outreach_parts.js",
    "outreach_store.js",
    "outreach_vault.js",
    "outreach_visits.js",
    "words.js",
)


def addresses() -> list[str]:
    return [static(f"onequeue/{name}") for name in NAMES]


def worker_source() -> str | None:
    """The script of the service worker; None in a checkout whose assets were never built."""
    return _bytes(WORKER).decode() or None


def version(shell: str) -> str:
    """Short, and another one as soon as a byte of the page, of what it loads or of the worker is different."""
    summed = hashlib.sha256(shell.encode())
    for name in (*NAMES, WORKER):
        summed.update(name.encode())
        summed.update(hashlib.sha256(_bytes(name)).digest())
    return summed.hexdigest()[:16]


def _bytes(name: str) -> bytes:
    found = finders.find(f"onequeue/{name}")
    return Path(found).read_bytes() if isinstance(found, str) else b""
