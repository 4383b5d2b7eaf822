"""Who has the page of a case open, and who is writing there. Nothing of it is a row: it lives in Redis and runs out.

A page is there once it is fetched, and says so again every twenty seconds; one that says nothing for 45 is gone.
Without Redis nobody is shown, and one that hangs is left alone for a while: a page of a case waits for its answer.
It locks nothing: whoever saves second finds both texts on the case.
"""

import logging
import time
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import redis
from django.conf import settings

from casework.models import Case, Staff
from casework.services import live, redis_words

log = logging.getLogger(__name__)

LOOKING: Final = "looking"
REPLY: Final = "reply"
NOTE: Final = "note"
GONE: Final = "gone"
# Most telling first: somebody with two pages is shown as the more telling of the two.
DOINGS: Final = (REPLY, NOTE, LOOKING)
STAYS: Final = 45  # seconds
REST: Final = 10.0  # seconds in which a Redis that failed is not asked

_asked_again: dict[str, float] = {}  # by address: when, by the clock of this process


def here(*, case: Case, staff: Staff, page: str, doing: str) -> dict[str, list[Staff]]:
    """This page is there and does this; who else is, by what they do. 1 statement where somebody else is, otherwise none.

    `page` is the open page's own name, "a"–"z" and digits. Seven commands to Redis in one go.
    """
    if not settings.REDIS_URL or time.monotonic() < _asked_again.get(settings.REDIS_URL, 0):
        return {}
    try:
        marks = _swapped(case.pk, f"{staff.pk} {page}", doing)
    except redis.RedisError as error:
        _asked_again[settings.REDIS_URL] = time.monotonic() + REST
        log.warning("who is there is not known: %s", type(error).__name__)
        return {}
    return _by_doing(_strongest(marks, but=str(staff.pk)))


def _swapped(case: UUID, who: str, doing: str) -> Iterable[str]:
    """Our mark in place of the one before; others hear of it only where it differs."""
    key, now = f"onequeue:here:{case}", time.time()
    mine = f"{who} {doing}"
    others = [f"{who} {each}" for each in DOINGS if each != doing]
    with redis_words.client().pipeline() as pipe:
        pipe.zremrangebyscore(key, "-inf", now)
        pipe.zrem(key, *others)
        if doing != GONE:
            pipe.zadd(key, {mine: now + STAYS})
        pipe.expire(key, STAYS * 2)
        pipe.zrange(key, 0, 200)
        answers: list[Any] = pipe.execute()
    if answers[1] or (doing != GONE and answers[2]):
        live.presence(case=case)
    return [mark.decode() for mark in answers[-1]]


def _strongest(marks: Iterable[str], *, but: str) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for who, _, doing in (mark.split(" ") for mark in marks):
        if who != but and doing in DOINGS:
            person = UUID(who)
            found[person] = min(doing, found.get(person, doing), key=DOINGS.index)
    return found


def _by_doing(found: dict[UUID, str]) -> dict[str, list[Staff]]:
    if not found:
        return {}
    by: dict[str, list[Staff]] = {}
    for person in Staff.objects.people().filter(pk__in=found):
        by.setdefault(found[person.pk], []).append(person)
    return by
