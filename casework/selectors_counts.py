"""The figures beside the views of the queue, by a statement that is written once for all readers who are alike.

Django takes several times as long to write fifteen counts, each with the access policy in it, as PostgreSQL takes to
answer them. No count is kept.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, Final

from django.db.models import QuerySet

from casework import selectors, selectors_views
from casework.kept_seen import KeptSeen
from casework.kept_sql import KeptCounts
from casework.models import SavedView, Staff

MOST_KEPT: Final = 300
"""Sets of saved views in a process; each has a statement of some 30 kB for each sort of reader."""


def beside_the_queue(*, staff: Staff, views: Iterable[SavedView], now: datetime) -> dict[str, int]:
    """How many each lane, the shortlist and the first saved views hold for this reader, by code or key: 1 statement.

    Each count stops where they all do.
    """
    queries = tuple((str(view.pk), view.query) for view in list(views)[: selectors_views.MOST_IN_TABS])
    return dict(_kept(queries).rows(staff, now=now))


@lru_cache(maxsize=MOST_KEPT)
def _kept(queries: tuple[tuple[str, str], ...]) -> KeptSeen:
    return KeptSeen(partial(_wanted, queries), kept=KeptCounts, unused=["now"])


def _wanted(queries: tuple[tuple[str, str], ...], staff: Staff, now: datetime) -> dict[str, QuerySet[Any]]:
    saved = selectors_views.counted(staff=staff, queries=dict(queries), now=now)
    return {**selectors.lanes(staff=staff, now=now), **saved}
