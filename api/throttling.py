"""No caller can crowd out the desk: so many calls a minute for each key."""

import logging
import time
from functools import partial
from typing import Any, Final, NamedTuple, cast

import redis
from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.models import ApiKey
from api.requests import StaffRequest
from casework import afterwards
from casework.services.redis_words import Words

log = logging.getLogger(__name__)
PER_MINUTE: Final = 1200
WINDOW: Final = 60


class Counted(NamedTuple):
    window: int
    calls: int


# By caller, as this process last heard: as many as there are keys and members of staff.
_heard: Final[dict[str, Counted]] = {}


class PerCaller(BaseThrottle):
    """Counts in windows of a minute, once the caller has their answer: whoever is over is turned away from the next call on.
    Where Redis is gone nothing is counted, and nobody is turned away for that.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        who = scope(cast(StaffRequest, request))
        _count(who, _window())
        return not is_over(who)

    def wait(self) -> float:
        return WINDOW - time.time() % WINDOW


def is_over(who: str) -> bool:
    """As this process last heard."""
    heard = _heard.get(who)
    return heard is not None and heard.window == _window() and heard.calls > PER_MINUTE


def _window() -> int:
    return int(time.time()) // WINDOW


def _count(who: str, window: int) -> None:
    """Without Redis: the calls of this process."""
    key, heard = f"onequeue:api-calls:{who}:{window}", partial(_hear, who, window)
    if settings.REDIS_URL:
        words = ("INCR", key), ("EXPIRE", key, 2 * WINDOW)
        afterwards.do(Words(*words, heard=heard, failed=partial(_not_counted, who)))
    else:
        afterwards.do(lambda: heard([_counted_here(key)]))


def _hear(who: str, window: int, answers: list[int]) -> None:
    _heard[who] = Counted(window, answers[0])


def _not_counted(who: str, error: redis.RedisError) -> None:
    _heard.pop(who, None)
    log.warning("calls are not counted: %s", type(error).__name__)


def _counted_here(key: str) -> int:
    try:
        return cache.incr(key)
    except ValueError:
        return 1 if cache.add(key, 1, 2 * WINDOW) else _counted_here(key)


def scope(request: StaffRequest) -> str:
    """Names the caller: the key, or the member of staff at their browser."""
    return of_key(request.auth) if request.auth else f"staff:{request.user.pk}"


def of_key(key: ApiKey) -> str:
    return f"key:{key.pk}"
