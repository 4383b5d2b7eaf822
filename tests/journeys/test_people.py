"""A wrong person put right, and two records that are one: by keyboard alone, by day and by night."""

import pytest
from playwright.sync_api import Locator, Page, expect

from casework.models import Contact, Event, Party, Person, PersonContactPoint
from casework.services import people
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, tab_to, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def _press(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def _at_home(name: str) -> Person:
    return people.create(
        name=name,
        point=Contact.objects.get(direction="in").contact_point,
        now=make.NOW,
        actor=None,
        job="test",
    )


def test_a_wrong_person_is_put_right(desk: Desk, accessible_by_day_and_night: Check) -> None:
    # Given a text from a phone that Ben and Amina share, which was put on Ben
    case = make.case("My boiler is broken and I have a baby", person_name="Ben Ali")
    ben, amina = Person.objects.get(), _at_home("Amina Yusuf")
    assert Contact.objects.filter(person=ben, direction="in").count() == 1
    # When staff see that it was Amina
    page = desk.logged_in("caseworker")
    open_case(page, case)
    _press(page, timeline(page).get_by_role("link", name="Wrong person? Ben Ali"))
    expect(page.get_by_role("heading", name="Who was it?", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    # And first forget to choose
    _press(page, page.get_by_role("button", name="Put it right"))
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    accessible_by_day_and_night(page)
    # And then choose her
    tab_to(page, page.get_by_label("Amina Yusuf"))
    page.keyboard.press("Space")
    _press(page, page.get_by_role("button", name="Put it right"))
    # Then the case says so
    expect(page.locator("h1")).to_contain_text("Amina Yusuf")
    expect(timeline(page).get_by_role("heading", name="Amina Yusuf")).to_be_visible()
    expect(timeline(page).get_by_text("Who a contact is from was put right")).to_be_visible()
    expect(page.get_by_text("Ben Ali")).to_have_count(0)
    accessible_by_day_and_night(page)
    # And Amina's page has it
    _press(page, page.locator(".oq-person").get_by_role("link", name="Amina Yusuf", exact=True))
    expect(page.get_by_text("My boiler is broken and I have a baby").first).to_be_visible()
    accessible_by_day_and_night(page)
    # And Ben's page, reached through the number they share, shows nothing of it
    _press(page, page.get_by_role("link", name="Ben Ali"))
    expect(page.locator("h1")).to_contain_text("Ben Ali")
    expect(page.get_by_text("No case that you can see")).to_be_visible()
    expect(page.get_by_text("No contact that you can see")).to_be_visible()
    expect(page.get_by_text("boiler")).to_have_count(0)
    expect(page.get_by_text(case.reference)).to_have_count(0)
    accessible_by_day_and_night(page)
    assert not Contact.objects.filter(person=ben).exists() and not Party.objects.filter(person=ben).exists()
    assert not Event.objects.filter(person=ben).exclude(contact=None).exists()
    assert Party.objects.get().person == amina


def test_somebody_at_a_number_becomes_somebody_new(desk: Desk, accessible: Check) -> None:
    case = make.case("The bin was missed", person_name="Ben Ali")
    _at_home("Amina Yusuf")
    Contact.objects.update(person=None)
    Party.objects.update(person=None)
    page = desk.logged_in("caseworker", "phone")
    open_case(page, case)
    _press(page, timeline(page).get_by_role("link", name="Who was it? Somebody at").first)
    tab_to(page, page.get_by_label("Amina Yusuf"))
    page.keyboard.press("ArrowUp")  # round to the last choice
    expect(page.get_by_label("Somebody else: write their name below")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Cara Diaz")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Cara Diaz")
    accessible(page)
    assert PersonContactPoint.objects.filter(person__name="Cara Diaz", label="shared").exists()


def test_two_records_become_one_and_two_again(desk: Desk, accessible_by_day_and_night: Check) -> None:
    # Given somebody who is on record twice, without a name at the phone that both have
    make.case("My boiler is broken", person_name="Amina Yusuf")
    amina = Person.objects.get()
    twin = _at_home("A. Yusuf")
    # When staff look for the other record from her page
    page = desk.logged_in("caseworker", "phone")
    page.goto(f"/desk/people/{amina.pk}/")
    _press(page, page.get_by_role("link", name="Merge with another record"))
    expect(page.locator("h1")).to_contain_text("Merge Amina Yusuf")
    accessible_by_day_and_night(page)
    _press(page, page.get_by_role("link", name="Compare with A. Yusuf"))
    expect(page.get_by_text("Their names differ.")).to_be_visible()
    accessible_by_day_and_night(page)
    # And first do not say that they are sure
    _press(page, page.get_by_role("button", name="Merge the two records"))
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    accessible_by_day_and_night(page)
    tab_to(page, page.get_by_label("I am sure they are one person"))
    page.keyboard.press("Space")
    _press(page, page.get_by_role("button", name="Merge the two records"))
    # Then there is one, and the old address leads to it
    expect(page.get_by_text("The two records are one now.")).to_be_visible()
    accessible_by_day_and_night(page)
    page.goto(f"/desk/people/{twin.pk}/")
    expect(page.locator("h1")).to_contain_text("Amina Yusuf")
    # And undone, there are two again
    _press(page, page.get_by_role("button", name="Undo this merge"))
    expect(page.get_by_text("The merge is undone")).to_be_visible()
    expect(page.get_by_role("link", name="A. Yusuf")).to_be_visible()
    twin.refresh_from_db()
    assert twin.merged_into is None


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_page_about_people_is_accessible(
    size: str, desk: Desk, accessible_by_day_and_night: Check
) -> None:
    case = make.case("A long word " + "x" * 300 + " words\n" * 5, person_name="Y" * 80)
    person, contact = Person.objects.get(), case.contacts.get(direction="in")
    _at_home("Amina \u202eYusuf")
    held = PersonContactPoint.objects.get(person=person)
    base = f"/desk/people/{person.pk}/"
    page = desk.logged_in("caseworker", size)
    numbers = f"{base}numbers/"
    for path in ("", "name/", "numbers/", f"numbers/{held.contact_point_id}/", "merge/", "merge/?name=zzzz"):
        page.goto(base + path)
        accessible_by_day_and_night(page)
    page.goto(f"/desk/contacts/{contact.pk}/person/")
    accessible_by_day_and_night(page)
    page.goto(numbers)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    accessible_by_day_and_night(page)
