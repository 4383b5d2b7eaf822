"""The API as a program meets it: keys, lists, contacts, actions, and what it is told when something is wrong."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from api.models import ApiKey
from casework.models import Case, Contact, Event, Staff
from tests import factories as make

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
