"""Somebody fills in the form in Welsh, on a narrow phone; a colleague makes the desk speak Welsh."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from casework.models import Case
from channels.web import guard
from tests import factories as make
from tests.journeys.steps import Check, Desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_form_in_welsh_and_a_desk_in_welsh(
    desk: Desk, accessible_by_day_and_night: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LEAST_TIME", timedelta(0))
    look = accessible_by_day_and_night
    make.office(phone="01632 960100")
    service = make.service("repair", name="Report a repair", group="Home", summary="Damp and heating.")
    make.question(service, "since", "date", label="When did it begin?")
    make.question(service, "words", "long_text", label="What is wrong?", required=True)
    # Given somebody at the first page, in English
    page = desk.new_page("phone")
    page.goto("/")
    expect(page.get_by_role("navigation", name="Language").get_by_text("English")).to_have_attribute(
        "aria-current", "true"
    )
    look(page)
    # When they have begun to write and then switch, by keyboard
    page.goto("/request/repair/questions/")
    page.get_by_label("What is wrong?").fill("Mae'n oer ac yn wlyb")
    page.get_by_role("button", name="Cymraeg").focus()
    page.keyboard.press("Enter")
    # Then the page speaks Welsh, with what they wrote in it
    expect(page.get_by_role("heading", name="Eich atebion")).to_be_visible()
    expect(page.get_by_label("What is wrong?")).to_have_value("Mae'n oer ac yn wlyb")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    look(page)
    # And Enter in a field goes on, as it does without a switch
    page.get_by_role("group", name="When did it begin?").get_by_label("Diwrnod").fill("3")
    page.get_by_label("Mis", exact=True).fill("Chwefror")
    page.get_by_label("Blwyddyn").fill("2026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sut gallwn ni gysylltu â chi?")).to_be_visible()
    look(page)
    page.get_by_label("Rhif ffôn").fill("07700 900123")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Gwirio eich atebion")).to_be_visible()
    expect(page.get_by_text("3 Chwefror 2026")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Anfon").press("Enter")
    expect(page.get_by_role("heading", name="Mae eich cais wedi ein cyrraedd")).to_be_visible()
    expect(page.get_by_text(Case.objects.get().reference)).to_be_visible()
    look(page)
    # Given a colleague who prefers Welsh
    staff = desk.logged_in("caseworker")
    staff.goto("/desk/preferences/")
    staff.get_by_label("Cymraeg").check()
    staff.get_by_role("button", name="Save", exact=True).press("Enter")
    # Then their desk speaks it, and the office's own words stay as they are
    expect(staff.get_by_role("heading", name="Dewisiadau", level=1)).to_be_visible()
    look(staff)
    staff.goto("/desk/")
    expect(staff.get_by_role("heading", name="Ciw", level=1)).to_be_visible()
    expect(staff.get_by_role("link", name=Case.objects.get().reference)).to_be_visible()
    look(staff)
    # And so do its scripts
    staff.keyboard.press("Control+k")
    expect(staff.get_by_role("group", name="Lleoedd")).to_be_visible()
    expect(staff.get_by_role("group", name="Ar y dudalen hon")).to_be_visible()
    expect(staff.locator("[data-palette-state]")).to_have_text(re.compile(r"^Canfuwyd: \d+$"))
