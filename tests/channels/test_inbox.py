"""A receipt is worked once, whatever stops in between, and a bad one holds up nobody."""

import random
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from casework.models import Case, Contact, ContactPoint, Delivery, Event
from casework.models.delivery import DeliveryStatus
from casework.services import intake, outbound
from channels import inbox
from channels.models import Receipt
from channels.twilio import payload
from tests import factories as make
from tests.channels import twilio
from tests.channels.test_payload import form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio_account")]


@pytest.fixture(autouse=True)
def _office() -> None:
    make.office(acknowledge_texts=False)


def receive(body: str = "The heating is broken", *, at: Any = make.NOW, **changes: Any) -> Receipt:
    incoming = payload.message(form(twilio.fields(Body=body, **changes)))
    assert inbox.accept(channel="sms", incoming=incoming, now=at)
    return Receipt.objects.get(external_id=incoming.external_id)


def report(status: str, *, message: str, delivery: str = "", at: Any = make.NOW, **changes: str) -> None:
    incoming = payload.status(form(twilio.report(status, message=message, **changes)), delivery=delivery)
    inbox.accept(channel="sms", incoming=incoming, now=at)


def sent(provider_id: str = "", status: str = "sent") -> Delivery:
    taken = make.text("Please ring me")
    assert taken.case is not None and taken.contact.contact_point is not None
    contact = outbound.write(
        case=taken.case,
        channel="sms",
        point=taken.contact.contact_point,
        person=None,
        body="We will.",
        now=make.NOW,
    )
    Delivery.objects.filter(pk=contact.delivery.pk).update(status=status, provider_id=provider_id)
    return Delivery.objects.get(pk=contact.delivery.pk)


class Stumbles(Exception):
    """What a test makes intake do."""


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that say "poison" cannot be taken in."""
    real = intake.take_in

    def take_in(**given: Any) -> Any:
        if given["arrival"].body == "poison":
            raise Stumbles("it cannot be swallowed \x00 \ud800")
        return real(**given)

    monkeypatch.setattr(intake, "take_in", take_in)


def test_a_receipt_becomes_a_contact_on_a_case() -> None:
    receipt = receive("The heating is broken")
    assert inbox.drain(now=make.NOW) == 1
    receipt.refresh_from_db()
    assert receipt.state == "done" and receipt.attempts == 1 and receipt.lease_until is None
    contact = Contact.objects.get(direction="in")
    assert receipt.contact == contact
    assert contact.body == "The heating is broken" and contact.external_id == receipt.external_id
    assert contact.took_place_at == make.NOW
    assert contact.case is not None


def test_what_is_done_is_not_done_again() -> None:
    receive()
    inbox.drain(now=make.NOW)
    assert inbox.drain(now=make.later(days=1)) == 0
    assert Contact.objects.filter(direction="in").count() == 1


def test_texts_of_one_phone_join_one_case_in_order() -> None:
    for number in range(10):
        receive(f"part {number}", at=make.later(seconds=number))
    inbox.drain(now=make.later(minutes=1))
    assert Case.objects.count() == 1
    bodies = list(Contact.objects.order_by("logged_at", "id").values_list("body", flat=True))
    assert bodies == [f"part {number}" for number in range(10)]


def test_a_text_waits_while_an_earlier_one_of_its_sender_is_being_worked_on() -> None:
    first = receive("first")
    receive("second", at=make.later(seconds=1))
    other = receive("another sender", at=make.later(seconds=2), From="+447700900124")
    now = make.later(seconds=3)
    assert inbox.claim(now=now) == first
    assert inbox.claim(now=now) == other
    assert inbox.claim(now=now) is None


def test_two_anonymous_senders_do_not_wait_for_each_other() -> None:
    receive("one", From="anonymous")
    receive("two", From="Restricted")
    assert inbox.claim(now=make.NOW) and inbox.claim(now=make.NOW)


def test_the_attempt_is_on_record_before_the_work() -> None:
    receipt = receive()
    claimed = inbox.claim(now=make.NOW)
    assert claimed == receipt
    receipt.refresh_from_db()
    assert receipt.attempts == 1 and receipt.lease_until == make.NOW + inbox.LEASE


def test_a_worker_that_died_leaves_its_receipt_to_the_next() -> None:
    receive()
    inbox.claim(now=make.NOW)
    assert inbox.drain(now=make.NOW + inbox.LEASE - timedelta(seconds=1)) == 0
    assert inbox.drain(now=make.NOW + inbox.LEASE) == 1
    assert Contact.objects.filter(direction="in").count() == 1


def test_a_worker_that_comes_back_after_its_lease_changes_nothing() -> None:
    receive()
    slow = inbox.claim(now=make.NOW)
    assert slow is not None
    inbox.drain(now=make.later(seconds=61))
    inbox.work(receipt=slow, now=make.later(seconds=62))
    assert Contact.objects.filter(direction="in").count() == 1
    assert Receipt.objects.get().state == "done"


@pytest.mark.usefixtures("poison")
def test_a_bad_receipt_is_tried_five_times_and_then_shown() -> None:
    receipt = receive("poison")
    now = make.NOW
    for wait in (*inbox.WAITS, inbox.WAITS[-1]):
        inbox.drain(now=now)
        now += wait
    receipt.refresh_from_db()
    assert receipt.state == "attention" and receipt.attempts == inbox.MAX_ATTEMPTS
    assert receipt.error.startswith("Stumbles: it cannot be swallowed")
    assert (now - make.NOW).total_seconds() < 15 * 60
    assert Event.objects.get(verb="receipt_needs_attention").after == {"receipt": str(receipt.pk)}
    assert inbox.drain(now=make.later(days=9)) == 0


@pytest.mark.usefixtures("poison")
def test_a_bad_receipt_holds_up_nobody_not_even_its_sender() -> None:
    receive("poison")
    receive("after the poison", at=make.later(seconds=1))
    receive("somebody else", at=make.later(seconds=2), From="+447700900124")
    inbox.drain(now=make.later(seconds=3))
    bodies = set(Contact.objects.filter(direction="in").values_list("body", flat=True))
    assert bodies == {"after the poison", "somebody else"}


def test_a_receipt_that_kills_its_worker_each_time_is_set_aside() -> None:
    receipt = receive()
    now = make.NOW
    for _ in range(inbox.MAX_ATTEMPTS):
        assert inbox.claim(now=now) is not None
        now += inbox.LEASE
    assert inbox.drain(now=now) == 0
    receipt.refresh_from_db()
    assert receipt.state == "attention" and "stopped" in receipt.error
    assert Event.objects.filter(verb="receipt_needs_attention").count() == 1


def test_an_opt_out_in_words_only_the_provider_knows_is_heard() -> None:
    receive("STOPIO", OptOutType="STOP")
    inbox.drain(now=make.NOW)
    assert ContactPoint.objects.get(value=twilio.SENDER).opted_out_at == make.NOW
    receive("DECHRAU", OptOutType="START", at=make.later(minutes=1))
    inbox.drain(now=make.later(minutes=1))
    assert ContactPoint.objects.get(value=twilio.SENDER).opted_out_at is None


def test_a_text_fetched_late_says_so_and_is_the_same_text() -> None:
    incoming = payload.message(form(twilio.fields()))
    assert inbox.accept(channel="sms", incoming=incoming, now=make.NOW, late=True)
    assert not inbox.accept(channel="sms", incoming=incoming, now=make.NOW)
    inbox.drain(now=make.NOW)
    assert Contact.objects.get(direction="in").late


def test_news_reaches_the_delivery_before_our_own_note_of_its_id() -> None:
    delivery = sent(status="sending")
    report("delivered", message=twilio.sid(), delivery=str(delivery.pk))
    inbox.drain(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.DELIVERED and delivery.provider_id


def test_news_settles_a_doubt() -> None:
    delivery = sent(status="in_doubt")
    number = twilio.sid()
    report("queued", message=number, delivery=str(delivery.pk))
    inbox.drain(now=make.NOW)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.provider_id) == (DeliveryStatus.SENT, number)


def test_news_without_our_id_is_found_by_the_providers() -> None:
    number = twilio.sid()
    delivery = sent(number)
    report("undelivered", message=number, ErrorCode="30003")
    inbox.drain(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.UNDELIVERED and delivery.error_code == "30003"
    assert "switched off" in delivery.error_words


def test_news_of_an_opted_out_number_stops_all_texts_to_it() -> None:
    delivery = sent(status="sending")
    report("failed", message=twilio.sid(), delivery=str(delivery.pk), ErrorCode="21610")
    inbox.drain(now=make.NOW)
    assert ContactPoint.objects.get(value="+447700900101").opted_out_at == make.NOW


def test_news_about_nothing_of_ours_is_kept_marked_and_nobodys_work() -> None:
    report("delivered", message=twilio.sid())
    now = make.NOW
    for wait in (*inbox.WAITS, inbox.WAITS[-1]):
        inbox.drain(now=now)
        now += wait
    receipt = Receipt.objects.get()
    assert receipt.state == "done" and receipt.error == "No delivery of ours has this id."
    assert not Event.objects.filter(verb="receipt_needs_attention").exists()


HISTORIES = st.lists(
    st.sampled_from(
        [
            "accepted",
            "queued",
            "sending",
            "sent",
            "delivered",
            "undelivered",
            "failed",
            "read",
            "canceled",
            "huh",
        ]
    ),
    min_size=1,
    max_size=5,
)


@examples(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES, seed=st.integers(0, 10_000))
def test_in_whatever_order_news_comes_the_end_is_the_same(history: list[str], seed: int) -> None:
    shuffled = history * 2
    random.Random(seed).shuffle(shuffled)
    assert _end_of(history) == _end_of(shuffled)


def _end_of(history: list[str]) -> str:
    """The status after this history, and that it never went back on the way."""
    with transaction.atomic():
        delivery, message = sent(status="sending"), twilio.sid()
        reached = []
        for number, status in enumerate(history):
            report(status, message=message, delivery=str(delivery.pk), at=make.later(seconds=number))
            inbox.drain(now=make.later(minutes=1))
            delivery.refresh_from_db()
            reached.append(delivery.status)
        transaction.set_rollback(True)
    settled = reached.index("delivered") if "delivered" in reached else len(reached)
    assert set(reached[settled:]) <= {"delivered"}
    return reached[-1]


@pytest.mark.django_db(transaction=True)
def test_three_workers_at_once_take_every_text_in_once_and_in_order() -> None:
    for number in range(30):
        receive(f"{number}", at=make.later(seconds=number), From=f"+44770090010{number % 3}")
    failures: list[BaseException] = []

    def run() -> None:
        try:
            while Receipt.objects.waiting().exists():
                inbox.drain(now=make.later(hours=1))
        except BaseException as error:  # noqa: BLE001  (told to the test, which fails)
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=run) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert failures == []
    assert Contact.objects.filter(direction="in").count() == 30
    assert Case.objects.count() == 3
    for case in Case.objects.all():
        written = list(case.contacts.order_by("id").values_list("body", flat=True))
        assert written == sorted(written, key=int)
