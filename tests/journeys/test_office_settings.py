"""Nobody needs the Django admin: teams, staff, services, questions and macros, by keyboard."""

import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.models import Case, Contact, Event, Macro, Service, Staff, Team, TextTemplate
from tests import factories as make
from tests.journeys.steps import Check, Desk, OpenPage, choose, main_menu, open_case, press, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, level=1)).to_be_visible()


def select(page: Page, label: str, option: str) -> None:
    """A select is typed into, as by keyboard."""
    box = page.get_by_label(label, exact=True)
    type_into(page, box, option)
    expect(box.locator("option:checked")).to_contain_text(option)


def test_a_manager_makes_a_team_and_lets_somebody_in_who_chooses_their_own_password(
    desk: Desk, new_page: OpenPage, accessible_by_day_and_night: Check
) -> None:
    # Given a manager at the settings
    page = desk.logged_in("manager")
    page.goto("/desk/settings/")
    press(page, page.get_by_role("link", name="Teams", exact=True))
    heading(page, "Teams")
    accessible_by_day_and_night(page)
    # When they make a team
    press(page, page.get_by_role("button", name="New team"))
    heading(page, "New team")
    press(page, page.get_by_role("button", name="Make the team"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Give the team a name.")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("Name", exact=True), "Legal help")
    press(page, page.get_by_role("button", name="Make the team"))
    heading(page, "Legal help")
    accessible_by_day_and_night(page)
    # And put somebody in it, who leads it
    select(page, "Who", "Caseworker")
    choose(page, page.get_by_label("They lead it"))
    press(page, page.get_by_role("button", name="Put them in"))
    expect(page.get_by_text("Leads it", exact=True)).to_be_visible()
    assert Team.objects.get(code="legal-help").memberships.get().is_lead
    # And let somebody new in, without a password
    page.goto("/desk/settings/staff/")
    heading(page, "Staff")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Add somebody"))
    heading(page, "Add somebody")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("Log-in name"), "amina")
    type_into(page, page.get_by_label("Name", exact=True), "Amina Yusuf")
    choose(page, page.get_by_label("Call handler"))
    press(page, page.get_by_role("button", name="Make the log-in"))
    heading(page, "Amina Yusuf")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Make a link"))
    heading(page, "A link for Amina Yusuf")
    accessible_by_day_and_night(page)
    address = urlsplit(page.get_by_label("The link").input_value()).path
    # Then whoever got the link chooses a password that nobody else knows, and logs in with it
    theirs = new_page("phone")
    theirs.goto(address)
    heading(theirs, "Choose a password")
    accessible_by_day_and_night(theirs)
    for label in ("New password", "The same once more"):
        type_into(theirs, theirs.get_by_label(label, exact=True), "three plain words")
    press(theirs, theirs.get_by_role("button", name="Set the password"))
    heading(theirs, "Log in to Riverbank Help")
    expect(theirs.get_by_text("Your password is set. Log in as amina.")).to_be_visible()
    theirs.locator("input[name=username]").fill("amina")
    theirs.get_by_label("Password", exact=True).fill("three plain words")
    press(theirs, theirs.locator("form.oq-login").get_by_role("button", name="Log in"))
    heading(theirs, "Start")
    main_menu(theirs)
    expect(theirs.get_by_role("button", name="Log out")).to_be_visible()
    # When the manager puts them out of use
    page.goto(f"/desk/settings/staff/{Staff.objects.get(username='amina').pk}/")
    press(page, page.get_by_role("button", name="Put them out of use"))
    expect(page.get_by_text("is out of use and logged out everywhere")).to_be_visible()
    accessible_by_day_and_night(page)
    # Then they are logged out at once, and the link is no good
    theirs.goto("/desk/")
    heading(theirs, "Log in to Riverbank Help")
    answer = theirs.request.get(address)
    assert answer.status == 404 and "This link is no good" in answer.text()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_lead_sets_up_a_service_that_people_can_ask_for(
    desk: Desk, new_page: OpenPage, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given an office without services
    page = desk.logged_in("lead", size)
    page.goto("/desk/settings/services/")
    expect(page.get_by_text("No services yet")).to_be_visible()
    accessible_by_day_and_night(page)
    # When a lead adds one with a question
    press(page, page.get_by_role("button", name="New service"))
    heading(page, "New service")
    type_into(page, page.get_by_label("Name", exact=True), "Report a pothole")
    press(page, page.get_by_role("button", name="Add the service"))
    heading(page, "Report a pothole Not on the public form")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Add a question"))
    heading(page, "New question")
    type_into(page, page.get_by_label("Question", exact=True), "How deep is it?")
    choose(page, page.get_by_label("One choice"))
    press(page, page.get_by_role("button", name="Add the question"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write 2 to 60 choices")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("Choices", exact=True), "A hand\nA foot")
    press(page, page.get_by_role("button", name="Add the question"))
    heading(page, "Report a pothole Not on the public form")
    # And looks at it as people will
    press(page, page.get_by_role("link", name="As people see it"))
    heading(page, "As people see it: Report a pothole")
    expect(page.get_by_label("A foot")).to_be_disabled()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("link", name="Back to Report a pothole"))
    press(page, page.get_by_role("button", name="Put it on the public form"))
    heading(page, "Report a pothole On the public form")
    # Then people can ask for it
    public = new_page(size)
    public.goto("/request/report-a-pothole/questions/")
    expect(public.get_by_label("A foot")).to_be_visible()
    assert Service.objects.get().published
    press(page, page.get_by_role("link", name="changes"))
    heading(page, "Changes: Report a pothole")
    expect(page.get_by_text("On the public form: no, now yes")).to_be_visible()
    accessible_by_day_and_night(page)


def test_a_macro_is_made_looked_over_and_done_as_a_whole(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given a template, and a case
    TextTemplate.objects.create(code="made", name="Appointment made", body="About {reference}: we come.")
    case = make.case("My boiler is broken", at=timezone.now())
    # When a lead makes a macro of two steps
    page = desk.logged_in("lead")
    page.goto("/desk/settings/macros/")
    heading(page, "Macros")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="New macro"))
    heading(page, "New macro")
    type_into(page, page.get_by_label("Name", exact=True), "Settle it")
    press(page, page.get_by_role("button", name="Make the macro"))
    heading(page, "Settle it")
    accessible_by_day_and_night(page)
    select(page, "Add a step", "Reply")
    press(page, page.get_by_role("button", name="Add", exact=True))
    heading(page, "Reply with a template")
    select(page, "Template", "Appointment")
    press(page, page.get_by_role("button", name="Add the step"))
    heading(page, "Settle it")
    select(page, "Add a step", "Add a tag")
    press(page, page.get_by_role("button", name="Add", exact=True))
    heading(page, "Add a tag")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("Tag", exact=True), "heating")
    press(page, page.get_by_role("button", name="Add the step"))
    heading(page, "Settle it")
    assert [each["do"] for each in Macro.objects.get().steps] == ["reply", "tag"]
    # And uses it on the case
    open_case(page, case)
    page.goto(f"/desk/cases/{case.reference}/macros/")
    heading(page, f"Macros for {case.reference}")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Preview"))
    heading(page, f"Settle it on {case.reference}")
    expect(page.get_by_label("The reply")).to_have_value(re.compile(case.reference))
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Do it"))
    # Then both are done, and the case says by what
    expect(page.get_by_text("“Settle it” is done.")).to_be_visible()
    expect(page.locator("#timeline")).to_contain_text("we come.")
    assert Case.objects.get(pk=case.pk).tags == ["heating"]
    assert Event.objects.filter(verb="macro_done").count() == 1


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_manager_words_an_outcome_and_a_call_ends_with_it(
    size: str, desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given a manager at the outcomes
    page = desk.logged_in("manager", size)
    page.goto("/desk/settings/outcomes/")
    expect(page.get_by_text("None of your own yet")).to_be_visible()
    accessible_by_day_and_night(page)
    # When they add one without saying what it means
    type_into(page, page.get_by_label("What it is called"), "Food parcel given")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose what it means for the case.")
    accessible_by_day_and_night(page)
    # And then with it, and leave out what their calls never end with
    choose(page, page.get_by_label("We spoke, and nothing more is asked of us"))
    press(page, page.get_by_role("button", name="Add it"))
    expect(page.get_by_text("“Food parcel given” is added.")).to_be_visible()
    press(page, page.get_by_role("button", name=re.compile("Leave out.*Put through to a colleague")))
    expect(page.get_by_text("“Put through to a colleague” is not offered any more.")).to_be_visible()
    accessible_by_day_and_night(page)
    # Then a call ends with the one, and cannot with the other
    page.goto("/desk/log/phone/")
    expect(page.get_by_label("Put through to a colleague")).to_have_count(0)
    type_into(page, page.get_by_label("What was it about?"), "Came for food")
    choose(page, page.get_by_label("Food parcel given"))
    press(page, page.get_by_role("button", name="Log the call"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Log a call")
    assert Contact.objects.get().outcome == "answered.Food parcel given"
