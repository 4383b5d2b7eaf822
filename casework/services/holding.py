"""A case that a program acts on: found by its reference among those that the actor sees, and locked.

With it comes what nearly every act asks next and mostly finds nothing of: who follows it, what is asked by text on it,
which of its promises run, whether somebody is asked if it is sorted. So where a question is asked ahead (docs/adr/0041),
none of these is asked by itself.
"""

from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from casework import asked_ahead
from casework import selectors_beside as beside
from casework.asked_ahead import Question
from casework.kept_seen import KeptSeen
from casework.models import Case, Staff
from casework.permissions import visible_cases
from casework.services import clocks_book, closing_questions, survivors

_PROMISES: Final = "there_are_promises"
_WHETHER_SORTED: Final = "there_is_a_closing_question"


def question(*, staff: Staff, reference: str) -> Question | None:
    """To be asked ahead of `case`: it waits for nobody, and finds nothing where somebody else holds the case."""
    return _UNLESS_HELD.question(staff, reference=reference)


def case(*, staff: Staff, reference: str) -> Case | None:
    """1 statement, none where it was asked ahead and nobody else held it."""
    for found in _UNLESS_HELD.answered(staff, reference=reference) or ():
        _know(found, actor=staff)
        return found
    asked_ahead.forget()  # what was read beside it was read before it was locked
    return _HELD.first(staff, reference=reference)


def _know(found: Case, *, actor: Staff) -> None:
    """What was read under its lock with it."""
    survivors.know(found, actor=actor)
    if not getattr(found, _PROMISES):
        clocks_book.know_of_none(found)
    if not getattr(found, _WHETHER_SORTED):
        closing_questions.know_of_none(found)


def _to_hold(staff: Staff, reference: str) -> QuerySet[Case]:
    """Only the case itself is locked. What makes it visible is asked again of the row once its lock was waited for."""
    return (
        visible_cases(staff)
        .defer("search")
        .filter(reference=reference)
        .order_by()
        .select_for_update(of=("self",))
        .select_related("team", "service")
    )


def _unless_held(staff: Staff, reference: str) -> QuerySet[Case]:
    case = OuterRef("pk")
    marks = {
        **beside.concerned(),
        _PROMISES: Exists(clocks_book.running(case)),
        _WHETHER_SORTED: Exists(closing_questions.unanswered(case)),
    }
    found: QuerySet[Case] = _to_hold(staff, reference).select_for_update(of=("self",), skip_locked=True)
    return found.annotate(**marks)


_HELD: Final = KeptSeen(_to_hold)
_UNLESS_HELD: Final = KeptSeen(_unless_held)
