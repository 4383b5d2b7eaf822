"""The simulated phone company calling our webhooks: over HTTP, to this server, signed as Twilio signs."""

import logging
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import requests
from django.conf import settings

from channels.twilio import account, signature
from channels.webhook import FORM

log = logging.getLogger(__name__)
TIMEOUT: Final = 10.0
WEBHOOKS: Final = "/webhooks/twilio/"


class NotOurs(Exception):
    """The simulator was given an address outside this office's webhooks and does not call it."""


def call(*, url: str, fields: Mapping[str, str]) -> int:
    """Post to a public address of ours by way of loopback. The HTTP status, or 0 without an answer."""
    path = url.removeprefix(settings.PUBLIC_BASE_URL)
    if path == url or not path.startswith(WEBHOOKS):
        raise NotOurs(url)
    signed = signature.sign(url=url, params=fields, token=account.current().token)
    try:
        return _post(f"{account.loopback()}{path}", urlencode(fields), signed)
    except requests.RequestException as error:
        log.warning("the simulator could not reach %s: %s", account.loopback(), type(error).__name__)
        return 0


def _post(url: str, body: str, signed: str) -> int:
    with requests.Session() as session:
        session.trust_env = False  # a proxy cannot reach our own loopback
        headers = {"Content-Type": FORM, "X-Twilio-Signature": signed}
        return session.post(
            url, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False
        ).status_code
