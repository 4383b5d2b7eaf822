"""The office's and a team's working time, read from the database."""

from datetime import datetime

from django.utils import timezone

from casework.models import OpeningHours


def office_open_at(moment: datetime) -> bool:
    local = timezone.localtime(moment)
    return OpeningHours.objects.filter(
        team=None, weekday=local.weekday(), opens__lte=local.time(), closes__gt=local.time()
    ).exists()
