"""What was agreed, in writing: through the guard, once for each way, with nothing in it that is anybody else's business."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.models import Case, Contact, ContactPoint, Delivery, Event, FollowUp, Staff
from casework.models.case import WaitingFor
from casework.models.delivery import DeliveryStatus
from casework.models.follow_up import FollowUpKind
from casework.permissions import NotAllowed
from casework.services import confirmations, letters, outbound, people, person_points
from casework.services.confirmations import CannotConfirm
from channels import outbox
from tests import factories as make

pytestmark = pytest.mark.django_db

SECRET = "she wants to leave him"
EMAIL = "amina@example.org"
ADDRESS = "14 Mill Lane\nLeeds\nLS1 4DY"
DONE_STATEMENTS = 13


@pytest.fixture(autouse=True)
def _set_up(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = f"AC{'0' * 32}", "0" * 32
    settings.TWILIO_NUMBER = "+447700900999"
    settings.EMAIL_FROM, settings.EMAIL_READY, settings.EMAIL_TO_FILES = "office@example.org", True, False


@pytest.fixture
def handler() -> Staff:
    return make.staff("handler", role="handler")


@pytest.fixture
def call(handler: Staff) -> Contact:
    make.office(acknowledge_texts=False, phone="01632 960123")
    return Contact.objects.get(pk=make.call(SECRET, by=handler).contact.pk)


def reached_at(call: Contact, **flags: Any) -> tuple[ContactPoint, ContactPoint]:
    """An e-mail address that is confirmed, and a postal one."""
    assert call.person is not None
    found = []
    for kind, value in (("email", EMAIL), ("address", ADDRESS)):
        person_points.add_point(
            person=call.person, kind=kind, raw=value, actor=make.staff(f"for-{kind}"), now=make.NOW
        )
        found.append(ContactPoint.objects.get(kind=kind))
    ContactPoint.objects.filter(kind="email").update(confirmed_at=make.NOW)
    return found[0], found[1]


def ways(call: Contact, staff: Staff, now: datetime = make.NOW) -> dict[str, tuple[str, str]]:
    return {
        each.code: (each.label, each.refused)
        for each in confirmations.ways(contact=call, staff=staff, now=now)
    }


def send(call: Contact, way: str, actor: Staff, now: datetime = make.NOW) -> Contact:
    confirmations.send(contact=call, way=way, actor=actor, now=now)
    return Contact.objects.get(account="confirmation", channel__in=confirmations.CHANNELS[way])


def test_it_offers_what_is_on_record(call: Contact, handler: Staff) -> None:
    assert ways(call, handler) == {
        "text": ("Text to 07700 900101", ""),
        "email": ("E-mail", "No e-mail address of theirs is on record."),
        "letter": ("Letter", "No postal address of theirs is on record."),
    }
    reached_at(call)
    assert ways(call, handler) == {
        "text": ("Text to 07700 900101", ""),
        "email": (f"E-mail to {EMAIL}", ""),
        "letter": ("Letter to 14 Mill Lane Leeds LS1 4DY", ""),
    }


def test_a_text_says_what_was_agreed_and_nothing_of_what_was_said(call: Contact, handler: Staff) -> None:
    case = Case.objects.get()
    written = send(call, "text", handler)
    assert written.body == (
        f"Riverbank Help: thank you for your call on 2 March. We have passed on what you told us. Your reference is "
        f"{case.reference}. Reply to this text to add to it."
    )
    assert (written.channel, written.direction, written.automatic, written.logged_by) == (
        "sms",
        "out",
        True,
        handler,
    )
    assert written.case == case and written.delivery.status == DeliveryStatus.QUEUED
    told = Event.objects.get(verb="confirmed_in_writing")
    assert (told.actor, told.case, told.contact) == (handler, case, written)


@pytest.mark.parametrize("way", ["text", "email", "letter"])
def test_nothing_private_and_no_name_of_ours_where_it_must_not_be(
    call: Contact, handler: Staff, way: str
) -> None:
    reached_at(call)
    ContactPoint.objects.filter(kind__in=("phone", "address")).update(say_who_we_are=False)
    body = send(call, way, handler).body
    assert SECRET not in body
    assert ("Riverbank" in body, "960123" in body) == ((True, True) if way == "email" else (False, False))


def test_an_e_mail_goes_nowhere_that_must_not_know_us(call: Contact, handler: Staff) -> None:
    reached_at(call)
    ContactPoint.objects.filter(kind="email").update(say_who_we_are=False)
    assert "shows who we are" in ways(call, handler)["email"][1]


def test_a_confirmation_is_no_answer(call: Contact, handler: Staff) -> None:
    """The call was passed on: the team still has to answer, whatever was confirmed."""
    case = Case.objects.get()
    before = (case.needs_answer, case.waiting_for, case.responded_at)
    assert before[:2] == (True, WaitingFor.US)
    send(call, "text", handler)
    case.refresh_from_db()
    assert (case.needs_answer, case.waiting_for, case.responded_at) == before


def test_a_promised_callback_is_named(call: Contact, handler: Staff) -> None:
    case = Case.objects.get()
    Contact.objects.filter(pk=call.pk).update(outcome="callback")
    call.refresh_from_db()
    FollowUp.objects.create(
        case=case, contact=call, kind=FollowUpKind.CALLBACK, words=SECRET, made_by=handler, made_at=make.NOW,
        window_from=datetime(2026, 7, 7, 13, 0, tzinfo=UTC), due_at=datetime(2026, 7, 7, 15, 0, tzinfo=UTC),
    )  # fmt: skip
    body = send(call, "text", handler).body
    assert "We will ring you on Tuesday 7 July between 14:00 and 16:00." in body and SECRET not in body


def test_without_a_case_there_is_no_reference(handler: Staff) -> None:
    make.office(acknowledge_texts=False)
    call = make.call(SECRET, by=handler, staff_choice="none", outcome="answered").contact
    written = send(Contact.objects.get(pk=call.pk), "text", handler)
    assert written.case is None and "reference" not in written.body


@pytest.mark.parametrize("way", ["text", "email", "letter"])
def test_once_for_each_way_by_the_database_s_word(call: Contact, handler: Staff, way: str) -> None:
    reached_at(call)
    written = send(call, way, handler)
    with pytest.raises(CannotConfirm, match="already"):
        confirmations.send(contact=call, way=way, actor=handler, now=make.later(minutes=1))
    assert ways(call, handler)[way][1] == "Written already: waiting to be sent."
    with pytest.raises(IntegrityError), transaction.atomic():
        outbound.write(
            case=None, channel=written.channel, point=written.contact_point, person=None, body="x", now=make.NOW,  # type: ignore[arg-type]
            account="confirmation", external_id=call.pk.hex,
        )  # fmt: skip
    assert Delivery.objects.count() == 1


def test_two_who_press_at_the_same_moment_send_one(
    call: Contact, handler: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for the second, who looked before the first had written."""
    send(call, "text", handler)
    monkeypatch.setattr(confirmations, "_sent", lambda contact: {})
    with pytest.raises(CannotConfirm, match="in this way already"):
        confirmations.send(contact=call, way="text", actor=handler, now=make.NOW)
    assert Delivery.objects.count() == 1


def test_each_way_is_a_confirmation_of_its_own(call: Contact, handler: Staff) -> None:
    reached_at(call)
    for way in ("text", "email", "letter"):
        send(call, way, handler)
    assert set(Contact.objects.filter(direction="out").values_list("channel", flat=True)) == {
        "sms",
        "email",
        "letter",
    }
    assert [each.channel for each in letters.waiting(handler)] == ["letter"]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ({"opted_out_at": make.NOW}, "asked not to be texted"),
        ({"text_ok": False}, "not safe to text"),
        ({"do_not_use": True}, "must not be used"),
        ({"confirmed_at": None}, "only typed into a form"),
        ({"safe_hours": "when he is at work"}, "a person must judge"),
    ],
)
def test_the_guard_refuses_with_its_words(
    call: Contact, handler: Staff, flags: dict[str, Any], words: str
) -> None:
    ContactPoint.objects.filter(kind="phone").update(**flags)
    call.refresh_from_db()
    assert words in ways(call, handler)["text"][1]
    with pytest.raises(CannotConfirm, match=words):
        confirmations.send(contact=call, way="text", actor=handler, now=make.NOW)
    assert Delivery.objects.count() == 0


def test_an_e_mail_address_nobody_confirmed_gets_none(call: Contact, handler: Staff) -> None:
    reached_at(call)
    ContactPoint.objects.filter(kind="email").update(confirmed_at=None)
    assert "Nobody has confirmed this e-mail address" in ways(call, handler)["email"][1]


def test_another_number_of_theirs_is_taken_where_the_first_must_not(call: Contact, handler: Staff) -> None:
    assert call.person is not None
    other = ContactPoint.objects.create(kind="phone", value="+447700900155", confirmed_at=make.NOW)
    people.attach(person=call.person, point=other)
    ContactPoint.objects.filter(value="+447700900101").update(text_ok=False)
    call.refresh_from_db()
    assert ways(call, handler)["text"] == ("Text to 07700 900155", "")
    assert send(call, "text", handler).contact_point == other


def test_outside_safe_hours_it_waits(call: Contact, handler: Staff) -> None:
    ContactPoint.objects.filter(kind="phone").update(safe_from=time(18), safe_until=time(20))
    call.refresh_from_db()
    words = confirmations.send(contact=call, way="text", actor=handler, now=make.NOW)
    delivery = Delivery.objects.get()
    assert delivery.next_attempt_at == datetime(2026, 3, 2, 18, 0, tzinfo=UTC) and delivery.waits_because
    assert "only from 18:00 to 20:00" in words


def test_the_guard_is_asked_again_when_it_goes(call: Contact, handler: Staff) -> None:
    reached_at(call)
    written = send(call, "email", handler)
    ContactPoint.objects.filter(kind="email").update(do_not_use=True)
    assert outbox.send_one(now=make.NOW)
    written.delivery.refresh_from_db()
    assert written.delivery.status == DeliveryStatus.REFUSED and mail.outbox == []


def test_an_e_mail_goes_out_as_one_that_no_machine_answers(call: Contact, handler: Staff) -> None:
    reached_at(call)
    send(call, "email", handler)
    assert outbox.send_one(now=make.NOW)
    [sent] = mail.outbox
    assert sent.to == [EMAIL] and sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert SECRET not in sent.body and Case.objects.get().reference in sent.body


@pytest.mark.parametrize("outcome", ["no_answer", "voicemail", "wrong_number"])
def test_nothing_is_confirmed_where_nobody_spoke(handler: Staff, outcome: str) -> None:
    make.office()
    call = make.call("Rang them back", by=handler, outcome=outcome).contact
    assert ways(call, handler) == {}
    with pytest.raises(CannotConfirm, match="Nothing was agreed"):
        confirmations.send(contact=call, way="text", actor=handler, now=make.NOW)


def test_what_nobody_put_on_record_is_not_confirmed(handler: Staff) -> None:
    make.office(acknowledge_texts=False)
    taken = make.text("Hello there")
    assert ways(taken.contact, handler) == {}


def test_an_administrator_confirms_nothing(call: Contact) -> None:
    administrator = make.staff("administrator", role="administrator")
    assert ways(call, administrator) == {}
    with pytest.raises(NotAllowed):
        confirmations.send(contact=call, way="text", actor=administrator, now=make.NOW)


@pytest.mark.parametrize("way", ["", "sms", "pigeon", "\x00", "text "])
def test_no_other_way(call: Contact, handler: Staff, way: str) -> None:
    with pytest.raises(CannotConfirm, match="Choose how"):
        confirmations.send(contact=call, way=way, actor=handler, now=make.NOW)


def test_where_it_is_not_set_up_it_says_so(call: Contact, handler: Staff, settings: Any) -> None:
    settings.EMAIL_READY = False
    reached_at(call)
    assert "not set up" in ways(call, handler)["email"][1]


# The page


def at_desk(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def done_url(contact: Contact) -> str:
    return reverse("desk:log_done", kwargs={"contact": contact.pk, "again": f"desk:log_{contact.channel}"})


@pytest.fixture
def rang(handler: Staff) -> Contact:
    """Just now, because pages take the time of the clock."""
    make.office(acknowledge_texts=False)
    return Contact.objects.get(
        pk=make.call(SECRET, by=handler, at=timezone.now() - timedelta(minutes=1)).contact.pk
    )


def test_it_is_one_tick_on_the_page_after_logging(rang: Contact, handler: Staff) -> None:
    client = at_desk(handler)
    page = said(client.get(done_url(rang)))
    assert "Confirm it in writing" in page and "Text to 07700 900101" in page
    page = client.post(f"/desk/contacts/{rang.pk}/confirm/", {"way": "text"}, follow=True)
    assert page.redirect_chain[0][0] == done_url(rang)
    assert "The text to 07700 900101 is on its way." in said(page) and "Written already" in said(page)
    page = client.post(f"/desk/contacts/{rang.pk}/confirm/", {"way": "text"}, follow=True)
    assert "This was confirmed in this way already." in said(page)
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("given", [{}, {"way": "x"}, {"way": "\x00"}, {"way": "<script>"}])
def test_odd_input_confirms_nothing(rang: Contact, handler: Staff, given: dict[str, str]) -> None:
    page = at_desk(handler).post(f"/desk/contacts/{rang.pk}/confirm/", given, follow=True)
    assert page.status_code == 200 and "Choose how to confirm it" in said(page)
    assert Delivery.objects.count() == 0


def test_only_whoever_logged_it_confirms_it(rang: Contact) -> None:
    other = make.staff("other", role="handler")
    assert at_desk(other).post(f"/desk/contacts/{rang.pk}/confirm/", {"way": "text"}).status_code == 404
    assert Delivery.objects.count() == 0


def test_a_case_of_others_is_confirmed_without_telling_its_reference(rang: Contact, handler: Staff) -> None:
    """The caller gets it, whoever logged the call does not."""
    case = Case.objects.get()
    make.text("First", at=make.NOW)
    Contact.objects.filter(pk=rang.pk).update(logged_at=timezone.now() + timedelta(days=1))
    Case.objects.filter(pk=case.pk).update(restricted=True, team=make.team("far-away"))
    Contact.objects.filter(case=case).exclude(pk=rang.pk).update(logged_at=make.NOW)
    page = said(at_desk(handler).post(f"/desk/contacts/{rang.pk}/confirm/", {"way": "text"}, follow=True))
    assert case.reference not in page
    assert case.reference in Contact.objects.get(account="confirmation").body


def test_the_page_states_its_statements(
    rang: Contact, handler: Staff, django_assert_num_queries: Any
) -> None:
    reached_at(rang)
    client = at_desk(handler)
    client.get(done_url(rang))
    with django_assert_num_queries(DONE_STATEMENTS):
        client.get(done_url(rang))
