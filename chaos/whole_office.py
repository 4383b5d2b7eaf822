"""A whole office to break: database, broker, web, worker and beat of its own, in a folder that is gone afterwards.

Its services keep what they committed, unlike those of a test: an office whose database is killed must lose nothing.
What is on record is read by SQL from outside, so that no run needs Django, and none can look into another's database.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, LiteralString

import psycopg

from backoffice.up import home, living, services
from backoffice.up.home import CHECKOUT, Home
from backoffice.up.listen import BACKLOG
from backoffice.up.services import Services
from chaos.asking import status_of
from chaos.part import Part
from chaos.phone_company import PhoneCompany

READY_SECONDS: Final = 60
INBOUND: Final = "/webhooks/twilio/sms/"
KEEP: Final = (
    "CHAOS_KEEP"  # a folder that is not removed, for whoever looks for the reason of a broken promise
)


class NotReady(Exception):
    """The office did not come up. The end of its log is in the message."""


@dataclass
class WholeOffice:
    home: Home
    services: Services
    company: PhoneCompany
    port: int
    _socket: socket.socket | None = None
    _parts: dict[str, Part] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def inbound(self) -> str:
        return f"{self.url}{INBOUND}"

    def environment(self) -> dict[str, str]:
        outside = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ONEQUEUE_", "TWILIO_", "DJANGO_")) and name not in _OURS
        }
        return {
            **outside,
            "REDIS_URL": "",
            **self.services.environment(),
            **self.company.environment(),
            "ONEQUEUE_HOME": str(self.home.path),
            "ONEQUEUE_SECRET_KEY": "chaos-needs-no-secret-0123456789-abcdefghij",
            "ONEQUEUE_DEMO": "0",
            "ONEQUEUE_LOG_LEVEL": "WARNING",
            "PUBLIC_BASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "backoffice.settings",
            "PYTHONUNBUFFERED": "1",
        }

    def part(self, name: str) -> Part:
        return self._parts[name]

    def start(self, *names: str) -> None:
        """Web, worker or beat, as `python -m backoffice.up` starts them."""
        for name in names:
            more: dict[str, str] = {}
            fds: tuple[int, ...] = ()
            if name == "web":
                self._socket = self._socket or _listening(self.port)
                fds = (self._socket.fileno(),)
                more = {"ONEQUEUE_LISTEN_FD": str(fds[0])}
            self.run(name, "-m", "backoffice.up", name, fds=fds, **more)

    def run(self, name: str, *arguments: str, fds: tuple[int, ...] = (), **more: str) -> Part:
        """Anything of ours as a part, with the office's environment."""
        part = Part(
            arguments=list(arguments),
            environment={**self.environment(), **more},
            log=self.home.logs / f"{name}.log",
            pass_fds=fds,
        )
        part.start()
        self._parts[name] = part
        return part

    def close_web(self) -> None:
        """Nobody listens any more: whoever calls is refused at once."""
        self.part("web").stop()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def wait_until_ready(self) -> None:
        if not until(lambda: status_of(f"{self.url}/readyz") == 200, seconds=READY_SECONDS):
            raise NotReady(f"The office did not come up: {self.words_of('web')}")

    def words_of(self, name: str) -> str:
        log = self.home.logs / f"{name}.log"
        return log.read_text(errors="replace")[-1500:] if log.exists() else "nothing"

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._command("manage.py", *arguments)

    def inside(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = self._command("-m", "chaos.inside", *arguments)
        if done.returncode:
            raise NotReady(f"{' '.join(arguments)}: {done.stderr[-1500:]}")
        return done

    def _command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env={**self.environment(), "ONEQUEUE_STATEMENT_TIMEOUT": "0"},
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def empty_redis(self) -> None:
        """Kill it, take away all it wrote down, start it."""
        broker = self.services.redis
        if broker is None:
            return
        living.end(broker.processes(), signals=[(signal.SIGKILL, 10.0)])
        shutil.rmtree(broker.data / "appendonlydir", ignore_errors=True)
        (broker.data / "dump.rdb").unlink(missing_ok=True)
        self.services.repair()

    def stop_redis(self) -> None:
        if self.services.redis is not None:
            self.services.redis.stop()

    def break_database(self) -> None:
        """An immediate stop, which leaves everything to recovery, and a start."""
        database = self.services.database
        if database is None:
            return
        postmaster = living.written_pid(database.pid_file)
        if postmaster:
            living.end([postmaster], signals=[(signal.SIGQUIT, 20.0), (signal.SIGKILL, 10.0)])
        living.end(database.processes(), signals=[(signal.SIGKILL, 10.0)])
        self.services.repair()

    def rows(self, question: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.services.environment()["DATABASE_URL"], autocommit=True) as connection:
            return connection.execute(question, values or None).fetchall()

    def number(self, question: LiteralString, *values: Any) -> int:
        return int(self.rows(question, *values)[0][0])

    def close(self) -> None:
        for part in self._parts.values():
            part.kill()
        if self._socket is not None:
            self._socket.close()
        self.services.stop()


_OURS: Final = ("DATABASE_URL", "REDIS_URL", "PUBLIC_BASE_URL", "LOOPBACK_BASE_URL", "PORT", "N", "KILLS")


@contextmanager
def whole_office(company: PhoneCompany, *, redis: bool = True, **open_with: str) -> Iterator[WholeOffice]:
    """Services, tables and an open office; no part runs yet. Call it from the main thread."""
    folder = Path(tempfile.mkdtemp(prefix="onequeue-chaos-"))
    folder.chmod(0o711)  # the database's own user passes through, and everything stays in this folder
    where = home.at(folder)
    own = services.services(where, database=True, redis=redis, leashed=True, durable=True, say=_quiet)
    office = WholeOffice(home=where, services=own, company=company, port=_free_port())
    try:
        own.start()
        done = office.manage("migrate", "--no-input", "-v", "0")
        if done.returncode:
            raise NotReady(f"migrate: {done.stderr[-1500:]}")
        office.inside("open", *(f"{name}={value}" for name, value in open_with.items()))
        yield office
    finally:
        office.close()
        if not os.environ.get(KEEP):
            shutil.rmtree(folder, ignore_errors=True)


def until(condition: Callable[[], object], *, seconds: float, every: float = 0.2) -> bool:
    """Whether it came true in time. What cannot be asked while something is down is not true yet."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if condition():
                return True
        except psycopg.OperationalError:
            pass
        time.sleep(every)
    return False


def _listening(port: int) -> socket.socket:
    """Held here as the office holds it: callers wait in it while web is started again."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    bound.listen(BACKLOG)
    return bound


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _quiet(words: str) -> None:
    """The start of a database that is thrown away is nobody's news."""
