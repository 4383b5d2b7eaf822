"""Setting up targets at the desk, and what a lead may change of one case's promises."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework import selectors, targets_shown
from casework.models import Case, Clock, EscalationStep, OpeningHours, Staff, Target, TargetFor
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST_STATEMENTS = 6
PANEL_STATEMENTS = 3


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def desk(lead: Staff) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def target(code: str = "quick", **fields: Any) -> Target:
    return Target.objects.create(code=code, name=code.capitalize(), **({"first_response": 1} | fields))


def posted(desk: Client, name: str, data: dict[str, Any], *args: Any) -> Any:
    return desk.post(reverse(name, args=args), data, follow=True)


LENGTHS = {
    "first_response": "5", "first_response_unit": "days", "next_response": "", "next_response_unit": "days",
    "resolution": "", "resolution_unit": "days",
}  # fmt: skip


def test_the_page_says_what_holds_where_nothing_is_set_up(desk: Client) -> None:
    page = desk.get(reverse("desk:targets")).content.decode()
    assert (
        "No targets yet" in page and "within 5 working days" in page and "Add the complaints profile" in page
    )


def test_a_target_is_made_and_given_to_a_service(desk: Client) -> None:
    make.service("bins", name="Bins")
    page = posted(desk, "desk:target_new", {"name": "Usual", "code": "usual", **LENGTHS, "active": "on"})
    assert "“Usual” is kept" in page.content.decode()
    page = posted(desk, "desk:target_for", {"service": "bins", "priority": "high", "target": "usual"})
    line = TargetFor.objects.get()
    assert (line.service and line.service.code, line.priority, line.target.code) == ("bins", "high", "usual")
    assert "New cases have “Usual”" in page.content.decode()
    page = posted(desk, "desk:target_for", {"do": "stop", "line": line.pk})
    assert not TargetFor.objects.exists() and "The line is removed" in page.content.decode()


def test_the_same_service_and_priority_get_another_target_in_place_of_the_old(desk: Client) -> None:
    target("one"), target("two")
    for code in ("one", "two"):
        posted(desk, "desk:target_for", {"service": "", "priority": "", "target": code})
    assert TargetFor.objects.get().target.code == "two"


def test_the_complaints_profile_is_one_press(desk: Client) -> None:
    page = posted(desk, "desk:targets_complaints", {}).content.decode()
    assert "Complaint, stage 1" in page and "Complaint, stage 2" in page
    assert "10 working days" in page and "20 working days" in page and "Complaint Handling Code" in page
    assert "Add the complaints profile" not in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Give the target a name"),
        ({"code": "a b"}, "letters, digits, hyphens"),
        ({"code": "taken"}, "has this code already"),
        ({"first_response": ""}, "promises at least one thing"),
        ({"first_response": "0"}, "must be 1 or more"),
        ({"first_response": "soon"}, "whole number"),
        ({"first_response": "99999999999999"}, "too long"),
        ({"first_response_unit": "years"}, "years"),
        ({"name": "x" * 121}, "Shorten it"),
    ],
)
def test_a_target_that_is_none_is_refused_with_what_was_typed(
    desk: Client, change: dict[str, str], words: str
) -> None:
    target("taken")
    page = posted(desk, "desk:target_new", {"name": "Usual", "code": "usual", **LENGTHS, **change})
    assert page.status_code == 422 and words in page.content.decode()
    assert Target.objects.count() == 1


def test_changing_a_target_leaves_its_code_alone(desk: Client) -> None:
    found = target()
    posted(desk, "desk:target", {"name": "Slow", "code": "other", **LENGTHS}, found.pk)
    found.refresh_from_db()
    assert (found.code, found.name, found.first_response, found.active) == ("quick", "Slow", 5, False)


STEP = {
    "kind": "first_response",
    "side": "before",
    "amount": "2",
    "unit": "hours",
    "action": "remind",
    "active": "on",
}


def test_a_step_is_added_and_changed(desk: Client) -> None:
    page = posted(desk, "desk:escalation_step_new", STEP)
    step = EscalationStep.objects.get()
    assert step.minutes == -120 and "2 working hours before it falls due" in page.content.decode()
    team = make.team("streets")
    posted(
        desk, "desk:escalation_step", {**STEP, "side": "after", "action": "move", "team": team.code}, step.pk
    )
    step.refresh_from_db()
    assert (step.minutes, step.action, step.team) == (120, "move", team)
    assert b'value="2"' in desk.get(reverse("desk:escalation_step", args=[step.pk])).content


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"action": "move"}, "Choose the team that gets it"),
        ({"amount": "0"}, "how long before"),
        ({"amount": "-1"}, "0 or more"),
        ({"amount": ""}, "Say how long"),
        ({"action": ""}, "Choose what happens"),
        ({"kind": "nonsense"}, "nonsense"),
        ({"team": "gone"}, "valid choice"),
    ],
)
def test_a_step_that_is_none_is_refused(desk: Client, change: dict[str, str], words: str) -> None:
    page = posted(desk, "desk:escalation_step_new", {**STEP, **change})
    assert page.status_code == 422 and words in page.content.decode()
    assert not EscalationStep.objects.exists()


@pytest.mark.parametrize("name", ["desk:target", "desk:escalation_step"])
def test_what_does_not_exist_is_not_found(desk: Client, name: str) -> None:
    assert desk.get(reverse(name, args=["00000000-0000-4000-8000-000000000000"])).status_code == 404


@pytest.mark.parametrize("line", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_a_line_that_is_gone_is_said_to_be(desk: Client, line: str) -> None:
    page = posted(desk, "desk:target_for", {"do": "stop", "line": line})
    assert "removed this line already" in page.content.decode()


def test_the_list_takes_the_same_statements_whatever_is_set_up(desk: Client) -> None:
    target()
    few = statements(desk, reverse("desk:targets"))
    for number in range(12):
        found = target(f"t{number}")
        TargetFor.objects.create(service=make.service(f"s{number}"), target=found)
        EscalationStep.objects.create(minutes=number, action="move", team=make.team(f"team-{number}"))
    assert (few, statements(desk, reverse("desk:targets"))) == (LIST_STATEMENTS, LIST_STATEMENTS)


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


# One case.


@pytest.fixture
def case() -> Case:
    make.office()
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=day, opens=time(9), closes=time(17)) for day in range(5)
    )
    TargetFor.objects.create(target=target("usual", first_response=5, resolution=10))
    return make.case()


def test_the_case_says_by_when_and_why(desk: Client, case: Case) -> None:
    page = desk.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "First answer" in page and "Resolution" in page and "10 working days" in page
    assert "Target “Usual”, that of its service and priority" in page
    assert "Change target" in page and "Extend with a reason" in page


def test_the_panel_takes_the_same_statements_however_often_it_was_extended(
    desk: Client, case: Case, lead: Staff, django_assert_num_queries: Any
) -> None:
    for days in ("1", "2", "3"):
        posted(
            desk, "desk:case_extend", {"kind": "resolution", "days": days, "reason": "Parts"}, case.reference
        )
    found = selectors.case_page(staff=lead, reference=case.reference)
    with django_assert_num_queries(PANEL_STATEMENTS):
        shown = targets_shown.panel(case=found, staff=lead, now=make.NOW)
    assert [len(each.why) for each in shown["clocks"]] == [1, 4]


def test_who_may_not_change_it_is_offered_nothing(case: Case) -> None:
    client = Client()
    client.force_login(make.staff("worker"))
    page = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "By when" in page and "Change target" not in page and "Extend with" not in page


def test_a_lead_extends_and_the_case_says_so(desk: Client, case: Case) -> None:
    due = Clock.objects.get(case=case, kind="resolution").due_at
    page = posted(
        desk,
        "desk:case_extend",
        {"kind": "resolution", "days": "3", "reason": "A part is missing"},
        case.reference,
    ).content.decode()
    assert "The time is extended" in page and "3 working days more: A part is missing" in page
    assert Clock.objects.get(case=case, kind="resolution").due_at > due


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"days": "11"}, "between 1 and 10"),
        ({"days": "x"}, "whole number"),
        ({"reason": " "}, "Say why it takes longer"),
        ({"kind": "next_response"}, "valid choice"),
    ],
)
def test_an_extension_that_is_none_keeps_what_was_typed(
    desk: Client, case: Case, change: dict[str, str], words: str
) -> None:
    data = {"kind": "resolution", "days": "3", "reason": "A part is missing", **change}
    page = posted(desk, "desk:case_extend", data, case.reference)
    assert page.status_code == 422 and words in page.content.decode()
    assert not case.events.filter(verb="clock_extended").exists()


def test_a_lead_names_another_target(desk: Client, case: Case, lead: Staff) -> None:
    target("quick", first_response=1, resolution=2)
    page = posted(
        desk, "desk:case_target", {"target": "quick", "reason": "Promised"}, case.reference
    ).content.decode()
    assert "Target “Quick”, chosen by Lead Example: Promised" in page


def test_a_case_that_ended_has_nothing_to_extend(desk: Client, case: Case) -> None:
    Clock.objects.filter(case=case).update(stopped_at=make.NOW, met=True)
    page = desk.get(reverse("desk:case_extend", args=[case.reference])).content.decode()
    assert "Nothing runs on this case" in page


def test_the_queue_says_which_promise_is_late(desk: Client, case: Case) -> None:
    page = desk.get(reverse("desk:queue")).content.decode()
    assert "First answer overdue" in page
    found = desk.get(reverse("desk:queue") + "?overdue=true").content.decode()
    soon = desk.get(reverse("desk:queue") + "?due_soon=on").content.decode()
    assert case.reference in found and case.reference not in soon


@pytest.mark.parametrize(
    ("kind", "words"),
    [("first_response", "First answer"), ("next_response", "Answer"), ("resolution", "Resolution")],
)
def test_each_kind_has_its_words(desk: Client, case: Case, kind: str, words: str) -> None:
    Case.objects.filter(pk=case.pk).update(due_kind=kind)
    assert f"{words} overdue" in desk.get(reverse("desk:queue")).content.decode()


def test_what_falls_due_within_a_day_is_due_soon(desk: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() + timedelta(hours=5))
    page = desk.get(reverse("desk:queue") + "?due_soon=on").content.decode()
    assert case.reference in page and "Due soon" in page
