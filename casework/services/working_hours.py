"""The working time of the office or a team, read from the database: hours, closures, bank holidays. 3 statements."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from casework import working_time
from casework.kept_sql import Kept
from casework.models import BankHoliday, Closure, Office, OpeningHours, Team
from casework.services import holidays
from casework.working_time import MIDNIGHT, Calendar, NeverOpen, Slot


def calendar_of(*, team: Team | None) -> Calendar:
    """A team with hours of its own works those alone; closures and bank holidays of the office count for everybody."""
    whose = team.pk if team else None
    slots = _SLOTS.rows(team=whose)
    own = [each for each in slots if each[0] is not None]
    closures = _CLOSURES.rows(team=whose)
    return Calendar(
        slots=tuple(sorted(slot_of(*each[1:]) for each in own or slots)),
        closed=frozenset([*_bank_holidays(), *_days(closures)]),
        zone=settings.TIME_ZONE,
    )


def _of(team: UUID | None) -> Q:
    """What holds for a team, or for the office."""
    return Q(team=None) | Q(team=team) if team else Q(team=None)


_SLOTS: Final = Kept(
    lambda team: OpeningHours.objects.filter(_of(team)).values_list("team", "weekday", "opens", "closes")
)
_CLOSURES: Final = Kept(lambda team: Closure.objects.filter(_of(team)).values_list("first_day", "last_day"))


def calendars(teams: Iterable[Team]) -> dict[Any, Calendar]:
    """The calendar of each of these teams by its key, and the office's by None, in the same 3 statements."""
    slots = list(OpeningHours.objects.values_list("team", "weekday", "opens", "closes"))
    closures = list(Closure.objects.values_list("team", "first_day", "last_day"))
    holiday = _bank_holidays()
    return {
        key: Calendar(
            slots=tuple(
                sorted(
                    slot_of(*each[1:])
                    for each in [each for each in slots if each[0] == key and key is not None]
                    or [each for each in slots if each[0] is None]
                )
            ),
            closed=frozenset([*holiday, *_days(days for whose, *days in closures if whose in (None, key))]),
            zone=settings.TIME_ZONE,
        )
        for key in (None, *(team.pk for team in teams))
    }


def slot_of(weekday: int, opens: time, closes: time) -> Slot:
    """A row of opening hours; closing at 00:00 is midnight."""
    return Slot(weekday, minute_of(opens), minute_of(closes) or MIDNIGHT)


def minute_of(at: time) -> int:
    """Minutes after midnight."""
    return at.hour * 60 + at.minute


def _bank_holidays() -> list[date]:
    """Those on record, and for years without any those that came with the library. The office's nation, 1 statement."""
    nation, days = _HOLIDAYS.first() or (_nation_of_no_office(), [])
    years = {day.year for day in days}
    return [*days, *(day for day in holidays.shipped(nation) if day.year not in years)]


def _holidays() -> QuerySet[Office, Any]:
    theirs = BankHoliday.objects.filter(nation=OuterRef("nation")).values("day")
    return Office.objects.filter(pk=1).annotate(days=ArraySubquery(theirs)).values_list("nation", "days")


_HOLIDAYS: Final = Kept(_holidays)


def _nation_of_no_office() -> str:
    return str(Office._meta.get_field("nation").get_default())


def _days(spans: Iterable[Any]) -> Iterable[date]:
    for first, last in spans:
        yield from (first + timedelta(days=number) for number in range((last - first).days + 1))


def office_open_at(moment: datetime) -> bool:
    """For rules: an office without opening hours is neither open nor closed by them, so it counts as closed."""
    return working_time.is_open(calendar_of(team=None), moment)


def add(*, amount: int, unit: str, start: datetime, team: Team | None) -> datetime:
    """`unit`: minutes or days of the team's working time, or hours by the clock.

    An office without opening hours, or closed for ever, works by the clock: a day is 24 hours then.
    """
    if unit == "hours":
        return start + timedelta(hours=amount)
    calendar = calendar_of(team=team)
    try:
        if calendar.slots and unit == "days":
            return working_time.add_days(calendar, start, amount)
        if calendar.slots:
            return working_time.add_minutes(calendar, start, amount)
    except NeverOpen:
        pass
    return start + (timedelta(days=amount) if unit == "days" else timedelta(minutes=amount))


def between(*, start: datetime, end: datetime, team: Team | None) -> int:
    """Working minutes of the team between two moments; minutes by the clock where there are no opening hours."""
    calendar = calendar_of(team=team)
    if not calendar.slots:
        return max(int((end - start) / timedelta(minutes=1)), 0)
    return working_time.minutes_between(calendar, start, end)
