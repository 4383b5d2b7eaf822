"""No caller can crowd out the desk: so many calls a minute for each key."""

import logging
import time
from typing import Any, Final, cast

import redis
from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.requests import StaffRequest
from casework.services import live

log = logging.getLogger(__name__)
PER_MINUTE: Final = 1200
WINDOW: Final = 60


class PerCaller(BaseThrottle):
    """Counts in windows of a minute. Where Redis is gone nothing is counted, and nobody is turned away for that."""

    def allow_request(self, request: Request, view: Any) -> bool:
        key = f"onequeue:api-calls:{scope(cast(StaffRequest, request))}:{int(time.time()) // WINDOW}"
        try:
            return _counted(key) <= PER_MINUTE
        except ValueError:  # it expired between two steps
            return True
        except redis.RedisError as error:
            log.warning("calls are not counted: %s", type(error).__name__)
            return True

    def wait(self) -> float:
        return WINDOW - time.time() % WINDOW


def _counted(key: str) -> int:
    """How many calls this one makes it: one way to Redis and back; without one, those of this process."""
    if settings.REDIS_URL:
        with live.client().pipeline() as pipe:
            calls, _ = pipe.incr(key).expire(key, 2 * WINDOW).execute()
        return int(calls)
    try:
        return cache.incr(key)
    except ValueError:
        return 1 if cache.add(key, 1, 2 * WINDOW) else cache.incr(key)


def scope(request: StaffRequest) -> str:
    """Names the caller: the key, or the member of staff at their browser."""
    return f"key:{request.auth.pk}" if request.auth else f"staff:{request.user.pk}"
