"""Twilio's fields in our words."""

import contextlib
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from channels.contracts import NotUnderstood
from channels.models import Receipt
from channels.twilio import errors, payload
from tests import factories as make
from tests.channels import twilio

PAYLOADS = Path(__file__).resolve().parents[1] / "payloads"


def form(fields: dict[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(fields)
    return query


def receipt(fields: dict[str, Any], *, external_id: str = "SM1") -> Receipt:
    return Receipt(
        provider="twilio",
        account=twilio.ACCOUNT,
        external_id=external_id,
        payload=fields,
        received_at=make.NOW,
    )


def recorded(name: str) -> QueryDict:
    return QueryDict((PAYLOADS / f"{name}.form").read_bytes())


TEXTS = sorted(
    path.stem
    for path in PAYLOADS.glob("twilio_*.form")
    if not path.stem.startswith(("twilio_call_", "twilio_status_"))
)


@pytest.mark.parametrize("name", TEXTS)
def test_every_recorded_text_becomes_an_arrival(name: str) -> None:
    incoming = payload.message(recorded(name))
    arrival = payload.arrival(receipt(dict(incoming.payload), external_id=incoming.external_id))
    assert arrival.channel == "sms"
    assert arrival.sender == twilio.SENDER and arrival.sender_confirmed
    assert arrival.arrived_at == twilio.OFFICE
    assert arrival.external_id.startswith("SM") and arrival.account == twilio.ACCOUNT


@pytest.mark.parametrize("name", ["twilio_status_delivered", "twilio_status_undelivered"])
def test_every_recorded_status_is_understood(name: str) -> None:
    incoming = payload.status(recorded(name), delivery="")
    news = payload.progress(receipt(dict(incoming.payload)))
    assert news.status == name.removeprefix("twilio_status_")
    assert incoming.external_id == f"{news.provider_id}:{news.status}"


def test_an_empty_text_is_kept() -> None:
    assert payload.arrival(receipt(dict(payload.message(form(twilio.fields(Body=""))).payload))).body == ""


def test_only_a_picture_comes_without_a_text() -> None:
    payload.message(form(twilio.fields(Body=None, NumMedia="1")))
    with pytest.raises(NotUnderstood, match="Body"):
        payload.message(form(twilio.fields(Body=None)))


@pytest.mark.parametrize("name", ["MessageSid", "AccountSid", "From", "To", "Body"])
def test_a_repeated_field_is_not_understood(name: str) -> None:
    fields = form(twilio.fields())
    fields.appendlist(name, fields[name])
    with pytest.raises(NotUnderstood, match=name):
        payload.message(fields)


@pytest.mark.parametrize("name", ["AccountSid", "From", "To"])
def test_a_missing_field_is_not_understood(name: str) -> None:
    with pytest.raises(NotUnderstood, match=name):
        payload.message(form(twilio.fields(**{name: None})))


@pytest.mark.parametrize(
    "changes",
    [
        {"From": None, "Body": "xFrom+447700900123"},
        {"From": "+447700900123From+447700900124"},
        {"From": "+447700900123MessageSid1"},
        {"To": "+447700900999ToCountryGB"},
        {"ApiVersion": "2010-04-01Bodyhello", "Body": None, "NumMedia": "1"},
    ],
)
def test_fields_that_run_into_each_other_are_not_understood(changes: dict[str, str | None]) -> None:
    """They would carry the same signature as the honest request."""
    with pytest.raises(NotUnderstood):
        payload.message(form(twilio.fields(**changes)))


def test_the_older_name_of_the_id_will_do() -> None:
    fields = form(twilio.fields(MessageSid=None))
    fields["SmsSid"] = "SM" + "f" * 32
    assert payload.message(fields).external_id == "SM" + "f" * 32


def test_the_newer_name_of_the_id_wins() -> None:
    fields = twilio.fields(MessageSid="SM" + "a" * 32, SmsSid="SM" + "b" * 32)
    assert payload.message(form(fields)).external_id == "SM" + "a" * 32


@pytest.mark.parametrize(
    "sid", ["", "SM123", "XX" + "a" * 32, "SM" + "g" * 32, "SM" + "a" * 33, "SM" + "a" * 32 + "\n"]
)
def test_a_malformed_id_is_not_understood(sid: str) -> None:
    with pytest.raises(NotUnderstood, match="Sid"):
        payload.message(form({**twilio.fields(), "MessageSid": sid}))


@pytest.mark.parametrize("sid", ["SM" + "A" * 32, "MM" + "a" * 32, "SM" + "0" * 32])
def test_ids_of_texts_and_pictures_in_any_case_are_good(sid: str) -> None:
    assert payload.message(form(twilio.fields(MessageSid=sid))).external_id == sid


def test_a_new_field_is_kept() -> None:
    assert payload.message(recorded("twilio_new_field")).payload["SomethingNew"] == "x"


@pytest.mark.parametrize(
    ("sender", "kind", "confirmed"),
    [
        ("+447700900123", "phone", True),
        ("447700900123", "phone", True),
        (" 447700900123", "phone", True),
        ("60777", "phone", False),
        ("MYBANK", "phone", False),
        ("anonymous", "phone", False),
        ("whatsapp:+447700900123", "other", True),
        ("whatsapp:+447700", "other", False),
        ("messenger:1234567890", "other", False),
        ("", "phone", False),
    ],
)
def test_the_sender_is_kept_as_it_came_and_vouched_for_only_as_a_number(
    sender: str, kind: str, confirmed: bool
) -> None:
    arrival = payload.arrival(receipt(twilio.fields(From=sender)))
    assert (arrival.sender, arrival.sender_kind, arrival.sender_confirmed) == (sender, kind, confirmed)


@pytest.mark.parametrize(
    ("given_count", "counted"),
    [
        ("0", 0),
        ("3", 3),
        ("10", 10),
        ("11", 10),
        ("9999", 10),
        ("-1", 0),
        ("abc", 0),
        ("", 0),
        ("٣", 0),
        ("9" * 30, 0),
    ],
)
def test_nonsense_about_pictures_counts_for_none_and_never_more_than_ten(
    given_count: str, counted: int
) -> None:
    assert payload.media_count({"NumMedia": given_count}) == counted
    assert len(payload.arrival(receipt(twilio.fields(NumMedia=given_count))).files) == counted


def test_a_picture_is_on_record_and_its_address_is_not_fetched() -> None:
    fields = twilio.fields(NumMedia="1", MediaUrl0="http://169.254.169.254/", MediaContentType0="image/jpeg")
    (file,) = payload.arrival(receipt(fields)).files
    assert file.refused and file.content == b"" and file.content_type == "image/jpeg"


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("accepted", "sent"),
        ("queued", "sent"),
        ("sending", "sent"),
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("read", "delivered"),
        ("undelivered", "undelivered"),
        ("partially_delivered", "undelivered"),
        ("failed", "failed"),
        ("canceled", "failed"),
        ("huh", ""),
    ],
)
def test_the_providers_word_becomes_ours(word: str, ours: str) -> None:
    assert payload.progress(receipt(twilio.report(word, message=twilio.sid()))).status == ours


def test_our_id_comes_back_with_the_status() -> None:
    ours = "01890a5d-ac96-774b-bcce-b302099a8057"
    incoming = payload.status(form(twilio.report("sent", message=twilio.sid())), delivery=ours)
    assert payload.progress(receipt(dict(incoming.payload))).delivery_id == UUID(ours)
    assert payload.progress(receipt({**incoming.payload, "_delivery": "not an id"})).delivery_id is None


def test_a_field_called_like_our_id_does_not_count() -> None:
    """Our id is taken from the signed address, whatever the form says."""
    fields = form(
        twilio.report("sent", message=twilio.sid(), _delivery="01890a5d-ac96-774b-bcce-b302099a8057")
    )
    assert payload.status(fields, delivery="").payload["_delivery"] == ""


@pytest.mark.parametrize("status", ["", "sent now", "SENT", "x" * 41, "<b>"])
def test_a_malformed_status_is_not_understood(status: str) -> None:
    with pytest.raises(NotUnderstood, match="Status"):
        payload.status(form(twilio.report(status, message=twilio.sid())), delivery="")


@pytest.mark.parametrize(
    "opt_out", [("STOP", "stop"), ("stop", "stop"), ("START", "start"), ("HELP", ""), ("", "")]
)
def test_the_providers_own_opt_out_is_heard(opt_out: tuple[str, str]) -> None:
    assert payload.opted({"OptOutType": opt_out[0]}) == opt_out[1]


@given(fields=st.dictionaries(st.sampled_from(sorted(twilio.fields())), st.text(max_size=40)))
def test_any_fields_are_understood_or_not_and_nothing_else(fields: dict[str, str]) -> None:
    for read in (payload.message, lambda query: payload.status(query, delivery="x")):
        with contextlib.suppress(NotUnderstood):
            assert read(form({**twilio.fields(), **fields})).external_id


@pytest.mark.parametrize("code", sorted(errors.CODES))
def test_every_known_error_says_what_to_do(code: str) -> None:
    meaning = errors.CODES[code]
    assert meaning.words.count(".") >= 2 or ";" in meaning.words
    assert "Twilio" not in meaning.words


@pytest.mark.parametrize(
    ("http_status", "code", "permanent"),
    [
        (400, "21211", True),
        (400, "21610", True),
        (429, "20429", False),
        (401, "20003", False),
        (400, "99999", True),
        (503, "", False),
        (404, "", True),
    ],
)
def test_a_refusal_is_permanent_or_not(http_status: int, code: str, permanent: bool) -> None:
    failure = errors.failure(http_status=http_status, code=code)
    assert failure.permanent is permanent
    assert failure.words


def test_an_unknown_error_is_shown_as_it_is() -> None:
    assert "99999" in errors.words("99999")
