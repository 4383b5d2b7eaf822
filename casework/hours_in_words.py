"""Working time as bars and clock times, in English where it goes on record. Pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from casework.working_time import MIDNIGHT, Slot

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Bar(NamedTuple):
    """In minutes of a day."""

    x: int
    width: int


def of_day(slots: Sequence[Slot], weekday: int) -> list[Slot]:
    """In order; 0 is Monday."""
    return sorted(each for each in slots if each.weekday == weekday)


def bars(slots: Sequence[Slot]) -> list[Bar]:
    return [Bar(each.opens, each.closes - each.opens) for each in slots]


def clock(minute: int) -> str:
    """Minutes after midnight: 09:00. The end of the day is midnight, its beginning 00:00."""
    return "midnight" if minute == MIDNIGHT else f"{minute // 60:02}:{minute % 60:02}"
