"""How a promise reads: what is due, soon due and late, in words. Pure."""

from datetime import datetime, timedelta
from typing import Final

# "Soon" is by the clock: whoever looks at the queue today can still do something about it.
SOON: Final = timedelta(days=1)
OVERDUE: Final = {
    "first_response": "First answer overdue",
    "next_response": "Answer overdue",
    "resolution": "Resolution overdue",
}
DUE: Final = {
    "first_response": "First answer due",
    "next_response": "Answer due",
    "resolution": "Resolution due",
}


def due_soon(*, due_at: datetime | None, now: datetime) -> bool:
    return due_at is not None and now <= due_at <= now + SOON
