"""Which processes live in a folder. PostgreSQL and Valkey both make their data folder their working directory."""

import os
import signal
import subprocess
import time
from pathlib import Path

_PROC = Path("/proc")


def processes_in(folder: Path, *, pid_file: Path) -> list[int]:
    """Numbers of the live processes whose working directory is `folder`; zombies and reused numbers do not count.

    Where there is no /proc only the process named by `pid_file` is looked at.
    """
    if _PROC.joinpath("self/cwd").exists():
        real = os.path.realpath(folder)
        return [pid for pid in _pids() if _working_directory(pid) == real]
    pid = written_pid(pid_file)
    return [pid] if pid and str(folder) in _command(pid) else []


def written_pid(pid_file: Path) -> int | None:
    """The process number in the first line of a pid file, or None when there is no such file or number."""
    try:
        first = pid_file.read_text().split("\n", 1)[0].strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return int(first) if first.isdecimal() and int(first) > 1 else None


def end(pids: list[int], *, signals: list[tuple[signal.Signals, float]]) -> bool:
    """Send each signal in turn and wait its seconds for all to go. True when none is left."""
    for number, seconds in signals:
        for pid in pids:
            _signal(pid, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not any(is_alive(pid) for pid in pids):
                return True
            time.sleep(0.02)
    return not any(is_alive(pid) for pid in pids)


def exists(pid: int) -> bool:
    """Whether the number is taken, be it by a zombie: what PostgreSQL and others ask before they trust a lock file."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_alive(pid: int) -> bool:
    """Whether the process exists and is no zombie (a zombie holds no file and no lock any more)."""
    stat = _PROC / str(pid) / "stat"
    if _PROC.joinpath("self").exists():
        try:
            return stat.read_text().rpartition(")")[2].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            return False
    return bool(_command(pid))


def _pids() -> list[int]:
    return [int(entry) for entry in os.listdir(_PROC) if entry.isdecimal() and is_alive(int(entry))]


def _working_directory(pid: int) -> str:
    try:
        return os.readlink(_PROC / str(pid) / "cwd")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""  # gone, or another user's: not ours


def _command(pid: int) -> str:
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip()


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
