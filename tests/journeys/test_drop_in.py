"""Outreach workers: a morning's visits by keyboard alone; what is half done survives; a form on paper and back."""

import re

import pytest
from playwright.sync_api import Page, expect

from casework.models import CallInProgress, Case, Contact, Person
from tests import factories as make
from tests.journeys.steps import Check, Desk, press, tab_to, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SHEET = "/desk/log/drop-in/"
NAMES = (
    "Ben Okoro", "Chloe Davies", "Dafydd Rees", "Ewa Nowak", "فريد حيدري", "Grace Lee", "Hassan Ali", "Iris Brown",
    "Jan Kowalski", "Kemi Adeyemi", "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine",
)  # fmt: skip


def cell(page: Page, column: str, row: int) -> str:
    return f"#id_r{row}-{column}"


def down(page: Page, column: str, words: list[str]) -> None:
    """A column from its first row: each cell typed, Enter to the next."""
    for number, each in enumerate(words, start=1):
        expect(page.locator(cell(page, column, number))).to_be_focused()
        page.keyboard.type(each)
        page.keyboard.press("Enter")


def test_twelve_visits_by_keyboard_alone(desk: Desk, accessible: Check) -> None:
    # Given somebody on record with an open case, and an outreach worker back from the market
    case = make.case("My boiler is broken")
    Person.objects.update(name="Amina Yusuf")
    page = desk.logged_in("handler")
    page.goto(SHEET)
    accessible(page)
    # When they type when it began, then each column downwards
    type_into(page, page.get_by_label("Began at"), "0:01")
    type_into(page, page.locator(cell(page, "number", 1)), "07700900101")
    page.keyboard.press("Tab")
    expect(page.locator("#r1-who").get_by_text("Amina Yusuf")).to_be_visible()
    expect(page.get_by_role("radio", name="Amina Yusuf")).to_be_checked()
    accessible(page)
    page.keyboard.press("Enter")
    for number, name in enumerate(NAMES, start=2):
        expect(page.locator(cell(page, "name", number))).to_be_focused()
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(page.locator(cell(page, "name", 11))).to_be_focused()
    page.keyboard.press("ArrowDown")
    tab_to(page, page.locator(cell(page, "words", 12)))
    for _ in range(11):
        page.keyboard.press("ArrowUp")
    down(page, "words", [f"Visit number {number}" for number in range(1, 13)])
    page.keyboard.press("Shift+Tab")
    for _ in range(11):
        page.keyboard.press("ArrowUp")
    tab_to(page, page.locator(cell(page, "outcome", 1)))
    for number in range(1, 13):
        expect(page.locator(cell(page, "outcome", number))).to_be_focused()
        page.keyboard.type("Answered" if number != 7 else "Choose")
        page.keyboard.press("Enter")
    # Then one row that lacks how it ended is pointed out, and eleven are saved
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("11 visits are saved, 1 is not.")).to_be_visible()
    expect(page.get_by_role("link", name="Row 7: Choose how it ended.")).to_be_visible()
    accessible(page)
    # When that is put right, too, all are on record, once
    tab_to(page, page.locator(cell(page, "outcome", 7)))
    page.keyboard.type("Answered")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="12 visits are saved.")).to_be_visible()
    accessible(page)
    visits = Contact.objects.filter(channel="in_person")
    assert visits.count() == 12 and Person.objects.count() == 12
    assert visits.get(body="Visit number 1").case == case
    assert not CallInProgress.objects.exists()


def test_a_half_filled_sheet_survives_a_crash(desk: Desk) -> None:
    # Given a sheet that somebody is filling in
    page = desk.logged_in("handler")
    page.goto(SHEET)
    page.locator(cell(page, "words", 1)).fill("About the rent")
    page.locator(cell(page, "name", 2)).fill("Ewa")
    expect(page.get_by_text("Only you see it until you save it.")).to_be_visible()
    # When the browser crashes and they log in elsewhere
    page.close()
    again = desk.logged_in("handler")
    again.goto(SHEET)
    # Then it is there as it was
    expect(again.locator(cell(again, "words", 1))).to_have_value("About the rent")
    expect(again.locator(cell(again, "name", 2))).to_have_value("Ewa")
    expect(again.get_by_text("This is the sheet you were at last")).to_be_visible()


def test_the_sheet_on_a_phone_and_without_scripts(desk: Desk, accessible_by_day_and_night: Check) -> None:
    # Given a narrow page: each row is a card
    page = desk.logged_in("handler", "phone")
    page.goto(SHEET)
    accessible_by_day_and_night(page)
    # When somebody without scripts fills in a row of somebody whose name is on record
    make.case()
    Person.objects.update(name="Amina Yusuf")
    plain = desk.logged_in("handler", "phone", javascript=False)
    plain.goto(SHEET)
    plain.locator(cell(plain, "name", 1)).fill("Amina Yusuf")
    plain.locator(cell(plain, "words", 1)).fill("Came by")
    plain.locator(cell(plain, "outcome", 1)).select_option("Answered on the spot")
    plain.get_by_role("button", name="Save the visits").click()
    # Then who it was is asked, and one choice saves it
    expect(plain.locator("#r1-who fieldset")).to_be_visible()
    plain.get_by_label("Somebody else").check()
    plain.get_by_role("button", name="Save the visits").click()
    expect(plain.get_by_role("heading", name="1 visit is saved.")).to_be_visible()
    assert Person.objects.filter(name="Amina Yusuf").count() == 2


def test_a_form_is_printed_and_keyed_in(desk: Desk, accessible: Check) -> None:
    # Given a service with a question
    service = make.service("missed-bin", name="Missed bin")
    make.question(
        service, "which", "choice", label="Which bin?", choices=[{"value": "g", "label": "Green bin"}]
    )
    page = desk.logged_in("handler")
    # When its form is printed
    page.get_by_role("link", name="Log a visit").click()
    press(page, page.get_by_role("link", name="Forms on paper"))
    expect(page.get_by_role("heading", name="Forms on paper", level=1)).to_be_visible()
    accessible(page)
    press(page, page.get_by_role("link", name=re.compile("^Print ?: Missed bin")))
    expect(page.get_by_role("img", name="Code for staff")).to_be_visible()
    accessible(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("img", name="Code for staff")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    page.emulate_media(media="screen")
    # And the code on it is followed, and what somebody wrote is keyed in
    address = page.locator(".oq-paper__address").inner_text()
    page.goto("/desk/log/paper/" + address.split("/desk/log/paper/", 1)[1].strip())
    expect(page.get_by_text("the questions on the paper are the ones below")).to_be_visible()
    accessible(page)
    page.get_by_label("Their name").fill("Ewa Nowak")
    page.get_by_label("Which bin?").select_option("g")
    page.get_by_label("Anything else that is written on it").fill("They drove past")
    page.get_by_role("button", name="Put the form on record").click()
    # Then it is a case with these answers
    expect(page.get_by_role("heading", name="Logged")).to_be_visible()
    contact = Contact.objects.get()
    assert contact.answers == {"which": "g", "in-your-own-words": "They drove past"}
    assert Case.objects.get().service == service
