"""One line of history for every write, in the same transaction."""

from datetime import datetime
from typing import Any

from casework.models import Case, Contact, Event, Person, Staff


class Anonymous(Exception):
    """A write was tried without an actor or a named job."""


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
