"""Telling a worker to look now. A lost word costs only time: the rows are the jobs and a sweep finds them.

A webhook must answer quickly whatever the broker does, so the word is sent once, over short time-outs, and
after a failure nobody tries again for `REST` seconds.
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

log = logging.getLogger(__name__)

TASK: Final = "channels.tasks.look"
TIMEOUT: Final = 0.5
REST: Final = 15.0


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
    """Ask a worker to look; returns whether the word was given. Never raises for a broker that is gone.

    `after`: at most a minute, because the broker hands out again what its worker keeps longer than it is patient.
    """
    if not settings.REDIS_URL or not breaker.lets_through():
        return False
    try:
        _publish(after)
    except (OSError, KombuError, RedisError) as error:
        breaker.trip()
        log.warning("the broker took no word, a sweep will find the rows: %s", type(error).__name__)
        return False
    return True


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
