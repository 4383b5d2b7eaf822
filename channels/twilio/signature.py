"""Whether Twilio itself sent a request.

Twilio signs the address it called and all fields with the account's token. Its library's check raises for
input a forger can choose, so nothing reaches it unlooked at and nothing it raises gets out. The address is
built from `PUBLIC_BASE_URL`: the Host header and forwarding headers are the caller's own words.
"""

import logging
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, QueryDict
from twilio.request_validator import RequestValidator

from channels.twilio import account

log = logging.getLogger(__name__)

# Base 64 of the 20 bytes of HMAC-SHA1, the only signature made with an account's token.
SHAPE: Final = re.compile(r"[A-Za-z0-9+/]{27}=")


def genuine(request: HttpRequest) -> bool:
    """For form posts. Raises nothing that the request's sender can bring about."""
    given = request.headers.get("X-Twilio-Signature", "")
    if not SHAPE.fullmatch(given) or "bodySHA256" in request.GET or not _proper_text(request.body):
        return False
    sids = request.POST.getlist("AccountSid")
    tokens = account.tokens(sids[0]) if len(sids) == 1 else []
    return verified(url=public_url(request), params=request.POST, signature=given, tokens=tokens)


def names_us(request: HttpRequest) -> bool:
    """Signed in Twilio's way and about an account of ours: a real text may be refused because a setting is wrong."""
    if not SHAPE.fullmatch(request.headers.get("X-Twilio-Signature", "")):
        return False
    sids = request.POST.getlist("AccountSid")
    return len(sids) == 1 and bool(account.tokens(sids[0]))


def verified(
    *, url: str, params: QueryDict | Mapping[str, Any] | str, signature: str, tokens: list[str]
) -> bool:
    """Whether a token makes this signature. `params`: the fields, untrimmed, or a JSON body's text."""
    if not SHAPE.fullmatch(signature):
        return False
    return any(_check(url=url, params=params, signature=signature, token=token) for token in tokens)


def _check(*, url: str, params: QueryDict | Mapping[str, Any] | str, signature: str, token: str) -> bool:
    try:
        return bool(RequestValidator(token).validate(url, params, signature))
    except Exception as error:  # noqa: BLE001  (the library raises TypeError and others on chosen input)
        log.warning("the signature check stumbled: %s", type(error).__name__)
        return False


def sign(*, url: str, params: Mapping[str, Any], token: str) -> str:
    """The signature Twilio would send; for the simulator and for tests."""
    return str(RequestValidator(token).compute_signature(url, params))


def public_url(request: HttpRequest) -> str:
    return f"{settings.PUBLIC_BASE_URL}{request.get_full_path()}"


def _proper_text(body: bytes) -> bool:
    """Django reads wrong UTF-8 as U+FFFD without a word; the signature was made over something else then."""
    try:
        unquote_to_bytes(body.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
