"""An e-mail that says how much waits, to staff who asked for it: counts and references, no word of a case and no name.

Once a period: how far somebody has been told is moved under a lock and committed before the e-mail goes. A crash
between the two loses one e-mail; none goes twice. What it would have told waits on the page all the same.
"""

import logging
from collections import Counter
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from casework.models import DeskChoices, Office, Staff
from casework.models.desk import Digest
from casework.services import notifications, working_hours

log = logging.getLogger(__name__)

JOB: Final = "digest"
HOUR: Final = timedelta(hours=1)
MOST_LISTED: Final = 20


def run(*, now: datetime) -> int:
    """To whom one is due, in the office's opening hours; returns how many were sent. 1 statement where nobody asked."""
    if not settings.EMAIL_READY:
        return 0
    due = list(_due(now).values_list("pk", flat=True))
    if not due or not working_hours.office_open_at(now):
        return 0
    return sum(_one(pk, now=now) for pk in due)


def _due(now: datetime) -> QuerySet[DeskChoices]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    daily = Q(digest=Digest.DAILY) & (Q(digested_until=None) | Q(digested_until__lt=midnight))
    hourly = Q(digest=Digest.HOURLY) & (Q(digested_until=None) | Q(digested_until__lte=now - HOUR))
    reachable = Q(staff__is_active=True, staff__is_machine=False) & ~Q(staff__email="")
    return DeskChoices.objects.filter(daily | hourly, reachable).order_by("pk")


def _one(pk: UUID, *, now: datetime) -> int:
    with transaction.atomic():
        row = (
            _due(now)
            .filter(pk=pk)
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("staff")
            .first()
        )
        if row is None:  # another worker is at it, or was quicker
            return 0
        since, row.digested_until = row.digested_until, now
        row.save(update_fields=["digested_until"])
        waiting = _waiting(row.staff, since=since)
    if not waiting:
        return 0
    return _send(row.staff, waiting)


def _waiting(staff: Staff, *, since: datetime | None) -> Counter[str]:
    """Unread notifications by reference, newest case first; nothing where nothing came since the last e-mail."""
    rows = list(
        notifications.unread(staff).order_by("-at", "-pk").values_list("case__reference", "at")[:1000]
    )
    if not rows or (since is not None and rows[0][1] <= since):
        return Counter()
    return Counter(reference for reference, _ in rows)


def _send(staff: Staff, waiting: Counter[str]) -> int:
    mail = EmailMessage(
        subject=f"{_counted(waiting)} at the desk",
        body=words(waiting),
        from_email=formataddr((" ".join(Office.current().name.split()), settings.EMAIL_FROM)),
        to=[staff.email],
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    try:
        return mail.send()
    except (
        OSError,
        ValueError,
    ) as error:  # smtplib's errors are OSError; ValueError is an address that is none
        log.warning("a digest was not sent: %s", type(error).__name__)
        return 0


def words(waiting: Counter[str]) -> str:
    listed = [f"{reference}: {number}" for reference, number in list(waiting.items())[:MOST_LISTED]]
    more = len(waiting) - len(listed)
    if more:
        listed.append(f"and {more} more {'case' if more == 1 else 'cases'}")
    cases = f"{len(waiting)} {'case' if len(waiting) == 1 else 'cases'}"
    return "\n".join(
        [
            f"You have {_counted(waiting)} on {cases}:",
            "",
            *listed,
            "",
            f"Read them: {_address('desk:notifications')}",
            f"Change or stop these e-mails: {_address('desk:notify_choices')}",
        ]
    )


def _counted(waiting: Counter[str]) -> str:
    total = waiting.total()
    return f"{total} unread notification{'' if total == 1 else 's'}"


def _address(name: str) -> str:
    return f"{settings.PUBLIC_BASE_URL}{reverse(name)}"
