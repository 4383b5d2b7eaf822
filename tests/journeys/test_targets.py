"""By when people are answered: set up by a lead, seen on the case, extended with a reason; by keyboard alone."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.models import Case, EscalationStep, OpeningHours, TargetFor
from casework.services import escalation
from tests import factories as make
from tests.journeys.steps import Check, Desk, choose, open_case, press, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def select(page: Page, label: str, option: str) -> None:
    """A select is typed into, as by keyboard."""
    box = page.get_by_label(label, exact=True)
    type_into(page, box, option)
    expect(box.locator("option:checked")).to_have_text(option)


def office_hours() -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=day, opens=time(9), closes=time(17)) for day in range(5)
    )


def test_a_lead_sets_up_the_complaints_code_and_a_complaint_runs_by_it(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given an office that has set up nothing
    office_hours()
    make.service("complaint", name="Complaint")
    page = desk.logged_in("lead")
    page.goto("/desk/settings/")
    press(page, page.get_by_role("link", name="Targets"))
    expect(page.get_by_text("No targets yet")).to_be_visible()
    accessible_by_day_and_night(page)
    # When a lead adds the profile, gives it to the service, and says what happens when it gets late
    press(page, page.get_by_role("button", name="Add the complaints profile"))
    expect(page.get_by_role("link", name="Complaint, stage 2")).to_be_visible()
    select(page, "Service", "Complaint")
    select(page, "Target", "Complaint, stage 1")
    press(page, page.get_by_role("button", name="Use this target"))
    expect(page.get_by_role("listitem").filter(has_text="Complaint, any priority:")).to_be_visible()
    accessible_by_day_and_night(page)
    press(page, page.get_by_role("button", name="New step"))
    expect(page.get_by_role("heading", name="New step", level=1)).to_be_visible()
    choose(page, page.get_by_label("Before it is due"))
    choose(page, page.get_by_label("Remind whoever has it"))
    press(page, page.get_by_role("button", name="Add the step"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say how long before")
    accessible_by_day_and_night(page)
    page.get_by_label("How long before or after").fill("")
    type_into(page, page.get_by_label("How long before or after"), "4")
    press(page, page.get_by_role("button", name="Add the step"))
    expect(page.get_by_role("link", name="4 working hours before it falls due")).to_be_visible()
    accessible_by_day_and_night(page)
    # Then a complaint is promised an answer in five working days and an end in ten
    taken = make.form("Nobody came", service_code="complaint", at=timezone.now())
    assert taken.case is not None
    open_case(page, taken.case)
    panel = page.get_by_role("region", name="By when")
    expect(panel).to_contain_text("Target “Complaint, stage 1”, that of its service and priority")
    expect(panel).to_contain_text("10 working days")
    accessible_by_day_and_night(page)


def test_a_lead_extends_with_a_reason_and_the_case_keeps_it(
    desk: Desk, accessible_by_day_and_night: Check
) -> None:
    # Given a case with a promise that runs
    office_hours()
    case = make.case("My boiler is broken", at=timezone.now())
    page = desk.logged_in("lead")
    open_case(page, case)
    # When a lead extends it, at first without a reason
    press(page, page.get_by_role("link", name="Extend with a reason"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Extend the time of")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("How many working days more"), "3")
    press(page, page.get_by_role("button", name="Extend the time"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why it takes longer")
    accessible_by_day_and_night(page)
    type_into(page, page.get_by_label("Why it takes longer"), "A part is missing")
    press(page, page.get_by_role("button", name="Extend the time"))
    # Then the case says by how much and why
    expect(page.get_by_role("region", name="By when")).to_contain_text(
        "3 working days more: A part is missing"
    )
    expect(page.locator("#timeline")).to_contain_text("3 working days more")


def test_what_is_late_is_reminded_of_and_says_so(desk: Desk, accessible_by_day_and_night: Check) -> None:
    # Given a case that nobody answered, and a step for when it falls due
    EscalationStep.objects.create(minutes=0, action="raise")
    case = make.case("My boiler is broken", at=timezone.now() - timedelta(days=6))
    assert Case.objects.get(pk=case.pk).due_at is not None and not TargetFor.objects.exists()
    # When the clock comes by
    assert escalation.run(timezone.now()) == 1
    # Then the queue and the case say what is late, and what was done
    page = desk.logged_in("caseworker")
    expect(page.get_by_role("row", name=case.reference)).to_contain_text("First answer overdue")
    open_case(page, case)
    expect(page.get_by_role("region", name="By when")).to_contain_text("Overdue")
    expect(page.locator("#timeline")).to_contain_text("priority raised to high")
    accessible_by_day_and_night(page)
