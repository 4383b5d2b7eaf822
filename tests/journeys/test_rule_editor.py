"""A lead writes a rule, tries it and puts it in its place: by keyboard alone, and without scripts."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from casework.models import RuleDraft
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, press, tab_to, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def given_rules() -> None:
    make.service("repair", name="Repairs")
    make.rules(
        *(_rule(name, word) for name, word in (("Bins", "bin"), ("Trees", "tree"), ("Lights", "light")))
    )
    make.case("There is no heating in my flat")


def _rule(name: str, word: str) -> dict[str, object]:
    return {
        "name": name,
        "conditions": {"all": [{"fact": "words", "op": "any_of", "value": [word]}]},
        "team": "housing",
    }


def drafted() -> list[str]:
    return [each["name"] for each in RuleDraft.objects.get().rules]


def button(page: Page, does: str, rule: str) -> Locator:
    """Of a rule in the list. What is hidden from the eye has a space of its own before it."""
    return page.get_by_role("button", name=re.compile(rf"^{does}\W+{rule}"))


def preview(page: Page) -> None:
    panel = page.locator("#preview")
    expect(panel).to_contain_text("give it to the Housing team")
    expect(panel).to_contain_text("Fits 1 of 1 case")


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_lead_writes_a_rule_by_keyboard(size: str, desk: Desk, accessible_by_day_and_night: Check) -> None:
    # Given three rules in force and a lead at the settings
    given_rules()
    page = desk.logged_in("lead", size)
    page.goto("/desk/settings/")
    press(page, page.get_by_role("link", name="Routing rules"))
    expect(page.get_by_role("heading", name="Routing rules", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    # When they write a rule with two conditions
    press(page, page.get_by_role("button", name="Add a rule"))
    expect(page.get_by_role("heading", name="New rule", level=1)).to_be_visible()
    type_into(page, page.locator("#id_name"), "No heating")
    press(page, page.locator("#add-all"))
    expect(page.locator("#id_all-0-what")).to_be_focused()
    type_into(page, page.locator("#id_all-0-value"), "no heating")
    press(page, page.locator("#add-none"))
    expect(page.locator("#id_none-0-what")).to_be_focused()
    page.keyboard.press("ArrowDown")
    boxes = page.get_by_role("checkbox", name="Repairs")
    expect(boxes).to_be_visible()
    expect(page.locator("#id_none-0-what")).to_be_focused()
    choose(page, boxes)
    tab_to(page, page.locator("#id_team"))
    page.keyboard.type("Housing")
    # Then its sentence is there, and which cases it fits
    preview(page)
    expect(page.locator("#preview")).to_contain_text("unless the service is Repairs")
    expect(page.locator("#oq-announce")).to_contain_text("Fits 1 of 1 case")
    accessible_by_day_and_night(page)
    # And an example is tried with it
    press(page, page.locator("#add-example"))
    expect(page.locator("#id_example-0-name")).to_be_focused()
    type_into(page, page.locator("#id_example-0-text"), "my flat has no heating")
    tab_to(page, page.locator("#id_example-0-expect_team"))
    page.keyboard.type("Housing")
    expect(page.locator("#preview")).to_contain_text("Passes")
    # And it is the last rule of their draft, which is not in force
    press(page, page.get_by_role("button", name="Save into my draft"))
    expect(page.get_by_text("“No heating” is kept in your draft.")).to_be_visible()
    expect(page.get_by_role("heading", name="Your draft: not in force")).to_be_visible()
    assert drafted() == ["Bins", "Trees", "Lights", "No heating"]
    # When they move it up twice, and switch another off
    up = button(page, "Up", "No heating")
    press(page, up)
    expect(page.locator("#oq-announce")).to_have_text("“No heating” is now rule 3 of 4 in your draft.")
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#oq-announce")).to_have_text("“No heating” is now rule 2 of 4 in your draft.")
    press(page, button(page, "Switch off", "Lights"))
    expect(button(page, "Switch on", "Lights")).to_be_focused()
    # Then the draft says so
    assert drafted() == ["Bins", "No heating", "Trees", "Lights"]
    assert [each["active"] for each in RuleDraft.objects.get().rules] == [True, True, True, False]
    accessible_by_day_and_night(page)


def test_a_rule_is_dragged_to_another_place(desk: Desk) -> None:
    given_rules()
    page = desk.logged_in("lead")
    page.goto("/desk/settings/rules/")
    handles = page.locator("[data-handle]")
    start, end = handles.nth(2).bounding_box(), page.locator("[data-row]").nth(0).bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, end["y"] + 40, steps=8)
    page.mouse.move(start["x"] + 5, end["y"] + 5, steps=4)
    page.mouse.up()
    expect(page.locator("#oq-announce")).to_have_text("“Lights” is now rule 1 of 3 in your draft.")
    expect(page.locator("[data-row]").nth(0)).to_contain_text("Lights")
    assert drafted() == ["Lights", "Bins", "Trees"]


def test_the_same_works_without_scripts(desk: Desk) -> None:
    given_rules()
    page = desk.logged_in("lead", javascript=False)
    page.goto("/desk/settings/rules/")
    page.get_by_role("button", name="Add a rule").click()
    page.locator("#id_name").fill("No heating")
    page.locator("#add-all").click()
    page.locator("#id_all-0-value").fill("no heating")
    page.locator("#add-none").click()
    page.locator("#id_none-0-what").select_option("service")
    page.get_by_role("button", name="Update condition 1 of “None of these”").click()
    page.get_by_role("checkbox", name="Repairs").check()
    page.locator("#id_team").select_option("housing")
    page.get_by_role("button", name="Preview").click()
    preview(page)
    page.locator("#add-example").click()
    page.locator("#id_example-0-text").fill("no heating")
    page.locator("#id_example-0-expect_team").select_option("housing")
    page.get_by_role("button", name="Save into my draft").click()
    expect(page.get_by_role("heading", name="Your draft: not in force")).to_be_visible()
    for position in (3, 2):
        button(page, "Up", "No heating").click()
        expect(page.get_by_text(f"“No heating” is now rule {position} of 4 in your draft.")).to_be_visible()
        expect(button(page, "Up", "No heating")).to_be_focused()
    button(page, "Switch off", "Lights").click()
    expect(page.get_by_text("“Lights” is switched off in your draft.")).to_be_visible()
    assert drafted() == ["Bins", "No heating", "Trees", "Lights"]
