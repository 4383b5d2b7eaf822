"""WhatsApp by Twilio: the same door, a channel of its own, and the 24 hours in which one may write freely."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.models import Case, Contact, ContactPoint, Delivery
from casework.models.delivery import DeliveryStatus
from casework.send_rules import channel_to
from casework.services import outbound, replies, send_guard
from casework.services.arrivals import Arrival, Taken
from casework.services.intake import take_in
from channels import inbox, outbox, registry
from channels.models import Receipt
from channels.twilio import payload
from tests import factories as make
from tests.channels import fake_http, twilio
from tests.channels.contract import ReceivingContract, SendingContract
from tests.text_battery import SENDABLE

THEIRS = "whatsapp:+447700900101"
OURS = "whatsapp:+447700900998"
INBOUND = "/webhooks/twilio/whatsapp/"
STATUS = "/webhooks/twilio/whatsapp/status/"
TAKEN = {"sid": f"SM{'a' * 32}", "status": "queued", "num_segments": "1"}
NEWS = "We have news about your request {{1}}. Reply to hear it."
TEMPLATE = "HX" + "1" * 32


@pytest.fixture(autouse=True)
def _whatsapp(settings: Any, twilio_account: None) -> None:
    settings.TWILIO_WHATSAPP_NUMBER = OURS
    settings.TWILIO_WHATSAPP_TEMPLATES = {TEMPLATE: NEWS}


def fields(**changes: str | None) -> dict[str, str]:
    extra: dict[str, str | None] = {
        "ChannelPrefix": "whatsapp",
        "ProfileName": "Amina",
        "WaId": "447700900101",
    }
    return twilio.fields(**{"From": THEIRS, "To": OURS, **extra, **changes})


def wrote(body: str = "The heating is broken", *, at: Any = make.NOW, sender: str = THEIRS) -> Taken:
    """Somebody wrote to us by WhatsApp."""
    make.office(acknowledge_texts=False)
    arrival = Arrival(
        channel="whatsapp",
        body=body,
        sender=sender,
        sender_kind="other",
        sender_confirmed=True,
        took_place_at=at,
        arrived_at=OURS,
    )
    return take_in(arrival=arrival, job="inbox", now=at)


def point() -> ContactPoint:
    return ContactPoint.objects.get(value=THEIRS)


def answer(body: str = "We will ring you.", *, at: Any = make.NOW) -> Delivery:
    case = Case.objects.get()
    contact = outbound.write(case=case, channel="whatsapp", point=point(), person=None, body=body, now=at)
    return contact.delivery


class TestWhatsApp(ReceivingContract, SendingContract):
    kind = "whatsapp"
    texts: ClassVar[dict[str, str]] = SENDABLE

    @pytest.fixture(autouse=True)
    def _settings(self, settings: Any) -> None:
        self.settings = settings

    def in_words_of_the_channel(self, external_id: str) -> str:
        return f"SM{int(external_id):032x}"

    def arrival_of(self, text: str, external_id: str) -> Arrival:
        posted = QueryDict(mutable=True)
        posted.update(fields(Body=text, MessageSid=external_id))
        incoming = payload.message(posted)
        receipt = Receipt(
            provider=incoming.provider,
            account=incoming.account,
            external_id=incoming.external_id,
            payload=dict(incoming.payload),
            received_at=make.NOW,
        )
        return self.channel.arrival(receipt)

    def somebody(self) -> Taken:
        return wrote()

    def later(self) -> datetime:
        """The day in which one may write freely is not over."""
        return make.later(hours=20)

    @contextmanager
    def _api(self, status: int, answer: Any) -> Iterator[fake_http.Api]:
        with fake_http.api((status, answer)) as served:
            self.settings.TWILIO_API_BASE = served.url
            yield served

    def accepting(self) -> Any:
        return self._api(201, TAKEN)

    def refusing_for_good(self) -> Any:
        return self._api(400, {"code": 63024, "message": "invalid recipient", "status": 400})

    def refusing_for_now(self) -> Any:
        return self._api(429, {"code": 63018, "message": "rate limit", "status": 429})

    def silent(self) -> Any:
        return self._api(0, None)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [INBOUND, twilio.INBOUND])
def test_either_address_takes_it_and_it_is_no_text(path: str) -> None:
    """A messaging service has one address for all that it carries."""
    make.office()
    before = make.text("My boiler is broken", sender="+447700900101")
    assert twilio.post(path, fields(Body="The heating is broken")).status_code == 200
    assert Receipt.objects.get().channel == "whatsapp"
    inbox.drain()
    contact = Contact.objects.get(channel="whatsapp", direction="in")
    assert contact.contact_point is not None and contact.contact_point.value == THEIRS
    assert contact.contact_point.confirmed_at is not None
    assert contact.case != before.case, "the same number by text is not taken for the same person"


@pytest.mark.django_db
def test_a_text_at_whatsapps_address_is_a_text() -> None:
    make.office()
    assert twilio.post(INBOUND, twilio.fields()).status_code == 200
    assert Receipt.objects.get().channel == "sms"


@pytest.mark.django_db
@pytest.mark.parametrize("path", [INBOUND, STATUS])
def test_a_forgery_is_refused_and_leaves_nothing(path: str) -> None:
    assert twilio.post(path, fields(), token="wrong").status_code == 403
    assert twilio.post(path, fields(), headers={}).status_code == 403
    assert not Receipt.objects.exists()


@pytest.mark.django_db
def test_what_came_to_a_number_that_is_not_ours_is_set_aside() -> None:
    make.office()
    twilio.post(INBOUND, fields(To="whatsapp:+447700900555"))
    inbox.drain()
    contact = Contact.objects.get()
    assert contact.filing == "quarantined" and "not our WhatsApp number" in contact.reason


@pytest.mark.django_db
def test_a_place_instead_of_words_is_kept() -> None:
    make.office()
    twilio.post(INBOUND, fields(Body="", Latitude="51.5007", Longitude="-0.1246", Label="The bridge"))
    inbox.drain()
    case = Contact.objects.get(direction="in").case
    assert case is not None and case.location == "The bridge"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "becomes"),
    [("queued", "sent"), ("sent", "sent"), ("delivered", "delivered"), ("read", "delivered"), ("failed", "failed"),
     ("undelivered", "undelivered"), ("some-new-word", "sent")],
)  # fmt: skip
def test_reports_find_the_delivery(word: str, becomes: str, settings: Any) -> None:
    wrote()
    waiting = answer()
    with fake_http.api((201, TAKEN)) as served:
        settings.TWILIO_API_BASE = served.url
        outbox.send_one(now=make.NOW)
    report = twilio.report(word, message=TAKEN["sid"], From=OURS, To=THEIRS)
    assert twilio.post(f"{STATUS}?delivery={waiting.pk}", report).status_code == 200
    inbox.drain()
    waiting.refresh_from_db()
    assert waiting.status == becomes


@pytest.mark.django_db
def test_read_after_delivered_changes_nothing() -> None:
    wrote()
    waiting = answer()
    for word in ("read", "delivered", "sent"):
        report = twilio.report(word, message=twilio.sid(), From=OURS, To=THEIRS)
        twilio.post(f"{STATUS}?delivery={waiting.pk}", report)
    inbox.drain()
    waiting.refresh_from_db()
    assert waiting.status == DeliveryStatus.DELIVERED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "outcome"), [(0, "send"), (23.99, "send"), (24, "refuse"), (48, "refuse"), (2000, "refuse")]
)
def test_own_words_go_only_within_a_day_of_theirs(hours: float, outcome: str) -> None:
    wrote()
    found = send_guard.verdict(
        contact_point=point(), channel="whatsapp", now=make.later(hours=hours), at_night=True
    )
    assert found.outcome == outcome
    if outcome == "refuse":
        assert found.code == "window" and "template" in found.words


@pytest.mark.django_db
def test_approved_words_go_at_any_time_as_the_template_they_are(settings: Any) -> None:
    wrote()
    late = make.later(days=3)
    waiting = answer("We have news about your request 7K4M. Reply to hear it.", at=late)
    with fake_http.api((201, TAKEN)) as served:
        settings.TWILIO_API_BASE = served.url
        assert outbox.send_one(now=late)
    (asked,) = served.asked
    assert asked["ContentSid"] == TEMPLATE and json.loads(asked["ContentVariables"]) == {"1": "7K4M"}
    assert "Body" not in asked
    assert (asked["From"], asked["To"]) == (OURS, THEIRS)
    waiting.refresh_from_db()
    assert waiting.status == DeliveryStatus.SENT


@pytest.mark.django_db
def test_own_words_that_waited_too_long_are_not_sent(settings: Any) -> None:
    wrote()
    waiting = answer()
    with fake_http.api((201, TAKEN)) as served:
        settings.TWILIO_API_BASE = served.url
        outbox.send_one(now=make.later(hours=30))
    assert served.asked == []
    waiting.refresh_from_db()
    assert waiting.status == DeliveryStatus.REFUSED and "24 hours" in waiting.error_words


@pytest.mark.django_db
def test_a_plain_number_gets_no_whatsapp_and_a_whatsapp_number_no_text() -> None:
    make.office(acknowledge_texts=False)
    texted = make.text("My boiler is broken").contact.contact_point
    wrote()
    by_whatsapp = send_guard.verdict(contact_point=texted, channel="whatsapp", now=make.NOW)
    by_text = send_guard.verdict(contact_point=point(), channel="sms", now=make.NOW)
    assert (by_whatsapp.outcome, by_whatsapp.code) == ("refuse", "no_whatsapp")
    assert (by_text.outcome, by_text.code) == ("refuse", "no_phone")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("flag", "code"),
    [({"text_ok": False}, "unsafe"), ({"do_not_use": True}, "do_not_use"), ({"opted_out_at": make.NOW}, "")],
)
def test_a_telephone_that_is_unsafe_is_unsafe_by_whatsapp_too(flag: dict[str, Any], code: str) -> None:
    """Whoever holds it would see either. An opt-out from texts says nothing about WhatsApp."""
    wrote()
    ContactPoint.objects.create(kind="phone", value="+447700900101", **flag)
    assert send_guard.verdict(contact_point=point(), channel="whatsapp", now=make.NOW).code == code


@pytest.mark.django_db
def test_the_safe_hours_of_the_telephone_count_for_whatsapp() -> None:
    wrote()
    ContactPoint.objects.create(kind="phone", value="+447700900101", safe_from="14:00", safe_until="15:00")
    found = send_guard.verdict(contact_point=point(), channel="whatsapp", now=make.NOW)
    assert found.outcome == "wait" and found.until == make.NOW + timedelta(hours=2)


@pytest.mark.django_db
def test_an_office_without_a_whatsapp_number_says_what_is_missing(settings: Any) -> None:
    settings.TWILIO_WHATSAPP_NUMBER = ""
    channel = registry.channel("whatsapp")
    assert not channel.readiness().ready and "TWILIO_WHATSAPP_NUMBER" in channel.readiness().words
    assert channel.accounts() == [] and channel.own_numbers() == frozenset()


def test_the_number_may_be_written_with_or_without_the_prefix(settings: Any) -> None:
    channel = registry.channel("whatsapp")
    settings.TWILIO_WHATSAPP_NUMBER = "+447700900998"
    assert channel.own_numbers() == {OURS}
    settings.TWILIO_WHATSAPP_NUMBER = OURS
    assert channel.own_numbers() == {OURS}


@pytest.mark.django_db
def test_stop_by_whatsapp_counts_for_whatsapp_and_start_takes_it_back() -> None:
    make.office(acknowledge_texts=False)
    texted = make.text("My boiler is broken").contact.contact_point
    wrote()
    wrote("STOP", at=make.later(minutes=1))
    assert (
        send_guard.verdict(contact_point=point(), channel="whatsapp", now=make.later(minutes=2)).code
        == "opted_out"
    )
    assert send_guard.refusal(contact_point=texted, channel="sms", now=make.later(minutes=2)) is None
    wrote("START", at=make.later(minutes=3))
    assert send_guard.refusal(contact_point=point(), channel="whatsapp", now=make.later(minutes=4)) is None


@pytest.mark.django_db
def test_it_is_acknowledged_and_the_next_message_goes_to_the_same_case() -> None:
    make.office()
    first = take_in(
        arrival=Arrival(
            channel="whatsapp", body="The heating is broken", sender=THEIRS, sender_kind="other", sender_confirmed=True,
            took_place_at=make.NOW,
        ),
        job="inbox",
        now=make.NOW,
    )  # fmt: skip
    answered = Contact.objects.get(direction="out")
    assert (answered.channel, answered.contact_point) == ("whatsapp", first.contact.contact_point)
    make.office(acknowledge_texts=False)
    again = wrote("It is getting colder", at=make.later(hours=1))
    assert again.case == first.case


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "channel"),
    [("+447700900101", "sms"), (THEIRS, "whatsapp"), ("60777", "sms"), ("amina@example.org", "sms")],
)
def test_an_address_tells_its_channel(value: str, channel: str) -> None:
    assert channel_to(value) == channel


@pytest.mark.django_db
def test_staff_answer_by_the_way_they_were_written_to() -> None:
    case = wrote().case
    assert case is not None
    worker = make.staff("worker", teams=("triage",))
    ((_, way, refused),) = replies.ways(case=case, now=make.NOW)
    assert (way.value, refused) == (THEIRS, None)
    sent = replies.reply(case=case, body="We will ring you.", contact_point=way, actor=worker, now=make.NOW)
    assert (sent.channel, sent.delivery.status) == ("whatsapp", "queued")


@pytest.mark.django_db
def test_after_a_day_staff_can_send_approved_words_only() -> None:
    case, late = wrote().case, make.later(days=2)
    assert case is not None
    worker = make.staff("worker", teams=("triage",))
    (way,) = replies.judged(case=case, now=late)
    assert way.refused is None and "approved" in way.verdict.words
    with pytest.raises(replies.ReplyRefused, match="24 hours"):
        replies.reply(case=case, body="We will ring you.", contact_point=way.point, actor=worker, now=late)
    words = NEWS.replace("{{1}}", "{reference}")
    sent = replies.reply(case=case, body=words, contact_point=way.point, actor=worker, now=late)
    assert sent.body == f"We have news about your request {case.reference}. Reply to hear it."


@pytest.mark.django_db
def test_the_case_page_says_by_which_way_one_answers(client: Client) -> None:
    case = wrote(at=timezone.now()).case
    assert case is not None
    client.force_login(make.staff("worker", teams=("triage",)))
    shown = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "Reply by WhatsApp message" in shown
    assert "Write to them, WhatsApp 07700 900101" in shown
    assert "GSM-7" not in shown
