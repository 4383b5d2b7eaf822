"""Blocks whose rows are read together: the keys of each first, then all cases and all promises of the page at once.

The most pressing block comes first. A case or promise that it shows is not shown again further down; the figures count it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from casework import presenters_start as show
from casework import selectors_start as read
from casework.models import Staff
from casework.selectors_start import Found

CASES: Final = "cases"
PROMISES: Final = "promises"


@dataclass(kw_only=True)
class Wanted:
    """`more` are rows that are at hand already, with how many of them there are."""

    code: str
    title: str
    what: str
    found: Found
    empty: str
    links: Sequence[tuple[str, str]] = ()
    of_each: str = ""
    more: show.Rows = field(default_factory=list)
    more_count: int = 0
    left_out: bool = False


def blocks(
    wanted: Iterable[Wanted], *, staff: Staff, now: datetime, above: set[UUID]
) -> list[SimpleNamespace]:
    """`above`: what the page shows already; what these show comes to it. At most 4 statements."""
    known = [_once(each, above) for each in wanted]
    cases = read.rows_of_cases(staff=staff, keys=_keys(known, CASES))
    promises = read.rows_of_follow_ups(staff=staff, keys=_keys(known, PROMISES))
    found = []
    for each in known:
        rows = (
            show.cases(each.found, cases, reader=staff, now=now)
            if each.what == CASES
            else show.follow_ups(each.found, promises, reader=staff, now=now)
        )
        found.append(_block(each, show.soonest([*rows, *each.more]) if each.more else rows))
    return found


def _once(wanted: Wanted, above: set[UUID]) -> Wanted:
    new = [key for key in wanted.found.keys if key not in above]
    left_out = len(new) < len(wanted.found.keys)
    keys = new[: read.MOST_SHOWN]
    above.update(keys)
    return replace(wanted, found=Found(keys=keys, count=wanted.found.count), left_out=left_out)


def _block(wanted: Wanted, rows: show.Rows) -> SimpleNamespace:
    count = wanted.found.count + wanted.more_count
    links = wanted.links if count else ()
    return show.block(
        wanted.code,
        wanted.title,
        rows=rows,
        count=count,
        empty="" if wanted.left_out else wanted.empty,
        note=_("What is shown above is not repeated here.") if wanted.left_out else "",
        links=links,
        of_each=wanted.of_each,
    )


def _keys(wanted: Iterable[Wanted], what: str) -> set[UUID]:
    return {key for each in wanted if each.what == what for key in each.found.keys}
