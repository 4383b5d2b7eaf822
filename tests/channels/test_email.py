"""E-mails that we send: the head is ours alone, and each end of a try is the one it was."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import time
from email.message import EmailMessage
from typing import Any, ClassVar

import pytest
from django.core import mail

from casework.ids import uuid7
from casework.models import Case, ContactPoint, Delivery, SendingDay
from casework.models.delivery import DeliveryStatus, Purpose
from casework.services import outbound, send_guard
from casework.services.arrivals import Arrival, Taken
from casework.services.intake import take_in
from channels import outbox, registry
from channels.contracts import Outgoing, SendFailed
from channels.email.message import message, message_id
from tests import factories as make
from tests.channels import fake_smtp
from tests.channels.contract import SendingContract

pytestmark = pytest.mark.django_db

OURS = "office@riverbank.example.org"
THEIRS = "amina@example.org"
BACKEND = "channels.email.backend.Backend"


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_FROM = OURS
    settings.EMAIL_READY = True
    settings.EMAIL_TO_FILES = False


def wrote(body: str = "The heating is broken", *, address: str = THEIRS, confirmed: bool = True) -> Taken:
    """Somebody whose e-mail address is on record, as the API takes in an e-mail."""
    make.office(acknowledge_texts=False)
    arrival = Arrival(
        channel="email",
        body=body,
        sender=address,
        sender_kind="email",
        sender_confirmed=confirmed,
        took_place_at=make.NOW,
    )
    return take_in(arrival=arrival, job="api", now=make.NOW)


def point() -> ContactPoint:
    return ContactPoint.objects.get(kind="email")


def write(body: str = "We will ring you.", **more: Any) -> Delivery:
    contact = outbound.write(
        case=Case.objects.get(),
        channel="email",
        point=point(),
        person=None,
        body=body,
        now=make.NOW,
        **more,
    )
    return contact.delivery


def the_one(posted: fake_smtp.Post) -> EmailMessage:
    [raw] = posted.taken
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


class TestEmail(SendingContract):
    kind: ClassVar[str] = "email"

    @pytest.fixture(autouse=True)
    def _settings(self, settings: Any) -> None:
        self.settings = settings

    def somebody(self) -> Taken:
        return wrote()

    @contextmanager
    def _server(self, **answers: int) -> Iterator[fake_smtp.Post]:
        with fake_smtp.post(**answers) as posted:
            at_the_server(self.settings, posted)
            yield posted

    def accepting(self) -> AbstractContextManager[Any]:
        return self._server()

    def refusing_for_good(self) -> AbstractContextManager[Any]:
        return self._server(to=550)

    def refusing_for_now(self) -> AbstractContextManager[Any]:
        return self._server(to=451)

    def silent(self) -> AbstractContextManager[Any]:
        return self._server(words=fake_smtp.HANG_UP)


def at_the_server(settings: Any, posted: fake_smtp.Post) -> None:
    settings.EMAIL_BACKEND = BACKEND
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", posted.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5


@pytest.mark.parametrize(
    ("answers", "status", "code", "words"),
    [
        ({"to": 550}, "failed", "550", "There is no mailbox at this address"),
        ({"to": 552}, "failed", "552", "The mailbox is full"),
        ({"from": 553}, "failed", "553", "There is no mailbox"),
        ({"data": 554}, "failed", "554", "does not take this e-mail"),
        ({"words": 554}, "failed", "554", "does not take this e-mail"),
        ({"from": 421}, "queued", "421", "It is tried again"),
        ({"to": 450}, "queued", "450", "It is tried again"),
        ({"data": 451}, "queued", "451", "It is tried again"),
        ({"words": 452}, "queued", "452", "It is tried again"),
        ({"hello": fake_smtp.HANG_UP}, "queued", "connection", "could not be reached"),
        ({"from": fake_smtp.HANG_UP}, "queued", "connection", "could not be reached"),
        ({"to": fake_smtp.HANG_UP}, "queued", "connection", "could not be reached"),
        ({"words": fake_smtp.HANG_UP}, "in_doubt", "", "Ask the person before you write it again"),
    ],
)
def test_what_a_mail_server_answers_is_what_becomes_of_it(
    settings: Any, answers: dict[str, int], status: str, code: str, words: str
) -> None:
    wrote()
    delivery = write()
    with fake_smtp.post(**answers) as posted:
        at_the_server(settings, posted)
        assert outbox.send_one(now=make.NOW)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.error_code) == (status, code)
    assert words in delivery.error_words
    assert posted.taken == []


def test_a_server_that_is_not_there_is_asked_again(settings: Any) -> None:
    wrote()
    delivery = write()
    with fake_smtp.post() as gone:
        pass
    at_the_server(settings, gone)
    assert outbox.send_one(now=make.NOW)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.error_code) == (DeliveryStatus.QUEUED, "connection")


def test_what_stands_in_the_head(settings: Any) -> None:
    wrote()
    delivery = write("Grüß Gott,\n\nwe will ring you.\n.\nسلام")
    with fake_smtp.post() as posted:
        at_the_server(settings, posted)
        assert outbox.send_one(now=make.NOW)
    found = the_one(posted)
    assert found["From"] == f"Riverbank Help <{OURS}>" and found["To"] == THEIRS
    assert found["Message-ID"] == f"<{delivery.pk}@riverbank.example.org>"
    assert found["Subject"] == f"Your reference {Case.objects.get().reference}"
    assert found.get_content_type() == "text/plain"
    assert found.get_content().replace("\r\n", "\n").strip() == "Grüß Gott,\n\nwe will ring you.\n.\nسلام"
    assert "Auto-Submitted" not in found
    delivery.refresh_from_db()
    assert delivery.provider_id == found["Message-ID"]


def test_what_nobody_wrote_says_so_to_machines(settings: Any) -> None:
    wrote()
    write(automatic=True)
    with fake_smtp.post() as posted:
        at_the_server(settings, posted)
        assert outbox.send_one(now=make.NOW)
    assert the_one(posted)["Auto-Submitted"] == "auto-generated"


def test_a_second_try_has_the_same_id(settings: Any) -> None:
    outgoing = Outgoing(delivery_id=uuid7(), to=THEIRS, body="Hello")
    assert message_id(outgoing, sender=OURS) == message_id(outgoing, sender=OURS)


@pytest.mark.parametrize(
    "address",
    ["a@b.example\nBcc: all@example.org", "a@b.example\r\n\r\nHello", "a b@example.org", "nobody", "", "a@b@c.example",
     "a@example.org, b@example.org", "<a@example.org>", "a@example.org\x00"],
)  # fmt: skip
def test_an_address_that_breaks_the_head_is_no_address(address: str) -> None:
    with pytest.raises(SendFailed) as refused:
        message(Outgoing(delivery_id=uuid7(), to=address, body="Hello"), sender=OURS, name="Riverbank Help")
    assert refused.value.permanent and refused.value.code == "address"


@pytest.mark.parametrize(
    "name", ["Riverbank\nBcc: all@example.org", 'Help, "us" <x@y.example>', "Büro\r\nX: y"]
)
def test_the_name_of_the_office_is_one_line_and_one_sender(name: str) -> None:
    found = message(Outgoing(delivery_id=uuid7(), to=THEIRS, body="Hello"), sender=OURS, name=name).message()
    sender = email.message_from_bytes(found.as_bytes(), policy=email.policy.default)["From"]
    assert [each.addr_spec for each in sender.addresses] == [OURS]
    assert "Bcc" not in found and "X" not in found


def test_a_subject_says_nothing_of_what_it_is_about() -> None:
    found = message(
        Outgoing(delivery_id=uuid7(), to=THEIRS, body="Eviction on Friday"), sender=OURS, name="Us"
    )
    assert found.subject == "A message for you"


# The guard


def asked(**more: Any) -> str:
    return send_guard.verdict(contact_point=point(), channel="email", now=make.NOW, **more).code


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        ({}, ""),
        ({"do_not_use": True}, "do_not_use"),
        ({"opted_out_at": make.NOW}, "opted_out"),
        ({"text_ok": False}, "unsafe"),
        ({"say_who_we_are": False}, "shows_us"),
        ({"confirmed_at": None}, "claimed"),
        ({"safe_from": time(18), "safe_until": time(20)}, "hour"),
        ({"value": "amina at example"}, "address"),
        ({"value": OURS}, "ours"),
    ],
)
def test_the_guard_knows_e_mail(flags: dict[str, Any], code: str) -> None:
    wrote()
    ContactPoint.objects.filter(kind="email").update(**flags)
    assert asked() == code


def test_an_e_mail_goes_to_no_telephone_and_a_text_to_no_mailbox() -> None:
    case = make.case()
    phone = case.contacts.get(direction="in").contact_point
    assert send_guard.verdict(contact_point=phone, channel="email", now=make.NOW).code == "no_email"
    ContactPoint.objects.create(kind="email", value=THEIRS, confirmed_at=make.NOW)
    assert send_guard.verdict(contact_point=point(), channel="sms", now=make.NOW).code == "no_phone"


def test_the_office_s_quiet_hours_and_its_purse_are_of_texts() -> None:
    wrote()
    make.office(quiet_from=time(0), quiet_until=time(23, 59), parts_per_day=1)
    SendingDay.objects.create(day=make.NOW.date(), parts=1, texts=1)
    assert asked() == ""
    write()
    assert outbox.send_one(now=make.NOW)
    assert len(mail.outbox) == 1 and SendingDay.objects.get().parts == 1


def test_one_address_is_not_flooded() -> None:
    wrote()
    make.office(texts_per_number=2)
    write("One")
    write("Two")
    assert asked() == "number_budget"


def test_an_opt_out_that_came_meanwhile_holds_it_back() -> None:
    wrote()
    delivery = write()
    ContactPoint.objects.filter(kind="email").update(do_not_use=True)
    assert outbox.send_one(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.REFUSED and mail.outbox == []


@pytest.mark.parametrize("purpose", [Purpose.REPLY, Purpose.ACKNOWLEDGEMENT])
def test_hours_in_words_only_stop_what_goes_by_itself(purpose: str) -> None:
    wrote()
    ContactPoint.objects.filter(kind="email").update(safe_hours="when he is at work")
    assert asked(purpose=purpose) == ("" if purpose == Purpose.REPLY else "safe_words")


# Readiness


def test_it_says_what_is_missing(settings: Any) -> None:
    settings.EMAIL_READY = False
    ready = registry.channel("email").readiness()
    assert not ready.ready and "EMAIL_URL" in ready.words


def test_a_demo_says_that_nobody_gets_them(settings: Any) -> None:
    settings.EMAIL_TO_FILES = True
    ready = registry.channel("email").readiness()
    assert ready.ready and "nobody gets them" in ready.words
