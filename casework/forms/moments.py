"""A day and a clock time in the office's own time, also on the two nights of the year when clocks change."""

import re
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final, NamedTuple

from django.utils.translation import gettext

_CLOCK: Final = re.compile(r"(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_WORDS: Final = {"noon": time(12), "midday": time(12), "midnight": time(0)}


class NotATime(ValueError):
    """What was typed is no time of the day."""


class Moment(NamedTuple):
    at: datetime
    assumed: str
    """In words, what was assumed because the clocks changed; "" on every ordinary day."""


def read_clock(typed: str) -> time:
    """14:30, 2.30pm, 1430, 9am, noon. Raises NotATime."""
    words = " ".join(typed.casefold().split())
    if words in _WORDS:
        return _WORDS[words]
    found = _CLOCK.fullmatch(words)
    if found is None:
        raise NotATime(gettext("Write the time like 14:30 or 2.30pm."))
    hour, minute, half = (
        int(found[1]),
        int(found[2] or 0),
        (found[3] or "").replace(".", ""),
    )
    if half and not 1 <= hour <= 12:
        raise NotATime(gettext("Write the time like 14:30 or 2.30pm."))
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError as error:
        raise NotATime(gettext("This time does not exist. Write it like 14:30 or 2.30pm.")) from error


def moment(day: date, clock: time, zone: tzinfo) -> Moment:
    """The instant of a local time. A time that the clocks skipped or showed twice is decided, and said."""
    first = datetime.combine(day, clock, tzinfo=zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return Moment(first.astimezone(UTC), "")
    back = first.astimezone(UTC).astimezone(zone)
    if back.time() != clock:
        return Moment(
            first.astimezone(UTC),
            gettext("The clocks went forward that night, so %(clock)s is read as %(read)s.")
            % {"clock": f"{clock:%H:%M}", "read": f"{back:%H:%M}"},
        )
    return Moment(
        first.astimezone(UTC),
        gettext(
            "The clocks went back that night and showed %(clock)s twice. The first time (%(zone)s) is assumed."
        )
        % {"clock": f"{clock:%H:%M}", "zone": f"{first:%Z}"},
    )
