"""Threads that make pages (docs/adr/0044), of which the one that was busy last is given the next: its connection is warm.

`concurrent.futures` hands work round. Whoever takes a job wakes the next in the row, which finds nothing, and waits for the
interpreter's lock to find it. Here each sleeps at a lock of its own, and one is woken for one job.
"""

import asyncio
import atexit
import contextvars
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from typing import Any, Final


class Threads:
    """At most so many. Each starts when all others are busy, and stays for the life of the process."""

    def __init__(self, most: int) -> None:
        self._most: Final = most
        self._lock: Final = Lock()
        self._all: Final[list[_Worker]] = []
        self._idle: Final[list[_Worker]] = []
        self._waiting: Final[deque[_Job]] = deque()
        self._ended = False
        atexit.register(self.end)

    def run(self, act: Callable[[], Any]) -> "asyncio.Future[Any]":
        """Called by a loop, which gets what `act` gives back or raised. It has a context of its own: nothing that one
        request set is found by the next one in its thread.
        """
        job = _Job(act)
        with self._lock:
            worker = self._free()
            if worker is None:
                self._waiting.append(job)
        if worker is not None:
            worker.give(job)
        return job.done

    def _free(self) -> "_Worker | None":
        if self._idle:
            return self._idle.pop()
        if len(self._all) == self._most:
            return None
        self._all.append(_Worker(self.next, name=f"pages-{len(self._all)}"))
        return self._all[-1]

    def next(self, worker: "_Worker") -> "_Job | None":
        """For one that has done its job: another, or None, and it will be given one."""
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            if self._ended:
                worker.give(None)
            else:
                self._idle.append(worker)
            return None

    def end(self) -> None:
        """What has begun, and what waits, is done before the process is over."""
        with self._lock:
            self._ended = True
            idle, self._idle[:] = self._idle[:], []
        for worker in idle:
            worker.give(None)
        for worker in self._all:
            worker.join()


class _Job:
    def __init__(self, act: Callable[[], Any]) -> None:
        self._act: Final = act
        self._context: Final = contextvars.copy_context()
        self._loop: Final = asyncio.get_running_loop()
        self.done: Final[asyncio.Future[Any]] = self._loop.create_future()

    def do(self) -> Callable[[], None]:
        """Gives back what tells the loop."""
        try:
            result = self._context.run(self._act)
        except BaseException as error:  # noqa: BLE001  (it is raised where the answer is waited for)
            return lambda failed=error: self._tell(self.done.set_exception, failed)  # type: ignore[misc]
        return lambda: self._tell(self.done.set_result, result)

    def _tell(self, how: Callable[[Any], None], what: Any) -> None:
        with suppress(RuntimeError):  # a loop that has been closed waits for nothing
            self._loop.call_soon_threadsafe(self._settle, how, what)

    def _settle(self, how: Callable[[Any], None], what: Any) -> None:
        if not self.done.done():  # who waited may have been told to stop
            how(what)


class _Worker(Thread):
    def __init__(self, following: "Callable[[_Worker], _Job | None]", name: str) -> None:
        # Daemons, as those that sleep must not keep a process from ending. `Threads.end` waits for those at work.
        super().__init__(name=name, daemon=True)
        self._following: Final = following
        self._given: _Job | None = None
        self._asleep: Final = Lock()
        self._asleep.acquire()
        self.start()

    def give(self, job: _Job | None) -> None:
        """To one that is idle. None ends it."""
        self._given = job
        self._asleep.release()

    def run(self) -> None:
        while job := self._wait():
            while job:
                tell = job.do()
                # First free, then heard of: the loop may have the next request at once.
                job = self._following(self)
                tell()
                del tell  # or the answer is kept until there is another

    def _wait(self) -> _Job | None:
        self._asleep.acquire()
        given, self._given = self._given, None
        return given
