"""The next case, passed over for the one after it; a follow-up added and done; why a case is where it is: by keyboard."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from casework.models import Case, Skip
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, open_case, press, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_next_case_says_why_and_is_passed_over_with_a_reason(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given two cases that nobody has
    first = make.case("No heating", at=timezone.now())
    second = make.case("A leak", sender=make.BEN, at=timezone.now())
    Case.objects.filter(pk=first.pk).update(priority="urgent", priority_rank=3)
    page = desk.logged_in("caseworker", size)
    # When a caseworker asks for the next one
    press(page, page.get_by_role("button", name="Next case"))
    # Then the more urgent one is theirs and says why
    banner = page.get_by_role("region", name="Your next case")
    expect(banner).to_contain_text("It has urgent priority")
    accessible_by_day_and_night(page)
    # And passing it over needs a reason
    press(page, page.get_by_role("link", name="Pass it over"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pass over")
    press(page, page.get_by_role("button", name="Pass it over, and give me the next"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why you pass it over")
    accessible_by_day_and_night(page)
    choose(page, page.get_by_label("I know somebody on it"))
    press(page, page.get_by_role("button", name="Pass it over, and give me the next"))
    expect(page).to_have_title(re.compile(second.reference))
    expect(page.get_by_role("region", name="Your next case")).to_contain_text("It has normal priority")
    assert Skip.objects.get().case == first


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_follow_up_is_added_and_done(desk: Desk, accessible_by_day_and_night: Check, size: str) -> None:
    make.opening_hours()
    case = make.case("My boiler is broken", at=timezone.now())
    page = desk.logged_in("caseworker", size)
    open_case(page, case)
    press(page, page.get_by_role("link", name="Add a follow-up"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Add a follow-up")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("What is to be done?"), "Ring back about the part")
    press(page, page.get_by_role("button", name="Add it"))
    panel = page.get_by_role("region", name="Follow-ups")
    expect(panel).to_contain_text("Ring back about the part")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("link", name="Ring back about the part", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ring back about the part")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("What came of it?"), "She has it now")
    press(page, page.get_by_role("button", name="It is done"))
    expect(page.get_by_role("region", name="Follow-ups")).to_contain_text("Done (1)")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_triage_offers_the_re_route_and_why_here_shows_both_decisions(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given a rule for a service, and a case whose service nobody knows yet
    make.team("housing")
    debt = make.service("debt", name="Debt advice")
    make.question(debt, "owed", label="How much is owed?")
    make.rules(
        {
            "name": "Debt",
            "team": "housing",
            "conditions": {"all": [{"fact": "service", "op": "is", "value": "debt"}]},
        }
    )
    case = make.case("A letter came", at=timezone.now())
    page = desk.logged_in("caseworker", size)
    open_case(page, case)
    press(page, page.get_by_role("link", name="How this was decided"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why")
    expect(page.locator("main")).to_contain_text("No rule named a team, so it went to triage")
    accessible_by_day_and_night(page)
    # When its service is put right
    open_case(page, case)
    press(page, page.get_by_role("link", name="Change service and answers"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Service and answers")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("Service", exact=True), "Debt")
    press(page, page.get_by_role("button", name="Show its questions"))
    expect(page.get_by_label("How much is owed?")).to_be_visible()
    type_into(page, page.get_by_label("How much is owed?"), "100")
    press(page, page.get_by_role("button", name="See what the rules would do"))
    expect(page.locator("main")).to_contain_text("goes to Housing")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Save", exact=True))
    # Then the re-route is offered, done when asked, and on record
    expect(page.get_by_role("button", name="Re-route it")).to_be_visible()
    press(page, page.get_by_role("button", name="Re-route it"))
    expect(page.locator("main")).to_contain_text("Routed anew because somebody asked for it")
    expect(page.locator("main")).to_contain_text("would change nothing")
    accessible_by_day_and_night(page)
