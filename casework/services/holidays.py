"""Bank holidays of the three divisions of gov.uk's list: those shipped with the library, and those on record.

Source: https://www.gov.uk/bank-holidays.json, read through govuk-bank-holidays, which also carries a copy of it.
"""

import json
import logging
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db import transaction
from govuk_bank_holidays.bank_holidays import BankHolidays

from casework.models import BankHoliday
from casework.models.hours import Nation
from casework.text import clean, shorten

NATIONS: Final = (Nation.ENGLAND_AND_WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND)
PATIENCE: Final = 10  # seconds for gov.uk to answer


class UnreadableList(ValueError):
    """A list of bank holidays that does not have gov.uk's shape. The words say what is wrong with it."""


class Day(NamedTuple):
    nation: str
    day: date
    title: str


@lru_cache(maxsize=4)
def shipped(nation: str) -> tuple[date, ...]:
    """The days of the copy that came with the library; none for an office that keeps no bank holidays."""
    return tuple(each.day for each in _shipped() if each.nation == nation)


@lru_cache(maxsize=1)
def _shipped() -> tuple[Day, ...]:
    return tuple(_of(BankHolidays.load_backup_data()))


def known(*, nation: str) -> list[Day]:
    """In order of days: those on record, and for years without any those that came with the library. 1 statement."""
    rows = [
        Day(nation, *row) for row in BankHoliday.objects.filter(nation=nation).values_list("day", "title")
    ]
    years = {each.day.year for each in rows}
    others = [each for each in _shipped() if each.nation == nation and each.day.year not in years]
    return sorted([*rows, *others], key=lambda each: each.day)


def from_file(text: str) -> list[Day]:
    """Raises UnreadableList."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableList(f"It is not JSON: {error.msg} in line {error.lineno}.") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableList(f"It is no JSON that can be read ({type(error).__name__}).") from error
    return _of(found)


def fetched() -> tuple[list[Day], str]:
    """gov.uk's list as it is now. Where it cannot be had or read: the library's copy, and words that say so."""
    told: list[str] = []
    watch = _Listening(told)
    logger = logging.getLogger("govuk_bank_holidays.bank_holidays")
    logger.addHandler(watch)
    try:
        found = BankHolidays(download_timeout=PATIENCE)
        days = _read(found)
    except (AttributeError, KeyError, TypeError):
        return list(
            _shipped()
        ), f"gov.uk answered with something that is no list of bank holidays: {IN_PLACE}"
    finally:
        logger.removeHandler(watch)
    return days, " ".join(told)


IN_PLACE: Final = "the list that came with the library is used in its place."


def _read(found: BankHolidays) -> list[Day]:
    return [
        Day(nation, each["date"], _title(each["title"]))
        for nation in NATIONS
        for each in found.get_holidays(division=nation)
    ]


class _Listening(logging.Handler):
    """The library says in its log alone that it fell back to its copy, or left a day out."""

    def __init__(self, told: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._told = told

    def emit(self, record: logging.LogRecord) -> None:
        backup = "backup" in record.getMessage()
        words = (
            f"gov.uk could not be reached: {IN_PLACE}" if backup else "A day in gov.uk's list cannot be read."
        )
        if words not in self._told:
            self._told.append(words)


def _of(data: Any) -> list[Day]:
    try:
        return [
            Day(str(nation), date.fromisoformat(each["date"]), _title(each["title"]))
            for nation in NATIONS
            for each in data[nation]["events"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableList(
            f"It does not look like https://www.gov.uk/bank-holidays.json ({type(error).__name__}: {error})."
        ) from error


def _title(words: Any) -> str:
    return shorten(clean(str(words)).text.strip(), 100)


@transaction.atomic
def put_on_record(days: Iterable[Day]) -> None:
    """These days replace what was known of their nations and years; other years stay. A day listed twice counts once."""
    wanted = {(each.nation, each.day): each for each in days}.values()
    for nation in NATIONS:
        years = {each.day.year for each in wanted if each.nation == nation}
        BankHoliday.objects.filter(nation=nation, day__year__in=years).delete()
    BankHoliday.objects.bulk_create(
        BankHoliday(nation=each.nation, day=each.day, title=each.title) for each in wanted
    )


def missing_years(*, nation: str, today: date) -> list[int]:
    """Of this year and the next: those nobody knows the bank holidays of."""
    return missing(known(nation=nation), nation=nation, today=today)


def missing(days: Iterable[Day], *, nation: str, today: date) -> list[int]:
    """As above, where the days are at hand."""
    if nation not in NATIONS:
        return []
    years = {each.day.year for each in days}
    return [year for year in (today.year, today.year + 1) if year not in years]
