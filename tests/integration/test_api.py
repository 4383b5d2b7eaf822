"""The API as a program meets it: keys, lists, contacts, actions, and what it is told when something is wrong."""

import contextvars
import json
import threading
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
import redis
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from api.models import ApiKey, IdempotentCall
from casework import afterwards
from casework.models import Case, Contact, ContactPoint, Delivery, Event, Staff
from tests import factories as make
from tests.text_battery import TEXTS

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=400)


class Program:
    """A client with a key."""

    def __init__(self, secret: str) -> None:
        self.client, self.secret = Client(), secret

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(path, headers={"Authorization": f"Bearer {self.secret}", **headers})

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        raw = body if isinstance(body, (str, bytes)) else json.dumps(body)
        headers = {
            "Authorization": f"Bearer {self.secret}",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        kind = headers.pop("Content-Type", "application/json")
        return self.client.post(path, data=raw, content_type=kind, headers=headers)


def key(
    name: str = "website", role: str = "caseworker", teams: tuple[str, ...] = ("triage", "housing")
) -> Program:
    make.office()
    for code in teams:
        make.team(code)
    shown = StringIO()
    arguments = [part for code in teams for part in ("--team", code)]
    call_command("create_api_key", name, "--role", role, *arguments, stdout=shown, stderr=StringIO())
    return Program(shown.getvalue().strip())


@pytest.fixture
def program() -> Program:
    return key()


def call(**more: Any) -> dict[str, Any]:
    return {
        "channel": "phone",
        "body": "Rang about the boiler",
        "sender": make.AMINA,
        "outcome": "passed_on",
        **more,
    }


def problem(response: HttpResponse, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    found = json.loads(response.content)
    assert found["status"] == status and found["title"] and found["detail"]
    return dict(found)


CONTACTS, CASES = "/api/v1/contacts/", "/api/v1/cases/"


# Keys


def test_a_key_is_shown_once_and_kept_as_a_digest(program: Program) -> None:
    kept = ApiKey.objects.select_related("staff").get()
    assert program.secret.startswith(f"oq_{kept.prefix}_") and program.secret not in (
        kept.hashed,
        kept.prefix,
    )
    assert len(kept.hashed) == 64
    assert kept.staff.username == "api:website" and kept.staff.is_machine
    assert not kept.staff.has_usable_password()
    assert Event.objects.filter(verb="api_key_made").exists()


@pytest.mark.parametrize("header", ["Bearer {}", "bearer {}"])
def test_a_key_is_taken_as_bearer_token(program: Program, header: str) -> None:
    answer = Client().get("/api/v1/me/", headers={"Authorization": header.format(program.secret)})
    assert answer.status_code == 200 and answer.json()["username"] == "api:website"


def test_a_key_is_taken_in_its_own_header(program: Program) -> None:
    assert Client().get("/api/v1/me/", headers={"Api-Key": program.secret}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Authorization": "Bearer "}, {"Authorization": "Bearer oq_aaaaaaaa_" + "a" * 43}, {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer Ω" + "x" * 300}, {"Api-Key": ""}, {"Api-Key": "oq_\x00"},
    ],
)  # fmt: skip
def test_without_a_valid_key_nobody_is_let_in(program: Program, headers: dict[str, str]) -> None:
    answer = Client().get("/api/v1/me/", headers=headers)
    problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_changed_secret_with_the_right_prefix_is_refused(program: Program) -> None:
    wrong = program.secret[:-1] + ("A" if program.secret[-1] != "A" else "B")
    problem(Program(wrong).get("/api/v1/me/"), 401)


def test_an_expired_a_withdrawn_and_a_leavers_key_are_refused_alike(program: Program) -> None:
    kept = ApiKey.objects.get()
    ApiKey.objects.update(
        created_at=timezone.now() - LONG_AGO, expires_at=timezone.now() - timedelta(seconds=1)
    )
    expired = problem(program.get("/api/v1/me/"), 401)
    ApiKey.objects.update(expires_at=timezone.now() + timedelta(days=1))
    Staff.objects.filter(pk=kept.staff_id).update(is_active=False)
    left = problem(program.get("/api/v1/me/"), 401)
    Staff.objects.filter(pk=kept.staff_id).update(is_active=True)
    call_command("revoke_api_key", kept.prefix, stdout=StringIO())
    assert problem(program.get("/api/v1/me/"), 401) == expired == left
    assert Event.objects.filter(verb="api_key_revoked").exists()


def test_a_key_in_the_address_is_refused(program: Program) -> None:
    problem(Client().get(f"/api/v1/me/?api_key={program.secret}"), 401)


def test_use_is_noted_at_most_once_a_minute(program: Program) -> None:
    program.get("/api/v1/me/")
    first = ApiKey.objects.get().last_used_at
    program.get("/api/v1/me/")
    assert first is not None and ApiKey.objects.get().last_used_at == first
    ApiKey.objects.update(last_used_at=first - timedelta(minutes=2))
    program.get("/api/v1/me/")
    assert ApiKey.objects.get().last_used_at > first - timedelta(minutes=1)  # type: ignore[operator]


@pytest.mark.parametrize(
    "arguments",
    [
        ["website"], ["Web Site"], ["other", "--days", "0"], ["other", "--days", "366"], ["other", "--team", "nowhere"],
        ["other", "--renew"],
    ],
)  # fmt: skip
def test_a_key_that_cannot_be_made_says_why(program: Program, arguments: list[str]) -> None:
    before = Staff.objects.count()
    with pytest.raises(CommandError):
        call_command("create_api_key", *arguments, stdout=StringIO(), stderr=StringIO())
    assert ApiKey.objects.count() == 1 and Staff.objects.count() == before


def test_a_renewed_key_acts_as_the_same_machine(program: Program) -> None:
    shown = StringIO()
    call_command("create_api_key", "website", "--renew", stdout=shown, stderr=StringIO())
    second = Program(shown.getvalue().strip())
    assert second.get("/api/v1/me/").json()["username"] == program.get("/api/v1/me/").json()["username"]


def test_a_staff_members_browser_needs_the_csrf_token() -> None:
    person = make.staff("tomasz")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    assert browser.get("/api/v1/me/").json()["key"] is None
    answer = browser.post(CONTACTS, call(external_id="1"), content_type="application/json")
    problem(answer, 403)
    assert not Contact.objects.exists()


def test_too_many_calls_are_told_when_to_come_back(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.throttling.PER_MINUTE", 2)
    answers = [program.get("/api/v1/me/") for _ in range(5)]
    turned_away = [each for each in answers if each.status_code == 429]
    assert len(turned_away) >= 1  # the minute may end between two calls
    assert 1 <= int(turned_away[0]["Retry-After"]) <= 61
    problem(turned_away[0], 429)


def test_a_call_is_counted_once_its_answer_is_out(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.throttling.PER_MINUTE", 1)
    # One minute, that of no other test.
    monkeypatch.setattr("api.throttling.time", SimpleNamespace(time=lambda: 5e9))

    def called() -> int:
        later = afterwards.gather()
        answered: int = program.get("/api/v1/me/").status_code
        afterwards.catch_up(later)
        return answered

    # A context of its own, as each request has.
    assert [contextvars.copy_context().run(called) for _ in range(4)] == [200, 200, 429, 429]


def test_nobody_is_turned_away_where_calls_cannot_be_counted(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("api.throttling.PER_MINUTE", 1)
    monkeypatch.setattr(
        "casework.services.redis_words._answers", Mock(side_effect=redis.ConnectionError("gone"))
    )
    assert [program.get("/api/v1/me/").status_code for _ in range(4)] == [200] * 4
    assert "calls are not counted: ConnectionError" in caplog.text


# Lists


def test_the_list_has_what_one_may_see_latest_activity_first(program: Program) -> None:
    old = make.case("Bins")
    new = make.case("Damp", sender=make.BEN, at=make.later(days=1))
    hidden = make.case("Far", sender=make.LANDLINE)
    Case.objects.filter(pk=hidden.pk).update(team=make.team("far-away"))
    found = program.get(CASES).json()
    assert [each["reference"] for each in found["results"]] == [new.reference, old.reference]
    assert found["next"] is None and found["previous"] is None
    assert found["results"][0]["team"] == "triage"


def test_the_desks_filters_work(program: Program) -> None:
    case = make.case("The boiler broke")
    other = make.case("Bins", sender=make.BEN)
    Case.objects.filter(pk=other.pk).update(priority="high", priority_rank=2)

    def found(query: str) -> list[str]:
        return [each["reference"] for each in program.get(f"{CASES}?{query}").json()["results"]]

    assert found("q=boiler") == [case.reference]
    assert found(f"q={case.reference}") == [case.reference]
    assert found("priority=high") == [other.reference]
    assert found("status=closed") == []
    assert len(found("who=unassigned")) == 2
    assert found("team=housing") == []


@pytest.mark.parametrize(
    "query",
    [
        "_connector=OR", "__class__=x", "password__startswith=a", "$where=1", "ordering=password", "fields=all", "page=0",
        "format=xml", "assignee__password=x", "status[]=new",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", [CASES, CONTACTS, "/api/v1/teams/", "/api/v1/me/"])
def test_an_unknown_parameter_is_named_with_those_there_are(program: Program, path: str, query: str) -> None:
    found = problem(program.get(f"{path}?{query}"), 400)
    name = query.partition("=")[0]
    assert list(found["errors"]) == [name]
    assert "Parameters:" in found["errors"][name][0]
    assert path != CASES or "needs_answer" in found["errors"][name][0]


@pytest.mark.parametrize(
    "query",
    [
        "status=gone", "team=nowhere", "team=%00", "q=%00", "who=everybody", "page_size=0", "page_size=-1", "page_size=101",
        "page_size=1000000000", "page_size=%D9%A1", "cursor=broken", "cursor=%00", "q=a&q=b", "service=1", "assignee=%ff",
    ],
)  # fmt: skip
def test_a_wrong_value_is_said_with_its_field(program: Program, query: str) -> None:
    found = problem(program.get(f"{CASES}?{query}"), 400)
    assert list(found["errors"]) == [query.partition("=")[0]]


def test_pages_have_each_case_once_and_lead_back(program: Program) -> None:
    wanted = [
        make.case(f"Case {n}", sender=f"07700 9001{n:02}", at=make.later(minutes=n)).reference
        for n in range(7)
    ]
    path, seen = f"{CASES}?page_size=3&status=open_all", []
    pages = []
    while path:
        page = program.get(path.removeprefix("http://testserver")).json()
        pages.append(page)
        seen += [each["reference"] for each in page["results"]]
        path = page["next"]
    assert seen == wanted[::-1] and len(pages) == 3
    back = program.get(pages[1]["previous"].removeprefix("http://testserver")).json()
    assert [each["reference"] for each in back["results"]] == seen[:3]
    assert "status=open_all" in pages[0]["next"] and "page_size=3" in pages[0]["next"]


@pytest.mark.parametrize("other", ["/api/v1/teams/", "/api/v1/services/"])
def test_a_cursor_of_another_list_is_refused(program: Program, other: str) -> None:
    make.service("a-service")
    make.service("b-service")
    cursor = program.get(f"{other}?page_size=1").json()["next"].partition("cursor=")[2].partition("&")[0]
    problem(program.get(f"{CASES}?cursor={cursor}"), 400)


def test_the_list_takes_the_same_statements_for_two_and_for_forty_cases(program: Program) -> None:
    def statements(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert program.get(path).status_code == 200
        return len(caught)

    program.get("/api/v1/me/")  # notes the use of the key
    make.case()
    make.case("Second", sender=make.BEN)
    few = {path: statements(path) for path in (CASES, CONTACTS)}
    for n in range(38):
        make.case(f"Case {n}", sender=f"07700 9001{n + 10:02}", person_name=f"Person {n}")
    assert {path: statements(path) for path in (CASES, CONTACTS)} == few
    assert few == {CASES: 2, CONTACTS: 3}


def test_services_come_with_their_questions(program: Program) -> None:
    service = make.service("housing-repair")
    make.question(service, "where", label="Where is it?")
    found = program.get("/api/v1/services/").json()["results"]
    assert found[0]["code"] == "housing-repair"
    assert found[0]["questions"][0]["code"] == "where"


def test_teams_and_me(program: Program) -> None:
    assert [each["code"] for each in program.get("/api/v1/teams/").json()["results"]] == ["housing", "triage"]
    me = program.get("/api/v1/me/").json()
    assert me["role"] == "caseworker" and "reply" in me["may"] and "release_quarantine" not in me["may"]
    assert {each["code"] for each in me["teams"]} == {"housing", "triage"}
    assert me["key"]["prefix"] in program.secret


# One case


def test_a_case_reads_with_its_parties_and_how_they_may_be_reached(program: Program) -> None:
    case = make.case()
    ContactPoint.objects.update(voicemail_ok=False, safety_note="Ring twice")
    answer = program.get(f"{CASES}{case.reference}/")
    found = answer.json()
    assert found["reference"] == case.reference and found["routing_reason"]
    point = found["parties"][0]["contact_point"]
    assert (
        point["value"] == "+447700900101"
        and point["voicemail_ok"] is False
        and point["safety_note"] == "Ring twice"
    )
    assert answer["ETag"] == f'"{Case.objects.get().version}"'


def test_a_reference_may_be_written_in_any_way(program: Program) -> None:
    case = make.case()
    assert (
        program.get(f"{CASES}{case.reference.lower().replace('-', '')}/").json()["reference"]
        == case.reference
    )


@pytest.mark.parametrize(
    "reference", ["0", "-1", str(2**63), "7K4M-9QXX", "x'; DROP", "%00", "a" * 500, "%ED%A0%80"]
)
def test_what_is_no_case_is_not_found(program: Program, reference: str) -> None:
    problem(program.get(f"{CASES}{reference}/"), 404)


@pytest.mark.parametrize("kind", ["other team", "restricted"])
@pytest.mark.parametrize("action", ["", "assign/", "status/", "notes/", "replies/"])
def test_a_hidden_case_answers_like_a_missing_one(program: Program, kind: str, action: str) -> None:
    case = make.case()
    Case.objects.update(team=make.team("far-away"), restricted=kind == "restricted")

    def answer(reference: str) -> HttpResponse:
        path = f"{CASES}{reference}/{action}"
        return program.post(path, {"body": "x", "status": "open"}) if action else program.get(path)

    hidden, missing = answer(case.reference), answer("7K4M-9QXX")
    problem(hidden, 404)
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)


def test_a_neighbour_that_one_may_not_see_is_not_named(program: Program) -> None:
    hidden = make.case("First", sender=make.BEN)
    case = make.case("Second")
    Case.objects.filter(pk=case.pk).update(follows=hidden, possible_duplicate_of=hidden)
    assert program.get(f"{CASES}{case.reference}/").json()["follows"] == hidden.reference
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    found = program.get(f"{CASES}{case.reference}/").json()
    assert found["follows"] is None and found["possible_duplicate_of"] is None
    assert hidden.reference not in json.dumps(found)


# Actions


def test_a_case_is_given_to_somebody_and_back(program: Program) -> None:
    case = make.case()
    make.staff("tomasz")
    path = f"{CASES}{case.reference}/assign/"
    assert program.post(path, {"assignee": "tomasz"}).json()["assignee"] == "tomasz"
    assert Event.objects.filter(verb="assigned", actor__username="api:website").count() == 1
    assert program.post(path, {"assignee": None}).json()["assignee"] is None
    assert Case.objects.get().assignee is None


def test_a_case_sent_out_of_sight_answers_without_it(program: Program) -> None:
    case = make.case()
    make.team("far-away")
    path = f"{CASES}{case.reference}/assign/"
    answer = program.post(path, {"team": "far-away"}, Idempotency_Key="k1")
    assert answer.status_code == 204 and not answer.content
    assert program.post(path, {"team": "far-away"}, Idempotency_Key="k1").status_code == 204


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"assignee": "nobody"},
        {"team": "nowhere"},
        {"team": "\x00"},
        {"assignee": 7},
        {"assignee": "\x00"},
        {"id": 1},
    ],
)
def test_a_wrong_assignment_changes_nothing(program: Program, body: dict[str, Any]) -> None:
    case = make.case()
    problem(program.post(f"{CASES}{case.reference}/assign/", body), 400)
    assert Case.objects.get().version == case.version


def test_somebody_who_could_not_open_the_case_cannot_get_it(program: Program) -> None:
    case = make.case()
    make.staff("stranger", teams=("far-away",))
    found = problem(program.post(f"{CASES}{case.reference}/assign/", {"assignee": "stranger"}), 409)
    assert "could not open" in found["detail"]


def test_a_status_follows_the_table(program: Program) -> None:
    case = make.case()
    path = f"{CASES}{case.reference}/status/"
    found = problem(program.post(path, {"status": "closed"}), 409)
    assert "how the case ended" in found["detail"]
    closed = program.post(path, {"status": "closed", "outcome": "Repaired"}).json()
    assert closed["status"] == "closed" and closed["outcome"] == "Repaired" and closed["closed_at"]
    problem(program.post(path, {"status": "new"}), 409)
    problem(program.post(path, {"status": "gone"}), 400)


def test_a_change_since_it_was_read_is_noticed(program: Program) -> None:
    case = make.case()
    path = f"{CASES}{case.reference}/"
    etag = program.get(path)["ETag"]
    assert program.post(f"{path}status/", {"status": "open"}, If_Match=etag).status_code == 200
    problem(program.post(f"{path}status/", {"status": "waiting_for_person"}, If_Match=etag), 412)
    assert Case.objects.get().status == "open"


def test_a_note_is_written(program: Program) -> None:
    case = make.case()
    answer = program.post(f"{CASES}{case.reference}/notes/", {"body": "Rang the landlord \x07"})
    assert answer.status_code == 201 and answer.json()["author"] == "api:website"
    assert case.notes.get().body == "Rang the landlord ␇"
    problem(program.post(f"{CASES}{case.reference}/notes/", {"body": "\u200b"}), 422)


def test_a_reply_to_somebody_who_said_stop_says_what_to_do(program: Program) -> None:
    case = make.case()
    sent = Delivery.objects.count()
    ContactPoint.objects.update(opted_out_at=make.NOW, opted_out_how="They texted STOP")
    found = problem(program.post(f"{CASES}{case.reference}/replies/", {"body": "We are on our way"}), 409)
    assert "Ring" in found["detail"]
    assert Delivery.objects.count() == sent


def test_a_reply_goes_to_the_outbox_once(program: Program) -> None:
    case = make.case()
    before = Delivery.objects.count()
    path = f"{CASES}{case.reference}/replies/"
    first = program.post(path, {"body": "We are on our way"}, Idempotency_Key="r1")
    again = program.post(path, {"body": "We are on our way"}, Idempotency_Key="r1")
    assert first.status_code == again.status_code == 201 and first.content == again.content
    assert Delivery.objects.count() == before + 1
    found = first.json()
    assert found["direction"] == "out" and found["delivery"]["status"] == "queued"
    assert program.get(f"{CONTACTS}{found['id']}/").json()["delivery"]["status"] == "queued"
    problem(program.post(path, {"body": "x", "to": make.BEN}), 400)
    problem(program.post(path, {"body": "x", "channel": "telepathy"}), 409)


@pytest.mark.parametrize("role", ["handler", "administrator"])
def test_a_role_may_do_over_the_api_what_it_may_do_at_the_desk(role: str) -> None:
    make.office()
    case = make.case()
    browser = Client()
    browser.force_login(make.staff("somebody", role=role))
    for action in ("assign", "status", "replies"):
        answer = browser.post(f"{CASES}{case.reference}/{action}/", {}, content_type="application/json")
        problem(answer, 403)
    expected = 200 if role == "handler" else 403
    for path in (CASES, f"{CASES}{case.reference}/", CONTACTS):
        assert browser.get(path).status_code == expected
    assert browser.get("/api/v1/me/").status_code == 200


# Contacts


def test_a_logged_call_opens_a_case(program: Program) -> None:
    answer = program.post(CONTACTS, call(took_place_at="2026-03-02T12:00:00+01:00"), Idempotency_Key="a1")
    assert answer.status_code == 201
    found = answer.json()
    case = Case.objects.get()
    assert found["case"] == case.reference and found["filing"] == "filed" and found["reason"]
    assert found["took_place_at"] == "2026-03-02T11:00:00Z"
    contact = Contact.objects.get()
    assert contact.logged_by and contact.logged_by.username == "api:website"
    assert not Delivery.objects.exists()


def test_everything_that_can_be_sent_is_kept(program: Program) -> None:
    make.service("housing-repair")
    body = {
        "channel": "in_person", "body": "Came in", "sender": make.AMINA, "sender_confirmed": True,
        "other_points": [{"kind": "email", "value": "amina@example.org"}], "person_name": "Amina Example",
        "service": "housing-repair", "answers": {"rooms": ["kitchen", "hall"], "since": 3, "damp": True},
        "postcode": "SW1A 1AA", "location": "12 River Street", "latitude": 51.5, "longitude": -0.12, "language": "cy",
        "arrived_at": "front desk", "outcome": "information", "duration_seconds": 600, "place": "Library",
        "present": "Amina, interpreter", "external_id": "visit-1",
    }  # fmt: skip
    assert program.post(CONTACTS, body).status_code == 201
    case, contact = Case.objects.get(), Contact.objects.get()
    assert (case.postcode, case.location, case.language) == ("SW1A 1AA", "12 River Street", "cy")
    assert case.service and case.service.code == "housing-repair"
    assert case.latitude and float(case.latitude) == 51.5 and case.answers["rooms"] == ["kitchen", "hall"]
    assert (contact.place, contact.present, contact.duration_seconds) == (
        "Library",
        "Amina, interpreter",
        600,
    )
    assert contact.person and contact.person.name == "Amina Example"


def test_the_same_external_id_is_the_same_contact(program: Program) -> None:
    first = program.post(CONTACTS, call(external_id="abc"))
    again = program.post(CONTACTS, call(external_id="abc"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() and Contact.objects.count() == 1
    other = key("app").post(CONTACTS, call(external_id="abc", sender=make.BEN))
    assert other.status_code == 201


def test_without_a_key_or_an_id_it_cannot_be_repeated_and_is_refused(program: Program) -> None:
    found = problem(program.post(CONTACTS, call()), 400)
    assert "Idempotency-Key" in found["errors"]
    assert not Contact.objects.exists()


def test_the_same_key_gives_the_same_answer(program: Program) -> None:
    first = program.post(CONTACTS, call(), Idempotency_Key="k1")
    again = program.post(CONTACTS, json.dumps(dict(reversed(call().items()))), Idempotency_Key="k1")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first
    assert Contact.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(program: Program) -> None:
    program.post(CONTACTS, call(), Idempotency_Key="k1")
    problem(program.post(CONTACTS, call(body="Something else"), Idempotency_Key="k1"), 422)
    assert Contact.objects.count() == 1


def test_two_programs_may_use_the_same_key(program: Program) -> None:
    program.post(CONTACTS, call(), Idempotency_Key="k1")
    assert key("app").post(CONTACTS, call(body="Another"), Idempotency_Key="k1").status_code == 201
    assert Contact.objects.count() == 2


def test_a_key_is_forgotten_after_seven_days(program: Program) -> None:
    program.post(CONTACTS, call(), Idempotency_Key="k1")
    program.post(CONTACTS, call(), Idempotency_Key="k2")
    IdempotentCall.objects.update(created_at=timezone.now() - timedelta(days=7, seconds=1))
    assert program.post(CONTACTS, call(body="New"), Idempotency_Key="k1").status_code == 201
    assert list(IdempotentCall.objects.values_list("key", flat=True)) == ["k1"]


def test_a_refused_call_may_be_corrected_with_the_same_key(program: Program) -> None:
    problem(program.post(CONTACTS, call(service="nowhere"), Idempotency_Key="k1"), 400)
    assert program.post(CONTACTS, call(), Idempotency_Key="k1").status_code == 201


def test_a_call_that_broke_half_way_is_done_by_the_next_try(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(Exception):
        """The process died here."""

    def die(**fields: Any) -> None:
        raise Broken

    with monkeypatch.context() as patch:
        patch.setattr("api.idempotency._remember", die)
        with pytest.raises(Broken):
            program.post(CONTACTS, call(), Idempotency_Key="k1")
    assert not Contact.objects.exists()
    assert program.post(CONTACTS, call(), Idempotency_Key="k1").status_code == 201
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("value", ["", " ", "a b", "x" * 256, "ké"])
def test_a_key_that_is_none_is_refused(program: Program, value: str) -> None:
    problem(program.post(CONTACTS, call(), Idempotency_Key=value), 400)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_with_one_key_make_one_case(program: Program) -> None:
    answers: list[HttpResponse] = []

    def send() -> None:
        answers.append(Program(program.secret).post(CONTACTS, call(), Idempotency_Key="k1"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 12 and {each.status_code for each in answers} <= {201, 409}
    assert len({each.content for each in answers if each.status_code == 201}) == 1
    assert Case.objects.count() == Contact.objects.count() == 1


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_of_a_person_is_refused(program: Program, name: str) -> None:
    text = TEXTS[name]
    short = text[:300]
    body = call(
        body=text,
        person_name=short,
        location=short,
        subject_name=short,
        place=short[:200],
        answers={"why": text[:9000]},
    )
    answer = program.post(CONTACTS, body, Idempotency_Key="k1")
    assert answer.status_code == 201, answer.content
    assert Contact.objects.count() == 1
    for path in (CONTACTS, CASES, f"{CASES}{answer.json()['case']}/"):
        assert program.get(path).status_code == 200


def test_the_senders_own_field_takes_any_text_too(program: Program) -> None:
    for number, text in enumerate(TEXTS.values()):
        answer = program.post(CONTACTS, call(sender=text[:320], external_id=f"s{number}"))
        assert answer.status_code == 201, (text, answer.content)
    assert program.get(f"{CONTACTS}?page_size=100").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", 1), ("created", "x"), ("team", "triage"), ("restricted", True), ("case", "7K4M-9QXX"), ("case", "x"),
        ("channel", "Fax Machine"), ("channel", None), ("channel", "a" * 31), ("service", "nowhere"), ("service", "\x00"),
        ("answers", []), ("answers", {"a b": 1}), ("answers", {"a": {"b": 1}}), ("answers", {"a": [1]}), ("outcome", "done"),
        ("latitude", 51.0), ("latitude", 91), ("duration_seconds", -1), ("duration_seconds", 2**70), ("body", "x" * 100_001),
        ("sender_kind", "pigeon"), ("other_points", [{"kind": "email"}]), ("other_points", "x"), ("person_name", 7 * ["x"]),
        ("other_points", 11 * [{"kind": "phone", "value": "07700 900123"}]), ("service", 7), ("external_id", ["x"]),
        ("external_id", "x" * 121), ("external_id", "\ud800"), ("language", "\x00"), ("sender_confirmed", "perhaps"),
        ("\ud800", 1),
        ("took_place_at", "2026-03-02T12:00:00"), ("took_place_at", "2026-03-02T24:00:00Z"),
        ("took_place_at", "2026-03-02T12:00:60Z"), ("took_place_at", "2026-03-02T12:00:00+99:99"),
        ("took_place_at", "9999-12-31T23:59:59Z"), ("took_place_at", "0001-01-01T00:00:00+14:00"), ("took_place_at", 1),
        ("took_place_at", "2026-02-30T12:00:00Z"),
    ],
)  # fmt: skip
def test_a_machines_mistake_is_named_and_leaves_nothing(program: Program, field: str, value: Any) -> None:
    found = problem(program.post(CONTACTS, call(**{field: value}), Idempotency_Key="k1"), 400)
    assert any(name.split(".")[0] in (field, "body", "�") for name in found["errors"]), found
    assert not Contact.objects.exists() and not IdempotentCall.objects.exists()


def test_a_name_it_does_not_know_is_refused_with_those_it_knows(program: Program) -> None:
    found = problem(program.post(CONTACTS, call(sendr="x"), Idempotency_Key="k1"), 400)
    assert "person_name" in found["errors"]["sendr"][0]


@pytest.mark.parametrize(
    "raw",
    [
        b'{"channel": "phone",}', b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 1e400}', b"[]", b'"x"', b"1",
        b'{"a":' * 11 + b"1" + b"}" * 11, b"[" * 10_000, b"{" * 100_000, b"\xef\xbb\xbf{}", '{"a": 1}'.encode("utf-16"),
        b'{"a": "\xff"}', b'{"a": ' + b"9" * 5000 + b"}", b"{", b"null", b'{"a": "' + b"[" * 50, b"\x00",
    ],
)  # fmt: skip
def test_a_body_that_two_readers_might_read_differently_is_refused(program: Program, raw: bytes) -> None:
    problem(program.post(CONTACTS, raw, Idempotency_Key="k1"), 400)


def test_brackets_inside_a_text_are_not_depth(program: Program) -> None:
    body = call(body="[" * 500 + '\\"' + "{" * 500)
    assert program.post(CONTACTS, body, Idempotency_Key="k1").status_code == 201


def test_a_body_that_is_too_large_is_refused(program: Program) -> None:
    problem(program.post(CONTACTS, b'{"body": "' + b"x" * 256_000 + b'"}', Idempotency_Key="k1"), 413)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=utf-16"}, {"Content-Encoding": "gzip"},
    ],
)  # fmt: skip
def test_another_kind_of_body_is_refused(program: Program, headers: dict[str, str]) -> None:
    problem(program.post(CONTACTS, call(), Idempotency_Key="k1", **headers), 415)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_another_method_is_refused(program: Program, method: str) -> None:
    answer = getattr(program.client, method)(CONTACTS, headers={"Authorization": f"Bearer {program.secret}"})
    problem(answer, 405)
    assert "POST" in answer["Allow"]


def test_contacts_are_listed_newest_first_and_filtered(program: Program) -> None:
    first = program.post(CONTACTS, call(), Idempotency_Key="1").json()
    since = timezone.now().isoformat().replace("+00:00", "Z")
    email = call(channel="email", sender="b@example.org", sender_kind="email")
    second = program.post(CONTACTS, email, Idempotency_Key="2").json()

    def found(query: str) -> list[str]:
        return [each["id"] for each in program.get(f"{CONTACTS}?{query}").json()["results"]]

    assert found("") == [second["id"], first["id"]]
    assert found("channel=email") == [second["id"]]
    assert found(f"since={since}") == [second["id"]]
    assert found(f"case={first['case']}") == [first["id"]]
    problem(program.get(f"{CONTACTS}?case=7K4M-9QXX"), 404)
    problem(program.get(f"{CONTACTS}?since=yesterday"), 400)
    assert program.get(f"{CONTACTS}{first['id']}/").json()["id"] == first["id"]


def test_contacts_of_hidden_cases_are_in_no_list(program: Program) -> None:
    case = make.case()
    contact = case.contacts.get(direction="in")
    Case.objects.update(team=make.team("far-away"))
    assert program.get(CONTACTS).json()["results"] == []
    problem(program.get(f"{CONTACTS}{contact.pk}/"), 404)


def test_a_held_contact_names_only_cases_one_may_see(program: Program) -> None:
    case, hidden = make.case(), make.case("Other", sender=make.BEN)
    Case.objects.filter(pk=hidden.pk).update(team=make.team("far-away"))
    Contact.objects.create(
        channel="sms", filing="held", took_place_at=make.NOW, logged_at=make.NOW,
        candidates=[case.reference, hidden.reference], reason=f"Either {case.reference} or {hidden.reference}",
    )  # fmt: skip
    held = next(each for each in program.get(CONTACTS).json()["results"] if each["filing"] == "held")
    assert held["candidates"] == [case.reference] and hidden.reference not in json.dumps(held)


def test_the_case_that_a_contact_opened_elsewhere_is_named_to_whoever_sent_it() -> None:
    outsider = key("shop", teams=("housing",))
    answer = outsider.post(CONTACTS, call(), Idempotency_Key="k1").json()
    assert answer["case"] == Case.objects.get().reference  # it went to triage, which this key does not see
    problem(outsider.get(f"{CASES}{answer['case']}/"), 404)


# The description


def test_the_schema_is_complete_and_valid() -> None:
    written = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=written)
    assert "/api/v1/cases/{reference}/replies/" in written.getvalue()
    answer = Client().get(reverse("api:schema"))
    assert answer.status_code == 200


def test_the_schema_names_the_filters_of_the_desk() -> None:
    answer = (
        Client().get(reverse("api:schema"), headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    )
    parameters = {each["name"] for each in answer["paths"][CASES]["get"]["parameters"]}
    assert parameters >= {"q", "status", "team", "who", "service", "overdue", "cursor", "page_size"}
