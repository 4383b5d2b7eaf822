"""What somebody needs: noted while they speak, shown wherever they are dealt with, ended by a lead."""

import pytest
from playwright.sync_api import expect

from casework.models import Adjustment, Event, Party, Staff
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, press, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_handler_notes_what_she_needs_and_a_lead_ends_it(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given a case of somebody who texts
    make.office(acknowledge_texts=False)
    case = make.case("My boiler is broken", person_name="Amina Yusuf")
    page = desk.logged_in("handler")
    open_case(page, case)
    # When she says that letters are too small for her
    press(page, page.get_by_role("link", name="Note an adjustment of Amina Yusuf"))
    expect(page.get_by_role("heading", name="What Amina Yusuf needs", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Note it"))
    # Then what is missing is said beside it
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say what they need")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("What do they need?"), "Large print, 18 points")
    press(page, page.get_by_role("button", name="Note it"))
    expect(page.get_by_text("Noted. It is shown wherever somebody deals with them.")).to_be_visible()
    # And it is on the card of her case
    open_case(page, case)
    expect(page.locator(".oq-person").get_by_text("Large print, 18 points")).to_be_visible()
    # And the handler cannot take it away
    page.get_by_role("link", name="Change adjustments").click()
    page.get_by_role("link", name="Change or end").click()
    expect(page.get_by_text("Only a lead can end it")).to_be_visible()
    accessible_by_day_and_night(page)
    page.get_by_label("What they need").fill("Print")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Only a lead can take words away")
    expect(page.get_by_label("What they need")).to_have_value("Print")
    accessible_by_day_and_night(page)
    # But a lead ends it, with a reason, also on a phone
    lead = desk.logged_in("lead", "phone")
    lead.goto(f"/desk/adjustments/{Adjustment.objects.get().pk}/")
    lead.get_by_label("Why is it not needed any more?").fill("She has new glasses")
    accessible_by_day_and_night(lead)
    lead.get_by_role("button", name="End it").click()
    expect(lead.get_by_text("Ended. It stays on record.")).to_be_visible()
    expect(lead.get_by_text("She has new glasses")).to_be_visible()
    accessible_by_day_and_night(lead)
    lead.get_by_role("link", name="Reviews, and how often").click()
    expect(lead.get_by_role("heading", name="Adjustments", level=1)).to_be_visible()
    accessible_by_day_and_night(lead)
    open_case(lead, case)
    expect(lead.locator(".oq-person").get_by_text("Large print")).to_have_count(0)
    assert Event.objects.filter(verb="adjustment_refused").count() == 1
    person = Party.objects.get(case=case).person
    assert person is not None and person.adjustments == ""


def test_a_call_without_a_case_is_found_and_filed(desk: Desk, accessible_by_day_and_night: Check) -> None:
    # Given a call that was answered on the spot
    make.office(acknowledge_texts=False)
    page = desk.logged_in("caseworker")
    by = Staff.objects.get(username="caseworker")
    make.call("Asked when the bins are emptied", by=by, staff_choice="none", person_name="Amina Yusuf")
    # When somebody looks for it
    page.goto("/desk/")
    press(page, page.get_by_role("link", name="Without a case"))
    expect(page.get_by_role("heading", name="Contacts without a case", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("Words in it"), "bins")
    press(page, page.get_by_role("button", name="Find"))
    expect(page.get_by_text("1 contact found")).to_be_visible()
    press(page, page.get_by_role("link", name="Amina Yusuf"))
    expect(page.get_by_text("Asked when the bins are emptied")).to_be_visible()
    accessible_by_day_and_night(page)
    # Then it is filed on a new case, and can come back
    page.get_by_label("A new case").check()
    page.get_by_role("button", name="File it").click()
    expect(page.get_by_role("alert", name="Done")).to_contain_text("Put on")
    expect(page.locator("#timeline").get_by_text("Asked when the bins are emptied")).to_be_visible()


def test_what_was_typed_for_a_case_that_left_is_kept_without_javascript(desk: Desk) -> None:
    make.office(acknowledge_texts=False)
    case = make.case("My boiler is broken", person_name="Amina Yusuf")
    page = desk.logged_in("caseworker", javascript=False)
    open_case(page, case)
    page.locator("#note > summary").click()
    form = page.locator("form[action$='/note/']")
    form.locator("textarea").fill("She told me about the lodger")
    type(case).objects.filter(pk=case.pk).update(restricted=True, team=make.team("elsewhere"))
    form.get_by_role("button").click()
    expect(page.get_by_role("heading", name="Your note is kept for you", level=1)).to_be_visible()
    page.goto("/desk/")
    page.get_by_role("link", name="Notes kept for you").click()
    expect(page.locator("textarea")).to_have_value("She told me about the lodger")
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_text("No note is kept for you")).to_be_visible()
