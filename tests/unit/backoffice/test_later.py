"""What nobody waits for, done by one thread in the order in which it came."""

import asyncio
from collections.abc import Sequence
from queue import SimpleQueue
from threading import Event
from typing import Any, Self

import pytest

from backoffice import later
from backoffice.later import Later
from casework.afterwards import Joined
from tests import loops

SOON = 10  # seconds; far more than any of it takes


class Word(Joined):
    """One of those that are said together."""

    def __init__(self, heard: "SimpleQueue[int]") -> None:
        self.heard = heard

    @classmethod
    def do_all(cls, acts: Sequence[Self]) -> None:
        acts[0].heard.put(len(acts))


def test_all_that_came_while_it_was_busy_goes_together() -> None:
    heard: SimpleQueue[int] = SimpleQueue()
    begun, go_on = Event(), Event()

    def slow() -> None:
        begun.set()
        go_on.wait(SOON)

    async def talk() -> list[int]:
        one = Later()
        one.give([slow])
        assert await asyncio.to_thread(begun.wait, SOON)
        for _ in range(3):
            one.give([Word(heard), Word(heard)])
        go_on.set()
        found = [await asyncio.to_thread(heard.get, timeout=SOON)]
        one.give([Word(heard)])
        return [*found, await asyncio.to_thread(heard.get, timeout=SOON)]

    assert loops.run(talk()) == [6, 1]


def test_its_connection_is_looked_after_before_and_after(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: SimpleQueue[str] = SimpleQueue()
    monkeypatch.setattr(later, "close_old_connections", lambda: heard.put("looked after"))

    async def talk() -> list[Any]:
        one = Later()
        one.give([lambda: heard.put("done")])
        one.give([])
        return [await asyncio.to_thread(heard.get, timeout=SOON) for _ in range(3)]

    assert loops.run(talk()) == ["looked after", "done", "looked after"]
    assert heard.empty()


def test_it_goes_on_where_even_that_fails_and_tells_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    heard: SimpleQueue[str] = SimpleQueue()
    broken = iter([True])

    def looked_after() -> None:
        if next(broken, False):
            raise OSError("the database is gone")

    monkeypatch.setattr(later, "close_old_connections", looked_after)

    async def talk() -> str:
        one = Later()
        one.give([lambda: heard.put("lost")])
        while one._busy:
            await asyncio.sleep(0.001)
        one.give([lambda: heard.put("done")])
        return await asyncio.to_thread(heard.get, timeout=SOON)

    assert loops.run(talk()) == "done"
    assert "left undone" in caplog.text and "the database is gone" in caplog.text
