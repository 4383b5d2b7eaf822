"""Tells open desks that something changed, after commit. Lost messages cost nothing: desks also poll."""

import json
import logging
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from django.db import transaction

from casework.models import Case

log = logging.getLogger(__name__)
CHANNEL = "onequeue:live"


def changed(*, case: Case | None, lane: str = "") -> None:
    """Says which case changed, never what: a desk asks again, with its own right to see."""
    message = {
        "case": str(case.pk) if case else "",
        "lane": lane or ("" if case else "held"),
    }
    transaction.on_commit(lambda: publish(message))


@lru_cache(maxsize=1)
def _client(url: str) -> Any:
    return redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)


def publish(message: dict[str, str]) -> None:
    if not settings.REDIS_URL:
        return
    try:
        _client(settings.REDIS_URL).publish(CHANNEL, json.dumps(message))
    except redis.RedisError as error:
        log.warning("live update not published: %s", type(error).__name__)
