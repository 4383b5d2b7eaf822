"""Letters in and out: one that came with its scan, one that is printed and posted, and a word in writing after a call."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from casework.models import Attachment, Case, Contact, Delivery
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_a_letter_that_came_is_on_the_timeline_with_its_scan(
    desk: Desk, accessible_by_day_and_night: Check, tmp_path: Path
) -> None:
    # Given a case that began by text, and a letter on the desk, scanned
    case = make.case("My boiler is broken")
    scanned = tmp_path / "letter from the landlord.pdf"
    scanned.write_bytes(PDF)
    page = desk.logged_in("handler")
    # When a handler opens the letters and logs it
    page.get_by_role("link", name="Letters", exact=True).click()
    expect(page.get_by_role("heading", name="Letters to print and post")).to_be_visible()
    accessible_by_day_and_night(page)
    page.get_by_role("link", name="Log a letter that came").click()
    expect(page.get_by_role("heading", name="Log a letter", exact=True)).to_be_visible()
    accessible_by_day_and_night(page)
    page.get_by_label("A phone number of theirs").press_sequentially("07700900101")
    expect(page.locator("#found").get_by_text(case.reference)).to_be_visible()
    page.get_by_label("Their postal address").fill("14 Mill Lane, Leeds, LS1 4DY")
    page.get_by_label("Scan of the letter").set_input_files(scanned)
    page.get_by_label("What does the letter say?").fill("Sends the tenancy agreement")
    # And forgets what becomes of it: what was typed stays, the file must be chosen again
    page.get_by_role("button", name="Log the letter").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the files again")
    expect(page.get_by_label("What does the letter say?")).to_have_value("Sends the tenancy agreement")
    accessible_by_day_and_night(page)
    page.get_by_label("Scan of the letter").set_input_files(scanned)
    page.get_by_label("They gave us information").check()
    page.get_by_role("button", name="Log the letter").click()
    # Then the reference is shown, and the letter is part of the story
    expect(page.locator(".oq-refbox").get_by_text(case.reference.split("-")[0])).to_be_visible()
    accessible_by_day_and_night(page)
    open_case(page, case)
    expect(timeline(page).get_by_text("Sends the tenancy agreement")).to_be_visible()
    expect(timeline(page).get_by_text("letter from the landlord.pdf")).to_be_visible()
    assert Attachment.objects.get().content_type == "application/pdf"
    assert Case.objects.get().needs_answer


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_reply_by_letter_is_printed_and_marked_as_posted(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given a case of somebody with a name
    case = make.case("My boiler is broken")
    person = case.parties.get().person
    assert person is not None
    person.name = "Amina Yusuf"
    person.save(update_fields=["name"])
    page = desk.logged_in("caseworker", size)
    # When a caseworker replies by letter, to an address that is not on record yet
    open_case(page, case)
    page.get_by_role("link", name="Reply by letter").click()
    expect(page.get_by_role("heading", name="Reply by letter")).to_be_visible()
    accessible_by_day_and_night(page)
    page.get_by_label("Their postal address").fill("Flat 2\n14 Mill Lane\nLeeds\nLS1 4DY")
    page.get_by_label("The letter", exact=True).fill("Dear Amina,\n\nthe engineer comes on Friday.")
    page.get_by_role("button", name="Ready to print").click()
    expect(timeline(page).get_by_text("the engineer comes on Friday")).to_be_visible()
    expect(timeline(page).get_by_text("It waits until somebody has printed and posted it")).to_be_visible()
    # And somebody looks at what waits, and prints it
    page.goto("/desk/letters/")
    accessible_by_day_and_night(page)
    page.get_by_label("Letter to Amina Yusuf").check(force=True)
    page.get_by_role("button", name="Look at them to print").click()
    expect(page.get_by_role("heading", name="1 letter to print")).to_be_visible()
    accessible_by_day_and_night(page)
    # Then paper shows the letter and nothing of the desk
    page.emulate_media(media="print")
    expect(page.get_by_text("the engineer comes on Friday")).to_be_visible()
    expect(page.get_by_text(f"Reference: {case.reference}")).to_be_visible()
    expect(page.get_by_role("button", name="Printed and posted")).to_be_hidden()
    expect(page.get_by_role("link", name="Log a call")).to_be_hidden()
    assert in_the_window(page)
    assert on_sheets_of_a4(page) == 1
    page.emulate_media(media="screen")
    # When it is in the post
    page.get_by_role("button", name="Printed and posted").click()
    expect(page.get_by_text("The letter is marked as posted")).to_be_visible()
    # Then the case says so
    assert Delivery.objects.get(contact__channel="letter").status == "sent"
    open_case(page, case)
    expect(timeline(page).get_by_text("Printed and posted a letter")).to_be_visible()


def on_sheets_of_a4(page: Any) -> int:
    """How many sheets the browser prints, of which no other size is asked."""
    paper = page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox\s*\[0 0 (\d+)[\d.]* (\d+)", paper)
    assert set(sizes) == {(b"594", b"841")}, sizes
    return len(sizes)


def in_the_window(page: Any) -> bool:
    """In millimetres of the paper, its margins counted in: what a DL window shows however the sheet slides."""
    box = page.locator(".oq-letter__to").bounding_box()
    sheet = page.locator(".oq-letter").bounding_box()
    per_mm = 96 / 25.4
    top = 20 + (box["y"] - sheet["y"]) / per_mm
    bottom, left = top + box["height"] / per_mm, 22 + (box["x"] - sheet["x"]) / per_mm
    return top >= 55 and bottom <= 83 and left >= 20 and left + min(box["width"] / per_mm, 78) <= 100


def test_a_letter_is_written_and_marked_without_javascript(desk: Desk) -> None:
    # Given a case, and a browser that runs no scripts
    case = make.case("My boiler is broken")
    page = desk.logged_in("caseworker", "phone", javascript=False)
    # When a caseworker writes a letter
    page.goto(f"/desk/cases/{case.reference}/letter/")
    page.get_by_label("Their postal address").fill("14 Mill Lane, Leeds")
    page.get_by_label("The letter", exact=True).fill("Hello, it is done.")
    page.get_by_role("button", name="Ready to print").click()
    expect(page.locator("#timeline")).to_contain_text("Hello, it is done.")
    # And it cannot be posted
    page.goto("/desk/letters/")
    page.get_by_role("link", name="Could not be sent").click()
    page.get_by_label("Why could it not be sent?").fill("The address has no postcode")
    page.get_by_role("button", name="It could not be sent").click()
    # Then the case waits for us again
    expect(page.get_by_text("Whoever has the case has it to do again")).to_be_visible()
    assert Delivery.objects.get(contact__channel="letter").status == "failed"
    assert Case.objects.get().needs_answer


def test_a_call_is_confirmed_in_one_tick(
    desk: Desk, accessible_by_day_and_night: Check, settings: Any
) -> None:
    # Given an office that texts, and a known caller
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = f"AC{'0' * 32}", "0" * 32
    settings.TWILIO_NUMBER = "+447700900999"
    make.case("My boiler is broken")
    page = desk.logged_in("handler", "phone")
    # When a handler logs a letter of theirs and ticks the confirmation
    page.goto("/desk/log/letter/")
    page.get_by_label("A phone number of theirs").fill("07700 900101")
    page.get_by_label("What does the letter say?").fill("Asks for a date")
    page.get_by_label("Passed to the team").check()
    page.get_by_role("button", name="Log the letter").click()
    accessible_by_day_and_night(page)
    page.get_by_role("button", name="Text to 07700 900101").click()
    # Then it is on its way, once
    expect(page.get_by_text("The text to 07700 900101 is on its way")).to_be_visible()
    expect(page.get_by_role("button", name="Text to 07700 900101")).to_have_count(0)
    accessible_by_day_and_night(page)
    assert Contact.objects.filter(account="confirmation", channel="sms").count() == 1
