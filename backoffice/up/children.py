"""One part of the office as a child process: started on a leash, started again when it dies, stopped as a group."""

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field

from backoffice.up.home import CHECKOUT
from backoffice.up.leash import leash
from backoffice.up.terminal import pump, say

SHORTEST_WAIT = 1.0
LONGEST_WAIT = 30.0
SETTLED = 60.0  # seconds after which a death counts as the first again


@dataclass
class Child:
    """Start and watch it from the main thread only: the kernel ties the leash to the thread that forked."""

    part: str
    command: list[str]
    environment: dict[str, str]
    pass_fds: tuple[int, ...] = ()
    deaths: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _began: float = 0.0
    _next_start: float = 0.0
    _pumps: list[threading.Thread] = field(default_factory=list)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        self._process = subprocess.Popen(
            self.command,
            env=self.environment,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=self.pass_fds,
            preexec_fn=leash(signal.SIGTERM),
        )
        self._began = time.monotonic()
        reader = threading.Thread(target=pump, args=(self._process.stdout, self.part), daemon=True)
        reader.start()

    def watch(self) -> bool:
        """Look after the child once; True when it was started again just now."""
        now = time.monotonic()
        if self._process is not None and self._process.poll() is not None:
            self._mourn(now)
        if self._process is None and now >= self._next_start:
            self.start()
            return True
        return False

    def ask_to_stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def is_gone(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def finish(self) -> None:
        """End what is left of the child's whole group, hard."""
        if self._process is not None:
            _kill_group(self._process.pid)
            self._process.wait()

    def _mourn(self, now: float) -> None:
        assert self._process is not None  # noqa: S101  (the caller has looked)
        self.deaths = 1 if now - self._began > SETTLED else self.deaths + 1
        wait = min(SHORTEST_WAIT * 2 ** (self.deaths - 1), LONGEST_WAIT)
        self._next_start = now + wait
        say(f"{self.part} ended ({_manner(self._process.returncode)}); starting it again in {wait:.0f} s")
        _kill_group(self._process.pid)  # a worker's pool must not outlive it
        self._process = None


def stop_all(children: list[Child], *, seconds: float) -> None:
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not all(child.is_gone() for child in children):
        time.sleep(0.05)
    for child in children:
        child.finish()


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return  # nobody left


def _manner(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
