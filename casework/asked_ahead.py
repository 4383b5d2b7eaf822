"""Questions that go to the database together, for one wait, before each is asked where its answer is needed (docs/adr/0041).

What reads the parties of a case, and what reads its clocks, know nothing of each other. Whoever is about to need both says so:

    with asked_ahead(_PARTIES.question(case=case.pk), _RUNNING.question(case=case.pk)):
        ...  # here _PARTIES.rows(case=case.pk) is answered already

Each answer is there once, so who asks again is told what is so by then. Whoever asks ahead knows that nothing in between
changes what was asked.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, NamedTuple

from casework import planned_sql

_Key = tuple[int, tuple[tuple[str, Any], ...]]
_answered: Final[ContextVar[dict[_Key, tuple[Any, list[Any]]] | None]] = ContextVar("answered", default=None)


class Question(NamedTuple):
    """What is asked of the query set `kept`, with these values; `written` is the writing of it for values of their kind."""

    kept: Any
    values: Mapping[str, Any]
    written: Any


@contextmanager
def asked_ahead(*questions: Question | None) -> Iterator[None]:
    """None in place of a question that cannot be kept, and is asked when its turn comes."""
    asked = [each for each in questions if each is not None]
    found = planned_sql.together(each.written.asked(each.values) for each in asked)
    ours = {
        _key(each.kept, each.values): (each.written, rows) for each, rows in zip(asked, found, strict=True)
    }
    before = _answered.get()
    token = _answered.set({**(before or {}), **ours})
    try:
        yield
    finally:
        _answered.reset(token)


def take(kept: Any, values: Mapping[str, Any]) -> list[Any] | None:
    """The answer, once; None where this was not asked ahead."""
    answered = _answered.get()
    if not answered:
        return None
    written, rows = answered.pop(_key(kept, values), (None, None))
    return None if written is None else written.made(rows)


def _key(kept: Any, values: Mapping[str, Any]) -> _Key:
    return id(kept), tuple(sorted(values.items()))
