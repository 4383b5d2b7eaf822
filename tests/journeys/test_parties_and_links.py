"""People of a case and cases that belong together, by keyboard alone."""

from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from casework.models import Case, CaseLink, ContactPoint, Person
from casework.services import people
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, tab_to

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def press(page: Page, role: Literal["button", "link"], name: str, *, among: Locator | None = None) -> None:
    """Tab to it and press Enter."""
    tab_to(page, (among or page.locator("body")).get_by_role(role, name=name))
    page.keyboard.press("Enter")


def fill(page: Page, label: str, words: str) -> None:
    tab_to(page, page.get_by_label(label))
    page.keyboard.type(words)


def choose(page: Page, name: str) -> None:
    """A choice among radio buttons: Tab lands on the group, the arrows walk through it."""
    wanted = page.get_by_role("radio", name=name, exact=True)
    group = page.locator(f"input[name='{wanted.get_attribute('name')}']")
    for _ in range(150):
        page.keyboard.press("Tab")
        if group.evaluate_all("all => all.includes(document.activeElement)"):
            break
    page.keyboard.press("Space")
    for _ in range(group.count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach {name}")


def test_a_representative_whose_authority_lapsed_is_warned_of_before_one_writes(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given a case that Amina opened by text
    case = make.case("My boiler is broken")
    page = desk.logged_in("caseworker")
    open_case(page, case)
    # When a caseworker adds her sister, whose permission has run out
    press(page, "link", "People on this case")
    expect(page.get_by_role("heading", level=1)).to_contain_text("People on")
    accessible_by_day_and_night(page)
    press(page, "button", "Add somebody")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Add somebody")
    accessible_by_day_and_night(page)
    press(page, "button", "Add to this case")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write a name or a number.")
    accessible_by_day_and_night(page)
    fill(page, "Their name", "Dana Reed")
    choose(page, "Acts for them")
    choose(page, "Written permission")
    fill(page, "What may they be told or decide?", "Everything about the repair")
    for part, words in (("Day", "1"), ("Month", "2"), ("Year", "2024")):
        fill(page, part, words)
    press(page, "button", "Add to this case")
    dana = page.get_by_role("article", name="Dana Reed")
    # Then she is listed with an authority that has lapsed
    expect(dana).to_contain_text("it ran until 1 February 2024")
    accessible_by_day_and_night(page)
    # And the composer warns, and says who gets the reply and who does not
    press(page, "link", f"Back to {case.reference}")
    composer = page.locator("#reply")
    expect(composer).to_contain_text("The authority of Dana Reed lapsed: it ran until 1 February 2024.")
    expect(composer).to_contain_text("Dana Reed does not get it.")
    accessible_by_day_and_night(page)
    # When the replies are to go to her, who has no number
    press(page, "link", "People on this case")
    press(page, "button", "Send replies to them", among=dana)
    expect(dana).to_contain_text("Replies go to them")
    # Then the composer says who gets them instead
    press(page, "link", f"Back to {case.reference}")
    expect(composer).to_contain_text("Replies should go to Dana Reed, who cannot be texted")
    # When she is taken off again
    press(page, "link", "People on this case")
    press(page, "link", "Change or take off", among=dana)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dana Reed")
    accessible_by_day_and_night(page)
    press(page, "button", "Take off this case")
    # Then only Amina is left
    expect(page.get_by_role("article")).to_have_count(1)


def test_two_cases_are_linked_as_a_larger_one_and_its_part_and_parted_again(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given two cases that belong together
    part, larger = make.case("My flat is damp"), make.case("The whole house is damp", sender=make.BEN)
    page = desk.logged_in("caseworker")
    open_case(page, part)
    # When a caseworker links one as part of the other
    press(page, "link", "Link to another case")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Related cases of")
    accessible_by_day_and_night(page)
    press(page, "button", "Link them")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write the reference of the other case.")
    accessible_by_day_and_night(page)
    fill(page, "Reference of the other case", larger.reference.lower())
    choose(page, f"{part.reference} is part of it")
    press(page, "button", "Link them")
    # Then both pages say so
    expect(page.get_by_role("listitem").filter(has_text="Part of")).to_contain_text("The whole house is damp")
    accessible_by_day_and_night(page)
    press(page, "link", larger.reference)
    expect(page.locator("h1")).to_contain_text(larger.reference)
    expect(related(page)).to_contain_text("Has the part")
    expect(related(page)).to_contain_text("My flat is damp")
    accessible_by_day_and_night(page)
    # When they are unlinked
    press(page, "link", "Link to another case")
    press(page, "button", f"Unlink {part.reference}")
    # Then nothing belongs together any more, and both cases remember
    expect(page.get_by_text("No related cases")).to_be_visible()
    accessible_by_day_and_night(page)
    assert not CaseLink.objects.exists()
    for case in Case.objects.all():
        open_case(page, case)
        expect(page.locator("#timeline")).to_contain_text("Unlinked")


def related(page: Page) -> Locator:
    return page.get_by_role("region", name="Related cases")


def test_people_and_links_fit_a_telephone_and_need_no_script(desk: Desk, accessible: Check) -> None:
    # Given a case with a household number, a long name and a few related cases
    case = make.case("My boiler is broken")
    people.attach(
        person=Person.objects.create(name="B" * 200), point=ContactPoint.objects.get(value="+447700900101")
    )
    other = make.case("x" * 160, sender=make.BEN)
    page = desk.logged_in("caseworker", "phone")
    for address in ("people/", "people/add/", "links/", ""):
        page.goto(f"/desk/cases/{case.reference}/{address}")
        accessible(page)
    page.goto(f"/desk/cases/{case.reference}/people/add/")
    page.get_by_label("Their phone number").fill("900101")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("radio", name="B" * 200)).to_be_visible()
    accessible(page)
    # When it is worked on without any script
    page = desk.logged_in("caseworker", "phone", javascript=False)
    page.goto(f"/desk/cases/{case.reference}/people/add/")
    page.get_by_label("Their phone number").fill("900101")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("radio", name="B" * 200)).to_be_visible()
    page.get_by_role("radio", name="B" * 200).check()
    page.get_by_label("Supporter").check()
    page.get_by_role("button", name="Add to this case").click()
    expect(page.get_by_text("Added to this case.")).to_be_visible()
    page.goto(f"/desk/cases/{case.reference}/links/")
    page.get_by_label("Reference of the other case").fill(other.reference)
    page.get_by_label("They are related").check()
    page.get_by_role("button", name="Link them").click()
    expect(page.get_by_role("listitem").filter(has_text=other.reference)).to_be_visible()


def test_somebody_at_a_household_number_gets_a_name(desk: Desk, accessible_by_day_and_night: Check) -> None:
    # Given a text from a number that two people share
    first = make.text("hello", at=make.later(days=-60)).contact
    assert first.contact_point is not None
    for name in ("Amina Khan", "Ben Khan"):
        people.attach(person=Person.objects.create(name=name), point=first.contact_point)
    Case.objects.update(is_open=False, status="closed", closed_at=make.later(days=-50))
    case = make.case("The boiler is broken")
    page = desk.logged_in("caseworker")
    open_case(page, case)
    expect(page.locator("#reply")).to_contain_text("07700 900101 is a shared number: others may read this.")
    # When a caseworker says who it is
    press(page, "link", "People on this case")
    press(page, "link", "Say who it is")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who is it at 07700 900101?")
    accessible_by_day_and_night(page)
    press(page, "button", "This is who it is")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose one of them")
    accessible_by_day_and_night(page)
    choose(page, "Ben Khan")
    press(page, "button", "This is who it is")
    # Then the case is theirs, and so is what they wrote
    expect(page.get_by_role("article", name="Ben Khan")).to_contain_text("Replies go to them")
    open_case(page, case)
    expect(page.locator("#timeline")).to_contain_text("Ben Khan")
