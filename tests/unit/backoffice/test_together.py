"""An answer goes out in as few writes as it can."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from backoffice.up.together import together
from tests import loops


class Transport:
    def __init__(self) -> None:
        self.did: list[bytes | str] = []

    def write(self, data: bytes) -> None:
        self.did.append(data)

    def close(self) -> None:
        self.did.append("closed")

    def is_closing(self) -> bool:
        return "closed" in self.did


def done(answer: Callable[[Any], Any]) -> list[bytes | str]:
    """What a transport is told to do by an `answer`, which may wait; "heard" stands where the server hears of its end."""
    transport = Transport()

    async def talk() -> None:
        cycle = SimpleNamespace(transport=transport, on_response=lambda: transport.did.append("heard"))
        together(cycle, asyncio.get_running_loop())
        await answer(cycle)
        await asyncio.sleep(0)

    loops.run(talk())
    return transport.did


def test_head_and_body_are_one_write_and_out_before_the_server_hears_of_it() -> None:
    async def answer(cycle: Any) -> None:
        cycle.transport.write(b"head")
        cycle.transport.write(b"body")
        cycle.on_response()

    assert done(answer) == [b"headbody", "heard"]


def test_one_that_ends_the_connection_is_out_before_it_ends() -> None:
    async def answer(cycle: Any) -> None:
        cycle.transport.write(b"head")
        cycle.transport.write(b"body")
        cycle.transport.close()
        assert cycle.transport.is_closing()
        cycle.on_response()

    assert done(answer) == [b"headbody", "closed", "heard"]


def test_a_head_does_not_wait_for_a_body_that_is_still_being_made() -> None:
    async def answer(cycle: Any) -> None:
        cycle.transport.write(b"head")
        await asyncio.sleep(0.01)
        cycle.transport.write(b"piece")
        await asyncio.sleep(0.01)
        cycle.transport.write(b"end")
        cycle.on_response()

    assert done(answer) == [b"head", b"piece", b"end", "heard"]
