"""Loads the demo office once: all of it in one transaction, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from casework import ports
from casework.demo import desk_macros, desk_tasks, furnish, people, promised, short
from casework.demo.play import ACCOUNT, Player
from casework.demo.stories import SCRIPTED
from casework.models import Case, Contact, Person, Staff
from casework.text_parts import Parts

KNOWN_FOR: Final = timedelta(days=150)
_LOCK: Final = 6_214_077  # any number that no other advisory lock of ours has


@dataclass(frozen=True)
class Loaded:
    """What is there now; `created` is False where it was there already."""

    created: bool
    cases: int
    contacts: int


class SomebodyElses(Exception):
    """The database holds cases that are not the demo's; nothing may be added to those."""


def load(*, now: datetime, progress: Callable[[int, int], None] = lambda done, of: None) -> Loaded:
    """Raises SomebodyElses rather than mix an invented office with a real one."""
    with _nothing_sent(), transaction.atomic():
        _alone()
        if Contact.objects.filter(account=ACCOUNT).exists():
            return _counts(created=False)
        if Case.objects.exists():
            raise SomebodyElses(
                f"This database holds {Case.objects.count():,} cases that are not the demo's."
            )
        known = furnish.furnish(known_since=now - KNOWN_FOR)
        staff = {each.username: each for each in Staff.objects.all()}
        Player(now=now, people=known, staff=staff).play((*SCRIPTED, *short.stories()), progress=progress)
        _describe_later(now - KNOWN_FOR)
        promised.make(staff=staff, now=now)
        desk_tasks.furnish(staff=staff, now=now)
        desk_macros.furnish(staff=staff, now=now)
        return _counts(created=True)


def _describe_later(known_since: datetime) -> None:
    for somebody in people.PEOPLE:
        if somebody.later:
            person = Person.objects.get(name=somebody.name)
            furnish.describe(person=person, somebody=somebody, known_since=known_since)


def _counts(*, created: bool) -> Loaded:
    return Loaded(created=created, cases=Case.objects.count(), contacts=Contact.objects.count())


def _alone() -> None:
    """Two starts at once load it one after the other; the second finds it there."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # the wait for the other counts as one statement
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


class _Quiet:
    """The registered sender, but nobody is told to send: the demo's texts were delivered long ago."""

    def __init__(self, real: ports.Sending) -> None:
        self._real = real

    def can_send(self, channel: str) -> bool:
        return channel == "sms"

    def by_hand(self, channel: str) -> bool:
        return self._real.by_hand(channel)

    def listens(self, channel: str) -> bool:
        return self._real.listens(channel)

    def longest(self, channel: str) -> int:
        return self._real.longest(channel)

    def approved(self, channel: str, body: str) -> bool:
        return self._real.approved(channel, body)

    def label(self, channel: str) -> str:
        return self._real.label(channel)

    def segments(self, channel: str, body: str) -> int:
        return self._real.segments(channel, body)

    def count(self, channel: str, body: str) -> Parts:
        return self._real.count(channel, body)

    def own_numbers(self, channel: str) -> frozenset[str]:
        return self._real.own_numbers(channel)

    def wake(self, delivery_id: UUID, *, after: timedelta = timedelta(0)) -> None:
        """Settled in the transaction that wrote it; there is nothing to send."""


@contextmanager
def _nothing_sent() -> Iterator[None]:
    real = ports.sending()
    ports.register(_Quiet(real))
    try:
        yield
    finally:
        ports.register(real)
