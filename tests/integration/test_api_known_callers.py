"""A program that called here before gets its key, the case and what is asked first in one wait. Its key's own row decides."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from api import keys, throttling
from api.models import ApiKey
from casework.models import Case, ClosingQuestion, Contact, Delivery, Membership, Note, Staff
from casework.models.delivery import DeliveryStatus
from casework.services import holding
from tests import factories as make
from tests.integration.test_api import CASES, Program, key, problem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_was_here() -> None:
    keys._recognised.clear()


@pytest.fixture
def program() -> Program:
    """One that called here before."""
    program = key()
    assert program.get("/api/v1/me/").status_code == 200
    return program


@pytest.fixture
def case(program: Program) -> Case:
    return make.case()


def reply(program: Program, case: Case, name: str = "k1") -> HttpResponse:
    return program.post(
        f"{CASES}{case.reference}/replies/", {"body": f"We will come ({name})"}, Idempotency_Key=name
    )


def asked(act: Callable[[], HttpResponse]) -> tuple[HttpResponse, list[str]]:
    """Its answer, and all that was asked of the database for it."""
    with CaptureQueriesContext(connection) as caught:
        answer = act()
    return answer, [each["sql"] for each in caught.captured_queries]


def is_of_a_case(statements: list[str]) -> bool:
    return any("casework_case" in each for each in statements)


def nothing_was_done(case: Case) -> bool:
    said = Contact.objects.filter(body__startswith="We will come").exists()
    return not said and case.version == Case.objects.get().version


def test_the_case_is_asked_for_at_once_and_answered_as_for_a_stranger(program: Program, case: Case) -> None:
    reply(program, case, "first")  # which stops a clock
    _, of_one_known = asked(lambda: reply(program, case, "known"))
    keys._recognised.clear()
    answer, of_a_stranger = asked(lambda: reply(program, case, "stranger"))
    assert answer.status_code == 201
    assert len(of_one_known) == len(of_a_stranger)
    # A stranger's key is read before the transaction begins, and nothing is asked along.
    assert "SAVEPOINT" in of_one_known[0] and "api_apikey" in of_one_known[1]
    assert "api_apikey" in of_a_stranger[0] and "SAVEPOINT" in of_a_stranger[1]


@pytest.mark.django_db(transaction=True)
def test_the_first_call_about_a_case_in_a_process_may_be_of_one_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As where it only read before: what locks a case is written in a transaction, and nowhere else."""
    program, case = key(), make.case()
    assert program.get("/api/v1/me/").status_code == 200
    for kept in (holding._UNLESS_HELD, holding._HELD):
        monkeypatch.setattr(kept, "_kept", {})
    assert reply(program, case).status_code == 201


def test_a_key_that_was_withdrawn_meanwhile_gets_nothing_and_is_a_stranger_from_then_on(
    program: Program, case: Case
) -> None:
    call_command("revoke_api_key", ApiKey.objects.get().prefix, verbosity=0)
    answer, sql = asked(lambda: reply(program, case))
    assert "Boiler" not in str(problem(answer, 401)) and case.reference not in str(answer.content)
    assert is_of_a_case(sql) and nothing_was_done(case)
    again, sql = asked(lambda: reply(program, case))
    assert problem(again, 401) == problem(answer, 401) and not is_of_a_case(sql)


def test_another_secret_with_the_same_prefix_is_a_stranger(program: Program, case: Case) -> None:
    forged = Program(program.secret[:-43] + "x" * 43)
    answer, sql = asked(lambda: reply(forged, case))
    problem(answer, 401)
    assert not is_of_a_case(sql)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda: Staff.objects.filter(is_machine=True).update(role="handler"), 403),
        (lambda: Staff.objects.filter(is_machine=True).update(is_active=False), 401),
        (lambda: Membership.objects.all().delete(), 404),
        (lambda: Case.objects.update(team=make.team("far-away")), 404),
        (lambda: Case.objects.update(restricted=True), 404),
    ],
    ids=["a role that may not reply", "left", "no team any more", "case of others", "restricted"],
)
def test_what_changed_since_the_last_call_counts(
    program: Program, case: Case, change: Callable[[], Any], status: int
) -> None:
    change()
    problem(reply(program, case), status)
    assert nothing_was_done(case)


def test_whoever_calls_too_often_is_turned_away_before_anything_is_asked_for_them(
    program: Program, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "PER_MINUTE", 0)
    monkeypatch.setattr(throttling, "_window", lambda: 1)
    problem(reply(program, case), 429)
    answer, sql = asked(lambda: reply(program, case))
    problem(answer, 429)
    assert not is_of_a_case(sql) and nothing_was_done(case)


def test_a_long_body_is_waited_for_before_anything_is_held(program: Program, case: Case) -> None:
    said = {"body": "x" * 70_000}
    answer, sql = asked(lambda: program.post(f"{CASES}{case.reference}/notes/", said, Idempotency_Key="k1"))
    assert answer.status_code == 201, answer.content[:200]
    assert "api_apikey" in sql[0] and "FROM" in sql[0] and "SAVEPOINT" in sql[1]
    short, sql = asked(lambda: reply(program, case, "k2"))
    assert short.status_code == 201 and "SAVEPOINT" in sql[0]


FORM = "multipart/form-data; boundary=x"


@pytest.mark.parametrize("once", [{}, {"Idempotency_Key": "k1"}], ids=["", "with a key for the call"])
@pytest.mark.parametrize("here_before", [True, False], ids=["known", "stranger"])
@pytest.mark.parametrize(
    ("said", "kind", "status"),
    [
        pytest.param("{", "application/json", 400, id="no JSON"),
        pytest.param("[]", "application/json", 400, id="no object"),
        pytest.param("a=b", "text/plain", 415, id="text"),
        pytest.param("--x--\r\n", FORM, 415, id="a form"),
        pytest.param(" " * 256_001, "application/json", 413, id="too long"),
        pytest.param(" " * 2_600_000, "application/json", 413, id="too long for any page"),
    ],
)
def test_a_case_that_is_missing_is_missing_whatever_is_sent_to_it(
    program: Program, case: Case, said: str, kind: str, status: int, here_before: bool, once: dict[str, str]
) -> None:
    if not here_before:
        keys._recognised.clear()
    headers = {"Content_Type": kind, **once}
    problem(program.post(f"{CASES}7K4M-9QXX/notes/", said, **headers), 404)
    problem(program.post(f"{CASES}{case.reference}/notes/", said, **headers), status)


@pytest.mark.parametrize(
    ("said", "once_used"),
    [
        pytest.param("{", 400, id="no JSON"),
        pytest.param('{"body": 7, "colour": "red"}', 422, id="another call"),
    ],
)
def test_what_is_wrong_with_a_body_is_told_as_often_as_it_is_sent(
    program: Program, case: Case, said: str, once_used: int
) -> None:
    """It is read before its turn, and a key that was used stays that call's."""
    path = f"{CASES}{case.reference}/replies/"
    for _ in range(2):
        problem(program.post(path, said, Idempotency_Key="k1"), 400)
    assert reply(program, case, "k1").status_code == 201
    problem(program.post(path, said, Idempotency_Key="k1"), once_used)


def test_a_body_that_the_database_judges_waits_for_its_turn(program: Program, case: Case) -> None:
    path = f"{CASES}{case.reference}/assign/"
    assert program.post(path, {"team": "housing"}).status_code == 200
    assert "no team with this code" in problem(program.post(path, {"team": "nobody"}), 400)["detail"]


@pytest.mark.parametrize("length", ["many", "-1", "²"])
def test_a_length_that_is_no_number_is_an_empty_body(program: Program, case: Case, length: str) -> None:
    keys._recognised.clear()
    answer = program.client.post(
        f"{CASES}{case.reference}/notes/", b"{}", content_type="application/json", CONTENT_LENGTH=length,
        headers={"Authorization": f"Bearer {program.secret}"},
    )  # fmt: skip
    problem(answer, 400)


def test_a_form_of_somebody_in_a_session_is_no_note(case: Case) -> None:
    """Whoever looks for the token in it reads it first."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.staff("caseworker"))
    token = client.get(reverse("desk:queue")).context["csrf_token"]
    answer = client.post(
        f"{CASES}{case.reference}/notes/", {"body": "From a form", "csrfmiddlewaretoken": str(token)}
    )
    problem(answer, 415)
    assert not Note.objects.exists()


def test_a_call_that_is_refused_is_a_use_of_the_key_too(program: Program, case: Case) -> None:
    ApiKey.objects.update(last_used_at=None)
    problem(program.post(f"{CASES}{case.reference}/replies/", {"body": ""}, Idempotency_Key="k1"), 409)
    assert ApiKey.objects.get().last_used_at is not None


def test_a_case_that_is_opened_again_takes_back_what_asks_if_it_is_sorted(
    program: Program, settings: Any
) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC" + "0" * 32, "test-token"
    settings.TWILIO_NUMBER = "+447700900000"
    make.service(ask_when_closed=True)
    case = make.text("My boiler is broken", service_code="housing-repair").contact.case
    assert case is not None

    def became(name: str, **said: str) -> None:
        done = program.post(f"{CASES}{case.reference}/status/", said, Idempotency_Key=name)
        assert done.status_code == 200, done.content

    became("ends", status="resolved", outcome="Mended")
    question = ClosingQuestion.objects.get()
    assert Delivery.objects.get(contact=question.asked).status == DeliveryStatus.QUEUED
    became("opens", status="open")
    assert Delivery.objects.get(contact=question.asked).status == DeliveryStatus.WITHDRAWN


def test_a_note_without_a_key_for_the_call_is_one_transaction_as_well(program: Program, case: Case) -> None:
    answer = program.post(f"{CASES}{case.reference}/notes/", {"body": "Rang twice"})
    assert answer.status_code == 201 and Note.objects.get().body == "Rang twice"
    refused = program.post(f"{CASES}{case.reference}/notes/", {"body": "More"}, If_Match='"99"')
    problem(refused, 412)
    assert Note.objects.count() == 1
