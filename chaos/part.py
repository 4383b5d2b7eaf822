"""One part of an office as a process of its own, made to be killed: at once, the hard way, itself or one of its children."""

import os
import random
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from backoffice.up.home import CHECKOUT
from backoffice.up.leash import leash
from backoffice.up.logs import open_log

STOP_SECONDS = 25.0


@dataclass
class Part:
    """Start it from the main thread only: the kernel ties the leash to the thread that forked."""

    arguments: list[str]
    """What Python is to run."""
    environment: dict[str, str]
    log: Path
    pass_fds: tuple[int, ...] = ()
    _process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the process, its group and its session. 0 before it was started."""
        return self._process.pid if self._process else 0

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        with open_log(self.log) as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.arguments],
                env=self.environment,
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=self.pass_fds,
                preexec_fn=leash(signal.SIGTERM),
            )

    def kill(self) -> None:
        """`kill -9` of the process and of what it leaves behind, as whoever looks after an office does."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._sweep_up()

    def kill_child(self, dice: random.Random) -> bool:
        """`kill -9` of one of its children; False where it has none at the moment."""
        children = self._children()
        if not children:
            return False
        try:
            os.kill(dice.choice(children), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def stop(self) -> None:
        """In order; the hard way where that takes too long."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._sweep_up()

    def wait(self) -> int:
        """Until it ends by itself. Returns its exit code."""
        return self._process.wait() if self._process else 0

    def _children(self) -> list[int]:
        if not self.runs or self._process is None:
            return []
        pid = self._process.pid
        try:
            return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except OSError:
            return []

    def _sweep_up(self) -> None:
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # nobody left
