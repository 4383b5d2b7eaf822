"""The door for providers: what is genuine is stored once and answered, what is not leaves nothing."""

import gzip
import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.test import Client

from casework.models import Event
from channels import inbox, wake
from channels.models import Receipt
from tests.channels import twilio
from tests.text_battery import SENDABLE

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "twilio"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio_account")]


def test_a_text_is_stored_raw_and_answered_with_nothing_to_say() -> None:
    fields = twilio.fields(Body="The heating is broken")
    response = twilio.post(twilio.INBOUND, fields)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/xml")
    assert response.content.endswith(b"<Response></Response>")
    receipt = Receipt.objects.get()
    assert (receipt.state, receipt.matter, receipt.channel) == ("waiting", "contact", "sms")
    assert receipt.external_id == fields["MessageSid"]
    assert receipt.content == fields


def test_one_statement_stores_it(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):  # savepoint, INSERT, release
        twilio.post(twilio.INBOUND, twilio.fields())


@pytest.mark.parametrize("text", SENDABLE.values(), ids=SENDABLE.keys())
def test_every_odd_text_is_stored_exactly(text: str) -> None:
    assert twilio.post(twilio.INBOUND, twilio.fields(Body=text)).status_code == 200
    assert Receipt.objects.get().content["Body"] == text


def test_the_same_text_again_is_answered_and_not_stored_again() -> None:
    fields = twilio.fields()
    assert [twilio.post(twilio.INBOUND, fields).status_code for _ in range(3)] == [200] * 3
    assert Receipt.objects.count() == 1
    assert not Event.objects.filter(verb="receipt_differs").exists()


def test_the_same_id_with_another_text_keeps_the_first_and_raises_an_alarm(caplog: Any) -> None:
    first = twilio.fields(Body="first")
    twilio.post(twilio.INBOUND, first)
    with caplog.at_level(logging.ERROR):
        assert twilio.post(twilio.INBOUND, {**first, "Body": "second"}).status_code == 200
    assert Receipt.objects.get().content["Body"] == "first"
    assert Event.objects.get(verb="receipt_differs").job == "webhook"
    assert "other content" in caplog.text and "second" not in caplog.text


def test_the_same_id_of_another_account_is_another_text(settings: Any) -> None:
    sub = "AC" + "1" * 32
    settings.TWILIO_SUBACCOUNTS = {sub: "sub-token"}
    number = twilio.sid()
    twilio.post(twilio.INBOUND, twilio.fields(MessageSid=number))
    twilio.post(twilio.INBOUND, twilio.fields(MessageSid=number, AccountSid=sub), token="sub-token")
    assert Receipt.objects.count() == 2


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", [twilio.INBOUND, twilio.STATUS])
def test_only_post_is_allowed(method: str, path: str) -> None:
    assert getattr(Client(), method)(path).status_code == 405
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/xml",
        "",
    ],
)
def test_only_forms_are_taken(content_type: str) -> None:
    fields = twilio.fields()
    headers = {"X-Twilio-Signature": twilio.signed(twilio.INBOUND, fields)}
    response = Client().generic(
        "POST", twilio.INBOUND, urlencode(fields), content_type=content_type, headers=headers
    )
    assert response.status_code == 415
    assert not Receipt.objects.exists()


def test_a_form_with_its_character_set_named_is_taken() -> None:
    fields = twilio.fields()
    headers = {"X-Twilio-Signature": twilio.signed(twilio.INBOUND, fields)}
    response = Client().generic(
        "POST",
        twilio.INBOUND,
        urlencode(fields),
        content_type=f"{twilio.FORM}; charset=UTF-8",
        headers=headers,
    )
    assert response.status_code == 200


def test_too_large_is_refused_unread() -> None:
    assert twilio.post(twilio.INBOUND, twilio.fields(Body="x" * 300_000)).status_code == 413
    assert twilio.post(twilio.INBOUND, twilio.fields(), CONTENT_LENGTH="9" * 40).status_code == 413
    assert twilio.post(twilio.INBOUND, twilio.fields(), CONTENT_LENGTH="many").status_code == 400
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "x"}, {"X-Twilio-Signature": "A" * 27 + "="}],
)
@pytest.mark.parametrize("path", [twilio.INBOUND, twilio.STATUS])
def test_a_forgery_is_refused_and_leaves_nothing(path: str, headers: dict[str, str]) -> None:
    assert twilio.post(path, twilio.fields(), headers=headers).status_code == 403
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"&&&&",
        b"\x00\xff",
        b"%",
        b"Body=%ff%fe",
        b"=" * 5000,
        b"a=1&" * 3000,
        b"[1]",
        b'{"a":1}',
        b"AccountSid",
    ],
)
def test_garbage_is_refused_and_leaves_nothing(body: bytes) -> None:
    headers = {"X-Twilio-Signature": "A" * 27 + "="}
    for path in (twilio.INBOUND, twilio.STATUS):
        response = Client().post(path, body, content_type=twilio.FORM, headers=headers)
        # The test client sends no content type with an empty body.
        assert response.status_code == (403 if body else 415)
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"MessageSid": "SM123"},
        {"From": None},
        {"To": None},
        {"Body": None},
        {"MessageSid": None, "SmsSid": None},
    ],
)
def test_a_genuine_request_that_lacks_something_is_refused_with_a_reason(
    changes: dict[str, Any], caplog: Any
) -> None:
    with caplog.at_level(logging.ERROR):
        response = twilio.post(twilio.INBOUND, twilio.fields(**changes))
    assert response.status_code == 400
    assert response.content.strip()
    assert "alarm" in caplog.text
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "requests.example.org"])
def test_the_host_that_was_called_changes_nothing(host: str) -> None:
    fields = twilio.fields()
    headers = {
        "X-Twilio-Signature": twilio.signed(twilio.INBOUND, fields),
        "Host": host,
        "X-Forwarded-Host": "evil",
    }
    assert twilio.post(twilio.INBOUND, fields, headers=headers).status_code == 200


def test_no_session_and_no_token_against_forgery_of_browsers_is_asked_for() -> None:
    fields = twilio.fields()
    headers = {"X-Twilio-Signature": twilio.signed(twilio.INBOUND, fields)}
    client = Client(enforce_csrf_checks=True)
    assert (
        client.post(twilio.INBOUND, urlencode(fields), content_type=twilio.FORM, headers=headers).status_code
        == 200
    )


def test_what_cannot_be_stored_is_not_answered_with_success(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(row: Receipt) -> bool:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(inbox, "_insert", away)
    assert twilio.post(twilio.INBOUND, twilio.fields()).status_code == 503


def test_workers_are_woken_once_it_is_stored_and_not_for_a_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[bool] = []
    monkeypatch.setattr(wake, "look", lambda **_: rung.append(True) or True)
    fields = twilio.fields()
    twilio.post(twilio.INBOUND, fields)
    twilio.post(twilio.INBOUND, fields)
    assert rung == [True]


def test_every_status_of_a_text_is_a_receipt_of_its_own() -> None:
    number = twilio.sid()
    for status in ("sent", "delivered", "sent"):
        assert twilio.post(twilio.STATUS, twilio.report(status, message=number)).status_code == 200
    assert list(Receipt.objects.order_by("external_id").values_list("external_id", "matter")) == [
        (f"{number}:delivered", "status"),
        (f"{number}:sent", "status"),
    ]


@pytest.mark.realdata
def test_recorded_texts_are_taken_and_changed_ones_refused() -> None:
    if not DATA.exists():
        pytest.skip("../shared/data/twilio is not here")
    with gzip.open(DATA / "inbound_sms_signed_dev.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines][::21]
    for row in rows:
        headers = {"X-Twilio-Signature": row["x_twilio_signature"]}
        changed = {**row["params"], "Body": row["params"]["Body"] + "!"}
        assert twilio.post(twilio.INBOUND, changed, headers=headers).status_code == 403
        assert not Receipt.objects.filter(external_id=row["params"]["MessageSid"]).exists()
        assert twilio.post(twilio.INBOUND, row["params"], headers=headers).status_code == 200
    assert Receipt.objects.count() == len(rows) >= 99
