"""Short-lived tokens that let a page follow one case, the queue or a person's notifications on the event stream."""

import time
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.core import signing
from django.urls import reverse

SALT: Final = "onequeue.live"
MAX_AGE_SECONDS: Final = 3600


def live_url(topic: str) -> str:
    """`topic` is "queue", "calls", a case's id, `of_person` or `of_presence`. A page joins all of its own in one stream."""
    return _live_url(topic, int(time.time()) // 60)


@lru_cache(maxsize=1000)
def _live_url(topic: str, minute: int) -> str:
    """Signed once a minute: the pages that somebody opens one after another want the same."""
    return f"{reverse('desk:live')}?token={signing.dumps(topic, salt=SALT)}"


def of_person(staff: UUID) -> str:
    """What one member of staff is told: only their own pages get a token for it."""
    return f"staff:{staff}"


def of_presence(case: UUID) -> str:
    """Who else has the page of a case open."""
    return f"here:{case}"
