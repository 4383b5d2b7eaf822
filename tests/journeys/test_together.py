"""Two colleagues at one case: they see each other, name each other, and miss nothing."""

import pytest
from playwright.sync_api import Page, expect

from casework.models import Case, Follower, Note, Notification
from tests import factories as make
from tests.journeys.steps import (
    Check,
    Desk,
    main_menu,
    note,
    open_case,
    press,
    reply,
    tab_to,
    timeline,
    type_into,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BEAT = 30_000  # milliseconds: more than a page waits before it says again that it is there


def at_the_case(desk: Desk, username: str, case: Case) -> Page:
    page = desk.logged_in(username)
    open_case(page, case)
    expect(page.locator("h1")).to_contain_text(case.reference)
    return page


def test_two_colleagues_see_each_other_and_both_texts_are_kept(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given a case that two people have open
    case = make.case()
    one, two = at_the_case(desk, "caseworker", case), at_the_case(desk, "lead", case)
    there = two.locator("#presence")
    expect(there).to_contain_text("Caseworker Example is looking at this case", timeout=BEAT)
    # When one of them begins a note by keyboard, the other sees it
    tab_to(one, one.locator("#note > summary"))
    one.keyboard.press("Enter")
    type_into(one, one.locator("#note-body"), "@Lead Example can you ring the landlord?")
    expect(there).to_contain_text("Caseworker Example is writing a note", timeout=BEAT)
    accessible_by_day_and_night(two)
    # And writes a reply meanwhile
    reply(two, "We are on our way.")
    expect(timeline(two).get_by_text("We are on our way.")).to_be_visible()
    # Then what the first one typed is saved all the same, and both texts stand on the case
    press(one, one.get_by_role("button", name="Save internal note"))
    expect(one.get_by_text("Told: Lead Example.")).to_be_visible()
    expect(timeline(one).get_by_text("We are on our way.")).to_be_visible()
    expect(timeline(one).locator(".oq-mention")).to_have_text("@Lead Example")
    accessible_by_day_and_night(one)
    assert Note.objects.count() == 1


def test_who_is_named_is_told_and_lands_at_the_note(desk: Desk, accessible_by_day_and_night: Check) -> None:
    # Given a note that names a colleague, and one who cannot see the case
    case = make.case()
    make.staff("far", teams=("parks",))
    writer = at_the_case(desk, "caseworker", case)
    note(writer, "@lead please ring. @far knows her.")
    expect(writer.get_by_text("Told: Lead Example.")).to_be_visible()
    expect(writer.get_by_text("Far Example cannot see this case and was not told.")).to_be_visible()
    # When the colleague opens the desk, the head of the page says that something is new
    page = desk.logged_in("lead")
    expect(page.locator("#notifications-link")).to_contain_text("(1")
    press(page, page.locator("#notifications-link"))
    expect(page.get_by_role("heading", name="Notifications", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    # And opens it by keyboard
    press(page, page.get_by_role("link", name="Caseworker Example mentioned you in a note"))
    expect(page.locator("h1")).to_contain_text(case.reference)
    expect(page.locator(f"#note-{Note.objects.get().pk}")).to_be_in_viewport()
    expect(page.locator("#notifications-link")).not_to_contain_text("(")
    # Then it is read, and the colleague follows the case until they stop
    assert Notification.objects.get().read_at is not None
    press(page, page.get_by_role("button", name="Stop following"))
    expect(page.get_by_text("You follow this case no more.")).to_be_visible()
    assert not Follower.objects.exists()


def test_all_of_it_works_without_scripts(desk: Desk, accessible: Check) -> None:
    case = make.case()
    colleague = at_the_case(desk, "caseworker", case)
    page = desk.logged_in("lead", "phone", javascript=False)
    open_case(page, case)
    # Each sees the other, for as long as it is known
    expect(page.get_by_text("Caseworker Example is looking at this case")).to_be_visible()
    expect(colleague.locator("#presence")).to_contain_text("Lead Example is looking", timeout=BEAT)
    page.get_by_role("button", name="Follow this case").click()
    expect(page.get_by_text("You follow this case.")).to_be_visible()
    make.text("any news?", at=make.later(hours=1))
    main_menu(page).get_by_role("link", name="Notifications").click()
    expect(page.get_by_role("link", name="They were in touch")).to_be_visible()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("1 marked as read")).to_be_visible()
    page.get_by_role("link", name="E-mail about them").click()
    page.get_by_label("Once a day").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto("/desk/names/")
    expect(page.get_by_text("@caseworker")).to_be_visible()


def test_names_are_looked_up_below_a_note(desk: Desk, accessible: Check) -> None:
    case = make.case()
    page = desk.logged_in("caseworker", "phone")
    open_case(page, case)
    page.locator("#note > summary").click()
    page.get_by_text("Tell a colleague").click()
    expect(page.get_by_text("@handler")).to_be_visible()
    accessible(page)
    page.goto("/desk/notifications/")
    expect(page.get_by_text("No notifications")).to_be_visible()
    accessible(page)
    page.goto("/desk/notifications/settings/")
    expect(page.get_by_role("heading", name="E-mail about notifications")).to_be_visible()
    accessible(page)
