"""The body of a call, which may be read before its turn: while the database works, and nobody knows yet whose call it is.

What is wrong with it is told in its turn, so that a case which is hidden is missing whatever was sent to it.
"""

from collections.abc import Callable
from typing import Any, Final

from rest_framework.request import Request

_KEPT_AS: Final = "_onequeue_data"


class Result:
    """What `read` gave back or raised, told as often as it is asked for."""

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


def data_of(request: Request) -> Any:
    """`request.data`, which the framework gives as empty once it has told what is wrong with it."""
    return data_kept(request).told()


def data_kept(request: Request) -> Result:
    """The same where nobody wants to hear yet what is wrong with it. Read once."""
    kept: dict[str, Any] = request.__dict__
    if _KEPT_AS not in kept:
        kept[_KEPT_AS] = Result(lambda: request.data)
    found: Result = kept[_KEPT_AS]
    return found
