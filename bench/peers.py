"""Beside the peers: the same operations asked of this office, of a bare-Django floor and of django-helpdesk in one run.

The harness is a folder of its own (`../shared/bench`, or what PEERS_HARNESS names); it is copied, never written to. It
starts a PostgreSQL of its own, makes offices of SIZES cases (0,100000) and asks each target in turn, ROUNDS times (3).
OPS names some of the operations, PEERS_HOME a folder that is kept. It needs root, Debian's PostgreSQL 15, and PyPI for
django-helpdesk. What each figure means is in docs/peers.md.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bench import peers_read
from bench.figures import CannotRun, Figure, Sizes, UnusableSize

CHECKOUT: Final = Path(__file__).resolve().parent.parent
OURS: Final = Path(__file__).with_name("peer")
TARGETS: Final = ("floor", "django_helpdesk", "onequeue")
PORTS: Final = {"PostgreSQL": 55432, "the floor": 8100, "django-helpdesk": 8101, "this office": 8104}
PARTS: Final = (
    "run.py",
    "target.py",
    "loadgen.py",
    "words.py",
    "pg.sh",
    "peers/floor",
    "peers/django_helpdesk",
)


def run(sizes: Sizes) -> list[Figure]:
    levels, rounds = _levels(sizes.given), sizes.number("ROUNDS", otherwise=3)
    harness = _harness(sizes.given)
    _ports_are_free()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with _home(sizes.given) as home:
        copy = _copied(harness, home)
        with _database(copy, home):
            for target in TARGETS:
                _do(["bash", f"peers/{target}/setup.sh"], copy, home)
            wanted = ["--levels", levels, "--rounds", str(rounds), "--targets", ",".join(TARGETS)]
            only = ["--ops", sizes.given["OPS"]] if sizes.given.get("OPS") else []
            _do(
                [sys.executable, "beside.py", *wanted, *only, "--out", str(home / "results.json")], copy, home
            )
        return peers_read.figures((home / "results.json").read_text(encoding="utf-8"))


def _levels(given: Mapping[str, str]) -> str:
    words = given.get("SIZES") or "0,100000"
    if not all(part.isascii() and part.isdecimal() for part in words.split(",")):
        raise UnusableSize(f"SIZES is {words!r}; write whole numbers with commas between.")
    return ",".join(str(each) for each in sorted({int(part) for part in words.split(",")}))


def _harness(given: Mapping[str, str]) -> Path:
    folder = Path(given.get("PEERS_HARNESS") or CHECKOUT.parent / "shared" / "bench")
    missing = [part for part in PARTS if not (folder / part).exists()]
    if missing:
        raise CannotRun(
            f"The shared harness is not in {folder} ({missing[0]} is missing): name its folder in PEERS_HARNESS."
        )
    return folder


def _ports_are_free() -> None:
    for name, port in PORTS.items():
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                raise CannotRun(f"Port {port}, which {name} needs, is in use: stop what listens there first.")


@contextmanager
def _home(given: Mapping[str, str]) -> Iterator[Path]:
    """Where the databases and the peers' programs are; gone afterwards unless it was named."""
    if given.get("PEERS_HOME"):
        kept = Path(given["PEERS_HOME"]).absolute()
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    made = Path(tempfile.mkdtemp(prefix="onequeue-peers-"))
    made.chmod(0o755)  # the database's own user passes through
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _copied(harness: Path, home: Path) -> Path:
    """The harness with our target among its peers, and with the operations that only we have."""
    copy = home / "harness"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(harness, copy, ignore=shutil.ignore_patterns("__pycache__", "results"))
    shutil.copytree(OURS / "onequeue", copy / "peers" / "onequeue", dirs_exist_ok=True)
    shutil.copy(OURS / "beside.py", copy)
    return copy


@contextmanager
def _database(copy: Path, home: Path) -> Iterator[None]:
    _do(["bash", "pg.sh", "start"], copy, home)
    try:
        yield
    finally:
        _do(["bash", "pg.sh", "stop"], copy, home)


def _do(command: list[str], copy: Path, home: Path) -> None:
    """Its words come as they are said. It stops what it started when it is told to, so it is told, and waited for."""
    told: dict[str, Any] = {**os.environ, "BENCH_HOME": str(home), "ONEQUEUE_CHECKOUT": str(CHECKOUT)}
    told["PYTHONDONTWRITEBYTECODE"] = "1"
    process = subprocess.Popen(
        command,
        cwd=copy,
        env=told,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,
    )
    try:
        code = process.wait()
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)  # with what a script of theirs has begun
        process.wait()
        raise
    if code:
        raise CannotRun(f"`{' '.join(command[:2])}` of the harness ended with {code}; its words stand above.")
