"""Questions that go to the database together, for one wait, before each is asked where its answer is needed (docs/adr/0041).

What reads the parties of a case, and what reads its clocks, know nothing of each other. Whoever is about to need both says so:

    with asked_ahead(_PARTIES.question(case=case.pk), _RUNNING.question(case=case.pk)):
        ...  # here _PARTIES.rows(case=case.pk) is answered already

Each answer is there once, so who asks again is told what is so by then. Whoever asks ahead knows that nothing in between
changes what was asked.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, Final, NamedTuple

from casework import planned_sql

_Key = tuple[int, frozenset[tuple[str, Any]]]
_Answered = dict[_Key, Callable[[], list[Any]]]
_answered: Final[ContextVar[_Answered | None]] = ContextVar("answered", default=None)


class Question(NamedTuple):
    """What is asked of the query set `kept`, with these values; `written` is the writing of it for values of their kind."""

    kept: Any
    values: Mapping[str, Any]
    written: Any


@contextmanager
def asked_ahead(*questions: Question | None) -> Iterator[None]:
    """None in place of a question that cannot be kept, and is asked when its turn comes. One that has its answer already is
    not asked again.
    """
    before = _answered.get()
    answered: _Answered = {} if before is None else before
    asked = {
        key: each
        for each in questions
        if each is not None and (key := _key(each.kept, each.values)) not in answered
    }
    found = planned_sql.together(each.written.asked(each.values) for each in asked.values())
    answered.update(
        {key: _made(each.written, rows) for (key, each), rows in zip(asked.items(), found, strict=True)}
    )
    token = _answered.set(answered)
    try:
        yield
    finally:
        for key in asked:
            answered.pop(key, None)
        _answered.reset(token)


def _made(written: Any, rows: list[tuple[Any, ...]]) -> Callable[[], list[Any]]:
    return partial(written.made, rows)


def know(question: Question | None, found: list[Any]) -> None:
    """Its answer is `found`, as was learnt from another: until whoever asked that ahead has done."""
    answered = _answered.get()
    if question is not None and answered is not None:
        answered[_key(question.kept, question.values)] = lambda: found


def forget() -> None:
    """What was asked ahead may not be so by now, and is asked again."""
    answered = _answered.get()
    if answered is not None:
        answered.clear()


def take(kept: Any, values: Mapping[str, Any]) -> list[Any] | None:
    """The answer, once; None where this was not asked ahead."""
    answered = _answered.get()
    made = answered.pop(_key(kept, values), None) if answered else None
    return None if made is None else made()


def _key(kept: Any, values: Mapping[str, Any]) -> _Key:
    return id(kept), frozenset(values.items())
