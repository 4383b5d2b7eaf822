"""A day begins at the start page: for each role, by keyboard, and every block leads to the whole of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.models import Alarm, CallInProgress, Case, Staff
from casework.services import follow_ups
from tests import factories as make
from tests.journeys.steps import PASSWORD, Check, Desk, main_menu, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def log_in(desk: Desk, username: str, size: str, *, javascript: bool = True) -> Page:
    page = desk.new_page(size, javascript=javascript)
    page.goto("/log-in/")
    page.locator("input[name=username]").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Start", level=1)).to_be_visible()
    return page


def late(words: str, sender: str, owner: str = "") -> Case:
    """Of three days ago; its answer was due yesterday."""
    now = timezone.now()
    case = make.case(words, sender=sender, at=now - timedelta(days=3))
    person = Staff.objects.get(username=owner) if owner else None
    Case.objects.filter(pk=case.pk).update(
        due_at=now - timedelta(days=1), due_kind="next_response", assignee=person
    )
    return case


def open_block(page: Page, name: str, link: str) -> None:
    press(page, page.get_by_role("region", name=name).get_by_role("link", name=link))


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_caseworker_logs_in_and_goes_to_what_is_late(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given a late case of theirs with a long word in it, and one of nobody
    mine = late("No heating " + "x" * 120, make.AMINA, "caseworker")
    late("A leak", make.BEN)
    now = timezone.now()
    follow_ups.make(
        case=mine, kind="callback", words="Ring about the part", due_at=now + timedelta(seconds=1),
        owner=Staff.objects.get(username="caseworker"), actor=Staff.objects.get(username="caseworker"), now=now,
    )  # fmt: skip
    # When they log in
    page = log_in(desk, "caseworker", size)
    # Then the page says what is theirs and what is the team's
    expect(page.get_by_role("region", name="My late cases 1")).to_contain_text(mine.reference)
    expect(page.get_by_role("region", name="What I promised for today 1")).to_contain_text(
        "Ring about the part"
    )
    expect(page.get_by_role("region", name="Late 2", exact=True)).to_contain_text("Nobody’s yet")
    expect(page.get_by_role("region", name="My tasks and reminders")).to_contain_text(
        "No task and no reminder"
    )
    accessible_by_day_and_night(page)
    # And the link leads to the list of exactly these
    open_block(page, "My late cases", "All my late cases")
    expect(page.get_by_role("heading", name="Queue", level=1)).to_be_visible()
    expect(page.locator("#queue")).to_contain_text(mine.reference)
    expect(page.locator("#queue")).not_to_contain_text("A leak")
    # And the navigation leads back
    press(page, main_menu(page).get_by_role("link", name="Start", exact=True))
    expect(page.get_by_role("heading", name="Start", level=1)).to_be_visible()
    press(page, page.get_by_role("button", name="Next case"))
    expect(page.get_by_role("region", name="Your next case")).to_be_visible()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_call_handler_goes_on_with_the_call_on_hold(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    handler, now = Staff.objects.get(username="handler"), timezone.now()
    CallInProgress.objects.create(
        author=handler, channel="phone", typed={"name": ["Amina Khan"], "words": ["Asks about"]}, started_at=now,
        saved_at=now, on_hold_since=now,
    )  # fmt: skip
    make.call("Rang about the boiler", by=handler, at=now)
    page = log_in(desk, "handler", size)
    expect(page.get_by_role("region", name="Calls now 1")).to_contain_text("On hold")
    expect(page.get_by_role("region", name="What I logged today 1")).to_contain_text("Rang about the boiler")
    expect(page.get_by_role("region", name="My callbacks for today")).to_contain_text(
        "You have nobody to ring back"
    )
    accessible_by_day_and_night(page)
    open_block(page, "Calls now", "Amina Khan")
    expect(page.get_by_label("What was it about?")).to_have_value("Asks about")


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("role", ["lead", "manager"])
def test_whoever_leads_sees_how_much_there_is(
    desk: Desk, accessible_by_day_and_night: Check, role: str, size: str
) -> None:
    late("No heating", make.AMINA, "caseworker")
    late("A leak", make.BEN)
    page = log_in(desk, role, size)
    load = page.get_by_role("region", name="Open cases of each person")
    expect(load.get_by_role("row", name="Caseworker Example 1")).to_be_visible()
    accessible_by_day_and_night(page)
    # The drawing is a table too, opened by keyboard
    days = page.get_by_role("region", name="New and ended, day by day")
    expect(days).to_contain_text("in two weeks 2 new and 0 ended")
    press(page, days.locator("summary"))
    expect(days.get_by_role("columnheader", name="Ended")).to_be_visible()
    accessible_by_day_and_night(page)
    open_block(page, "Open cases of each person", "Caseworker Example")
    expect(page.get_by_role("heading", name="Queue", level=1)).to_be_visible()
    expect(page.locator("#queue")).to_contain_text("No heating")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_an_administrator_begins_at_alarms_and_settings(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    now = timezone.now()
    Alarm.objects.create(key="sms", words="Texts do not go out", first_at=now, last_at=now, times=2)
    page = log_in(desk, "administrator", size)
    expect(page.get_by_role("region", name="Alarms 1")).to_contain_text("Texts do not go out")
    accessible_by_day_and_night(page)
    open_block(page, "Alarms", "All alarms")
    expect(page.get_by_role("heading", name="Health", level=1)).to_be_visible()


def test_the_page_is_whole_without_scripts(desk: Desk) -> None:
    late("No heating", make.AMINA, "caseworker")
    page = log_in(desk, "lead", "desk", javascript=False)
    expect(page.get_by_role("region", name="Late 1", exact=True)).to_contain_text("No heating")
    expect(page.locator(".oq-load__chart")).to_be_visible()
