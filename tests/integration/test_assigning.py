"""Work given unasked: by rules, to whoever has least or in turn, within their room, back at the end of a shift."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from casework.models import Case, Conflict, FollowUp, Leave, Membership, Note, Staff, WorkHours
from casework.services import assigning, assignment, duty, follow_ups, leaving, shift_end, status
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.NOW  # Monday, noon


def by(how: str, **more: Any) -> None:
    make.team("housing")
    make.rules({"name": "All", "team": "housing", "assign": how, **more})


def cases(count: int, first: int = 100) -> list[Case]:
    made = [
        make.case(f"Number {number}", sender=f"07700 900{first + number}", at=make.later(minutes=number))
        for number in range(count)
    ]
    return [Case.objects.get(pk=each.pk) for each in made]


def holders(found: list[Case]) -> list[str]:
    return [each.assignee.username if each.assignee else "" for each in found]


def refreshed(found: list[Case]) -> list[Case]:
    return [Case.objects.select_related("assignee").get(pk=each.pk) for each in found]


def test_in_turn_each_gets_one_after_the_other() -> None:
    by("turn")
    for name in ("ann", "ben", "cem"):
        make.staff(name)
    got = holders(cases(6))
    assert sorted(got[:3]) == ["ann", "ben", "cem"] and got[3:] == got[:3]


def test_least_goes_to_whoever_has_fewest_open_cases_that_wait_for_nobody_else() -> None:
    ann, ben = make.staff("ann"), make.staff("ben")
    busy = cases(3, first=130)
    Case.objects.filter(pk__in=[each.pk for each in busy]).update(assignee=ann)
    Case.objects.filter(pk=busy[0].pk).update(waiting_for="person")
    by("least")
    assert holders(cases(2)) == ["ben", "ben"]
    assert assigning.load(staff=[ann.pk, ben.pk]) == {ann.pk: 2, ben.pk: 2}


def test_call_handlers_are_given_nothing_unasked() -> None:
    by("least")
    make.staff("handler", role="handler")
    assert holders(cases(1)) == [""]
    make.staff("ann")
    assert assigning.drain(now=NOW) == 1


def test_nobody_with_room_leaves_it_waiting_and_the_oldest_gets_the_room_that_comes_first() -> None:
    by("least")
    ann = make.staff("ann", cap=1)
    first, second, third = cases(3)
    assert holders([first, second, third]) == ["ann", "", ""]
    assert second.events.filter(verb="assigned", words="Waits for somebody with room").exists()
    assert assigning.drain(now=NOW) == 0
    status.change_status(case=first, to="closed", outcome="Done", actor=ann, now=NOW)
    assert assigning.drain(now=NOW) == 1
    assert holders(refreshed([second, third])) == ["ann", ""]
    assert assigning.drain(now=NOW) == 0


def test_nobody_is_given_work_on_leave_off_duty_or_when_the_team_is_closed() -> None:
    by("least")
    make.opening_hours()
    away, part_time = make.staff("away"), make.staff("part-time")
    Leave.objects.create(staff=away, first_day=date(2026, 3, 1), last_day=date(2026, 3, 2))
    WorkHours.objects.create(staff=part_time, weekday=0, starts="09:00", ends="11:00")
    (case,) = cases(1)
    assert holders([case]) == [""]
    assert assigning.drain(now=make.later(hours=21)) == 1  # Tuesday at nine: the leave is over
    assert holders(refreshed([case])) == ["away"]


def test_a_rule_that_names_a_leaver_or_somebody_with_a_conflict_leaves_the_case_with_the_team() -> None:
    make.team("housing")
    gone, cousin = make.staff("gone", is_active=False), make.staff("cousin")
    lead = make.staff("lead", role="lead", lead=True)
    known = make.case("First", sender=make.BEN)
    person = known.parties.get().person
    if person is None:
        from casework.models import Person

        person = Person.objects.create(name="Ben")
        known.parties.update(person=person)
    for named in (gone, cousin):
        make.rules({"name": "Named", "team": "housing", "assignee": named.username})
        case = make.case(f"For {named.username}", sender=f"07700 90014{len(named.username)}")
        if named == gone:
            assert case.assignee is None
            assert "does not work here" in case.events.get(verb="assigned").words
    found = make.case("About another", sender="07700 900150")
    assert found.assignee == cousin
    Conflict.objects.create(staff=cousin, case=found, reason="Cousins", made_by=lead, at=NOW)
    assert assigning.may_have(case=found, staff=cousin) == f"{cousin} cannot be given this case."


def test_at_the_end_of_a_shift_untouched_work_goes_back_and_touched_work_stays() -> None:
    by("turn")
    make.opening_hours()
    ann = make.staff("ann")
    untouched, read, noted = cases(3)
    assert holders([untouched, read, noted]) == ["ann", "ann", "ann"]
    from casework.services.notes import add_note

    add_note(case=noted, body="Rang, no answer", actor=ann, now=make.later(hours=1))
    Case.objects.filter(pk=read.pk).update(status="open")
    assert shift_end.return_untouched(now=make.later(hours=1)) == 0
    evening = make.later(hours=8)
    assert shift_end.return_untouched(now=evening) == 1
    assert holders(refreshed([untouched, read, noted])) == ["", "ann", "ann"]
    assert shift_end.return_untouched(now=evening) == 0
    # Nobody works at night; in the morning it is given again.
    assert assigning.drain(now=evening) == 0
    assert assigning.drain(now=make.later(hours=21)) == 1


def test_what_somebody_took_or_was_given_by_hand_never_goes_back_by_itself() -> None:
    make.opening_hours()
    ann, ben = make.staff("ann"), make.staff("ben")
    one, two = cases(2)
    assignment.take(case=one, actor=ann, now=NOW)
    assignment.assign(case=two, to=ben, actor=ann, now=NOW)
    assert shift_end.return_untouched(now=make.later(hours=12)) == 0


def test_a_reopened_case_of_somebody_who_is_gone_goes_back_to_the_team() -> None:
    ann, worker = make.staff("ann"), make.staff("worker")
    (case,) = cases(1)
    assignment.take(case=case, actor=ann, now=NOW)
    status.change_status(case=case, to="closed", outcome="Done", actor=worker, now=NOW)
    Staff.objects.filter(pk=ann.pk).update(is_active=False)
    make.text("It broke again", sender="07700 900100", at=make.later(hours=2))
    case.refresh_from_db()
    assert case.is_open and case.assignee is None


@pytest.mark.django_db(transaction=True)
def test_many_cases_at_once_go_over_nobodys_cap_and_come_round_in_turn() -> None:
    by("turn")
    for name in ("ann", "ben", "cem", "dot"):
        make.staff(name, cap=5)
    start = threading.Barrier(8)

    def text(number: int) -> None:
        try:
            start.wait()
            for each in range(5):
                make.text("My boiler broke", sender=f"07700 9{number}0{each:02}9", at=NOW)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=text, args=[number]) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load = assigning.load(staff=Staff.objects.values_list("pk", flat=True))
    assert sorted(load.values()) == [5, 5, 5, 5]
    assert Case.objects.filter(assignee=None).count() == 20


def test_handing_over_needs_a_note_which_the_receiver_finds_on_the_case() -> None:
    ann, ben = make.staff("ann"), make.staff("ben")
    (case,) = cases(1)
    assignment.hand_over(case=case, to=ben, note="She rings on Thursday", actor=ann, now=NOW)
    case.refresh_from_db()
    assert case.assignee == ben and Note.objects.get(case=case).body == "She rings on Thursday"
    assert "with a note" in case.events.get(verb="assigned").words


def test_giving_more_than_somebody_can_take_must_be_insisted_on(client: Client) -> None:
    ann, ben = make.staff("ann"), make.staff("ben", cap=0)
    (case,) = cases(1)
    with pytest.raises(assignment.HasNoRoom):
        assignment.assign(case=case, to=ben, actor=ann, now=NOW)
    assignment.assign(case=case, to=ben, actor=ann, now=NOW, anyway=True)
    case.refresh_from_db()
    assert case.assignee == ben
    client.force_login(ann)
    Case.objects.filter(pk=case.pk).update(assignee=None)
    address = reverse("desk:assign", args=[case.reference])
    page = client.post(address, {"assignee": "ben"})
    assert page.status_code == 422 and b"Give it anyway" in page.content
    client.post(address, {"assignee": "ben", "anyway": "on"})
    case.refresh_from_db()
    assert case.assignee == ben


def test_a_leaver_can_be_switched_off_only_when_all_is_handed_over() -> None:
    manager, gone, ben = make.staff("boss", role="manager"), make.staff("gone"), make.staff("ben")
    one, two = cases(2)
    make.team("housing")
    for case in (one, two):
        assignment.assign(case=case, to=gone, actor=ben, now=NOW)
    made = follow_ups.make(
        case=one, kind="callback", words="Ring", due_at=make.later(days=1), owner=gone, actor=gone, now=NOW
    )
    with pytest.raises(leaving.StillHasWork):
        leaving.switch_off(staff=gone, actor=manager, now=NOW)
    with pytest.raises(leaving.StillHasWork, match="Triage"):
        leaving.leave(staff=gone, to={}, actor=manager, now=NOW)
    with pytest.raises(leaving.CannotTakeOver):
        leaving.leave(staff=gone, to={one.team_id: gone}, actor=manager, now=NOW)
    leaving.leave(staff=gone, to={one.team_id: ben}, actor=manager, now=NOW)
    gone.refresh_from_db()
    assert not gone.is_active
    assert holders(refreshed([one, two])) == ["ben", "ben"]
    assert made is not None and FollowUp.objects.get(pk=made.pk).owner == ben
    with pytest.raises(assignment.CannotBeAssigned):
        assignment.assign(case=one, to=gone, actor=ben, now=NOW)


def test_a_lead_sets_up_the_people_of_the_teams_they_lead_and_nobody_else() -> None:
    lead = make.staff("lead", role="lead", teams=("housing",), lead=True)
    mine, other = make.staff("mine", teams=("housing",)), make.staff("other", teams=("money",))
    duty.set_room(staff=mine, cap=3, skills=["debt"], languages=["pl"], actor=lead, now=NOW)
    mine.refresh_from_db()
    assert (mine.cap, mine.skills, mine.languages) == (3, ["debt"], ["pl"])
    with pytest.raises(duty.CannotBeSet):
        duty.set_room(staff=other, cap=3, skills=[], languages=[], actor=lead, now=NOW)


def test_room_that_is_made_is_filled_at_once() -> None:
    by("least")
    lead, ann = make.staff("lead", role="lead", lead=True, cap=0), make.staff("ann", cap=0)
    (case,) = cases(1)
    duty.set_room(staff=ann, cap=1, skills=[], languages=[], actor=lead, now=NOW)
    assert holders(refreshed([case])) == ["ann"]


def test_the_page_of_a_person_saves_room_hours_and_leave_and_says_what_is_wrong(client: Client) -> None:
    lead, ann = make.staff("lead", role="lead", lead=True), make.staff("ann")
    client.force_login(lead)
    address = reverse("desk:duty_person", args=[ann.pk])
    assert client.post(address, {"what": "room", "cap": "7", "languages": ["pl"]}).status_code == 302
    hours = {"what": "hours", "from-0-0": "9", "to-0-0": "12.30", "from-0-1": "1pm", "to-0-1": "5pm"}
    assert client.post(address, hours).status_code == 302
    leave = {"what": "leave", "first_day_day": "1", "first_day_month": "6", "first_day_year": "2100"}
    assert client.post(address, leave).status_code == 422
    leave |= {"last_day_day": "3", "last_day_month": "6", "last_day_year": "2100"}
    assert client.post(address, leave).status_code == 302
    ann.refresh_from_db()
    assert ann.cap == 7 and ann.work_hours.count() == 2 and ann.leave.count() == 1
    overlap = {"what": "hours", "from-0-0": "9", "to-0-0": "12", "from-0-1": "11", "to-0-1": "5pm"}
    page = client.post(address, overlap)
    assert page.status_code == 422 and b"overlap" in page.content
    assert client.post(address, {"what": "hours", "from-2-0": "9"}).status_code == 422
    client.post(reverse("desk:leave_remove", args=[ann.leave.get().pk]))
    assert not ann.leave.exists()


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_the_page_of_people_takes_the_same_statements_for_any_number_of_cases(
    role: str, client: Client, django_assert_num_queries: Any
) -> None:
    viewer = make.staff("viewer", role=role, lead=True)
    for number in range(4):
        make.staff(f"worker{number}", cap=number)
    client.force_login(viewer)
    client.get(reverse("desk:duty"))
    with django_assert_num_queries(PAGE_STATEMENTS[role]):
        client.get(reverse("desk:duty"))
    for case in cases(6):
        Case.objects.filter(pk=case.pk).update(assignee=Staff.objects.get(username="worker3"))
    with django_assert_num_queries(PAGE_STATEMENTS[role]):
        page = client.get(reverse("desk:duty"))
    assert b"6 of 3" in page.content and b"Full" in page.content


PAGE_STATEMENTS = {"lead": 19, "administrator": 19}


def test_the_page_of_leaving_hands_over(client: Client) -> None:
    boss, gone, ben = make.staff("boss", role="manager"), make.staff("gone"), make.staff("ben")
    (case,) = cases(1)
    assignment.assign(case=case, to=gone, actor=ben, now=NOW)
    client.force_login(boss)
    address = reverse("desk:leaving", args=[gone.pk])
    assert b"1 open case" in client.get(address).content
    client.post(address, {str(case.team_id): "ben"})
    gone.refresh_from_db()
    assert not gone.is_active and holders(refreshed([case])) == ["ben"]


def test_membership_remembers_the_turn() -> None:
    by("turn")
    make.staff("ann")
    cases(1)
    assert Membership.objects.exclude(last_given_at=None).count() == 1
    assert timedelta(0) <= NOW - Membership.objects.exclude(last_given_at=None).get().last_given_at
