"""Requests that no browser would make, at every address: never an error of ours, never a word too much."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.util import setup_testing_defaults

import pytest
from django.db import DataError, IntegrityError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from backoffice import wsgi
from backoffice.logging import Redacting
from casework import search
from casework.models import Attachment, Case, Closure, Contact, Staff
from channels import wake
from tests import factories as make
from tests.channels import twilio
from tests.reading import Page

pytestmark = pytest.mark.django_db

SECRET_WORDS = "the dog ate my giro"
LINE = Redacting("%(levelname)s %(name)s %(message)s")


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "look", lambda **_: False)


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker", role="lead", lead=True)


@pytest.fixture
def desk(worker: Staff) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(worker)
    return client


@pytest.fixture
def stranger() -> Client:
    make.office()
    return Client(raise_request_exception=False)


@pytest.fixture
def case(worker: Staff) -> Case:
    make.office(acknowledge_texts=False)
    return make.case(SECRET_WORDS)


@pytest.fixture
def everywhere(case: Case) -> dict[str, str]:
    """Every address of the product by its name, with things that exist in it."""
    contact = case.contacts.get()
    file = Attachment.objects.create(
        contact=contact, name="a.txt", content_type="text/plain", size=1, sha256="0" * 64
    )
    things = {
        "reference": case.reference, "contact_id": contact.pk, "contact": contact.pk, "pk": contact.pk, "file_id": file.pk,
        "code": make.service().code, "sid": "AC" + "0" * 32, "move_id": contact.pk, "merge_id": contact.pk,
        "link_id": contact.pk, "token": "a-token-of-nobody", "message": "SM" + "0" * 32, "media": "ME" + "0" * 32,
        "staff_id": contact.pk, "uidb64": "bm9ib2R5", "macro_id": contact.pk,
        "question_id": make.question(make.service(), "since").pk, "bulk_id": contact.pk, "change_id": contact.pk, "call_id": contact.pk, "going": contact.pk,
        "recording": "RE" + "0" * 32, "leave_id": contact.pk, "conflict_id": contact.pk,
        "template_id": contact.pk, "number": 1, "run_id": contact.pk, "rule_id": contact.pk, "area_id": contact.pk, "team_id": make.team().pk,
        "task_id": contact.pk, "checklist_id": contact.pk, "view_id": contact.pk, "star_id": contact.pk,
        "closure_id": Closure.objects.create(first_day="2026-12-24", last_day="2026-12-24", reason="Training").pk,
        "target_id": contact.pk, "step_id": contact.pk, "sheet_id": contact.pk, "adjustment_id": contact.pk, "note_id": contact.pk,
        "follow_up_id": contact.pk, "party_id": case.parties.get().pk, "notification_id": contact.pk,
        "copy_id": contact.pk, "person_id": contact.person_id, "point_id": contact.contact_point_id,
    }  # fmt: skip
    return {name: reverse(name, kwargs={key: things[key] for key in needs}) for name, needs in _patterns()}


def _patterns(patterns: Any = None, space: str = "") -> Iterator[tuple[str, list[str]]]:
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern) and each.name:
            yield f"{space}{each.name}", list(each.pattern.converters)


# Methods and bodies


@pytest.mark.parametrize(
    "method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "GET", "x"]
)
def test_every_address_answers_every_method(desk: Client, everywhere: dict[str, str], method: str) -> None:
    wrong = {}
    for name, path in everywhere.items():
        answer = desk.generic(method, path, b'{"body": "x"}', content_type="application/json")
        if answer.status_code >= 500 or (method == "HEAD" and b"".join(answer)):
            wrong[name] = answer.status_code
    assert not wrong
    assert Contact.objects.count() == 1 and Case.objects.get().status == "new"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"body": "x"}'),
        ("application/json", b"{" * 5000),
        ("text/plain", b"\xff\xfe\x00"),
        ("", b""),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\nx"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name*=zlib''%41\r\n\r\nx\r\n--x--\r\n"),
        ("multipart/form-data; boundary=" + "b" * 300, b"x"),
        ("application/x-www-form-urlencoded", b"body=%zz&%=&&=&body[]=1&body=\x00"),
        ("application/x-www-form-urlencoded", b"&".join(b"x%d=1" % number for number in range(1500))),
        ("application/x-www-form-urlencoded", b"body=" + b"x" * 2_600_000),
        ("application/x-www-form-urlencoded; charset=utf-16", b"body=x"),
        ("application/xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    ],
)  # fmt: skip
def test_every_address_answers_every_body(
    desk: Client, everywhere: dict[str, str], content_type: str, body: bytes
) -> None:
    wrong = {}
    for name, path in everywhere.items():
        answer = desk.generic("POST", path, body, content_type=content_type)
        if answer.status_code >= 500:
            wrong[name] = answer.status_code
        if name == "logout":
            desk.force_login(Staff.objects.get(username="worker"))
    assert not wrong


@pytest.mark.parametrize(
    ("body", "status"),
    [({f"x{number}": "1" for number in range(1500)}, 400), ({"body": "x" * 3_000_000}, 400)],
)
def test_too_much_at_the_desk_is_a_page_that_says_so(
    desk: Client, case: Case, body: dict[str, str], status: int
) -> None:
    answer = desk.post(f"/desk/cases/{case.reference}/note/", body)
    assert answer.status_code == status and "<h1" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/desk/cases/%00/", "/desk/cases/%ff/", "/desk/cases/%E2%80%AE7K4M-9QXD/", "/desk/cases/..%2f..%2fetc/",
        "/desk/cases/" + "7" * 3000 + "/", "/desk/files/../", "/desk/contacts/0/move/", "/request/%00/", "/request/a%0d%0ab/",
        "/request/../desk/", "/static/%00", "/static/../backoffice/settings.py", "/static/..%2f..%2fetc/passwd",
        "/.git/config", "/.env", "/wp-login.php", "/admin/", "/api/v1/cases/%00/", "/api/v1/contacts/x/", "/%c0%ae%c0%ae/",
        "//evil.example", "//evil.example/%2e%2e", "/\\evil.example", "/desk//", "/livez/../desk/",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_not_found_and_leads_nowhere_else(desk: Client, path: str) -> None:
    answer = desk.get("/", PATH_INFO=unquote_to_bytes(path).decode("latin-1"))
    assert answer.status_code in (301, 302, 404), answer.status_code
    if answer.status_code != 404:
        assert answer["Location"].startswith("/") and not answer["Location"].startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "before",
    ["2026-02-30T00:00:00", "2026-13-45T00:00", "2026-02-03", "2026-02-03T00:00:00", "0001-01-01T00:00:00+14:00",
     "9999-12-31T23:59:59-14:00", "nonsense", "\x00", "1e400", "'--", "2026-02-03T25:00:00+01:00"],
)  # fmt: skip
def test_a_moment_that_never_was_shows_the_latest(desk: Client, case: Case, before: str) -> None:
    answer = desk.get(f"/desk/cases/{case.reference}/", {"before": before})
    assert answer.status_code == 200


# Character sets: Django alone takes the name for one of Python's codecs


def called(content_type: str, query: str = "q=%ff") -> str:
    environ: dict[str, Any] = {
        "CONTENT_TYPE": content_type, "QUERY_STRING": query, "PATH_INFO": "/livez", "wsgi.input": BytesIO(b""),
    }  # fmt: skip
    setup_testing_defaults(environ)
    status: list[str] = []
    for _ in wsgi.application(environ, lambda code, headers: status.append(code)):
        continue
    return status[0][:3]


@pytest.mark.parametrize(
    "charset",
    ["=zlib", "=rot13", "=base64", "=hex", "=undefined", "=punycode", "=idna", "=utf-16", "=utf-7", "=bogus", "=latin-1",
     "*=zlib''%41", "*=bogus''%41", '="unicode_escape"', "=utf-8\x00", "*=utf-8''zlib"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x"])
def test_another_character_set_is_refused_before_anything_is_read(kind: str, charset: str) -> None:
    assert called(f"{kind}; charset{charset}") == "415"


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "text/plain; charset=UTF-8", 'x/y; charset="utf-8"', ";;;"]
)
def test_utf8_and_no_word_about_it_are_let_through(content_type: str) -> None:
    assert called(content_type) == "200"


def test_a_header_without_end_is_refused() -> None:
    assert called("text/plain; " + "x=1;" * 5000) in ("200", "415")


# Cookies


@pytest.mark.parametrize(
    "cookie",
    ['sessionid="\\000aaaaaaaaaaaaaaaaaaa"', "sessionid=" + "a" * 5000, "sessionid=' OR 1=1--", "sessionid=", "=;=;=",
     'csrftoken="\\000aaaaaaaaaaaaaaaaaaa"', 'messages="\\000x"', "messages=[[", "sessionid=\xe2\x80\xae", "a" * 8000],
)  # fmt: skip
def test_a_cookie_that_is_none_of_ours_is_nobody(stranger: Client, cookie: str) -> None:
    for path in ("/desk/", "/", "/log-in/", "/api/v1/me/"):
        assert stranger.get(path, HTTP_COOKIE=cookie).status_code in (200, 302, 401, 403)


def test_cookies_are_for_this_site_over_https_and_not_for_scripts(worker: Staff) -> None:
    client = Client()
    answer = client.post("/log-in/", {"username": "worker", "password": "onequeue-demo"}, secure=True)
    assert answer.status_code == 302
    session = answer.cookies["sessionid"]
    assert session["secure"] and session["httponly"] and session["samesite"] == "Lax"
    token = (
        client.get("/log-in/", secure=True, follow=True).cookies.get("csrftoken")
        or client.cookies["csrftoken"]
    )
    assert token["secure"] and token["samesite"] == "Lax"


def test_logging_in_changes_the_session_and_logging_out_ends_it(worker: Staff) -> None:
    client = Client()
    client.post("/log-in/", {"username": "worker", "password": "onequeue-demo"})
    first = client.cookies["sessionid"].value
    client.post("/log-out/")
    assert client.get("/desk/", HTTP_COOKIE=f"sessionid={first}").status_code == 302


# Where a page leads


EVIL = ("//evil.example", "https://evil.example/", "javascript:alert(1)", "///evil.example", "/\\evil.example",
        "http:evil.example", "\t//evil.example", "https:///evil.example", "%2f%2fevil.example", "data:text/html,x",
        "//127.0.0.1@evil.example", "/log-in/", "/log-in/?next=/log-in/", "\x00", "https://requests.example.org.evil.example")  # fmt: skip


@pytest.mark.parametrize("target", EVIL)
def test_after_logging_in_one_stays_here(worker: Staff, target: str) -> None:
    client = Client(raise_request_exception=False)
    data = {"username": "worker", "password": "onequeue-demo", "next": target}
    for answer in (client.post("/log-in/", data), client.get("/log-in/", {"next": target})):
        assert answer.status_code == 302
        assert (
            answer["Location"] == "/desk/start/"
            or answer["Location"].startswith("/%2f%2f")
            or target.startswith("%2f")
        )
    assert client.post("/log-out/", {"next": target}).status_code == 302
    assert not Page(client.get("/log-in/", {"next": target})).dangers


@pytest.mark.parametrize(
    "query", ["q=%0d%0aSet-Cookie:x=1", "q=%s%(x)s%%", "q=" + "x" * 8000, "%ff=%fe", "q=a&q=b"]
)
def test_the_search_page_and_the_queue_answer_any_words(desk: Client, query: str) -> None:
    for path in ("/desk/search/", "/desk/", "/desk/palette/"):
        answer = desk.get(f"{path}?{query}")
        assert answer.status_code == 200 and "Set-Cookie:x" not in str(answer.headers)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "requests.example.org.evil.example",
        "evil.example:443",
        "a b",
        "[::1",
        "",
        "127.0.0.1@evil",
    ],
)
@pytest.mark.parametrize(
    "path", ["/", "/desk/", "/log-in/", "/webhooks/twilio/sms/", "/api/v1/me/", "/request/x/questions/"]
)
def test_another_host_gets_nothing(stranger: Client, host: str, path: str) -> None:
    answer = stranger.get(path, HTTP_HOST=host)
    assert answer.status_code == 400 and "evil" not in answer.content.decode()


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_HOST", "HTTP_X_ORIGINAL_URL", "HTTP_FORWARDED",
                                    "HTTP_X_FORWARDED_PROTO", "HTTP_X_REWRITE_URL"])  # fmt: skip
def test_forwarding_headers_change_no_page(desk: Client, case: Case, header: str) -> None:
    for path in ("/", "/desk/", f"/desk/cases/{case.reference}/", "/log-in/"):
        assert "evil.example" not in desk.get(path, **{header: "evil.example"}).content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ACCEPT_LANGUAGE": "xx-" * 300}, {"HTTP_ACCEPT": "\x00"}, {"HTTP_REFERER": "javascript:alert(1)"},
        {"HTTP_USER_AGENT": "<script>"}, {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://["},
        {"HTTP_HX_REQUEST": "maybe"}, {"HTTP_RANGE": "bytes=9999-1"}, {"HTTP_IF_MODIFIED_SINCE": "never"},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"}, {"REMOTE_ADDR": "unknown"}, {"HTTP_X_REQUEST_ID": "a\r\nb"},
        {"CONTENT_LENGTH": "-1"}, {"CONTENT_LENGTH": "0"},
    ],
)  # fmt: skip
def test_odd_headers_change_nothing(desk: Client, case: Case, headers: dict[str, str]) -> None:
    make.service()
    paths = (
        "/",
        "/?lang=../../etc/passwd",
        "/desk/",
        f"/desk/cases/{case.reference}/",
        "/request/housing-repair/questions/",
    )
    for path in paths:
        assert desk.get(path, **headers).status_code == 200, path
    assert 'lang="en-GB"' in desk.get("/", **headers).content.decode()


# Forged pages


def test_a_page_of_another_site_changes_nothing(worker: Staff, case: Case) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(worker)
    for action in ("note", "reply", "take", "assign", "team", "status"):
        answer = client.post(f"/desk/cases/{case.reference}/{action}/", {"body": "x", "status": "closed"})
        assert answer.status_code == 403 and "too old to send" in answer.content.decode()
    for path in ("/desk/log/phone/", "/desk/log/in-person/", "/log-out/", "/log-in/"):
        assert client.post(path, {"words": "x"}).status_code == 403
    case.refresh_from_db()
    assert case.status == "new" and case.assignee is None and not case.notes.exists()


def test_a_page_from_elsewhere_over_https_changes_nothing(worker: Staff, case: Case) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(worker)
    page = Page(client.get(f"/desk/cases/{case.reference}/", secure=True))
    data = {"body": "x", "csrfmiddlewaretoken": page.values["csrfmiddlewaretoken"]}
    path = f"/desk/cases/{case.reference}/note/"
    for headers in (
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_REFERER": "https://evil.example/"},
        {"HTTP_ORIGIN": "null"},
    ):
        assert client.post(path, data, secure=True, **headers).status_code == 403  # type: ignore[arg-type]
    assert not case.notes.exists()


# Headers of every answer


def test_every_page_says_what_a_browser_may_do_with_it(desk: Client, everywhere: dict[str, str]) -> None:
    wrong: dict[str, Any] = {}
    for name, path in {**everywhere, "nothing": "/nothing/"}.items():
        if name.startswith(("favicon", "sms:")):
            continue
        answer = desk.get(path, secure=True)
        if answer.status_code in (301, 302):
            continue
        policy = answer.get("Content-Security-Policy", "")
        missing = [
            part for part in ("default-src", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
            if part not in policy and "sandbox" not in policy
        ]  # fmt: skip
        expected = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
                    "Cross-Origin-Opener-Policy": "same-origin"}  # fmt: skip
        if name.startswith("web:link"):
            expected["Referrer-Policy"] = "no-referrer"  # the address itself is a secret
        missing += [header for header, value in expected.items() if answer.get(header) != value]
        missing += [] if "no-store" in answer.get("Cache-Control", "") else ["no-store"]
        missing += [] if "max-age=31536000" in answer.get("Strict-Transport-Security", "") else ["HSTS"]
        missing += ["unsafe"] if "unsafe" in policy or "*" in policy else []
        missing += ["CORS"] if "Access-Control-Allow-Origin" in answer else []
        if missing:
            wrong[name] = missing
    assert not wrong


def test_no_header_says_what_the_product_is_made_of(desk: Client) -> None:
    for path in ("/", "/desk/", "/nothing/", "/log-in/"):
        assert not {"Server", "X-Powered-By", "Via"} & set(desk.get(path).headers)


# What goes wrong is said to nobody


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(cases: Any, words: str) -> Any:
        try:
            raise IntegrityError(
                f"new row violates a check\nDETAIL:  Failing row contains (1, {SECRET_WORDS}, +447700900101)."
            )
        except IntegrityError as error:
            raise DataError("wrong for amina@example.org, 07700 900101\r\n2026-01-01 ERROR forged") from error

    monkeypatch.setattr(search, "matching", fails)
    monkeypatch.setattr("casework.filters.matching", fails)


def written(caplog: Any) -> str:
    return "\n".join(LINE.format(record) for record in caplog.records)


@pytest.mark.usefixtures("broken")
def test_an_error_of_ours_is_a_friendly_page_and_a_log_without_anybody_in_it(
    desk: Client, caplog: Any
) -> None:
    answer = desk.get("/desk/", {"q": SECRET_WORDS})
    assert answer.status_code == 500 and "no-store" in answer["Cache-Control"]
    assert "<h1" in answer.content.decode() and "Error" not in answer.content.decode().replace("Error:", "")
    assert answer["Content-Security-Policy"]
    log = written(caplog)
    assert "DataError" in log and "IntegrityError" in log and "in fails" in log
    assert "900101" not in log and "amina@" not in log and SECRET_WORDS not in log
    assert "\n2026-01-01 ERROR" not in log


def test_no_number_address_or_word_of_anybody_reaches_the_log(
    stranger: Client, settings: Any, caplog: Any
) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = twilio.ACCOUNT, twilio.TOKEN
    caplog.set_level(logging.INFO)
    asked = make.service()
    make.question(asked, "story", "long_text", required=True)
    worker = make.staff("worker")
    handler = Client(raise_request_exception=False)
    handler.force_login(worker)
    stranger.post("/log-in/", {"username": "amina@example.org", "password": SECRET_WORDS})
    stranger.get("/desk/cases/07700900101/")
    stranger.get("/nothing/amina@example.org/", {"q": SECRET_WORDS})
    stranger.post("/request/housing-repair/questions/", {"q-story": SECRET_WORDS})
    stranger.post("/request/housing-repair/contact/", {"phone": make.AMINA, "email": "amina@example.org"})
    stranger.post(
        "/request/housing-repair/check/",
        {"draft": Page(stranger.get("/request/housing-repair/check/")).values["draft"]},
    )
    text = twilio.fields(Body=SECRET_WORDS, From="+447700900101")
    assert (
        twilio.post(twilio.INBOUND, text, headers={"X-Twilio-Signature": "A" * 27 + "="}).status_code == 403
    )
    assert twilio.post(twilio.INBOUND, {**text, "MessageSid": "SM1"}).status_code == 400
    assert twilio.post(twilio.INBOUND, text).status_code == 200
    assert twilio.post(twilio.INBOUND, {**text, "Body": SECRET_WORDS * 2}).status_code == 200
    once = {"once": "1" * 32, "number": make.AMINA, "words": SECRET_WORDS, "outcome": "passed_on"}
    assert handler.post("/desk/log/phone/", once).status_code == 302
    handler.get("/desk/", {"q": "07700 900101"})
    handler.post("/desk/log/phone/", {"number": make.AMINA, "name": SECRET_WORDS})
    stranger.get("/desk/", HTTP_HOST="07700900101.example")
    log = written(caplog)
    assert log.count("\n") >= 3, "something must have been logged, or this shows nothing"
    for forbidden in ("900101", "900 101", "amina@", SECRET_WORDS, "giro"):
        assert forbidden not in log, [line for line in log.splitlines() if forbidden in line]


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("ring 07700 900101 now", "ring [number] now"), ("+447700900101", "[number]"), ("(01632) 960001", "([number]"),
        ("to a.b+c@example.org,", "to [address]"), ("fine\r\nERROR forged", "fine\\x0d\\x0aERROR forged"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"), ("one\u2028two\x85", "one\\x2028two\\x85"), ("took 12.5 s", "took 12.5 s"),
    ],
)  # fmt: skip
def test_a_line_of_the_log_is_one_line_without_anybody_in_it(said: str, logged: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", (said,), None)
    assert Redacting("%(message)s").format(record) == logged
