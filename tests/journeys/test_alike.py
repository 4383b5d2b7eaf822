"""Two calls about one broken street light: the second handler sees the first case and puts the call on it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.models import Case, Contact
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, tab_to, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

REPORTED = "Street light broken outside 14 Mill Lane, it is very dark at night"


@pytest.fixture
def lamp(desk: Desk) -> Case:
    """An open case of three days ago, by somebody else."""
    make.service("street-light", name="Street lights")
    at = timezone.now() - timedelta(days=3)
    taken = make.form(
        REPORTED, at=at, service_code="street-light", postcode="LS1 4DY", person_name="Amina Yusuf"
    )
    assert taken.case is not None
    return taken.case


def type_into(page: Page, label: str, words: str) -> None:
    """By keyboard alone: Tab to the field and type."""
    tab_to(page, page.get_by_label(label))
    page.keyboard.type(words)


def test_a_second_call_about_one_street_light_is_put_on_the_first_case(
    desk: Desk, lamp: Case, accessible_by_day_and_night: Check
) -> None:
    # Given an open case about the light, and a call about it from another number
    page = desk.logged_in("handler")
    page.goto("/desk/log/phone/")
    type_into(page, "Their phone number", "07700900104")
    # When the handler types what it is about, and where
    type_into(page, "What was it about?", "The street light by the bus stop is off")
    hint = page.locator("#alike")
    type_into(page, "Where is it?", "ls1 4dy")
    # Then the other case is shown while typing, with enough to decide
    expect(hint.get_by_text("The same postcode")).to_be_visible()
    for words in ("1 case may be the same", lamp.reference, "Amina Yusuf", "Street lights", "3 days ago"):
        expect(hint).to_contain_text(words)
    expect(page.locator("#oq-announce")).to_have_text("1 case may be the same")
    accessible_by_day_and_night(page)
    # When the handler chooses it
    button = hint.get_by_role("button", name="Put it on this case")
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator("#found").get_by_role("radio", name=lamp.reference)).to_be_checked()
    # Then it stays chosen, whatever is typed after that
    tab_to(page, page.locator("input[name=outcome]").first)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Log the call"))
    accessible_by_day_and_night(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Logged")).to_be_visible()
    # And both calls are one case
    assert Case.objects.count() == 1
    assert Contact.objects.get(channel="phone").case == lamp
    open_case(page, lamp)
    expect(timeline(page).get_by_text("The street light by the bus stop is off")).to_be_visible()


def test_choosing_lasts_while_the_caller_is_looked_up_again(desk: Desk, lamp: Case) -> None:
    page = desk.logged_in("handler")
    page.goto("/desk/log/phone/")
    page.get_by_label("What was it about?").press_sequentially("street light dark")
    page.locator("#alike").get_by_role("button", name="Put it on this case").click()
    chosen = page.locator("#found").get_by_role("radio", name=lamp.reference)
    expect(chosen).to_be_checked()
    with page.expect_response("**/look-up/**"):
        page.get_by_label("Their phone number").press_sequentially("07700900104")
    expect(page.locator("#found")).to_contain_text("No people and no open cases found")
    expect(chosen).to_be_checked()
    # And is let go of by the same button
    page.locator("#alike").get_by_role("button", name="Put it on this case").click()
    expect(page.get_by_role("radio", name="Let the rules decide")).to_be_checked()


@pytest.mark.parametrize("address", ["/desk/log/phone/", "/desk/log/in-person/"])
def test_without_scripts_the_button_find_shows_it(desk: Desk, lamp: Case, address: str) -> None:
    """axe itself needs scripts, so it looks at the same part of the page in the journey above."""
    page = desk.logged_in("handler", "phone", javascript=False)
    page.goto(address)
    page.get_by_label("What was it about?").fill("street light dark")
    page.get_by_label("Where is it?").fill("LS1 4DY")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="Put it on this case").click()
    expect(page.get_by_role("radio", name=lamp.reference)).to_be_checked()
    expect(page.get_by_label("What was it about?")).to_have_value("street light dark")


def test_a_new_case_leads_to_the_one_it_may_repeat(
    desk: Desk, lamp: Case, accessible_by_day_and_night: Check
) -> None:
    second = make.form(
        "No street light on the corner", sender=make.BEN, at=timezone.now(), service_code="street-light",
        postcode="LS1 4DY",
    ).case  # fmt: skip
    assert second is not None
    for size in ("phone", "desk"):
        page = desk.logged_in("caseworker", size)
        open_case(page, second)
        expect(page.get_by_role("heading", name="May be the same")).to_be_visible()
        accessible_by_day_and_night(page)
    page.get_by_role("link", name=f"Compare or merge with {lamp.reference}").click()
    expect(page.locator("main").get_by_text(lamp.reference).first).to_be_visible()
