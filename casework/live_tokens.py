"""Short-lived tokens that let a page follow one case, or the queue, on the event stream."""

from typing import Final

from django.core import signing
from django.urls import reverse

SALT: Final = "onequeue.live"
MAX_AGE_SECONDS: Final = 3600


def live_url(topic: str) -> str:
    """`topic` is "queue", "calls" or a case's id."""
    return f"{reverse('desk:live')}?token={signing.dumps(topic, salt=SALT)}"
