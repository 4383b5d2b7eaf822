"""Staff at the desk: find, read, answer, note, hand on."""

import pytest
from playwright.sync_api import expect

from casework.models import Contact, Note
from tests import factories as make
from tests.journeys.steps import Check, Desk, OpenPage, log_in, note, open_case, reply, tab_to, timeline

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_caseworker_finds_a_text_answers_it_and_closes_the_case(
    desk: Desk, new_page: OpenPage, accessible: Check
) -> None:
    # Given a text that nobody has answered
    case = make.case("My boiler is broken and I have a baby")
    # When a caseworker logs in and opens the case from the queue
    page = new_page()
    log_in(page, "caseworker")
    accessible(page)
    page.get_by_role("link", name=case.reference).first.click()
    expect(page.locator("h1")).to_contain_text(case.reference)
    expect(timeline(page).get_by_text("My boiler is broken and I have a baby")).to_be_visible()
    accessible(page)
    # And takes it
    page.get_by_role("button", name="Take this case").click()
    expect(page.get_by_text("This case is yours now.")).to_be_visible()
    # And answers by text
    reply(page, "We are sending somebody today.")
    expect(timeline(page).get_by_text("We are sending somebody today.")).to_be_visible()
    # Then the answer waits in the outbox, and the case waits for the person
    answer = Contact.objects.get(direction="out", automatic=False)
    assert answer.delivery.status == "queued" and str(answer.logged_by) == "Caseworker Example"
    case.refresh_from_db()
    assert case.waiting_for == "person" and str(case.assignee) == "Caseworker Example"
    # When it is resolved without an outcome, the page says what is missing and keeps the choice
    page.get_by_label("Change status to").select_option("resolved")
    page.get_by_role("button", name="Change status").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.get_by_label("Change status to")).to_have_value("resolved")
    accessible(page)
    # Then with an outcome it ends, and leaves the queue
    page.get_by_label("Outcome").fill("Repaired")
    page.get_by_role("button", name="Change status").click()
    expect(page.locator(".oq-identity").get_by_text("Resolved")).to_be_visible()
    case.refresh_from_db()
    assert case.status == "resolved" and case.outcome == "Repaired"
    page.get_by_role("link", name="Back to the queue").click()
    expect(page.get_by_text("The queue is empty")).to_be_visible()


def test_a_note_is_never_a_reply(desk: Desk, accessible: Check) -> None:
    # Given a case, and what went out on it so far
    case = make.case()
    before = Contact.objects.filter(direction="out").count()
    # When a caseworker writes an internal note
    page = desk.logged_in("caseworker")
    open_case(page, case)
    expect(page.get_by_text("Nobody outside the office sees this")).to_be_visible()
    note(page, "Landlord rang, says the part is ordered.")
    # Then it is on the timeline as a note, and nothing went out
    written = page.get_by_role("article", name="Internal note by Caseworker Example")
    expect(written.get_by_text("Landlord rang, says the part is ordered.")).to_be_visible()
    accessible(page)
    assert Note.objects.get().body == "Landlord rang, says the part is ordered."
    assert Contact.objects.filter(direction="out").count() == before


def test_an_empty_note_comes_back_open_with_what_is_wrong(desk: Desk, accessible: Check) -> None:
    case = make.case()
    page = desk.logged_in("caseworker")
    open_case(page, case)
    note(page, "   ")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("form[action$='/note/'] textarea")).to_be_visible()
    expect(page.locator("form[action$='/reply/'] textarea")).to_be_hidden()
    accessible(page)
    assert not Note.objects.exists()


def test_two_cases_of_one_number_are_told_apart_by_staff(desk: Desk, accessible: Check) -> None:
    # Given two open cases of one number and a text that could be about either
    one = make.form("The bin was missed")
    make.form("There is damp in the hall", at=make.later(minutes=5))
    make.text("any news?", at=make.later(days=4))
    assert one.case is not None
    # When a caseworker opens "needs filing" and chooses the first
    page = desk.logged_in("caseworker")
    page.get_by_role("link", name="Needs filing").click()
    expect(page.get_by_text("any news?")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Choose another case").click()
    accessible(page)
    page.get_by_label(one.case.reference).check()
    page.get_by_role("button", name="File it").click()
    # Then it is on that case, with who chose in words, and nothing needs filing any more
    expect(page.locator("h1")).to_contain_text(one.case.reference)
    expect(timeline(page).get_by_text("any news?")).to_be_visible()
    expect(page.get_by_text("Caseworker Example chose").first).to_be_visible()
    page.goto("/desk/filing/")
    expect(page.get_by_text("Nothing needs filing")).to_be_visible()
    accessible(page)


def test_a_contact_moves_to_another_case_and_says_so(desk: Desk, accessible: Check) -> None:
    # Given a text that ended on the wrong case
    case = make.case("This is about Ben's street lamp")
    other = make.case("The street lamp is out", sender=make.BEN)
    page = desk.logged_in("caseworker")
    open_case(page, case)
    # When a caseworker moves it, first with a reference that is none
    timeline(page).get_by_role("link", name="Move this contact").click()
    page.get_by_label("Another case's reference").fill("nonsense")
    page.get_by_role("button", name="Move it").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    accessible(page)
    page.get_by_label("Another case's reference").fill(other.reference.lower())
    page.get_by_role("button", name="Move it").click()
    # Then it is on the other case
    expect(page.locator("h1")).to_contain_text(other.reference)
    expect(timeline(page).get_by_text("This is about Ben's street lamp")).to_be_visible()


def test_the_queue_finds_by_words_name_number_and_reference(desk: Desk, accessible: Check) -> None:
    case = make.case("There is mould behind the wardrobe", person_name="Amina Yusuf")
    make.case("The street lamp is out", sender=make.BEN)
    page = desk.logged_in("caseworker")
    search = page.get_by_role("searchbox")
    for words in ("mould", "yusuf", case.reference.lower().replace("-", ""), "07700 900101", "900101"):
        search.fill(words)
        search.press("Enter")
        expect(page.get_by_role("heading", name="Search results")).to_be_visible()
        expect(search).to_have_value(words)
        expect(page.get_by_role("link", name=case.reference)).to_be_visible()
        expect(page.get_by_text("The street lamp is out")).to_have_count(0)
    search.fill("nothing like this")
    search.press("Enter")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    accessible(page)


def test_the_desk_by_keyboard_alone(desk: Desk) -> None:
    # Given a case in the queue
    case = make.case()
    page = desk.logged_in("caseworker")
    # When somebody without a mouse opens it
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("Skip to main content")
    tab_to(page, page.get_by_role("link", name=case.reference))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{case.reference}/")
    # And writes a reply
    tab_to(page, page.locator("form[action$='/reply/'] textarea"))
    page.keyboard.type("Typed without a mouse")
    page.keyboard.press("Control+Enter")
    expect(timeline(page).get_by_text("Typed without a mouse")).to_be_visible()
    # And opens the folded note
    tab_to(page, page.locator("#note > summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("form[action$='/note/'] textarea"))
    page.keyboard.type("A note, too")
    tab_to(page, page.get_by_role("button", name="Save internal note"))
    page.keyboard.press("Enter")
    expect(timeline(page).get_by_text("A note, too")).to_be_visible()
    # And takes the case
    tab_to(page, page.get_by_role("button", name="Take this case"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("This case is yours now.")).to_be_visible()


def test_a_handler_may_note_but_not_send(desk: Desk, accessible: Check) -> None:
    case = make.case()
    page = desk.logged_in("handler")
    open_case(page, case)
    expect(page.get_by_text("Call handlers do not send messages.")).to_be_visible()
    expect(page.locator("form[action$='/reply/']")).to_have_count(0)
    accessible(page)
    note(page, "Rang again, sounds worried.")
    expect(timeline(page).get_by_text("Rang again, sounds worried.")).to_be_visible()
