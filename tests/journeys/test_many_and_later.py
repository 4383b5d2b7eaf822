"""Several cases are given to somebody at once, and it is taken back; a case is put aside for later, and comes back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.models import BulkChange, Case, Staff
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, open_case, press, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def cases(number: int) -> list[Case]:
    now = timezone.now()
    found = [make.case(f"Matter {each}", sender=f"07700 9{each:05}", at=now) for each in range(number)]
    Case.objects.update(due_at=None, due_kind="")
    return found


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_several_cases_are_given_to_somebody_and_it_is_taken_back(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given three cases in the queue
    one, two, three = cases(3)
    page = desk.logged_in("lead", size)
    expect(page.get_by_text("No case is chosen")).to_be_visible()
    # When two are ticked
    for case in (one, two):
        choose(page, page.locator(f"#select-{case.reference}"))
    expect(page.get_by_text("2 cases chosen")).to_be_visible()
    accessible_by_day_and_night(page)
    # Back to the bar, which stands before them
    page.keyboard.press("Control+Home")
    page.get_by_role("heading", name="Queue", level=1).click()
    press(page, page.get_by_role("button", name="Change the chosen cases"))
    heading(page, "Change 2 cases together")
    accessible_by_day_and_night(page)
    # And nothing is chosen, it is said what is missing
    press(page, page.get_by_role("button", name="Look at it first"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose what is to change")
    accessible_by_day_and_night(page)
    choose(page, page.get_by_label("Give to somebody"))
    page.get_by_label("Who gets them").select_option(label="Caseworker Example")
    press(page, page.get_by_role("button", name="Look at it first"))
    # Then it is shown before anything is written
    heading(page, "Look at it first")
    expect(page.locator("main")).to_contain_text("2 cases given to Caseworker Example")
    accessible_by_day_and_night(page)
    assert not BulkChange.objects.exists()
    press(page, page.get_by_role("button", name="Change 2 cases"))
    heading(page, "Cases changed together")
    expect(page.locator("main")).to_contain_text("2 cases changed.")
    accessible_by_day_and_night(page)
    caseworker = Staff.objects.get(username="caseworker")
    assert set(Case.objects.filter(assignee=caseworker)) == {one, two}
    # And one that somebody changes meanwhile stays as it is when it is taken back
    make.text("Any news?", sender="07700 900000", at=timezone.now())
    press(page, page.get_by_role("button", name="Undo"))
    heading(page, "Undoing a change")
    expect(page.locator("main")).to_contain_text("1 case put back.")
    expect(page.locator("main")).to_contain_text("It was changed since")
    accessible_by_day_and_night(page)
    assert list(Case.objects.filter(assignee=caseworker)) == [one]
    assert Case.objects.get(pk=three.pk).version == three.version


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_case_is_put_aside_for_later_and_comes_back(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given a case, and an office that works Monday to Friday
    make.opening_hours()
    (case,) = cases(1)
    page = desk.logged_in("caseworker", size)
    open_case(page, case)
    press(page, page.get_by_role("link", name="Put aside for later"))
    heading(page, "aside for later")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Put it aside"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose until when")
    accessible_by_day_and_night(page)
    # When a time is written, it is said in words before it is kept
    choose(page, page.get_by_label("A day and time"))
    day = timezone.localdate() + timedelta(days=10)
    type_into(page, page.get_by_label("Day", exact=True), str(day.day))
    type_into(page, page.get_by_label("Month", exact=True), str(day.month))
    type_into(page, page.get_by_label("Year", exact=True), str(day.year))
    type_into(page, page.get_by_label("Time", exact=True), "03:00")
    type_into(page, page.get_by_label(re.compile("^Why")), "The landlord is away")
    press(page, page.get_by_role("button", name="Put it aside"))
    expect(page.locator("main")).to_contain_text("does not work at the time you wrote")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Put it aside until then"))
    # Then the case says so, and the queue leaves it out
    panel = page.get_by_role("region", name="Put aside for later")
    expect(panel).to_contain_text("by Caseworker Example, because: The landlord is away")
    accessible_by_day_and_night(page)
    page.goto("/desk/")
    expect(page.locator("#queue")).to_contain_text("The queue is empty")
    page.goto("/desk/?snoozed=only")
    expect(page.locator("#queue")).to_contain_text("Put aside until")
    # And it is back as soon as they are in touch
    make.text("Any news?", sender="07700 900000", at=timezone.now())
    page.goto("/desk/")
    expect(page.locator("#queue")).to_contain_text("Matter 0")
