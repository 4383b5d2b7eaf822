"""A call handler types while they listen: by keyboard alone, without losing a word, and with what to heed in sight."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from casework.models import (
    Call,
    CallInProgress,
    Case,
    Contact,
    ContactPoint,
    FollowUp,
    Person,
    PersonContactPoint,
)
from casework.services import adjustments
from tests import factories as make
from tests.journeys.steps import Check, Desk, log_in, main_menu

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PAGE = "/desk/log/phone/"
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 3
RIGHT_TO_LEFT = "أمينة يوسف عبد الرحمن"
FEWER_THAN = 25
TRIED_AGAIN = 15_000  # milliseconds: some tries of a page that could not save


@dataclass
class Keys:
    """Counts every key that is no letter of what somebody writes down."""

    page: Page
    pressed: int = 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def to(self, wanted: Locator, *, most: int = 30) -> None:
        for _ in range(most):
            self.press("Tab")
            if wanted.evaluate_all("all => all.includes(document.activeElement)"):
                return
        raise AssertionError(f"{most} presses of Tab do not reach {wanted}")


def recent(body: str = "My boiler is broken", **fields: str) -> Case:
    return make.case(body, at=timezone.now() - timedelta(days=4), **fields)


def outcome(page: Page) -> Locator:
    return page.locator("input[name=outcome]")


def test_a_call_from_a_known_number_in_few_key_presses(desk: Desk, accessible: Check) -> None:
    # Given a known caller with an open case, and a handler anywhere on the desk
    case = recent(person_name="Amina Yusuf")
    page = desk.logged_in("handler")
    keys = Keys(page)
    # When the telephone rings: one key opens the screen, and the box is ready
    keys.press("F2")
    expect(page.get_by_role("heading", name="Log a call", level=1)).to_be_visible()
    expect(page.get_by_label("Number, name, reference or postcode")).to_be_focused()
    keys.type("07700900101")
    expect(page.locator(".oq-heed")).to_contain_text("Amina Yusuf")
    expect(page.locator("#found").get_by_text(case.reference)).to_be_visible()
    # And the call is written down, filed, with a callback, and ended
    keys.to(page.locator("#id_words"))
    keys.type("Asks when the engineer comes")
    keys.to(outcome(page))
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(page.get_by_label("Callback promised")).to_be_checked()
    keys.to(page.locator("#id_callback_when"))
    keys.type("tomorrow 2pm to 4pm")
    keys.press("Control+Enter")
    # Then it is all on record, and what to read out is in front of them
    expect(page.get_by_role("heading", name="Logged")).to_be_visible()
    expect(page.locator("#callback")).to_contain_text("Callback promised for tomorrow 14:00 to 16:00")
    accessible(page)
    contact = Contact.objects.get(channel="phone")
    promised = FollowUp.objects.get()
    assert (contact.case, contact.outcome, promised.case) == (case, "callback", case)
    assert contact.duration_seconds is not None and not CallInProgress.objects.exists()
    assert keys.pressed < FEWER_THAN, f"{keys.pressed} key presses beside the words typed"


def test_a_crash_loses_nothing(desk: Desk, accessible_by_day_and_night: Check) -> None:
    # Given a call half written down
    recent(person_name="Amina Yusuf")
    page = desk.logged_in("handler")
    page.goto(PAGE)
    page.get_by_label("Number, name, reference or postcode").press_sequentially("07700900101")
    page.locator("#found").get_by_label("Amina Yusuf").check()
    page.get_by_label("What was it about?").press_sequentially("The boiler is broken ag")
    page.get_by_label("Callback promised").check()
    page.get_by_label("When?").press_sequentially("tomorrow 2pm to 4pm")
    expect(page.locator("[data-kept]")).to_contain_text("Only you see it")
    expect(page.locator("[data-kept]")).to_contain_text("Kept ")
    # When the browser is gone, and they log in again
    page.context.close()
    page = desk.logged_in("handler")
    # Then the page head says so, and all of it is there
    going = page.locator("header .oq-going")
    expect(going).to_contain_text("1 call half done")
    going.get_by_text("1 call half done").click()
    accessible_by_day_and_night(page)
    going.get_by_role("link").click()
    expect(page.get_by_label("What was it about?")).to_have_value("The boiler is broken ag")
    expect(page.locator("#found").get_by_label("Amina Yusuf")).to_be_checked()
    expect(page.get_by_label("Callback promised")).to_be_checked()
    expect(page.get_by_label("When?")).to_have_value("tomorrow 2pm to 4pm")
    accessible_by_day_and_night(page)
    page.get_by_role("button", name="Log the call").click()
    expect(page.get_by_role("heading", name="Logged")).to_be_visible()
    assert Contact.objects.filter(channel="phone").count() == 1 and not CallInProgress.objects.exists()


def test_the_last_words_before_leaving_are_kept_too(desk: Desk) -> None:
    page = desk.logged_in("handler")
    page.goto(PAGE)
    page.get_by_label("How many minutes did it take?").press_sequentially("7")
    page.goto("/desk/")  # before the pause after which it saves by itself
    expect(page.locator("header .oq-going")).to_contain_text("1 call half done")
    assert CallInProgress.objects.get().typed["minutes"] == ["7"]


def test_without_a_network_it_says_so_and_keeps_it_later(desk: Desk) -> None:
    page = desk.logged_in("handler")
    page.goto(PAGE)
    expect(page.locator("[hx-trigger^='load']")).to_have_count(0)  # what it asks by itself has come
    page.context.set_offline(True)
    page.get_by_label("How many minutes did it take?").press_sequentially("12")
    expect(page.locator("[data-kept]")).to_contain_text("the connection is gone")
    assert not CallInProgress.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("[data-kept]")).to_contain_text("Kept ", timeout=TRIED_AGAIN)
    assert CallInProgress.objects.get().typed["minutes"] == ["12"]


def test_logged_out_in_another_window_it_says_so_and_goes_on_after(desk: Desk) -> None:
    page = desk.logged_in("handler")
    page.goto(PAGE)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("How many minutes did it take?").press_sequentially("3")
    expect(page.locator("[data-kept]")).to_contain_text("logged out")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    expect(page.locator("[data-kept]")).to_contain_text("Kept ", timeout=TRIED_AGAIN)
    assert CallInProgress.objects.get().typed["minutes"] == ["3"]


def test_what_is_sent_while_logged_out_waits_on_the_page(desk: Desk, accessible: Check) -> None:
    # Given a call written down, whose log-in has ended
    page = desk.logged_in("handler")
    page.goto(PAGE)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("What was it about?").press_sequentially("Rang about the boiler")
    page.get_by_label("Passed to the team").check()
    expect(page.locator("[data-kept]")).to_contain_text("logged out")
    # When it is sent, the page stays and says why
    page.get_by_role("button", name="Log the call").click()
    expect(page.locator("[data-kept]")).to_contain_text("Not sent.")
    expect(page.locator("#oq-announce")).to_contain_text("Not sent.")
    expect(page.get_by_role("heading", name="Log a call", level=1)).to_be_visible()
    accessible(page)
    # Then they log in beside it, and the same press puts it on record
    log_in(page.context.new_page(), "handler")
    page.wait_for_timeout(1_000)  # a second press within a second is a double click
    page.get_by_role("button", name="Log the call").click()
    expect(page.get_by_role("heading", name="Logged")).to_be_visible()
    assert Contact.objects.get().body == "Rang about the boiler"


def test_typed_fast_and_sent_at_once_every_letter_is_there(desk: Desk) -> None:
    words = "They say the boiler has been broken since Tuesday and nobody came. " * 12
    page = desk.logged_in("handler")
    page.goto(PAGE)
    page.get_by_label("What was it about?").focus()
    page.keyboard.type(words)
    page.get_by_label("Passed to the team").check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Logged")).to_be_visible()
    page.wait_for_timeout(1_500)  # a save that was on its way must not bring it back
    assert Contact.objects.get().body == words.strip()
    assert not CallInProgress.objects.exists()


def test_a_translated_page_changes_no_data(desk: Desk) -> None:
    """Browsers translate by replacing the words on the page, also those of choices."""
    page = desk.logged_in("handler")
    page.goto(PAGE)
    page.get_by_label("What was it about?").fill("La caldera")
    page.evaluate(
        """() => {
          const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            if (node.textContent.trim() && node.parentElement.tagName !== "TEXTAREA") node.textContent = "traducido";
          }
        }"""
    )
    page.locator("input[name=outcome][value=passed_on]").check()
    page.locator("[data-send]").click()
    expect(page.get_by_role("heading", name="Logged")).to_be_visible()
    contact = Contact.objects.get()
    assert (contact.body, contact.outcome, contact.service) == ("La caldera", "passed_on", None)


def test_two_calls_at_once_one_on_hold_one_handed_over(desk: Desk, accessible: Check) -> None:
    # Given a caller who waits
    page = desk.logged_in("handler")
    page.goto(PAGE)
    page.get_by_label("Number, name, reference or postcode").fill("Ada Ode")
    page.get_by_label("What was it about?").fill("Waits for a date")
    page.get_by_role("button", name="Put on hold").click()
    expect(page.get_by_text("The call is on hold.")).to_be_visible()
    # When another one rings
    page.get_by_label("What was it about?").press_sequentially("Second caller")
    expect(page.locator("[data-kept]")).to_contain_text("Kept ")
    accessible(page)
    # And is handed to a colleague
    page.get_by_role("link", name="Hand over").click()
    accessible(page)
    page.get_by_label("To whom?").select_option("caseworker")
    page.get_by_role("button", name="Hand it over").click()
    expect(page.get_by_text("Handed to Caseworker Example")).to_be_visible()
    # Then each has one
    page.get_by_role("link", name="Ada Ode").click()
    expect(page.get_by_label("What was it about?")).to_have_value("Waits for a date")
    page.get_by_role("link", name="Drop").click()
    accessible(page)
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_text("Nothing of it is on record")).to_be_visible()
    other = desk.logged_in("caseworker")
    other.locator("header .oq-going summary").click()
    expect(other.locator("header .oq-going")).to_contain_text("handed to you by Handler Example")


def test_without_scripts_a_call_is_kept_and_logged(desk: Desk) -> None:
    make.question(make.service("housing-repair", name="Repairs"), "where", label="Which address?")
    recent(person_name="Amina Yusuf")
    page = desk.logged_in("handler", "phone", javascript=False)
    main_menu(page).get_by_role("link", name="Log a call").click()
    expect(page.get_by_text("Began ")).to_be_visible()
    page.get_by_label("Number, name, reference or postcode").fill("900101")
    page.get_by_label("What was it about?").fill("The boiler")
    page.get_by_label("Service").select_option("housing-repair")
    page.get_by_role("button", name="Show what it asks").click()
    page.get_by_label("Which address?").fill("14 Mill Lane")
    page.get_by_label("Callback promised").check()
    page.get_by_label("When?").fill("tomorrow 9 to 11")
    page.get_by_role("button", name="Keep and do something else").click()
    expect(page.get_by_text("Kept. Nobody else sees it.")).to_be_visible()
    main_menu(page).get_by_role("link", name="Log a call").click()
    page.get_by_role("link", name="900101").click()
    expect(page.get_by_label("Which address?")).to_have_value("14 Mill Lane")
    page.get_by_role("button", name="Log the call").click()
    expect(page.get_by_text("Callback promised for tomorrow 09:00 to 11:00")).to_be_visible()
    assert Contact.objects.get(channel="phone").answers == {"where": "14 Mill Lane"}


def test_whom_they_ring_for_and_what_the_service_asks_come_while_typing(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    make.question(make.service("housing-repair", name="Repairs"), "where", label="Which address?")
    recent(person_name="Ada Ode")
    recent("The damp", person_name="Ben Ode", sender=make.BEN)
    ben = Person.objects.get(name="Ben Ode")
    adjustments.put(
        person=ben, words="Large print", job="test", now=timezone.now(), review_on=timezone.localdate()
    )
    page = desk.logged_in("handler")
    page.goto(PAGE)
    page.get_by_label("Number, name, reference or postcode").fill("Ben Ode 07700 900102")
    page.get_by_text("They ring for somebody else").click()
    page.get_by_label("Who is it about, if somebody else?").press_sequentially("ada")
    page.locator("#subjects").get_by_label("Ada Ode").check()
    page.get_by_label("What allows them to speak for them?").select_option("written")
    ends = page.get_by_role("group", name="Until when may they?")
    for part, typed in (("Day", "31"), ("Month", "3"), ("Year", "2031")):
        ends.get_by_label(part).fill(typed)
    expect(page.locator(".oq-heed")).to_contain_text("Review due")
    page.get_by_label("Service").select_option("housing-repair")
    page.get_by_label("Which address?").press_sequentially("14 Mill Lane")
    page.get_by_label("What was it about?").press_sequentially("Her boiler, she is not breathing well")
    expect(page.locator(".oq-danger")).to_contain_text("ring 999")
    expect(page.locator("#oq-announce")).to_contain_text("ring 999")
    page.get_by_label("A new case").check()
    page.get_by_label("Put through to a colleague").check()
    # Nobody chose who gets the answers: it is asked, and everything typed is still there
    page.get_by_role("button", name="Log the call").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose who gets the answers")
    expect(ends.get_by_label("Year")).to_have_value("2031")
    page.get_by_label("Nobody, until they are asked").check()
    accessible_by_day_and_night(page)
    page.get_by_role("button", name="Log the call").click()
    expect(page.get_by_role("heading", name="Logged")).to_be_visible()
    expect(page.locator(".oq-danger")).to_contain_text("ring 999")
    accessible_by_day_and_night(page)
    contact = Contact.objects.get(channel="phone")
    assert str(contact.subject) == "Ada Ode" and str(contact.person) == "Ben Ode"
    assert contact.answers == {"where": "14 Mill Lane"}
    assert contact.case is not None and not contact.case.parties.filter(reply_to=True).exists()
    assert str(contact.case.parties.get(role="representative").authority_until) == "2031-03-31"


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_screen_holds_every_name(desk: Desk, size: str, accessible_by_day_and_night: Check) -> None:
    point = ContactPoint.objects.create(
        kind="phone", value="+447700900101", as_typed=make.AMINA, voicemail_ok=False, safety_note="w" * 200
    )
    for name in (LONG, RIGHT_TO_LEFT, ""):
        person = Person.objects.create(name=name, adjustments="Large print, " + "y" * 120, language="ar")
        PersonContactPoint.objects.create(person=person, contact_point=point, label="shared")
    page = desk.logged_in("handler", size)
    page.goto(PAGE)
    page.get_by_label("Number, name, reference or postcode").press_sequentially("900101")
    expect(page.locator("#found").get_by_text(RIGHT_TO_LEFT)).to_be_visible()
    for person in Person.objects.all():
        page.locator(f"input[name=person][value='{person.pk}']").check()
        expect(page.locator(".oq-heed__name")).to_contain_text(str(person))
        expect(page.get_by_text("Were their adjustments honoured?")).to_be_visible()
        accessible_by_day_and_night(page)


def test_a_ringing_call_opens_with_its_number(desk: Desk, accessible: Check) -> None:
    recent(person_name="Amina Yusuf")
    at = timezone.now() - timedelta(minutes=2)
    call = Call.objects.create(
        provider="x", account="x", external_id="1", contact_point=ContactPoint.objects.get(), rang_at=at
    )
    page = desk.logged_in("handler")
    page.goto(f"{PAGE}?call={call.pk}")
    expect(page.locator(".oq-heed")).to_contain_text("Amina Yusuf")
    expect(page.locator(".oq-call__timer").first).to_contain_text(f"Began {timezone.localtime(at):%H:%M}")
    accessible(page)
