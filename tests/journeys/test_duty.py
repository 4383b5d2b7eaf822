"""Work given in turn, handed over with a note, back at the end of a shift; a conflict of interest: by keyboard."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from casework.models import Case, Conflict, Note, Staff
from casework.services import shift_end
from tests import factories as make
from tests.journeys.steps import Check, Desk, open_case, press, tab_to, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", ["desk", "phone"])


@SIZES
def test_given_in_turn_within_their_room_and_back_at_the_end_of_the_shift(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given a rule that gives in turn, and one person with room for one case
    make.rules({"name": "All", "team": "housing", "assign": "turn"})
    Staff.objects.exclude(username="caseworker").update(cap=0)
    Staff.objects.filter(username="caseworker").update(cap=1)
    now = timezone.now()
    first, second = make.case("No heating", at=now), make.case("A leak", sender=make.BEN, at=now)
    # Then a lead sees who is full and what waits
    page = desk.logged_in("lead", size)
    page.goto("/desk/settings/duty/")
    expect(page.get_by_role("heading", name="People at work", level=1)).to_be_visible()
    expect(page.get_by_role("region", name="Housing")).to_contain_text("1 waiting for somebody with room")
    expect(page.get_by_role("row", name="Caseworker Example").last).to_contain_text("1 of 1")
    accessible_by_day_and_night(page)
    # When the lead makes room, by keyboard
    press(page, page.get_by_role("link", name="Caseworker Example").first)
    expect(page.get_by_role("heading", name="Caseworker Example", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    room = page.get_by_label("Most open cases that are given to them unasked")
    tab_to(page, room)
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    press(page, page.get_by_role("button", name="Save room and skills"))
    expect(page.get_by_text("Saved.")).to_be_visible()
    # Then what waited is theirs
    second.refresh_from_db()
    assert second.assignee == Staff.objects.get(username="caseworker")
    # When they are on leave before they began
    today = timezone.localdate()
    for label in ("First day", "Last day"):
        group = page.get_by_role("group", name=label)
        for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
            type_into(page, group.get_by_label(part), str(value))
    press(page, page.get_by_role("button", name="Add leave"))
    expect(page.get_by_role("button", name=re.compile("Remove"))).to_be_visible()
    shift_end.return_untouched(now=timezone.now())
    # Then both cases wait for the team again, and say why
    first.refresh_from_db()
    assert first.assignee is None
    open_case(page, first)
    expect(page.locator("#timeline")).to_contain_text("off duty and had not begun")


@SIZES
def test_a_case_is_handed_over_with_a_note(desk: Desk, accessible_by_day_and_night: Check, size: str) -> None:
    case = make.case("No heating", at=timezone.now())
    page = desk.logged_in("caseworker", size)
    open_case(page, case)
    press(page, page.get_by_role("link", name="Hand it over with a note"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hand over")
    press(page, page.get_by_role("button", name="Hand it over"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write what they must know")
    accessible_by_day_and_night(page)
    page.get_by_label("Who takes it over?").select_option("lead")
    type_into(page, page.get_by_label("What must they know?"), "She rings on Thursday")
    press(page, page.get_by_role("button", name="Hand it over"))
    expect(page.get_by_text("Handed over to Lead Example.")).to_be_visible()
    expect(page.locator("#timeline")).to_contain_text("She rings on Thursday")
    assert Note.objects.get(case=case).body == "She rings on Thursday"
    assert Case.objects.get(pk=case.pk).assignee == Staff.objects.get(username="lead")


@SIZES
def test_a_conflict_of_interest_hides_the_case_from_whoever_declares_it(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    case = make.case("No heating", at=timezone.now())
    page = desk.logged_in("caseworker", size)
    open_case(page, case)
    press(page, page.get_by_role("link", name="Conflict of interest"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Conflict of interest")
    press(page, page.get_by_role("button", name="Put it on record"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("Why?"), "My cousin")
    press(page, page.get_by_role("button", name="Put it on record"))
    expect(page.get_by_role("heading", name="Queue", level=1)).to_be_visible()
    expect(page.get_by_text("It is on record")).to_be_visible()
    expect(page.get_by_text(case.reference)).to_have_count(0)
    assert Conflict.objects.get().reason == "My cousin"
    assert page.goto(f"/desk/cases/{case.reference}/").status == 404  # type: ignore[union-attr]


@SIZES
def test_somebody_leaves_and_their_work_is_handed_over(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    case = make.case("No heating", at=timezone.now())
    gone = Staff.objects.get(username="caseworker")
    Case.objects.filter(pk=case.pk).update(assignee=gone)
    page = desk.logged_in("manager", size)
    page.goto(f"/desk/settings/duty/{gone.pk}/leaving/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("leaves")
    accessible_by_day_and_night(page)
    page.get_by_label(re.compile("Who takes over")).select_option("lead")
    press(page, page.get_by_role("button", name="Hand over and switch off"))
    expect(page.get_by_text("is switched off")).to_be_visible()
    case.refresh_from_db()
    assert case.assignee == Staff.objects.get(username="lead")
