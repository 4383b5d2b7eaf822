"""Requests as Twilio makes them, for tests."""

import itertools
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from channels.twilio import signature

ACCOUNT: Final = "AC00000000000000000000000000000000"
TOKEN: Final = "test-auth-token-0123456789abcdef"
OFFICE: Final = "+447700900999"
SENDER: Final = "+447700900123"
INBOUND: Final = "/webhooks/twilio/sms/"
STATUS: Final = "/webhooks/twilio/status/"
FORM: Final = "application/x-www-form-urlencoded"

_numbers = itertools.count(1)


def sid(prefix: str = "SM") -> str:
    return f"{prefix}{next(_numbers):032x}"


def fields(**changes: str | None) -> dict[str, str]:
    """The fields of an incoming text; a change to None leaves a field out."""
    number = changes.get("MessageSid") or sid()
    full: dict[str, str | None] = {
        "ToCountry": "GB",
        "SmsMessageSid": number,
        "NumMedia": "0",
        "SmsSid": number,
        "SmsStatus": "received",
        "Body": "The heating is broken",
        "To": OFFICE,
        "NumSegments": "1",
        "MessageSid": number,
        "AccountSid": ACCOUNT,
        "From": SENDER,
        "ApiVersion": "2010-04-01",
        **changes,
    }
    return {name: value for name, value in full.items() if value is not None}


def report(status: str, *, message: str, **changes: str) -> dict[str, str]:
    return {
        "AccountSid": ACCOUNT,
        "MessageSid": message,
        "SmsSid": message,
        "MessageStatus": status,
        "From": OFFICE,
        "To": SENDER,
        "ApiVersion": "2010-04-01",
        **changes,
    }


def signed(path: str, params: Any, *, token: str = TOKEN) -> str:
    return signature.sign(url=f"{settings.PUBLIC_BASE_URL}{path}", params=params, token=token)


def post(path: str, params: dict[str, str], *, token: str = TOKEN, **extra: Any) -> Any:
    """Post with a right signature, or with whatever `headers` say instead."""
    headers = extra.pop("headers", None)
    if headers is None:
        headers = {"X-Twilio-Signature": signed(path, params, token=token)}
    return Client().post(path, urlencode(params), content_type=FORM, headers=headers, **extra)
