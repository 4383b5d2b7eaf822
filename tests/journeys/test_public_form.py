"""Citizens: a form on a narrow phone, with and without scripts, from the start page to the reference."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from casework.models import Attachment, Case, Contact, Service
from channels.web import guard
from tests import factories as make
from tests.journeys.steps import Check, Desk, OpenPage, open_case, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# The smallest picture there is: one transparent pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that is driven fills in faster than people do; that alone is not what these journeys are about."""
    monkeypatch.setattr(guard, "LEAST_TIME", timedelta(0))


def repairs() -> Service:
    """A form with every kind of question."""
    make.office(phone="01632 960100")
    service = make.service(
        "housing-repair",
        name="Report a repair in a rented home",
        group="Home",
        summary="Damp, leaks, heating, electrics.",
        guidance="We write to your landlord with you.",
        stop_notice="If you smell gas, open the windows and go outside.",
    )
    choices = [{"value": "yes", "label": "No heating"}, {"value": "no", "label": "None of these"}]
    at_home = [{"value": "child", "label": "A child"}, {"value": "old", "label": "Somebody over 70"}]
    make.question(service, "landlord", label="Who is your landlord?")
    make.question(
        service, "danger", "choice", label="Is any of this true today?", choices=choices, required=True
    )
    make.question(service, "who", "choices", label="Who lives there?", choices=at_home)
    make.question(service, "since", "date", label="When did it begin?")
    make.question(service, "postcode", "postcode", label="Postcode of the home", required=True)
    make.question(service, "photo", "file", label="A photograph")
    make.question(service, "words", "long_text", label="What is wrong?", required=True)
    return service


def answer_everything(page: Page) -> None:
    page.get_by_label("Who is your landlord?").fill("Ferry Lettings")
    page.get_by_label("No heating").check()
    page.get_by_label("A child").check()
    for part, value in (("Day", "27"), ("Month", "2"), ("Year", "2026")):
        page.get_by_role("group", name="When did it begin?").get_by_label(part).fill(value)
    page.get_by_label("Postcode of the home").fill("zz99 3wz")
    page.get_by_label("A photograph").set_input_files(
        [{"name": "damp.png", "mimeType": "image/png", "buffer": PNG}]
    )
    page.get_by_label("What is wrong?").fill("The kitchen is wet.\nIt smells.")
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.usefixtures("unhurried")
def test_a_form_on_a_narrow_phone_becomes_a_case_with_a_reference(
    javascript: bool, desk: Desk, accessible_by_day_and_night: Check
) -> None:
    repairs()
    look = accessible_by_day_and_night if javascript else lambda page: None  # axe is a script, too
    # Given somebody with a telephone 320 pixels wide
    page = desk.new_page("phone", javascript=javascript)
    page.goto("/")
    look(page)
    page.get_by_role("link", name="Report a repair in a rented home").click()
    expect(page.get_by_text("If you smell gas")).to_be_visible()
    look(page)
    # When they answer the questions and leave a number
    page.get_by_role("button", name="Start now").or_(page.get_by_role("link", name="Start now")).click()
    look(page)
    answer_everything(page)
    expect(page.get_by_role("heading", name="How can we reach you?")).to_be_visible()
    look(page)
    page.get_by_label("Phone number").fill("07700 900123")
    page.get_by_role("button", name="Continue").click()
    # Then everything is shown once more before it is sent
    for words in ("Ferry Lettings", "No heating", "27 February 2026", "damp.png", "07700 900123"):
        expect(page.locator("main").get_by_text(words).first).to_be_visible()
    look(page)
    page.get_by_role("button", name="Send").click()
    # And they have a reference, for a case that is in the queue with all they said
    case = Case.objects.get()
    expect(page.get_by_text(case.reference)).to_be_visible()
    look(page)
    assert Attachment.objects.get().name == "damp.png"
    staff = desk.logged_in("caseworker")
    expect(staff.get_by_role("link", name=case.reference)).to_be_visible()
    open_case(staff, case)
    expect(timeline(staff).get_by_text("The kitchen is wet.")).to_be_visible()
    expect(timeline(staff).get_by_text("Ferry Lettings")).to_be_visible()
    expect(timeline(staff).get_by_text("27 February 2026")).to_be_visible()
    expect(timeline(staff).get_by_role("link", name="damp.png")).to_be_visible()
    accessible_by_day_and_night(staff)


@pytest.mark.usefixtures("unhurried")
def test_a_form_sent_from_two_tabs_makes_one_case(desk: Desk) -> None:
    # Given somebody with the last page open twice
    service = repairs()
    page = desk.new_page("phone")
    page.goto(f"/request/{service.code}/questions/")
    answer_everything(page)
    page.get_by_label("I would rather not say").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    second = page.context.new_page()
    second.goto(page.url)
    # When they send both
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("We have your request")).to_be_visible()
    second.get_by_role("button", name="Send").click()
    # Then there is one case, and the second page says so
    expect(second.get_by_text("You sent this already")).to_be_visible()
    expect(second.get_by_text(Case.objects.get().reference)).to_be_visible()
    assert Contact.objects.count() == 1


def test_public_pages_are_accessible_empty_and_with_errors(
    transactional_db: None, new_page: OpenPage, accessible_by_day_and_night: Check
) -> None:
    # Given an office without a service
    make.office(phone="01632 960100")
    page = new_page("phone")
    page.goto("/")
    expect(page.get_by_text("Nothing can be asked for online at the moment")).to_be_visible()
    accessible_by_day_and_night(page)
    # And then with one, whose form is sent with nothing in it
    code = repairs().code
    page.goto(f"/request/{code}/questions/")
    accessible_by_day_and_night(page)
    page.get_by_role("button", name="Continue").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Is any of this true today: choose one")
    assert page.title().startswith("Error: ")
    accessible_by_day_and_night(page)
    # The summary leads to the field that needs something
    summary.get_by_role("link", name="What is wrong").click()
    expect(page.get_by_label("What is wrong?")).to_be_focused()
    page.goto(f"/request/{code}/contact/")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    accessible_by_day_and_night(page)
    # And pages that are not there, and the log-in with a wrong password
    page.goto("/request/no-such-service/")
    accessible_by_day_and_night(page)
    page.goto("/log-in/")
    accessible_by_day_and_night(page)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    accessible_by_day_and_night(page)


def test_a_form_filled_in_at_once_is_thanked_and_set_aside(desk: Desk, accessible: Check) -> None:
    # Given a program that fills in a form
    service = repairs()
    service.questions.exclude(code="words").delete()
    page = desk.new_page("phone")
    page.goto(f"/request/{service.code}/questions/")
    page.get_by_label("What is wrong?").fill("Buy my pills")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("I would rather not say").check()
    page.locator("input[name=website]").evaluate("element => { element.value = 'https://pills.example' }")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send").click()
    # Then it is thanked like everybody, and nothing is in the queue
    expect(page.get_by_text("We have your request")).to_be_visible()
    assert not Case.objects.exists()
    # And a lead who finds it genuine lets it in
    lead = desk.logged_in("lead")
    lead.get_by_role("link", name="Set aside").click()
    accessible(lead)
    lead.get_by_role("button", name="Let it in").click()
    expect(lead.get_by_text("Let in. It is in the queue now.")).to_be_visible()
    assert Case.objects.get().contacts.filter(body__contains="Buy my pills").exists()
