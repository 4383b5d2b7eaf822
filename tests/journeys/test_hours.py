"""An office says when it works, by keyboard alone, and promises move with it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from casework.models import Case, Closure, OpeningHours
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, press, tab_to, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HOURS = "/desk/settings/hours/"
SIZES = ("desk", "phone")


@pytest.mark.parametrize("size", SIZES)
def test_a_lunch_break_and_a_team_of_its_own(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    """Given nine to half past five / when the office breaks at noon and a team works Saturdays / then the page shows it."""
    make.opening_hours()
    page = desk.logged_in("lead", size)
    page.goto(HOURS)
    expect(page.get_by_role("heading", name="Opening hours and holidays", level=1)).to_be_visible()
    accessible_by_day_and_night(page)

    press(page, page.get_by_role("link", name="Change the office’s week"))
    expect(page.get_by_role("heading", name="The office’s week", level=1)).to_be_visible()
    monday = page.get_by_role("group", name="Monday")
    tab_to(page, monday.get_by_label("Closes", exact=True))
    page.keyboard.type("12.30pm")
    press(page, monday.get_by_role("button", name="Add a time on Monday"))
    expect(monday.get_by_label("Opens again")).to_be_visible()
    expect(monday.get_by_label("Closes", exact=True)).to_have_value("12.30pm")
    type_into(page, monday.get_by_label("Opens again"), "12:00")
    type_into(page, monday.get_by_label("Closes again"), "17:30")
    press(page, page.get_by_role("button", name="The same until Friday"))
    expect(page.get_by_role("group", name="Friday").get_by_label("Opens again")).to_have_value("12:00")
    accessible_by_day_and_night(page)

    press(page, page.get_by_role("button", name="Save the week"))
    expect(page.get_by_role("alert")).to_contain_text("Monday: 09:00 to 12:30 and 12:00 to 17:30 overlap.")
    accessible_by_day_and_night(page)
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        page.get_by_role("group", name=day).get_by_label("Opens again").fill("13:30")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The office's hours are kept.")).to_be_visible()
    expect(page.get_by_role("row", name="Friday 09:00 to 12:30, 13:30 to 17:30")).to_be_visible()
    assert OpeningHours.objects.filter(team=None).count() == 10

    press(page, page.get_by_role("link", name="Change the hours of Housing"))
    expect(page.get_by_text("Housing works as the office does.")).to_be_visible()
    for number in range(5):
        for _ in range(2):
            press(
                page,
                page.get_by_role("main")
                .get_by_role("group")
                .nth(number)
                .get_by_role("button", name="Remove")
                .first,
            )
            expect(page.get_by_role("heading", name="Hours of Housing", level=1)).to_be_visible()
    saturday = page.get_by_role("group", name="Saturday")
    type_into(page, saturday.get_by_label("Opens"), "10")
    type_into(page, saturday.get_by_label("Closes"), "1pm")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The hours of Housing are kept.")).to_be_visible()
    expect(page.get_by_text("Saturday 10:00 to 13:00")).to_be_visible()


def test_a_closure_moves_a_promise_and_its_removal_moves_it_back(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    """Given a case due in five days / when the office closes tomorrow / then it is due later, and again as before."""
    make.opening_hours(None, *[(day, "09:00", "17:30") for day in range(7)])
    case = make.case(at=timezone.now())
    due = Case.objects.get(pk=case.pk).due_at
    assert due is not None
    page = desk.logged_in("administrator")
    page.goto(HOURS)
    press(page, page.get_by_role("button", name="Add a closure"))
    expect(page.get_by_role("heading", name="Add a closure", level=1)).to_be_visible()
    press(page, page.get_by_role("button", name="Add the closure"))
    expect(page.get_by_role("alert")).to_contain_text("Enter the first day it is closed.")
    accessible_by_day_and_night(page)

    tomorrow = timezone.localdate() + timedelta(days=1)
    first = page.get_by_role("group", name="First day")
    for name, value in (("Day", tomorrow.day), ("Month", tomorrow.month), ("Year", tomorrow.year)):
        type_into(page, first.get_by_label(name), str(value))
    type_into(page, page.get_by_label("Why"), "Staff training")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 open case is due at another time now.")).to_be_visible()
    assert (Case.objects.get(pk=case.pk).due_at or due) > due

    press(page, page.locator(f"a[href*='/closures/{Closure.objects.get().pk}/']"))
    expect(page.get_by_role("heading", name="Change a closure", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Remove the closure"))
    expect(
        page.get_by_text("The closure is removed. 1 open case is due at another time now.")
    ).to_be_visible()
    assert Case.objects.get(pk=case.pk).due_at == due


@pytest.mark.parametrize("size", SIZES)
def test_an_office_in_scotland_keeps_other_days(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    page = desk.logged_in("manager", size)
    page.goto(f"{HOURS}holidays/")
    expect(page.get_by_text("St Andrew’s Day")).to_have_count(0)
    accessible_by_day_and_night(page)
    choose(page, page.get_by_label("Scotland"))
    press(page, page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Bank holidays: Scotland.")).to_be_visible()
    expect(page.get_by_text("St Andrew’s Day").first).to_be_visible()


def test_without_javascript_rows_come_and_the_week_is_kept(desk: Desk) -> None:
    page = desk.logged_in("lead", javascript=False)
    page.goto(f"{HOURS}office/")
    monday = page.get_by_role("group", name="Monday")
    monday.get_by_label("Opens").fill("9am")
    monday.get_by_label("Closes").fill("noon")
    monday.get_by_role("button", name="Add a time on Monday").click()
    monday.get_by_label("Opens again").fill("13:00")
    monday.get_by_label("Closes again").fill("midnight")
    page.get_by_role("button", name="Save the week").click()
    expect(page.get_by_role("row", name="Monday 09:00 to 12:00, 13:00 to midnight")).to_be_visible()
