"""A lead texts everybody on a list, sees how far it is, and who got none: by keyboard, with and without a script."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.models import BulkText, ContactPoint, Delivery
from casework.services import bulk_work
from tests import factories as make
from tests.journeys.steps import Check, Desk, press, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WORDS = "{office}: no heating engineer before Monday. Your reference is {reference}."


@pytest.fixture
def people(desk: Desk) -> Desk:
    """Three people with a case each, of whom one must not be texted."""
    make.office(acknowledge_texts=False)
    for place in (101, 102, 103):
        make.case(f"No heating {place}", sender=f"07700 900{place}", at=timezone.now())
    ContactPoint.objects.filter(value="+447700900103").update(text_ok=False)
    return desk


def looks_it_over(page: Page) -> None:
    """From the queue to the second page."""
    press(page, page.get_by_role("link", name="Text everybody on this list"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Text everybody on a list")
    type_into(page, page.get_by_label("The text"), WORDS)
    press(page, page.get_by_role("button", name="Look it over"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Look over a text to many")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_list_is_texted_and_the_page_shows_what_became_of_it(
    people: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given a lead at the queue
    page = people.logged_in("lead", size)
    press(page, page.get_by_role("link", name="Text everybody on this list"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Text everybody on a list")
    expect(page.get_by_text("Status: All open")).to_be_visible()
    accessible_by_day_and_night(page)
    # When the words hold a field that there is not, they are told so
    type_into(page, page.get_by_label("The text"), "Dear {surname}")
    press(page, page.get_by_role("button", name="Look it over"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("There is no field {surname}")
    accessible_by_day_and_night(page)
    # And when they write what can be sent, they see how it reads, what it costs, and who gets none
    page.get_by_label("The text").fill("")
    type_into(page, page.get_by_label("The text"), WORDS)
    press(page, page.get_by_role("button", name="Look it over"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Look over a text to many")
    expect(page.locator("blockquote").first).to_contain_text("Riverbank Help: no heating engineer")
    expect(page.locator("main")).to_contain_text("£0.08")
    expect(page.get_by_role("row").filter(has_text="07700 900103")).to_contain_text("not safe to text")
    accessible_by_day_and_night(page)
    # And a wrong number starts nothing
    typed = page.get_by_label("To send these 2 texts, type 2")
    type_into(page, typed, "3")
    press(page, page.get_by_role("button", name="Send to everybody"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Type 2 to send them")
    assert BulkText.objects.get().state == "prepared"
    typed.fill("")
    type_into(page, typed, "2")
    press(page, page.get_by_role("button", name="Send to everybody"))
    # Then it is under way, and the page shows by itself how far it is
    expect(page.get_by_role("heading", level=1)).to_have_text("A text to many")
    expect(page.locator("#bulk-progress")).to_contain_text("1 of 3 numbers dealt with")
    accessible_by_day_and_night(page)
    bulk_work.work(now=timezone.now())
    expect(page.locator("#bulk-progress")).to_contain_text("3 of 3 numbers dealt with")
    expect(page.locator("#bulk-progress")).to_contain_text("Waiting to be sent")
    Delivery.objects.update(status="delivered")
    page.reload()
    expect(page.locator("#bulk-progress")).to_contain_text("Delivered")
    expect(page.get_by_role("button", name="Stop it")).to_have_count(0)
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("link", name="Show everybody on it"))
    expect(page.get_by_role("row").filter(has_text="07700 900101")).to_contain_text("Delivered")
    accessible_by_day_and_night(page)
    # And it is on the list of those so far
    press(page, page.get_by_role("link", name="Back to texts to many"))
    expect(page.get_by_role("listitem").filter(has_text="no heating engineer")).to_contain_text("2 of 3")
    accessible_by_day_and_night(page)


def test_without_a_script_it_is_stopped_and_looked_at_again(people: Desk) -> None:
    # Given a text to many that was started without a script
    page = people.logged_in("manager", javascript=False)
    looks_it_over(page)
    type_into(page, page.get_by_label("To send these 2 texts"), "2")
    press(page, page.get_by_role("button", name="Send to everybody"))
    expect(page.locator("#bulk-progress")).to_contain_text("1 of 3 numbers dealt with")
    # When it went on meanwhile, looking again shows it
    bulk_work.work(now=timezone.now())
    press(page, page.get_by_role("link", name="Look again"))
    expect(page.locator("#bulk-progress")).to_contain_text("3 of 3 numbers dealt with")
    # And when somebody stops it, what waits is taken back
    press(page, page.get_by_role("button", name="Stop it"))
    expect(page.locator("main")).to_contain_text("It is stopped")
    bulk_work.work(now=timezone.now())
    press(page, page.get_by_role("link", name="Look again"))
    expect(page.locator("#bulk-progress")).to_contain_text(re.compile("Taken back"))
    expect(page.get_by_role("link", name="Look again")).to_have_count(0)
    assert set(Delivery.objects.values_list("status", flat=True)) == {"withdrawn"}


def test_over_the_budget_nothing_can_be_started(people: Desk, accessible_by_day_and_night: Check) -> None:
    # Given an office that may send one part a day
    make.office(parts_per_day=1)
    page = people.logged_in("lead")
    # When a lead looks over a text to two people
    looks_it_over(page)
    # Then the sum is told, and there is no button
    expect(page.locator("main")).to_contain_text("These texts are 2 parts. The office may send 1 in a day")
    expect(page.get_by_role("button", name="Send to everybody")).to_have_count(0)
    accessible_by_day_and_night(page)
