"""Pictures that came with a message and lie at Twilio: fetched from its own addresses, then deleted there.

A webhook's `MediaUrl` is only read for the ids in it; the address that is asked is made of them. Twilio answers with
the file or with one redirect to its media host, which takes no credentials:
https://www.twilio.com/docs/messaging/api/media-resource
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from casework.pictures import MOST_BYTES
from channels.contracts import NotFetched
from channels.twilio import account as accounts
from channels.twilio.account import Account
from channels.twilio.client import LOOPBACK

HOME: Final = "https://api.twilio.com"
MEDIA_HOST: Final = "https://mms.twiliocdn.com"
PATH: Final = re.compile(
    r"/2010-04-01/Accounts/(?P<account>AC[0-9a-fA-F]{32})/Messages/(?P<message>[SM]M[0-9a-fA-F]{32})"
    r"/Media/(?P<media>ME[0-9a-fA-F]{32})"
)
CONNECT: Final = 5.0
SILENCE: Final = 15.0
# A sender that trickles must not hold a worker: the whole file, however it comes.
WHOLE: Final = 30.0
CHUNK: Final = 65_536
REDIRECTS: Final = (301, 302, 303, 307, 308)

GONE: Final = "It is no longer available at the phone company. Ask for it again."
TOO_LARGE: Final = "It is larger than 10 MB. Ask for a smaller one."
NOT_OURS: Final = "Its address is not the phone company's, so it was not fetched. Ask for it again."


class Place(NamedTuple):
    """Which picture of which account, in Twilio's own ids."""

    owner: Account
    url: str


def fetch(*, account: str, url: str, path: re.Pattern[str] = PATH, ending: str = "") -> bytes:
    """The file as it is, at most 10 MB of it; `ending` asks for it in that format. Raises `NotFetched`."""
    place = _place(account=account, url=url, path=path)
    with _asking("GET", f"{place.url}{ending}", owner=place.owner) as answer:
        if answer.status_code not in REDIRECTS:
            return _content(answer)
        target = _next(answer)
    with _asking("GET", target, owner=None) as answer:
        return _content(answer)


def forget(*, account: str, url: str, path: re.Pattern[str] = PATH) -> None:
    """Delete it at Twilio. What is not there any more is as good as deleted."""
    place = _place(account=account, url=url, path=path)
    with _asking("DELETE", f"{place.url}.json", owner=place.owner) as answer:
        if answer.status_code not in (200, 204, 404, 410):
            raise _refused(answer)


def _place(*, account: str, url: str, path: re.Pattern[str]) -> Place:
    """Only a file of the account that the message came to, which must be one of ours."""
    owner = accounts.of(account)
    bases = {HOME, owner.api_base or HOME}
    given = next((url[len(base) :] for base in bases if url.startswith(f"{base}/")), "")
    found = path.fullmatch(given)
    if found is None or found["account"] != account or not owner.token:
        raise NotFetched(
            NOT_OURS,
            outcome="never",
            alarm="A text or a call named a file at an address that is not Twilio's or not of our account. It was not "
            "fetched. Look at the receipt, and whether somebody knows the account's token.",
        )
    return Place(owner=owner, url=f"{owner.api_base or HOME}{found[0]}")


def _next(answer: requests.Response) -> str:
    """Where Twilio's one redirect leads: its own media host, or nowhere."""
    target = answer.headers.get("Location", "")
    parts = urlsplit(target)
    if f"{parts.scheme}://{parts.netloc}" != MEDIA_HOST or not target.isascii():
        raise NotFetched(
            NOT_OURS,
            outcome="never",
            alarm="Twilio sent us to another host for a picture. It was not fetched. Look at the account.",
        )
    return target


@contextmanager
def _asking(method: str, url: str, *, owner: Account | None) -> Iterator[requests.Response]:
    """One request. Everything that the network can do, also while the answer is read, ends in words."""
    try:
        with requests.Session() as session:
            session.trust_env = (
                urlsplit(url).hostname not in LOOPBACK
            )  # a proxy cannot reach our own loopback
            with session.request(
                method,
                url,
                auth=(owner.sid, owner.token) if owner else _nobody,
                headers={"Accept-Encoding": "identity", "Connection": "close"},
                timeout=(CONNECT, SILENCE),
                allow_redirects=False,
                stream=True,
            ) as answer:
                yield answer
    except (requests.RequestException, HTTPError, OSError) as error:
        raise NotFetched("The phone company could not be reached for it.") from error


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Credentials go to Twilio's API alone, whatever a .netrc says."""
    return request


def _content(answer: requests.Response) -> bytes:
    if answer.status_code != 200:
        raise _refused(answer)
    if _announced(answer) > MOST_BYTES:
        raise NotFetched(TOO_LARGE, outcome="never")
    began, whole = time.monotonic(), bytearray()
    # As it comes over the wire: what unfolds to gigabytes is not unfolded.
    for chunk in answer.raw.stream(CHUNK, decode_content=False):
        whole += chunk
        if len(whole) > MOST_BYTES:
            raise NotFetched(TOO_LARGE, outcome="never")
        if time.monotonic() - began > WHOLE:
            raise NotFetched("It came too slowly from the phone company.")
    return bytes(whole)


def _announced(answer: requests.Response) -> int:
    length = answer.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 15 else 0


def _refused(answer: requests.Response) -> NotFetched:
    code = answer.status_code
    if code == 410:
        return NotFetched(GONE, outcome="never")
    if code == 404:
        return NotFetched(GONE, outcome="missing")
    if code in (401, 403):
        return NotFetched(
            "The phone company did not let us fetch it.",
            alarm="Twilio refuses our account's sid and token when we fetch pictures. Check TWILIO_AUTH_TOKEN.",
        )
    return NotFetched(f"The phone company answered with error {code}.")
