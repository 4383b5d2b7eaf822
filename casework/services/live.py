"""Tells open desks that something changed, after commit. Lost messages cost nothing: desks also poll."""

import json
import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import redis
from django.conf import settings
from django.db import transaction

from casework import afterwards
from casework.models import Case, Staff
from casework.services.redis_words import Words

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


def publish(message: dict[str, Any]) -> None:
    if settings.REDIS_URL:
        word = ("PUBLISH", CHANNEL, json.dumps(message))
        afterwards.do(Words(word, heard=lambda _: None, failed=_not_published))


def _not_published(error: redis.RedisError) -> None:
    log.warning("live update not published: %s", type(error).__name__)
