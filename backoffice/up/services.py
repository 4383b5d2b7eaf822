"""Database and broker of a home, shared by all who need them.

Whoever needs them holds a share; the last one to let go stops them. The kernel drops the share of a process that is
killed, so nobody counts. `start.lock` makes starting and stopping one at a time.
"""

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from backoffice.up.home import Home
from backoffice.up.postgres import Cluster, cluster
from backoffice.up.valkey import Broker, broker

Say = Callable[[str], None]


@dataclass
class Services:
    """What runs without settings. `database` or `redis` is None where a URL was given or no program is found."""

    home: Home
    database: Cluster | None
    redis: Broker | None
    leashed: bool
    say: Say
    _share: int | None = None
    _children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """The variables that lead a child to the services."""
        found = {"DATABASE_URL": self.database.url} if self.database else {}
        return found | ({"REDIS_URL": self.redis.url} if self.redis else {})

    def start(self) -> None:
        with locked(self.home.run / "start.lock"):
            if self._share is None:
                self._share = os.open(
                    self.home.run / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
                )
                fcntl.flock(self._share, fcntl.LOCK_SH)
            self._raise_all()

    def repair(self) -> list[str]:
        """Start again what has died; names what it was, for the log."""
        self._take_leave()
        died = [] if self.database is None or self.database.processes() else ["database"]
        died += [] if self.redis is None or self.redis.processes() else ["broker"]
        if died:
            self.start()
        return died

    def stop(self) -> None:
        """Let go; stop the services when nobody else holds them."""
        if self._share is None:
            return
        with locked(self.home.run / "start.lock"):
            try:
                fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            else:
                self._stop_all()
            finally:
                os.close(self._share)
                self._share = None

    def _take_leave(self) -> None:
        """Children that have died, be it by another holder's hand, must not stay zombies. One may take a moment to."""
        self._children = [child for child in self._children if child.poll() is None]

    def _raise_all(self) -> None:
        self._take_leave()
        if self.database and not self.database.is_alive():
            self._children.append(self.database.start(leashed=self.leashed, say=self.say))
        if self.redis and not self.redis.is_alive():
            self._children.append(self.redis.start(leashed=self.leashed))

    def _stop_all(self) -> None:
        if self.redis:
            self.redis.stop()
        if self.database:
            self.database.stop()
        for child in self._children:
            child.wait()


def services(
    home: Home, *, database: bool, redis: bool, leashed: bool, say: Say, durable: bool = True
) -> Services:
    """The services of `home` that are wanted, not yet started.

    `leashed` ones die with the caller, which must start them from its main thread.
    """
    return Services(
        home=home,
        database=cluster(home, durable=durable) if database else None,
        redis=broker(home, durable=durable) if redis else None,
        leashed=leashed,
        say=say,
    )


@contextmanager
def locked(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
