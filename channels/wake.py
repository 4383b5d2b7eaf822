"""Telling a worker to look now. A lost word costs only time: the rows are the jobs and a sweep finds them.

A webhook must answer quickly whatever the broker does, so the word is sent once, over short time-outs, and
after a failure nobody tries again for `REST` seconds. While one word waits for a worker nobody sends another: whoever
takes it sees all that was stored by then. So a flood of texts leaves a worker one word, and not a thousand.
"""

import logging
import os
import threading
import time
from datetime import timedelta
from functools import cache
from typing import Any, Final

from celery import current_app
from django.conf import settings
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from casework import afterwards
from casework.services import redis_words

log = logging.getLogger(__name__)

TASK: Final = "channels.tasks.look"
TIMEOUT: Final = 0.5
REST: Final = 15.0
WAITING: Final = "onequeue:look-waits"
# A word that was lost with its broker keeps others silent for no longer.
WAITS: Final = timedelta(seconds=1)


class Breaker:
    """Remembers that the broker failed and keeps everybody away from it for a while."""

    def __init__(self, rest: float) -> None:
        self._rest = rest
        self._lock = threading.Lock()
        self._closed_until = 0.0

    def lets_through(self) -> bool:
        with self._lock:
            return time.monotonic() >= self._closed_until

    def trip(self) -> None:
        with self._lock:
            self._closed_until = time.monotonic() + self._rest

    def reset(self) -> None:
        with self._lock:
            self._closed_until = 0.0


breaker = Breaker(REST)


def soon(*, after: timedelta = timedelta(0)) -> None:
    """The same for a request whose caller need not wait for the broker: once it has its answer."""
    afterwards.do(lambda: look(after=after))


def look(*, after: timedelta = timedelta(0)) -> bool:
    """Ask a worker to look; returns whether a word waits for one. Never raises for a broker that is gone.

    `after`: at most a minute, because the broker hands out again what its worker keeps longer than it is patient.
    """
    if not settings.REDIS_URL or not breaker.lets_through():
        return False
    try:
        if after or not _one_waits():
            _publish(after)
    except (OSError, KombuError, RedisError) as error:
        breaker.trip()
        log.warning("the broker took no word, a sweep will find the rows: %s", type(error).__name__)
        return False
    return True


def heard() -> None:
    """A worker begins to look: what is stored from now on needs another word."""
    if not settings.REDIS_URL:
        return
    try:
        redis_words.client().delete(WAITING)
    except RedisError as error:
        log.warning("words to workers wait for up to a second: %s", type(error).__name__)


def _one_waits() -> bool:
    """Whether a word is on its way already; if not, ours is."""
    return not redis_words.client().set(WAITING, 1, nx=True, px=WAITS)


def _publish(after: timedelta) -> None:
    with _pool(os.getpid()).acquire(block=True, timeout=TIMEOUT) as connection:
        current_app.send_task(
            TASK,
            connection=connection,
            retry=False,
            ignore_result=True,
            countdown=after.total_seconds() or None,
            expires=60 + after.total_seconds(),
        )


@cache
def _pool(process: int) -> Any:
    """Connections of this process only: they must not be shared across a fork."""
    connection = current_app.connection_for_write()
    connection.transport_options = {
        **(connection.transport_options or {}),
        "socket_connect_timeout": TIMEOUT,
        "socket_timeout": TIMEOUT,
        "max_retries": 0,
    }
    return connection.Pool(limit=8)
