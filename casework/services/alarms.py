"""What an administrator must put right, once for each matter, however often it happens."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from casework.models import Alarm, Staff
from casework.permissions import require
from casework.services import events


def sound(*, key: str, words: str, now: datetime, job: str) -> bool:
    """Returns whether it is new: told once in the history, counted each time after that."""
    with transaction.atomic():
        alarm, is_new = Alarm.objects.get_or_create(
            key=key, cleared_at=None, defaults={"words": words[:500], "first_at": now, "last_at": now}
        )
        if is_new:
            events.record(verb="alarm", words=words, job=job, now=now, after={"alarm": key})
        else:
            Alarm.objects.filter(pk=alarm.pk).update(times=F("times") + 1, last_at=now)
    return is_new


def clear(*, alarm: Alarm, actor: Staff, now: datetime) -> None:
    """It is dealt with. If it happens again, it is a new alarm."""
    require(actor, "clear_alarm")
    with transaction.atomic():
        cleared = Alarm.objects.filter(pk=alarm.pk, cleared_at=None).update(cleared_at=now, cleared_by=actor)
        if cleared:
            events.record(
                verb="alarm_cleared", words=f"Dealt with: {alarm.words}", actor=actor, now=now,
                after={"alarm": alarm.key},
            )  # fmt: skip
