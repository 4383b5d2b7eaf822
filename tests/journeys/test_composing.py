"""Writing a text: from a template, counted while it is written, kept when one is called away, taken back in time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from casework.models import Case, Contact, Delivery, Draft, Office, Person, TextTemplate
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, press, tab_to, timeline, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _our_own_number(settings: object) -> None:
    settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32  # type: ignore[attr-defined]
    settings.TWILIO_AUTH_TOKEN = "test-token"  # type: ignore[attr-defined]
    settings.TWILIO_NUMBER = "+447700900000"  # type: ignore[attr-defined]


def a_case() -> Case:
    make.office(acknowledge_texts=False, phone="01632 960123")
    case = make.case("No heating since Monday")
    Person.objects.update(name="Amina Yusuf")
    TextTemplate.objects.create(
        code="visit", name="Visit", body="Dear {name}, we come on Monday. Case {reference}."
    )
    return case


def words(page: Page) -> Locator:
    return page.locator("#reply-body")


def count(page: Page) -> Locator:
    return page.locator("[data-count-words]")


def wait_until_kept(page: Page, body: str) -> None:
    """The page saves some time after the last key; nobody presses anything for it."""
    for _ in range(75):
        if Draft.objects.filter(body=body).exists():
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"the draft is not kept: {list(Draft.objects.values_list('body', flat=True))}")


def test_a_text_is_begun_with_a_template_counted_kept_sent_and_taken_back(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given a case, and a template
    case = a_case()
    page = desk.logged_in("caseworker")
    open_case(page, case)
    page.evaluate("window.neverReloaded = true")
    # When a caseworker begins with the template, by keyboard
    box = page.get_by_label("Begin with a template")
    type_into(page, box, "Visit")
    expect(box.locator("option:checked")).to_have_text("Visit")
    press(page, page.get_by_role("button", name="Use this"))
    # Then its words are there, filled in, without a new page, and counted
    filled = f"Dear Amina Yusuf, we come on Monday. Case {case.reference}."
    expect(words(page)).to_have_value(filled)
    expect(words(page)).to_be_focused()
    expect(count(page)).to_have_text(f"{len(filled)} of 1,600 characters, 1 part, about 4p, GSM-7")
    assert page.evaluate("window.neverReloaded")
    # When a curly mark comes in, the text is dearer, and a press puts a plain one in its place
    page.keyboard.press("End")
    page.keyboard.press("Control+End")
    page.keyboard.type(" If that’s no good, ring.")
    plain = page.get_by_role("button", name="Replace ’ with plain ones: saves 1 part")
    expect(plain).to_be_visible()
    expect(count(page)).to_contain_text("2 parts, about 8p, UCS-2")
    accessible_by_day_and_night(page)
    press(page, plain)
    whole = f"{filled} If that's no good, ring."
    expect(words(page)).to_have_value(whole)
    expect(count(page)).to_contain_text("1 part, about 4p, GSM-7")
    expect(plain).to_be_hidden()
    # And it is kept by itself, so that leaving the page loses nothing
    wait_until_kept(page, whole)
    expect(page.get_by_text("Only you see it.")).to_be_visible()
    open_case(page, case)
    expect(words(page)).to_have_value(whole)
    # When it is sent
    words(page).focus()
    page.keyboard.press("Control+Enter")
    sent = timeline(page).get_by_role("article", name="From us, Caseworker Example")
    expect(sent).to_contain_text("Sending in a moment")
    expect(words(page)).to_have_value("")
    accessible_by_day_and_night(page)
    # And taken back in time
    press(page, sent.get_by_role("button", name="Take it back"))
    # Then nothing went, and the words are in the reply again
    expect(page.get_by_text("Taken back. Nothing was sent")).to_be_visible()
    expect(words(page)).to_have_value(whole)
    expect(sent).to_contain_text("Taken back")
    assert Delivery.objects.get().status == "withdrawn"
    accessible_by_day_and_night(page)


def test_all_of_it_without_scripts_on_a_small_screen(desk: Desk) -> None:
    # Given a browser without scripts
    case = a_case()
    page = desk.logged_in("caseworker", "phone", javascript=False)
    open_case(page, case)
    # When a caseworker writes a line, adds the template and keeps it for later
    words(page).fill("Hello.")
    page.get_by_label("Begin with a template").select_option("Visit")
    page.get_by_role("button", name="Use this").click()
    filled = f"Hello.\n\nDear Amina Yusuf, we come on Monday. Case {case.reference}."
    expect(words(page)).to_have_value(filled)
    expect(count(page)).to_have_text(f"{len(filled)} of 1,600 characters, 1 part, about 4p, GSM-7")
    words(page).fill(filled + " It’s early.")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("Your draft is kept.")).to_be_visible()
    page.get_by_role("button", name="Replace ’ with plain ones").click()
    expect(words(page)).to_have_value(filled + " It's early.")
    # Then it can be sent and taken back as with them
    page.locator("[data-send]").click()
    sent = timeline(page).get_by_role("article", name="From us, Caseworker Example")
    expect(sent).to_contain_text("It's early.")
    sent.get_by_role("button", name="Take it back").click()
    expect(words(page)).to_have_value(filled + " It's early.")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_a_text_for_the_morning_says_so_and_may_go_at_night(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given an office in its quiet hours
    case = a_case()
    now = timezone.localtime()
    Office.objects.update(
        quiet_from=(now - timedelta(hours=1)).time(), quiet_until=(now + timedelta(hours=1)).time()
    )
    page = desk.logged_in("caseworker", "phone")
    open_case(page, case)
    expect(page.get_by_text("This text waits until")).to_be_visible()
    accessible_by_day_and_night(page)
    # When a caseworker sends one as it is, and one in spite of the night
    words(page).fill("This one can wait.")
    page.locator("[data-send]").click()
    first = timeline(page).get_by_role("article").filter(has_text="This one can wait.")
    expect(first).to_contain_text("The office is quiet from")
    words(page).fill("This one cannot.")
    page.get_by_label("Send it now, although it is night").check()
    page.locator("[data-send]").click()
    second = timeline(page).get_by_role("article").filter(has_text="This one cannot.")
    # Then the timeline tells them apart
    expect(second).to_contain_text("Sending in a moment")
    expect(first.get_by_role("button", name="Take it back")).to_be_visible()
    assert set(Contact.objects.filter(direction="out").values_list("body", "delivery__at_night")) == {
        ("This one can wait.", False),
        ("This one cannot.", True),
    }
    accessible_by_day_and_night(page)


def test_a_lead_keeps_a_template_by_keyboard(desk: Desk, accessible_by_day_and_night: Check) -> None:
    # Given an office without templates
    page = desk.logged_in("lead", "phone")
    page.goto("/desk/settings/")
    press(page, page.get_by_role("link", name="Templates of texts"))
    expect(page.get_by_text("No templates yet")).to_be_visible()
    accessible_by_day_and_night(page)
    # When a lead writes one with a field that is not there
    press(page, page.get_by_role("button", name="New template"))
    expect(page.get_by_role("heading", name="New template", level=1)).to_be_visible()
    type_into(page, page.get_by_label("Name", exact=True), "Visit")
    type_into(page, page.get_by_label("Words", exact=True), "Dear {nmae}, we come.")
    press(page, page.get_by_role("button", name="Add the template"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("There is no field {nmae}.")
    accessible_by_day_and_night(page)
    # And puts it right and looks at it first
    page.get_by_label("Words", exact=True).fill("")
    type_into(page, page.get_by_label("Words", exact=True), "Dear {name}, we come.")
    tab_to(page, page.get_by_role("button", name="Preview"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dear Amina Yusuf, we come.")).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Add the template"))
    # Then it is on the list
    expect(page.get_by_role("heading", name="Visit")).to_be_visible()
    assert TextTemplate.objects.get().body == "Dear {name}, we come."
    accessible_by_day_and_night(page)
