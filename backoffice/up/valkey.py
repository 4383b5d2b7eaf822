"""Valkey of our own, the broker, cache and bell: a Unix socket and an append-only file."""

import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from backoffice.up import CannotStart, binaries, living
from backoffice.up.home import Home, socket_folder
from backoffice.up.leash import leash
from backoffice.up.logs import open_log, tail

START_SECONDS = 60
_STOP = [(signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)]


@dataclass(frozen=True)
class Broker:
    program: Path
    data: Path
    socket: Path
    log: Path
    durable: bool

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}?db=0"

    @property
    def pid_file(self) -> Path:
        return self.data / "valkey.pid"

    def is_alive(self) -> bool:
        """Whether it answers PING; a server that still reads its file answers something else."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(3)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def processes(self) -> list[int]:
        return living.processes_in(self.data, pid_file=self.pid_file)

    def start(self, *, leashed: bool) -> subprocess.Popen[bytes]:
        # Two servers on one append-only file would ruin it.
        if not living.end(self.processes(), signals=_STOP):
            raise CannotStart(
                f"A broker that does not stop holds {self.data}: end process {self.processes()[0]} first."
            )
        with open_log(self.log) as log:
            process = subprocess.Popen(
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=leash(signal.SIGTERM) if leashed else None,
            )
        self._wait(process)
        return process

    def stop(self) -> None:
        living.end(self.processes(), signals=_STOP)

    def _command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "pidfile": str(self.pid_file),
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "save": "",
            # A full broker must refuse, never forget quietly.
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        return [
            str(self.program),
            *(part for name, value in settings.items() for part in (f"--{name}", value)),
        ]

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_alive():
            if process.poll() is not None:
                raise CannotStart(f"The broker stopped at once; the end of {self.log} says: {tail(self.log)}")
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"The broker did not answer within {START_SECONDS} seconds; look into {self.log}."
                )
            time.sleep(0.02)


def broker(home: Home, *, durable: bool = True) -> Broker | None:
    """The broker of this home, or None where no program for it is found."""
    program = binaries.valkey()
    if program is None:
        return None
    return Broker(
        program=program,
        data=home.valkey,
        socket=socket_folder(home.valkey) / "valkey.sock",
        log=home.logs / "broker.log",
        durable=durable,
    )
