"""Searching: from the box to the words where they stand, narrowed and widened again, by keyboard."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import factories as make
from tests.journeys.steps import Check, Desk, keys, press, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LONG = "boiler " + "w" * 180 + " and <script>document.title='owned'</script> boilers"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_case_is_found_by_its_words_and_narrowed(
    size: str, desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given cases of several channels, one with hostile and endless words
    make.case(LONG, at=timezone.now(), person_name="Amina " + "K" * 90)
    form = make.form("The boilers of the whole street", sender=make.BEN, at=timezone.now()).case
    assert form is not None
    page = desk.logged_in("caseworker", size)
    # When somebody searches, by keyboard
    keys(page, "/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    page.keyboard.type("boiler")
    page.keyboard.press("Enter")
    # Then both are there with the words marked, whatever their form
    expect(page.get_by_role("heading", name="Search results", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="2 cases")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("boilers")
    accessible_by_day_and_night(page)
    assert "owned" not in page.title()
    # And filters narrow it, shown as tags that go away again
    type_into(page, box, "boiler channel:web")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 case", exact=True)).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("link", name="Remove Began by: web form"))
    expect(page.get_by_role("heading", name="2 cases")).to_be_visible()
    # And the keys of a list work on it
    keys(page, "j", "o")
    expect(page.get_by_role("heading", level=1)).to_contain_text(form.reference)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_mistyped_word_leads_on(size: str, desk: Desk, accessible_by_day_and_night: Check) -> None:
    make.case("The boiler is out", at=timezone.now(), person_name="Amina Khan")
    page = desk.logged_in("caseworker", size)
    page.goto("/desk/search/")
    expect(page.get_by_role("heading", name="What it understands")).to_be_visible()
    accessible_by_day_and_night(page)
    page.goto("/desk/search/?q=boilre")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("link", name="boiler", exact=True))
    expect(page.get_by_role("heading", name="1 case", exact=True)).to_be_visible()
    page.goto("/desk/search/?q=khan")
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    accessible_by_day_and_night(page)


def test_searching_needs_no_script(desk: Desk) -> None:
    make.case("The boiler is out", at=timezone.now())
    page = desk.logged_in("caseworker", javascript=False)
    page.get_by_role("searchbox").fill("boiler")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark")).to_have_text("boiler")
