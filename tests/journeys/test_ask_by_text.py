"""A service's questions by text: begun on the case, answered on the telephone, seen on the case; and is it sorted."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.models import Case, Delivery
from channels import looking
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, press, reply, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AMINA = "07700 900177"
YES_NO = [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]


@pytest.fixture(autouse=True)
def _one_server(live_server: Any, settings: Any) -> None:
    settings.LOOPBACK_BASE_URL = live_server.url
    settings.TWILIO_API_BASE = f"{live_server.url}/demo/twilio"


@pytest.fixture
def case(desk: Desk) -> Case:
    """Amina texted about a repair; its service asks two things by text."""
    make.office(acknowledge_texts=False)
    service = make.service(ask_when_closed=True)
    make.question(service, "heating", "choice", choices=YES_NO, by_text=True, label="Is there any heating?")
    make.question(service, "since", "date", by_text=True, label="Since when is it broken?")
    at = timezone.now() - timedelta(hours=1)
    taken = make.text("My boiler is broken", sender=AMINA, service_code=service.code, at=at)
    return Case.objects.get(pk=taken.contact.case_id)


def work() -> None:
    looking.look(budget=timedelta(seconds=30))


def telephone(desk: Desk) -> Page:
    page = desk.new_page("phone")
    page.goto("/demo/phone/")
    page.get_by_label("Telephone number").fill(AMINA)
    page.get_by_role("button", name="Use this number").click()
    expect(page.get_by_label("Your text")).to_be_visible()
    return page


def text(page: Page, words: str) -> None:
    page.get_by_label("Your text").fill(words)
    page.get_by_role("button", name="Send the text").click()
    expect(page.locator("#conversation").get_by_text(words, exact=True)).to_be_visible()
    work()
    work()


def begin(page: Page, case: Case) -> None:
    open_case(page, case)
    press(page, page.get_by_role("link", name="Ask 2 questions by text"))
    expect(page.get_by_role("heading", name="Ask by text about", level=1)).to_be_visible()


def panel(page: Page) -> Any:
    return page.get_by_role("region", name="Questions by text")


def test_the_questions_are_begun_on_the_case_and_answered_on_the_telephone(
    desk: Desk, case: Case, accessible_by_day_and_night: Check
) -> None:
    # Given a caseworker who looks at what would be asked, by keyboard alone
    page = desk.logged_in("caseworker")
    begin(page, case)
    expect(page.get_by_text("1 of 2: Is there any heating?")).to_be_visible()
    accessible_by_day_and_night(page)
    # When they send the first question
    press(page, page.get_by_role("button", name="Send the first question"))
    expect(panel(page).get_by_text("Question 1 of 2")).to_be_visible()
    accessible_by_day_and_night(page)
    work()
    # Then it is on the telephone, and each answer brings the next one
    phone = telephone(desk)
    conversation = phone.locator("#conversation")
    expect(conversation.get_by_text("1 of 2: Is there any heating?")).to_be_visible()
    text(phone, "no")
    expect(conversation.get_by_text("2 of 2: Since when is it broken?")).to_be_visible()
    text(phone, "soon")
    expect(conversation.get_by_text("Please write day, month and year")).to_be_visible()
    text(phone, "yesterday")
    expect(conversation.get_by_text("that is all we wanted to know")).to_be_visible()
    # And the case has the answers, the texts and its place in the queue
    page.reload()
    expect(panel(page).get_by_text("All answered")).to_be_visible()
    expect(timeline(page).get_by_text("yesterday", exact=True)).to_be_visible()
    expect(page.get_by_text("Waiting for: us")).to_be_visible()
    accessible_by_day_and_night(page)
    case.refresh_from_db()
    assert case.answers["heating"] == "no" and len(case.answers) == 2


def test_a_reply_of_staff_takes_over_and_so_does_the_button(desk: Desk, case: Case) -> None:
    # Given questions that are being asked, on a narrow screen without scripts
    page = desk.logged_in("caseworker", "phone", javascript=False)
    open_case(page, case)
    page.get_by_role("link", name="Ask 2 questions by text").click()
    page.get_by_role("button", name="Send the first question").click()
    expect(panel(page).get_by_text("Question 1 of 2")).to_be_visible()
    # When the caseworker takes over
    page.get_by_role("button", name="Take over from the questions").click()
    # Then nothing more is asked, and it can begin again
    expect(page.get_by_text("Nothing more is asked by text. Go on yourself.")).to_be_visible()
    expect(panel(page).get_by_text("A person took over")).to_be_visible()
    page.get_by_role("link", name="Ask 2 questions by text").click()
    page.get_by_role("button", name="Send the first question").click()
    expect(panel(page).get_by_text("Question 1 of 2")).to_be_visible()
    work()
    # And a reply takes over by itself
    reply(page, "I will ring you at four.")
    expect(timeline(page).get_by_text("I will ring you at four.")).to_be_visible()
    expect(panel(page).get_by_text("A person took over")).to_be_visible()


def test_not_sorted_opens_the_case_again_as_a_task(desk: Desk, case: Case, accessible: Check) -> None:
    # Given a caseworker who ends the case
    page = desk.logged_in("caseworker")
    open_case(page, case)
    page.get_by_label("Change status to").select_option("resolved")
    page.get_by_label("Outcome", exact=True).fill("Repaired")
    page.get_by_role("button", name="Change status").click()
    expect(timeline(page).get_by_text("Asked by text whether it is sorted")).to_be_visible()
    # When the question has gone and they say that it is not sorted
    Delivery.objects.filter(purpose="closing").update(next_attempt_at=timezone.now())
    work()
    phone = telephone(desk)
    expect(
        phone.locator("#conversation").get_by_text("Reply 1 if it is sorted, 2 if it is not.")
    ).to_be_visible()
    text(phone, "2")
    # Then the case is open again, with something to do
    page.reload()
    expect(
        page.locator(".oq-follow-ups").get_by_role(
            "link", name="They said it is not sorted. Ask what is missing."
        )
    ).to_be_visible()
    expect(page.get_by_text("Waiting for: us")).to_be_visible()
    accessible(page)
