"""One line of history for every write, in the same transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any, Final, ParamSpec
from uuid import UUID

from casework import new_rows
from casework.models import Case, Contact, Event, Person, Staff

P = ParamSpec("P")


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


def line(
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
    """To be kept with others. `words` is the sentence of the timeline; it never repeats what a person wrote."""
    if actor is None and not job:
        raise Anonymous(f"'{verb}' needs an actor or a named job.")
    if (part := _part_of.get()) is not None:
        key, name = part
        words, after = f"{words} (macro “{name}”)", {**(after or {}), "macro": key}
    return new_rows.made(
        Event,
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


def keep(lines: Sequence[Event]) -> None:
    """Several lines in their order: 1 statement."""
    new_rows.write(lines)


def _at_once(line: Callable[P, Event]) -> Callable[P, Event]:
    @wraps(line)
    def kept(*given: P.args, **told: P.kwargs) -> Event:
        event = line(*given, **told)
        new_rows.write([event])
        return event

    return kept


record = _at_once(line)
