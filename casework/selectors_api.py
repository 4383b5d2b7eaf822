"""What programs read: a row of their list of cases, and one case as a whole."""

from typing import Final

from django.db.models import F, Prefetch

from casework.kept_seen import KeptSeen
from casework.models import Case, Party, Staff
from casework.permissions import visible_cases

# Other cases that a case may name.
NEIGHBOURS: Final = ("follows", "possible_duplicate_of", "merged_into")


def case(*, staff: Staff, reference: str) -> Case | None:
    """One visible case without its search words: 1 statement."""
    return visible_cases(staff).defer("search").filter(reference=reference).first()


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
