"""Tells open desks that something changed, after commit. Lost messages cost nothing: desks also poll."""

import json
import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

import redis
from django.conf import settings
from django.db import transaction

from casework import afterwards
from casework.models import Case, Staff

log = logging.getLogger(__name__)
CHANNEL = "onequeue:live"


def changed(*, case: Case | None, lane: str = "") -> None:
    """Says which case changed, never what: a desk asks again, with its own right to see."""
    message = {
        "case": str(case.pk) if case else "",
        "lane": lane or ("" if case else "held"),
    }
    transaction.on_commit(lambda: publish(message))


def told(staff: Iterable[Staff]) -> None:
    """There is something new for these people."""
    message = {"staff": [str(each.pk) for each in staff]}
    transaction.on_commit(lambda: publish(message))


def presence(*, case: UUID) -> None:
    """Somebody came to the page of a case, left it, or began to write there."""
    publish({"here": str(case)})


@lru_cache(maxsize=1)
def _client(url: str) -> Any:
    return redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)


def client() -> Any:
    """Asked for again each time, where there is Redis: an address that is no use is tried for half a second."""
    return _client(settings.REDIS_URL)


def publish(message: dict[str, Any]) -> None:
    if settings.REDIS_URL:
        afterwards.do(lambda: _publish(message))


def _publish(message: dict[str, Any]) -> None:
    try:
        client().publish(CHANNEL, json.dumps(message))
    except redis.RedisError as error:
        log.warning("live update not published: %s", type(error).__name__)
