"""Every request we make of Twilio is one that Twilio's own description of its API allows.

One test, so that a run starts one Prism whichever worker has it; what fails is named in its message.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest
import requests

from channels.contracts import Outgoing, SendFailed
from channels.phone.voice import recording
from channels.twilio import account, client, media, reconcile
from channels.twilio.client import Content
from tests.channels import prism, twilio

DELIVERY: Final = UUID("00000000-0000-7000-8000-000000000001")
SERVICE: Final = "MG" + "1" * 32
TEMPLATE: Final = "HX" + "2" * 32
MESSAGE: Final = "SM" + "3" * 32
PICTURE: Final = "ME" + "4" * 32
RECORDING: Final = "RE" + "5" * 32
OURS: Final = "whatsapp:+447700900998"
SINCE: Final = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
TEXT: Final = Outgoing(
    delivery_id=DELIVERY,
    to=twilio.SENDER,
    body="We will ring you – “today” 👋",
    status_url=f"https://requests.example.org/webhooks/twilio/status/?delivery={DELIVERY}",
)
MESSAGES: Final = "/2010-04-01/Accounts/{AccountSid}/Messages.json"


def _requests() -> dict[str, Callable[[], Any]]:
    """Each kind of request by name, made as the office makes it."""
    own = account.current()
    whatsapp = replace(TEXT, to=f"whatsapp:{twilio.SENDER}")
    picture = f"{media.HOME}/2010-04-01/Accounts/{own.sid}/Messages/{MESSAGE}/Media/{PICTURE}"
    return {
        "send from a number": lambda: client.send(account=own, outgoing=TEXT),
        "send from a messaging service": lambda: client.send(account=own, outgoing=TEXT, sender=SERVICE),
        "send from the number the person knows": lambda: client.send(
            account=own, outgoing=replace(TEXT, sender="+447700900998")
        ),
        "send by WhatsApp": lambda: client.send(account=own, outgoing=whatsapp, sender=OURS),
        "send a template by WhatsApp": lambda: client.send(
            account=own, outgoing=whatsapp, sender=OURS, content=Content(TEMPLATE, {"1": "7K4M", "name": "Ó"})
        ),
        "send a template without fields": lambda: client.send(
            account=own, outgoing=whatsapp, sender=OURS, content=Content(TEMPLATE, {})
        ),
        "list texts since a moment": lambda: list(itertools.islice(reconcile.listed(sid=own.sid, since=SINCE), 5)),
        "list WhatsApp messages": lambda: list(
            itertools.islice(reconcile.listed(sid=own.sid, since=SINCE, prefix="whatsapp:"), 5)
        ),
        "list with every filter": lambda: client.messages(own).page(
            to=twilio.OFFICE, from_=twilio.SENDER, date_sent=SINCE, date_sent_before=SINCE, date_sent_after=SINCE,
            page_size=50,
        ),
        "fetch one": lambda: client.messages(own)(MESSAGE).fetch(),
        "list a message's pictures": lambda: client.messages(own)(MESSAGE).media.list(limit=10),
        "delete a picture": lambda: media.forget(account=own.sid, url=picture),
        "delete a recording": lambda: recording.forget(
            account=own.sid, url=f"{media.HOME}/2010-04-01/Accounts/{own.sid}/Recordings/{RECORDING}"
        ),
    }  # fmt: skip


def _wrong(url: str) -> Iterator[tuple[str, requests.Response]]:
    """What must be refused, so that "nothing was refused" means something."""
    base, auth = f"{url}/2010-04-01/Accounts/{twilio.ACCOUNT}", (twilio.ACCOUNT, twilio.TOKEN)
    good = {"To": twilio.SENDER, "From": twilio.OFFICE, "Body": "x"}
    ask = {"timeout": 10, "auth": auth}
    session = requests.Session()
    session.trust_env = False
    messages = f"{base}/Messages.json"
    yield "no password", session.post(messages, data=good, timeout=10)
    yield "nobody to send to", session.post(messages, data={"From": twilio.OFFICE, "Body": "x"}, **ask)
    yield "a number that is none", session.post(messages, data=good | {"ValidityPeriod": "long"}, **ask)
    yield "a template that is none", session.post(messages, data=good | {"ContentSid": "HX1"}, **ask)
    yield "too large a page", session.get(f"{messages}?PageSize=1001", **ask)
    yield "an account that is none", session.get(f"{url}/2010-04-01/Accounts/AC1/Messages.json", **ask)
    yield "a recording that is none", session.delete(f"{base}/Recordings/RE1.json", **ask)
    yield "an address nobody knows", session.get(f"{base}/Message.json", **ask)


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    names: frozenset[str]
    status: int


@contextmanager
def _noted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Asked]]:
    """Every request that leaves us, by whichever library: what it names and how it was answered."""
    asked: list[Asked] = []
    real = requests.Session.send

    def send(self: requests.Session, request: requests.PreparedRequest, **given: Any) -> requests.Response:
        answer = real(self, request, **given)
        parts = urlsplit(str(request.url))
        text = parts.query if request.method == "GET" else str(request.body or "")
        named = frozenset(name for name, _ in parse_qsl(text, keep_blank_values=True))
        asked.append(Asked(str(request.method), parts.path, named, answer.status_code))
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(requests.Session, "send", send)
        yield asked


@pytest.mark.contract
@pytest.mark.usefixtures("twilio_account")
def test_every_request_we_make_is_one_that_twilio_describes(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TWILIO_WHATSAPP_NUMBER = OURS
    made: dict[str, list[Asked]] = {}
    try:
        with prism.serving(tmp_path) as stand_in:
            settings.TWILIO_API_BASE = stand_in.url
            for name, make_it in _requests().items():
                with _noted(monkeypatch) as made[name], suppress(Exception):
                    make_it()  # how it ended stands in what was noted
            allowed = [name for name, answer in _wrong(stand_in.url) if answer.status_code < 400]
    except prism.CannotInstall as problem:
        pytest.skip(f"Prism is not to be had here: {problem}")
    refused = {name: asked for name, asked in made.items() if any(each.status >= 400 for each in asked)}
    assert refused == {} and all(made.values())
    assert allowed == [], "Prism let through what the description does not allow"
    _names_are_known([each for asked in made.values() for each in asked])


def _names_are_known(asked: list[Asked]) -> None:
    known = prism.names(MESSAGES)
    of_messages = [each for each in asked if each.path.endswith("/Messages.json")]
    for each in of_messages:
        assert each.names <= known[each.method], f"not in the description: {each.names - known[each.method]}"
    assert {each.method for each in of_messages} == {"GET", "POST"}
    assert any("DateSent>" in each.names and "PageSize" in each.names for each in of_messages)


def test_a_refusal_of_the_stand_in_is_no_success(settings: Any, twilio_account: None) -> None:
    """What Prism refuses with 422 comes out of our client as a failure, so the test above would see it."""
    from tests.channels import fake_http

    with fake_http.api((422, {"title": "Invalid request"})) as served:
        settings.TWILIO_API_BASE = served.url
        with pytest.raises(SendFailed):
            client.send(account=account.current(), outgoing=TEXT)
