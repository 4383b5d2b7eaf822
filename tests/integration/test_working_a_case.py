"""What staff do with a case: answer, note, take, assign, status, move; and what is refused with which words."""

import pytest

from casework.models import Case, Contact, ContactPoint, Delivery, Event, Party, Person
from casework.permissions import NotAllowed
from casework.services import (
    assignment,
    deliveries,
    filing_moves,
    notes,
    quarantine,
    replies,
    send_guard,
    status,
)
from casework.workflow import StatusNotAllowed
from tests import factories as make

pytestmark = pytest.mark.django_db


def point() -> ContactPoint:
    return ContactPoint.objects.get(value="+447700900101")


@pytest.fixture(autouse=True)
def twilio(settings: object) -> None:
    settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32  # type: ignore[attr-defined]
    settings.TWILIO_AUTH_TOKEN = "test-token"  # type: ignore[attr-defined]
    settings.TWILIO_NUMBER = "+447700900000"  # type: ignore[attr-defined]


def test_a_reply_waits_in_the_outbox_and_the_case_waits_for_the_person() -> None:
    worker, case = make.staff("worker"), make.case()
    sent = replies.reply(
        case=case, body="On our way", contact_point=point(), actor=worker, now=make.later(hours=1)
    )
    assert sent.delivery.status == "queued"
    case.refresh_from_db()
    assert (case.waiting_for, case.needs_answer, case.status) == ("person", False, "open")
    assert case.responded_at == make.later(hours=1)
    assert Event.objects.filter(case=case, verb="replied", actor=worker).exists()


@pytest.mark.parametrize("body", ["", "   ", "\u200b"])
def test_an_empty_reply_is_refused(body: str) -> None:
    worker, case = make.staff("worker"), make.case()
    with pytest.raises(replies.ReplyRefused, match="Write something"):
        replies.reply(case=case, body=body, contact_point=point(), actor=worker, now=make.NOW)


def test_a_reply_over_the_limit_says_how_long_it_is() -> None:
    worker, case = make.staff("worker"), make.case()
    with pytest.raises(replies.ReplyRefused, match="1,700"):
        replies.reply(case=case, body="x" * 1700, contact_point=point(), actor=worker, now=make.NOW)


def test_nobody_who_is_not_on_the_case_is_written_to_from_it() -> None:
    worker, case = make.staff("worker"), make.case()
    make.text("other", sender=make.BEN)
    stranger = ContactPoint.objects.get(value="+447700900102")
    with pytest.raises(replies.ReplyRefused, match="nobody on this case"):
        replies.reply(case=case, body="hello", contact_point=stranger, actor=worker, now=make.NOW)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"opted_out_at": make.NOW, "opted_out_how": "They texted STOP"}, "asked not to be texted"),
        ({"do_not_use": True}, "must not be used"),
        ({"text_ok": False}, "not safe to text"),
        ({"confirmed_at": None}, "only typed into a form"),
    ],
)
def test_the_guard_refuses_and_says_what_instead(change: dict[str, object], words: str) -> None:
    worker, case = make.staff("worker"), make.case()
    ContactPoint.objects.filter(pk=point().pk).update(**change)
    with pytest.raises(replies.ReplyRefused, match=words):
        replies.reply(case=case, body="hello", contact_point=point(), actor=worker, now=make.NOW)


def test_the_guard_is_asked_again_when_the_message_is_sent() -> None:
    worker, case = make.staff("worker"), make.case()
    sent = replies.reply(case=case, body="hello", contact_point=point(), actor=worker, now=make.NOW)
    make.text("STOP", at=make.later(minutes=1))
    assert deliveries.begin(delivery=sent.delivery, now=make.later(minutes=2), job="outbox") is False
    sent.delivery.refresh_from_db()
    assert sent.delivery.status == "refused" and "not to be texted" in sent.delivery.error_words


@pytest.mark.parametrize("number", ["01632 960001", "0906 000 0000", "60777", "+1 202 555 0143"])
def test_no_text_to_numbers_that_cannot_or_should_not_get_one(number: str) -> None:
    make.office()
    taken = make.text("hello", sender=number)
    refused = send_guard.refusal(contact_point=taken.contact.contact_point, channel="sms", now=make.NOW)
    assert refused


@pytest.mark.parametrize("role", ["handler", "administrator"])
def test_a_role_that_does_not_write_to_people_cannot_reply(role: str) -> None:
    person, case = make.staff(role, role=role), make.case()
    with pytest.raises(NotAllowed):
        replies.reply(case=case, body="hello", contact_point=point(), actor=person, now=make.NOW)


def test_a_note_leaves_an_event_and_sends_nothing() -> None:
    worker, case = make.staff("worker"), make.case()
    before = Delivery.objects.count()
    notes.add_note(case=case, body="Ring after six", actor=worker, now=make.NOW)
    assert Event.objects.filter(case=case, verb="noted", actor=worker).exists()
    assert Delivery.objects.count() == before
    with pytest.raises(notes.EmptyNote):
        notes.add_note(case=case, body="\u200b", actor=worker, now=make.NOW)


def test_take_assign_and_give_back() -> None:
    worker, other, case = make.staff("worker"), make.staff("other"), make.case()
    assert assignment.take(case=case, actor=worker, now=make.NOW).assignee == worker
    assert assignment.assign(case=case, to=other, actor=worker, now=make.NOW).assignee == other
    assert assignment.assign(case=case, to=None, actor=worker, now=make.NOW).assignee is None
    assert Event.objects.filter(case=case, verb="assigned").count() == 3


def test_a_case_goes_to_nobody_who_could_not_open_it() -> None:
    worker, far, case = make.staff("worker"), make.staff("far", teams=("far-away",)), make.case()
    with pytest.raises(assignment.CannotBeAssigned):
        assignment.assign(case=case, to=far, actor=worker, now=make.NOW)
    administrator = make.staff("boss", role="administrator")
    with pytest.raises(assignment.CannotBeAssigned):
        assignment.assign(case=case, to=administrator, actor=worker, now=make.NOW)


def test_another_team_gets_the_case_without_its_old_assignee() -> None:
    worker, case = make.staff("worker"), make.case()
    assignment.take(case=case, actor=worker, now=make.NOW)
    moved = assignment.send_to_team(case=case, team=make.team("far-away"), actor=worker, now=make.NOW)
    assert moved.team.code == "far-away" and moved.assignee is None


def test_closing_needs_an_outcome() -> None:
    worker, case = make.staff("worker"), make.case()
    with pytest.raises(StatusNotAllowed):
        status.change_status(case=case, to="closed", actor=worker, now=make.NOW)
    closed = status.change_status(case=case, to="closed", outcome="Repaired", actor=worker, now=make.NOW)
    assert closed.closed_at == make.NOW and not closed.is_open and closed.outcome == "Repaired"


def test_moving_a_contact_leaves_an_event_on_both_cases_and_search_follows() -> None:
    worker = make.staff("worker")
    one = make.case("The boiler")
    two = make.case("The lamp", sender=make.BEN)
    stray = make.text("hippopotamus", at=make.later(minutes=5)).contact
    assert stray.case == one
    filing_moves.move(contacts=[stray], to=two, actor=worker, now=make.later(hours=1))
    stray.refresh_from_db()
    assert stray.case == two
    assert Event.objects.filter(case=one, verb="contact_moved_away").exists()
    assert Event.objects.filter(case=two, verb="contact_filed", actor=worker).exists()
    from casework.search import matching

    assert list(matching(Case.objects.all(), "hippopotamus")) == [two]


def test_moving_to_a_new_case_keeps_the_contact_whole() -> None:
    worker = make.staff("worker")
    one = make.case("The boiler")
    stray = make.text("and the lamp", at=make.later(minutes=5)).contact
    new = filing_moves.move(contacts=[stray], to=None, actor=worker, now=make.later(hours=1)).to
    stray.refresh_from_db()
    assert stray.case == new != one
    assert new.origin == "sms" and Contact.objects.filter(case=one, direction="in").count() == 1


def test_a_held_contact_is_filed_once() -> None:
    worker = make.staff("worker")
    one = make.form("Bin").case
    make.form("Damp", at=make.later(minutes=1))
    held = make.text("any news", at=make.later(days=4)).contact
    filing_moves.move(contacts=[held], to=one, actor=worker, now=make.later(days=4))
    with pytest.raises(filing_moves.CannotBeMoved):
        filing_moves.move(contacts=[held], to=one, actor=worker, now=make.later(days=4))


def test_filing_a_strangers_contact_makes_them_a_party() -> None:
    worker, case = make.staff("worker"), make.case()
    stray = make.text(f"about {case.reference}", sender=make.BEN).contact
    filing_moves.move(contacts=[stray], to=case, actor=worker, now=make.later(hours=1))
    again = make.text("one more thing", sender=make.BEN, at=make.later(hours=2))
    assert again.case == case


def test_letting_in_what_was_set_aside_opens_its_case() -> None:
    lead = make.staff("lead", role="lead")
    aside = make.form("My bin was missed", quarantine="Filled in too fast", person_name="Amina Khan").contact
    case = quarantine.release(contact=aside, actor=lead, now=make.later(hours=1))
    assert case.summary == "My bin was missed" and str(case.parties.get()) == "Amina Khan"
    with pytest.raises(quarantine.NotSetAside):
        quarantine.discard(contact=aside, actor=lead, now=make.later(hours=1))


def test_an_event_can_be_neither_changed_nor_deleted() -> None:
    from django.db import DatabaseError, transaction

    case = make.case()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(case=case).update(words="nothing happened")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(case=case).delete()


def test_every_version_of_a_case_and_a_person_is_kept_by_triggers() -> None:
    case = make.case()
    Case.objects.filter(pk=case.pk).update(priority="high", priority_rank=2)
    assert case.versions.count() >= 2  # type: ignore[attr-defined]
    person = Person.objects.get()
    Person.objects.filter(pk=person.pk).update(name="Amina")
    assert [version.name for version in person.versions.order_by("pgh_id")] == ["", "Amina"]  # type: ignore[attr-defined]


def test_a_party_is_somebody() -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(case=make.case(), role="subject")
