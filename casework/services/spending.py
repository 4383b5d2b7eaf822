"""The day's budget of texts. Taken before a provider is called, on one row of the day, so that it holds exactly."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Avg, F
from django.utils import timezone

from casework.models import Office, SendingDay
from casework.services import alarms

# Twice what is usual is worth a look; a handful of texts on a quiet office's first days is not.
UNUSUAL: Final = 2
NOTEWORTHY: Final = 50
WEEK: Final = timedelta(days=7)


def take(*, parts: int, office: Office, now: datetime, job: str) -> bool:
    """Within the caller's transaction. False: the day's budget does not hold so many parts any more."""
    today = timezone.localdate(now)
    SendingDay.objects.get_or_create(pk=today)
    taken = SendingDay.objects.filter(pk=today, parts__lte=office.parts_per_day - parts).update(
        parts=F("parts") + parts, texts=F("texts") + 1
    )
    if taken:
        _watch(today, now=now, job=job)
    return bool(taken)


def _watch(today: date, *, now: datetime, job: str) -> None:
    """Tells once a day that it costs unusually much."""
    day = SendingDay.objects.get(pk=today)
    if day.alarmed_at is not None or day.parts < NOTEWORTHY:
        return
    usual = SendingDay.objects.filter(day__lt=today, day__gte=today - WEEK).aggregate(usual=Avg("parts"))[
        "usual"
    ]
    if usual is None or day.parts <= UNUSUAL * usual:
        return
    SendingDay.objects.filter(pk=today).update(alarmed_at=now)
    alarms.sound(
        key=f"spending:{today}",
        words=f"{day.parts} parts of texts went out today; {usual:.0f} a day are usual. Look at what is being sent.",
        now=now,
        job=job,
    )
