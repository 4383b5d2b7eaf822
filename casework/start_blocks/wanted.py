"""Blocks whose rows are read together: the keys of each first, then all cases and all promises of the page at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Final
from uuid import UUID

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


def blocks(wanted: Iterable[Wanted], *, staff: Staff, now: datetime) -> list[SimpleNamespace]:
    """At most 4 statements."""
    known = list(wanted)
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


def _block(wanted: Wanted, rows: show.Rows) -> SimpleNamespace:
    count = wanted.found.count + wanted.more_count
    links = wanted.links if count else ()
    return show.block(
        wanted.code,
        wanted.title,
        rows=rows,
        count=count,
        empty=wanted.empty,
        links=links,
        of_each=wanted.of_each,
    )


def _keys(wanted: Iterable[Wanted], what: str) -> set[UUID]:
    return {key for each in wanted if each.what == what for key in each.found.keys}
