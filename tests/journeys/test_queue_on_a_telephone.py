"""The queue on a telephone: the first case is on the first screen, and what stands above it on a wide one is a press away."""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from casework.models import Case, Staff
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, press, unfold, views_of_the_queue

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TELEPHONES = pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844)])
SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])


def on(page: Page, width: int, height: int, address: str = "/desk/") -> Page:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    return page


def first_case(page: Page) -> Locator:
    return page.locator(".oq-queue__person").first


def top(what: Locator) -> float:
    box = what.bounding_box()
    assert box is not None
    return box["y"]


def stands_near_the_top(page: Page) -> None:
    """Below three lines: heading, folds, the tick for all. (Above them: the header, and in a demo office that it is one.)"""
    assert top(first_case(page)) - top(page.get_by_role("main")) < 220


def nothing_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@SCRIPTS
@TELEPHONES
def test_the_first_case_is_on_the_first_screen(desk: Desk, width: int, height: int, javascript: bool) -> None:
    case = make.case("No heating")
    page = on(desk.logged_in("caseworker", "phone", javascript=javascript), width, height)
    stands_near_the_top(page)
    # What stands folded says which view this is
    expect(page.locator(".oq-fold--views > summary")).to_contain_text("Views of the queue: All open")
    expect(page.get_by_role("combobox", name="Team")).to_be_hidden()
    expect(page.get_by_role("link", name="Overdue")).to_be_hidden()
    expect(page.get_by_role("link", name="Columns")).to_be_hidden()
    # And each opens by one press, in place of the one that was open
    for name, inside in (
        ("filter", page.get_by_role("combobox", name="Team")),
        ("list", page.get_by_role("link", name="Columns")),
        ("list", page.get_by_role("link", name="Change everything on this list")),
        ("views", page.get_by_role("link", name="Overdue")),
    ):
        unfold(page, name)
        expect(inside).to_be_visible()
        assert page.locator(".oq-fold[open]").count() == 1
        nothing_sideways(page)
    # And a view leads on, named where the first one was
    Case.objects.filter(pk=case.pk).update(assignee=Staff.objects.get(username="caseworker"))
    press(page, views_of_the_queue(page).get_by_role("link", name="Mine"))
    expect(page.locator(".oq-fold--views > summary")).to_contain_text("Mine")
    stands_near_the_top(page)


@TELEPHONES
def test_what_is_filtered_by_is_said_while_the_filter_is_folded(
    desk: Desk, accessible_by_day_and_night: Check, width: int, height: int
) -> None:
    case = make.case("No heating")
    Case.objects.filter(pk=case.pk).update(priority="high", priority_rank=2)
    page = desk.logged_in("caseworker", "phone")
    on(page, width, height, "/desk/?priority=high&team=triage&group=team")
    expect(page.get_by_role("combobox", name="Priority")).to_be_hidden()
    expect(page.get_by_text("Grouped by team.")).to_be_visible()
    assert top(first_case(page)) < height
    accessible_by_day_and_night(page)
    # One press takes one away
    press(page, page.get_by_role("list", name="Chosen filters").get_by_role("link", name="Priority: High"))
    expect(page.get_by_role("link", name="Team: Triage")).to_be_visible()
    expect(page.get_by_role("link", name="Priority: High")).to_have_count(0)
    # And the filter opens with all it asks
    unfold(page, "filter")
    expect(page.get_by_role("combobox", name="Team")).to_have_value("triage")
    nothing_sideways(page)
    accessible_by_day_and_night(page)


@SCRIPTS
def test_the_bar_for_many_cases_comes_with_the_first_tick(desk: Desk, javascript: bool) -> None:
    now = timezone.now()
    for each in range(8):
        make.case(f"Matter {each}", sender=f"07700 9{each:05}", at=now)
    page = on(desk.logged_in("lead", "phone", javascript=javascript), 390, 844)
    button = page.get_by_role("button", name="Change the chosen cases")
    expect(button).to_be_hidden()
    before = top(first_case(page))
    # When the first is ticked nothing moves, and the bar stands at the foot of the screen
    choose(page, page.locator("tbody input[name=case]").first)
    expect(button).to_be_in_viewport()
    assert top(button) > 700 and top(first_case(page)) + page.evaluate("scrollY") == before
    # And it hides nothing that has the focus
    last = page.locator("tbody input[name=case]").last
    choose(page, last)
    assert top(last) + 24 < top(button)
    press(page, button)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Change 2 cases together")


def test_at_four_times_the_size_nothing_goes_sideways(desk: Desk) -> None:
    make.case("No heating")
    page = on(desk.logged_in("lead", "phone"), 320, 256)
    for name in ("views", "filter", "list"):
        unfold(page, name)
        nothing_sideways(page)
    # There the bar stays where it is: at the foot it would hide half of the screen.
    choose(page, page.locator("tbody input[name=case]").first)
    expect(page.locator(".oq-many")).to_have_css("position", "static")
