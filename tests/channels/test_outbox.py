"""Every message is sent once or says why not; a crash in between is a doubt, never a second text."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from casework.models import Contact, ContactPoint, Delivery
from casework.services import contact_points, outbound
from channels import outbox
from channels.models import SendAttempt
from channels.twilio import client
from tests import factories as make
from tests.channels import fake_http, twilio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio_account")]

TAKEN = {"sid": f"SM{'a' * 32}", "status": "queued", "num_segments": "2"}


@pytest.fixture(autouse=True)
def _office() -> None:
    make.office(acknowledge_texts=False)


@pytest.fixture
def answers(settings: Any) -> Any:
    @contextmanager
    def answering(*given: tuple[int, Any]) -> Iterator[fake_http.Api]:
        with fake_http.api(*given) as served:
            settings.TWILIO_API_BASE = served.url
            yield served

    return answering


def waiting(body: str = "We will ring you.") -> Delivery:
    taken = make.text("Please help")
    assert taken.case is not None and taken.contact.contact_point is not None
    contact: Contact = outbound.write(
        case=taken.case,
        channel="sms",
        point=taken.contact.contact_point,
        person=None,
        body=body,
        now=make.NOW,
    )
    return contact.delivery


def test_a_message_goes_out_by_the_providers_library(answers: Any) -> None:
    delivery = waiting("Zoë’s text 👋")
    with answers((201, TAKEN)) as api:
        assert outbox.drain(now=make.NOW) == 1
    delivery.refresh_from_db()
    assert (delivery.status, delivery.provider_id, delivery.segments) == ("sent", TAKEN["sid"], 2)
    (asked,) = api.asked
    assert asked["_path"] == f"/2010-04-01/Accounts/{twilio.ACCOUNT}/Messages.json"
    assert (asked["To"], asked["From"], asked["Body"]) == ("+447700900101", twilio.OFFICE, "Zoë’s text 👋")
    assert asked["StatusCallback"] == f"https://requests.example.org{twilio.STATUS}?delivery={delivery.pk}"


def test_a_messaging_service_sends_in_place_of_a_number(answers: Any, settings: Any) -> None:
    settings.TWILIO_NUMBER = "MG" + "1" * 32
    waiting()
    with answers((201, TAKEN)) as api:
        outbox.drain(now=make.NOW)
    assert api.asked[0]["MessagingServiceSid"] == settings.TWILIO_NUMBER and "From" not in api.asked[0]


def test_nothing_is_sent_twice(answers: Any) -> None:
    waiting()
    with answers((201, TAKEN)) as api:
        outbox.drain(now=make.NOW)
        assert outbox.drain(now=make.later(days=1)) == 0
    assert len(api.asked) == 1


def test_sending_is_on_record_before_the_provider_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = waiting()
    seen: list[str] = []

    def stop(**given: Any) -> Any:
        seen.append(Delivery.objects.get(pk=delivery.pk).status)
        seen.append(SendAttempt.objects.get(delivery=delivery).result)
        raise KeyboardInterrupt

    monkeypatch.setattr(client, "send", stop)
    with pytest.raises(KeyboardInterrupt):
        outbox.drain(now=make.NOW)
    assert seen == ["sending", "under_way"]
    delivery.refresh_from_db()
    assert delivery.status == "sending"


def test_after_a_crash_the_lease_ends_in_doubt_and_nothing_is_sent_again(
    monkeypatch: pytest.MonkeyPatch, answers: Any
) -> None:
    delivery = waiting()
    with monkeypatch.context() as crash:
        crash.setattr(client, "send", lambda **given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            outbox.drain(now=make.NOW)
    with answers((201, TAKEN)) as api:
        outbox.drain(now=make.later(seconds=30))
        outbox.drain(now=make.later(minutes=10))
    delivery.refresh_from_db()
    assert (delivery.status, api.asked) == ("in_doubt", [])
    assert SendAttempt.objects.get(delivery=delivery).result == "in_doubt"


def test_a_surprise_after_the_call_is_a_doubt(answers: Any) -> None:
    delivery = waiting()
    with answers((200, {"no": "id"})):
        outbox.drain(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == "in_doubt"


@pytest.mark.parametrize(
    ("http_status", "code", "becomes"),
    [
        (400, 21211, "failed"),
        (400, 21614, "failed"),
        (400, 99999, "failed"),
        (429, 20429, "queued"),
        (401, 20003, "queued"),
        (503, 20503, "queued"),
        (500, 20500, "in_doubt"),
        (502, None, "in_doubt"),
    ],
)
def test_each_refusal_ends_as_it_should(
    answers: Any, http_status: int, code: int | None, becomes: str
) -> None:
    delivery = waiting()
    with answers((http_status, {"code": code, "message": "x", "status": http_status})):
        outbox.drain(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == becomes
    assert delivery.error_words


def test_a_number_that_said_stop_at_the_provider_is_opted_out(answers: Any) -> None:
    waiting()
    with answers((400, {"code": 21610, "message": "unsubscribed", "status": 400})):
        outbox.drain(now=make.NOW)
    assert ContactPoint.objects.get(value="+447700900101").opted_out_at == make.NOW


def test_an_unreachable_provider_is_tried_again_and_given_up_in_the_end(settings: Any) -> None:
    settings.TWILIO_API_BASE = "http://127.0.0.1:9"
    delivery = waiting()
    now = make.NOW
    for _ in range(8):
        outbox.drain(now=now)
        now = make.later(hours=2 * (_ + 1))
    delivery.refresh_from_db()
    assert delivery.status == "failed" and delivery.attempts == 5
    assert set(SendAttempt.objects.values_list("result", flat=True)) == {"failed"}


def test_an_opt_out_that_came_while_it_waited_still_counts(answers: Any) -> None:
    delivery = waiting()
    point = delivery.contact.contact_point
    contact_points.opt_out(contact_point=point, how="They texted STOP", now=make.NOW, job="test")
    with answers((201, TAKEN)) as api:
        assert outbox.drain(now=make.NOW) == 1
    delivery.refresh_from_db()
    assert delivery.status == "refused" and delivery.error_words
    assert api.asked == []


def test_an_office_without_an_account_cannot_send_and_says_what_is_missing(settings: Any) -> None:
    settings.DEMO, settings.TWILIO_ACCOUNT_SID = False, ""
    assert not outbox.Outbox().can_send("sms")
    delivery = waiting()
    outbox.drain(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == "queued" and "TWILIO_ACCOUNT_SID" in delivery.error_words


def test_a_channel_that_does_not_send_fails_for_good(answers: Any) -> None:
    delivery = waiting()
    Contact.objects.filter(pk=delivery.contact_id).update(channel="phone")
    with answers((201, TAKEN)) as api:
        outbox.drain(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == "failed" and api.asked == []
