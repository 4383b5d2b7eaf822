"""One team's cases per week, drawn."""

from datetime import date, timedelta

import pytest

from casework import load_chart
from casework.load_chart import Week

MONDAY = date(2026, 11, 2)


def weeks(*counts: tuple[int, int]) -> list[Week]:
    return [Week(MONDAY + timedelta(days=7 * number), *pair) for number, pair in enumerate(counts)]


@pytest.mark.parametrize("number", [1, 2, 5, 13, 52, 53, 54])
def test_every_week_has_a_bar_inside_the_chart_and_none_covers_another(number: int) -> None:
    chart = load_chart.draw(weeks(*[(index % 7, index % 5) for index in range(number)]))
    assert len(chart.bars) == number
    for bar in chart.bars:
        assert chart.left <= bar.x and bar.x + bar.width <= chart.right + 0.1
        assert chart.top <= bar.y and bar.y + bar.height <= chart.floor + 0.1
        assert bar.width > 1
    for one, other in zip(chart.bars, chart.bars[1:], strict=False):
        assert one.x + one.width <= other.x


def test_the_highest_of_before_and_after_reaches_the_top() -> None:
    chart = load_chart.draw(weeks((10, 5), (0, 2)))
    assert chart.most == 10
    assert chart.line.startswith(f"M34 {chart.top}")
    assert chart.bars[0].height == pytest.approx((chart.floor - chart.top) / 2, abs=0.1)


def test_no_cases_at_all_is_a_flat_line() -> None:
    chart = load_chart.draw(weeks((0, 0), (0, 0)))
    assert all(bar.height == 0 for bar in chart.bars) and chart.line.count(f"V{chart.floor:g}") == 2


def test_nothing_to_draw_raises_nothing() -> None:
    chart = load_chart.draw([])
    assert chart.bars == [] and chart.labels == []


def test_one_week_is_named_once_and_many_at_both_ends() -> None:
    assert [each.text for each in load_chart.draw(weeks((1, 1))).labels] == ["2 Nov"]
    assert [each.text for each in load_chart.draw(weeks(*[(1, 1)] * 5)).labels] == ["2 Nov", "30 Nov"]
