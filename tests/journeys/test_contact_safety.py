"""A number that is dangerous to text: noted by keyboard in a moment, kept against everybody but a lead."""

import pytest
from playwright.sync_api import expect

from casework.models import Alarm, ContactPoint, Event, Office
from casework.services import contact_safety
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, open_case, press, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_handler_notes_that_a_phone_is_read_by_somebody_else(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given a case of somebody who texts
    make.office(acknowledge_texts=False)
    case = make.case("I need to talk to somebody", person_name="Amina Yusuf")
    point = ContactPoint.objects.get()
    page = desk.logged_in("handler")
    open_case(page, case)
    # When she says on the phone that he reads her texts
    press(page, page.get_by_role("link", name="Safe contact 07700 900101"))
    expect(page.locator("h1")).to_contain_text("07700 900101")
    accessible_by_day_and_night(page)
    choose(page, page.get_by_role("group", name="Is it safe to text?").get_by_label("No", exact=True))
    choose(
        page, page.get_by_role("group", name="Is it safe to say who we are?").get_by_label("No", exact=True)
    )
    type_into(page, page.get_by_label("From"), "6pm")
    press(page, page.get_by_role("button", name="Save safe contact"))
    # Then what is missing is said beside it
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "Say when the safe hours begin and when they end"
    )
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("Until"), "20:00")
    type_into(page, page.get_by_label("Safety note"), "He reads her phone.")
    press(page, page.get_by_role("button", name="Save safe contact"))
    expect(page.get_by_text("Saved. It counts from now on")).to_be_visible()
    expect(page.get_by_text("It is not safe to text this number")).to_be_visible()
    accessible_by_day_and_night(page)
    # And every page of hers says so
    open_case(page, case)
    card = page.locator(".oq-person")
    for words in (
        "Not safe to text",
        "Do not say who we are",
        "Text only from 18:00 to 20:00",
        "He reads her phone.",
    ):
        expect(card.get_by_text(words)).to_be_visible()
    # And the handler cannot take it back
    page.get_by_role("link", name="Safe contact 07700 900101").click()
    page.get_by_role("group", name="Is it safe to text?").get_by_label("Yes").check()
    page.get_by_role("button", name="Save safe contact").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Only a lead can allow this: texting it")
    accessible_by_day_and_night(page)
    # But a lead can
    lead = desk.logged_in("lead", "phone")
    lead.goto(f"/desk/numbers/{point.pk}/")
    expect(lead.get_by_text("and was refused")).to_be_visible()
    accessible_by_day_and_night(lead)
    lead.get_by_role("group", name="Is it safe to text?").get_by_label("Yes").check()
    lead.get_by_role("button", name="Save safe contact").click()
    expect(lead.get_by_text("Saved. It counts from now on")).to_be_visible()
    point.refresh_from_db()
    assert contact_safety.of(point).text_ok is True
    assert Event.objects.filter(case=case, verb="safety_refused").count() == 1


def test_a_claimed_number_is_confirmed_without_javascript(desk: Desk) -> None:
    make.office(acknowledge_texts=False)
    make.form("The bin was missed", sender=make.BEN, person_name="Ben Ali")
    point = ContactPoint.objects.get()
    page = desk.logged_in("caseworker", javascript=False)
    page.goto(f"/desk/numbers/{point.pk}/")
    expect(page.get_by_text("Ring it first")).to_be_visible()
    page.get_by_label("Somebody rang it and spoke to them").check()
    page.get_by_role("button", name="Confirm it is theirs").click()
    expect(page.get_by_text("The number is confirmed.")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm it is theirs")).to_have_count(0)
    point.refresh_from_db()
    assert point.confirmed_at is not None


def test_texting_is_set_up_and_its_health_is_looked_at(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given an alarm about what texts cost
    Alarm.objects.create(
        key="spending:2026-03-02", words="Unusually much", first_at=make.NOW, last_at=make.NOW
    )
    page = desk.logged_in("administrator", "phone")
    page.goto("/desk/settings/")
    press(page, page.get_by_role("link", name="Texting"))
    expect(page.get_by_role("heading", name="Texting", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    # When the quiet hours are set, first half of them only
    type_into(page, page.get_by_label("From"), "21:00")
    press(page, page.get_by_role("button", name="Save"))
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "Say when the quiet hours begin and when they end"
    )
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("Until"), "8am")
    press(page, page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Saved. It counts for what goes out from now on.")).to_be_visible()
    expect(page.get_by_text("Quiet until: none, now 08:00")).to_be_visible()
    accessible_by_day_and_night(page)
    assert f"{Office.objects.get().quiet_until:%H:%M}" == "08:00"
    # Then the health page has the alarm, until it is dealt with
    page.goto("/desk/settings/health/")
    expect(page.get_by_role("heading", name="Health", level=1)).to_be_visible()
    expect(page.get_by_text("Unusually much").first).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Dealt with"))
    expect(page.get_by_text("No alarm is open.")).to_be_visible()
    accessible_by_day_and_night(page)
    assert Alarm.objects.get().cleared_at is not None
