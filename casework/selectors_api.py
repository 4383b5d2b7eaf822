"""What programs read: a row of their list of cases, and one case as a whole."""

from functools import partial
from typing import Final

from django.db.models import F, Prefetch, QuerySet

from casework.asked_ahead import Question
from casework.kept_seen import KeptSeen
from casework.models import Case, Party, Staff
from casework.permissions import visible_cases

# Other cases that a case may name.
NEIGHBOURS: Final = ("follows", "possible_duplicate_of", "merged_into")


def whole_case(*, staff: Staff, reference: str) -> Case:
    """One visible case with its parties and the references of its neighbours, seen or not: 2 statements.

    Raises Case.DoesNotExist for what is hidden as for what is missing.
    """
    found: Case | None = _WHOLE.first(staff, reference=reference)
    if found is None:
        raise Case.DoesNotExist
    return found


_WHOLE: Final = KeptSeen(
    lambda staff, reference: (
        visible_cases(staff)
        .select_related("service", "team", "assignee")
        .prefetch_related(
            Prefetch(
                "parties",
                queryset=Party.objects.select_related("person", "contact_point"),
                to_attr="known_parties",
            )
        )
        .defer("search")
        .annotate(**{f"{name}_reference": F(f"{name}__reference") for name in NEIGHBOURS})
        .filter(reference=reference)
        .order_by()
    )
)


def held_case(*, staff: Staff, reference: str) -> Case | None:
    """One visible case, locked, with what a reply or another status asks of it: 1 statement, none where it was asked ahead
    and nobody else held it.
    """
    found: Case | None = next(iter(_UNLESS_HELD.answered(staff, reference=reference) or ()), None)
    return found or _HELD.first(staff, reference=reference)


def unless_held(*, staff: Staff, reference: str) -> Question | None:
    """The same to be asked ahead: it waits for nobody, and finds nothing where somebody else holds the case."""
    return _UNLESS_HELD.question(staff, reference=reference)


def _to_hold(staff: Staff, reference: str, *, waits: bool) -> QuerySet[Case]:
    """Only the case itself is locked. What makes it visible is asked again of the row once its lock was waited for."""
    return (
        visible_cases(staff)
        .defer("search")
        .filter(reference=reference)
        .order_by()
        .select_for_update(of=("self",), skip_locked=not waits)
        .select_related("team", "service", "assignee")
    )


_HELD: Final = KeptSeen(partial(_to_hold, waits=True))
_UNLESS_HELD: Final = KeptSeen(partial(_to_hold, waits=False))
