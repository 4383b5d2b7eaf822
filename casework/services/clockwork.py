"""What the office does by the clock, whoever rings: a worker of Celery each minute, or `manage.py sweep` without one."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from casework.services import assigning, bulk_work, dialogues, digests, escalation, shift_end, snoozing

log = logging.getLogger(__name__)
SECONDS: Final = 60


def tick(*, now: datetime) -> None:
    """Each part by itself: one that fails is logged, tried again by the next tick, and keeps no other from its work."""
    for part in PARTS:
        try:
            part(now)
        except Exception:
            log.exception("the clock's part %s failed", part.__name__)


def escalate(now: datetime) -> None:
    escalation.run(now)


def return_untouched(now: datetime) -> None:
    shift_end.return_untouched(now=now)


def drain(now: datetime) -> None:
    assigning.drain(now=now)


def text_many(now: datetime) -> None:
    bulk_work.drain(now=now)


def end_unanswered(now: datetime) -> None:
    dialogues.expire(now=now)


def wake(now: datetime) -> None:
    snoozing.wake_due(now=now)


def digest(now: datetime) -> None:
    digests.run(now=now)


PARTS: Final[tuple[Callable[[datetime], None], ...]] = (
    escalate,
    return_untouched,
    drain,
    text_many,
    end_unanswered,
    wake,
    digest,
)
