"""The system user that runs the database when root starts the office: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from backoffice.up import CannotStart

NAME = "onequeue-db"


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether this user may pass through `folder` and all above it; asked of the kernel, not guessed from modes."""
        tried = subprocess.run(
            ["/bin/sh", "-c", 'cd "$1" && test -x .', "sh", str(folder)],
            user=self.uid,
            group=self.gid,
            extra_groups=[],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        return tried.returncode == 0


def current() -> str:
    """The name of the user who runs this process, or its number where it has no name."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def for_database() -> Account | None:
    """The user to run the database as, made if need be; None when we are not root and run it ourselves."""
    if os.geteuid() != 0:
        return None
    found = _find(NAME)
    if found is None:
        _create()
        found = _find(NAME) or _find("postgres")
    if found is None:
        raise CannotStart(
            f"PostgreSQL does not run as root and no user could be made for it: create a system user {NAME!r}, "
            "start as an ordinary user, or set DATABASE_URL."
        )
    return found


def _find(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _create() -> None:
    if shutil.which("useradd"):
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command += ["--shell", shutil.which("nologin") or "/bin/false", NAME]
    elif shutil.which("adduser"):  # Alpine's
        command = ["adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/bin/false", NAME]
    else:
        return
    # Another start may make it at the same moment: what counts is that it is there afterwards.
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
