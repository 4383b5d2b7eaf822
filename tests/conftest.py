"""Every test runs on a real PostgreSQL and a real Valkey, started once and shared by all workers of a run.

Runs side by side share the servers and use databases of their own. `ONEQUEUE_TEST_HOME` names another folder for
them. Set up at import, because pytest-django and the test modules want settings before any hook could give them.
"""

import atexit
import os
import shutil
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from backoffice.postgresql.wire import Wire
from backoffice.up import home, services
from looks.chromium import find_chromium

CHECKOUT = Path(__file__).resolve().parent.parent
REAL_DATA = CHECKOUT.parent / "shared" / "data"
# Set by the controller; workers of pytest-xdist inherit it, and with it the addresses.
RUN = "ONEQUEUE_TEST_RUN"


def _start_services() -> None:
    where = home.at(Path(os.environ.get("ONEQUEUE_TEST_HOME") or CHECKOUT / ".onequeue" / "test"))
    own = services.services(where, database=True, redis=True, leashed=False, durable=False, say=print)
    own.start()
    atexit.register(own.stop)
    state = home.at(where.path / f"run-{os.getpid()}").path
    (state / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without it
    atexit.register(shutil.rmtree, state, ignore_errors=True)
    os.environ.update(
        {"REDIS_URL": "", **own.environment(), "ONEQUEUE_HOME": str(state), RUN: str(os.getpid())}
    )


def _prepare_django() -> None:
    for name in [
        name for name in os.environ if name.startswith(("TWILIO_", "NOTIFY_", "SMS_", "EMAIL_", "LETTER_"))
    ]:
        del os.environ[name]  # a developer's own account must never be reached from a test
    os.environ["ONEQUEUE_SECRET_KEY"] = "tests-0123456789-abcdefghijklmnopqrstuvwxyz"
    os.environ["ONEQUEUE_DEMO"] = "1"
    os.environ["PUBLIC_BASE_URL"] = "https://requests.example.org"
    os.environ["DJANGO_SETTINGS_MODULE"] = "backoffice.settings"
    import django
    from django.conf import settings

    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_onequeue_{os.environ[RUN]}"
    # The real hash is slow on purpose, once for every log-in of a test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES["default"]["KEY_PREFIX"] = _cache_prefix(0)
    django.setup()
    from backoffice.celery import app

    app.conf.broker_url = "memory://"  # nobody listens in a test, and runs side by side share the broker


def _cache_prefix(number: int) -> str:
    return f"{os.environ[RUN]}-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}-{number}"


if RUN not in os.environ:
    _start_services()
_prepare_django()
hypothesis.settings.register_profile("onequeue", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("onequeue")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    journeys = [item for item in items if item.get_closest_marker("journey")]
    if journeys and not find_chromium():
        if os.environ.get("CI") == "true":
            raise pytest.UsageError(
                "The journeys need a Chromium: install one, or name it in ONEQUEUE_CHROMIUM."
            )
        for item in journeys:
            item.add_marker(pytest.mark.skip(reason="no Chromium found; name one in ONEQUEUE_CHROMIUM"))
    if not REAL_DATA.is_dir():
        for item in items:
            if item.get_closest_marker("realdata"):
                item.add_marker(pytest.mark.skip(reason="the recorded requests are not in ../shared/data"))


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = find_chromium()
    assert found, "journeys without a Chromium are skipped at collection"
    return found


_test_number = count(1)


@pytest.fixture(autouse=True)
def _cache_of_its_own() -> None:
    """Counters of one test, such as rate limits, must not reach the next; threads started later follow."""
    from django.conf import settings
    from django.core.cache import cache

    prefix = _cache_prefix(next(_test_number))
    settings.CACHES["default"]["KEY_PREFIX"] = prefix
    cache.key_prefix = prefix


class ReachedOutside(AssertionError):
    """A test tried to speak to another machine."""


def _must_be_here(address: Any) -> None:
    """Unix sockets are paths; of the others only loopback may be reached."""
    host = str(address[0]) if isinstance(address, tuple) else "localhost"
    if not (host in ("localhost", "::1") or host.startswith("127.")):
        raise ReachedOutside(
            f"A test tried to reach {host}: replace it at the port, or serve it on 127.0.0.1."
        )


@pytest.fixture(autouse=True, scope="session")
def _no_other_machine() -> Iterator[None]:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _must_be_here(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _must_be_here(address)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        yield


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many kept statements went to the database each time that somebody waited for it."""
    told: list[int] = []
    asked = Wire.asked

    def counted(self: Wire, statements: Any, **how: Any) -> Any:
        told.append(len(statements))
        return asked(self, statements, **how)

    monkeypatch.setattr(Wire, "asked", counted)
    return told
