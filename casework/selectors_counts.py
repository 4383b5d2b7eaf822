"""The figures beside the views of the queue, by a statement that is written once for each reader and kept.

Django takes several times as long to write fifteen counts, each with the access policy in it, as PostgreSQL takes to
answer them. What is kept is SQL with its values, by everything that the policy reads of a member of staff: whoever comes
into another team, or gets another role, has another statement. No count is kept.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.db.models import QuerySet

from casework import selectors, selectors_views
from casework.counting import THEN, Counting
from casework.models import SavedView, Staff
from casework.readers import Reader, reader

MOST_KEPT: Final = 300
"""Statements of a process, of some 30 kB each."""


def beside_the_queue(*, staff: Staff, views: Iterable[SavedView], now: datetime) -> dict[str, int]:
    """How many each lane, the shortlist and the first saved views hold for this reader, by code or key: 1 statement.

    Each count stops where they all do.
    """
    queries = tuple((str(view.pk), view.query) for view in list(views)[: selectors_views.MOST_IN_TABS])
    if staff.standing is None:
        return Counting.of(_wanted(staff, queries, now)).asked(now)
    return _kept(reader(staff), queries).asked(now)


@lru_cache(maxsize=MOST_KEPT)
def _kept(who: Reader, queries: tuple[tuple[str, str], ...]) -> "Counting":
    return Counting.of(_wanted(who.staff(), queries, THEN))


def _wanted(staff: Staff, queries: tuple[tuple[str, str], ...], now: datetime) -> dict[str, QuerySet[Any]]:
    saved = selectors_views.counted(staff=staff, queries=dict(queries), now=now)
    return {**selectors.lanes(staff=staff, now=now), **saved}
