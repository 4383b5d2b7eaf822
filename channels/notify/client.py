"""Texts through Notify's own library. Raises the failures of the contract and nothing of the vendor's."""

from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from notifications_python_client.errors import APIError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient
from urllib3.exceptions import NewConnectionError

from channels.contracts import ListingFailed, Outgoing, SendFailed, SendInDoubt, Sent
from channels.notify import errors
from channels.notify.account import Account

TIMEOUT: Final = 15
HOST: Final = "https://api.notifications.service.gov.uk"
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
# Pages of a list hold 250; more than this of them is a list that goes round.
MOST_PAGES: Final = 400

Aged = Callable[[dict[str, Any]], bool]


def send(*, account: Account, outgoing: Outgoing) -> Sent:
    """`reference` is our id: it finds the delivery again when the answer was lost."""
    try:
        answer = _client(account).send_sms_notification(
            phone_number=outgoing.to,
            template_id=account.template,
            personalisation={account.field: outgoing.body},
            reference=str(outgoing.delivery_id),
        )
    except APIError as error:
        raise _refused(error) from error
    if not isinstance(answer, dict) or not answer.get("id"):
        raise SendInDoubt("Notify answered without an id.")
    return Sent(provider_id=str(answer["id"]), segments=0)


def sent_since(*, account: Account, is_old: Aged) -> Iterator[dict[str, Any]]:
    """What we sent, newest first, until a page ends with one that `is_old`. Raises `ListingFailed`."""
    client = _client(account)
    return _pages(
        lambda older: client.get_all_notifications(template_type="sms", older_than=older),
        key="notifications",
        is_old=is_old,
    )


def received_since(*, account: Account, is_old: Aged) -> Iterator[dict[str, Any]]:
    """What people texted to the service in the last seven days, newest first. Raises `ListingFailed`."""
    client = _client(account)
    return _pages(
        lambda older: client.get_received_texts(older_than=older), key="received_text_messages", is_old=is_old
    )


def _pages(ask: Callable[[str | None], Any], *, key: str, is_old: Aged) -> Iterator[dict[str, Any]]:
    older = None
    for _ in range(MOST_PAGES):
        try:
            rows = list(ask(older).get(key) or [])
        except (APIError, AttributeError, TypeError) as error:
            raise ListingFailed("Notify's list could not be read.") from error
        if not all(isinstance(row, dict) and row.get("id") for row in rows):
            raise ListingFailed("Notify's list holds something that is no message.")
        yield from rows
        if not rows or is_old(rows[-1]):
            return
        older = str(rows[-1]["id"])
    raise ListingFailed("Notify's list does not end.")


def _refused(error: APIError) -> SendFailed | SendInDoubt:
    """Without an answer it depends on how far the request came; a 4xx or 503 was certainly not taken."""
    if isinstance(error, InvalidResponse):
        return SendInDoubt("Notify's answer could not be read.")
    if error.response is None:
        return _unreached(error.__cause__)
    status = int(error.status_code)
    if status >= 500 and status != 503:
        return SendInDoubt(f"Notify answered with error {status}.")
    name, message = _said(error)
    return errors.failure(http_status=status, error=name, message=message)


def _said(error: APIError) -> tuple[str, str]:
    """The first error's name and all the sentences; an answer that is no list of errors says nothing."""
    said = error.message
    found = [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []
    name = str(found[0].get("error", "")) if found else ""
    return name, " ".join(str(each.get("message", "")) for each in found) or str(said)


def _unreached(cause: BaseException | None) -> SendFailed | SendInDoubt:
    """Without a connection nothing was taken; once the request was under way nobody knows."""
    if isinstance(cause, requests.ConnectTimeout | requests.exceptions.SSLError) or _never_connected(cause):
        return SendFailed(f"Notify could not be reached. {errors.BY_ITSELF}", permanent=False)
    return SendInDoubt("The connection to Notify broke before its answer.")


def _never_connected(cause: BaseException | None) -> bool:
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    return isinstance(reason, NewConnectionError)


def _client(account: Account) -> Any:
    """A new one each time: the library's own is not safe to share between threads."""
    base = account.api_base or HOST
    client = NotificationsAPIClient(account.api_key, base_url=base, timeout=TIMEOUT)
    if urlsplit(base).hostname in LOOPBACK:
        client.request_session.trust_env = False  # a proxy cannot reach our own loopback
    return client
