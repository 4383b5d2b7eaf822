"""A callback is rung: no answer, proposed again, reached and kept; a number that becomes unsafe while one dials."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from casework.models import ContactPoint, FollowUp, Staff
from casework.services import contact_safety
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, press, type_into, views_of_the_queue

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_callback_is_rung_until_somebody_answers(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given a case on which a call handler notes a callback
    case = make.case("My boiler is broken", at=timezone.now())
    page = desk.logged_in("handler", size)
    open_case(page, case)
    press(page, page.get_by_role("link", name="Add a follow-up"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Add a follow-up")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("What is to be done?"), "Ring about the boiler")
    press(page, page.get_by_role("button", name="Add it"))
    expect(page.get_by_role("region", name="Follow-ups")).to_contain_text("Ring about the boiler")
    # When it is found among what was promised, and rung
    page.goto("/desk/")
    press(page, views_of_the_queue(page).get_by_role("link", name=re.compile("^Promised")))
    expect(page.get_by_role("heading", name="Promised", level=1)).to_be_visible()
    expect(page.locator("#promised")).to_contain_text("Ring about the boiler")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("link", name=re.compile("^Ring .*: Ring about the boiler")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ring")
    expect(page.locator("main")).to_contain_text("07700 900101")
    accessible_by_day_and_night(page)
    # Then nobody answers, and it is proposed again
    press(page, page.get_by_role("button", name="No answer"))
    expect(page.get_by_role("alert")).to_contain_text("Noted. Ring again")
    expect(page.locator("#timeline")).to_contain_text("Rang, no answer")
    assert FollowUp.objects.open().count() == 1
    # And giving up is refused with what is missing
    press(page, page.get_by_role("link", name="Ring about the boiler", exact=True))
    expect(page.get_by_label("Could not reach them")).to_be_visible()
    page.get_by_label("Could not reach them").check()
    press(page, page.get_by_role("button", name="It is done"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("There was one try")
    accessible_by_day_and_night(page)
    # And the second call reaches them
    press(page, page.get_by_role("button", name="Ring them"))
    expect(page.get_by_role("heading", name="Tries so far")).to_be_visible()
    press(page, page.get_by_role("button", name="We spoke"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write what was said")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("What was said?"), "She has heating again")
    type_into(page, page.get_by_label("What was agreed?"), "Nothing more to do")
    press(page, page.get_by_role("button", name="We spoke"))
    panel = page.get_by_role("region", name="Follow-ups")
    expect(panel).to_contain_text("Done (1)")
    assert FollowUp.objects.get().result == "kept"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_flag_set_while_somebody_dials_is_on_their_screen_within_seconds(
    desk: Desk, accessible: Check, size: str
) -> None:
    # Given somebody who has the number on their screen
    case = make.case("My boiler is broken", at=timezone.now())
    page = desk.logged_in("handler", size)
    page.goto(f"/desk/cases/{case.reference}/ring/")
    expect(page.get_by_role("button", name="No answer")).to_be_visible()
    type_into(page, page.get_by_label("What was said?"), "Half a sentence")
    # When a colleague notes that it is not safe to ring
    point = ContactPoint.objects.get()
    before = contact_safety.of(point)
    wanted = before.__class__(**{**vars(before), "call_ok": False})
    colleague = Staff.objects.get(username="caseworker")
    contact_safety.change(point=point, wanted=wanted, actor=colleague, now=timezone.now())
    # Then it says so within five seconds, and what was typed stays
    expect(page.get_by_role("alert")).to_contain_text("Stop ringing 07700 900101", timeout=5_500)
    expect(page.get_by_label("What was said?")).to_have_value("Half a sentence")
    accessible(page)


def test_the_list_of_promises_and_its_figures_are_looked_at(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    case = make.case("My boiler is broken", at=timezone.now())
    lead = Staff.objects.get(username="lead")
    FollowUp.objects.create(
        case=case, kind="callback", words="Ring her", due_at=timezone.now() - timedelta(hours=1), made_by=lead,
        made_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    for size in ("desk", "phone"):
        page = desk.logged_in("lead", size)
        expect(page.locator("#queue")).to_contain_text("Callback overdue")
        page.goto("/desk/promises/")
        expect(page.get_by_role("heading", name="How promises were kept")).to_be_visible()
        expect(page.locator("main")).to_contain_text("0 of 1 kept in time")
        accessible_by_day_and_night(page)
