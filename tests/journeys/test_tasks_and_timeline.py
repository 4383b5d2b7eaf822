"""Work among ourselves, step by step, and the story of a long case: by keyboard alone, by day and by night."""

import re

import pytest
from playwright.sync_api import expect

from casework.ids import uuid7
from casework.models import Case, Checklist, Contact, Task
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, press, tab_to, timeline, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def _long(case: Case, number: int = 60) -> None:
    Contact.objects.bulk_create(
        Contact(id=uuid7(), case=case, filing="filed", channel="sms", direction="in", logged_at=make.NOW,
                took_place_at=make.later(hours=1 + each), body=f"Text {each}")
        for each in range(number)
    )  # fmt: skip


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_checklist_is_worked_through(desk: Desk, accessible_by_day_and_night: Check, size: str) -> None:
    # Given a case that a checklist fits
    case = make.case()
    Checklist.objects.create(name="A visit", steps=["Ask for photos", "Book it"])
    page = desk.logged_in("caseworker", size)
    open_case(page, case)
    tasks = page.locator("#tasks")
    expect(tasks.get_by_text("No tasks yet.")).to_be_visible()
    # When it is put on the case with one press
    press(page, page.get_by_role("button", name="Put on it: A visit (2 steps)"))
    expect(tasks.get_by_text("0 of 2 done")).to_be_visible()
    accessible_by_day_and_night(page)
    # And a step is ticked off, in place
    press(page, page.get_by_role("button", name="Tick off: Ask for photos"))
    expect(tasks.get_by_text("1 of 2 done")).to_be_visible()
    expect(page.get_by_role("button", name="Take the tick off: Ask for photos")).to_be_focused()
    # And one is added by hand, first without words
    tab_to(page, tasks.locator("summary"))
    page.keyboard.press("Enter")
    press(page, page.get_by_role("button", name="Add the task"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say what is to be done")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("What is to be done?").last, "Ring the plumber")
    press(page, page.get_by_role("button", name="Add the task"))
    expect(tasks.get_by_text("1 of 3 done")).to_be_visible()
    # And moved up, with the focus where it was
    press(page, page.get_by_role("button", name="Move up: Ring the plumber"))
    expect(tasks.locator(".oq-tasks__title").nth(1)).to_contain_text("Ring the plumber")
    expect(page.get_by_role("button", name="Move up: Ring the plumber")).to_be_focused()
    # Then ending the case says what is left, and the head says what is next
    expect(page.get_by_text("2 tasks are not done yet")).to_be_visible()
    expect(page.locator(".oq-glance")).to_contain_text("Next")
    # And what is not needed is taken away
    press(page, tasks.get_by_role("link", name="Change: Ring the plumber"))
    expect(page.get_by_role("heading", name="Change a task", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Take it away"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(case.reference)
    expect(timeline(page).get_by_text("Took a task away: “Ring the plumber”")).to_be_visible()
    assert list(Task.objects.values_list("title", flat=True)) == ["Ask for photos", "Book it"]
    # And the list of tasks has what is left
    page.goto("/desk/tasks/?whose=teams")
    expect(page.get_by_role("heading", name="Tasks", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name=re.compile("^Done.*Book it")))
    expect(page.get_by_text("No tasks on your teams’ cases")).to_be_visible()
    accessible_by_day_and_night(page)


def test_a_long_story_is_read_back_to_its_beginning(desk: Desk, accessible: Check) -> None:
    # Given a case with many contacts
    case = make.case()
    _long(case)
    page = desk.logged_in("caseworker")
    open_case(page, case)
    expect(timeline(page).get_by_text("Text 59", exact=True)).to_be_visible()
    expect(timeline(page).get_by_text("Text 9", exact=True)).to_have_count(0)
    accessible(page)
    # When somebody asks for what came before, again and again
    press(page, page.get_by_role("link", name="Show earlier"))
    expect(timeline(page).get_by_text("Text 20", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Show earlier")).to_be_focused()
    # What came in by script is a plain link for a moment.
    expect(page.locator(".htmx-added")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(timeline(page).get_by_text("This is where it began.")).to_be_focused()
    # Then all of it is there once, in order, each day with one heading
    found = [words.strip() for words in timeline(page).locator(".oq-item--inbound .oq-item__body").all_inner_texts()]  # fmt: skip
    assert found == ["My boiler is broken", *(f"Text {number}" for number in range(60))]
    days = timeline(page).locator(".oq-item--day").all_inner_texts()
    assert len(days) == len(set(days))
    accessible(page)
    # And notes alone can be shown, at an address of their own
    open_case(page, case)
    press(page, timeline(page).get_by_role("link", name="Notes"))
    expect(timeline(page).get_by_text("No notes yet")).to_be_visible()
    assert "show=notes" in page.url
    accessible(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without"])
def test_a_link_to_an_old_entry_opens_the_page_at_it(desk: Desk, javascript: bool) -> None:
    case = make.case()
    _long(case)
    old = Contact.objects.get(body="Text 3")
    page = desk.logged_in("caseworker", javascript=javascript)
    query = "" if javascript else f"?at=contact-{old.pk}"
    page.goto(f"/desk/cases/{case.reference}/{query}#contact-{old.pk}")
    expect(page.locator(f"#contact-{old.pk}")).to_be_in_viewport()
    expect(timeline(page).get_by_role("link", name="Show the newest")).to_be_visible()
    if not javascript:
        timeline(page).get_by_role("link", name="Show later").click()
        expect(timeline(page).get_by_text("Text 20", exact=True)).to_be_visible()


def test_long_words_fold_and_open(desk: Desk, accessible: Check) -> None:
    case = make.case("\n".join(f"Line {number} of a long story" for number in range(50)))
    page = desk.logged_in("caseworker", "phone")
    open_case(page, case)
    button = timeline(page).get_by_role("button", name="Show all of it")
    expect(button).to_be_visible()
    accessible(page)
    press(page, button)
    expect(timeline(page).get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")
    assert page.locator(".oq-item__body--folded").count() == 0
