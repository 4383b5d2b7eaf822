"""Session, member of staff and office come by one statement; whatever Django checks of a session stays checked."""

import threading
from collections.abc import Iterator
from contextvars import copy_context
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backoffice.sessions import SessionStore
from casework import at_hand
from casework.models import Office, Session, Staff
from casework.services import staff_sessions
from casework.standing import StaffBackend
from tests import factories as make

pytestmark = pytest.mark.django_db

# What a page of the desk asks that reads nothing else: the session with whose it is, and the office.
STATEMENTS_OF_THE_FRAME = 1
KEYS = "/desk/keys/"


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def client(worker: Staff) -> Client:
    return logged_in(worker)


def logged_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def who(client: Client) -> str:
    """Whose name the frame says; "" for a stranger, who is sent to the log-in."""
    answer = client.get(KEYS)
    return "" if answer.status_code == 302 else str(answer.context["staff_name"])


def statements(client: Client, url: str = KEYS) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return len([query for query in seen if "SAVEPOINT" not in query["sql"]])


# One statement


def test_a_page_asks_one_statement_for_session_staff_and_office(client: Client) -> None:
    statements(client)
    with CaptureQueriesContext(connection) as seen:
        page = client.get(KEYS).content.decode()
    assert len(seen) == STATEMENTS_OF_THE_FRAME
    assert "Worker Example" in page and "Riverbank Help" in page


def test_whoever_comes_by_it_comes_with_their_standing_and_choices(
    worker: Staff, client: Client, django_assert_num_queries: Any
) -> None:
    with at_hand.of_one_request():
        SessionStore(key_of(client)).load()
        with django_assert_num_queries(0):
            found = StaffBackend().get_user(worker.pk)
            assert found == worker and not hasattr(found, "desk_choices")
    alone = StaffBackend().get_user(worker.pk)
    assert found is not None and alone is not None and found.standing == alone.standing
    assert found.standing.teams


def test_nobody_without_a_session_asks_anything(client: Client) -> None:
    assert statements(Client(), "/livez") == statements(Client(), KEYS) == 0
    assert statements(client, "/livez") == 0


# What Django checks


def test_a_session_that_has_expired_logs_nobody_in(client: Client) -> None:
    assert who(client) == "Worker Example"
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert who(client) == ""


def test_a_changed_password_ends_the_session(worker: Staff, client: Client) -> None:
    worker.set_password("three words apart")
    worker.save(update_fields=["password"])
    assert who(client) == "" and not Session.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}], ids=["deactivated", "barred"])
def test_who_was_shut_out_is_out_at_once(worker: Staff, client: Client, change: dict[str, Any]) -> None:
    assert who(client)
    Staff.objects.filter(pk=worker.pk).update(**change)
    assert who(client) == ""


def test_a_row_that_says_another_person_gives_nobody_their_rights(worker: Staff, client: Client) -> None:
    statements(client)
    manager = make.staff("manager", role="manager")
    Session.objects.update(staff=manager)
    assert who(client) == "Worker Example"
    assert statements(client) == STATEMENTS_OF_THE_FRAME + 1  # looked up by the data alone


@pytest.mark.parametrize("whose", [None, uuid4()], ids=["nobody", "somebody who is gone"])
def test_a_row_that_says_nobody_takes_the_ordinary_way(client: Client, whose: Any) -> None:
    statements(client)
    Session.objects.update(staff_id=whose)
    assert who(client) == "Worker Example"
    assert statements(client) == STATEMENTS_OF_THE_FRAME + 1


@pytest.mark.parametrize("data", ["", "e30:nobody:signed", "\u2028"])
def test_data_that_we_did_not_sign_log_nobody_in_whatever_the_row_says(client: Client, data: str) -> None:
    Session.objects.update(session_data=data)
    assert who(client) == ""


def test_a_session_of_somebody_who_is_gone_is_of_nobody(worker: Staff, client: Client) -> None:
    session = SessionStore(key_of(client))
    session.load()
    Staff.objects.filter(pk=worker.pk).delete()
    assert not Session.objects.exists() and who(client) == ""
    session.create()
    session[SESSION_KEY] = str(worker.pk)
    session.save()  # what such a session holds is kept as any other's
    assert Session.objects.get().staff_id == worker.pk


# Logging in and out


def test_logging_in_gives_the_session_another_key_and_says_whose_it_is(worker: Staff) -> None:
    client = Client()
    session = client.session
    session["kept"] = "words"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = str(session.session_key)
    assert Session.objects.get().staff is None
    client.post("/log-in/", {"username": "worker", "password": "onequeue-demo"})
    assert key_of(client) != before and client.session["kept"] == "words"
    assert Session.objects.get().staff == worker and who(client) == "Worker Example"


def test_logging_out_leaves_nothing(client: Client) -> None:
    key = key_of(client)
    client.post("/log-out/")
    assert not Session.objects.exists()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert who(client) == ""


def test_somebody_else_who_logs_in_gets_a_session_of_their_own(client: Client) -> None:
    other = make.staff("other")
    before = key_of(client)
    client.force_login(other)
    assert key_of(client) != before and Session.objects.get().staff == other
    assert who(client) == "Other Example"


def test_all_sessions_of_one_person_end_and_no_others(worker: Staff, client: Client) -> None:
    again, other = logged_in(worker), logged_in(make.staff("other"))
    Client().session.save()
    assert staff_sessions.end_all(staff=worker) == 2
    assert who(client) == who(again) == "" and who(other) == "Other Example"


def test_djangos_command_clears_what_has_expired(client: Client) -> None:
    logged_in(make.staff("other"))
    Session.objects.filter(pk=key_of(client)).update(expire_date=timezone.now() - timedelta(days=1))
    call_command("clearsessions")
    assert Session.objects.get().staff == Staff.objects.get(username="other")


def test_a_session_of_the_public_form_is_nobodys() -> None:
    make.office()
    client = Client()
    session = client.session
    session["drafts"] = {}
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    assert Session.objects.get().staff is None and who(client) == ""


# The office of a request


@pytest.fixture
def in_request(client: Client) -> Iterator[None]:
    with at_hand.of_one_request():
        SessionStore(key_of(client)).load()
        yield


def test_the_office_is_asked_once_a_request(in_request: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert [Office.current().name for _ in range(3)] == ["Riverbank Help"] * 3
        assert Office.current().calling_codes == [44]


@pytest.mark.parametrize("kept", ["saved", "updated"])
def test_what_changes_of_the_office_is_seen_in_the_same_request(in_request: None, kept: str) -> None:
    office = Office.current()
    office.name = "Quayside Help"
    assert Office.current().name == "Riverbank Help"
    if kept == "saved":
        office.save(update_fields=["name"])
    else:
        Office.objects.update(name=office.name)
    assert Office.current().name == "Quayside Help"


def test_what_one_changes_in_their_office_and_does_not_save_nobody_meets(in_request: None) -> None:
    Office.current().stop_words.clear()
    assert Office.current().stop_words


def test_an_office_without_a_row_gets_one(client: Client) -> None:
    Office.objects.all().delete()
    assert client.get(KEYS).status_code == 200 and Office.objects.get().name == "Our office"


def test_the_next_request_sees_what_changed_between(client: Client) -> None:
    assert "Riverbank Help" in client.get(KEYS).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_office SET name = 'Quayside Help'")
    assert "Quayside Help" in client.get(KEYS).content.decode()


def test_nothing_is_at_hand_outside_a_request(client: Client, django_assert_num_queries: Any) -> None:
    client.get(KEYS)
    SessionStore(key_of(client)).load()
    with django_assert_num_queries(1):
        Office.current()


def test_no_other_thread_finds_it_and_none_that_outlives_the_request(client: Client, worker: Staff) -> None:
    found: list[Any] = []

    def look() -> None:
        found.append((at_hand.office(), at_hand.take_staff(worker.pk)))

    with at_hand.of_one_request():
        SessionStore(key_of(client)).load()
        run(look)
        copied = copy_context()
        assert at_hand.office() is not None
    run(lambda: copied.run(look))
    assert found == [(None, None)] * 2


def run(call: Any) -> None:
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()


def test_whoever_asks_again_who_that_is_is_told_anew(in_request: None, worker: Staff) -> None:
    assert StaffBackend().get_user(worker.pk) is not None
    Staff.objects.filter(pk=worker.pk).update(is_active=False)
    assert StaffBackend().get_user(worker.pk) is None


# The migration


@pytest.mark.django_db(transaction=True)
def test_whoever_is_logged_in_stays_so_when_sessions_move_and_when_they_move_back(worker: Staff) -> None:
    from django.contrib.sessions.models import Session as Old

    client, other = logged_in(worker), Client()
    try:
        call_command("migrate", "casework", "0014", verbosity=0)
        assert Old.objects.get().pk == key_of(client)
        old_session(Old, {"drafts": {}}, key="a" * 32)
        old_session(Old, {SESSION_KEY: "7"}, key="b" * 32)
        old_session(Old, {SESSION_KEY: str(worker.pk)}, key="c" * 32, late=True)
        Old.objects.create(session_key="d" * 32, session_data="not ours", expire_date=_later())
    finally:
        call_command("migrate", "casework", verbosity=0)
    assert not Old.objects.exists()
    whose = dict(Session.objects.values_list("pk", "staff"))
    assert whose == {key_of(client): worker.pk, "a" * 32: None, "b" * 32: None, "d" * 32: None}
    assert statements(client) == STATEMENTS_OF_THE_FRAME and who(client) == "Worker Example"
    other.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert other.session["drafts"] == {} and who(other) == ""


def old_session(model: Any, data: dict[str, Any], *, key: str, late: bool = False) -> None:
    signed = DjangosStore().encode(data)
    model.objects.create(session_key=key, session_data=signed, expire_date=_later(-1 if late else 1))


def _later(hours: int = 1) -> Any:
    return timezone.now() + timedelta(hours=hours)
