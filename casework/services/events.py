"""One line of history for every write, in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from casework.models import Case, Contact, Event, Person, Staff


class Anonymous(Exception):
    """A write was tried without an actor or a named job."""


# What everything that is written now is part of: the macro that somebody does.
_part_of: Final[ContextVar[tuple[str, str] | None]] = ContextVar("part_of", default=None)


@contextmanager
def part_of(*, macro: UUID, name: str) -> Iterator[None]:
    """Every event that is recorded inside says that it was done by this macro."""
    token = _part_of.set((str(macro), name))
    try:
        yield
    finally:
        _part_of.reset(token)


def record(
    *,
    verb: str,
    words: str,
    now: datetime,
    actor: Staff | None = None,
    job: str = "",
    case: Case | None = None,
    contact: Contact | None = None,
    person: Person | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Event:
    """`words` is the sentence of the timeline; it never repeats what a person wrote."""
    if actor is None and not job:
        raise Anonymous(f"'{verb}' needs an actor or a named job.")
    if (part := _part_of.get()) is not None:
        key, name = part
        words, after = f"{words} (macro “{name}”)", {**(after or {}), "macro": key}
    return Event.objects.create(
        verb=verb,
        words=words[:1000],
        at=now,
        actor=actor,
        job=job,
        case=case,
        contact=contact,
        person=person,
        before=before or {},
        after=after or {},
    )
