"""The start on one machine: services of its own, parts that are watched, and a way back from a hard kill."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest

from backoffice.up import CannotStart, binaries, children, home, keys, living, outside
from backoffice.up.services import Services, services
from tests.conftest import CHECKOUT

PYTHON = sys.executable


def quietly(words: str) -> None:
    """Nobody reads the progress of a test."""


def made_at(path: Path, *, redis: bool = False) -> Services:
    return services(home.at(path), database=True, redis=redis, leashed=False, say=quietly)


def new_home(base: Path) -> Path:
    # The database's own user must be able to come here, and pytest's folders are closed.
    where = (
        Path(f"/tmp/onequeue-test-{os.getpid()}-{time.monotonic_ns()}")
        if os.geteuid() == 0
        else base / "home"
    )
    return home.at(where).path


@pytest.fixture
def office_home(tmp_path: Path) -> Iterator[Path]:
    path = new_home(tmp_path)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services for the whole module: a test that stops them starts them again."""
    path = new_home(tmp_path_factory.mktemp("services"))
    found = made_at(path, redis=True)
    found.start()
    yield found
    found.stop()
    shutil.rmtree(path)


def ask(found: Services, question: str) -> object:
    with psycopg.connect(found.environment()["DATABASE_URL"], autocommit=True) as connection:
        answer = connection.execute(question.encode())
        row = answer.fetchone() if answer.description else None
    return row[0] if row else None


def run_up(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PYTHON, "-m", "backoffice.up", *arguments],
        cwd=CHECKOUT,
        env=outside_of_tests(**environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def outside_of_tests(**environment: str) -> dict[str, str]:
    """The environment of somebody who has set nothing but what is given."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ONEQUEUE_", "TWILIO_"))
    }
    for name in ("DATABASE_URL", "REDIS_URL", "PUBLIC_BASE_URL", "PORT"):
        kept.pop(name, None)
    return {**kept, **environment}


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def eventually(condition: Callable[[], object], *, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


class TestDatabase:
    def test_it_folds_accented_letters_alike_everywhere(self, running: Services) -> None:
        assert ask(running, "SELECT lower('ÉCOLE') = 'école' AND 'École' ILIKE 'école'") is True
        assert ask(running, "SELECT similarity('Żaneta', 'żaneta') = 1") is True
        assert ask(running, "SELECT to_tsvector('simple', 'École')::text") == "'école':1"

    def test_it_listens_on_no_network_and_asks_for_no_password(self, running: Services) -> None:
        assert ask(running, "SHOW listen_addresses") == ""
        assert running.database is not None
        hba = running.database.data / "pg_hba.conf"
        assert hba.read_text() == "local all onequeue peer map=onequeue\n"

    def test_its_folder_is_closed_and_it_does_not_run_as_root(self, running: Services) -> None:
        assert running.database is not None
        data = running.database.data.stat()
        assert stat.S_IMODE(data.st_mode) == 0o700
        assert data.st_uid != 0
        postmaster = living.written_pid(running.database.pid_file)
        assert Path(f"/proc/{postmaster}").stat().st_uid == data.st_uid

    def test_it_checks_its_pages_and_has_the_extensions(self, running: Services) -> None:
        assert ask(running, "SHOW data_checksums") == "on"
        assert (
            ask(
                running,
                "SELECT count(*) FROM pg_extension WHERE extname IN ('pg_trgm','unaccent','btree_gin')",
            )
            == 3
        )

    def test_killed_hard_it_is_started_again_with_what_it_held(self, running: Services) -> None:
        database = running.database
        assert database is not None
        ask(running, "CREATE TABLE kept AS SELECT 41 + 1 AS answer")
        assert living.end(database.processes(), signals=[(signal.SIGKILL, 10.0)])

        assert running.repair() == ["database"]

        assert ask(running, "SELECT answer FROM kept") == 42

    def test_a_lock_file_with_a_strangers_number_does_not_stop_it(self, running: Services) -> None:
        database = running.database
        assert database is not None
        running.stop()
        for lock in (database.pid_file, database.sockets / ".s.PGSQL.5432.lock"):
            lock.write_text(f"{os.getpid()}\n{database.data}\n0\n5432\n{database.sockets}\n\n0 0\n")

        running.start()

        assert database.is_alive()

    def test_a_zombie_does_not_count_as_running(self) -> None:
        gone = subprocess.Popen(["true"])
        assert eventually(lambda: not living.is_alive(gone.pid))
        assert living.exists(gone.pid), "nobody has taken leave of it yet"
        gone.wait()

    def test_an_unfinished_one_is_made_anew(self, office_home: Path) -> None:
        found = made_at(office_home)
        assert found.database is not None
        half = found.database.data.with_name("data.unfinished.1")
        half.mkdir()
        (half / "PG_VERSION").write_text("18\n")

        found.start()
        found.stop()

        assert not half.exists()
        assert (found.database.data / "PG_VERSION").exists()

    def test_data_of_another_version_is_named_with_the_way_out(self) -> None:
        with pytest.raises(CannotStart, match=r"written by PostgreSQL 12.*set PG_BIN"):
            binaries.postgres(major=12)


class TestSharing:
    def test_the_last_one_to_let_go_stops_the_services(self, running: Services) -> None:
        second = made_at(running.home.path, redis=True)
        second.start()
        running.stop()
        assert ask(second, "SELECT 1") == 1

        second.stop()

        assert second.database is not None and second.redis is not None
        assert not second.database.is_alive()
        assert not second.redis.is_alive()
        running.start()  # and a later start finds them again
        assert ask(running, "SELECT 1") == 1

    def test_the_broker_keeps_what_it_was_told_when_it_is_killed(self, office_home: Path) -> None:
        import redis

        found = services(home.at(office_home), database=False, redis=True, leashed=False, say=quietly)
        found.start()
        assert found.redis is not None
        with redis.Redis.from_url(found.redis.url) as connection:
            connection.set("told", "once")
            connection.execute_command("WAITAOF", 1, 0, 2000)
        living.end(found.redis.processes(), signals=[(signal.SIGKILL, 5.0)])

        assert found.repair() == ["broker"]

        with redis.Redis.from_url(found.redis.url) as connection:
            assert connection.get("told") == b"once"
        found.stop()

    def test_a_long_home_gets_sockets_in_a_short_folder(self, tmp_path: Path) -> None:
        deep = tmp_path / ("x" * 100)
        short = home.socket_folder(deep)
        assert len(str(short / ".s.PGSQL.5432.lock")) <= 107
        assert stat.S_IMODE(short.stat().st_mode) == 0o700
        short.rmdir()

    def test_a_short_folder_of_somebody_else_is_not_used(self, tmp_path: Path) -> None:
        deep = tmp_path / ("y" * 100)
        short = home.socket_folder(deep)
        short.chmod(0o777)
        with pytest.raises(CannotStart, match="belongs to somebody else"):
            home.socket_folder(deep)
        short.rmdir()

    def test_nobodys_folder_changes_its_mode(self, tmp_path: Path) -> None:
        mine = tmp_path / "mine"
        mine.mkdir(mode=0o755)
        mine.chmod(0o755)
        home.at(mine)
        assert stat.S_IMODE(mine.stat().st_mode) == 0o755

    def test_the_secret_key_is_made_once_and_for_its_owner_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("ONEQUEUE_SECRET_KEY")
        here = home.at(tmp_path / "home")
        key = keys.secret_key(here)
        assert key == keys.secret_key(here)
        assert len(key) >= 32
        assert stat.S_IMODE((here.path / "secret-key").stat().st_mode) == 0o600


class TestChildren:
    def test_one_that_dies_is_started_again_after_a_growing_wait(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            children, "SHORTEST_WAIT", 0.3
        )  # more than a start takes longer than another on a busy machine
        child = children.Child("probe", [PYTHON, "-c", "raise SystemExit(3)"], dict(os.environ))
        child.start()
        starts = []
        assert eventually(lambda: child.watch() and not starts.append(time.monotonic()) and len(starts) == 4)
        child.finish()
        waits = [after - before for before, after in pairwise(starts)]
        assert waits == sorted(waits)
        assert child.deaths == 4

    def test_one_that_does_not_listen_is_ended_with_all_it_started(self, tmp_path: Path) -> None:
        number = tmp_path / "grandchild"
        code = (
            "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
            f"open({str(number)!r}, 'w').write(str(subprocess.Popen(['sleep', '60']).pid)); time.sleep(60)"
        )
        child = children.Child("probe", [PYTHON, "-c", code], dict(os.environ))
        child.start()
        assert eventually(lambda: number.exists() and number.read_text())

        children.stop_all([child], seconds=0.3)

        assert eventually(lambda: not living.is_alive(int(number.read_text())))

    def test_one_dies_with_a_parent_that_is_killed(self, tmp_path: Path) -> None:
        number = tmp_path / "child"
        code = (
            "import pathlib, signal, subprocess, time; from backoffice.up.leash import leash;"
            "child = subprocess.Popen(['sleep', '60'], preexec_fn=leash(signal.SIGTERM));"
            f"pathlib.Path({str(number)!r}).write_text(str(child.pid)); time.sleep(60)"
        )
        parent = subprocess.Popen([PYTHON, "-c", code], cwd=CHECKOUT)
        assert eventually(lambda: number.exists() and number.read_text())

        parent.kill()
        parent.wait()

        assert eventually(lambda: not living.is_alive(int(number.read_text())))


class TestRefusals:
    """One sentence that names the setting, nothing left running, exit code 1."""

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("PORT", "80000", "whole number from 1 to 65535"),
            ("ONEQUEUE_DEMO", "maybe", "1 for yes or 0 for no"),
            ("PUBLIC_BASE_URL", "requests.example.org", "https://requests.example.org"),
            ("ONEQUEUE_SECRET_KEY", "guess", "random characters"),
            ("DATABASE_URL", "mysql://localhost/x", "postgresql://user:password@host:5432/name"),
            ("REDIS_URL", "http://localhost", "redis://host:6379/0"),
            ("PG_BIN", "/nowhere", "initdb"),
        ],
    )
    def test_a_wrong_setting_stops_the_start(
        self, office_home: Path, name: str, value: str, words: str
    ) -> None:
        done = run_up(ONEQUEUE_HOME=str(office_home), **{"PORT": str(free_port()), name: value})
        assert done.returncode == 1
        assert done.stderr.startswith(name)
        assert words in done.stderr
        assert done.stderr.count("\n") == 1

    def test_a_port_in_use_is_named(self, office_home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            number = taken.getsockname()[1]
            done = run_up(ONEQUEUE_HOME=str(office_home), PORT=str(number))
        assert done.returncode == 1
        assert done.stderr == (
            f"PORT {number} is in use by another program: stop that, or choose another one, e.g. PORT={number + 1}.\n"
        )

    def test_a_database_that_is_not_there_is_named_without_its_password(self, office_home: Path) -> None:
        url = f"postgresql://clerk:geheim@127.0.0.1:{free_port()}/x"
        done = run_up(ONEQUEUE_HOME=str(office_home), PORT=str(free_port()), DATABASE_URL=url)
        assert done.returncode == 1
        assert done.stderr.startswith("DATABASE_URL postgresql://127.0.0.1:")
        assert "geheim" not in done.stderr

    def test_a_redis_that_is_not_there_is_named(self) -> None:
        with pytest.raises(CannotStart, match=r"REDIS_URL redis://127\.0\.0\.1:\d+/0 does not work"):
            outside.check_redis(f"redis://:geheim@127.0.0.1:{free_port()}/0")

    def test_an_unknown_part_is_a_mistake_of_usage(self) -> None:
        done = run_up("everything")
        assert (done.returncode, done.stderr[:6]) == (2, "Usage:")

    def test_a_part_alone_says_that_it_needs_a_database(self, office_home: Path) -> None:
        done = run_up("worker", ONEQUEUE_HOME=str(office_home))
        assert done.returncode == 1
        assert "DATABASE_URL is not set" in done.stderr


class TestOffice:
    """The real thing, from an empty folder to the end of its last process."""

    @pytest.fixture
    def office(self, office_home: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
        started: list[subprocess.Popen[str]] = []
        port = str(free_port())

        def start() -> subprocess.Popen[str]:
            environment = outside_of_tests(ONEQUEUE_HOME=str(office_home), PORT=port, ONEQUEUE_DEMO="0")
            command = [PYTHON, "-m", "backoffice.up"]
            with (office_home / "said").open("w") as said:
                started.append(
                    subprocess.Popen(
                        command, cwd=CHECKOUT, env=environment, stdout=said, stderr=said, text=True
                    )
                )
            assert eventually(
                lambda: f"Ready: http://127.0.0.1:{port}/\n" in self.said(office_home), seconds=150
            ), self.said(office_home)
            return started[-1]

        yield start
        for process in started:
            process.kill()
            process.wait()
        assert eventually(lambda: not self.left(office_home)), self.left(office_home)

    def said(self, office_home: Path) -> str:
        return (office_home / "said").read_text()

    def left(self, office_home: Path) -> list[str]:
        """Commands of the processes that were told of this home."""
        named = f"ONEQUEUE_HOME={office_home}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            try:
                if (
                    entry.name.isdecimal()
                    and living.is_alive(int(entry.name))
                    and named in (entry / "environ").read_bytes()
                ):
                    found.append((entry / "cmdline").read_text().replace("\0", " "))
            except (FileNotFoundError, PermissionError, ProcessLookupError):
                continue
        return found

    def test_asked_to_stop_it_ends_everything_and_leaves_in_peace(
        self, office: Callable[[], subprocess.Popen[str]], office_home: Path
    ) -> None:
        process = office()
        assert len(self.left(office_home)) >= 4

        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=30) == 0
        assert self.left(office_home) == []
        assert not living.processes_in(office_home / "valkey", pid_file=office_home / "valkey" / "valkey.pid")

    def test_killed_hard_it_comes_back(self, office: Callable[[], subprocess.Popen[str]]) -> None:
        first = office()
        first.kill()
        first.wait()

        second = office()

        second.send_signal(signal.SIGINT)
        assert second.wait(timeout=30) == 0
