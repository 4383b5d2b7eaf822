"""A copy of a case: what goes in and why, the file, and the plain page, by keyboard."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from casework.models import Event
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_caseworker_takes_a_copy_to_a_hearing(
    desk: Desk, accessible_by_day_and_night: Check, tmp_path: Path
) -> None:
    # Given a case with something said in Arabic
    case = make.case("My boiler is broken")
    make.text("أحتاج إلى مساعدة في السكن", at=make.later(minutes=5))
    page = desk.logged_in("caseworker")
    open_case(page, case)
    # When a caseworker asks for a copy, and forgets to say why
    page.get_by_role("link", name="Print or save as PDF").press("Enter")
    expect(page.get_by_role("heading", name="or save it as PDF", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    expect(page.get_by_label("Contacts")).to_be_checked()
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose why it is copied")
    accessible_by_day_and_night(page)
    page.get_by_label("For a visit, a meeting or a hearing").press("Space")
    page.get_by_role("button", name="Continue").press("Enter")
    # Then they see how much it is, and take it as a file
    expect(page.get_by_role("heading", name=f"Copy of {case.reference}")).to_be_visible()
    expect(page.get_by_text("Contains notes about other people")).to_be_visible()
    accessible_by_day_and_night(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as PDF").press("Enter")
    assert saved.value.suggested_filename == f"case-{case.reference}.pdf"
    saved.value.save_as(tmp_path / "copy.pdf")
    assert "My boiler is broken" in PdfReader(tmp_path / "copy.pdf").pages[0].extract_text()
    # And the page to print has the story, and on paper nothing of the desk
    page.get_by_role("link", name="Page to print").press("Enter")
    expect(page.get_by_role("heading", name=f"Case {case.reference}")).to_be_visible()
    accessible_by_day_and_night(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("أحتاج إلى مساعدة في السكن")).to_be_visible()
    expect(page.get_by_role("link", name="Log a call")).to_be_hidden()
    expect(page.get_by_role("link", name="Back to the copy")).to_be_hidden()
    # And the history says so
    open_case(page, case)
    expect(timeline(page).get_by_text("Copied to print or save")).to_be_visible()
    assert Event.objects.get(verb="case_printed").after["entries"] == 3  # the acknowledgement is one as well
