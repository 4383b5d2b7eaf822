"""The rows of the queue.

The queue as it comes, its first page without a filter, is what staff look at most and what every change makes anew. Its
statement is written once for all who are alike in what they see (kept_seen.py).
"""

from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet

from casework import selectors, selectors_stars
from casework.counts import MOST_COUNTED
from casework.filters import CaseFilter, overdue_along, overdue_at
from casework.kept_seen import KeptSeen
from casework.keyset import QUEUE, Page, first_page
from casework.models import Case, Staff
from casework.permissions import visible_cases


def filtered(*, staff: Staff, sent: Any, now: datetime | None = None) -> CaseFilter:
    """The cases of this reader by the filters that were `sent`."""
    known = visible_cases(staff).filter(merged_into=None)
    return CaseFilter(sent, queryset=known, request=SimpleNamespace(user=staff), now=now)


def rows(cases: QuerySet[Case], *, staff: Staff) -> QuerySet[Case]:
    return selectors.for_rows(cases).annotate(starred=selectors_stars.starred_by(staff))


def as_it_comes(*, staff: Staff, size: int, now: datetime) -> Page:
    """The first page of what is open, with all that a row shows: 1 statement."""
    return first_page(_as_it_comes(size + 1).rows(staff, now=now), order=QUEUE, size=size)


def late(*, staff: Staff, now: datetime) -> QuerySet[Case]:
    """What is late and nothing else asked, to be read in the order of the queue: 1 statement, before that for the rows.

    Where more are late than are counted, fifty are soon found along the queue; a few are read by when they were due, and sorted.
    """
    cases = visible_cases(staff).filter(merged_into=None)
    along = cases.filter(overdue_along(now))
    many = along.order_by("due_at")[MOST_COUNTED : MOST_COUNTED + 1].exists()
    return along if many else cases.filter(overdue_at(now))


@lru_cache(maxsize=8)  # nobody needs pages of many sizes
def _as_it_comes(most: int) -> KeptSeen:
    def write(staff: Staff, now: datetime) -> QuerySet[Case]:
        found = rows(filtered(staff=staff, sent={}, now=now).qs, staff=staff)
        return found.order_by(*QUEUE.fields)[:most]

    return KeptSeen(write)
