"""Times as staff say them, in the office's time zone. `now` and every moment are aware."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from time import time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86400


def span(seconds: float) -> str:
    """A length of time in its largest fitting unit: "3 minutes", "2 days"."""
    return _span(*_units(seconds), get_language())


def spoken(count: int, unit: int) -> str:
    """So many minutes, hours or days; `unit` in seconds."""
    return _span(count, unit, get_language())


def _units(seconds: float) -> tuple[int, int]:
    """How many of the largest unit that fits, and its length in seconds."""
    seconds = abs(seconds)
    if seconds < HOUR:
        return max(1, int(seconds // MINUTE)), MINUTE
    unit = HOUR if seconds < DAY else DAY
    return int(seconds // unit), unit


@lru_cache(maxsize=2000)  # a list says a few spans a hundred times
def _span(count: int, unit: int, language: str | None) -> str:
    if unit == MINUTE:
        return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    if unit == HOUR:
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def ago(moment: datetime, *, now: datetime) -> str:
    seconds = (now - moment).total_seconds()
    if abs(seconds) < MINUTE:
        return _("just now")
    return _ago(*_units(seconds), seconds < 0, get_language())


@lru_cache(maxsize=2000)
def _ago(count: int, unit: int, ahead: bool, language: str | None) -> str:
    told = {"span": _span(count, unit, language)}
    return _("in %(span)s") % told if ahead else _("%(span)s ago") % told


def due(moment: datetime, *, now: datetime) -> str:
    seconds = (moment - now).total_seconds()
    return _due(*_units(seconds), seconds < 0, get_language())


@lru_cache(maxsize=2000)
def _due(count: int, unit: int, late: bool, language: str | None) -> str:
    told = {"span": _span(count, unit, language)}
    return _("late by %(span)s") % told if late else _("in %(span)s") % told


def today() -> date:
    """The day it is on the office's clock."""
    return _day_of(int(time() // MINUTE))


@lru_cache(maxsize=2)  # a page asks fifty times
def _day_of(minute: int) -> date:
    """By minutes since 1970: every day begins with a whole one, in all zones of today."""
    return timezone.localtime(datetime.fromtimestamp(minute * MINUTE, UTC)).date()


def at(moment: datetime, *, today: date) -> str:
    """ "today 14:05", "yesterday 09:10", "tomorrow 08:00", else "Mon 23 Nov 2026, 14:05"."""
    local = timezone.localtime(moment)
    clock = f"{local:%H:%M}"
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get(
        (local.date() - today) // timedelta(days=1)
    )
    return f"{near} {clock}" if near else full(moment)


def full(moment: datetime) -> str:
    """ "Mon 23 Nov 2026, 14:05"."""
    local = timezone.localtime(moment)
    return f"{_day(local.date(), get_language())}, {local:%H:%M}"


@lru_cache(maxsize=1000)
def _day(day: date, language: str | None) -> str:  # a page says few days many times
    return date_format(day, "D j M Y")
