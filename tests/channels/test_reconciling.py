"""What the provider's requests never told us is found in its own list: all of it, once, with its own time."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from casework.models import Alarm, Case, Contact, Delivery, FollowUp
from casework.services import deliveries, outbound, upload_links
from channels import inbox, outbox, reconciling, registry
from channels.models import Receipt, Reconciliation
from channels.twilio import reconcile as listing
from tests import factories as make
from tests.channels import twilio
from tests.channels.listing import Company, company

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio_account")]

AGO = make.NOW - timedelta(minutes=5)


@pytest.fixture
def twilios(settings: Any) -> Iterator[Company]:
    make.office(acknowledge_texts=False)
    with company() as found:
        settings.TWILIO_API_BASE = found.url
        yield found


def look(**given: Any) -> Reconciliation:
    (run,) = reconciling.reconcile_all(now=given.pop("now", make.NOW), **given)
    return run


def queued(body: str = "We will ring tomorrow") -> Delivery:
    """A reply that waits in the outbox, to somebody who has texted us."""
    make.office(acknowledge_texts=False)
    case = make.case("Please ring me", sid=twilio.sid())
    point = case.contacts.get(direction="in").contact_point
    assert point is not None
    contact = outbound.write(case=case, channel="sms", point=point, person=None, body=body, now=make.NOW)
    return Delivery.objects.get(contact=contact)


def in_doubt() -> Delivery:
    """One whose worker stopped between the call and its note."""
    delivery = queued()
    assert deliveries.begin(delivery=delivery, now=make.NOW, job="test")
    deliveries.in_doubt(delivery=delivery, now=make.NOW, job="test")
    return delivery


def test_what_missed_us_is_taken_in_once_and_says_so(twilios: Company) -> None:
    number = twilios.has("The roof is leaking", at=AGO)
    assert (look().recovered, look(now=make.later(minutes=1)).recovered) == (1, 0)
    inbox.drain(now=make.later(minutes=1))
    contact = Contact.objects.get(direction="in")
    assert (contact.body, contact.external_id, contact.late) == ("The roof is leaking", number, True)
    assert contact.took_place_at == AGO and contact.case is not None


def test_its_own_request_that_comes_after_all_changes_nothing(twilios: Company) -> None:
    number = twilios.has("The roof is leaking", at=AGO)
    look()
    assert (
        twilio.post(twilio.INBOUND, twilio.fields(MessageSid=number, Body="The roof is leaking")).status_code
        == 200
    )
    inbox.drain(now=make.NOW)
    assert Receipt.objects.count() == Contact.objects.filter(direction="in").count() == 1
    assert not Alarm.objects.exists()


def test_what_we_have_already_is_left_alone(twilios: Company) -> None:
    number = twilios.has("The roof is leaking", at=AGO)
    twilio.post(twilio.INBOUND, twilio.fields(MessageSid=number, Body="The roof is leaking"))
    run = look()
    assert (run.seen, run.recovered) == (1, 0) and not Receipt.objects.get().late


def test_a_text_that_may_still_be_on_its_way_is_left_for_the_next_look(twilios: Company) -> None:
    twilios.has("The roof is leaking", at=make.NOW - timedelta(seconds=20))
    assert look().recovered == 0
    assert look(now=make.later(minutes=2)).recovered == 1


def test_recovered_texts_of_one_sender_are_filed_in_the_order_of_their_own_times(twilios: Company) -> None:
    for number, words in enumerate(("The roof is leaking", "it is the kitchen", "and the hall")):
        twilios.has(words, at=AGO + timedelta(seconds=number))
    look()
    inbox.drain(now=make.later(seconds=1))
    bodies = Contact.objects.filter(direction="in").order_by("logged_at", "id").values_list("body", flat=True)
    assert list(bodies) == ["The roof is leaking", "it is the kitchen", "and the hall"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize("repeats", [False, True], ids=["plain pages", "pages that shift"])
def test_three_days_in_pages_of_fifty(
    twilios: Company, monkeypatch: pytest.MonkeyPatch, repeats: bool
) -> None:
    monkeypatch.setattr(listing, "PAGE", 50)
    monkeypatch.setattr(listing.listed, "__kwdefaults__", {"prefix": "", "page": 50})
    twilios.repeats = repeats
    for number in range(230):
        at = make.NOW - timedelta(days=3) + timedelta(minutes=15 * number)
        twilios.has(f"Text {number}", at=at, sender=f"+4477009{number:05d}")
    assert look(since=make.NOW - timedelta(days=4)).recovered == 230
    assert look(since=make.NOW - timedelta(days=4)).recovered == 0
    assert Receipt.objects.count() == 230 and len(twilios.asked) >= 10


def test_a_list_that_breaks_off_gives_what_it_gave_and_the_rest_next_time(
    twilios: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing.listed, "__kwdefaults__", {"prefix": "", "page": 50})
    for number in range(120):
        twilios.has(f"Text {number}", at=AGO, sender=f"+4477009{number:05d}")
    twilios.failing = [0, 500]
    first = look()
    assert (first.recovered, first.error != "") == (50, True)
    assert look(now=make.later(minutes=1)).recovered == 70


@pytest.mark.parametrize("status", [429, 500, 503, 401])
def test_a_provider_that_fails_is_left_alone_for_longer_and_longer(twilios: Company, status: int) -> None:
    twilios.failing = [status] * 10
    begun = []
    for minute in range(40):
        begun += [minute for _ in reconciling.reconcile_all(now=make.later(minutes=minute))]
    assert begun == [0, 1, 3, 7, 15, 31]
    assert "cannot be read" in Alarm.objects.get().words
    assert look(now=make.later(minutes=41), insist=True).error  # the command does not wait


def test_after_it_answers_again_it_is_asked_every_minute(twilios: Company) -> None:
    twilios.failing = [500, 500]
    for minute in (0, 1):
        assert look(now=make.later(minutes=minute)).error
    assert look(now=make.later(minutes=3)).error == ""
    assert look(now=make.later(minutes=4)).error == ""


def test_however_long_nobody_looked_nothing_is_left_out(twilios: Company) -> None:
    look(now=make.NOW - timedelta(days=9))
    run = look()
    assert run.since <= make.NOW - timedelta(days=9) - timedelta(hours=24)


@pytest.mark.parametrize(
    ("date_sent", "known"),
    [("Mon, 02 Mar 2026 11:55:00 +0000", True), ("Thu, 01 Jan 1970 00:00:00 +0000", False), (None, False)],
    ids=["theirs", "1970", "missing"],
)
def test_a_time_that_is_plainly_wrong_is_kept_but_not_believed(
    twilios: Company, date_sent: str | None, known: bool
) -> None:
    twilios.has("The roof is leaking", at=AGO, date_sent=date_sent, date_created=date_sent)
    look()
    inbox.drain(now=make.later(seconds=1))
    assert (Contact.objects.get(direction="in").took_place_at == AGO) is known


def test_pictures_of_a_recovered_text_are_asked_for(
    twilios: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def media(message: Any, *, sid: str) -> dict[str, str]:
        asked.append(message.sid)
        return {"MediaUrl0": "https://api.twilio.com/x", "MediaContentType0": "image/jpeg"}

    monkeypatch.setattr(listing, "_media", media)
    number = twilios.has("Look", at=AGO, num_media="1")
    look()
    assert asked == [number] and Receipt.objects.get().content["MediaUrl0"]


def test_messages_of_another_channel_are_not_this_channels(twilios: Company) -> None:
    twilios.has("By WhatsApp", at=AGO, sender=f"whatsapp:{twilio.SENDER}")
    assert [run.recovered for run in reconciling.reconcile_all(now=make.NOW) if run.channel == "sms"] == [0]


def test_news_that_was_lost_on_its_way_is_in_the_list(twilios: Company) -> None:
    delivery = queued()
    number = twilios.sent(
        delivery.contact.body, at=make.NOW, to="+447700900101", status="undelivered", error_code=30003
    )
    Delivery.objects.filter(pk=delivery.pk).update(status="sent", provider_id=number, sent_at=make.NOW)
    assert look(now=make.later(minutes=3)).settled == 1
    delivery.refresh_from_db()
    assert delivery.status == "undelivered" and "switched off" in delivery.error_words
    assert FollowUp.objects.get().words.startswith("Not reached.")


def test_a_doubt_is_settled_by_number_words_and_time(twilios: Company) -> None:
    delivery = in_doubt()
    number = twilios.sent(delivery.contact.body, at=make.later(seconds=3), to="+447700900101")
    assert look(now=make.later(minutes=3)).settled == 1
    delivery.refresh_from_db()
    assert (delivery.status, delivery.provider_id) == ("delivered", number)


@pytest.mark.parametrize(
    "rows",
    [
        [{"body": "Something else"}],
        [{"to": "+447700900102"}],
        [{"minutes": 40}],
        [{}, {}],
    ],
    ids=["other words", "another number", "long after", "two that look alike"],
)
def test_a_doubt_that_cannot_be_told_apart_is_for_a_person(
    twilios: Company, rows: list[dict[str, Any]]
) -> None:
    delivery = in_doubt()
    for row in rows:
        at = make.later(minutes=row.get("minutes", 0))
        twilios.sent(row.get("body", delivery.contact.body), at=at, to=row.get("to", "+447700900101"))
    look(now=make.later(minutes=50))
    outbox.drain(now=make.later(minutes=50))
    outbox.drain(now=make.later(minutes=51))
    delivery.refresh_from_db()
    assert delivery.status == "in_doubt"
    assert "Nobody knows" in FollowUp.objects.get().words


def test_a_link_in_doubt_is_found_by_what_was_sent_and_not_by_what_is_on_record(twilios: Company) -> None:
    case = make.case("Please ring me", sid=twilio.sid())
    point = case.contacts.get(direction="in").contact_point
    assert point is not None
    link = upload_links.ask(case=case, contact_point=point, actor=make.staff("worker"), now=make.NOW)
    delivery = Delivery.objects.get(contact=link.sent)
    deliveries.begin(delivery=delivery, now=make.NOW, job="test")
    deliveries.in_doubt(delivery=delivery, now=make.NOW, job="test")
    assert upload_links.PLACEHOLDER in delivery.contact.body
    twilios.sent(upload_links.spelled_out(delivery.contact), at=make.NOW, to="+447700900101")
    assert look(now=make.later(minutes=3)).settled == 1


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_are_one(twilios: Company) -> None:
    with reconciling._alone(f"sms:{twilio.ACCOUNT}") as alone:
        assert alone
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_try_advisory_lock(hashtextextended(%s, 7))",
                    [f"reconciling:sms:{twilio.ACCOUNT}"],
                )
                assert cursor.fetchone()[0] is False
        finally:
            other.close()


def test_the_command_says_what_it_found(twilios: Company) -> None:
    twilios.has("The roof is leaking", at=AGO)
    told = StringIO()
    call_command("reconcile", "--since=2026-03-01", stdout=told)
    assert "1 in the list, 1 recovered, 0 settled" in told.getvalue()
    twilios.failing = [500]
    with pytest.raises(CommandError, match="error 500"):
        call_command("reconcile", stdout=StringIO())


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "31/12/2026"])
def test_the_command_says_how_a_time_is_written(since: str) -> None:
    with pytest.raises(CommandError, match="Write it as"):
        call_command("reconcile", f"--since={since}")


def test_without_an_account_there_is_nothing_to_list(settings: Any) -> None:
    settings.DEMO, settings.TWILIO_ACCOUNT_SID = False, ""
    assert registry.channel("sms").accounts() == []
    assert reconciling.reconcile_all(now=make.NOW) == []
