"""Working together on a case: following it, naming colleagues in notes, being told once, and never too much."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Case, Conflict, Contact, Event, Follower, Note, Notification, Staff, Task
from casework.services import (
    assignment,
    following,
    mentioned,
    merges,
    notes,
    notifications,
    notifying,
    replies,
    status,
)
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    make.office(acknowledge_texts=False)
    return make.case("My boiler is broken", person_name="Amina")


@pytest.fixture
def ann(case: Case) -> Staff:
    return make.staff("ann")


@pytest.fixture
def ben(case: Case) -> Staff:
    return make.staff("ben")


@pytest.fixture
def far(case: Case) -> Staff:
    """Works here, and does not see the case."""
    return make.staff("far", teams=("parks",))


def client_of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def page_of(case: Case, more: str = "") -> str:
    return f"/desk/cases/{case.reference}/{more}"


def write(case: Case, body: str, by: Staff, **later: float) -> Note:
    return notes.add_note(case=case, body=body, actor=by, now=make.later(**(later or {"hours": 1})))


def told(staff: Staff) -> list[str]:
    return list(Notification.objects.filter(staff=staff).order_by("at", "id").values_list("kind", flat=True))


def restrict(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(restricted=True)


# Following


def test_a_case_is_followed_and_not_followed_with_a_button(case: Case, ann: Staff, ben: Staff) -> None:
    desk = client_of(ann)
    assert "Nobody follows this case." in Page(desk.get(page_of(case))).words
    answer = desk.post(page_of(case, "follow/"), follow=True)
    assert "You follow this case." in Page(answer).words and "Stop following" in Page(answer).words
    assert Follower.objects.get().why == "chose"
    # Others see who does
    seen = Page(client_of(ben).get(page_of(case))).words
    assert "Ann Example" in seen and "Follow this case" in seen
    # Twice is once
    desk.post(page_of(case, "follow/"))
    assert Follower.objects.count() == 1 and Event.objects.filter(verb="followed").count() == 1
    assert "Follow this case" in Page(desk.post(page_of(case, "follow/stop/"), follow=True)).words
    desk.post(page_of(case, "follow/stop/"))
    assert not Follower.objects.exists() and Event.objects.filter(verb="unfollowed").count() == 1


def test_who_does_not_see_the_case_any_more_is_not_shown_as_following_it(
    case: Case, ann: Staff, ben: Staff
) -> None:
    following.follow(case=case, actor=ann, now=make.NOW)
    Conflict.objects.create(staff=ann, case=case, reason="Neighbour", made_by=ben, at=make.NOW)
    assert following.of_case(case) == []


def test_the_panel_takes_as_many_statements_for_twenty_followers_as_for_one(
    case: Case, ann: Staff, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert following.of_case(case) == []
    following.follow(case=case, actor=ann, now=make.NOW)
    with django_assert_num_queries(2):
        assert following.of_case(case) == [ann]
    for number in range(20):
        following.follow(case=case, actor=make.staff(f"w{number}"), now=make.NOW)
    with django_assert_num_queries(2):
        assert len(following.of_case(case)) == 21


# Being told


def test_a_follower_is_told_of_a_note_and_of_a_contact_once(case: Case, ann: Staff, ben: Staff) -> None:
    following.follow(case=case, actor=ann, now=make.NOW)
    write(case, "The landlord rang", ben)
    make.text("any news?", at=make.later(hours=2))
    assert told(ann) == ["note", "contact_in"]
    contact = Contact.objects.get(body="any news?")
    again = {"staff": ann, "case": case, "kind": "contact_in", "source": contact.pk, "by": None}
    notifying.told(**again, now=make.later(hours=3))
    assert told(ann) == ["note", "contact_in"] and told(ben) == []


def test_whose_case_it_is_is_told_of_contacts_and_not_of_notes(case: Case, ann: Staff, ben: Staff) -> None:
    assignment.take(case=case, actor=ann, now=make.NOW)
    write(case, "A note", ben)
    make.text("any news?", at=make.later(hours=2))
    assert told(ann) == ["contact_in"]


def test_a_follower_is_told_of_another_status_and_lands_at_it(case: Case, ann: Staff, ben: Staff) -> None:
    following.follow(case=case, actor=ann, now=make.NOW)
    assignment.take(case=case, actor=ben, now=make.NOW)
    status.change_status(case=case, to="waiting_for_person", actor=ben, now=make.later(hours=1))
    status.change_status(case=case, to="open", actor=ann, now=make.later(hours=2))
    assert (told(ann), told(ben)) == (["status"], [])
    row, desk = Notification.objects.get(), client_of(ann)
    words = Page(desk.get("/desk/notifications/")).words
    assert f"{ben} changed the status" in words and "Status: Waiting for the person" in words
    answer = desk.get(reverse("desk:notification_open", args=[row.pk]))
    assert answer["Location"] == f"{page_of(case)}?at=event-{row.source}#event-{row.source}"
    assert f'id="event-{row.source}"' in desk.get(answer["Location"].split("#")[0]).content.decode()


def test_nobody_is_told_of_what_they_did_themselves(case: Case, ann: Staff) -> None:
    following.follow(case=case, actor=ann, now=make.NOW)
    assignment.take(case=case, actor=ann, now=make.NOW)
    write(case, "A note of mine for @ann", ann)
    make.call("Rang about the boiler", by=ann, at=make.later(hours=1))
    assert Contact.objects.filter(case=case).count() == 2
    assert told(ann) == []


def test_who_is_given_a_case_is_told(case: Case, ann: Staff, ben: Staff) -> None:
    assignment.assign(case=case, to=ben, actor=ann, now=make.NOW)
    assert told(ben) == ["assigned"] and told(ann) == []
    assignment.assign(case=case, to=None, actor=ann, now=make.later(hours=1))
    assignment.assign(case=case, to=ben, actor=ann, now=make.later(hours=2))
    assert told(ben) == ["assigned", "assigned"]


def test_who_is_given_a_case_by_a_rule_is_told(ann: Staff, case: Case) -> None:
    make.rules({"name": "To Ann", "team": "housing", "assignee": "ann"})
    taken = make.text("Another boiler", sender=make.BEN, at=make.later(hours=1))
    assert taken.case is not None and taken.case.assignee == ann
    assert "assigned" in told(ann) and Notification.objects.filter(by=None, kind="assigned").exists()
    assert "The case was given to you" in Page(client_of(ann).get("/desk/notifications/")).words


def test_followers_of_a_merged_case_are_told_of_what_comes_to_the_other(
    case: Case, ann: Staff, ben: Staff
) -> None:
    other = make.case("The same boiler", sender=make.BEN)
    following.follow(case=other, actor=ann, now=make.NOW)
    merges.merge(merged=other, survivor=case, actor=make.staff("lead", role="lead", lead=True), now=make.NOW)
    write(case, "Both are one", ben)
    assert told(ann) == ["note"]


def test_a_restricted_case_tells_those_alone_who_see_it(case: Case, ann: Staff, ben: Staff) -> None:
    following.follow(case=case, actor=ann, now=make.NOW)
    following.follow(case=case, actor=ben, now=make.NOW)
    restrict(case)
    case.named.add(ben)
    lead = make.staff("lead", role="lead", lead=True)
    write(Case.objects.get(), "For @ann", lead)
    assert told(ann) == [] and told(ben) == ["note"]


# Mentions


def test_a_colleague_who_is_named_is_told_and_follows(case: Case, ann: Staff, ben: Staff) -> None:
    desk = client_of(ann)
    answer = desk.post(page_of(case, "note/"), {"body": "Can @Ben Example ring her? Not ben@example.org"}, follow=True)  # fmt: skip
    assert "Told: Ben Example." in Page(answer).words
    assert told(ben) == ["mention"] and Follower.objects.get(staff=ben).why == "mentioned"
    assert '<span class="oq-mention">@Ben Example</span>' in answer.content.decode()
    # A mention is one notification, also for who follows already
    write(case, "@ben again", ann)
    assert told(ben) == ["mention", "mention"]


@pytest.mark.parametrize("why", ["another team", "conflict", "administrator", "restricted"])
def test_who_cannot_see_the_case_is_not_told_and_the_writer_is(
    why: str, case: Case, ann: Staff, ben: Staff
) -> None:
    if why == "another team":
        ben.memberships.all().delete()
    elif why == "conflict":
        Conflict.objects.create(staff=ben, case=case, reason="Cousin", made_by=ann, at=make.NOW)
    elif why == "administrator":
        Staff.objects.filter(pk=ben.pk).update(role="administrator")
    else:
        restrict(case)
        case.named.add(ann)
    answer = client_of(ann).post(page_of(case, "note/"), {"body": "@ben please look"}, follow=True)
    words = Page(answer).words
    assert "Ben Example cannot see this case and was not told." in words
    assert "Told:" not in words and "Cousin" not in words
    assert told(ben) == [] and not Follower.objects.exists()
    assert Note.objects.get().body == "@ben please look"


def test_a_team_is_told_where_it_sees_the_case(case: Case, ann: Staff, ben: Staff, far: Staff) -> None:
    make.staff("cat", is_active=False)
    desk = client_of(ann)
    words = Page(desk.post(page_of(case, "note/"), {"body": "@triage can somebody?"}, follow=True)).words
    assert "Told: Triage (1 of the team)." in words
    assert told(ben) == ["mention"] and told(ann) == [] and not Follower.objects.exists()
    words = Page(desk.post(page_of(case, "note/"), {"body": "@parks can you?"}, follow=True)).words
    assert "Nobody else of Parks sees this case, so nobody of it was told." in words
    assert told(far) == []


def test_a_note_that_names_nobody_says_nothing_and_costs_nothing(
    case: Case, ann: Staff, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        named = mentioned.of(case=case, body="no sign in it", writer=ann)
    assert named.everybody == [] and named.not_told == []
    answer = client_of(ann).post(page_of(case, "note/"), {"body": "me@example.org"})
    assert answer["Location"].endswith("#timeline")


def test_naming_many_takes_as_many_statements_as_naming_one(case: Case, ann: Staff, ben: Staff) -> None:
    with CaptureQueriesContext(connection) as one:
        write(case, "@ben", ann)
    others = [make.staff(f"w{number}") for number in range(20)]
    with CaptureQueriesContext(connection) as many:
        write(case, " ".join(f"@{each.username}" for each in others), ann, hours=2)
    assert len(many) == len(one) + 3  # ben follows by now: who does is asked, and he is told of the note
    assert all(told(each) == ["mention"] for each in others)


def test_the_names_are_everybodys_and_say_nothing_of_who_sees_what(
    ann: Staff, far: Staff, django_assert_num_queries: Any
) -> None:
    desk = client_of(ann)
    words = Page(desk.get(reverse("desk:mention_names"))).words
    assert "Far Example" in words and "@far" in words and "@parks" in words
    part = desk.get(reverse("desk:mention_names"), headers={"HX-Request": "true"})
    assert b"<h1" not in part.content and b"@far" in part.content


# The page of notifications


def test_the_page_shows_words_with_the_rights_of_its_reader(case: Case, ann: Staff, ben: Staff) -> None:
    write(case, "Secret of the boiler, @ben", ann)
    desk = client_of(ben)
    words = Page(desk.get("/desk/notifications/")).words
    assert "Ann Example mentioned you in a note" in words and case.reference in words
    assert "Secret of the boiler" in words
    assert "(1" in Page(desk.get("/desk/notifications/count/")).words
    # Out of sight: nothing of it, and not counted
    restrict(case)
    words = Page(desk.get("/desk/notifications/")).words
    assert "No notifications" in words and case.reference not in words and "boiler" not in words
    assert "(" not in Page(desk.get("/desk/notifications/count/")).words
    row = Notification.objects.get()
    assert desk.get(reverse("desk:notification_open", args=[row.pk])).status_code == 404
    assert desk.post(reverse("desk:notification_read", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_a_note_that_went_to_a_hidden_case_is_not_shown(case: Case, ann: Staff, ben: Staff) -> None:
    note = write(case, "Words for @ben", ann)
    hidden = make.case("Another", sender=make.BEN)
    restrict(hidden)
    Case.objects.filter(pk=case.pk).update(restricted=False)
    Note.objects.filter(pk=note.pk).update(case=hidden)
    words = Page(client_of(ben).get("/desk/notifications/")).words
    assert "mentioned you" in words and "Words for" not in words


def test_opening_one_reads_it_and_lands_at_the_entry(case: Case, ann: Staff, ben: Staff) -> None:
    note = write(case, "@ben look", ann)
    row = Notification.objects.get()
    desk = client_of(ben)
    url = reverse("desk:notification_open", args=[row.pk])
    assert desk.head(url).status_code == 405
    answer = desk.get(url)
    assert answer["Location"] == f"{page_of(case)}?at=note-{note.pk}#note-{note.pk}"
    assert f'id="note-{note.pk}"' in desk.get(answer["Location"].split("#")[0]).content.decode()
    assert notifications.count(ben) == 0
    assert client_of(ann).get(url).status_code == 404


def test_one_or_all_are_marked_as_read(case: Case, ann: Staff, ben: Staff) -> None:
    for number in range(3):
        write(case, f"@ben {number}", ann, hours=number + 1)
    desk = client_of(ben)
    row = Notification.objects.order_by("at")[0]
    desk.post(reverse("desk:notification_read", args=[row.pk]))
    assert notifications.count(ben) == 2
    # What came after the page was made stays new
    until = make.later(hours=2, minutes=30).isoformat()
    desk.post("/desk/notifications/read/", {"until": until})
    assert notifications.count(ben) == 1
    for odd in ("", "x", "2026-01-01", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "\x00"):
        assert desk.post("/desk/notifications/read/", {"until": odd}).status_code == 302
    assert notifications.count(ben) == 0


def test_unread_come_first_page_by_page(case: Case, ann: Staff, ben: Staff) -> None:
    Notification.objects.bulk_create(
        Notification(
            staff=ben,
            case=case,
            kind="mention",
            source=case.pk.__class__(int=number),
            by=ann,
            at=make.NOW + timedelta(minutes=number),
            read_at=make.NOW if number >= 60 else None,
        )
        for number in range(120)
    )
    desk = client_of(ben)
    first = desk.get("/desk/notifications/")
    assert [row.unread for row in first.context["rows"]] == [True] * 50
    seen = {row.id for row in first.context["rows"]}
    second = desk.get(f"/desk/notifications/{first.context['older']}")
    assert [row.unread for row in second.context["rows"]] == [True] * 10 + [False] * 40
    third = desk.get(f"/desk/notifications/{second.context['older']}")
    for found in (second, third):
        seen |= {row.id for row in found.context["rows"]}
    assert len(seen) == 120 and not third.context["older"]


def test_a_task_given_to_somebody_is_shown_with_its_words(case: Case, ann: Staff, ben: Staff) -> None:
    task = Task.objects.create(
        case=case, title="Ring the landlord", assignee=ben, made_by=ann, made_at=make.NOW
    )
    notifying.told(staff=ben, case=case, kind="task", source=task.pk, by=ann, now=make.NOW)
    desk = client_of(ben)
    words = Page(desk.get("/desk/notifications/")).words
    assert "Ann Example gave you a task" in words and "Ring the landlord" in words
    row = Notification.objects.get()
    assert desk.get(reverse("desk:notification_open", args=[row.pk]))["Location"].endswith("#tasks")


# Session with staff member and office; the list, the count; notes, contacts, tasks and changes where there are some.
LIST_STATEMENTS = 7


def test_the_page_states_its_statements(case: Case, ann: Staff, ben: Staff) -> None:
    following.follow(case=case, actor=ben, now=make.NOW)
    task = Task.objects.create(case=case, title="Ring", assignee=ben, made_by=ann, made_at=make.NOW)
    notifying.told(staff=ben, case=case, kind="task", source=task.pk, by=ann, now=make.NOW)
    write(case, "one", ann)
    make.text("any news?", at=make.later(hours=1))
    status.change_status(case=case, to="waiting_for_person", actor=ann, now=make.later(hours=1))
    desk = client_of(ben)
    with CaptureQueriesContext(connection) as few:
        desk.get("/desk/notifications/")
    for number in range(20):
        write(case, f"@ben {number}", ann, hours=number + 2)
    with CaptureQueriesContext(connection) as many:
        desk.get("/desk/notifications/")
    assert len(few) == len(many) == LIST_STATEMENTS
    with CaptureQueriesContext(connection) as counted:
        desk.get("/desk/notifications/count/")
    assert len(counted) == 2


# Two at once


@pytest.mark.django_db(transaction=True)
def test_a_note_and_a_reply_and_another_note_at_once_lose_nothing() -> None:
    make.office(acknowledge_texts=False)
    case = make.case("My boiler is broken")
    people = [make.staff(name) for name in ("ann", "ben", "cat")]
    following.follow(case=case, actor=people[2], now=make.NOW)
    point = case.parties.get().contact_point
    go = Barrier(3)

    def run(job: Any) -> None:
        go.wait(timeout=20)
        try:
            job()
        finally:
            connection.close()

    jobs = [
        lambda: notes.add_note(case=case, body="Ann's words for @ben", actor=people[0], now=make.NOW),
        lambda: notes.add_note(case=case, body="Ben's words for @ann", actor=people[1], now=make.NOW),
        lambda: replies.reply(
            case=case, body="Cat's words", contact_point=point, actor=people[2], now=make.NOW
        ),
    ]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, jobs))
    words = client_of(people[0]).get(page_of(case)).content.decode()
    for said in ("Ann&#x27;s words", "Ben&#x27;s words", "Cat&#x27;s words"):
        assert said in words
    assert told(people[0]) == ["mention"] and told(people[1]) == ["mention"]
    assert told(people[2]) == ["note", "note"]
