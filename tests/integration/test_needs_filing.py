"""The lane "needs filing": what it shows, who sees it, what one press does, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework import lane
from casework.models import Case, Contact, Staff
from casework.services import merges
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


def two_cases(sender: str = make.AMINA) -> tuple[Case, Case]:
    make.office()
    one, two = make.form("The bin was missed", sender=sender), make.form("Damp in the hall", sender=sender)
    assert one.case is not None and two.case is not None
    return one.case, two.case


def items(staff: Staff) -> list[Any]:
    return lane.needs_filing(staff=staff, now=make.later(days=4))


def press(staff: Staff, contacts: list[Any], choice: str) -> Any:
    client = Client()
    client.force_login(staff)
    return client.post(
        reverse("desk:decide"), {"contact": [str(pk) for pk in contacts], "choice": choice}, follow=True
    )


def test_what_one_number_sent_is_one_decision(worker: Staff) -> None:
    one, _ = two_cases()
    for minute in range(3):
        make.text(f"part {minute}", at=make.later(days=4, minutes=minute))
    (item,) = items(worker)
    assert [text.body for text in item.texts] == ["part 0", "part 1", "part 2"]
    page = press(worker, item.ids, one.reference)
    assert b"Filed on" in page.content and one.contacts.filter(body__startswith="part").count() == 3
    assert not items(worker)


def test_the_clock_runs_from_when_it_took_place(worker: Staff) -> None:
    two_cases()
    make.text("Any news?", at=make.later(days=-2))
    (item,) = items(worker)
    assert item.due_at == make.later(days=3) and item.due_tone == "red"
    before = timezone.now()
    press(worker, item.ids, "new")
    opened = Case.objects.get(summary="Any news?")
    # No case is due in the past when it is opened: whoever decides gets an hour, and the case says so.
    assert opened.due_at is not None and opened.due_at >= before + timedelta(hours=1)
    assert opened.events.get(verb="clock_late").before == {"due": make.later(days=3).isoformat()}


def test_a_candidate_that_was_merged_is_shown_as_the_case_it_became_part_of(worker: Staff) -> None:
    one, two = two_cases()
    make.text("Any news?", at=make.later(days=4))
    other = make.case("Street lamp", sender=make.BEN)
    merges.merge(merged=one, survivor=other, actor=worker, now=make.NOW)
    (item,) = items(worker)
    assert {choice.reference for choice in item.choices} == {two.reference, other.reference}


def test_a_case_of_another_team_is_not_shown_but_said_to_be_there(worker: Staff) -> None:
    one, two = two_cases()
    make.text("Any news?", at=make.later(days=4))
    Case.objects.filter(pk=two.pk).update(team=make.team("far-away"))
    (item,) = items(worker)
    assert item.elsewhere and [choice.reference for choice in item.choices] == [one.reference]


def test_whoever_comes_second_is_told(worker: Staff) -> None:
    one, two = two_cases()
    held = make.text("Any news?", at=make.later(days=4)).contact
    press(worker, [held.pk], one.reference)
    page = press(worker, [held.pk], two.reference)
    assert b"Somebody filed this meanwhile" in page.content
    assert Contact.objects.get(pk=held.pk).case == one


@pytest.mark.parametrize("choice", ["", "nonsense", "7K4M-9QXD", "\x00"])
def test_a_choice_that_is_none_files_nothing_and_says_so(worker: Staff, choice: str) -> None:
    two_cases()
    held = make.text("Any news?", at=make.later(days=4)).contact
    page = press(worker, [held.pk], choice)
    assert page.status_code == 200 and b"cannot be chosen" in page.content
    assert Contact.objects.get(pk=held.pk).filing == "held"


@pytest.mark.parametrize("contacts", [[], ["nonsense"], ["00000000-0000-7000-8000-000000000000"]])
def test_contacts_that_are_none_file_nothing(worker: Staff, contacts: list[str]) -> None:
    one, _ = two_cases()
    page = press(worker, contacts, one.reference)
    assert page.status_code == 200 and b"meanwhile" in page.content


def test_a_handler_sees_the_lane_and_decides_nothing() -> None:
    two_cases()
    make.text("Any news?", at=make.later(days=4))
    client = Client()
    client.force_login(make.staff("handler", role="handler"))
    page = client.get(reverse("desk:filing")).content
    assert b"Any news?" in page and b"File here" not in page


def test_the_lane_takes_the_same_statements_for_one_text_or_forty(worker: Staff) -> None:
    two_cases()
    make.text("Any news?", at=make.later(days=4))
    few = statements(worker)
    for number in range(40):
        sender = f"07700 900{300 + number}"
        two_cases(sender)
        make.text("Any news?", sender=sender, at=make.later(days=4))
    assert (few, statements(worker)) == (LANE_STATEMENTS, LANE_STATEMENTS)


# What waits, the references that may be named (asked of the references in all reasons), where merged candidates led,
# the candidates, their parties, files.
LANE_STATEMENTS = 10


def statements(staff: Staff) -> int:
    staff = Staff.objects.select_related("desk_choices").get(pk=staff.pk)  # as a page reads whoever asks
    with CaptureQueriesContext(connection) as captured:
        items(staff)
    return len(captured)
