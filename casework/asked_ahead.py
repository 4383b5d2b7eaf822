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

_Made = Callable[[], list[Any]]
# By what was asked, of which values and with which answer: mostly of one, so they are compared and not hashed.
_Answered = dict[int, list[tuple[Mapping[str, Any], _Made]]]
_answered: Final[ContextVar[_Answered | None]] = ContextVar("answered", default=None)


class Question(NamedTuple):
    """What is asked of the query set `kept`, with these values; `written` is the writing of it for values of their kind."""

    kept: Any
    values: Mapping[str, Any]
    written: Any


@contextmanager
def asked_ahead(*questions: Question | None, meanwhile: Callable[[], object] | None = None) -> Iterator[None]:
    """None in place of a question that cannot be kept, and is asked when its turn comes. One that has its answer already is
    not asked again. `meanwhile`: what is worked out while the database works. It asks nothing and raises nothing.
    """
    before = _answered.get()
    answered: _Answered = {} if before is None else before
    asked = [
        each for each in questions if each is not None and _place(answered, each.kept, each.values) is None
    ]
    statements = (each.written.asked(each.values) for each in asked)
    found = planned_sql.together(statements, meanwhile=meanwhile)
    for each, rows in zip(asked, found, strict=True):
        _keep(answered, each, partial(each.written.made, rows))
    token = _answered.set(answered)
    try:
        yield
    finally:
        for each in asked:
            _pop(answered, each.kept, each.values)
        _answered.reset(token)


def know(question: Question | None, found: list[Any]) -> None:
    """Its answer is `found`, as was learnt from another: until whoever asked that ahead has done."""
    answered = _answered.get()
    if question is not None and answered is not None:
        _pop(answered, question.kept, question.values)
        _keep(answered, question, lambda: found)


def forget() -> None:
    """What was asked ahead may not be so by now, and is asked again."""
    answered = _answered.get()
    if answered is not None:
        answered.clear()


def take(kept: Any, values: Mapping[str, Any]) -> list[Any] | None:
    """The answer, once; None where this was not asked ahead."""
    answered = _answered.get()
    made = _pop(answered, kept, values) if answered else None
    return None if made is None else made()


def _keep(answered: _Answered, question: Question, made: _Made) -> None:
    answered.setdefault(id(question.kept), []).append((question.values, made))


def _pop(answered: _Answered, kept: Any, values: Mapping[str, Any]) -> _Made | None:
    place = _place(answered, kept, values)
    return None if place is None else answered[id(kept)].pop(place)[1]


def _place(answered: _Answered, kept: Any, values: Mapping[str, Any]) -> int | None:
    for place, (known, _) in enumerate(answered.get(id(kept), ())):
        if known == values:
            return place
    return None
