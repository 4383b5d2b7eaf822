"""Who makes a page, and that none is lost."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from backoffice.threads import Threads
from tests import loops


def together(talk: Callable[[Threads], Awaitable[Any]], most: int = 3) -> Any:
    """What `talk` says, in a loop of its own."""

    async def timed() -> Any:
        return await asyncio.wait_for(talk(Threads(most)), 10)

    return loops.run(timed())


def who(seconds: float = 0.0) -> str:
    time.sleep(seconds)
    return threading.current_thread().name


def test_the_one_that_was_busy_last_is_given_the_next() -> None:
    async def talk(threads: Threads) -> set[str]:
        await asyncio.gather(*(threads.run(lambda: who(0.05)) for _ in range(3)))
        return {await threads.run(who) for _ in range(50)}

    assert len(together(talk)) == 1


def test_no_more_work_at_once_than_are_allowed_and_the_others_wait_in_their_order() -> None:
    done: list[int] = []

    async def talk(threads: Threads) -> list[str]:
        def act(number: int) -> str:
            done.append(number)
            return who(0.01)

        return await asyncio.gather(*(threads.run(lambda number=number: act(number)) for number in range(20)))  # type: ignore[misc]

    assert len(set(together(talk))) == 3
    assert sorted(done) == list(range(20)) and done[:3] != done[-3:]
    assert all(abs(place - number) < 3 for place, number in enumerate(done))


def test_what_is_raised_reaches_who_waits_and_the_thread_goes_on() -> None:
    def fails() -> None:
        raise OSError("the file is gone")

    async def talk(threads: Threads) -> str:
        with pytest.raises(OSError, match="the file is gone"):
            await threads.run(fails)
        name: str = await threads.run(who)
        return name

    assert together(talk, most=1) == "pages-0"


def test_who_stops_waiting_leaves_the_others_alone() -> None:
    async def talk(threads: Threads) -> str:
        first = threads.run(lambda: who(0.1))
        first.cancel()
        name: str = await threads.run(who)
        return name

    assert together(talk, most=1) == "pages-0"


def test_a_loop_that_is_gone_takes_no_thread_with_it() -> None:
    threads = Threads(1)

    async def leaves() -> None:
        threads.run(lambda: who(0.1))

    async def comes() -> Any:
        return await asyncio.wait_for(threads.run(who), 10)

    loops.run(leaves())
    assert loops.run(comes()) == "pages-0"


def test_many_from_several_loops_are_all_answered() -> None:
    threads, answered = Threads(4), []

    async def talk() -> None:
        for _ in range(200):
            answered.extend(await asyncio.gather(*(threads.run(lambda: who()) for _ in range(5))))

    loops = [threading.Thread(target=lambda: asyncio.run(talk())) for _ in range(3)]
    for loop in loops:
        loop.start()
    for loop in loops:
        loop.join(20)
    assert len(answered) == 3 * 200 * 5


def test_at_the_end_what_has_begun_and_what_waits_is_done() -> None:
    done: list[int] = []
    threads = Threads(2)

    async def leaves() -> None:
        for number in range(6):
            threads.run(lambda number=number: (time.sleep(0.02), done.append(number)))  # type: ignore[misc]

    loops.run(leaves())
    threads.end()
    assert sorted(done) == list(range(6))
