"""The day's budget holds exactly, what waits goes later, and a text that did not arrive is somebody's task."""

import threading
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connections

from casework.models import Alarm, Case, ContactPoint, Delivery, Event, FollowUp, SendingDay, Staff
from casework.models.delivery import DeliveryStatus, Purpose
from casework.permissions import NotAllowed
from casework.services import alarms, contact_points, deliveries, outbound, spending
from tests import factories as make

pytestmark = pytest.mark.django_db

JOB = "test"


@pytest.fixture
def reply() -> Callable[..., Delivery]:
    make.office(acknowledge_texts=False)

    def write(words: str = "We will ring tomorrow", **fields: Any) -> Delivery:
        case = Case.objects.first() or make.case()
        point = case.contacts.filter(direction="in").latest("logged_at").contact_point
        assert point is not None
        contact = outbound.write(
            case=case, channel="sms", point=point, person=None, body=words, now=make.NOW, **fields
        )
        return Delivery.objects.get(contact=contact)

    return write


def begin(delivery: Delivery, **later: float) -> bool:
    begun = deliveries.begin(delivery=delivery, now=make.later(**later), job=JOB)
    delivery.refresh_from_db()
    return begun


def test_what_waits_for_the_morning_is_sent_in_the_morning(reply: Any) -> None:
    make.office(quiet_from=time(21), quiet_until=time(8))
    delivery = reply()
    assert not begin(delivery, hours=11)
    assert (delivery.status, delivery.waits_because) == ("queued", "The office is quiet from 21:00 to 08:00.")
    assert delivery.next_attempt_at == make.later(hours=20)
    assert begin(delivery, hours=20) and not delivery.waits_because


def test_staff_may_send_in_the_night_but_never_outside_safe_hours(reply: Any) -> None:
    make.office(quiet_from=time(21), quiet_until=time(8))
    assert begin(reply("At night", at_night=True), hours=11)
    delivery = reply("Unsafe at night", at_night=True)
    ContactPoint.objects.update(safe_from=time(10), safe_until=time(14))
    assert not begin(delivery, hours=11)
    assert delivery.next_attempt_at == make.later(hours=22)


def test_a_flag_set_while_it_waited_stops_it(reply: Any) -> None:
    delivery = reply()
    ContactPoint.objects.update(text_ok=False)
    assert not begin(delivery)
    assert delivery.status == DeliveryStatus.REFUSED and "not safe" in delivery.error_words


def test_the_budget_of_a_day_holds_to_the_part(reply: Any) -> None:
    make.office(parts_per_day=2)
    assert [begin(reply(words)) for words in ("one", "two", "three")] == [True, True, False]
    assert SendingDay.objects.get().parts == 2
    last = Delivery.objects.latest("queued_at", "id")
    assert last.status == "refused" and "all the texts it may send today" in last.error_words
    assert begin(reply("tomorrow"), hours=24)


def test_the_budget_of_a_number_counts_what_went_and_not_itself(reply: Any) -> None:
    make.office(texts_per_number=2)
    assert [begin(reply(words)) for words in ("one", "two", "three")] == [True, True, False]
    assert begin(reply("later"), hours=25)


@pytest.mark.django_db(transaction=True)
def test_many_hands_at_once_do_not_overspend() -> None:
    office = make.office(parts_per_day=10)
    taken: list[bool] = []

    def spend() -> None:
        taken.append(spending.take(parts=3, office=office, now=make.NOW, job=JOB))
        connections.close_all()

    threads = [threading.Thread(target=spend) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 5 + [True] * 3
    assert SendingDay.objects.get().parts == 9


def test_a_day_that_costs_twice_the_usual_is_told_once() -> None:
    office = make.office(parts_per_day=10_000)
    for day in range(1, 8):
        SendingDay.objects.create(day=(make.NOW - timedelta(days=day)).date(), parts=40, texts=40)
    for _ in range(90):
        spending.take(parts=1, office=office, now=make.NOW, job=JOB)
    alarm = Alarm.objects.get()
    assert alarm.words.startswith("81 parts of texts went out today; 40 a day are usual.")
    assert (alarm.times, Event.objects.filter(verb="alarm").count()) == (1, 1)


def test_a_quiet_office_is_not_alarmed_by_a_handful() -> None:
    office = make.office()
    SendingDay.objects.create(day=(make.NOW - timedelta(days=1)).date(), parts=1, texts=1)
    for _ in range(49):
        spending.take(parts=1, office=office, now=make.NOW, job=JOB)
    assert not Alarm.objects.exists()


@pytest.mark.parametrize("status", ["undelivered", "failed"])
def test_a_text_that_did_not_arrive_is_somebodys_task(reply: Any, status: str) -> None:
    delivery = reply()
    begin(delivery)
    for _ in range(2):
        deliveries.advance(
            delivery=delivery,
            status=status,
            code="30003",
            words="The phone is switched off.",
            now=make.NOW,
            job=JOB,
        )
    task = FollowUp.objects.get()
    assert task.words == "Not reached. The phone is switched off."
    case = Case.objects.get()
    assert case.needs_answer and task.case == case


def test_what_only_the_offices_rules_wanted_to_say_is_nobodys_task(reply: Any) -> None:
    delivery = reply(purpose=Purpose.ACKNOWLEDGEMENT)
    contact_points.opt_out(
        contact_point=delivery.contact.contact_point, how="They texted STOP", now=make.NOW, job=JOB
    )
    assert not begin(delivery)
    assert delivery.status == "refused" and not FollowUp.objects.exists()
    assert Event.objects.filter(verb="not_reached").exists()


def test_a_doubt_waits_a_quarter_of_an_hour_for_news_and_then_for_a_person(reply: Any) -> None:
    delivery = reply()
    begin(delivery)
    deliveries.in_doubt(delivery=delivery, now=make.NOW, job=JOB)
    assert deliveries.look_at_doubts(now=make.later(minutes=14), job=JOB) == 0
    assert deliveries.look_at_doubts(now=make.later(minutes=15), job=JOB) == 1
    assert deliveries.look_at_doubts(now=make.later(minutes=16), job=JOB) == 0
    assert "Nobody knows whether our text went out" in FollowUp.objects.get().words
    deliveries.advance(delivery=delivery, status="delivered", code="", now=make.later(hours=1), job=JOB)
    delivery.refresh_from_db()
    assert delivery.status == "delivered"


def test_it_can_be_taken_back_until_it_is_with_the_provider(reply: Any) -> None:
    worker = make.staff("worker")
    delivery = reply(hold=timedelta(seconds=10))
    assert not Delivery.objects.due(make.later(seconds=9)).exists()
    assert deliveries.take_back(delivery=delivery, actor=worker, now=make.later(seconds=5))
    delivery.refresh_from_db()
    assert delivery.status == "withdrawn" and Case.objects.get().needs_answer
    assert not FollowUp.objects.exists() and not begin(delivery)
    other = reply("Another")
    begin(other)
    assert not deliveries.take_back(delivery=other, actor=worker, now=make.later(seconds=5))
    other.refresh_from_db()
    assert other.status == "sending"


def test_a_call_handler_takes_nothing_back(reply: Any) -> None:
    with pytest.raises(NotAllowed):
        deliveries.take_back(delivery=reply(), actor=make.staff("handler", role="handler"), now=make.NOW)


def test_an_alarm_is_told_once_counted_each_time_and_new_after_it_was_dealt_with() -> None:
    lead: Staff = make.staff("lead", role="lead")
    assert [alarms.sound(key="k", words="Look", now=make.NOW, job=JOB) for _ in range(3)] == [
        True,
        False,
        False,
    ]
    alarm = Alarm.objects.get()
    assert alarm.times == 3
    alarms.clear(alarm=alarm, actor=lead, now=make.NOW)
    alarms.clear(alarm=alarm, actor=lead, now=make.NOW)
    assert alarms.sound(key="k", words="Look", now=make.later(hours=1), job=JOB)
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == [
        "alarm",
        "alarm_cleared",
        "alarm",
    ]
    with pytest.raises(NotAllowed):
        alarms.clear(alarm=Alarm.objects.get(cleared_at=None), actor=make.staff("worker"), now=make.NOW)
