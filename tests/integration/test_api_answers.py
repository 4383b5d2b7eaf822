"""A program answers: words and another status in one call do what two calls do, or nothing at all."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from api import idempotency
from api.models import IdempotentCall
from casework.models import (
    Case,
    Clock,
    Contact,
    ContactPoint,
    Delivery,
    Event,
    Note,
    Party,
    Person,
    PersonContactPoint,
    Target,
    TargetFor,
)
from casework.services import clocks, merges
from tests import factories as make
from tests.integration.test_api import CASES, Program, key, problem

pytestmark = pytest.mark.django_db

# With the savepoint that stands for the transaction: key of the program, its Idempotency-Key, the case, and what is done.
STATEMENTS_OF_A_REPLY = 16
STATEMENTS_OF_A_STATUS = 10
STATEMENTS_OF_BOTH = 16


@pytest.fixture
def program() -> Program:
    return key()


def replies_of(case: Case) -> str:
    return f"{CASES}{case.reference}/replies/"


def history(case: Case) -> list[Any]:
    told = case.events.filter(actor__username="api:website").order_by("at", "id")
    return list(told.values_list("verb", "words", "before", "after", "actor__username"))


def as_it_is(case: Case) -> dict[str, Any]:
    said = ("status", "is_open", "outcome", "waiting_for", "needs_answer", "due_kind")
    found = Case.objects.filter(pk=case.pk).values(*said).get()
    clocks = [(clock.kind, clock.met, clock.stopped_at is None) for clock in case.clocks.order_by("kind")]
    return {**found, "clocks": clocks}


@pytest.mark.parametrize(
    "then",
    [{"status": "waiting_for_person"}, {"status": "resolved", "outcome": "Repaired"}],
    ids=["reply and wait", "reply and resolve"],
)
def test_both_in_one_call_is_what_two_calls_are(program: Program, then: dict[str, str]) -> None:
    one, two = make.case(), make.case("Bins", sender=make.BEN)
    both = program.post(replies_of(one), {"body": "We will come", **then}, Idempotency_Key="one")
    first = program.post(replies_of(two), {"body": "We will come"}, Idempotency_Key="two")
    assert program.post(f"{CASES}{two.reference}/status/", then, Idempotency_Key="three").status_code == 200
    assert both.status_code == first.status_code == 201
    own = ("id", "case", "sender", "took_place_at", "logged_at", "delivery")
    assert {k: v for k, v in both.json().items() if k not in own} == {
        k: v for k, v in first.json().items() if k not in own
    }
    assert history(one) == history(two) and [each[0] for each in history(one)] == [
        "replied",
        "status_changed",
    ]
    assert as_it_is(one) == as_it_is(two) and as_it_is(one)["status"] == then["status"]
    for case in (one, two):
        assert Delivery.objects.filter(contact__case=case, purpose="reply").count() == 1


def test_both_in_one_call_are_one_change_of_the_case(program: Program) -> None:
    case = make.case()
    before, versions = Case.objects.get(), case.versions.count()
    program.post(replies_of(case), {"body": "Done", "status": "closed", "outcome": "Repaired"})
    after = Case.objects.get()
    assert after.version == before.version + 1
    assert case.versions.count() == versions + 1
    sent = Contact.objects.get(body="Done")
    assert after.last_out_at == after.last_activity_at == after.closed_at == sent.took_place_at
    assert after.responded_at == sent.took_place_at and not after.needs_answer
    assert Case.objects.filter(search="done").exists()


def test_both_are_on_record_in_their_order_at_one_moment(program: Program) -> None:
    case = make.case()
    program.post(replies_of(case), {"body": "Done", "status": "closed", "outcome": "Repaired"})
    replied, ended = case.events.filter(actor__username="api:website").order_by("id")
    sent = Contact.objects.get(body="Done")
    assert (replied.verb, replied.contact, replied.at) == ("replied", sent, sent.took_place_at)
    assert (ended.verb, ended.contact, ended.at) == ("status_changed", None, sent.took_place_at)
    assert ended.before == {"status": "open", "outcome": ""}
    assert ended.after == {"status": "closed", "outcome": "Repaired"}


def test_clocks_stop_at_the_moment_of_a_reply_that_ends_the_case(program: Program) -> None:
    case = make.case()
    promised = Target.objects.create(code="t", name="T", first_response=2, resolution=5)
    TargetFor.objects.create(target=promised)
    clocks.recount(case=case, now=make.NOW)
    running = list(Clock.objects.filter(case=case, stopped_at=None))
    program.post(replies_of(case), {"body": "Done", "status": "closed", "outcome": "Repaired"})
    at = Contact.objects.get(body="Done").took_place_at
    stopped = Clock.objects.filter(pk__in=[each.pk for each in running])
    assert running and {(each.stopped_at, each.paused_at) for each in stopped} == {(at, None)}
    assert Case.objects.values_list("due_at", "due_kind").get() == (None, "")


@pytest.mark.parametrize(
    "where",
    [
        "casework.services.case_activity.went_out",
        "casework.services.status.follow",
        "api.idempotency._remember",
    ],
)
def test_a_crash_on_the_way_leaves_nothing_and_the_next_try_does_it(
    program: Program, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    class Broken(Exception):
        """The process died here."""

    def die(**fields: Any) -> None:
        raise Broken

    case, said = make.case(), {"body": "Done", "status": "closed", "outcome": "Repaired"}
    before, sent = Case.objects.values().get(), Contact.objects.count()
    with monkeypatch.context() as patch:
        patch.setattr(where, die)
        with pytest.raises(Broken):
            program.post(replies_of(case), said, Idempotency_Key="k1")
    assert Case.objects.values().get() == before and history(case) == []
    assert Contact.objects.count() == sent and not Delivery.objects.filter(purpose="reply").exists()
    assert program.post(replies_of(case), said, Idempotency_Key="k1").status_code == 201
    assert len(history(case)) == 2 and Contact.objects.count() == sent + 1


@pytest.mark.django_db(transaction=True)
def test_a_call_with_this_key_that_ended_while_ours_began_is_found_by_the_constraint(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, said = make.case(), {"body": "Done", "status": "closed", "outcome": "Repaired"}

    def nothing_seen(*_asked: Any) -> Any:
        return idempotency.Held(ours=True, first=None)

    first = program.post(replies_of(case), said, Idempotency_Key="k1")
    before = Case.objects.values().get()
    with monkeypatch.context() as patch:
        patch.setattr("api.idempotency._HOLD.taken", nothing_seen)
        problem(program.post(f"{CASES}{case.reference}/notes/", {"body": "x"}, Idempotency_Key="k1"), 409)
    assert Case.objects.values().get() == before and not Note.objects.exists()
    again = program.post(replies_of(case), said, Idempotency_Key="k1")
    assert again.status_code == 201 and again.content == first.content
    assert Contact.objects.filter(body="Done").count() == 1


def test_it_is_done_once(program: Program) -> None:
    case, said = make.case(), {"body": "Done", "status": "closed", "outcome": "Repaired"}
    first = program.post(replies_of(case), said, Idempotency_Key="k1")
    again = program.post(replies_of(case), said, Idempotency_Key="k1")
    assert first.status_code == again.status_code == 201 and first.content == again.content
    assert len(history(case)) == 2 and Case.objects.get().status == "closed"
    problem(program.post(replies_of(case), {**said, "status": "resolved"}, Idempotency_Key="k1"), 422)


def test_where_either_may_not_be_neither_is_done(program: Program) -> None:
    case = make.case()
    before, sent = as_it_is(case), Contact.objects.count()

    def refused(code: int, **more: Any) -> str:
        answer = program.post(replies_of(case), {"body": "We will come", **more}, Idempotency_Key="k1")
        found = problem(answer, code)
        assert as_it_is(case) == before and history(case) == []
        assert Contact.objects.count() == sent and not IdempotentCall.objects.exists()
        return str(found.get("errors") or found["detail"])

    assert "how the case ended" in refused(409, status="closed")
    assert "cannot become" in refused(409, status="new")
    assert "status" in refused(400, status="gone")
    assert "outcome" in refused(400, outcome="Repaired")
    assert "Write something" in refused(409, body="\u200b", status="open")
    assert "to" in refused(400, to=make.BEN, status="waiting_for_person")
    ContactPoint.objects.update(opted_out_at=make.NOW, opted_out_how="They texted STOP")
    assert "Ring" in refused(409, status="waiting_for_person")
    ContactPoint.objects.update(opted_out_at=None)
    answer = program.post(
        replies_of(case), {"body": "We will come", "status": "waiting_for_person"}, Idempotency_Key="k1"
    )
    assert answer.status_code == 201 and Case.objects.get().status == "waiting_for_person"


def test_a_case_that_changed_since_it_was_read_is_left_alone(program: Program) -> None:
    case, said = make.case(), {"body": "We will come", "status": "waiting_for_person"}
    problem(program.post(replies_of(case), said, If_Match='"999"'), 412)
    assert history(case) == []


def test_words_go_on_to_the_case_it_was_merged_into_and_a_status_does_not(program: Program) -> None:
    case, other = make.case(), make.case("The tap too", sender=make.BEN)
    lead = make.staff("lead", role="lead", lead=True)
    merges.merge(merged=case, survivor=other, actor=lead, now=make.later(hours=1))
    problem(program.post(replies_of(case), {"body": "We will come", "status": "open"}), 409)
    assert not Contact.objects.filter(body="We will come").exists()
    words_alone = program.post(replies_of(case), {"body": "We will come"})
    assert words_alone.status_code == 201 and words_alone.json()["case"] == other.reference


def test_the_first_number_that_may_be_used_gets_it_and_a_named_one_is_taken(program: Program) -> None:
    case = make.case(person_name="Amina Example")
    person = Person.objects.get()
    second = ContactPoint.objects.create(kind="phone", value="+447700900109", confirmed_at=make.NOW)
    PersonContactPoint.objects.create(person=person, contact_point=second)

    def went_to(body: str, **more: str) -> str:
        return str(program.post(replies_of(case), {"body": body, **more}).json()["sender"])

    assert went_to("One") == "+447700900101"
    assert went_to("Two", to="07700 900109") == second.value
    ContactPoint.objects.exclude(pk=second.pk).update(text_ok=False)
    assert went_to("Three") == second.value
    found = problem(program.post(replies_of(case), {"body": "Four", "to": make.AMINA}), 409)
    assert "not safe to text" in found["detail"]


def test_a_case_with_nobodys_number_says_so(program: Program) -> None:
    case = make.case()
    Party.objects.update(contact_point=None, person=Person.objects.create(name="Ben"))
    PersonContactPoint.objects.all().delete()
    found = problem(program.post(replies_of(case), {"body": "Hello"}), 409)
    assert found["detail"] == "Nobody on this case has a number. Ask for one."


def test_answering_takes_the_same_statements_whoever_is_on_the_case(program: Program) -> None:
    program.get("/api/v1/me/")  # notes the use of the key

    def statements(case: Case, path: str, said: dict[str, str], name: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            answer = program.post(f"{CASES}{case.reference}/{path}/", said, Idempotency_Key=name)
        assert answer.status_code in (200, 201), answer.content
        return len(caught)

    def three(case: Case, name: str) -> list[int]:
        return [
            statements(case, "replies", {"body": f"{name} once"}, f"{name}1"),
            statements(case, "status", {"status": "waiting_for_third_party"}, f"{name}2"),
            statements(case, "replies", {"body": f"{name} both", "status": "open"}, f"{name}3"),
        ]

    few, many = make.case(), make.case("Bins", sender=make.BEN)
    for number in range(5):
        somebody = Person.objects.create(name=f"Person {number}")
        Party.objects.create(case=many, person=somebody, role="supporter")
    answered = (few, many)
    for case in answered:  # the first answer stops a clock
        statements(case, "replies", {"body": "First"}, f"first-{case.pk}")
    assert three(few, "few") == three(many, "many")
    assert three(few, "again") == [STATEMENTS_OF_A_REPLY, STATEMENTS_OF_A_STATUS, STATEMENTS_OF_BOTH]


def test_a_reply_with_its_status_waits_three_times_for_the_database(
    program: Program, waits: list[int]
) -> None:
    case = make.case()
    for number in range(4):  # the first of each kind is written, and stops a clock
        del waits[:]
        said = {"body": f"We will come {number}", "status": ("waiting_for_third_party", "open")[number % 2]}
        answer = program.post(replies_of(case), said, Idempotency_Key=f"key-{number}")
        assert answer.status_code == 201, answer.content
    # The key, whether it was called before, with the case, locked, and what is known of it; what is known of the number,
    # locked; the reply as rows, with the record of the call and the commit.
    assert waits == [6, 3, 5]


@contextmanager
def waiting(program: Program, case: Case, said: dict[str, Any], **headers: str) -> Iterator[list[Any]]:
    """Somebody holds the case meanwhile, and this reply waits for it. Its answer is in the list afterwards."""
    answers: list[Any] = []

    def send() -> None:
        answers.append(Program(program.secret).post(replies_of(case), said, **headers))
        connection.close()

    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        thread = threading.Thread(target=send)
        thread.start()
        thread.join(timeout=1)
        assert thread.is_alive()
        yield answers
    thread.join(timeout=20)


@pytest.mark.django_db(transaction=True)
def test_a_case_that_somebody_holds_is_waited_for(program: Program) -> None:
    case, said = make.case(), {"body": "We will come", "status": "waiting_for_third_party"}
    with waiting(program, case, said, Idempotency_Key="k1") as answers:
        # Whoever calls with the same key meanwhile is told so, and does not wait.
        problem(program.post(replies_of(case), said, Idempotency_Key="k1"), 409)
        Case.objects.filter(pk=case.pk).update(summary="Changed meanwhile")
    assert answers[0].status_code == 201
    found = Case.objects.get()
    assert (found.summary, found.status) == ("Changed meanwhile", "waiting_for_third_party")
    assert Contact.objects.filter(body="We will come").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_case_that_leaves_ones_sight_while_its_lock_is_waited_for_is_not_found(program: Program) -> None:
    case, far = make.case(), make.team("far-away")
    with waiting(program, case, {"body": "We will come"}) as answers:
        Case.objects.filter(pk=case.pk).update(team=far)
    problem(answers[0], 404)
    assert not Contact.objects.filter(body="We will come").exists()
    assert not Event.objects.filter(verb="replied").exists()
