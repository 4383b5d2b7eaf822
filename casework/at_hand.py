"""What the statement that reads a session reads beside it, for the request that it was read in (docs/adr/0037).

Outside a request, as in jobs and commands, nothing is ever at hand: whoever asks reads it for themselves.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any


class _AtHand:
    """Of one request."""

    staff: Any = None
    office: Callable[[], Any] | None = None


_now: ContextVar[_AtHand | None] = ContextVar("at_hand", default=None)


@contextmanager
def of_one_request() -> Iterator[None]:
    mine = _AtHand()
    before = _now.set(mine)
    try:
        yield
    finally:
        # A thread that the request started has a copy of its context, and outlives it.
        mine.staff = mine.office = None
        _now.reset(before)


def keep(*, staff: Any, office: Callable[[], Any]) -> None:
    """`staff` with their standing, or None. `office` makes an instance of what was read, or None, each time it is called."""
    mine = _now.get()
    if mine is not None:
        mine.staff, mine.office = staff, office


def take_staff(key: Any) -> Any:
    """The member of staff of the session, if it is the one with this key. Once: who asks again wants to know anew."""
    mine = _now.get()
    if mine is None or mine.staff is None or mine.staff.pk != key:
        return None
    staff, mine.staff = mine.staff, None
    return staff


def office() -> Any:
    """The office as it was read with the session, an instance for each who asks, so that nobody meets what another
    changed in theirs and did not save; None where it was not, or has been saved since.
    """
    mine = _now.get()
    return None if mine is None or mine.office is None else mine.office()


def forget_office() -> None:
    mine = _now.get()
    if mine is not None:
        mine.office = None
