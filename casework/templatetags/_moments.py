"""Times as staff say them, in the office's time zone. `now` and every moment are aware."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86400


def span(seconds: float) -> str:
    """A length of time in its largest fitting unit: "3 minutes", "2 days"."""
    seconds = abs(seconds)
    if seconds < HOUR:
        count = max(1, int(seconds // MINUTE))
        return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    if seconds < DAY:
        count = int(seconds // HOUR)
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    count = int(seconds // DAY)
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def ago(moment: datetime, *, now: datetime) -> str:
    seconds = (now - moment).total_seconds()
    if abs(seconds) < MINUTE:
        return _("just now")
    if seconds < 0:
        return _("in %(span)s") % {"span": span(seconds)}
    return _("%(span)s ago") % {"span": span(seconds)}


def due(moment: datetime, *, now: datetime) -> str:
    seconds = (moment - now).total_seconds()
    if seconds < 0:
        return _("late by %(span)s") % {"span": span(seconds)}
    return _("in %(span)s") % {"span": span(seconds)}


def at(moment: datetime, *, now: datetime) -> str:
    """ "today 14:05", "yesterday 09:10", "tomorrow 08:00", else "Mon 23 Nov 2026, 14:05"."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
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
