"""One look: the inbox, the outbox, files to be fetched, each channel's chores, until nothing is left or time is up."""

import time
from datetime import datetime, timedelta

from django.utils import timezone

from casework.services import bulk_work
from channels import inbox, media, outbox, registry


def look(*, budget: timedelta, now: datetime | None = None) -> int:
    """Returns how many receipts, deliveries and chores were dealt with."""
    started, total = time.monotonic(), 0
    while True:
        left = budget - timedelta(seconds=time.monotonic() - started)
        done = _round(left=left, now=now)
        total += done
        if not done or time.monotonic() - started >= budget.total_seconds():
            return total


def _round(*, left: timedelta, now: datetime | None) -> int:
    done = inbox.drain(now=now, budget=left)
    done += bulk_work.drain(now=now or timezone.now())
    done += outbox.drain(now=now, budget=left)
    done += media.drain(now=now, budget=left, limit=1)  # a slow one keeps no text waiting
    return done + sum(channel.chores(now or timezone.now()) for channel in registry.channels())
