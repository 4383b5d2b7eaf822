"""What the outreach page hands in: each visit once, each with its own answer, nothing of anybody else."""

import json
import re
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client

from casework import outreach_assets
from casework.models import Case, Contact, Event, FollowUp, Staff
from tests import factories as make
from tests.text_battery import TEXTS

pytestmark = pytest.mark.django_db

PAGE, SHELL, WORKER = "/desk/outreach/", "/desk/outreach/shell/", "/desk/outreach/worker.js"
HAND_IN, NOW_URL, LEAVE = "/desk/outreach/hand-in/", "/desk/outreach/now/", "/desk/outreach/leave/"
AT = datetime(2026, 7, 1, 15, 0, tzinfo=UTC)  # 16:00 in the office
SCRIPTS = Path(__file__).resolve().parents[2] / "backoffice" / "assets" / "js"


@pytest.fixture
def handler() -> Staff:
    return make.staff("handler", role="handler")


@pytest.fixture
def desk(handler: Staff) -> Client:
    with time_machine.travel(AT, tick=False):
        client = Client()
        client.force_login(handler)
    return client


def visit(staff: Staff, **more: Any) -> dict[str, Any]:
    answers = more.pop("answers", {})
    fields = {
        "id": str(uuid4()), "written_at": AT.isoformat(), "words": "Asked for a food parcel", "outcome": "answered",
        "place": "outreach", "place_words": "market square", "number": make.AMINA, "name": "Amina", **more,
    }  # fmt: skip
    return {"staff": str(staff.pk), "fields": fields, "answers": answers}


def hand_in(desk: Client, sent: dict[str, Any], *, at: datetime = AT) -> tuple[int, dict[str, Any]]:
    with time_machine.travel(at, tick=False):
        answer = desk.post(HAND_IN, json.dumps(sent), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_visit_is_a_contact_with_its_own_time_place_and_people(desk: Client, handler: Staff) -> None:
    make.question(make.service(), "what", label="What is wrong?")
    sent = visit(
        handler, service="housing-repair", minutes="7", interpreted="known", interpreter="Her son", present="Amina, her son",
        language="so", about="Her mother", location="14 Mill Lane, SW1A 1AA", confirmed=True,
        written_at=(AT - timedelta(hours=3)).isoformat(), answers={"what": "The boiler"},
    )  # fmt: skip
    code, told = hand_in(desk, sent)
    contact = Contact.objects.get()
    assert (code, told["status"]) == (200, "taken")
    assert told["reference"] == Case.objects.get().reference and told["url"].endswith(f"{told['reference']}/")
    assert (contact.channel, contact.place, contact.duration_seconds) == (
        "in_person", "Outreach: market square", 420,
    )  # fmt: skip
    assert (contact.interpreter, contact.present) == (
        "Somebody they know: Her son",
        "Amina, her son",
    )
    assert (contact.took_place_at, contact.logged_at) == (AT - timedelta(hours=3), AT)
    assert contact.answers == {"what": "The boiler", "where-is-it": "14 Mill Lane, SW1A 1AA"}
    assert contact.logged_by == handler and contact.language == "so"
    assert contact.contact_point is not None and contact.contact_point.confirmed_at == AT


def test_the_number_is_confirmed_only_where_they_said_so(desk: Client, handler: Staff) -> None:
    hand_in(desk, visit(handler))
    point = Contact.objects.get().contact_point
    assert point is not None and point.confirmed_at is None


def test_the_same_visit_handed_in_again_is_one_contact_and_says_where_it_is(
    desk: Client, handler: Staff
) -> None:
    sent = visit(handler)
    _, first = hand_in(desk, sent)
    code, again = hand_in(desk, sent, at=AT + timedelta(minutes=5))
    assert (code, again["status"], again["reference"]) == (200, "already", first["reference"])
    assert Contact.objects.count() == 1 and Case.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"words": "Asked for a food parcel and a coat"}, {"outcome": "passed_on"}, {"minutes": "9"},
               {"number": "07700 900999"}, {"place_words": "the library"}, {"clock": "9am"}]
)  # fmt: skip
def test_one_changed_after_it_was_handed_in_is_not_swallowed(
    desk: Client, handler: Staff, change: dict[str, str]
) -> None:
    sent = visit(handler)
    hand_in(desk, sent)
    sent["fields"] |= change
    code, told = hand_in(desk, sent)
    assert (code, told["status"]) == (409, "changed") and told["reference"]
    assert Contact.objects.get().body == "Asked for a food parcel"
    sent["fields"]["id"] = str(uuid4())
    assert hand_in(desk, sent)[1]["status"] in ("taken", "choose")


def test_answers_are_checked_as_on_the_desk_and_one_whose_question_is_gone_is_kept(
    desk: Client, handler: Staff
) -> None:
    service = make.service()
    make.question(service, "when", kind="date", label="Since when?")
    rooms = [{"value": "k", "label": "Kitchen"}, {"value": "b", "label": "Bath"}]
    make.question(service, "rooms", kind="choices", label="Which rooms?", choices=rooms)
    given = {"when_day": "31", "when_month": "2", "when_year": "2026", "rooms": ["k", "b"], "gone": "Yes"}
    sent = visit(handler, service="housing-repair", answers=given)
    code, told = hand_in(desk, sent)
    assert code == 422 and list(told["errors"]) == ["q-housing-repair-when"]
    sent["answers"]["when_day"] = "28"
    assert hand_in(desk, sent)[0] == 200
    assert Contact.objects.get().answers == {"when": "2026-02-28", "rooms": ["k", "b"], "gone": "Yes"}


def test_two_people_may_use_the_same_id_and_lose_nothing(desk: Client, handler: Staff) -> None:
    sent = visit(handler)
    hand_in(desk, sent)
    other = make.staff("other", role="handler")
    with time_machine.travel(AT, tick=False):
        client = Client()
        client.force_login(other)
    assert hand_in(client, {**sent, "staff": str(other.pk)})[1]["status"] == "taken"
    assert Contact.objects.count() == 2


def test_which_case_is_asked_before_anything_is_written(desk: Client, handler: Staff) -> None:
    first = make.form("Bin", at=AT - timedelta(days=4)).case
    second = make.form("Damp", at=AT - timedelta(days=3)).case
    assert first and second
    sent = visit(handler, words="Any news?")
    code, told = hand_in(desk, sent)
    assert (code, told["status"]) == (409, "choose")
    assert {each["reference"] for each in told["cases"]} == {first.reference, second.reference}
    assert "more than one case" in told["words"] and Contact.objects.filter(channel="in_person").count() == 0
    sent["fields"]["case"] = first.reference
    assert hand_in(desk, sent)[1]["reference"] == first.reference
    assert Contact.objects.get(channel="in_person").case == first
    assert hand_in(desk, sent)[1]["status"] == "already"


def test_a_callback_promised_outside_is_a_follow_up_of_the_next_morning(desk: Client, handler: Staff) -> None:
    sent = visit(handler, outcome="callback")
    hand_in(desk, sent)
    hand_in(desk, sent)
    promised = FollowUp.objects.get()
    assert promised.case == Case.objects.get() and promised.contact == Contact.objects.get()
    assert promised.due_at == datetime(2026, 7, 2, 8, 0, tzinfo=UTC)  # nine in the office


@pytest.mark.parametrize("choice", ["new", "none"])
def test_no_case_of_theirs_may_be_chosen_too(desk: Client, handler: Staff, choice: str) -> None:
    case = make.case(at=AT - timedelta(days=2))
    hand_in(desk, visit(handler, case=choice))
    contact = Contact.objects.get(channel="in_person")
    assert contact.case != case and (contact.case is None) == (choice == "none")


def test_a_case_out_of_sight_cannot_be_chosen(desk: Client, handler: Staff) -> None:
    case = make.case(at=AT - timedelta(days=2))
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"))
    code, told = hand_in(desk, visit(handler, case=case.reference))
    assert code == 422 and list(told["errors"]) == ["case"]


def test_a_reference_of_others_is_not_given_away(desk: Client, handler: Staff) -> None:
    case = make.case(at=AT - timedelta(days=2))
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"))
    _, told = hand_in(desk, visit(handler))
    assert told["status"] == "taken" and case.reference not in json.dumps(told)
    assert told["url"] == ""


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"words": " "}, "words", "Write what it was about"),
        ({"outcome": ""}, "outcome", "Choose how it ended"),
        ({"outcome": "voicemail"}, "outcome", "Choose how it ended"),
        ({"place": "moon"}, "place", "Choose where it was"),
        ({"place": "other", "place_words": ""}, "place_words", "Write where it was"),
        ({"minutes": "some"}, "minutes", "whole minutes"),
        ({"minutes": "9" * 30}, "minutes", "or fewer"),
        ({"clock": "25:00"}, "clock", "does not exist"),
        ({"clock": "23:30"}, "day", "in the future"),
        ({"written_at": (AT + timedelta(hours=1)).isoformat()}, "day", "in the future"),
        ({"written_at": "yesterday"}, "written_at", "cannot be read"),
        ({"written_at": "2026-07-01T15:00:00"}, "written_at", "cannot be read"),
        ({"written_at": "2026-13-41T15:00:00Z"}, "written_at", "cannot be read"),
        ({"written_at": "0001-01-01T00:00:00Z"}, "day", "more than a year ago"),
        ({"day_day": "31", "day_month": "2", "day_year": "2026"}, "day", "real date"),
        ({"day_day": "29", "day_month": "6", "day_year": "2026"}, "clock", "Write the time too"),
        ({"written_at": (AT - timedelta(hours=25)).isoformat(), "late_because": ""}, "late_because", "Write why"),
        ({"service": "gone"}, "service", "not offered any more"),
        ({"language": "xx"}, "language", "Select a valid choice"),
        ({"id": "7"}, "id", "no id of its own"),
        ({"name": "n" * 301}, "name", "characters long"),
        ({"words": "w" * 100_001}, "words", "characters long"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_for_each_field_and_nothing_is_written(
    desk: Client, handler: Staff, change: dict[str, str], field: str, words: str
) -> None:
    code, told = hand_in(desk, visit(handler, **change))
    assert (code, told["status"]) == (422, "wrong")
    assert list(told["errors"]) == [field] and words in " ".join(told["errors"][field])
    assert not Contact.objects.exists()


def test_a_visit_of_the_day_before_yesterday_needs_its_reason_and_keeps_it(
    desk: Client, handler: Staff
) -> None:
    written = AT - timedelta(days=2)
    hand_in(desk, visit(handler, written_at=written.isoformat(), late_because="Logged without a network"))
    assert Contact.objects.get().took_place_at == written
    assert Event.objects.get(verb="logged_late").after["because"] == "Logged without a network"


def test_the_reason_that_is_offered_is_not_kept_where_none_is_needed(desk: Client, handler: Staff) -> None:
    hand_in(desk, visit(handler, late_because="Logged without a network"))
    assert not Event.objects.filter(verb="logged_late").exists()


def test_a_time_without_a_date_is_of_the_day_it_was_written_on(desk: Client, handler: Staff) -> None:
    written = datetime(2026, 6, 30, 20, 0, tzinfo=UTC)
    hand_in(desk, visit(handler, written_at=written.isoformat(), clock="6.15pm", late_because="No network"))
    assert Contact.objects.get().took_place_at == datetime(2026, 6, 30, 17, 15, tzinfo=UTC)


def test_a_time_that_the_clocks_showed_twice_says_what_is_assumed(desk: Client, handler: Staff) -> None:
    at = datetime(2026, 10, 25, 9, 0, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        desk.force_login(handler)
    _, told = hand_in(desk, visit(handler, written_at=at.isoformat(), clock="01:30"), at=at)
    assert told["status"] == "taken" and "twice" in told["assumed"]


def test_somebody_elses_visits_stay_on_the_device(desk: Client, handler: Staff) -> None:
    other = make.staff("other", role="handler")
    code, told = hand_in(desk, visit(other))
    assert (code, told["status"]) == (409, "not_yours") and "Handler Example" in told["words"]
    assert not Contact.objects.exists()


@pytest.mark.parametrize("name", list(TEXTS))
def test_whatever_is_typed_is_kept_or_said_to_be_missing(desk: Client, handler: Staff, name: str) -> None:
    typed = TEXTS[name]
    sent = visit(
        handler, words=typed, name=typed, number=typed[:320], place_words=typed[:150], interpreter=typed[:160],
        present=typed[:300], about=typed[:300], location=typed[:300], answers={"what": typed, "which": [typed[:200]]},
    )  # fmt: skip
    code, told = hand_in(desk, sent)
    assert code in (200, 422)
    assert (code == 200) == (Contact.objects.count() == 1)
    if code == 422:
        assert set(told["errors"]) <= {"words", "name"}
    else:
        assert hand_in(desk, sent)[1]["status"] == "already"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"staff": 1, "fields": {}}', b'{"staff": "x"}', b"[" * 20_000,
     b'{"staff": "x", "fields": {"words": 1}}', b'{"staff": "x", "fields": {"words": {"a": 1}}}',
     b'{"staff": "x", "fields": {}, "answers": []}', b'{"staff": "x", "fields": {}, "answers": {"a": 1}}',
     b'{"staff": "x", "fields": {}, "answers": {"a": [1]}}', b'{"staff": NaN, "fields": {}}'],
)  # fmt: skip
def test_what_is_no_visit_is_refused_in_words(desk: Client, body: bytes) -> None:
    with time_machine.travel(AT, tick=False):
        answer = desk.post(HAND_IN, body, content_type="application/json")
    assert answer.status_code == 400 and answer.json()["status"] == "unreadable" and answer.json()["words"]
    assert not Contact.objects.exists()


def test_a_hundred_visits_are_a_hundred_contacts_also_when_some_are_handed_in_again(
    desk: Client, handler: Staff
) -> None:
    many = [
        visit(
            handler, number=f"07700 900{number:03}", written_at=(AT - timedelta(minutes=number)).isoformat()
        )
        for number in range(100)
    ]
    assert {hand_in(desk, each)[1]["status"] for each in many} == {"taken"}
    assert {hand_in(desk, each)[1]["status"] for each in many[::5]} == {"already"}
    assert Contact.objects.count() == 100
    assert Contact.objects.filter(took_place_at=AT - timedelta(minutes=99)).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_are_one_contact(desk: Client, handler: Staff) -> None:
    sent = json.dumps(visit(handler, number="", name=""))
    cookies, answers = desk.cookies.output(header="", sep=";"), []
    start = threading.Barrier(4)

    def tab() -> None:
        client = Client()
        client.cookies.load(cookies)
        start.wait()
        answers.append(client.post(HAND_IN, sent, content_type="application/json").json()["status"])
        connection.close()

    with time_machine.travel(AT, tick=False):
        tabs = [threading.Thread(target=tab) for _ in range(4)]
        for each in tabs:
            each.start()
        for each in tabs:
            each.join()
    assert sorted(answers) == ["already", "already", "already", "taken"]
    assert Contact.objects.count() == 1


# Who may, and from where


def test_without_the_token_of_the_page_nothing_is_taken(handler: Staff) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(handler)
    sent = json.dumps(visit(handler, written_at=datetime.now(UTC).isoformat()))
    assert client.post(HAND_IN, sent, content_type="application/json").status_code == 403
    assert not Contact.objects.exists()
    token = client.get(NOW_URL).json()["token"]
    answer = client.post(HAND_IN, sent, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.json()["status"] == "taken"


@pytest.mark.parametrize("path", [PAGE, SHELL, WORKER, NOW_URL, LEAVE])
def test_whoever_is_not_logged_in_is_sent_to_log_in(path: str) -> None:
    make.office()
    answer = Client().get(path)
    assert answer.status_code == 302 and answer["Location"].startswith("/log-in/")


def test_handing_in_without_a_log_in_writes_nothing(handler: Staff) -> None:
    answer = Client().post(HAND_IN, json.dumps(visit(handler)), content_type="application/json")
    assert answer.status_code == 302 and not Contact.objects.exists()


def test_an_administrator_has_no_visits(handler: Staff) -> None:
    client = Client()
    client.force_login(make.staff("root", role="administrator"))
    assert client.get(PAGE).status_code == 403
    assert client.post(HAND_IN, b"{}", content_type="application/json").status_code == 403


# What the device keeps


def test_the_kept_page_has_nobody_in_it(desk: Client, handler: Staff) -> None:
    case = make.case("My boiler is broken", person_name="Amina Yusuf")
    with time_machine.travel(AT, tick=False):
        kept = desk.get(SHELL).content.decode()
        token = desk.get(NOW_URL).json()["token"]
    for private in (
        "Handler Example", "Amina", "900101", case.reference, token, "csrfmiddlewaretoken", str(handler.pk), "Log out",
    ):  # fmt: skip
        assert private not in kept
    assert "Riverbank Help" in kept and "Write a visit down" in kept


def test_the_kept_page_is_the_same_for_everybody(desk: Client) -> None:
    other = Client()
    with time_machine.travel(AT, tick=False):
        other.force_login(make.staff("other", role="manager"))
        assert desk.get(SHELL).content == other.get(SHELL).content


def test_each_service_brings_its_questions(desk: Client) -> None:
    service = make.service()
    make.question(service, "what", label="What is wrong?")
    make.question(
        service, "which", kind="choice", label="Which room?", choices=[{"value": "k", "label": "Kitchen"}]
    )
    make.question(service, "photo", kind="file", label="A picture")
    with time_machine.travel(AT, tick=False):
        kept = desk.get(SHELL).content.decode()
    assert 'name="q-housing-repair-what"' in kept and "Kitchen" in kept and "A picture" not in kept
    assert "required" not in re.sub(r"<style.*?</style>", "", kept)


def test_the_worker_reaches_no_further_than_its_folder(desk: Client) -> None:
    with time_machine.travel(AT, tick=False):
        answer = desk.get(WORKER)
    assert (
        answer["Content-Type"] == "text/javascript; charset=utf-8" and answer["Cache-Control"] == "no-store"
    )
    assert "Service-Worker-Allowed" not in answer and "script-src 'self'" in answer["Content-Security-Policy"]
    told = told_to_worker(answer)
    assert (told["page"], told["shell"]) == (PAGE, SHELL)
    assert all(address.startswith("/static/onequeue/") for address in told["assets"])
    assert all(finders.find(address.removeprefix("/static/")) for address in told["assets"])


def told_to_worker(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(re.match(r"const TOLD = (.*);\n", answer.content.decode())[1])  # type: ignore[index]
    return found


def test_the_version_changes_with_what_is_asked(desk: Client) -> None:
    with time_machine.travel(AT, tick=False):
        before = told_to_worker(desk.get(WORKER))["version"]
        assert told_to_worker(desk.get(WORKER))["version"] == before
        make.question(make.service(), "what")
        assert told_to_worker(desk.get(WORKER))["version"] != before


def test_every_module_that_the_page_loads_is_kept() -> None:
    """A module that is imported but not kept would be missing where there is no network."""
    kept, ahead = set(outreach_assets.NAMES), ["outreach.js"]
    seen: set[str] = set()
    while ahead:
        name = ahead.pop()
        seen.add(name)
        ahead += set(re.findall(r'from "\./([\w.]+)"', (SCRIPTS / name).read_text())) - seen
    assert seen == {name for name in kept if name.endswith(".js")}


def test_without_scripts_the_page_points_to_the_ordinary_form(desk: Client) -> None:
    with time_machine.travel(AT, tick=False):
        page = desk.get(PAGE).content.decode()
    assert 'href="/desk/log/in-person/"' in page.split('data-part="cannot"')[1].split("</section>")[0]


def test_leaving_offers_both_ways(desk: Client) -> None:
    with time_machine.travel(AT, tick=False):
        page = desk.get(LEAVE).content.decode()
    assert "Hand in first" in page and "Delete them for good and log out" in page


# Statements

PAGE_STATEMENTS = 3  # session with staff and office, services, questions
SHELL_STATEMENTS = 3
WORKER_STATEMENTS = 3
AGAIN_STATEMENTS = 20


@pytest.mark.parametrize(
    ("path", "statements"), [(PAGE, PAGE_STATEMENTS), (SHELL, SHELL_STATEMENTS), (WORKER, WORKER_STATEMENTS)]
)
def test_a_page_of_many_services_needs_no_more_statements(
    desk: Client, path: str, statements: int, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        make.question(make.service(f"service-{number}"), "what")
    with time_machine.travel(AT, tick=False), django_assert_num_queries(statements):
        assert desk.get(path).status_code == 200


def test_handing_in_again_costs_few_statements(
    desk: Client, handler: Staff, django_assert_max_num_queries: Any
) -> None:
    sent = visit(handler)
    hand_in(desk, sent)
    with django_assert_max_num_queries(AGAIN_STATEMENTS):
        hand_in(desk, sent)
