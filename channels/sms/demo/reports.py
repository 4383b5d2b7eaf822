"""The simulated phone company telling us what became of our texts."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from channels.models import DemoText
from channels.sms.demo import calling, handsets

LEASE: Final = timedelta(seconds=30)
GIVE_UP: Final = timedelta(hours=1)


def send_planned(*, now: datetime, limit: int = 50) -> int:
    """Make the reports that are due; returns how many texts were reported on."""
    reported = 0
    for _ in range(limit):
        text = _claim(now=now)
        if text is None or not _report(text, now=now):
            break
        reported += 1
    return reported


def _claim(*, now: datetime) -> DemoText | None:
    with transaction.atomic():
        free = (
            DemoText.objects.exclude(planned=[])
            .filter(Q(lease_until=None) | Q(lease_until__lte=now))
            .filter(Q(report_after=None) | Q(report_after__lte=now))
        )
        text = free.select_for_update(skip_locked=True).first()
        if text is not None:
            text.lease_until = now + LEASE
            text.save(update_fields=["lease_until"])
    return text


def _report(text: DemoText, *, now: datetime) -> bool:
    """All that is planned for one text, in its order. False when the office did not answer: later, then."""
    while text.planned:
        status = text.planned[0]
        if (
            calling.call(url=text.status_url, fields=_fields(text, status)) != 200
            and text.created_at > now - GIVE_UP
        ):
            return False
        text.status, text.planned = handsets.further(text.status, status), text.planned[1:]
        text.save(update_fields=["status", "planned"])
    text.lease_until = None
    text.save(update_fields=["lease_until"])
    return True


def _fields(text: DemoText, status: str) -> dict[str, str]:
    fields = {
        "ApiVersion": "2010-04-01",
        "AccountSid": text.account,
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "From": text.office,
        "To": text.number,
        "MessageStatus": status,
        "SmsStatus": status,
    }
    if text.error_code and status in ("failed", "undelivered"):
        fields["ErrorCode"] = text.error_code
    return fields
