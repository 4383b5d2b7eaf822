"""How many cases came and how many ended, day by day. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

DAYS: Final = 14


class Day(NamedTuple):
    day: date
    new: int
    ended: int


def span(today: date) -> list[date]:
    """The days that are shown, oldest first; the last is today."""
    return [today - timedelta(days=back) for back in reversed(range(DAYS))]


def by_day(*, new: Mapping[date, int], ended: Mapping[date, int], today: date) -> list[Day]:
    """Every day has a line, also one on which nothing happened; what lies outside is left out."""
    return [Day(day, new.get(day, 0), ended.get(day, 0)) for day in span(today)]


def words(days: Sequence[Day]) -> str:
    """What the drawing says, for whoever does not see it: today, and all of these days."""
    came, ended = sum(each.new for each in days), sum(each.ended for each in days)
    if not came and not ended:
        return "No case came and none ended in these two weeks."
    today = days[-1]
    return (
        f"Today {today.new:,} new and {today.ended:,} ended; in two weeks {came:,} new and {ended:,} ended."
    )
