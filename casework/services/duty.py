"""Setting up who works when and what they can do. Every version of it is kept by the history tables."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from casework import languages as known_languages
from casework.models import Leave, Membership, Staff, Team, WorkHours
from casework.models.staff import Role
from casework.permissions import require
from casework.services import assigning

MOST_CASES: Final = 500

Slot = tuple[int, time, time]


class CannotBeSet(Exception):
    """These hours, this leave or this cap cannot be set; the words say why."""


def people(*, actor: Staff) -> QuerySet[Staff]:
    """Whose hours the actor sets: leads those of the teams they lead, managers and administrators everybody's."""
    require(actor, "edit_duty")
    everybody = Staff.objects.people()
    if actor.role != Role.LEAD:
        return everybody
    led = actor.memberships.filter(is_lead=True).values("team")
    return everybody.filter(pk__in=Membership.objects.filter(team__in=led).values("staff"))


def teams(*, actor: Staff) -> QuerySet[Team]:
    """The teams whose people the actor sets up: leads those they lead, managers and administrators every one."""
    require(actor, "edit_duty")
    active = Team.objects.filter(active=True)
    if actor.role != Role.LEAD:
        return active
    return active.filter(pk__in=actor.memberships.filter(is_lead=True).values("team"))


def set_room(
    *,
    staff: Staff,
    cap: int | None,
    skills: Sequence[str],
    languages: Sequence[str],
    actor: Staff,
    now: datetime,
) -> None:
    _may(actor, staff)
    if cap is not None and not 0 <= cap <= MOST_CASES:
        raise CannotBeSet(f"Write a number of cases from 0 to {MOST_CASES}, or leave it empty for no limit.")
    unknown = [each for each in languages if each not in known_languages.LANGUAGES]
    if unknown:
        raise CannotBeSet(f"There is no language “{unknown[0][:20]}”.")
    staff.cap, staff.skills, staff.languages = cap, list(skills), list(languages)
    staff.save(update_fields=["cap", "skills", "languages"])
    _room_for(staff, now=now)


def _room_for(staff: Staff, *, now: datetime) -> None:
    """There may be room now for what waits."""
    assigning.fill(staff=staff.pk, now=now)


def set_hours(*, staff: Staff, slots: Iterable[Slot], actor: Staff, now: datetime) -> None:
    """These in place of the ones they had; none: whenever their team is open. 00:00 as an end is midnight."""
    _may(actor, staff)
    wanted = sorted(slots)
    for weekday, starts, ends in wanted:
        if ends <= starts and ends != time(0):
            raise CannotBeSet("Work must end after it starts. Write 00:00 for midnight.")
        if any(
            _overlap((weekday, starts, ends), other) for other in wanted if other != (weekday, starts, ends)
        ):
            raise CannotBeSet("Two of the times overlap. Change one of them.")
    with transaction.atomic():
        WorkHours.objects.filter(staff=staff).delete()
        WorkHours.objects.bulk_create(
            WorkHours(staff=staff, weekday=weekday, starts=starts, ends=ends)
            for weekday, starts, ends in wanted
        )
    _room_for(staff, now=now)


def _overlap(one: Slot, other: Slot) -> bool:
    if one[0] != other[0]:
        return False
    ends, others_end = one[2] or time.max, other[2] or time.max
    return one[1] < (time.max if others_end == time(0) else others_end) and other[1] < (
        time.max if ends == time(0) else ends
    )


def add_leave(*, staff: Staff, first_day: date, last_day: date, actor: Staff) -> Leave:
    _may(actor, staff)
    if last_day < first_day:
        raise CannotBeSet("The last day of leave cannot be before its first.")
    if (last_day - first_day).days > 366:
        raise CannotBeSet("Write a year of leave at most.")
    return Leave.objects.create(staff=staff, first_day=first_day, last_day=last_day)


def remove_leave(*, leave: Leave, actor: Staff, now: datetime) -> None:
    _may(actor, leave.staff)
    leave.delete()
    _room_for(leave.staff, now=now)


def _may(actor: Staff, staff: Staff) -> None:
    if not people(actor=actor).filter(pk=staff.pk).exists():
        raise CannotBeSet(f"{staff} is in no team that you lead.")
