"""What one member of staff was told, and what of it they have read. Only what is on cases they see now."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from casework.models import DeskChoices, Notification, Staff
from casework.models.desk import Digest
from casework.permissions import require, visible_cases

MOST_COUNTED: Final = 99


def of(staff: Staff) -> QuerySet[Notification]:
    return Notification.objects.filter(staff=staff, case__in=visible_cases(staff).values("pk"))


def unread(staff: Staff) -> QuerySet[Notification]:
    return of(staff).filter(read_at=None)


def count(staff: Staff) -> int:
    """Up to one more than is shown: 1 statement."""
    return unread(staff).order_by()[: MOST_COUNTED + 1].count()


def read(*, staff: Staff, pk: UUID, now: datetime) -> Notification | None:
    """One of theirs, which they have read now; None where it is not theirs or not in their sight."""
    require(staff, "arrange_desk")
    found = of(staff).select_related("case").filter(pk=pk).first()
    if found is not None and found.read_at is None:
        found.read_at = now
        found.save(update_fields=["read_at"])
    return found


def read_all(*, staff: Staff, until: datetime, now: datetime) -> int:
    """What had come by `until`: what came since was not on the page they looked at."""
    require(staff, "arrange_desk")
    return unread(staff).filter(at__lte=until).update(read_at=now)


def digest_of(staff: Staff) -> str:
    found = DeskChoices.objects.filter(staff=staff).values_list("digest", flat=True).first()
    return found or Digest.OFF


def choose_digest(*, staff: Staff, digest: str, now: datetime) -> None:
    """The first e-mail tells of what comes from now on."""
    require(staff, "arrange_desk")
    if digest == digest_of(staff):
        return
    DeskChoices.objects.update_or_create(staff=staff, defaults={"digest": digest, "digested_until": now})
