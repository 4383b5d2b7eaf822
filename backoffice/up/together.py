"""Head and body of an answer in one write.

uvicorn writes them one after the other. Each write goes all the way through the network, wakes whoever waits at its end, and
costs some hundredths of a millisecond; and a head alone is of no use to whoever waits.
"""

import asyncio
from typing import Any, Final


class Together:
    """Stands before the transport of an answer. What is written goes out in the next round of the loop, with whatever was written by then."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport: Final = transport
        self._loop: Final = loop
        self._waiting: Final[list[bytes]] = []
        self.is_closing: Final = transport.is_closing

    def write(self, data: bytes) -> None:
        if not self._waiting:
            self._loop.call_soon(self.flush)
        self._waiting.append(data)

    def flush(self) -> None:
        if self._waiting:
            self._transport.write(b"".join(self._waiting))
            self._waiting.clear()

    def close(self) -> None:
        self.flush()
        self._transport.close()


def together(cycle: Any, loop: asyncio.AbstractEventLoop) -> None:
    """Makes one of uvicorn's answers go so. An answer that is whole is out before the server hears of it."""
    held = Together(cycle.transport, loop)
    heard = cycle.on_response

    def out() -> None:
        held.flush()
        heard()

    cycle.transport, cycle.on_response = held, out
