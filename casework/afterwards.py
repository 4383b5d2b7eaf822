"""What nobody waits for: done once the answer is on its way to whoever asked, by a thread of its own (backoffice/later.py).

Only what may be lost with the process belongs here, because something else finds it too: desks poll, the outbox is swept.
Outside a request, in a command, a job or a test, it is done at once.
"""

import logging
from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Final, Self

log = logging.getLogger(__name__)
Act = Callable[[], object]


class Joined:
    """An act that is done together with all others of its kind, when the turn of the first has come."""

    def __call__(self) -> None:
        self.do_all([self])

    @classmethod
    @abstractmethod
    def do_all(cls, acts: Sequence[Self]) -> None: ...


_waiting: Final[ContextVar[list[Act] | None]] = ContextVar("afterwards", default=None)


def do(act: Act) -> None:
    waiting = _waiting.get()
    if waiting is None:
        act()
    else:
        waiting.append(act)


def gather() -> list[Act]:
    """What is to be done from now on in this context waits in this list. Whoever asks for it hands it to `catch_up`."""
    waiting: list[Act] = []
    _waiting.set(waiting)
    return waiting


def catch_up(waiting: list[Act]) -> None:
    """The answer is out, so one that fails is told to the log alone, and the others are done all the same."""
    while waiting:
        act = waiting.pop(0)
        try:
            _do(act, waiting)
        except Exception:
            log.exception("what was left for after the answer failed")


def _do(act: Act, waiting: list[Act]) -> None:
    if not isinstance(act, Joined):
        act()
        return
    kind = type(act)
    others = [each for each in waiting if isinstance(each, kind)]
    waiting[:] = [each for each in waiting if not isinstance(each, kind)]
    kind.do_all([act, *others])
