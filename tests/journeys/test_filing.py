"""Filing put to the test by people, without a mouse: the question by text, the lane, moving, merging, and back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.models import Case, Contact, FilingQuestion
from channels import looking
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, open_case, press, timeline, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AMINA = "07700 900101"


@pytest.fixture(autouse=True)
def _one_server(live_server: Any, settings: Any) -> None:
    settings.LOOPBACK_BASE_URL = live_server.url
    settings.TWILIO_API_BASE = f"{live_server.url}/demo/twilio"


@pytest.fixture
def two(desk: Desk) -> tuple[Case, Case]:
    """Amina's missed bin of eight days ago and her broken boiler of six, both opened by phone."""
    from casework.models import Staff

    handler = Staff.objects.get(username="handler")
    found = []
    for code, days, words in (
        ("missed-bin", 8, "The bin was missed"),
        ("housing-repair", 6, "Boiler broken"),
    ):
        make.service(code)
        taken = make.call(
            words,
            by=handler,
            at=timezone.now() - timedelta(days=days),
            service_code=code,
            staff_choice="new",
            person_name="Amina Khan",
        )
        assert taken.case is not None
        found.append(taken.case)
    return found[0], found[1]


def work() -> None:
    looking.look(budget=timedelta(seconds=30))


def telephone(desk: Desk) -> Page:
    page = desk.new_page("phone")
    page.goto("/demo/phone/")
    type_into(page, page.get_by_label("Telephone number"), AMINA)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your text")).to_be_visible()
    return page


def text(page: Page, words: str) -> None:
    type_into(page, page.get_by_label("Your text"), words)
    press(page, page.get_by_role("button", name="Send the text"))
    expect(page.locator("#conversation").get_by_text(words, exact=True)).to_be_visible()
    work()


def test_two_open_cases_are_asked_about_and_the_answer_files_what_waited(
    desk: Desk, two: tuple[Case, Case], accessible_by_day_and_night: Check
) -> None:
    # Given somebody with two open cases who texts about one of them
    bin_case, _ = two
    phone = telephone(desk)
    text(phone, "Any news?")
    text(phone, "It smells by now")
    # Then the telephone shows the numbered list, once, in plain words
    work()
    conversation = phone.locator("#conversation")
    expect(conversation.get_by_text("which of your requests is this about")).to_have_count(1)
    expect(conversation.get_by_text("2 Missed bin, from")).to_be_visible()
    accessible_by_day_and_night(phone)
    # And staff see in the lane that they were asked
    page = desk.logged_in("caseworker")
    press(page, page.get_by_role("link", name="Needs filing"))
    expect(page.get_by_text("It smells by now")).to_be_visible()
    expect(page.get_by_text("no answer yet")).to_be_visible()
    accessible_by_day_and_night(page)
    # When they answer with the number
    text(phone, "2")
    # Then all of it is on that case, with why in words, and nothing needs filing any more
    open_case(page, bin_case)
    for words in ("Any news?", "It smells by now", "which of your requests is this about"):
        expect(timeline(page).get_by_text(words)).to_be_visible()
    expect(timeline(page).get_by_text("answers our question").first).to_be_visible()
    accessible_by_day_and_night(page)
    page.goto("/desk/filing/")
    expect(page.get_by_text("Nothing needs filing")).to_be_visible()


def test_without_an_answer_staff_file_it_with_one_press_and_take_it_back(
    desk: Desk, two: tuple[Case, Case], accessible_by_day_and_night: Check
) -> None:
    # Given two texts that nobody has answered our question about
    bin_case, boiler = two
    now = timezone.now()
    make.text("Any news?", at=now - timedelta(hours=30))
    make.text("Hello?", at=now - timedelta(hours=29))
    assert FilingQuestion.objects.count() == 1
    # When a caseworker sees the candidates side by side and presses one button
    page = desk.logged_in("caseworker")
    page.goto("/desk/filing/")
    expect(page.get_by_text("Boiler broken")).to_be_visible()
    expect(page.get_by_text("The bin was missed")).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name=f"File here on {bin_case.reference}"))
    # Then both texts are there and the lane is empty
    expect(page.get_by_text(f"Filed on {bin_case.reference}.", exact=True).first).to_be_visible()
    expect(page.get_by_text("Nothing needs filing")).to_be_visible()
    accessible_by_day_and_night(page)
    assert bin_case.contacts.filter(channel="sms", direction="in").count() == 2
    # When it was the wrong one after all
    press(page, page.get_by_role("button", name="Undo"))
    # Then both wait again, and the other button files them
    expect(page.get_by_text("Undone. Everything is where it was.")).to_be_visible()
    press(page, page.get_by_role("button", name=f"File here on {boiler.reference}"))
    expect(page.get_by_text("Nothing needs filing")).to_be_visible()
    assert boiler.contacts.filter(channel="sms", direction="in").count() == 2


def test_contacts_are_moved_and_the_move_is_undone(
    desk: Desk, two: tuple[Case, Case], accessible_by_day_and_night: Check
) -> None:
    # Given a text on the wrong case
    bin_case, boiler = two
    stray = make.text(f"{bin_case.reference} the heating is off", at=timezone.now()).contact
    page = desk.logged_in("caseworker", "phone")
    open_case(page, bin_case)
    press(page, page.get_by_role("link", name="Move or split contacts"))
    expect(page.get_by_role("heading", name="Move or split contacts")).to_be_visible()
    accessible_by_day_and_night(page)
    # When a caseworker forgets to tick it
    press(page, page.get_by_role("button", name="Move them"))
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    accessible_by_day_and_night(page)
    # And then ticks it and chooses the other case
    choose(page, page.get_by_label("the heating is off"))
    choose(page, page.get_by_label(boiler.reference))
    press(page, page.get_by_role("button", name="Move them"))
    # Then it is there, both cases say so, and one press takes it back
    expect(page.locator("h1")).to_contain_text(boiler.reference)
    expect(timeline(page).get_by_text("the heating is off")).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Undo Caseworker Example put a contact here"))
    expect(page.locator("h1")).to_contain_text(bin_case.reference)
    expect(timeline(page).get_by_text("the heating is off")).to_be_visible()
    expect(timeline(page).get_by_text("undid the move")).to_be_visible()
    assert Contact.objects.get(pk=stray.pk).case == bin_case


def test_one_case_is_split_into_two(
    desk: Desk, two: tuple[Case, Case], accessible_by_day_and_night: Check
) -> None:
    # Given a text about something else on a case
    bin_case, _ = two
    make.text(f"{bin_case.reference} also, the street lamp is out", at=timezone.now())
    page = desk.logged_in("caseworker")
    open_case(page, bin_case)
    press(page, page.get_by_role("link", name="Move or split contacts"))
    # When a caseworker splits it off
    choose(page, page.get_by_label("the street lamp is out"))
    choose(page, page.get_by_label("A new case"))
    press(page, page.get_by_role("button", name="Move them"))
    # Then it is a case of its own, and the first one still has the call
    expect(page.locator("h1")).not_to_contain_text(bin_case.reference)
    expect(timeline(page).get_by_text("the street lamp is out")).to_be_visible()
    accessible_by_day_and_night(page)
    assert bin_case.contacts.filter(direction="in").count() == 1


def test_two_cases_are_merged_and_come_apart_again(
    desk: Desk, two: tuple[Case, Case], accessible_by_day_and_night: Check
) -> None:
    # Given two cases that are about one thing
    bin_case, boiler = two
    page = desk.logged_in("caseworker")
    open_case(page, boiler)
    press(page, page.get_by_role("link", name="Merge with another case"))
    expect(page.get_by_role("heading", name="with another case")).to_be_visible()
    accessible_by_day_and_night(page)
    # When a caseworker writes a reference that is none
    type_into(page, page.get_by_label("Reference of the other case"), "nonsense")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-message")).to_be_visible()
    accessible_by_day_and_night(page)
    # And then compares it with the other case of the same person
    press(page, page.get_by_role("link", name=f"Compare with {bin_case.reference}"))
    expect(page.get_by_role("heading", name="Merge these two cases?")).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Merge the two cases"))
    # Then one timeline has both, and the other reference leads here
    expect(page.locator("h1")).to_contain_text(bin_case.reference)
    expect(timeline(page).get_by_text("Boiler broken")).to_be_visible()
    accessible_by_day_and_night(page)
    open_case(page, boiler)
    expect(page.locator("h1")).to_contain_text(bin_case.reference)
    expect(page.get_by_text(f"{boiler.reference} was merged into this case.")).to_be_visible()
    # When it was a mistake
    press(page, page.get_by_role("button", name="Undo Caseworker Example merged"))
    # Then they are two again
    expect(page.locator("h1")).to_contain_text(boiler.reference)
    expect(timeline(page).get_by_text("Boiler broken")).to_be_visible()
    open_case(page, bin_case)
    expect(timeline(page).get_by_text("Boiler broken")).to_have_count(0)
    accessible_by_day_and_night(page)
