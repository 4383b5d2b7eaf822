"""A photograph is asked for by text, and comes from a narrow phone by a link, with and without scripts."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from casework.models import Case, UploadLink
from casework.services import upload_links
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def photo(name: str) -> dict[str, object]:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), (120, 120, 110)).save(made, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": made.getvalue()}


def ours(case: Case) -> str:
    """Where the text leads, on this server."""
    return f"/add/{upload_links.token_of(UploadLink.objects.get(case=case))}/"


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_photo_is_asked_for_and_comes(
    javascript: bool, desk: Desk, accessible_by_day_and_night: Check
) -> None:
    look = accessible_by_day_and_night if javascript else lambda page: None  # axe is a script, too
    # Given a case of somebody who texted
    make.office(phone="01632 960100")
    case = make.case("The wall is wet")
    staff = desk.logged_in("caseworker", javascript=javascript)
    open_case(staff, case)
    look(staff)
    # When a colleague asks for a photo
    staff.get_by_role("button", name="Ask for a photo").click()
    expect(staff.get_by_text("A link goes to", exact=False).first).to_be_visible()
    expect(staff.get_by_text("Not used yet")).to_be_visible()
    look(staff)
    # Then whoever got the text opens it on a narrow phone, and it tells nothing of the case
    phone = desk.new_page("phone", javascript=javascript)
    phone.goto(ours(case))
    expect(phone.get_by_role("heading", name="Send us photos, a place or words")).to_be_visible()
    expect(phone.locator("body")).not_to_contain_text(case.reference)
    look(phone)
    # When they send it with nothing in it, it says what is enough
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator(".govuk-error-summary")).to_contain_text("One of them is enough")
    look(phone)
    # When one file is no photograph, what they wrote and the good photo stay
    note = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"Words"}
    phone.get_by_label("Photos").first.set_input_files([photo("damp.jpg"), note])
    phone.get_by_label("A place").fill("Behind the wardrobe")
    phone.get_by_label("What you would like to tell us").fill("It is spreading")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator(".govuk-error-summary")).to_contain_text("note.txt")
    expect(phone.get_by_label("A place")).to_have_value("Behind the wardrobe")
    expect(phone.get_by_label("damp.jpg")).not_to_be_checked()
    look(phone)
    # When they send it again, they are thanked
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_text("We have what you sent")).to_be_visible()
    look(phone)
    # And it is on the case, with the photo
    open_case(staff, case)
    expect(timeline(staff).get_by_text("It is spreading")).to_be_visible()
    expect(timeline(staff).get_by_text("At Behind the wardrobe")).to_be_visible()
    expect(timeline(staff).get_by_role("link", name="damp.jpg")).to_be_visible()
    expect(staff.locator("#photos-title ~ ul")).to_contain_text("Used")
    # And the link is used up
    phone.goto(ours(case))
    expect(phone.get_by_role("heading", name="This link does not work")).to_be_visible()
    look(phone)


def test_a_link_sent_by_mistake_is_taken_back(desk: Desk, accessible: Check) -> None:
    # Given a link that was sent
    case = make.case("The wall is wet")
    staff = desk.logged_in("caseworker")
    open_case(staff, case)
    staff.get_by_role("button", name="Ask for a photo").click()
    expect(staff.get_by_text("Not used yet")).to_be_visible()
    # When the colleague takes it back
    staff.get_by_role("button", name="Take the link back").click()
    expect(staff.get_by_text("The link leads nowhere now.")).to_be_visible()
    accessible(staff)
    # Then it leads nowhere
    phone = desk.new_page("phone")
    phone.goto(ours(case))
    expect(phone.get_by_role("heading", name="This link does not work")).to_be_visible()
