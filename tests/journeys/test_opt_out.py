"""Somebody says STOP, is left in peace and told how else to be reached, and comes back with START."""

import pytest
from playwright.sync_api import expect

from casework.models import ContactPoint, Delivery, Event, Person
from casework.services import contact_safety
from channels import inbox, outbox, wake
from tests import factories as make
from tests.channels import twilio
from tests.journeys.steps import Check, Desk, open_case, press, tab_to, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _texting(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TWILIO_ACCOUNT_SID = twilio.ACCOUNT  # type: ignore[attr-defined]
    settings.TWILIO_AUTH_TOKEN = twilio.TOKEN  # type: ignore[attr-defined]
    settings.TWILIO_NUMBER = twilio.OFFICE  # type: ignore[attr-defined]
    monkeypatch.setattr(wake, "look", lambda **given: False)


def they_text(words: str) -> None:
    """By the provider's own request, signed, and a worker that looks."""
    assert twilio.post(twilio.INBOUND, twilio.fields(Body=words, From="+447700900101")).status_code == 200
    inbox.drain()


def test_stop_and_start(desk: Desk, accessible_by_day_and_night: Check) -> None:
    # Given a case of somebody who texted us, with an answer that waits to be sent
    make.office(acknowledge_texts=False)
    case = make.case("My boiler is broken", person_name="Amina Yusuf")
    page = desk.logged_in("caseworker")
    open_case(page, case)
    expect(page.get_by_role("button", name="Text Amina Yusuf")).to_be_visible()
    # When they text STOP
    they_text("Stop")
    # Then the case says so, with what to do instead, and nothing can be written
    page.reload()
    expect(page.locator(".oq-person").get_by_text("asked not to be texted, since")).to_be_visible()
    expect(page.locator(".oq-person").get_by_text("Ring or write instead")).to_be_visible()
    expect(page.get_by_role("button", name="Text Amina Yusuf")).to_have_count(0)
    expect(page.get_by_text("This number asked not to be texted").first).to_be_visible()
    expect(timeline(page).get_by_text("No texts can be sent to this number")).to_be_visible()
    accessible_by_day_and_night(page)
    # And so does the person's page
    page.goto(f"/desk/people/{Person.objects.get().pk}/")
    expect(page.get_by_text("asked not to be texted, since")).to_be_visible()
    press(page, page.get_by_role("link", name="Safe contact 07700 900101"))
    expect(page.locator("h1")).to_contain_text("07700 900101")
    expect(page.get_by_text("No texts", exact=True)).to_be_visible()
    # And a caseworker is offered no way back
    expect(page.get_by_role("button", name="End the opt-out")).to_have_count(0)
    accessible_by_day_and_night(page)
    # When they text START
    they_text("START")
    # Then they can be texted again
    page.reload()
    expect(page.get_by_text("Texts go out", exact=True)).to_be_visible()
    open_case(page, case)
    expect(page.get_by_role("button", name="Text Amina Yusuf")).to_be_visible()
    assert ContactPoint.objects.get().opted_out_at is None
    assert Event.objects.filter(case=case, verb__in=("opted_out", "opted_in")).count() == 2


def test_staff_opt_a_number_out_and_a_lead_ends_it(desk: Desk, accessible: Check) -> None:
    # Given a text of ours that waits
    make.office(acknowledge_texts=False)
    case = make.case("My boiler is broken", person_name="Amina Yusuf")
    point = ContactPoint.objects.get()
    page = desk.logged_in("caseworker", "phone")
    open_case(page, case)
    page.locator("form[action$='/reply/'] textarea").fill("We will ring you.")
    page.locator("form[action$='/reply/']").get_by_role("button", name="Text Amina Yusuf").click()
    expect(timeline(page).get_by_text("We will ring you.").first).to_be_visible()
    # When she says on the phone that she wants no more texts
    page.get_by_role("link", name="Safe contact 07700 900101").click()
    expect(page.get_by_role("link", name=f"Back to {case.reference}")).to_be_visible()
    press(page, page.get_by_role("button", name="Opt this number out"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose how they asked.")
    accessible(page)
    tab_to(page, page.get_by_label("By phone"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Opt this number out"))
    expect(page.get_by_text("Nothing is texted to this number any more.")).to_be_visible()
    accessible(page)
    # Then what waited is not sent
    outbox.drain(now=make.later(days=400))
    assert Delivery.objects.get().status == "refused"
    # And a lead can end it, with a reason
    lead = desk.logged_in("lead")
    lead.goto(f"/desk/numbers/{point.pk}/?case={case.reference}")
    lead.get_by_label("Why may it be texted again?").fill("She rang and asked for texts")
    lead.get_by_role("button", name="End the opt-out").click()
    expect(lead.get_by_text("The opt-out is ended.")).to_be_visible()
    expect(lead.get_by_text("She rang and asked for texts")).to_be_visible()
    accessible(lead)
    point.refresh_from_db()
    assert point.opted_out_at is None and contact_safety.of(point).text_ok is None
