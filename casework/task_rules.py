"""How tasks read: by when, how many are done, whose they are. Pure."""

from collections.abc import Sequence
from datetime import date


def progress(done: int, of: int) -> str:
    """Such as "3 of 5 done", "All 5 done"."""
    if of and done == of:
        return "Done" if of == 1 else f"All {of} done"
    return f"{done} of {of} done"


def due(due_on: date, *, today: date) -> str:
    """Such as "by today", "by tomorrow", "by Friday", "by 3 February", with the year where it is another one."""
    apart = (due_on - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(apart)
    if near is not None:
        return f"by {near}"
    if 1 < apart < 7:
        return f"by {due_on:%A}"
    year = f" {due_on.year}" if due_on.year != today.year else ""
    return f"by {due_on.day} {due_on:%B}{year}"


def late(due_on: date | None, *, today: date) -> bool:
    """On its day it is not late yet."""
    return due_on is not None and due_on < today


def left_open(number: int) -> str:
    """A hint beside ending a case; nothing keeps anybody from it."""
    if number == 0:
        return ""
    tasks = "1 task is" if number == 1 else f"{number} tasks are"
    return f"{tasks} not done yet. You can end the case all the same."


def next_due(days: Sequence[date | None]) -> int | None:
    """Which comes next: the soonest by its day, and without any day the first in order."""
    if not days:
        return None
    return min(range(len(days)), key=lambda place: (days[place] or date.max, place))
