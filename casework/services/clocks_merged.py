"""Clocks of cases that end without being done: merged into another, or emptied by moving. Undoing gives them back."""

from datetime import datetime

from casework.models import Case, Clock
from casework.services.clocks_book import Book


def joined(*, gone: Case, kept: Case, now: datetime) -> dict[str, list[str]]:
    """The survivor keeps the sooner clock of each kind. Returns what was moved and what was called off, for `parted`."""
    ours, theirs = Book(case=kept, now=now), Book(case=gone, now=now)
    moved, stopped = [], []
    for kind, clock in list(theirs.open.items()):
        own = ours.open.get(kind)
        sooner = kept.is_open and (own is None or clock.due_at < own.due_at)
        loser = own if sooner else clock
        if loser is not None:
            (ours if sooner else theirs).stop(kind, at=now, met=None)
            stopped.append(str(loser.pk))
        if sooner:
            clock.case = kept
            clock.save(update_fields=["case"])
            moved.append(str(clock.pk))
    return {"moved": moved, "stopped": stopped}


def parted(*, gone: Case, kept: Case, was: dict[str, list[str]], at: datetime, now: datetime) -> None:
    """What came along goes back as it stands now; what was called off at the merge runs again."""
    Clock.objects.filter(pk__in=was.get("moved", []), case=kept).update(case=gone)
    for case in (gone, kept):
        _again(case=case, at=at, now=now, only=was.get("stopped", []))


def called_off(*, case: Case, now: datetime) -> None:
    """Nothing is left to be done on it: neither kept nor missed."""
    book = Book(case=case, now=now)
    for kind in list(book.open):
        book.stop(kind, at=now, met=None)
    book.settle()


def revived(*, case: Case, at: datetime, now: datetime) -> None:
    """What was called off when the case was emptied `at` that moment runs again."""
    stopped = Clock.objects.filter(case=case, stopped_at=at, met=None)
    _again(case=case, at=at, now=now, only=[str(pk) for pk in stopped.values_list("pk", flat=True)])


def _again(*, case: Case, at: datetime, now: datetime, only: list[str]) -> None:
    book = Book(case=case, now=now)
    for clock in Clock.objects.filter(case=case, pk__in=only, met=None, stopped_at__isnull=False):
        if clock.kind in book.open or not case.is_open:
            continue
        clock.stopped_at = None
        book.open[clock.kind] = clock
        book.aim(clock)
        clock.save(update_fields=["stopped_at", "next_step_at"])
    book.settle()
