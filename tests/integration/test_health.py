"""The health page: what is well, what to look at, what does not work, what it costs. Nobody's data on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from casework import presenters_health as show
from casework.models import Alarm, ContactPoint, Delivery, Event, Office, SendingDay, Staff
from casework.ports import ChannelHealth, Reconciled, channel_health
from casework.selectors_health import Traffic
from casework.services import alarms, outbound
from channels.models import Receipt, Reconciliation
from tests import factories as make
from tests.channels import twilio
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/desk/settings/health/"
NOW = make.NOW


@pytest.fixture
def admin() -> Staff:
    return make.staff("admin", role="administrator")


@pytest.fixture
def desk(admin: Staff) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def ready(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = twilio.ACCOUNT, twilio.TOKEN
    settings.TWILIO_NUMBER = twilio.OFFICE


def receipt(number: int, **fields: Any) -> Receipt:
    given: dict[str, Any] = {
        "channel": "sms", "provider": "twilio", "matter": "contact", "external_id": f"SM{number}", "payload": {},
        "fingerprint": "x", "received_at": timezone.now(), "next_attempt_at": timezone.now(), **fields,
    }  # fmt: skip
    return Receipt.objects.create(**given)


def sent(status: str, code: str = "", **fields: Any) -> Delivery:
    point, _ = ContactPoint.objects.get_or_create(kind="phone", value="+447700900101")
    contact = outbound.write(case=None, channel="sms", point=point, person=None, body="x", now=timezone.now())
    Delivery.objects.filter(contact=contact).update(
        status=status,
        error_code=code,
        settled_at=timezone.now() if code or status == "refused" else None,
        **fields,
    )
    return contact.delivery


def known(**fields: Any) -> ChannelHealth:
    given: dict[str, Any] = {
        "kind": "sms",
        "label": "text message",
        "receives": True,
        "sends": True,
        "ready": True,
    }
    return ChannelHealth(**{**given, "missing": "", **fields})


def looked(minutes: int, error: str = "") -> Reconciled:
    at = NOW - timedelta(minutes=minutes)
    return Reconciled(started_at=at, ended_at=at, recovered=1, settled=2, error=error)


def ago(**delta: float) -> Any:
    return NOW - timedelta(**delta)


# One of three signs, never without words


@pytest.mark.parametrize(
    ("channel", "traffic", "sign", "words"),
    [
        (known(), Traffic(), "Well", ""),
        (known(reconciled=looked(1)), Traffic(), "Well", ""),
        (known(ready=False, missing="Set a token."), Traffic(), "Not set up", "Set a token."),
        (known(ready=False, missing="Set a token."), Traffic(last_in_at=NOW), "Not working", "Set a token."),
        (known(ready=False, missing="Set a token."), Traffic(waiting=1), "Not working", "Set a token."),
        (known(sends=False, receives=False, ready=False, missing="By hand."), Traffic(), "Well", ""),
        (known(sends=False, ready=False, missing="Set a token."), Traffic(), "Not set up", "Set a token."),
        (known(waiting=1, waiting_since=ago(minutes=4)), Traffic(), "Well", ""),
        (
            known(waiting=1, waiting_since=ago(minutes=6)),
            Traffic(),
            "Look at it",
            "waited 6 minutes to be worked on",
        ),
        (known(waiting=1, waiting_since=ago(hours=2)), Traffic(), "Not working", "waited 2 hours"),
        (known(), Traffic(due_since=ago(minutes=20)), "Look at it", "to be sent has waited 20 minutes"),
        (known(), Traffic(due_since=ago(days=3)), "Not working", "waited 3 days"),
        (known(reconciled=looked(11)), Traffic(), "Look at it", "for 11 minutes"),
        (known(reconciled=looked(90)), Traffic(), "Not working", "for 1 hour"),
        (known(reconciled=looked(1, "401")), Traffic(), "Not working", "list failed: 401"),
        (known(attention=2), Traffic(), "Look at it", "2 messages could not be taken in"),
        (known(), Traffic(in_doubt=1), "Look at it", "nobody knows whether they went"),
        (known(), Traffic(failures=[("failed", "30003", 10)]), "Look at it", "10 messages did not arrive"),
        (known(), Traffic(failures=[("failed", "30003", 9)]), "Well", ""),
        (known(), Traffic(failures=[("refused", "", 500)]), "Well", ""),
        (known(ready=False, missing="Set a token.", attention=2), Traffic(), "Look at it", "could not be"),
    ],
)
def test_each_state_has_its_sign_and_its_reason(
    channel: ChannelHealth, traffic: Traffic, sign: str, words: str
) -> None:
    found = show.channel(channel, traffic, now=NOW)
    assert found.sign == sign and words in " ".join(found.reasons)
    assert bool(found.reasons) == (sign != "Well")


@pytest.mark.parametrize(("parts", "sign"), [(0, "Within budget"), (901, "Nearly spent"), (1000, "Spent")])
def test_the_budget_has_a_sign_too(parts: int, sign: str) -> None:
    office = make.office(parts_per_day=1000)
    found = show.spending([(NOW.date(), 1, parts)], office=office)
    assert (found["sign"], found["left"]) == (sign, f"{1000 - parts:,}")


# What the doors and the inside count


def test_the_doors_tell_what_they_know(ready: None) -> None:
    receipt(1)
    receipt(2, state="attention")
    receipt(3, state="done")
    for minutes, error in ((5, ""), (1, "Twilio answered 401.")):
        at = timezone.now() - timedelta(minutes=minutes)
        Reconciliation.objects.create(
            channel="sms",
            account=twilio.ACCOUNT,
            since=at,
            started_at=at,
            ended_at=at,
            recovered=1,
            error=error,
        )
    found = {each.kind: each for each in channel_health()}["sms"]
    assert (found.receives, found.sends, found.ready, found.missing) == (True, True, True, "")
    assert (found.waiting, found.attention) == (1, 1) and found.waiting_since is not None
    assert found.reconciled is not None and found.reconciled.error == "Twilio answered 401."


def test_the_page_counts_what_waits_failed_and_is_in_doubt(desk: Client, ready: None) -> None:
    sent("queued")
    sent("sending")
    sent("in_doubt")
    for _ in range(3):
        sent("undelivered", "30003")
    sent("failed", "30006")
    sent("refused")
    sent("failed", "30007", next_attempt_at=timezone.now())
    Delivery.objects.filter(error_code="30007").update(settled_at=timezone.now() - timedelta(hours=25))
    receipt(1, state="attention")
    words = Page(desk.get(URL)).words
    assert "Waiting in the outbox 2" in words and "In doubt 1" in words and "Needs attention 1" in words
    assert (
        "Not delivered, code 30003: 3" in words
        and "Failed, code 30006: 1" in words
        and "Not sent: 1" in words
    )
    assert "30007" not in words and "24 hours 5" in words


def test_what_is_missing_is_said_on_the_page(desk: Client, settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = twilio.ACCOUNT, ""
    sent("queued")
    words = Page(desk.get(URL)).words
    assert "Not working" in words and "TWILIO_ACCOUNT_SID" in words and "Reconciled Never" in words


def test_an_outcome_of_reconciliation_is_told(desk: Client, ready: None) -> None:
    at = timezone.now()
    Reconciliation.objects.create(channel="sms", since=at, started_at=at, ended_at=at, recovered=3, settled=4)
    assert "3 recovered, 4 settled" in Page(desk.get(URL)).words


def test_last_messages_and_other_ways_in_are_told(desk: Client) -> None:
    make.office(acknowledge_texts=False)
    make.text(at=timezone.now())
    make.form(at=timezone.now())
    words = Page(desk.get(URL)).words
    assert "Last in today" in words and "Last out None in 30 days" in words
    assert "Web form Last contact today" in words


def test_fourteen_days_are_a_table_and_bars(desk: Client) -> None:
    today = timezone.localdate()
    Office.objects.update(parts_per_day=100)
    SendingDay.objects.create(day=today, texts=10, parts=20)
    SendingDay.objects.create(day=today - timedelta(days=13), texts=5, parts=5)
    SendingDay.objects.create(day=today - timedelta(days=14), texts=5, parts=1000)
    answer = desk.get(URL)
    words, html = Page(answer).words, answer.content.decode()
    assert "Today 20 of 100 parts, £0.80. 80 are left. In 14 days £1.00." in words
    assert html.count('<tr class="govuk-table__row"><th scope="row"') == 14
    assert html.count('class="oq-week__open"') == 14 and 'width="25"' in html and 'width="100"' in html


# Alarms


def test_an_alarm_is_dealt_with_once_and_a_new_one_is_told_again(desk: Client, admin: Staff) -> None:
    alarms.sound(key="spending:x", words="Unusually much", now=timezone.now(), job="outbox")
    alarms.sound(key="spending:x", words="Unusually much", now=timezone.now(), job="outbox")
    assert "2 times, last" in Page(desk.get(URL)).words
    for _ in range(2):
        assert desk.post(URL, {"alarm": "spending:x"}).status_code == 302
    assert Alarm.objects.get().cleared_by == admin
    assert Event.objects.filter(verb="alarm_cleared").count() == 1
    assert "No alarm is open" in Page(desk.get(URL)).words
    alarms.sound(key="spending:x", words="Once more", now=timezone.now(), job="outbox")
    assert "Once more" in Page(desk.get(URL)).words


@pytest.mark.parametrize("key", ["", "\x00", "x" * 5000, "\u202e", "nothing"])
def test_an_alarm_that_is_not_there_is_no_error(desk: Client, key: str) -> None:
    assert desk.post(URL, {"alarm": key}).status_code == 302


# What must not be on it


def test_nobodys_data_is_on_it(desk: Client, ready: None) -> None:
    make.office()
    case = make.case("My landlord hits me", person_name="Amina Yusuf")
    sent("undelivered", "30003")
    html = desk.get(URL).content.decode()
    for private in ("My landlord", "Amina", "900101", case.reference):
        assert private not in html


def test_a_caseworker_does_not_see_it() -> None:
    client = Client()
    client.force_login(make.staff("worker"))
    assert client.get(URL).status_code == 403 and client.post(URL).status_code == 403


# Session, who asks and office; last messages, outbox, failures; receipts, reconciliations;
# alarms; the days.
STATEMENTS = 8


def test_it_states_its_statements(desk: Client, ready: None, django_assert_max_num_queries: Any) -> None:
    desk.get(URL)
    for number in range(4):
        receipt(number)
        sent("queued")
        alarms.sound(key=f"a{number}", words="Something", now=timezone.now(), job="outbox")
    with django_assert_max_num_queries(STATEMENTS):
        assert desk.get(URL).status_code == 200
