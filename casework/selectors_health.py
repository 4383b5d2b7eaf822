"""What the health page reads of the inside: counts and times, nobody's data."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from casework import ids
from casework.models import Alarm, Contact, Delivery, SendingDay
from casework.models.delivery import DeliveryStatus

# How far back a last message is looked for, by the index of the API's list of contacts.
RECENT: Final = timedelta(days=30)
DAYS_SHOWN: Final = 14
# A delivery that is older than this is not counted among today's failures; ids are made in the order of time.
OLDEST: Final = timedelta(days=7)
FAILED: Final = (DeliveryStatus.FAILED, DeliveryStatus.UNDELIVERED, DeliveryStatus.REFUSED)


@dataclass(kw_only=True)
class Traffic:
    """Of one channel."""

    last_in_at: datetime | None = None
    last_out_at: datetime | None = None
    waiting: int = 0
    due_since: datetime | None = None
    """Since when the oldest one that could go waits."""
    in_doubt: int = 0
    failures: list[tuple[str, str, int]] = field(default_factory=list)
    """Of 24 hours: status, code and how many, most first."""


def traffic(*, now: datetime) -> dict[str, Traffic]:
    """By channel: 3 statements."""
    found: dict[str, Traffic] = {}
    for row in _last(now):
        mine = found.setdefault(row["channel"], Traffic())
        mine.last_in_at, mine.last_out_at = row["last_in"], row["last_out"]
    for row in _outbox(now):
        mine = found.setdefault(row["contact__channel"], Traffic())
        mine.waiting, mine.due_since, mine.in_doubt = row["waits"], row["due"], row["doubts"]
    for row in _failures(now):
        mine = found.setdefault(row["contact__channel"], Traffic())
        mine.failures.append((row["status"], row["error_code"], row["count"]))
    return found


def _last(now: datetime) -> Any:
    rows = Contact.objects.filter(logged_at__gt=now - RECENT).order_by().values("channel")
    return rows.annotate(
        last_in=Max("logged_at", filter=Q(direction="in")),
        last_out=Max("logged_at", filter=Q(direction="out")),
    )


def _outbox(now: datetime) -> Any:
    waits = Q(status__in=(DeliveryStatus.QUEUED, DeliveryStatus.SENDING))
    due = Q(status=DeliveryStatus.QUEUED, next_attempt_at__lte=now)
    doubt = Q(status=DeliveryStatus.IN_DOUBT)
    rows = Delivery.objects.filter(waits | doubt).order_by().values("contact__channel")
    return rows.annotate(
        waits=Count("pk", filter=waits),
        due=Min("next_attempt_at", filter=due),
        doubts=Count("pk", filter=doubt),
    )


def _failures(now: datetime) -> Any:
    rows = Delivery.objects.filter(
        pk__gte=ids.least_at(now - OLDEST), status__in=FAILED, settled_at__gt=now - timedelta(days=1)
    )
    counted = rows.order_by().values("contact__channel", "status", "error_code").annotate(count=Count("pk"))
    return counted.order_by("-count", "status", "error_code")


def spending(*, now: datetime) -> list[tuple[date, int, int]]:
    """Day, texts and parts of the last 14 days, today last; a day without any is 0: 1 statement."""
    today = timezone.localdate(now)
    days = [today - timedelta(days=back) for back in reversed(range(DAYS_SHOWN))]
    known = SendingDay.objects.in_bulk(days)
    return [(day, known[day].texts, known[day].parts) if day in known else (day, 0, 0) for day in days]


def open_alarms() -> list[Alarm]:
    """Newest first: 1 statement."""
    return list(Alarm.objects.filter(cleared_at=None).order_by("-last_at", "key")[:50])
