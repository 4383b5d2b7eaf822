"""Texts through Twilio's own library. Raises the two failures of the contract and nothing of the vendor's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from channels.contracts import Outgoing, SendFailed, SendInDoubt, Sent
from channels.twilio import errors
from channels.twilio.account import Account

TIMEOUT: Final = 15.0
# A text that could not be delivered in four hours is stale: better undelivered, and staff told, than a day
# late.
VALID_SECONDS: Final = 4 * 3600
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


class Rehosted(TwilioHttpClient):
    """Sends what is meant for api.twilio.com to another host: an edge, a test, the simulator."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=TIMEOUT)
        self.base = base.rstrip("/")
        if self.session is not None and urlsplit(self.base).hostname in LOOPBACK:
            self.session.trust_env = False  # a proxy cannot reach our own loopback
            self.session.headers["Connection"] = "close"  # an idle one would hold a thread of our own server

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        if self.session is not None and self.session.headers.get("Connection") == "close":
            self.session.close()  # a server that does not say so closes as well, perhaps while we ask again
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return super().request(
            method, f"{self.base}{parts.path}{query}" if self.base else url, *args, **kwargs
        )


@dataclass(frozen=True)
class Content:
    """A template that the network approved, and what stands in its fields."""

    sid: str
    fields: Mapping[str, str]


def send(*, account: Account, outgoing: Outgoing, sender: str = "", content: Content | None = None) -> Sent:
    """From the number the person knows, else `sender`, else the office's usual one. `content` takes the words' place."""
    try:
        message = messages(account).create(
            to=outgoing.to,
            status_callback=outgoing.status_url,
            validity_period=VALID_SECONDS,
            **_origin(outgoing.sender or sender or account.number),
            **_words(outgoing.body, content),
        )
    except TwilioRestException as error:
        raise _refused(error) from error
    except requests.RequestException as error:
        raise _unreached(error) from error
    if not message.sid:
        raise SendInDoubt("The phone company answered without an id.")
    segments = str(message.num_segments or "")
    return Sent(provider_id=str(message.sid), segments=int(segments) if segments.isdigit() else 0)


def _origin(sender: str) -> dict[str, str]:
    return {"messaging_service_sid": sender} if sender.startswith("MG") else {"from_": sender}


def _words(body: str, content: Content | None) -> dict[str, str]:
    if content is None:
        return {"body": body}
    variables = {"content_variables": json.dumps(dict(content.fields))} if content.fields else {}
    return {"content_sid": content.sid, **variables}


def _refused(error: TwilioRestException) -> SendFailed | SendInDoubt:
    """A 4xx or 503 was certainly not taken; after another 5xx nobody knows."""
    status, code = int(error.status), str(error.code or "")
    if status >= 500 and status != 503:
        return SendInDoubt(f"The phone company answered with error {status}.")
    return errors.failure(http_status=status, code="" if code == "0" else code)


def _unreached(error: requests.RequestException) -> SendFailed | SendInDoubt:
    """Without a connection nothing was taken; once the request was under way nobody knows."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError) or _never_connected(error):
        return SendFailed(
            "The phone company could not be reached. It is tried again by itself.", permanent=False
        )
    return SendInDoubt("The connection to the phone company broke before its answer.")


def _never_connected(error: requests.RequestException) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)


def messages(account: Account) -> Any:
    """The account's list of messages, as the vendor's library gives it."""
    return _client(account.sid, account.token, account.api_base).messages


def why_not_listed(error: Exception) -> str:
    """For a clerk, without the vendor's words."""
    if isinstance(error, TwilioRestException):
        return f"The phone company answered with error {error.code or error.status}."
    answer = error.args[1] if len(error.args) > 1 else None  # what the library makes of a page that failed
    if isinstance(answer, Response):
        return f"The phone company answered with error {answer.status_code}."
    if isinstance(error, requests.Timeout):
        return "The phone company did not answer in time."
    return "The phone company could not be reached."


@lru_cache(maxsize=16)
def _client(sid: str, token: str, base: str) -> Client:
    return Client(sid, token, http_client=Rehosted(base))
