"""The desk without a mouse: single keys, the list of them, the switch, and the palette."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from casework.models import Case, DeskChoices
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, keys, main_menu, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_case_is_worked_on_by_single_keys(desk: Desk) -> None:
    # Given two cases in the queue
    make.case("No heating", at=timezone.now(), person_name="Amina Khan")
    second = make.case("A leak", sender=make.BEN, at=timezone.now(), person_name="Ben Ford")
    page = desk.logged_in("caseworker")
    rows = page.locator(".oq-queue__person")
    # When a caseworker goes down the list, up and down again
    keys(page, "j")
    expect(rows.nth(0)).to_be_focused()
    keys(page, "k")
    expect(rows.nth(0)).to_be_focused()
    expect(page.locator("[data-said]")).to_have_text("This is the first row")
    keys(page, "j")
    expect(rows.nth(1)).to_be_focused()
    # Then the row that has the focus opens
    keys(page, "o")
    expect(page.get_by_role("heading", level=1)).to_contain_text(second.reference)
    # And is taken
    keys(page, "t")
    expect(page.get_by_role("heading", level=1)).to_contain_text(second.reference)
    expect(page.get_by_text("Take this case")).to_have_count(0)
    assert str(Case.objects.get(pk=second.pk).assignee) == "Caseworker Example"
    # And a key whose button is not there any more says so
    keys(page, "t")
    expect(page.locator("[data-said]")).to_have_text("Not on this page: take the case")
    # And the fields get the focus; what is typed there is text and no key
    keys(page, "e")
    expect(page.locator("[data-key=status]")).to_be_focused()
    page.locator("h1").click()
    keys(page, "n")
    expect(page.locator("#note-body")).to_be_focused()
    page.keyboard.type("torn? u.")
    expect(page.locator("#note-body")).to_have_value("torn? u.")
    page.locator("#note-body").fill("")  # with words in it the browser would ask before it leaves
    page.locator("h1").click()
    keys(page, "r")
    expect(page.locator("#reply-body")).to_be_focused()
    page.locator("h1").click()
    keys(page, "a")
    expect(page.locator("[data-key=assign]")).to_be_focused()
    page.locator("h1").click()
    # And back to the list, and to one's own
    keys(page, "u")
    expect(page.get_by_role("heading", name="Queue", level=1)).to_be_visible()
    keys(page, "g", "m")
    expect(page).to_have_url(re.compile(r"who=mine"))
    expect(page.get_by_role("link", name=second.reference)).to_be_visible()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_list_of_keys_shows_what_the_page_has(
    size: str, desk: Desk, accessible_by_day_and_night: Check
) -> None:
    make.case("No heating", at=timezone.now())
    page = desk.logged_in("caseworker", size)
    keys(page, "?")
    shown = page.get_by_role("dialog", name="Keys of this page")
    expect(shown).to_be_visible()
    expect(shown.get_by_text("Down to the next row")).to_be_visible()
    expect(shown.get_by_text("Write a reply")).to_be_hidden()
    accessible_by_day_and_night(page)
    # In a dialog no key acts
    keys(page, "t", "u")
    expect(shown).to_be_visible()
    keys(page, "Escape")
    expect(shown).to_be_hidden()
    press(page, page.get_by_role("link", name="Keys", exact=True))
    expect(page.get_by_role("heading", name="Keys", level=1)).to_be_visible()
    expect(page.get_by_role("cell", name="Write a reply")).to_be_visible()
    accessible_by_day_and_night(page)


def test_on_a_telephone_a_menu_opens_the_navigation(desk: Desk, accessible_by_day_and_night: Check) -> None:
    page = desk.logged_in("caseworker", "phone")
    folded = page.get_by_role("navigation", name="Main")
    expect(folded).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_be_visible()
    # When it is opened by keyboard, it says where one is, and what is one's own is there too
    menu = main_menu(page)
    expect(menu.get_by_role("link", name="Queue")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, menu.get_by_role("link", name="Start", exact=True))
    expect(page.get_by_role("heading", name="Start", level=1)).to_be_visible()
    # Then the next page has it closed, and the key that opens a call needs no menu
    expect(folded).to_be_hidden()
    page.keyboard.press("F2")
    expect(page.get_by_role("heading", name="Log a call", level=1)).to_be_visible()


def test_single_keys_are_switched_off_at_once_and_everywhere(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    case = make.case("No heating", at=timezone.now())
    page = desk.logged_in("caseworker")
    other = page.context.new_page()
    other.goto(f"/desk/cases/{case.reference}/")
    press(page, page.get_by_role("link", name="Preferences"))
    expect(page.get_by_role("heading", name="Preferences", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    choose(page, page.get_by_label("Off: single keys do nothing"))
    press(page, page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Single keys are off.")).to_be_visible()
    assert DeskChoices.objects.get().shortcuts is False
    # Then neither this page nor one that was open before acts on a key
    for each in (page, other):
        each.locator("h1").click()
        keys(each, "?")
        expect(each.get_by_role("dialog", name="Keys of this page")).to_be_hidden()
    keys(other, "t")
    expect(other.get_by_text("Take this case")).to_be_visible()
    # And the commands, which are no single key, still open
    keys(page, "Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_palette_does_things_and_goes_places(
    size: str, desk: Desk, accessible_by_day_and_night: Check
) -> None:
    case = make.case("No heating", at=timezone.now(), person_name="Amina Khan")
    page = desk.logged_in("caseworker", size)
    # Given the button that opens it, which gets the focus back
    main_menu(page)
    button = page.get_by_role("button", name="Commands")
    press(page, button)
    box = page.locator("#oq-palette-box")
    expect(box).to_be_focused()
    expect(page.get_by_role("option", name="Needs filing")).to_be_visible()
    accessible_by_day_and_night(page)
    keys(page, "Escape")
    expect(button).to_be_focused()
    # When a case is looked for by the name of its person
    keys(page, "Control+k")
    page.keyboard.type("amina")
    expect(page.get_by_role("option", name=case.reference)).to_be_visible()
    expect(page.locator("#oq-palette [role=option][aria-selected=true]")).to_have_count(1)
    accessible_by_day_and_night(page)
    keys(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(case.reference)
    # Then what can be done there is on offer too
    keys(page, "Control+k")
    page.keyboard.type("internal")
    expect(page.get_by_role("option", name="Write an internal note")).to_be_visible()
    expect(page.locator("[data-palette-state]")).to_contain_text("found")
    keys(page, "ArrowDown", "ArrowUp", "Enter")
    expect(page.locator("#note-body")).to_be_focused()
    keys(page, "Control+k")
    page.keyboard.type("my ca")
    expect(page.get_by_role("option", name="My cases")).to_be_visible()
    keys(page, "Enter")
    expect(page).to_have_url(re.compile(r"who=mine"))


def test_the_palette_waits_for_a_slow_network_and_says_when_it_is_gone(desk: Desk) -> None:
    case = make.case("No heating", at=timezone.now(), person_name="Amina Khan")
    page = desk.logged_in("caseworker")
    held: list[Route] = []
    page.route("**/desk/palette/?q=amina", lambda route: held.append(route))
    page.route("**/desk/palette/?q=gone", lambda route: route.abort())
    keys(page, "Control+k")
    page.keyboard.type("amina")
    state = page.locator("[data-palette-state]")
    expect(state).to_have_text("Looking…")
    for _ in range(150):
        if held:
            break
        page.wait_for_timeout(100)
    # What is pressed meanwhile takes the first that comes
    keys(page, "Enter")
    expect(state).to_have_text("Looking…")
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_contain_text(case.reference)
    keys(page, "Control+k")
    page.keyboard.type("gone")
    expect(state).to_have_text("It could not look further: the connection is gone.")
    keys(page, "Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
