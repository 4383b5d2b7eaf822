"""Only Twilio can speak as Twilio, and nothing a forger sends makes the check stumble."""

import gzip
import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from casework.models import Alarm
from channels import webhook
from channels.twilio import signature
from tests.channels import twilio

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "twilio"
URL = "https://requests.example.org/webhooks/twilio/sms/"
# The Node library takes a quotation mark and its escape for the same; Python's does not.
NODE_ONLY = "python_sdk_agrees"

pytestmark = pytest.mark.usefixtures("twilio_account")


def request_of(params: dict[str, str] | bytes, *, path: str = twilio.INBOUND, **headers: str) -> Any:
    body = params if isinstance(params, bytes) else urlencode(params).encode()
    return RequestFactory().post(path, body, content_type=twilio.FORM, headers=headers)


def signed_request(params: dict[str, str], *, token: str = twilio.TOKEN, path: str = twilio.INBOUND) -> Any:
    return request_of(params, path=path, **{"X-Twilio-Signature": twilio.signed(path, params, token=token)})


def test_a_signed_request_is_genuine() -> None:
    assert signature.genuine(signed_request(twilio.fields()))


@pytest.mark.parametrize(
    "body", ["", "  help  ", "line 1\nline 2 + more & = %41", "👋 è ò — ŵ", "nul \x00 here"]
)
def test_the_text_is_checked_untrimmed(body: str) -> None:
    assert signature.genuine(signed_request(twilio.fields(Body=body)))


@pytest.mark.parametrize(
    "given_signature",
    [
        "",
        "x",
        "A" * 27 + "=",
        "A" * 28,
        "A" * 1_000_000,
        "é" * 28,
        "A" * 26 + "é=",
        "=" * 28,
        "A" * 27 + "=\n",
        " " * 28,
    ],
)
def test_a_wrong_signature_is_refused(given_signature: str) -> None:
    request = request_of(twilio.fields())
    request.META["HTTP_X_TWILIO_SIGNATURE"] = given_signature
    assert not signature.genuine(request)


def test_no_signature_is_refused() -> None:
    assert not signature.genuine(request_of(twilio.fields()))


def test_the_signature_of_another_text_is_refused() -> None:
    other = twilio.signed(twilio.INBOUND, twilio.fields(Body="something else"))
    assert not signature.genuine(request_of(twilio.fields(), **{"X-Twilio-Signature": other}))


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port"])
def test_the_callers_own_words_about_the_address_change_nothing(header: str) -> None:
    params = twilio.fields()
    headers = {"X-Twilio-Signature": twilio.signed(twilio.INBOUND, params), header: "evil.example"}
    assert signature.genuine(request_of(params, **headers))


def test_the_query_belongs_to_the_address() -> None:
    path = f"{twilio.STATUS}?delivery=01890a5d-ac96-774b-bcce-b302099a8057"
    params = twilio.report("sent", message=twilio.sid())
    assert signature.genuine(signed_request(params, path=path))
    right = twilio.signed(path, params)
    assert not signature.genuine(request_of(params, path=path + "0", **{"X-Twilio-Signature": right}))


def test_the_second_token_is_good_while_tokens_change(settings: Any) -> None:
    settings.TWILIO_AUTH_TOKEN_SECONDARY = "the-next-token"
    assert signature.genuine(signed_request(twilio.fields(), token="the-next-token"))
    assert signature.genuine(signed_request(twilio.fields()))
    assert not signature.genuine(signed_request(twilio.fields(), token="a-third-token"))


def test_a_subaccount_signs_with_its_own_token_only(settings: Any) -> None:
    sub = "AC" + "1" * 32
    settings.TWILIO_SUBACCOUNTS = {sub: "token-of-the-subaccount"}
    params = twilio.fields(AccountSid=sub)
    assert signature.genuine(signed_request(params, token="token-of-the-subaccount"))
    assert not signature.genuine(signed_request(params))


def test_an_account_that_is_not_ours_is_refused() -> None:
    assert not signature.genuine(signed_request(twilio.fields(AccountSid="AC" + "9" * 32)))


@pytest.mark.parametrize("token", ["", "None", "undefined"])
def test_an_office_without_an_account_takes_nothing(settings: Any, token: str) -> None:
    settings.DEMO, settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = False, "", ""
    assert not signature.genuine(signed_request(twilio.fields(AccountSid=""), token=token))


def test_two_accounts_in_one_request_are_refused() -> None:
    body = urlencode(twilio.fields()) + f"&AccountSid={twilio.ACCOUNT}"
    good = signature.sign(url=URL, params=QueryDict(body), token=twilio.TOKEN)
    assert not signature.genuine(request_of(body.encode(), **{"X-Twilio-Signature": good}))


def test_a_body_hash_with_form_data_is_refused() -> None:
    path = f"{twilio.INBOUND}?bodySHA256={'0' * 64}"
    assert not signature.genuine(signed_request(twilio.fields(), path=path))


@pytest.mark.parametrize("raw", [b"Body=%ff%fe", b"Body=\xff\xfe", b"Body=%ed%a0%80"])
def test_wrong_utf8_is_refused(raw: bytes) -> None:
    body = urlencode(twilio.fields(Body=None)).encode() + b"&" + raw
    good = signature.sign(url=URL, params=QueryDict(body), token=twilio.TOKEN)
    assert not signature.genuine(request_of(body, **{"X-Twilio-Signature": good}))


def test_a_repeated_unknown_field_is_checked_with_all_its_values() -> None:
    body = urlencode(twilio.fields()) + "&New=2&New=1"
    good = signature.sign(url=URL, params=QueryDict(body), token=twilio.TOKEN)
    assert signature.genuine(request_of(body.encode(), **{"X-Twilio-Signature": good}))


@pytest.mark.django_db
def test_a_refusal_for_our_own_account_raises_an_alarm_without_secrets(caplog: Any) -> None:
    wrong = "A" * 27 + "="
    webhook._alarmed.clear()
    with caplog.at_level(logging.INFO):
        fields = twilio.fields(Body="very private")
        assert twilio.post(twilio.INBOUND, fields, headers={"X-Twilio-Signature": wrong}).status_code == 403
    alarm = Alarm.objects.get()
    assert "wrong signature" in alarm.words and alarm.key == "signature:sms"
    told = caplog.text + alarm.words
    assert "very private" not in told and wrong not in told


@given(
    url=st.text(max_size=60),
    signed_with=st.one_of(st.text(max_size=40), st.from_regex(r"[A-Za-z0-9+/]{27}=", fullmatch=True)),
    params=st.one_of(
        st.text(max_size=40), st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=4)
    ),
)
def test_whatever_is_sent_the_check_answers_no(url: str, signed_with: str, params: Any) -> None:
    logging.getLogger("channels.twilio.signature").disabled = True
    assert signature.verified(url=url, params=params, signature=signed_with, tokens=["token"]) is False


def _vectors(name: str) -> list[dict[str, Any]]:
    if not DATA.exists():
        pytest.skip("../shared/data/twilio is not here")
    return list(json.loads((DATA / name).read_text()))


@pytest.mark.realdata
def test_every_recorded_vector_comes_out_as_it_must() -> None:
    wrong = []
    for vector in _vectors("signature_vectors.json"):
        params = vector.get("body", vector.get("params"))
        if "params_list" in vector:
            params = QueryDict(urlencode([tuple(pair) for pair in vector["params_list"]]))
        got = signature.verified(
            url=vector["url"], params=params, signature=vector["signature"], tokens=[vector["auth_token"]]
        )
        if got is not vector["valid"]:
            wrong.append(vector["name"])
    assert wrong == []


@pytest.mark.realdata
def test_addresses_that_mean_the_same_are_taken_for_the_same() -> None:
    wrong = []
    for case in _vectors("signature_url_equivalence.json"):
        good = signature.sign(url=case["signed_url"], params={}, token=case["auth_token"])
        got = signature.verified(
            url=case["received_url"], params={}, signature=good, tokens=[case["auth_token"]]
        )
        if got is not (case["valid"] and case[NODE_ONLY]):
            wrong.append(case["received_url"])
    assert wrong == []


def _recorded() -> list[dict[str, Any]]:
    if not DATA.exists():
        pytest.skip("../shared/data/twilio is not here")
    with gzip.open(DATA / "inbound_sms_signed_dev.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.realdata
def test_every_recorded_text_verifies_and_none_with_a_changed_byte() -> None:
    refused, accepted = [], []
    for index, row in enumerate(_recorded()):
        given_signature = row["x_twilio_signature"]
        good = signed_with(row["params"], given_signature)
        names = sorted(row["params"])
        name = names[index % len(names)]
        value = row["params"][name]
        changed = {**row["params"], name: chr(ord(value[0]) ^ 1) + value[1:] if value else "x"}
        if not good:
            refused.append(index)
        if signed_with(changed, given_signature):
            accepted.append(index)
    assert (refused, accepted) == ([], [])


def signed_with(params: dict[str, str], given_signature: str) -> bool:
    return signature.genuine(request_of(params, **{"X-Twilio-Signature": given_signature}))
