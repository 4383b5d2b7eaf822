"""The page of one case: the case itself, who is on it, and what there is beside its story.

Which case it is and what is beside it comes by a statement that is written once for all readers who are alike.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from casework import selectors_beside, selectors_stars, targets_shown
from casework.asked_ahead import Question
from casework.kept_seen import KeptSeen
from casework.kept_sql import Kept
from casework.models import Case, Party, Person, PersonContactPoint, Staff
from casework.models.moves import UNDO_WINDOW
from casework.permissions import visible_cases


def bare(*, staff: Staff, reference: str) -> Case:
    """For a part of the page: 1 statement. Raises Case.DoesNotExist for what is hidden as for what is missing."""
    found: Case = _with_names(visible_cases(staff)).get(reference=reference)
    return found


def key_alone(*, staff: Staff, reference: str) -> Case | None:
    """A visible case of which nothing but key and reference is read; None for what is hidden or missing. 1 statement."""
    found: Case | None = _KEYS.first(staff, reference=reference)
    return found


_KEYS: Final = KeptSeen(
    lambda staff, reference: visible_cases(staff).filter(reference=reference).only("reference").order_by()
)


def whole(*, staff: Staff, reference: str, now: datetime) -> Case:
    """The same with what there is beside the story, and whether it is starred: 1 statement."""
    found: Case | None = _WHOLE.first(staff, reference=reference, undo_since=now - UNDO_WINDOW)
    if found is None:
        raise Case.DoesNotExist
    return found


def _marked(staff: Staff, reference: str, undo_since: datetime) -> QuerySet[Any]:
    marks = selectors_beside.marks(staff=staff, undo_since=undo_since, said_of_targets=targets_shown.TOLD)
    cases = visible_cases(staff).annotate(starred=selectors_stars.starred_by(staff), **marks)
    return _with_names(cases).select_related("target").filter(reference=reference).order_by()


_WHOLE: Final = KeptSeen(_marked)


def _with_names(cases: QuerySet[Any]) -> QuerySet[Any]:
    return cases.select_related("service", "team", "assignee").defer("search")


def parties(case: Case) -> list[Party]:
    """With who they are and all their numbers: 2 statements, 1 where nobody is named."""
    parties: list[Party] = _PARTIES.rows(case=case.pk)
    held: dict[UUID, list[PersonContactPoint]] = defaultdict(list)
    for link in _HELD.rows(case=case.pk) if any(party.person for party in parties) else ():
        held[link.person_id].append(link)
    for party in parties:
        party.case = case
        if party.person is not None:
            _hold(party.person, held[party.person.pk])
    return parties


def questions(case: Case) -> tuple[Question | None, ...]:
    """To be asked ahead of `parties`."""
    return _PARTIES.question(case=case.pk), _HELD.question(case=case.pk)


def _hold(person: Person, links: list[PersonContactPoint]) -> None:
    """As `prefetch_related` leaves it: `points.all()` finds what is known."""
    known: Any = person.points.all()
    known._result_cache = links
    person._prefetched_objects_cache = {"points": known}  # type: ignore[attr-defined]


_PARTIES: Final = Kept(lambda case: Party.objects.filter(case=case).select_related("person", "contact_point"))
_HELD: Final = Kept(
    lambda case: (
        PersonContactPoint.objects.filter(person__in=Party.objects.filter(case=case).values("person"))
        .select_related("contact_point")
        .order_by("pk")
    )
)


def survivor(*, staff: Staff, case: Case) -> Case | None:
    """The visible case that this one became part of: no statement where it is still itself, else 1."""
    if case.merged_into_id is None:
        return None
    return visible_cases(staff).filter(pk=case.merged_into_id).only("reference").first()


def near(*, staff: Staff, case: Case) -> dict[UUID, str]:
    """References, by their keys, of the cases that it follows or may repeat, where one may see them.

    No statement where it does neither, else 1.
    """
    keys = [key for key in (case.follows_id, case.possible_duplicate_of_id) if key is not None]
    return dict(visible_cases(staff).filter(pk__in=keys).values_list("pk", "reference")) if keys else {}
