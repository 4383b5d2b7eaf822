"""An office of its own to break: a fresh database in a folder that is gone afterwards, never the one at work here."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backoffice.up import home, services


@contextmanager
def open_for_chaos() -> Iterator[None]:
    """Starts a database, sets Django up on it and migrates. Nothing is sent anywhere: there is no broker, no worker."""
    folder = Path(tempfile.mkdtemp(prefix="onequeue-chaos-"))
    folder.chmod(0o711)  # the database's own user passes through, and everything stays in this folder
    where = home.at(folder)
    own = services.services(where, database=True, redis=False, leashed=True, durable=False, say=_quiet)
    try:
        own.start()
        _environment(folder, own.environment())
        _prepare_django()
        yield
    finally:
        own.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path, found: dict[str, str]) -> None:
    for name in [name for name in os.environ if name.startswith("TWILIO_")]:
        del os.environ[name]  # nobody's telephone may ring
    os.environ.update(
        {
            **found,
            "REDIS_URL": "",
            "ONEQUEUE_HOME": str(folder),
            "ONEQUEUE_DEMO": "1",
            "ONEQUEUE_SECRET_KEY": "chaos-needs-no-secret-0123456789-abcdefghij",
            "PUBLIC_BASE_URL": "https://requests.example.org",
            "DJANGO_SETTINGS_MODULE": "backoffice.settings",
        }
    )


def _prepare_django() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _quiet(words: str) -> None:
    """The start of a database that is thrown away is nobody's news."""
