"""What a list of cases shows: columns that one may choose, and the cells of the table that they share. Pure.

The reference always shows. Several columns share a cell, so that a row stays two lines high.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

COLUMNS: Final[dict[str, str]] = {
    "who": "Who it is about",
    "service": "Service",
    "summary": "What they said, in short",
    "why": "Why it is here, and what falls due",
    "follow_up": "What was promised to them",
    "channel": "Channel",
    "last_contact": "Last contact",
    "opened": "Opened",
    "status": "Status",
    "priority": "Priority",
    "assignee": "Assigned to",
    "team": "Team",
}
# What a list shows to whoever has chosen nothing.
AS_IT_COMES: Final = tuple(code for code in COLUMNS if code != "opened")


class Cell(NamedTuple):
    """One cell of each row: its code, the words above it, and which of its columns it shows."""

    code: str
    heading: str
    columns: tuple[str, ...]


# The heading of a cell is that of the first of these groups that shows whole.
_CELLS: Final[tuple[tuple[str, tuple[tuple[tuple[str, ...], str], ...]], ...]] = (
    ("why", ((("why",), "Why here"), (("follow_up",), "Promised"))),
    ("last", ((("last_contact",), "Last contact"), (("channel",), "Channel"))),
    ("opened", ((("opened",), "Opened"),)),
    ("status", ((("status",), "Status"), (("priority",), "Priority"))),
    (
        "with",
        ((("assignee", "team"), "With"), (("assignee",), "Assigned to"), (("team",), "Team")),
    ),
)


def known(codes: Iterable[object]) -> tuple[str, ...]:
    """Those of the codes that are columns, once and in the order of the table; what was taken away since is left out."""
    wanted = {code for code in codes if isinstance(code, str)}
    return tuple(code for code in COLUMNS if code in wanted)


def shown(*, of_view: Iterable[object] = (), of_person: Iterable[object] = ()) -> tuple[str, ...]:
    """A view's own columns come first, then the person's, then what comes unasked."""
    return known(of_view) or known(of_person) or AS_IT_COMES


def cells(columns: Iterable[str]) -> list[Cell]:
    """The cells after the first, which names the case, in order; a cell of which nothing is chosen is left out."""
    chosen = set(columns)
    found = []
    for code, headings in _CELLS:
        parts = tuple(dict.fromkeys(part for group, _ in headings for part in group if part in chosen))
        if parts:
            heading = next(words for group, words in headings if chosen.issuperset(group))
            found.append(Cell(code, heading, parts))
    return found
