"""What casework needs from outside: somebody who sends. `channels` registers itself here at start-up."""

from datetime import timedelta
from typing import Protocol
from uuid import UUID


class Sending(Protocol):
    def can_send(self, channel: str) -> bool:
        """Whether the office has a way to send on this channel."""

    def longest(self, channel: str) -> int:
        """Characters one message may have."""

    def label(self, channel: str) -> str:
        """The channel in words, e.g. "text message"."""

    def segments(self, channel: str, body: str) -> int:
        """How many parts the provider will count, 1 where it does not count."""

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
