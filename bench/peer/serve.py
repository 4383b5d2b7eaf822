"""`python -m bench.peer.serve`: two web processes at one port and their broker, as `make run` starts them, until TERM.

The database is the one that DATABASE_URL names. No worker runs: what is measured is what a caller waits for.
"""

import os
import signal
import sys
from types import FrameType

from backoffice.up import attach, listen, services
from backoffice.up.children import Child, stop_all
from backoffice.up.home import CHECKOUT, choose

PROCESSES = 2
STOP_SECONDS = 8


def main() -> None:
    home = choose()
    os.chdir(CHECKOUT)
    attach.for_part(home)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    broker = services.services(home, database=False, redis=True, leashed=True, say=print)
    port = listen.listen()
    children: list[Child] = []
    try:
        broker.start()
        children = _web(port.fileno(), {**os.environ, **broker.environment()})
        signal.pause()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop_all(children, seconds=STOP_SECONDS)
        broker.stop()


def _web(descriptor: int, environment: dict[str, str]) -> list[Child]:
    told = {**environment, "ONEQUEUE_LISTEN_FD": str(descriptor)}
    command = [sys.executable, "-m", "backoffice.up", "web"]
    children = [Child(f"web-{number}", command, told, (descriptor,)) for number in range(PROCESSES)]
    for child in children:
        child.start()
    return children


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
