"""When somebody wants to be rung, as one writes it down: "2pm to 4pm", "tomorrow before noon", "Thursday 10 to 12".

What is not said is filled in as people mean it: an hour from one to seven without "am" is in the afternoon, a time that
has passed today is tomorrow's, and a time alone is the beginning of an hour in which the telephone rings.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from casework.forms.days import MONTHS, NotADay, read_day
from casework.forms.moments import NotATime, moment, read_clock
from casework.text import fold

LONGEST: Final = 100
FURTHEST: Final = timedelta(days=365)
HOW: Final = "Write it like “2pm to 4pm”, “tomorrow before noon” or “Thursday 10am”."

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PARTS_OF_A_DAY: Final = {
    "morning": (time(9), time(12)),
    "lunchtime": (time(12), time(14)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(20)),
    "any time": (time(9), time(17)),
    "anytime": (time(9), time(17)),
}
_DAY_BEGINS, _DAY_ENDS = time(9), time(17)
_HOUR: Final = r"(?:\d{1,2}(?:[:.h]?\d{2})?\s*(?:am|pm)?|noon|midday|midnight)"
_SPAN: Final = re.compile(rf"(?:between|from)?\s*({_HOUR})\s*(?:-|–|—|to|and|until|till)\s*({_HOUR})")
_BEFORE: Final = re.compile(rf"(?:before|by|until|till|not after)\s+({_HOUR})")
_AFTER: Final = re.compile(rf"(?:after|from|not before)\s+({_HOUR})(?:\s+on(?:wards)?)?")
_AT: Final = re.compile(rf"(?:at|about|around)?\s*({_HOUR})")
_DOTTED: Final = re.compile(r"([ap])\.\s?m\b\.?")
_BARE_HOUR: Final = re.compile(r"[1-7]")
_NUMBERED: Final = re.compile(r"\b(\d{1,2})\s*[/.]\s*(\d{1,2})(?:\s*[/.]\s*(\d{4}))?\b")
_NAMED: Final = re.compile(
    rf"\b(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+({'|'.join(f'{name[:3]}[a-z]*' for name in MONTHS)})\b(?:\s+(\d{{4}}))?"
)


class NotAWindow(ValueError):
    """It names no time at which somebody could be rung. The message says what to write."""


class Window(NamedTuple):
    """`begins` is None for "before": they may be rung at once."""

    begins: datetime | None
    ends: datetime


def read(typed: str, *, now: datetime) -> Window | None:
    """The window that was written, in the time zone of `now`; None where nothing was. Raises NotAWindow.

    Wholly in the future, but for a window that has begun and still runs.
    """
    words = _DOTTED.sub(r"\1m", fold(typed[:LONGEST])).strip(" .,")
    if not words:
        return None
    day, rest = _day(words, now.date())
    begins, ends = _times(" ".join(rest.replace(",", " ").split()))
    window = _on(day or now.date(), begins, ends, now)
    if window.ends <= now and day is None:
        window = _on(now.date() + timedelta(days=1), begins, ends, now)
    if window.ends <= now:
        raise NotAWindow("That time has passed. Write a later one.")
    if window.ends > now + FURTHEST:
        raise NotAWindow("That is more than a year ahead. Write an earlier day.")
    return window


def words(window: Window, *, now: datetime) -> str:
    """ "today 14:00 to 16:00", as it is read out to them. Both are in the time zone of `now`."""
    day, ends = _named(window.ends.date(), now.date()), f"{window.ends:%H:%M}"
    if window.begins is None:
        return f"{day} before {ends}"
    if window.begins.date() != window.ends.date():
        return f"{_named(window.begins.date(), now.date())} {window.begins:%H:%M} to {day} {ends}"
    return f"{day} {window.begins:%H:%M} to {ends}"


def _named(day: date, today: date) -> str:
    if day == today:
        return "today"
    return "tomorrow" if day == today + timedelta(days=1) else f"{day:%A} {day.day} {day:%B}"


def _day(words: str, today: date) -> tuple[date | None, str]:
    """The day that is named, and what is written beside it."""
    for name, ahead in (("day after tomorrow", 2), ("tomorrow", 1), ("today", 0)):
        if name in words:
            return today + timedelta(days=ahead), words.replace(name, " ", 1)
    for number, name in enumerate(_DAYS):
        found = re.search(rf"\b(?:on\s+)?(next\s+)?(?:{name}|{name[:3]}|{name[:4]}|{name[:5]})\b", words)
        if found:
            # "Friday", said on a Friday, is today: a window that has passed says so itself. "Next Friday" is not.
            ahead = (number - today.weekday()) % 7 or (7 if found[1] else 0)
            return today + timedelta(days=ahead), words.replace(found[0], " ", 1)
    return _dated(words, today)


def _dated(words: str, today: date) -> tuple[date | None, str]:
    found = _NAMED.search(words) or _NUMBERED.search(words)
    if found is None or (found.re is _NUMBERED and not _is_date(found)):
        return None, words
    try:
        day = read_day(found[1], found[2], found[3] or str(today.year))
        if day is not None and day < today and not found[3]:
            day = read_day(found[1], found[2], str(today.year + 1))
    except NotADay as error:
        raise NotAWindow(f"The day {error}. {HOW}") from error
    return day, words.replace(found[0], " ", 1)


def _is_date(found: re.Match[str]) -> bool:
    """12.30 is a time; 12/3, and 12.3.2026, are days."""
    return "/" in found[0] or bool(found[3])


def _times(words: str) -> tuple[time | None, time]:
    if not words:
        return _DAY_BEGINS, _DAY_ENDS
    bare = re.sub(r"^(?:in the|this|the|on)\s+|\s+please$", "", words)
    if bare in _PARTS_OF_A_DAY:
        return _PARTS_OF_A_DAY[bare]
    if found := _SPAN.fullmatch(bare):
        return _span(found[1], found[2])
    if found := _BEFORE.fullmatch(bare):
        return None, _clock(found[1])
    if found := _AFTER.fullmatch(bare):
        begins = _clock(found[1])
        return begins, _DAY_ENDS if begins < _DAY_ENDS else _later(begins, hours=2)
    if found := _AT.fullmatch(bare):
        begins = _clock(found[1])
        return begins, _later(begins, hours=1)
    raise NotAWindow(f"This is no time to ring. {HOW}")


def _span(first: str, last: str) -> tuple[time, time]:
    """ "10 to 2" ends in the afternoon; "2 to 4pm" begins in it."""
    half = re.search("[ap]m", last)
    begins, ends = _clock(first, like=half[0] if half else ""), _clock(last)
    if ends <= begins and ends.hour < 12 and not half:
        ends = ends.replace(hour=ends.hour + 12)
    if ends <= begins:
        raise NotAWindow(f"It must begin before it ends. {HOW}")
    return begins, ends


def _clock(typed: str, *, like: str = "") -> time:
    """`like` is the half of the day of the other time in the span, where that one names it."""
    typed = typed.strip()
    try:
        read = read_clock(typed)
        halved = read_clock(f"{typed}{like}") if like and re.fullmatch(r"\d{1,2}", typed) else None
    except NotATime as error:
        raise NotAWindow(str(error)) from error
    if halved is not None and 1 <= int(typed) <= 12:
        return read if like.startswith("p") and 8 <= int(typed) <= 11 else halved
    return read.replace(hour=read.hour + 12) if _BARE_HOUR.fullmatch(typed) else read


def _later(clock: time, *, hours: int) -> time:
    return clock.replace(hour=clock.hour + hours) if clock.hour + hours < 24 else time(23, 59)


def _on(day: date, begins: time | None, ends: time, now: datetime) -> Window:
    zone = now.tzinfo
    if zone is None:
        raise ValueError("`now` must carry the office's time zone.")

    def local(clock: time) -> datetime:
        return moment(day, clock, zone).at.astimezone(zone)

    return Window(local(begins) if begins is not None else None, local(ends))
