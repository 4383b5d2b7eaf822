"""A text comes in by the real webhook, is seen on an open queue, answered, and read on the telephone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.models import Case, Delivery
from channels import looking
from tests import factories as make
from tests.journeys.steps import LIVE_POLL, Check, Desk, reply, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _one_server(live_server: Any, settings: Any) -> None:
    """The simulated phone company and our webhooks are both on the server of the journeys."""
    settings.LOOPBACK_BASE_URL = live_server.url
    settings.TWILIO_API_BASE = f"{live_server.url}/demo/twilio"


def work() -> None:
    """What the worker does when it is told to look."""
    looking.look(budget=timedelta(seconds=30))


def send() -> None:
    """The same once the seconds are over in which a reply can be taken back."""
    Delivery.objects.filter(status="queued").update(next_attempt_at=timezone.now())
    work()


def telephone(desk: Desk, number: str) -> Page:
    page = desk.new_page("phone")
    page.goto("/demo/phone/")
    page.get_by_label("Telephone number").fill(number)
    page.get_by_role("button", name="Use this number").click()
    return page


def text(page: Page, words: str) -> None:
    page.get_by_label("Your text").fill(words)
    page.get_by_role("button", name="Send the text").click()
    expect(page.locator("#conversation").get_by_text(words)).to_be_visible()


def test_a_text_appears_on_an_open_queue_and_its_answer_on_the_telephone(
    desk: Desk, accessible: Check
) -> None:
    # Given a caseworker with the queue open
    page = desk.logged_in("caseworker")
    page.clock.install()
    page.goto("/desk/")
    expect(page.get_by_text("The queue is empty")).to_be_visible()
    page.evaluate("window.neverReloaded = true")
    # When somebody sends a text
    phone = telephone(desk, "07700 900155")
    text(phone, "No heating since Monday")
    expect(phone.get_by_text("The office has it")).to_be_visible()
    accessible(phone)
    work()
    # Then the case comes into the open queue by itself
    case = Case.objects.get()
    page.clock.fast_forward(LIVE_POLL)
    expect(page.get_by_role("link", name=case.reference)).to_be_visible()
    assert page.evaluate("window.neverReloaded")
    # And the telephone shows the acknowledgement with the reference
    work()
    expect(phone.locator("#conversation").get_by_text(case.reference)).to_be_visible()
    # When the caseworker answers
    page.get_by_role("link", name=case.reference).click()
    reply(page, "An engineer comes at three.")
    expect(timeline(page).get_by_text("An engineer comes at three.")).to_be_visible()
    send()
    # Then the answer is on the telephone, and the case page says by itself that it arrived
    expect(phone.locator("#conversation").get_by_text("An engineer comes at three.")).to_be_visible()
    assert set(Delivery.objects.values_list("status", flat=True)) == {"delivered"}
    page.clock.fast_forward(LIVE_POLL)
    answer = timeline(page).get_by_role("article", name="From us, Caseworker Example")
    expect(answer.get_by_text("Delivered")).to_be_visible()
    # And a second text of the same number lands on the same case
    text(phone, "Thank you, I will be in")
    work()
    page.clock.fast_forward(LIVE_POLL)
    expect(timeline(page).get_by_text("Thank you, I will be in")).to_be_visible()
    assert Case.objects.count() == 1


def test_an_event_on_the_stream_brings_a_case_at_once(desk: Desk) -> None:
    # Given an open queue that follows the event stream
    page = desk.logged_in("caseworker")
    # This server has no stream: a short one, over and over, stands in. Every topic of the page counts, and every one changed.
    again = "retry: 200\nevent: follows\ndata: 0 1 2\n\ndata: 0 1 2\n\n"
    page.route("**/desk/live/**", lambda route: route.fulfill(content_type="text/event-stream", body=again))
    page.goto("/desk/")
    expect(page.get_by_text("The queue is empty")).to_be_visible()
    # When a text comes in
    case = make.case("No light on the stairs")
    # Then it is there long before the page would have looked by itself
    expect(page.get_by_role("link", name=case.reference)).to_be_visible(timeout=LIVE_POLL / 2)


def test_an_answer_that_does_not_arrive_says_so_on_the_case(desk: Desk, accessible: Check) -> None:
    # Given somebody whose telephone cannot be reached any more
    phone = telephone(desk, "07700 900156")
    text(phone, "Please call me")
    work()
    phone.get_by_label("What happens to texts").select_option("30005")
    phone.get_by_role("button", name="Set").click()
    # When a caseworker answers
    page = desk.logged_in("caseworker")
    page.get_by_role("link", name=Case.objects.get().reference).click()
    reply(page, "When suits you?")
    expect(timeline(page).get_by_text("When suits you?")).to_be_visible()
    send()
    page.reload()
    # Then the case says that it did not arrive, and why
    answer = timeline(page).get_by_role("article", name="From us, Caseworker Example")
    expect(answer.get_by_text("Not delivered").or_(answer.get_by_text("Undelivered"))).to_be_visible()
    accessible(page)
