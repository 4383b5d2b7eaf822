"""A case that was merged while somebody worked on it: what they typed goes on, what they decided does not."""

from typing import Final
from uuid import UUID

from casework import asked_ahead
from casework import selectors_beside as beside
from casework.asked_ahead import Question
from casework.kept_seen import KeptSeen
from casework.kept_sql import Kept
from casework.models import Case, Staff
from casework.permissions import visible_cases


class WasMerged(Exception):
    """The case became part of another one meanwhile; the words say so."""


class LeftSight(Exception):
    """What was typed belongs to a case that its author does not see any more; nothing of it was added."""


_IN_SIGHT: Final = KeptSeen(
    lambda staff, pk: (
        visible_cases(staff).filter(pk=pk).order_by().annotate(**beside.concerned()).values(*beside.CONCERNED)
    )
)


def question(case: Case, *, actor: Staff) -> Question | None:
    """To be asked ahead of `in_sight`, once the case is locked."""
    return _IN_SIGHT.question(actor, pk=case.pk)


def know(case: Case, *, actor: Staff) -> None:
    """It was found among those that they see, locked at once, and has what `in_sight` reads."""
    asked_ahead.know(question(case, actor=actor), [{name: getattr(case, name) for name in beside.CONCERNED}])


def in_sight(case: Case, *, actor: Staff) -> None:
    """For words of staff, once the case is locked: it may have left their sight while they typed. 1 statement, which also
    reads whether anybody follows the case and anything is asked by text on it.

    Raises LeftSight.
    """
    found = _IN_SIGHT.first(actor, pk=case.pk)
    if found is None:
        raise LeftSight(
            "The case left your sight while you wrote. Nothing was added to it, and nothing was sent."
        )
    for name, there in found.items():
        setattr(case, name, there)


def locked(case: Case) -> Case:
    """The case itself, locked; where it was merged meanwhile, the case it became part of."""
    found = _lock(case.pk)
    return found if found.merged_into_id is None else _lock(found.merged_into_id)


def locked_itself(case: Case) -> Case:
    """The case itself, locked. Raises WasMerged: a decision about a case is not one about another."""
    found = _lock(case.pk)
    itself(found)
    return found


def itself(case: Case) -> None:
    """Of a case that the caller has locked. Raises WasMerged."""
    if case.merged_into_id is not None:
        raise WasMerged(
            f"{case.reference} was merged into another case. Work on that one, or undo the merge."
        )


_LOCKED: Final = Kept(
    lambda pk: Case.objects.select_for_update(of=("self",)).select_related("team").filter(pk=pk)
)


def _lock(pk: UUID) -> Case:
    found: Case | None = _LOCKED.first(pk=pk)
    if found is None:
        raise Case.DoesNotExist
    return found
