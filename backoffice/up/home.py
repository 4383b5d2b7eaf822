"""Where an office keeps its state: `ONEQUEUE_HOME`, by default `.onequeue` in the checkout.

Nobody's folder changes its mode. What the database's own user cannot reach (root's closed home) lives under
`/var/lib/onequeue`, in a folder per office.
"""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from backoffice import env
from backoffice.up import CannotStart
from backoffice.up.account import Account

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SYSTEM_STATE = Path("/var/lib/onequeue")
_SOCKET_LIMIT = 107  # bytes of a Unix socket's path, after sun_path in the kernel
_LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Home:
    path: Path

    @property
    def logs(self) -> Path:
        return folder(self.path / "logs")

    @property
    def run(self) -> Path:
        return folder(self.path / "run")

    @property
    def valkey(self) -> Path:
        return folder(self.path / "valkey")

    def database(self, account: Account | None) -> Path:
        """The folder of the database, owned by the user that runs it."""
        if account is None:
            return folder(self.path / "postgres")
        parent = self.path if account.can_enter(self.path) else self._system_state()
        return folder(parent / "postgres", owner=account)

    def _system_state(self) -> Path:
        name = f"{self.path.parent.name}-{_short_hash(self.path)}"
        return folder(folder(SYSTEM_STATE, mode=0o711) / name, mode=0o711)


def choose() -> Home:
    """The home named by the environment, made if need be."""
    return at(Path(env.text("ONEQUEUE_HOME", str(CHECKOUT / ".onequeue"))))


def at(path: Path) -> Home:
    # The database's user must pass through root's folder, and nothing more.
    absolute = path.expanduser().absolute()
    try:
        made = Home(folder(absolute, mode=0o711 if os.geteuid() == 0 else 0o700))
        folder(
            made.path / "static"
        )  # the web part looks here for collected files, and warns when there is no folder
    except OSError as error:
        raise CannotStart(
            f"ONEQUEUE_HOME {absolute} cannot be made ({error.strerror}): name a folder you may write to."
        ) from error
    return made


def folder(path: Path, *, mode: int = 0o700, owner: Account | None = None) -> Path:
    """Make the folder if it is absent; one that is there keeps its mode and owner."""
    if path.is_dir():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.mkdir(mode=mode)
    except FileExistsError:
        return path  # another start made it just now
    path.chmod(mode)  # mkdir's mode passes through the umask
    if owner:
        os.chown(path, owner.uid, owner.gid)
    return path


def socket_folder(wanted: Path, *, owner: Account | None = None) -> Path:
    """`wanted`, or a short folder of our own in its place when a socket's path in it would be too long."""
    if len(os.fsencode(wanted)) + _LONGEST_SOCKET_NAME <= _SOCKET_LIMIT:
        return folder(wanted, owner=owner)
    short = Path(tempfile.gettempdir()) / f"onequeue-{os.geteuid()}-{_short_hash(wanted)}"
    if len(os.fsencode(short)) + _LONGEST_SOCKET_NAME > _SOCKET_LIMIT:
        short = Path("/tmp") / short.name  # noqa: S108  (its owner and mode are looked at below)
    folder(short, owner=owner)
    _must_be_ours(short, owner.uid if owner else os.geteuid())
    return short


def _must_be_ours(path: Path, uid: int) -> None:
    # Anyone may make folders in /tmp: one that was there before us could be a trap.
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise CannotStart(
            f"{path} belongs to somebody else: remove it, or set ONEQUEUE_HOME to a shorter path."
        )


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
