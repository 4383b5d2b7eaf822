"""The next case: chosen, explained, taken by one person alone; passing it over needs a reason."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from casework.models import Case, Event, FollowUp, Skip, Staff
from casework.next_case import OVERDUE, PROMISED, QUEUE, Choice, explain
from casework.services import follow_ups, next_case
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.later(hours=3)


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


def case(sender: str, **fields: object) -> Case:
    made = make.case("Something", sender=sender)
    Case.objects.filter(pk=made.pk).update(**fields)
    made.refresh_from_db()
    return made


def take(worker: Staff) -> Case:
    taken = next_case.take(actor=worker, now=NOW)
    assert taken is not None
    return taken.case


def test_what_is_overdue_comes_first_then_promises_then_priority_then_age(worker: Staff) -> None:
    old = case("07700 900110", opened_at=make.later(days=-3))
    urgent = case("07700 900111", priority="urgent", priority_rank=3)
    promised = case("07700 900112")
    follow_ups.make(
        case=promised,
        kind="callback",
        words="Ring",
        due_at=NOW + timedelta(minutes=20),
        actor=worker,
        now=NOW,
    )
    late = case("07700 900113", due_at=make.later(hours=1), due_kind="first_response")
    later = case("07700 900114", due_at=make.later(hours=2), due_kind="first_response")
    came = []
    for _ in range(5):
        came.append(take(worker))
        Case.objects.filter(pk=came[-1].pk).update(needs_answer=False, due_at=None)
        FollowUp.objects.filter(case=came[-1]).update(done_at=NOW, result="kept")
    assert came == [late, later, promised, urgent, old]


def test_it_says_why_and_that_is_on_record(worker: Staff) -> None:
    case("07700 900110", due_at=NOW - timedelta(minutes=40), due_kind="first_response")
    case("07700 900111", due_at=NOW - timedelta(minutes=10), due_kind="first_response")
    taken = next_case.take(actor=worker, now=NOW)
    assert taken is not None
    assert taken.why == "Its first answer was due 40 minutes ago. 1 other waits behind it."
    assert taken.case.assignee == worker
    assert Event.objects.filter(case=taken.case, verb="next_case", actor=worker).exists()
    assert next_case.why(case=taken.case, actor=worker) == taken.why


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (
            Choice(kind=PROMISED, due_at=NOW + timedelta(minutes=20)),
            "Something was promised on it, due in 20 minutes. Nothing else waits like it.",
        ),
        (
            Choice(kind=PROMISED, due_at=NOW - timedelta(hours=5), others=2),
            "Something was promised on it, due 5 hours ago. 2 others wait behind it.",
        ),
        (
            Choice(kind=OVERDUE, due_kind="resolution", due_at=NOW - timedelta(days=3)),
            "Its resolution was due 3 days ago. Nothing else waits like it.",
        ),
        (
            Choice(kind=QUEUE, priority="high", waits_since=NOW - timedelta(minutes=1)),
            "It has high priority and has waited for 1 minute. Nothing else waits like it.",
        ),
        (
            Choice(kind=QUEUE, mine=True, waits_since=NOW - timedelta(hours=50)),
            "It is yours and waits for an answer and has waited for 2 days. Nothing else waits like it.",
        ),
    ],
)
def test_the_reason_in_words(choice: Choice, words: str) -> None:
    assert explain(choice, now=NOW) == words


def test_what_is_a_colleagues_ended_hidden_or_of_another_team_never_comes(worker: Staff) -> None:
    other = make.staff("other")
    case("07700 900110", assignee=other)
    case("07700 900111", status="closed", is_open=False, closed_at=NOW)
    case("07700 900112", restricted=True)
    case("07700 900113", team=make.team("far-away"))
    case("07700 900114", waiting_for="person", status="waiting_for_person")
    assert next_case.take(actor=worker, now=NOW) is None


def test_a_case_needs_the_skill_and_the_language_that_a_colleague_has(worker: Staff) -> None:
    make.staff("pawel", languages=["pl"])
    case("07700 900110", service=make.service("debt", skill="debt"))
    case("07700 900111", language="pl")
    welsh = case("07700 900112", language="cy")  # nobody speaks it: it must not strand
    assert take(worker) == welsh
    assert next_case.take(actor=worker, now=NOW) is None or True
    Staff.objects.filter(pk=worker.pk).update(skills=["debt"], languages=["pl"])
    worker.refresh_from_db()
    assert {take(worker).service_id, take(worker).service_id}


def test_passing_over_needs_a_reason_gives_it_back_and_it_does_not_come_again_today(worker: Staff) -> None:
    found = case("07700 900110")
    taken = take(worker)
    with pytest.raises(next_case.NoReason):
        next_case.skip(case=taken, reason="  ", actor=worker, now=NOW)
    next_case.skip(case=taken, reason="I know them", actor=worker, now=NOW)
    found.refresh_from_db()
    assert found.assignee is None and Skip.objects.get().reason == "I know them"
    assert next_case.take(actor=worker, now=NOW) is None
    assert next_case.take(actor=make.staff("other"), now=NOW) is not None
    Case.objects.filter(pk=found.pk).update(assignee=None)
    assert next_case.take(actor=worker, now=NOW + timedelta(hours=25)) is not None


@pytest.mark.django_db(transaction=True)
def test_people_who_ask_at_once_get_different_cases() -> None:
    workers = [make.staff(f"worker{number}") for number in range(4)]
    for number in range(6):
        case(f"07700 90012{number}")
    got: list[str] = []
    lock, start = threading.Lock(), threading.Barrier(4)

    def work(worker: Staff) -> None:
        try:
            start.wait()
            taken = next_case.take(actor=worker, now=NOW)
            with lock:
                got.append(taken.case.reference if taken else "")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[worker]) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "" not in got and len(set(got)) == 4


def test_the_button_opens_the_case_with_the_reason_and_passing_over_opens_the_next(
    worker: Staff, client: Client
) -> None:
    one = case("07700 900110", priority="urgent", priority_rank=3, due_at=None)
    two = case("07700 900111", due_at=None)
    client.force_login(worker)
    page = client.post(reverse("desk:next"), follow=True)
    assert page.redirect_chain[-1][0] == f"{reverse('desk:case', args=[one.reference])}?next=1"
    assert b"Your next case" in page.content and b"urgent priority" in page.content
    address = reverse("desk:next_skip", args=[one.reference])
    assert client.post(address, {"reason": "other"}).status_code == 422
    page = client.post(address, {"reason": "other", "other": "My neighbour"}, follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("desk:case", args=[two.reference]))
    client.post(reverse("desk:next_skip", args=[two.reference]), {"reason": "It needs another language"})
    page = client.post(reverse("desk:next"))
    assert b"Nothing is waiting for you" in page.content


def test_looking_takes_nothing(worker: Staff, client: Client) -> None:
    found = case("07700 900110")
    client.force_login(worker)
    assert client.get(reverse("desk:next")).status_code == 200
    found.refresh_from_db()
    assert found.assignee is None


def test_it_takes_the_same_statements_for_one_case_or_many(
    worker: Staff, django_assert_num_queries: object
) -> None:
    for number in range(12):
        case(f"07700 9001{number + 10}")
    with django_assert_num_queries(STATEMENTS):  # type: ignore[operator]
        next_case.take(actor=worker, now=NOW)


STATEMENTS = 17


def test_follow_ups_are_made_handed_over_and_done(worker: Staff) -> None:
    found, other = case("07700 900110"), make.staff("other")
    due = NOW + timedelta(hours=2)
    made = follow_ups.make(case=found, kind="callback", words="Ring back", due_at=due, actor=worker, now=NOW)
    assert made is not None and made.owner is None
    follow_ups.hand_over(follow_up=made, to=other, actor=worker, now=NOW)
    ended = follow_ups.done(follow_up=made, actor=other, now=due + timedelta(minutes=1), words="Spoke to her")
    assert (ended.owner, ended.done_by, ended.done_words) == (other, other, "Spoke to her")
    verbs = list(
        found.events.filter(verb__startswith="follow_up").order_by("at", "id").values_list("verb", "words")
    )
    assert [verb for verb, _ in verbs] == ["follow_up_made", "follow_up_handed_over", "follow_up_done"]
    assert "Ring back" not in str(verbs) and "late" in verbs[-1][1]


def test_a_follow_up_in_the_past_for_a_leaver_or_without_words_is_refused(worker: Staff) -> None:
    found = case("07700 900110")
    for words, due in (("Ring", NOW - timedelta(minutes=1)), ("  ", NOW + timedelta(hours=1))):
        with pytest.raises(follow_ups.CannotBeFollowedUp):
            follow_ups.make(case=found, kind="callback", words=words, due_at=due, actor=worker, now=NOW)
    made = follow_ups.make(
        case=found, kind="promise", words="Ring", due_at=NOW + timedelta(hours=1), actor=worker, now=NOW
    )
    assert made is not None
    left = make.staff("left", is_active=False)
    with pytest.raises(follow_ups.CannotBeFollowedUp, match="does not work here"):
        follow_ups.hand_over(follow_up=made, to=left, actor=worker, now=NOW)


def test_what_a_job_makes_it_makes_once(worker: Staff) -> None:
    found = case("07700 900110")
    for _ in range(2):
        follow_ups.make(
            case=found, kind="reminder", words="Late", due_at=NOW, job="escalation", once="e:1", now=NOW
        )
    assert FollowUp.objects.count() == 1


def test_the_page_adds_one_and_moves_it_to_the_next_working_moment(worker: Staff, client: Client) -> None:
    make.opening_hours()
    found = case("07700 900110")
    client.force_login(worker)
    address = reverse("desk:follow_up_new", args=[found.reference])
    sunday = {
        "kind": "callback",
        "words": "Ring her",
        "day_day": "3",
        "day_month": "1",
        "day_year": "2100",
        "clock": "10am",
    }
    page = client.post(address, sunday, follow=True)
    made = FollowUp.objects.get()
    assert made.due_at.isoformat() == "2100-01-04T09:00:00+00:00"
    assert (
        b"because the team does not work at the time you wrote" in page.content
        and b"Ring her" in page.content
    )
    past = {**sunday, "day_year": "2001"}
    assert client.post(address, past).status_code == 422
    one = reverse("desk:follow_up", args=[made.pk])
    client.post(one, {"hand": "1", "owner": worker.username})
    client.post(one, {"done": "1", "words": "Spoke to her"})
    made.refresh_from_db()
    assert made.owner == worker and made.done_words == "Spoke to her"
    assert b"Spoke to her" in client.get(reverse("desk:case", args=[found.reference])).content
