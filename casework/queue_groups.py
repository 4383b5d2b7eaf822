"""A list of cases in groups. Pure.

Grouped by priority or by team an open list is one list in which each group stands together across pages: an index gives
that order. By anything else the rows of each page are gathered, and the page says so.
"""

from collections.abc import Hashable, Iterable
from typing import Any, Final, NamedTuple

BY: Final[dict[str, str]] = {
    "team": "Team",
    "assignee": "Assigned to",
    "service": "Service",
    "priority": "Priority",
    "status": "Status",
    "channel": "Channel",
}
# The order of an open queue has these groups together on all its pages.
ACROSS_PAGES: Final = ("team", "priority")
NOBODY: Final = {"assignee": "Nobody yet", "service": "Service not known"}


class Row(NamedTuple):
    """Something to be listed, with what its group is known by, where the group stands and what it is called."""

    key: Hashable
    rank: Any
    label: str
    item: Any


class Group(NamedTuple):
    label: str
    items: list[Any]

    @property
    def words(self) -> str:
        return f"{len(self.items)} on this page"


def read(value: str) -> str:
    """What to group by; "" for nothing and for what nobody offered."""
    return value if value in BY else ""


def gather(rows: Iterable[Row], *, as_they_come: bool) -> list[Group]:
    """Rows of one group together, in their order. `as_they_come`: the groups too, else by rank and then name."""
    found: dict[Hashable, Group] = {}
    places: dict[Hashable, tuple[Any, str]] = {}
    for row in rows:
        found.setdefault(row.key, Group(row.label, [])).items.append(row.item)
        places.setdefault(row.key, (row.rank, row.label.casefold()))
    keys = list(found) if as_they_come else sorted(found, key=lambda key: places[key])
    return [found[key] for key in keys]


def words(by: str, *, across: bool) -> str:
    """What the page says of its groups; "" without any."""
    if not by:
        return ""
    what = BY[by].lower()
    if across:
        return f"Grouped by {what}. A group goes on where its page ends."
    return f"Each page is grouped by {what} on its own: a group can come again on the next page."
