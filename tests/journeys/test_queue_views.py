"""A list of one's own: filtered, saved, grouped, with the columns one wants; and a shortlist in one's own order. By keyboard."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from casework.models import Case, SavedView, Staff, Star
from casework.services import saved_views
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, press, type_into, unfold, views_of_the_queue

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", ["desk", "phone"])


@SIZES
def test_a_list_is_saved_for_a_team_and_opened_by_a_colleague(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    # Given two cases, one of them high
    now = timezone.now()
    high, _ = make.case("No heating", at=now), make.case("A leak", sender=make.BEN, at=now)
    Case.objects.filter(pk=high.pk).update(priority="high", priority_rank=2)
    page = desk.logged_in("lead", size)
    # When the lead filters, groups, and saves the list for housing
    page.goto("/desk/?priority=high&group=team")
    expect(page.get_by_role("rowheader", name="Triage")).to_contain_text("1 on this page")
    accessible_by_day_and_night(page)
    unfold(page, "list")
    press(page, page.get_by_role("link", name="Save this list"))
    expect(page.get_by_role("heading", name="Save this list", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Save the view"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Give the view a name")
    type_into(page, page.get_by_label("Name", exact=True), "Pressing")
    choose(page, page.get_by_label("Everybody in Housing"))
    press(page, page.get_by_role("button", name="Save the view"))
    # Then it stands in the tabs, with its figure
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pressing")
    expect(views_of_the_queue(page).get_by_role("link", name="Pressing")).to_contain_text("1")
    # And a colleague of the team opens it, and cannot change it
    other = desk.logged_in("caseworker", size)
    press(other, views_of_the_queue(other).get_by_role("link", name="Pressing"))
    expect(other.get_by_role("heading", level=1)).to_contain_text("Pressing")
    expect(other.get_by_text(high.reference).first).to_be_attached()
    unfold(other, "list")
    expect(other.get_by_role("link", name="Change this view")).to_have_count(0)
    # When the lead renames and then removes it
    unfold(page, "list")
    press(page, page.get_by_role("link", name="Change this view"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Change")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("link", name="Remove this view"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Remove")
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="Remove the view"))
    expect(page.get_by_text("No saved views yet")).to_be_visible()
    assert not SavedView.objects.exists()


@SIZES
def test_columns_are_chosen_and_views_put_in_order(
    desk: Desk, accessible_by_day_and_night: Check, size: str
) -> None:
    now = timezone.now()
    make.case("No heating", at=now)
    worker = Staff.objects.get(username="caseworker")
    for name in ("One", "Two"):
        saved_views.save(name=name, filters={}, actor=worker, now=now)
    page = desk.logged_in("caseworker", size)
    unfold(page, "list")
    press(page, page.get_by_role("link", name="Columns"))
    expect(page.get_by_role("heading", name="Columns", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    choose(page, page.get_by_label("Opened"))
    choose(page, page.get_by_label("Compact"))
    press(page, page.get_by_role("button", name="Save"))
    expect(page.get_by_text("The queue shows what you chose.")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Opened")).to_be_attached()
    accessible_by_day_and_night(page)
    unfold(page, "list")
    press(page, page.get_by_role("link", name="Saved views"))
    expect(page.get_by_role("heading", name="Saved views", level=1)).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name=re.compile("Up.*Two")))
    expect(page.get_by_role("listitem").filter(has_text="Up").first).to_contain_text("Two")
    expect(page.get_by_role("button", name=re.compile("Up.*Two"))).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
@SIZES
def test_cases_are_starred_and_put_in_ones_own_order(
    desk: Desk, accessible_by_day_and_night: Check, size: str, javascript: bool
) -> None:
    now = timezone.now()
    first, second = make.case("No heating", at=now), make.case("A leak", sender=make.BEN, at=now)
    page = desk.logged_in("caseworker", size, javascript=javascript)
    # When both are starred in the queue
    for case in (first, second):
        star = page.get_by_role("button", name=f"Star {case.reference}")
        press(page, star)
        expect(star).to_have_attribute("aria-pressed", "true")
        if javascript:
            expect(star).to_be_focused()
    # Then they stand on the shortlist, and can be put in order
    page.goto("/desk/shortlist/")
    expect(page.get_by_role("heading", name="Shortlist", level=1)).to_be_visible()
    if javascript:
        accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name=re.compile(f"Up.*{second.reference}")))
    expect(page.get_by_role("listitem").filter(has_text="Up").first).to_contain_text("A leak")
    assert list(Star.objects.values_list("case__reference", flat=True)) == [
        second.reference,
        first.reference,
    ]
    # When the star is taken off on the page of the case
    page.goto(f"/desk/cases/{first.reference}/")
    star = page.get_by_role("button", name=f"Star {first.reference}")
    press(page, star)
    expect(star).to_have_attribute("aria-pressed", "false")
    assert Star.objects.get().case == second
