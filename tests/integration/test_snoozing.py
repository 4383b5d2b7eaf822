"""A case put aside for later: till when, what keeps it in the queue, and that nothing which waits stays hidden."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.filters import in_the_queue_at
from casework.models import Case, Event, FollowUp, Staff
from casework.services import (
    clockwork,
    filing_moves,
    follow_ups,
    meanwhile,
    merges,
    next_case,
    priority,
    snoozing,
    status,
)
from casework.services.meanwhile import ChangedMeanwhile
from casework.services.snoozing import CannotBePutAside, PassesPromise
from tests import factories as make

pytestmark = pytest.mark.django_db
# A Monday at noon; the day after it is a Tuesday.
NOW = make.NOW
TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def worker() -> Staff:
    make.opening_hours()
    return make.staff("worker")


@pytest.fixture
def case(worker: Staff) -> Case:
    return make.case()


def aside(case: Case, worker: Staff, *, until: datetime = TUESDAY, **given: Any) -> Case:
    return snoozing.put_aside(case=case, until=until, actor=worker, now=given.pop("now", NOW), **given)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def client(staff: Staff) -> Client:
    found = Client()
    found.force_login(staff)
    return found


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


# Putting aside


def test_it_is_put_aside_with_a_reason_and_leaves_an_event(case: Case, worker: Staff) -> None:
    put = aside(case, worker, reason="  The landlord\nanswers on Tuesday ")
    assert (put.snoozed_until, put.snooze_reason) == (TUESDAY, "The landlord answers on Tuesday")
    assert put.version == case.version + 1
    event = Event.objects.get(verb="put_aside")
    assert event.actor == worker and event.words == "Put aside until Tuesday 3 March 2026 at 09:00"


@pytest.mark.parametrize(
    ("until", "kept"),
    [
        (datetime(2026, 3, 3, 3, 0, tzinfo=UTC), TUESDAY),
        (datetime(2026, 3, 3, 10, 30, tzinfo=UTC), datetime(2026, 3, 3, 10, 30, tzinfo=UTC)),
        (datetime(2026, 3, 7, 12, 0, tzinfo=UTC), datetime(2026, 3, 9, 9, 0, tzinfo=UTC)),
    ],
    ids=["night", "working time", "Saturday"],
)
def test_it_is_always_moved_to_when_the_team_works(
    case: Case, worker: Staff, until: datetime, kept: datetime
) -> None:
    assert aside(case, worker, until=until, anyway=True).snoozed_until == kept


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"status": "closed", "is_open": False, "closed_at": NOW}, "has ended"),
        ({"priority": "urgent", "priority_rank": 3}, "urgent and they wait"),
        ({"due_at": TUESDAY - timedelta(hours=1), "due_kind": "first_response"}, "First answer due"),
    ],
    ids=["ended", "urgent", "promise"],
)
def test_what_may_not_be_put_aside_is_said(
    case: Case, worker: Staff, state: dict[str, Any], words: str
) -> None:
    Case.objects.filter(pk=case.pk).update(**state)
    with pytest.raises(CannotBePutAside, match=words):
        aside(case, worker)
    assert fresh(case).snoozed_until is None and not Event.objects.filter(verb="put_aside").exists()


def test_past_a_promise_only_for_somebody_who_knows(case: Case, worker: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(due_at=TUESDAY - timedelta(hours=1))
    with pytest.raises(PassesPromise):
        aside(case, worker)
    assert aside(case, worker, anyway=True).snoozed_until == TUESDAY


@pytest.mark.parametrize("days", [-1, 0, 91], ids=["yesterday", "now", "too long"])
def test_not_in_the_past_and_not_for_ever(case: Case, worker: Staff, days: int) -> None:
    with pytest.raises(CannotBePutAside):
        aside(case, worker, until=NOW + timedelta(days=days), anyway=True)


def test_not_while_a_follow_up_is_due(case: Case, worker: Staff) -> None:
    FollowUp.objects.create(case=case, kind="reminder", words="Look", due_at=NOW, made_by=worker, made_at=NOW)
    with pytest.raises(CannotBePutAside, match="follow-up on it is due"):
        aside(case, worker)


def test_who_read_it_before_they_were_in_touch_looks_again(case: Case, worker: Staff) -> None:
    seen = meanwhile.of_case(case)
    make.text("Any news?", at=make.later(hours=1))
    with pytest.raises(ChangedMeanwhile):
        aside(case, worker, seen=seen, now=make.later(hours=2))


# Coming back


def test_the_clock_brings_it_back_once_and_says_so(case: Case, worker: Staff) -> None:
    aside(case, worker)
    clockwork.tick(now=TUESDAY - timedelta(minutes=1))
    assert fresh(case).snoozed_until == TUESDAY
    clockwork.tick(now=TUESDAY)
    clockwork.tick(now=TUESDAY)
    assert fresh(case).snoozed_until is None and fresh(case).snooze_reason == ""
    event = Event.objects.get(verb="woken")
    assert (event.job, event.actor) == ("waking", None)
    assert event.words == "Back in the queue: the time came"


def test_a_follow_up_that_falls_due_brings_it_back(case: Case, worker: Staff) -> None:
    follow_ups.make(
        case=case, kind="reminder", words="Look", due_at=make.later(hours=3), actor=worker, now=NOW
    )
    aside(case, worker)
    assert snoozing.wake_due(now=make.later(hours=2)) == 0
    assert snoozing.wake_due(now=make.later(hours=3)) == 1
    assert Event.objects.get(verb="woken").words == "Back in the queue: a follow-up on it is due"


def test_it_is_back_at_once_when_they_are_heard_from(case: Case, worker: Staff) -> None:
    aside(case, worker)
    make.text("Any news?", at=make.later(hours=1))
    assert fresh(case).snoozed_until is None
    assert Event.objects.get(verb="woken").words == "Back in the queue: they were heard from"


def test_thanks_alone_asks_for_nothing_and_brings_nothing_back(case: Case, worker: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(needs_answer=False, waiting_for="person")
    aside(case, worker)
    taken = make.text("Thanks", at=make.later(hours=1))
    assert taken.contact.courtesy and fresh(case).snoozed_until == TUESDAY


def test_put_aside_since_the_case_was_read_it_is_back_all_the_same(case: Case, worker: Staff) -> None:
    from casework.services import case_activity

    contact = make.text("Any news?", at=make.later(hours=1)).contact
    read_before = fresh(case)
    aside(case, worker, now=make.later(hours=2))
    case_activity.came_in(case=read_before, contact=contact, now=make.later(hours=2))
    assert fresh(case).snoozed_until is None


def test_what_was_moved_to_it_and_asks_brings_it_back(case: Case, worker: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(needs_answer=False, waiting_for="person")
    aside(case, worker)
    other = make.case("No heating", sender=make.BEN, at=make.later(minutes=5))
    filing_moves.move(
        contacts=list(other.contacts.all()), to=fresh(case), actor=worker, now=make.later(minutes=6)
    )
    assert fresh(case).snoozed_until is None


@pytest.mark.parametrize("how", ["ended", "merged"])
def test_what_ends_is_not_put_aside_any_more(case: Case, worker: Staff, how: str) -> None:
    aside(case, worker)
    if how == "ended":
        status.change_status(case=case, to="closed", outcome="Done", actor=worker, now=NOW)
    else:
        survivor = make.case("The same", sender=make.BEN)
        merges.merge(merged=fresh(case), survivor=survivor, actor=worker, now=NOW)
    assert fresh(case).snoozed_until is None
    assert snoozing.wake_due(now=TUESDAY) == 0 and not Event.objects.filter(verb="woken").exists()


def test_made_urgent_it_comes_back(case: Case, worker: Staff) -> None:
    aside(case, worker)
    priority.change(case=case, to="urgent", actor=worker, now=NOW)
    assert fresh(case).snoozed_until is None


def test_it_is_brought_back_by_hand_once(case: Case, worker: Staff) -> None:
    aside(case, worker)
    for _ in range(2):
        snoozing.bring_back(case=case, actor=worker, now=NOW)
    assert Event.objects.get(verb="woken").actor == worker


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_wake_it_once(case: Case, worker: Staff) -> None:
    aside(case, worker)
    woken: list[int] = []

    def beat() -> None:
        woken.append(snoozing.wake_due(now=TUESDAY))
        connections.close_all()

    beats = [Thread(target=beat) for _ in range(4)]
    for each in beats:
        each.start()
    for each in beats:
        each.join()
    assert sum(woken) == 1 and Event.objects.filter(verb="woken").count() == 1


steps = st.lists(
    st.sampled_from(["aside", "they write", "thanks", "we answer", "clock", "back"]), max_size=12
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_the_order_what_waits_for_an_answer_since_is_never_hidden(
    case: Case, worker: Staff, steps: list[str]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        _lived(case, worker, steps)
        transaction.set_rollback(True)


def _lived(case: Case, worker: Staff, steps: list[str]) -> None:
    at, unanswered_since_aside = NOW, False
    for number, what in enumerate(steps, start=1):
        at = NOW + timedelta(minutes=7 * number)
        if what == "aside":
            aside(case, worker, until=at + timedelta(minutes=20), now=at, anyway=True)
            unanswered_since_aside = False
        elif what in ("they write", "thanks"):
            make.text("Thanks" if what == "thanks" else f"And now? {number}", at=at)
            unanswered_since_aside |= what == "they write"
        elif what == "we answer":
            unanswered_since_aside = False
            Case.objects.filter(pk=case.pk).update(needs_answer=False)
        elif what == "clock":
            clockwork.tick(now=at)
        else:
            snoozing.bring_back(case=case, actor=worker, now=at)
        shown = Case.objects.filter(in_the_queue_at(at), pk=case.pk).exists()
        assert shown or not unanswered_since_aside, (what, number)


# Lists


def test_the_desk_leaves_it_out_and_the_api_does_not(case: Case, worker: Staff) -> None:
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(
        snoozed_until=now + timedelta(days=1), assignee=worker, due_at=now + timedelta(days=2)
    )
    desk, link = client(worker), f"/desk/cases/{case.reference}/"
    shown = {
        query: link in said(desk.get("/desk/", {"snoozed": query} if query != "q" else {"q": "boiler"}))
        for query in ("", "only", "shown", "q")
    }
    assert shown == {"": False, "only": True, "shown": True, "q": True}
    assert "Put aside until" in said(desk.get("/desk/", {"snoozed": "only"}))
    listed = desk.get("/api/v1/cases/").json()
    assert [each["reference"] for each in listed["results"]] == [case.reference]
    assert next_case.take(actor=worker, now=now) is None


def test_what_is_late_is_in_every_list(case: Case, worker: Staff) -> None:
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(
        snoozed_until=now + timedelta(days=1), assignee=worker, due_at=now - timedelta(minutes=1)
    )
    desk, link = client(worker), f"/desk/cases/{case.reference}/"
    assert link in said(desk.get("/desk/")) and link in said(desk.get("/desk/", {"overdue": "true"}))
    taken = next_case.take(actor=worker, now=now)
    assert taken is not None and taken.case.pk == case.pk


# Pages


def later(days: int) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=days)
    return {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year)}


def calm(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(due_at=None, due_kind="")


def test_from_the_case_and_back_without_scripts(case: Case, worker: Staff) -> None:
    calm(case)
    desk, address = client(worker), f"/desk/cases/{case.reference}/"
    assert "Put aside for later" in said(desk.get(address))
    page = desk.get(f"{address}aside/")
    assert "Tomorrow morning" in said(page) and "at 09:00" in said(page)
    page = desk.post(f"{address}aside/", {"until": "monday", "reason": "She is away"}, follow=True)
    assert "by Worker Example" in said(page) and "She is away" in said(page)
    assert fresh(case).snoozed_until is not None
    page = desk.post(f"{address}back/", follow=True)
    assert "It is back in the queue" in said(page) and fresh(case).snoozed_until is None


def test_a_written_time_is_said_in_words_before_it_is_kept(case: Case, worker: Staff) -> None:
    calm(case)
    desk, address = client(worker), f"/desk/cases/{case.reference}/aside/"
    typed = {"until": "moment", **later(10), "clock": "03:00", "reason": "Away"}
    page = desk.post(address, typed)
    assert page.status_code == 200 and "does not work at the time you wrote" in said(page)
    assert fresh(case).snoozed_until is None
    agreed = page.context["agreed"]
    desk.post(address, {**typed, "agreed": agreed})
    assert fresh(case).snoozed_until == datetime.fromisoformat(agreed)


def test_a_promise_that_is_passed_is_said_before_it_is_kept(case: Case, worker: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(
        due_at=timezone.now() + timedelta(minutes=5), due_kind="first_response"
    )
    desk, address = client(worker), f"/desk/cases/{case.reference}/aside/"
    page = desk.post(address, {"until": "monday"})
    assert "First answer due" in said(page) and "The promise goes on" in said(page)
    assert fresh(case).snoozed_until is None
    desk.post(address, {"until": "monday", "agreed": page.context["agreed"]})
    assert fresh(case).snoozed_until is not None


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose until when"),
        ({"until": "never\x00"}, "Choose until when"),
        ({"until": "moment"}, "Write the day"),
        ({"until": "moment", **later(-1)}, "That time has passed"),
        ({"until": "moment", **later(200)}, "Choose a time within 90 days"),
        ({"until": "moment", **later(3), "clock": "half"}, "Write the time like"),
        ({"until": "moment", "day_day": "31", "day_month": "12", "day_year": "9999"}, "within 90 days"),
        ({"until": "monday", "reason": "x" * 201}, "Shorten it to 200"),
    ],
    ids=["nothing", "odd", "no day", "past", "far", "no time", "end of time", "long"],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    case: Case, worker: Staff, sent: dict[str, str], words: str
) -> None:
    calm(case)
    page = client(worker).post(f"/desk/cases/{case.reference}/aside/", {"reason": "Away", **sent})
    assert page.status_code == 422 and words in said(page) and (sent.get("reason", "Away") in said(page))
    assert fresh(case).snoozed_until is None


def test_what_stays_in_the_queue_is_offered_no_choice(case: Case, worker: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(priority="urgent", priority_rank=3)
    page = client(worker).get(f"/desk/cases/{case.reference}/aside/")
    assert "they wait for an answer" in said(page) and 'name="until"' not in said(page)


def test_the_statements_of_the_pages(case: Case, worker: Staff) -> None:
    calm(case)
    desk, address = client(worker), f"/desk/cases/{case.reference}/aside/"
    desk.get(address)
    with CaptureQueriesContext(connection) as asked:
        desk.get(address)
    with CaptureQueriesContext(connection) as kept:
        desk.post(address, {"until": "monday"})
    assert (len(asked), len(kept)) == (6, 15)
