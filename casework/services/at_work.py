"""Whether one member of staff is at work now: in any of their teams, by their own hours and leave."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from casework import duty
from casework.duty import Candidate
from casework.models import Leave, Staff, Team, WorkHours
from casework.services import working_hours
from casework.working_time import Calendar


def now_at_work(*, staff: Staff, now: datetime) -> bool:
    """6 statements, however many teams they are in. Somebody without a team keeps the office's hours."""
    today = timezone.localdate(now)
    person = Candidate(id=str(staff.pk), hours=_hours(staff), leave=_leave(staff, now))
    teams = list(Team.objects.filter(memberships__staff=staff, active=True))
    calendars = working_hours.calendars(teams)
    theirs = [calendars[team.pk] for team in teams] or [calendars[None]]
    return any(duty.on_duty(person, team=each, now=now, today=today) for each in theirs)


def _hours(staff: Staff) -> Calendar | None:
    rows = WorkHours.objects.filter(staff=staff).values_list("weekday", "starts", "ends")
    slots = sorted(working_hours.slot_of(*row) for row in rows)
    return Calendar(slots=tuple(slots), zone=settings.TIME_ZONE) if slots else None


def _leave(staff: Staff, now: datetime) -> tuple[tuple[date, date], ...]:
    today = timezone.localdate(now)
    rows = Leave.objects.filter(staff=staff, first_day__lte=today, last_day__gte=today)
    return tuple(rows.values_list("first_day", "last_day"))
