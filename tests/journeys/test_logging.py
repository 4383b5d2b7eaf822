"""Call handlers: a call and a visit of one person end on one timeline."""

import pytest
from playwright.sync_api import expect

from casework.models import Case, Contact
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_call_and_a_visit_of_one_person_are_on_one_timeline(desk: Desk, accessible: Check) -> None:
    # Given a case that began by text
    case = make.case("My boiler is broken")
    page = desk.logged_in("handler")
    # When a handler types the caller's number, the case is found while typing
    page.get_by_role("link", name="Log a call").click()
    accessible(page)
    page.get_by_label("Their phone number").press_sequentially("07700900101")
    expect(page.locator("#found").get_by_text(case.reference)).to_be_visible()
    accessible(page)
    page.get_by_label("What was it about?").fill("Rang to ask when the engineer comes")
    page.get_by_label("Passed to the team").check()
    page.get_by_label("How many minutes did it take?").fill("4")
    page.get_by_role("button", name="Log the call").click()
    # Then the reference is shown large, to read out
    expect(page.locator(".oq-refbox").get_by_text(case.reference.split("-")[0])).to_be_visible()
    accessible(page)
    # When the same person comes to the counter
    page.get_by_role("link", name="Log a visit").click()
    page.get_by_label("Their phone number").fill("07700 900101")
    page.get_by_label("At our desk").check()
    page.get_by_label("What was it about?").fill("Came to the counter with the letter")
    page.get_by_label("Passed to the team").check()
    page.get_by_role("button", name="Log the visit").click()
    expect(page.locator(".oq-refbox").get_by_text(case.reference.split("-")[0])).to_be_visible()
    accessible(page)
    # Then text, call and visit are one story
    page.get_by_role("link", name=f"Open the case {case.reference}").click()
    for words in ("My boiler is broken", "Rang to ask when the engineer comes", "Came to the counter"):
        expect(timeline(page).get_by_text(words)).to_be_visible()
    expect(timeline(page).get_by_text("Lasted 4 minutes")).to_be_visible()
    accessible(page)
    assert Case.objects.count() == 1
    channels = Contact.objects.filter(direction="in").values_list("channel", flat=True)
    assert set(channels) == {"sms", "phone", "in_person"}


def test_a_call_is_logged_without_javascript(desk: Desk) -> None:
    # Given a case, and a handler whose browser runs no scripts
    case = make.case("My boiler is broken")
    page = desk.logged_in("handler", "phone", javascript=False)
    page.goto("/desk/log/phone/")
    # When the handler presses "Find" and chooses the case
    page.get_by_label("Their phone number").fill("900101")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_label(case.reference).check()
    page.get_by_label("What was it about?").fill("Wants a date")
    page.get_by_label("Passed to the team").check()
    page.get_by_role("button", name="Log the call").click()
    # Then the call is on it
    expect(page.get_by_role("heading", name="Logged")).to_be_visible()
    open_case(page, case)
    expect(timeline(page).get_by_text("Wants a date")).to_be_visible()
