"""A caseworker on a bus: 400 kbit a second, 400 ms each way, nothing kept from before. It works, only later."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from casework.models import Case
from tests import factories as make
from tests.journeys.steps import Check, Desk, note, reply, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SLOW_3G: Final = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
PATIENCE: Final = 60_000


def slow_down(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    page.set_default_timeout(PATIENCE)
    page.set_default_navigation_timeout(PATIENCE)


def test_a_case_is_answered_over_a_slow_line(desk: Desk, accessible: Check) -> None:
    # Given a caseworker on a slow line, and somebody who wrote
    case = make.case("My boiler is broken", person_name="Amina Yusuf")
    page = desk.logged_in("caseworker", "phone")
    slow_down(page)
    # When the queue and the case are opened, and a reply and a note are sent
    page.goto("/desk/", timeout=PATIENCE)
    page.get_by_role("link", name=case.reference).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Amina", timeout=PATIENCE)
    reply(page, "Somebody comes tomorrow")
    # Then both are there, once
    expect(timeline(page).get_by_text("Somebody comes tomorrow")).to_have_count(1, timeout=PATIENCE)
    note(page, "She has a small child")
    expect(timeline(page).get_by_text("She has a small child")).to_have_count(1, timeout=PATIENCE)
    found = Case.objects.get(pk=case.pk)
    assert found.contacts.filter(direction="out", body="Somebody comes tomorrow").count() == 1
    accessible(page)
