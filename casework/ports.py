"""What casework needs from outside: somebody who sends, and what is known of how that goes. `channels` registers itself
here at start-up.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from casework.text_parts import Parts


class Sending(Protocol):
    def can_send(self, channel: str) -> bool:
        """Whether the office has a way to send on this channel."""

    def by_hand(self, channel: str) -> bool:
        """Whether what goes out on this channel waits until a person has sent it: nothing claims it."""

    def listens(self, channel: str) -> bool:
        """Whether contacts of this channel come in by themselves, such as calls that a phone company tells us of."""

    def longest(self, channel: str) -> int:
        """Characters one message may have."""

    def approved(self, channel: str, body: str) -> bool:
        """Whether the network approved these words beforehand, so that they may go out at times when others may not."""

    def label(self, channel: str) -> str:
        """The channel in words, e.g. "text message"."""

    def segments(self, channel: str, body: str) -> int:
        """How many parts the provider will count, 1 where it does not count."""

    def count(self, channel: str, body: str) -> Parts:
        """The same with the alphabet and the characters that make it dear."""

    def own_numbers(self, channel: str) -> frozenset[str]:
        """Our own numbers or addresses, normalised: nothing is sent to them."""

    def wake(self, delivery_id: UUID, *, after: timedelta = timedelta(0)) -> None:
        """Say that a delivery waits. May be lost: the row is the job, a sweep finds it."""


class NobodySends(Exception):
    """Casework was asked to send before a sender was registered."""


_sending: Sending | None = None


def register(sending: Sending) -> None:
    global _sending
    _sending = sending


def sending() -> Sending:
    if _sending is None:
        raise NobodySends("No sender is registered. Is the app `channels` installed?")
    return _sending


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """The last look at a provider's own list of messages. `error` "" means that it went well."""

    started_at: datetime
    ended_at: datetime | None
    recovered: int
    settled: int
    error: str


@dataclass(frozen=True, kw_only=True)
class ChannelHealth:
    """What the doors know of one channel. Counts only, nobody's data."""

    kind: str
    label: str
    receives: bool
    sends: bool
    ready: bool
    missing: str
    """What must be set before it can send, in words; "" where it is ready."""
    waiting: int = 0
    waiting_since: datetime | None = None
    attention: int = 0
    reconciled: Reconciled | None = None


class Health(Protocol):
    def channels(self) -> list[ChannelHealth]:
        """Every channel of the office, in its order."""


_health: Health | None = None


def register_health(health: Health) -> None:
    global _health
    _health = health


def channel_health() -> list[ChannelHealth]:
    """Empty where nobody registered: an office without doors has nothing that could be ill."""
    return _health.channels() if _health is not None else []
