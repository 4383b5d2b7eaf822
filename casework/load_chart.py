"""A small chart of one team's cases per week: bars for what would be, a stepped line for what was. Pure.

Everything is in the units of its view box, which the page stretches to the width there is.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

WIDTH: Final = 300
HEIGHT: Final = 112
_LEFT: Final = 34
_RIGHT: Final = 4
_TOP: Final = 10
_BOTTOM: Final = 20
_WIDEST_WEEK: Final = 36.0


class Week(NamedTuple):
    """`monday` and the cases of the week as it was and as it would have been."""

    monday: date
    before: int
    after: int


class Bar(NamedTuple):
    x: float
    y: float
    width: float
    height: float


class Label(NamedTuple):
    x: float
    text: str
    anchor: str


class Chart(NamedTuple):
    """`line` is the path of what was; `most` is what the top of the chart stands for."""

    bars: list[Bar]
    line: str
    most: int
    labels: list[Label]
    left: float
    right: float
    top: float
    floor: float
    width: int = WIDTH
    height: int = HEIGHT


def draw(weeks: Sequence[Week]) -> Chart:
    """One week or more, a year of them at most to be readable; the widest week is no wider than a thumb."""
    most = max((max(each.before, each.after) for each in weeks), default=0) or 1
    slot = min(_WIDEST_WEEK, (WIDTH - _LEFT - _RIGHT) / max(len(weeks), 1))
    floor = float(HEIGHT - _BOTTOM)

    def height(count: int) -> float:
        return round((floor - _TOP) * count / most, 1)

    gap = min(4.0, slot * 0.25)
    bars = [
        Bar(round(_LEFT + number * slot + gap / 2, 1), floor - height(each.after), round(slot - gap, 1), height(each.after))
        for number, each in enumerate(weeks)
    ]  # fmt: skip
    steps = [
        f"V{floor - height(each.before):g}H{_LEFT + (number + 1) * slot:.1f}"
        for number, each in enumerate(weeks)
    ]
    first = floor - height(weeks[0].before) if weeks else floor
    return Chart(
        bars=bars,
        line=f"M{_LEFT} {first:g}{''.join(steps)}",
        most=most,
        labels=_labels(weeks, slot),
        left=_LEFT,
        right=WIDTH - _RIGHT,
        top=_TOP,
        floor=floor,
    )


def _labels(weeks: Sequence[Week], slot: float) -> list[Label]:
    """The first week and, where there is room beside it, the last."""
    if not weeks:
        return []
    labels = [Label(_LEFT, _day(weeks[0].monday), "start")]
    end = _LEFT + len(weeks) * slot
    if end - _LEFT > 110:
        labels.append(Label(round(end, 1), _day(weeks[-1].monday), "end"))
    return labels


def _day(day: date) -> str:
    return f"{day:%-d %b}"
