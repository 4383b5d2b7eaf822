"""A photograph is looked at: small where it came in, large on its own page, and back to where it came in."""

import pytest
from playwright.sync_api import expect

from casework.services.arrivals import IncomingFile
from casework.services.files import keep
from tests import factories as make
from tests.integration.test_file_previews import picture
from tests.journeys.steps import Check, Desk, open_case, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_photograph_is_looked_at_small_and_large(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given a case to which a photograph came
    case = make.case("There is mould on the wall")
    contact = case.contacts.get(direction="in")
    photo = IncomingFile(name="the wall.jpg", content=picture(), content_type="image/jpeg")
    keep(contact=contact, incoming=(photo,))
    # When a caseworker opens it
    page = desk.logged_in("caseworker", size)
    open_case(page, case)
    # Then the photograph is seen where it came in
    small = page.get_by_role("link", name="the wall.jpg").locator("img")
    small.scroll_into_view_if_needed()
    expect(small).to_have_js_property("naturalWidth", 320)
    accessible_by_day_and_night(page)
    # And by keyboard it is seen large, and left for the entry it came with
    press(page, page.get_by_role("link", name="the wall.jpg"))
    expect(page.get_by_role("heading", name="the wall.jpg", level=1)).to_be_visible()
    expect(page.locator(".oq-look__picture")).to_have_js_property("naturalWidth", 1600)
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("link", name=f"Back to the case {case.reference}"))
    expect(page.locator(f"#contact-{contact.pk}")).to_contain_text("the wall.jpg")
