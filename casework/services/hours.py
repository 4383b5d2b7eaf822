"""Setting up working time: the week of the office or a team, its closures, whose bank holidays it keeps.

Whatever changes here moves promises that run, so each verb works out their due times again, after its own transaction
and case by case. It does so when nothing changed too: saving once more heals what was interrupted.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from casework.hours_in_words import WEEKDAYS, clock
from casework.models import Closure, Office, OpeningHours, Staff, Team
from casework.models.hours import Nation
from casework.permissions import require
from casework.services import clocks_changed
from casework.services.working_hours import slot_of
from casework.text import clean, is_blank
from casework.working_time import MIDNIGHT, Slot

JOB: Final = "hours"
LONGEST_CLOSURE: Final = 366  # days
LONGEST_REASON: Final = 200
MOST_SLOTS: Final = 6  # a day


class CannotBeHours(Exception):
    """A week that cannot be; `slot` is the one to mend, the words say why."""

    def __init__(self, words: str, slot: Slot) -> None:
        super().__init__(words)
        self.slot = slot


class HoursChangedMeanwhile(Exception):
    """Somebody else changed this week since it was read."""


class CannotBeClosed(Exception):
    """A closure that cannot be; the words say why."""


def week_of(*, team: Team | None) -> tuple[Slot, ...]:
    """What is on record for the office or this very team; empty for a team that works as the office does."""
    rows = OpeningHours.objects.filter(team=team).values_list("weekday", "opens", "closes")
    return tuple(sorted(slot_of(*row) for row in rows))


def weeks() -> dict[UUID | None, tuple[Slot, ...]]:
    """Of every team with hours of its own by its key, and the office's by None. 1 statement."""
    found: dict[UUID | None, list[Slot]] = {}
    for team, weekday, opens, closes in OpeningHours.objects.values_list(
        "team", "weekday", "opens", "closes"
    ):
        found.setdefault(team, []).append(slot_of(weekday, opens, closes))
    return {team: tuple(sorted(slots)) for team, slots in found.items()}


def set_week(
    *,
    team: Team | None,
    slots: Iterable[Slot],
    actor: Staff,
    now: datetime,
    seen: Sequence[Slot] | None = None,
) -> int:
    """These slots and no others; none: a team works as the office does, an office by the clock.

    `seen` is the week as the actor read it. Returns how many cases have another due time.
    Raises CannotBeHours, HoursChangedMeanwhile.
    """
    require(actor, "edit_hours")
    wanted = sorted(slots)
    _check(wanted)
    with transaction.atomic():
        _lock(team)
        before = week_of(team=team)
        if seen is not None and tuple(sorted(seen)) != before:
            raise HoursChangedMeanwhile(
                "Somebody else has changed these hours since you opened them. They are shown as they are now: change them again if you must."
            )
        _replace(team, gone=set(before) - set(wanted), new=set(wanted) - set(before))
    return clocks_changed.recalculate_all(now=now, job=JOB, team=team)


def _lock(team: Team | None) -> None:
    """One at a time for each week: its rows may not be there yet to be locked themselves."""
    if team is not None:
        Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    else:
        Office.objects.select_for_update().get(pk=Office.current().pk)


def _replace(team: Team | None, *, gone: set[Slot], new: set[Slot]) -> None:
    for each in gone:
        OpeningHours.objects.filter(
            team=team, weekday=each.weekday, opens=_time(each.opens), closes=_time(each.closes)
        ).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(team=team, weekday=each.weekday, opens=_time(each.opens), closes=_time(each.closes))
        for each in sorted(new)
    )


def _time(minute: int) -> time:
    return time(*divmod(minute % MIDNIGHT, 60))


def _check(slots: Sequence[Slot]) -> None:
    """`slots` in order. Touching is allowed, overlapping is not: it would hide a mistake in typing."""
    last: Slot | None = None
    for each in slots:
        if not (0 <= each.weekday <= 6 and 0 <= each.opens < MIDNIGHT and each.closes <= MIDNIGHT):
            raise CannotBeHours("This is no time of a day in a week.", each)
        name = WEEKDAYS[each.weekday]
        if each.closes <= each.opens:
            raise CannotBeHours(
                f"{name}: the closing time must be after the opening time. "
                "For hours past midnight, close at midnight and open the next day at 00:00.",
                each,
            )
        if last is not None and last.weekday == each.weekday and each.opens < last.closes:
            raise CannotBeHours(f"{name}: {_told(last)} and {_told(each)} overlap.", each)
        last = each
    for number, name in enumerate(WEEKDAYS):
        found = [each for each in slots if each.weekday == number]
        if len(found) > MOST_SLOTS:
            raise CannotBeHours(f"{name}: a day may have {MOST_SLOTS} openings.", found[-1])


def _told(slot: Slot) -> str:
    return f"{clock(slot.opens)} to {clock(slot.closes)}"


def set_nation(*, nation: str, actor: Staff, now: datetime) -> int:
    """Whose bank holidays the office keeps. Returns how many cases have another due time."""
    require(actor, "edit_hours")
    office = Office.current()
    office.nation = Nation(nation)
    office.save(update_fields=["nation"])
    return clocks_changed.recalculate_all(now=now, job=JOB)


def close(
    *, team: Team | None, first_day: date, last_day: date, reason: str, actor: Staff, now: datetime
) -> tuple[Closure, int]:
    """The office (for everybody) or one team is closed on these days. Raises CannotBeClosed."""
    require(actor, "edit_hours")
    closure = Closure(team=team, first_day=first_day, last_day=last_day, reason=_reason(reason))
    _check_closure(closure)
    closure.save(force_insert=True)
    return closure, clocks_changed.recalculate_all(now=now, job=JOB, team=team)


def change_closure(
    *,
    closure: Closure,
    team: Team | None,
    first_day: date,
    last_day: date,
    reason: str,
    actor: Staff,
    now: datetime,
) -> int:
    """Returns how many cases have another due time. Raises CannotBeClosed."""
    require(actor, "edit_hours")
    before = closure.team
    closure.team, closure.first_day, closure.last_day = team, first_day, last_day
    closure.reason = _reason(reason)
    _check_closure(closure)
    with transaction.atomic():
        if not Closure.objects.select_for_update(of=("self",)).filter(pk=closure.pk).exists():
            raise CannotBeClosed("Somebody has removed this closure meanwhile.")
        closure.save(update_fields=["team", "first_day", "last_day", "reason"])
    return clocks_changed.recalculate_all(now=now, job=JOB, team=team if team == before else None)


def remove_closure(*, closure: Closure, actor: Staff, now: datetime) -> int:
    require(actor, "edit_hours")
    closure.delete()
    return clocks_changed.recalculate_all(now=now, job=JOB, team=closure.team)


def _reason(words: str) -> str:
    return clean(words).text.strip()


def _check_closure(closure: Closure) -> None:
    if is_blank(closure.reason):
        raise CannotBeClosed("Say why it is closed, so that colleagues recognise it.")
    if len(closure.reason) > LONGEST_REASON:
        raise CannotBeClosed(f"Shorten the reason to {LONGEST_REASON} characters or fewer.")
    if closure.last_day < closure.first_day:
        raise CannotBeClosed("The last day of a closure cannot be before its first.")
    if closure.last_day - closure.first_day >= timedelta(days=LONGEST_CLOSURE):
        raise CannotBeClosed(
            "A closure may last a year. For a team that does not work any more, change its hours."
        )
