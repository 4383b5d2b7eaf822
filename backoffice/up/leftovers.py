"""Parts that outlived an office that was killed hard: found by what it wrote down, and ended before the next start."""

import json
import os
import signal
from pathlib import Path

from backoffice.up import living
from backoffice.up.home import CHECKOUT, Home

_STOP = [(signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)]


def record(home: Home, groups: list[int]) -> None:
    """Write down the process groups of the parts."""
    draft = home.run / "parts.json.new"
    draft.write_text(json.dumps(groups))
    draft.replace(home.run / "parts.json")


def end(home: Home) -> int:
    """End what is left of the last office here; returns how many processes that were.

    Groups alone are not enough, their numbers are used again: only processes that work in this checkout are touched.
    """
    groups = _recorded(home.run / "parts.json")
    left = [pid for pid in living.processes_in(CHECKOUT, pid_file=home.run / "none") if _group(pid) in groups]
    living.end(left, signals=_STOP)
    return len(left)


def _recorded(path: Path) -> set[int]:
    try:
        return set(json.loads(path.read_text()))
    except (FileNotFoundError, json.JSONDecodeError):
        return set()


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0
