"""Commands by hand (`manage.py …`) find the office of this checkout, and start its services when nothing runs."""

import atexit
import fcntl
import json
import os
import signal
import sys
from pathlib import Path

from backoffice import env
from backoffice.up import CannotStart, keys
from backoffice.up.home import Home, choose
from backoffice.up.services import services

# These read or write files only.
WITHOUT_DATABASE = frozenset(
    {"", "help", "version", "--help", "--version", "check", "collectstatic", "makemessages"}
)
_RECORD = "office.json"


def record(home: Home, environment: dict[str, str]) -> None:
    """Write down what a running office told its parts, for commands by hand."""
    path = home.run / _RECORD
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(environment, file)


def forget(home: Home) -> None:
    (home.run / _RECORD).unlink(missing_ok=True)


def for_command(arguments: list[str]) -> None:
    """Set what is not set: home, secret key, and the addresses of the services."""
    home = choose()
    os.environ["ONEQUEUE_HOME"] = str(home.path)
    _fill_in(home)
    command = next(iter(arguments), "")
    if not env.text("DATABASE_URL") and command not in WITHOUT_DATABASE:
        _start_services(home)


def for_part(home: Home) -> None:
    """The same for web, worker or beat alone, which need a database that somebody else runs."""
    _fill_in(home)
    if not env.text("DATABASE_URL"):
        raise CannotStart(
            "DATABASE_URL is not set and no services run here: set it, or start `python -m backoffice.up services` first."
        )


def _fill_in(home: Home) -> None:
    for name, value in _recorded(home).items():
        if not env.text(name):
            os.environ[name] = value
    os.environ[keys.VARIABLE] = keys.secret_key(home)


def _recorded(home: Home) -> dict[str, str]:
    """What the running office wrote down; nothing when none runs, whatever a killed one may have left."""
    if not _is_locked(home.run / "office.lock"):
        return {}
    try:
        return dict(json.loads((home.run / _RECORD).read_text()))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}  # one is just being started


def _is_locked(path: Path) -> bool:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def _start_services(home: Home) -> None:
    mine = services(
        home,
        database=True,
        redis=not env.text("REDIS_URL"),
        leashed=False,
        say=lambda words: print(f"({words})", file=sys.stderr),
    )
    mine.start()
    atexit.register(mine.stop)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    os.environ.update(mine.environment())
