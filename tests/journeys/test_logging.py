"""Call handlers: a call and a visit of one person end on one timeline."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from casework.models import Case, Contact
from tests import factories as make
from tests.journeys.steps import Desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_call_and_a_visit_of_one_person_are_on_one_timeline(desk: Desk, accessible: Callable[[Page], None]) -> None:
    # Given a case that began by text
    case = make.case("My boiler is broken")
    page = desk.logged_in("handler")
    # When a handler types the caller's number, the case is found while typing
    page.goto("/desk/log/phone/")
    accessible(page)
    page.locator("input[name=number], input[name=sender]").first.press_sequentially("07700900101", delay=10)
    expect(page.get_by_text(case.reference).first).to_be_visible()
    accessible(page)
    page.locator("textarea").first.fill("Rang to ask when the engineer comes")
    page.locator("input[name=outcome]").first.check()
    page.locator("main form[method=post] button").last.click()
    # Then the reference is shown large, to read out
    expect(page.get_by_text(case.reference).first).to_be_visible()
    accessible(page)
    # And a visit of the same person lands there too
    page.goto("/desk/log/in-person/")
    page.locator("input[name=number], input[name=sender]").first.fill("07700 900101")
    page.locator("textarea").first.fill("Came to the counter with the letter")
    page.locator("input[name=outcome]").first.check()
    page.locator("input[name=place]").first.check()
    page.locator("main form[method=post] button").last.click()
    expect(page.get_by_text(case.reference).first).to_be_visible()
    page.goto(f"/desk/cases/{case.reference}/")
    for words in ("My boiler is broken", "Rang to ask when", "Came to the counter"):
        expect(page.locator("#timeline").get_by_text(words).first).to_be_visible()
    assert Case.objects.count() == 1
    assert set(Contact.objects.filter(direction="in").values_list("channel", flat=True)) == {"sms", "phone", "in_person"}
