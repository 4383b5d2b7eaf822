"""When things happened, counted back from now. The three notations are described in `script`. Pure."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

OFFICE_ZONE: Final = ZoneInfo("Europe/London")
SATURDAY: Final = 5
SUNDAY: Final = 6
_AGO: Final = re.compile(r"(\d+)([mh])")
_DAY: Final = re.compile(r"(\d+)([dsu]) (\d\d):(\d\d)")
_DATE: Final = re.compile(r"@([+-]\d+)")


class NoSuchTime(ValueError):
    """A script names a time in none of the notations."""


def moment(at: str, *, now: datetime) -> datetime:
    if ago := _AGO.fullmatch(at):
        return now - (timedelta(hours=int(ago[1])) if ago[2] == "h" else timedelta(minutes=int(ago[1])))
    found = _DAY.fullmatch(at)
    if found is None:
        raise NoSuchTime(f"{at!r} is no time: write “9d 10:15”, “2s 21:10”, “1u 09:00”, “40m” or “5h”.")
    count, unit, hour, minute = int(found[1]), found[2], int(found[3]), int(found[4])
    day = _day(count, unit, today=now.astimezone(OFFICE_ZONE).date())
    return datetime.combine(day, time(hour, minute), tzinfo=OFFICE_ZONE)


def _day(count: int, unit: str, *, today: date) -> date:
    wanted = {"d": range(SATURDAY), "s": (SATURDAY,), "u": (SUNDAY,)}[unit]
    while count:
        today -= timedelta(days=1)
        count -= today.weekday() in wanted
    return today


def dated(value: object, *, now: datetime) -> object:
    """An answer with "@-3" made into the ISO date three days before today; anything else as it is."""
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    return (now.astimezone(OFFICE_ZONE).date() + timedelta(days=int(found[1]))).isoformat()
