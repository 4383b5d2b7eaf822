"""Which contacts are an answer of ours, and which ask for one. Pure."""

from datetime import datetime
from typing import Final, Protocol

from casework import outcomes

# What tells who spoke and who waits: columns of a contact.
COLUMNS: Final = ("direction", "took_place_at", "channel", "outcome", "automatic", "courtesy")


class Row(Protocol):
    direction: str
    took_place_at: datetime
    channel: str
    outcome: str
    automatic: bool
    courtesy: bool


def is_ours(contact: Row) -> bool:
    """We said something to the person: a message somebody wrote, or a conversation, whoever began it."""
    if contact.direction == "out" and contact.channel not in outcomes.CONVERSATIONS:
        return not contact.automatic
    return outcomes.person_was_reached(contact.channel, contact.outcome)


def is_try(contact: Row) -> bool:
    """We rang or called on them and reached nobody."""
    return (
        contact.direction == "out"
        and contact.channel in outcomes.CONVERSATIONS
        and not outcomes.person_was_reached(contact.channel, contact.outcome)
    )


def asks(contact: Row) -> bool:
    return contact.direction == "in" and not contact.courtesy and not outcomes.settles(contact.outcome)
