"""PostgreSQL of our own: one folder, one Unix socket, no password, no network.

Alive means that a connection succeeds, never that a process number exists.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from psycopg import sql

from backoffice.up import CannotStart, binaries, living
from backoffice.up.account import Account, current, for_database
from backoffice.up.home import SYSTEM_STATE, Home, folder, socket_folder
from backoffice.up.leash import leash
from backoffice.up.logs import open_log, tail

ROLE = "onequeue"
DATABASE = "onequeue"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")
START_SECONDS = 120  # recovery after a hard kill under load may take a while
_BUILTIN_LOCALES_SINCE = 17
_STOP = [(signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0)]  # fast shutdown, then immediate

Say = Callable[[str], None]


@dataclass(frozen=True)
class Cluster:
    data: Path
    sockets: Path
    programs: Path
    log: Path
    account: Account | None
    durable: bool  # False: a test server that may lose everything in a power cut

    @property
    def url(self) -> str:
        return f"postgresql:///{DATABASE}?{urlencode({'host': str(self.sockets), 'user': ROLE})}"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def is_alive(self) -> bool:
        try:
            with self._connect("postgres"):
                return True
        except psycopg.OperationalError:
            return False

    def processes(self) -> list[int]:
        return living.processes_in(self.data, pid_file=self.pid_file)

    def start(self, *, leashed: bool, say: Say) -> subprocess.Popen[bytes]:
        """Make the cluster if there is none, start the server and wait for a connection."""
        if not (self.data / "PG_VERSION").exists():
            say("making the database")
            self._initialise()
        self._clear_away()
        process = self._launch(leashed=leashed)
        self._wait(process, say)
        self._create_database()
        return process

    def stop(self) -> None:
        """Stop the server, whoever started it. Its own recovery makes even the hard way safe."""
        postmaster = living.written_pid(self.pid_file)
        processes = self.processes()
        if postmaster in processes:
            living.end([postmaster], signals=_STOP)
        living.end(self.processes(), signals=[(signal.SIGTERM, 5.0), (signal.SIGQUIT, 5.0)])

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.sockets), user=ROLE, dbname=database, connect_timeout=5, autocommit=True
        )

    def _initialise(self) -> None:
        # Under another name first, so that a start killed half-way leaves nothing that looks finished.
        for left in self.data.parent.glob("data.unfinished.*"):
            shutil.rmtree(left, ignore_errors=True)
        unfinished = self.data.with_name(f"data.unfinished.{os.getpid()}")
        command: list[str | Path] = [
            self.programs / "initdb",
            "-D",
            unfinished,
            "-U",
            ROLE,
            "--encoding=UTF8",
            "-k",
        ]
        command += ["--auth-local=peer", "--auth-host=reject", "--no-instructions", *self._locale()]
        command += [] if self.durable else ["--no-sync"]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=leash(signal.SIGKILL),
            **self._as_account(),
        )
        if done.returncode:
            raise CannotStart(f"The database could not be made in {self.data}: {done.stderr.strip()[-400:]}")
        _write(unfinished / "pg_ident.conf", self._ident_map())
        _write(unfinished / "pg_hba.conf", f"local all {ROLE} peer map=onequeue\n")
        unfinished.rename(self.data)

    def _locale(self) -> list[str]:
        """Code-point order, and letters of every script folded alike: without lc-ctype trigrams lose accented letters."""
        ctype = "C.UTF-8" if Path("/proc").exists() else "UTF-8"
        locale = ["--lc-collate=C", f"--lc-ctype={ctype}"]
        if binaries.version(self.programs) >= _BUILTIN_LOCALES_SINCE:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return locale

    def _ident_map(self) -> str:
        users = {current()} | ({self.account.name} if self.account else set())
        return "".join(f'onequeue "{user}" {ROLE}\n' for user in sorted(users))

    def _clear_away(self) -> None:
        """Remove what a hard kill left, and only when no process lives in the data folder.

        A lock whose process is gone is PostgreSQL's own to judge: it looks for shared memory still in use.
        One whose number now belongs to a stranger or a zombie would stop the start, so that one we take away.
        """
        if self.processes():
            self.stop()
        if left := self.processes():
            raise CannotStart(
                f"A database server that does not stop holds {self.data}: end process {left[0]} first."
            )
        for lock in (self.pid_file, self.sockets / ".s.PGSQL.5432.lock"):
            pid = living.written_pid(lock)
            if pid and living.exists(pid):
                lock.unlink(missing_ok=True)

    def _launch(self, *, leashed: bool) -> subprocess.Popen[bytes]:
        command: list[str | Path] = [self.programs / "postgres", "-D", self.data]
        for name, value in self._settings().items():
            command += ["-c", f"{name}={value}"]
        with open_log(self.log) as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=leash(signal.SIGINT) if leashed else None,
                **self._as_account(),
            )
        return process

    def _settings(self) -> dict[str, str]:
        """Sized for two cores and a few gigabytes; everything that keeps a committed row safe stays on."""
        safe = "on" if self.durable else "off"
        return {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": _shared_buffers(),
            "work_mem": "8MB",
            "maintenance_work_mem": "64MB",
            "effective_cache_size": "1GB",
            "random_page_cost": "1.1",
            "max_wal_size": "1GB",
            "checkpoint_timeout": "15min",
            # Two cores: a parallel plan takes both, and containers often have too little /dev/shm for it.
            "max_parallel_workers_per_gather": "0",
            "jit": "off",
            "fsync": safe,
            "synchronous_commit": safe,
            "full_page_writes": safe,
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_lock_waits": "on",
        }

    def _wait(self, process: subprocess.Popen[bytes], say: Say) -> None:
        began = time.monotonic()
        told = False
        while not self.is_alive():
            if process.poll() is not None:
                raise CannotStart(
                    f"The database stopped at once; the end of {self.log} says: {tail(self.log)}"
                )
            waited = time.monotonic() - began
            if waited > START_SECONDS:
                raise CannotStart(
                    f"The database did not answer within {START_SECONDS} seconds; look into {self.log}."
                )
            if waited > 3 and not told:
                told = True
                say("the database repairs itself after a hard stop")
            time.sleep(0.03)

    def _create_database(self) -> None:
        with self._connect("postgres") as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not found:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        with self._connect(DATABASE) as connection:
            for name in EXTENSIONS:
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))

    def _as_account(self) -> dict[str, Any]:
        """Popen arguments: a clean environment, no working directory of the caller, the right user."""
        environment = {"PATH": os.defpath, "LANG": "C", "TZ": "UTC"}
        arguments: dict[str, Any] = {"cwd": "/", "env": environment}
        if self.account:
            arguments |= {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
        return arguments


def cluster(home: Home, *, durable: bool = True) -> Cluster:
    """The database of this home, with the programs to run it."""
    account = for_database()
    base = home.database(account)
    written = base / "data" / "PG_VERSION"
    programs = binaries.postgres(major=int(written.read_text()) if written.exists() else None)
    return Cluster(
        data=base / "data",
        sockets=socket_folder(base / "run", owner=account),
        programs=_reachable(programs, account),
        log=home.logs / "database.log",
        account=account,
        durable=durable,
    )


def _reachable(programs: Path, account: Account | None) -> Path:
    """The programs themselves, or a copy of them where the database's user can run it."""
    if account is None or account.can_enter(programs):
        return programs
    origin = programs.parent
    stamp = int((programs / "postgres").stat().st_mtime)
    copy = folder(SYSTEM_STATE, mode=0o711) / f"postgres-{binaries.version(programs)}-{stamp}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(origin, unfinished, symlinks=True)
        unfinished.rename(copy)
    return copy / programs.name


def _shared_buffers() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return "256MB" if memory >= 3 * 2**30 else "64MB"


def _write(path: Path, content: str) -> None:
    """Replace what initdb wrote; owner and mode of the file stay."""
    path.write_text(content)
