"""The one port. The office opens it itself, so that a web process that is started again finds callers waiting."""

import errno
import socket
import time

from backoffice import env
from backoffice.up import CannotStart

BACKLOG = 2048
PATIENCE = 3.0  # seconds for a process that is just going to let go of the port


def port() -> int:
    return env.integer("PORT", 8000, minimum=1, maximum=65535)


def host() -> str:
    """Loopback unless told otherwise: in front of the open net belongs a proxy that does TLS."""
    return env.text("ONEQUEUE_LISTEN", "127.0.0.1")


def own_name() -> str:
    """How this machine reaches its own port."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host(), host())  # noqa: S104  (compared, not bound)


def listen() -> socket.socket:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return _bind(host(), port())
        except socket.gaierror as error:
            raise env.Wrong(
                "ONEQUEUE_LISTEN", f"is {host()!r}; write an address of this machine, e.g. 0.0.0.0"
            ) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise CannotStart(_reason(error)) from error
        time.sleep(0.2)


def inherited() -> socket.socket | None:
    """The port as handed over by the office, or None when the web part runs alone."""
    number = env.integer("ONEQUEUE_LISTEN_FD", 0, minimum=0, maximum=65535)
    return socket.socket(fileno=number) if number else None


def _bind(name: str, number: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(name, number, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(BACKLOG)
    except OSError:
        bound.close()
        raise
    return bound


def _reason(error: OSError) -> str:
    number = port()
    if error.errno == errno.EADDRINUSE:
        return f"PORT {number} is in use by another program: stop that, or choose another one, e.g. PORT={number % 65535 + 1}."
    if error.errno == errno.EACCES:
        return f"PORT {number} may not be opened by this user: choose one from 1024 on, e.g. PORT=8000."
    return f"ONEQUEUE_LISTEN {host()} with PORT {number} cannot be opened: {error.strerror}."
