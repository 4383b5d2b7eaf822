"""Staff at the desk: find, read, answer, note, hand on."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from casework.models import Case, Contact, Note
from tests import factories as make
from tests.journeys.steps import Desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

Check = Callable[[Page], None]


def test_a_caseworker_finds_a_text_answers_it_and_closes_the_case(desk: Desk, accessible: Check) -> None:
    # Given a text that nobody has answered
    case = make.case("My boiler is broken and I have a baby")
    # When a caseworker opens the queue and the case
    page = desk.logged_in("caseworker")
    accessible(page)
    page.get_by_role("link", name=case.reference).first.click()
    expect(page.locator("h1")).to_contain_text(case.reference)
    accessible(page)
    expect(page.get_by_text("My boiler is broken and I have a baby").first).to_be_visible()
    # And takes it
    page.get_by_role("button", name="Take this case").click()
    expect(page.get_by_text("This case is yours now.")).to_be_visible()
    # And answers by text
    page.locator("form[action$='/reply/'] textarea").fill("We are sending somebody today.")
    page.locator("form[action$='/reply/'] button").last.click()
    expect(page.locator("#timeline").get_by_text("We are sending somebody today.")).to_be_visible()
    # Then the answer waits in the outbox, and the case waits for the person
    reply = Contact.objects.get(direction="out", automatic=False)
    assert reply.delivery.status in ("queued", "sent")
    case.refresh_from_db()
    assert case.waiting_for == "person" and str(case.assignee) == "Caseworker Example"
    # When it is resolved without an outcome, the page says what is missing and keeps the choice
    page.get_by_label("Change status to").select_option("resolved")
    page.get_by_role("button", name="Change status").click()
    expect(page.locator(".govuk-error-summary").first).to_be_visible()
    accessible(page)
    page.get_by_label("Change status to").select_option("resolved")
    page.get_by_label("Outcome").fill("Repaired")
    page.get_by_role("button", name="Change status").click()
    page.wait_for_load_state()
    case.refresh_from_db()
    assert case.status == "resolved" and case.outcome == "Repaired"


def test_a_note_is_never_a_reply(desk: Desk, accessible: Check) -> None:
    case = make.case()
    before = Contact.objects.filter(direction="out").count()
    page = desk.logged_in("caseworker")
    page.goto(f"/desk/cases/{case.reference}/")
    note = page.locator("form[action$='/note/'] textarea")
    if not note.is_visible():
        page.get_by_text("Internal note", exact=False).first.click()
    note.fill("Landlord rang, says the part is ordered.")
    page.locator("form[action$='/note/'] button").last.click()
    expect(page.locator("#timeline").get_by_text("Landlord rang")).to_be_visible()
    accessible(page)
    assert Note.objects.get().body == "Landlord rang, says the part is ordered."
    assert Contact.objects.filter(direction="out").count() == before


def test_two_cases_of_one_number_are_told_apart_by_staff(desk: Desk, accessible: Check) -> None:
    # Given two open cases of one number and a text that could be about either
    one = make.form("The bin was missed")
    make.form("There is damp in the hall", at=make.later(minutes=5))
    make.text("any news?", at=make.later(days=4))
    # When a caseworker opens "needs filing" and chooses the first
    page = desk.logged_in("caseworker")
    page.get_by_role("link", name="Needs filing").first.click()
    accessible(page)
    page.get_by_role("link", name="Choose its case").first.click()
    accessible(page)
    assert one.case is not None
    page.locator(f"input[name=choice][value='{one.case.reference}']").check()
    page.get_by_role("button", name="File it").click()
    # Then it is on that case, with the reason in words
    expect(page.locator("h1")).to_contain_text(one.case.reference)
    expect(page.get_by_text("Caseworker Example chose").first).to_be_visible()


def test_the_queue_finds_by_words_name_number_and_reference(desk: Desk, accessible: Check) -> None:
    case = make.case("There is mould behind the wardrobe")
    make.case("The street lamp is out", sender=make.BEN)
    page = desk.logged_in("caseworker")
    for words in ("mould", case.reference.lower().replace("-", ""), "07700 900101", "900101"):
        page.goto(f"/desk/?q={words}")
        expect(page.get_by_role("link", name=case.reference).first).to_be_visible()
        assert page.get_by_text("The street lamp is out").count() == 0
    page.goto("/desk/?q=nothing+like+this")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    accessible(page)


def test_the_desk_by_keyboard_alone(desk: Desk) -> None:
    case = make.case()
    page = desk.logged_in("caseworker")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("Skip to main content")
    link = page.get_by_role("link", name=case.reference).first
    for _ in range(60):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{case.reference}/")
    page.locator("form[action$='/reply/'] textarea").focus()
    page.keyboard.type("Typed without a mouse")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline").get_by_text("Typed without a mouse")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_desk_page_is_accessible_in_every_clothing(size: str, dark: bool, desk: Desk, accessible: Check) -> None:
    case = make.case("A long word " + "x" * 300 + " and an answer\n" * 5)
    make.form("bin", at=make.later(minutes=1))
    make.form("spam", quarantine="Filled in faster than anybody types")
    held = make.text("which one?", at=make.later(days=4))
    page = desk.logged_in("lead", size, dark=dark)
    for path in ("/desk/", f"/desk/cases/{case.reference}/", "/desk/filing/", "/desk/set-aside/",
                 f"/desk/contacts/{held.contact.pk}/move/", "/desk/log/phone/", "/desk/log/in-person/", "/desk/?q=boiler"):
        page.goto(path)
        accessible(page)


def test_the_desk_works_without_javascript(desk: Desk) -> None:
    case = make.case()
    page = desk.logged_in("caseworker", javascript=False)
    page.get_by_role("link", name=case.reference).first.click()
    page.locator("form[action$='/reply/'] textarea").fill("No script needed")
    page.locator("form[action$='/reply/'] button").last.click()
    expect(page.locator("#timeline").get_by_text("No script needed")).to_be_visible()
    assert Case.objects.get(pk=case.pk).waiting_for == "person"


def test_nothing_a_person_sends_runs_in_our_pages(desk: Desk, accessible: Check) -> None:
    attack = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> {{7*7}} javascript:alert(1)"
    case = make.case(attack)
    page = desk.logged_in("caseworker")
    for path in ("/desk/", f"/desk/cases/{case.reference}/"):
        page.goto(path)
        page.wait_for_timeout(200)
        assert "owned" not in page.title()
    expect(page.get_by_text("<script>").first).to_be_visible()
