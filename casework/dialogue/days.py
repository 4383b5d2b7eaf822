"""A day as people text it: `27/3/26`, `27th of March`, `yesterday`, `2 weeks ago`. The day always comes before the month."""

import re
from datetime import date, timedelta
from typing import Final

from casework.filing.plain import plain, strip_edges

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EARLIEST: Final = date(1900, 1, 1)
YEARS_AHEAD: Final = 10

_FIGURES: Final = re.compile(r"(\d{1,2})[\s./\-]+(\d{1,2})(?:[\s./\-]+(\d{2}|\d{4}))?")
_ISO: Final = re.compile(r"(\d{4})[\s./\-](\d{1,2})[\s./\-](\d{1,2})")
_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s./\-]*(?:of\s+)?([a-z]{3,9})\.?[\s,./\-]*(\d{2}|\d{4})?"
)
_MONTH_FIRST: Final = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:[\s,]+(\d{2}|\d{4}))?")
_AGO: Final = re.compile(r"(?:about |around )?(\d{1,3}|an?|one|two|three|four|five|six) (day|week)s? ago")
_LAST: Final = re.compile(r"last ([a-z]{3,9})")
_COUNTS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_BEFORE: Final = re.compile(
    r"^(?:on |the |it was |since |from |around |about )+|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[\s,]+(?=\d)"
)


def day_in(text: str, *, today: date) -> date | None:
    """The day that the whole text names, None where it names none or one beyond all reason."""
    short = plain(text, longest=60)
    bare = strip_edges(_BEFORE.sub("", strip_edges(short))) if short else ""
    found = _named(bare, today) or _written(bare, today)
    return found if found and EARLIEST <= found <= date(today.year + YEARS_AHEAD, 12, 31) else None


def _named(bare: str, today: date) -> date | None:
    near = {
        "today": 0,
        "now": 0,
        "yesterday": -1,
        "tomorrow": 1,
        "this morning": 0,
        "last night": -1,
        "last week": -7,
    }
    if bare in near:
        return today + timedelta(days=near[bare])
    if ago := _AGO.fullmatch(bare):
        count = _COUNTS.get(ago[1]) or int(ago[1])
        return today - timedelta(days=count * (7 if ago[2] == "week" else 1))
    last = _LAST.fullmatch(bare)
    number = _which(last[1], WEEKDAYS) if last else None
    # "Last Monday" on a Monday is a week ago.
    return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1) if number is not None else None


def _written(bare: str, today: date) -> date | None:
    if iso := _ISO.fullmatch(bare):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if figures := _FIGURES.fullmatch(bare):
        return _in_year(figures[3], int(figures[2]), int(figures[1]), today)
    first = _DAY_FIRST.fullmatch(bare)
    if first and (month := _which(first[2], MONTHS)) is not None:
        return _in_year(first[3], month + 1, int(first[1]), today)
    second = _MONTH_FIRST.fullmatch(bare)
    if second and (month := _which(second[1], MONTHS)) is not None:
        return _in_year(second[3], month + 1, int(second[2]), today)
    return None


def _which(word: str, names: tuple[str, ...]) -> int | None:
    """The place of the one name that begins so: three letters tell months and weekdays apart."""
    return next(
        (place for place, name in enumerate(names) if name.startswith(word[:9]) and len(word) > 2), None
    )


def _in_year(typed: str | None, month: int, day: int, today: date) -> date | None:
    """Without a year the nearest such day; two figures are of this century unless that lies far ahead."""
    if typed is None:
        near = [_day(today.year + step, month, day) for step in (0, -1, 1)]
        real = [each for each in near if each is not None]
        return min(real, key=lambda each: abs(each - today), default=None)
    year = int(typed)
    if len(typed) == 2:
        year += 2000 if 2000 + year <= today.year + YEARS_AHEAD else 1900
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
