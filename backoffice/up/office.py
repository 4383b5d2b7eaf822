"""Everything on one machine: services, tables, demo, web, worker, beat; until Ctrl-C or TERM."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from backoffice import env
from backoffice.up import CannotStart, assets, attach, keys, leftovers, listen, outside
from backoffice.up.children import Child, stop_all
from backoffice.up.home import CHECKOUT, Home
from backoffice.up.leash import leash
from backoffice.up.services import Services, services
from backoffice.up.terminal import say
from backoffice.up.welcome import welcome

READY_SECONDS = 60
STOP_SECONDS = 12
REPAIR_SECONDS = 2
GIVE_UP_AFTER = 4  # deaths of a part before the office was ever ready


class Stopped(BaseException):
    """Ctrl-C or TERM. Not an Exception, so that nothing on the way takes it for a failure."""


def run(home: Home) -> None:
    """The whole office; leaves by `Stopped` or an error, and everything it started has ended by then."""
    listen_for_signals()
    with _alone(home):
        _forget_the_last(home)
        _check_settings(home)
        found = _find_services(home)
        port = listen.listen()
        assets.build(say)
        try:
            found.start()
            _serve(home, found, port)
        finally:
            _ignore_signals()
            attach.forget(home)
            found.stop()
            say("stopped")


def run_services(home: Home) -> None:
    """Database and broker alone, in the foreground."""
    listen_for_signals()
    with _alone(home):
        found = _find_services(home)
        try:
            found.start()
            attach.record(home, found.environment())
            for name, value in found.environment().items():
                say(f"{name}={value}")
            while True:
                time.sleep(REPAIR_SECONDS)
                _repair(found)
        finally:
            _ignore_signals()
            attach.forget(home)
            found.stop()
            say("stopped")


def environment_of(home: Home, addresses: dict[str, str]) -> dict[str, str]:
    """What every part is told: the caller's environment and what an office without settings decides itself."""
    decided = {
        "ONEQUEUE_HOME": str(home.path),
        keys.VARIABLE: keys.secret_key(home),
        "PUBLIC_BASE_URL": env.url("PUBLIC_BASE_URL", f"http://127.0.0.1:{listen.port()}"),
        "ONEQUEUE_DEMO": "1" if env.flag("ONEQUEUE_DEMO", True) else "0",
        "LOOPBACK_BASE_URL": f"http://127.0.0.1:{listen.port()}",
        "DJANGO_SETTINGS_MODULE": "backoffice.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **decided, **addresses}


def _find_services(home: Home) -> Services:
    """Those that no variable names; those that one names are asked whether they are there."""
    database, broker = env.text("DATABASE_URL"), env.text("REDIS_URL")
    if database:
        outside.check_database(database)
    if broker:
        outside.check_redis(broker)
    found = services(home, database=not database, redis=not broker, leashed=True, say=say)
    if not broker and found.redis is None:
        say("no Redis or Valkey found: work is done by the clock, pages look for news every few seconds")
    return found


def _serve(home: Home, found: Services, port: socket.socket) -> None:
    environment = environment_of(home, found.environment())
    attach.record(home, _told(environment))
    _step("making the tables", environment, "migrate", "--no-input", "-v", "0")
    if environment["ONEQUEUE_DEMO"] == "1":
        _step("loading the demo office, unless it is there", environment, "seed_demo")
    children = _children(environment, port)
    try:
        for child in children:
            child.start()
        leftovers.record(home, [child.pid for child in children if child.pid])
        _wait_until_ready(children)
        print(welcome(environment), flush=True)
        _watch(home, found, children)
    finally:
        _ignore_signals()
        say("stopping")
        stop_all(children, seconds=STOP_SECONDS)
        leftovers.record(home, [])


def _told(environment: dict[str, str]) -> dict[str, str]:
    names = (
        "DATABASE_URL",
        "REDIS_URL",
        "PUBLIC_BASE_URL",
        "LOOPBACK_BASE_URL",
        "ONEQUEUE_DEMO",
        keys.VARIABLE,
    )
    return {name: environment[name] for name in names if name in environment}


def _children(environment: dict[str, str], port: socket.socket) -> list[Child]:
    def part(name: str, fds: tuple[int, ...] = (), **more: str) -> Child:
        return Child(name, [sys.executable, "-m", "backoffice.up", name], {**environment, **more}, fds)

    parts = [part("web", (port.fileno(),), ONEQUEUE_LISTEN_FD=str(port.fileno())), part("worker")]
    return [*parts, part("beat")] if environment.get("REDIS_URL") else parts


def _check_settings(home: Home) -> None:
    """Read the settings before anything starts, while a wrong one can be said in one sentence."""
    os.environ.update(environment_of(home, {}))
    from backoffice import settings  # noqa: F401


def _step(words: str, environment: dict[str, str], *arguments: str) -> None:
    say(words)
    command = [sys.executable, "manage.py", *arguments]
    # Changing tables and loading may take longer than a page may.
    unhurried = {**environment, "ONEQUEUE_STATEMENT_TIMEOUT": "0"}
    process = subprocess.Popen(command, env=unhurried, cwd=CHECKOUT, preexec_fn=leash(signal.SIGTERM))
    try:
        code = process.wait()
    except Stopped:
        process.terminate()
        process.wait()
        raise
    if code:
        raise CannotStart(f"`manage.py {arguments[0]}` failed with exit code {code}; its words stand above.")


def _wait_until_ready(children: list[Child]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    answer = "nothing"
    while time.monotonic() < deadline:
        ready, answer = _ask_whether_ready()
        if ready:
            return
        for child in children:
            child.watch()
            if child.deaths >= GIVE_UP_AFTER:
                raise CannotStart(f"{child.part} does not stay up; its words stand above.")
        time.sleep(0.1)
    raise CannotStart(f"The office was not ready after {READY_SECONDS} seconds; /readyz answers: {answer}")


def _ask_whether_ready() -> tuple[bool, str]:
    connection = http.client.HTTPConnection(listen.own_name(), listen.port(), timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": "127.0.0.1"})
        answer = connection.getresponse()
        return answer.status == http.client.OK, f"{answer.status} {answer.read(300).decode(errors='replace')}"
    except (OSError, http.client.HTTPException) as error:
        return False, str(error)
    finally:
        connection.close()


def _watch(home: Home, found: Services, children: list[Child]) -> None:
    while True:
        time.sleep(0.5)
        _repair(found)
        started = [child.part for child in children if child.watch()]
        if started:
            leftovers.record(home, [child.pid for child in children if child.pid])


def _repair(found: Services) -> None:
    for name in found.repair():
        say(f"{name} had ended; started again")


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """One office a home. The kernel lets go of the lock of an office that was killed."""
    handle = os.open(home.run / "office.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        number = os.pread(handle, 20, 0).decode() or "?"
        raise CannotStart(
            f"This office runs already (process {number}, ONEQUEUE_HOME {home.path}): stop that one, or name another ONEQUEUE_HOME."
        ) from error
    os.truncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)
    try:
        yield
    finally:
        os.close(handle)


def _forget_the_last(home: Home) -> None:
    attach.forget(home)
    if count := leftovers.end(home):
        say(f"ended {count} processes that the last office had left behind")


def listen_for_signals() -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def _ignore_signals() -> None:
    """The way down is short and bounded: asked twice, it goes on."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
