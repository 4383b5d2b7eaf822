"""The body of a call, which may be read before its turn: while the database works, and nobody knows yet whose call it is.

What is wrong with it is told in its turn, so that a case which is hidden is missing whatever was sent to it.
"""

from collections.abc import Callable
from typing import Any, Final

from rest_framework.request import Request

_SAID: Final = "_onequeue_said"


class Outcome:
    """What was read, or what is wrong with it, told as often as it is asked for."""

    def __init__(self, read: Callable[[], Any]) -> None:
        self._found: Any = None
        self._fault: Exception | None = None
        try:
            self._found = read()
        except Exception as fault:  # noqa: BLE001  (whatever it is, it is told in its turn)
            self._fault = fault

    def told(self) -> Any:
        if self._fault is not None:
            raise self._fault
        return self._found


def said(request: Request) -> Any:
    """`request.data`, which the framework gives as empty once it has told what is wrong with it."""
    kept: dict[str, Any] = request.__dict__
    if _SAID not in kept:
        kept[_SAID] = Outcome(lambda: request.data)
    return kept[_SAID].told()
