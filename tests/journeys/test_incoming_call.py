"""Somebody rings: the desk shows who, one handler takes it and logs it; whoever is not answered is rung back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from casework.models import Call, Contact, FollowUp
from channels.phone.voice import chores
from tests import factories as make
from tests.channels import calls as told
from tests.channels import twilio
from tests.journeys.steps import Check, Desk, OpenPage, views_of_the_queue

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AMINA = "+447700900101"


@pytest.fixture(autouse=True)
def _telephony(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = twilio.ACCOUNT, twilio.TOKEN
    settings.TWILIO_NUMBER, settings.TWILIO_VOICE_FORWARD_TO = twilio.OFFICE, [told.TELEPHONE]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_call_rings_is_taken_and_logged(desk: Desk, accessible_by_day_and_night: Check, size: str) -> None:
    # Given somebody with an open case, and two handlers at their desks
    case = make.case("My boiler is broken")
    person = case.parties.get().person
    assert person is not None
    person.name = "Amina Yusuf"
    person.save()
    page, other = desk.logged_in("handler", size), desk.logged_in("caseworker", size)
    sid = twilio.sid("CA")
    # When she rings
    told.tell(told.ring(sid, From=AMINA, Caller=AMINA))
    # Then both see who it is
    for each in (page, other):
        each.goto("/desk/")
        expect(each.get_by_text("Ringing now: Amina Yusuf, 07700 900101")).to_be_visible()
    accessible_by_day_and_night(page)
    # When both press, the first takes it and the other is told
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_role("heading", name="Log a call", level=1)).to_be_visible()
    assert f"call={Call.objects.get().pk}" in page.url
    other.get_by_role("button", name="Take it").click()
    expect(other.get_by_text("took this call")).to_be_visible()
    accessible_by_day_and_night(other)
    # When they have spoken, it waits to be logged
    told.tell(told.picked_up(sid, From=AMINA))
    told.tell(told.dialled(sid, "completed", DialCallDuration="240", CallStatus="completed", From=AMINA))
    told.tell(told.over(sid, From=AMINA))
    other.goto("/desk/calls/")
    expect(other.get_by_role("heading", name="Not logged yet")).to_be_visible()
    accessible_by_day_and_night(other)
    # And the handler logs it
    page.get_by_label("What was it about?").fill("Rang about the boiler")
    page.get_by_label("Passed to the team").check()
    page.get_by_role("button", name="Log the call").click()
    expect(page.locator(".oq-refbox")).to_be_visible()
    assert Contact.objects.filter(channel="phone", body="Rang about the boiler").exists()


def test_whoever_is_not_answered_is_rung_back(desk: Desk, accessible: Check) -> None:
    # Given a handler with the list of calls open
    page = desk.logged_in("handler")
    page.goto("/desk/calls/")
    expect(page.get_by_text("No calls yet today")).to_be_visible()
    # When somebody rings, waits in vain and hangs up
    sid = twilio.sid("CA")
    for each in (told.ring(sid), told.dialled(sid, "no-answer"), told.over(sid)):
        told.tell(each)
    chores.do(now=timezone.now() + timedelta(minutes=1))
    # Then the call is there with a callback, which leads to the follow-up
    page.reload()
    missed = page.get_by_role("region", name="Missed")
    expect(missed.get_by_text("07700 900123").first).to_be_visible()
    accessible(page)
    missed.get_by_role("link", name="Ring back").click()
    expect(page.get_by_text("They rang and nobody answered").first).to_be_visible()
    assert FollowUp.objects.get().kind == "callback"


def test_the_list_reads_without_javascript(desk: Desk) -> None:
    # Given a call, and a browser that runs no scripts
    told.tell(told.ring(twilio.sid("CA")))
    page = desk.logged_in("handler", "phone", javascript=False)
    # When the handler opens the list from the queue
    page.goto("/desk/")
    views_of_the_queue(page).get_by_role("link", name="Calls").click()
    # Then it is there, and can be logged
    expect(page.get_by_text("Ringing")).to_be_visible()
    expect(page.get_by_role("link", name="Log it")).to_be_visible()


def test_the_telephone_of_the_demonstration_rings_the_office(
    new_page: OpenPage, accessible: Check, live_server: Any, settings: Any
) -> None:
    # Given the demonstration's telephone
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_VOICE_FORWARD_TO, settings.DEMO = "", [], True
    settings.LOOPBACK_BASE_URL, settings.TWILIO_API_BASE = live_server.url, f"{live_server.url}/demo/twilio"
    make.office()
    page = new_page("phone")
    # When somebody rings
    page.goto("/demo/call/?number=07700900101")
    accessible(page)
    page.get_by_role("button", name="Ring", exact=True).click()
    expect(page.get_by_text("It rings at the office.")).to_be_visible()
    accessible(page)
    assert Call.objects.get().state == "ringing"
    # And nobody picks up, so that they leave a message
    page.get_by_role("button", name="Nobody picks up").click()
    page.get_by_role("button", name="Leave a message of four seconds").click()
    expect(page.get_by_text("The call is over.")).to_be_visible()
    # Then the office has it
    assert Call.objects.get().state == "voicemail"
    chores.do(now=timezone.now() + timedelta(minutes=1))
    assert Contact.objects.get().body == "(voicemail, 0:04)"
