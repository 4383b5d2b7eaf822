""" "Reply 1 if it is sorted, 2 if it is not"; the answer to HELP; and words that only some offices take for STOP."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import (
    Case,
    ClosingQuestion,
    Contact,
    ContactPoint,
    Delivery,
    Event,
    FollowUp,
    Office,
    Service,
    Staff,
)
from casework.models.delivery import DeliveryStatus, Purpose
from casework.services import deliveries, merges, replies, status
from channels.models import Receipt
from channels.twilio import payload
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def twilio(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32
    settings.TWILIO_AUTH_TOKEN = "test-token"
    settings.TWILIO_NUMBER = "+447700900000"


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def case(worker: Staff) -> Case:
    make.office(acknowledge_texts=False, phone="01632 960000")
    make.service(ask_when_closed=True)
    taken = make.text("My boiler is broken", service_code="housing-repair", at=make.later(hours=-1))
    Case.objects.filter(pk=taken.contact.case_id).update(assignee=worker)
    return Case.objects.get(pk=taken.contact.case_id)


def point() -> ContactPoint:
    return ContactPoint.objects.get(value="+447700900101")


def close(case: Case, by: Staff, *, minutes: float = 0, to: str = "resolved") -> None:
    status.change_status(case=case, to=to, outcome="Mended", actor=by, now=make.later(minutes=minutes))


def sent(*, minutes: float) -> None:
    for delivery in Delivery.objects.filter(status=DeliveryStatus.QUEUED):
        assert deliveries.begin(delivery=delivery, now=make.later(minutes=minutes), job="outbox")
        deliveries.accepted(
            delivery=delivery,
            provider_id=f"SM{delivery.pk}",
            segments=1,
            now=make.later(minutes=minutes),
            job="outbox",
        )


def asked(case: Case, by: Staff) -> ClosingQuestion:
    close(case, by)
    sent(minutes=1)
    return ClosingQuestion.objects.get()


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


# Whether it is asked


def test_the_end_of_a_case_is_asked_about_in_neutral_words_a_moment_later(case: Case, worker: Staff) -> None:
    close(case, worker)
    question = ClosingQuestion.objects.get()
    assert question.asked.body == (
        f"Riverbank Help: your request {case.reference} has been closed. Reply 1 if it is sorted, 2 if it is not."
    )
    delivery = question.asked.delivery
    assert (delivery.purpose, delivery.next_attempt_at) == (Purpose.CLOSING, make.later(minutes=1))
    assert not again(case).is_open and not again(case).needs_answer


@pytest.mark.parametrize(
    "change",
    [{"ask_when_closed": False}, {"sensitive": True}, {"restricted": True}],
    ids=["not wanted", "sensitive", "restricted service"],
)
def test_a_service_that_does_not_want_it_or_is_sensitive_is_never_asked_about(
    case: Case, worker: Staff, change: dict[str, bool]
) -> None:
    Service.objects.update(**change)
    close(case, worker)
    assert not ClosingQuestion.objects.exists() and not Contact.objects.filter(direction="out").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"opted_out_at": make.NOW},
        {"text_ok": False},
        {"do_not_use": True},
        {"safe_hours": "never at night"},
    ],
)
def test_a_number_that_the_guard_refuses_is_not_asked(
    case: Case, worker: Staff, change: dict[str, Any]
) -> None:
    ContactPoint.objects.update(**change)
    close(case, worker)
    assert not ClosingQuestion.objects.exists()


def test_a_restricted_case_and_one_without_a_text_are_not_asked_about(case: Case, worker: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(restricted=True)
    close(again(case), worker)
    called = make.call(
        by=make.staff("handler", role="handler"), sender=make.BEN, service_code="housing-repair"
    ).case
    assert called is not None
    close(called, worker)
    assert not ClosingQuestion.objects.exists()


def test_a_merged_case_is_not_asked_about(case: Case, worker: Staff) -> None:
    other = make.text("The same boiler", sender=make.BEN, service_code="housing-repair").case
    assert other is not None
    merges.merge(merged=case, survivor=other, actor=worker, now=make.NOW)
    assert not ClosingQuestion.objects.exists()


def test_a_phone_that_must_not_show_who_we_are_reads_no_name(case: Case, worker: Staff) -> None:
    ContactPoint.objects.update(say_who_we_are=False)
    close(case, worker)
    assert ClosingQuestion.objects.get().asked.body.startswith(
        f"Your request {case.reference} has been closed."
    )


def test_from_resolved_to_closed_is_one_end_and_each_new_end_is_asked_about_once(
    case: Case, worker: Staff
) -> None:
    close(case, worker)
    close(case, worker, minutes=5, to="closed")
    assert ClosingQuestion.objects.count() == 1
    lead = make.staff("lead", role="lead", lead=True)
    status.change_status(case=case, to="open", actor=lead, now=make.later(minutes=9))
    close(case, worker, minutes=20)
    assert ClosingQuestion.objects.count() == 2


def test_a_case_that_is_opened_again_at_once_asks_nothing(case: Case, worker: Staff) -> None:
    close(case, worker)
    status.change_status(case=case, to="open", actor=worker, now=make.later(seconds=20))
    assert ClosingQuestion.objects.get().asked.delivery.status == DeliveryStatus.WITHDRAWN


# What the answer does


def test_sorted_is_on_record_and_the_case_stays_closed(case: Case, worker: Staff) -> None:
    question = asked(case, worker)
    answer = make.text("Yes, sorted thanks", at=make.later(hours=2)).contact
    question.refresh_from_db()
    assert (question.answer, question.answered_by, question.answered_at) == (
        "sorted",
        answer,
        make.later(hours=2),
    )
    assert (answer.rule, answer.case, answer.courtesy) == ("6b", case, True)
    assert again(case).status == "resolved" and not again(case).needs_answer and not FollowUp.objects.exists()
    assert Event.objects.filter(case=case, verb="said_if_sorted").count() == 1


def test_not_sorted_opens_it_again_as_somebodys_task(case: Case, worker: Staff) -> None:
    question = asked(case, worker)
    answer = make.text("2", at=make.later(hours=2)).contact
    question.refresh_from_db()
    assert (question.answer, answer.rule, answer.case) == ("not_sorted", "6b", case)
    assert again(case).is_open and again(case).needs_answer
    task = FollowUp.objects.get()
    assert (task.owner, task.job) == (worker, "closing question") and "not sorted" in task.words
    assert Event.objects.get(case=case, verb="reopened").job == "closing question"


def test_the_task_is_the_teams_where_whoever_had_the_case_has_left(case: Case, worker: Staff) -> None:
    asked(case, worker)
    Staff.objects.filter(pk=worker.pk).update(is_active=False)
    make.text("2", at=make.later(hours=2))
    assert FollowUp.objects.get().owner is None


def test_a_second_answer_is_an_ordinary_text(case: Case, worker: Staff) -> None:
    asked(case, worker)
    make.text("1", at=make.later(hours=2))
    second = make.text("2", at=make.later(hours=3)).contact
    assert second.rule == "7" and again(case).is_open and ClosingQuestion.objects.get().answer == "sorted"


@pytest.mark.parametrize("text", ["The tap still drips", "12 High Street", "1 or 2?"])
def test_any_other_text_is_filed_as_any_text(case: Case, worker: Staff, text: str) -> None:
    asked(case, worker)
    said = make.text(text, at=make.later(hours=2)).contact
    assert (said.rule, said.case) == ("7", case) and again(case).is_open
    assert ClosingQuestion.objects.get().answer == ""


def test_thanks_alone_reopens_nothing(case: Case, worker: Staff) -> None:
    asked(case, worker)
    assert make.text("Thank you so much", at=make.later(hours=2)).contact.courtesy
    assert not again(case).is_open and ClosingQuestion.objects.get().answer == ""


def test_after_seven_days_a_number_is_only_a_text(case: Case, worker: Staff) -> None:
    asked(case, worker)
    assert make.text("1", at=make.later(days=7)).contact.rule == "6b"
    ClosingQuestion.objects.update(answer="", answered_by=None, answered_at=None)
    late = make.text("1", at=make.later(days=7, minutes=2)).contact
    assert late.rule == "10" and ClosingQuestion.objects.get().answer == ""


def test_a_later_text_of_ours_is_what_they_answer(case: Case, worker: Staff) -> None:
    asked(case, worker)
    other = make.call(by=make.staff("handler", role="handler"), staff_choice="new").case
    assert other is not None
    replies.reply(
        case=other, body="Monday or Tuesday?", contact_point=point(), actor=worker, now=make.later(hours=1)
    )
    sent(minutes=61)
    assert make.text("2", at=make.later(hours=2)).case == other
    assert ClosingQuestion.objects.get().answer == ""


def test_an_answer_about_an_end_that_was_undone_is_an_ordinary_text(case: Case, worker: Staff) -> None:
    asked(case, worker)
    status.change_status(case=case, to="open", actor=worker, now=make.later(hours=1))
    text = make.text("1", at=make.later(hours=2)).contact
    assert text.rule == "7" and ClosingQuestion.objects.get().answer == "" and again(case).is_open


# HELP and INFO


def helped() -> list[str]:
    return list(Contact.objects.filter(delivery__purpose=Purpose.HELP).values_list("body", flat=True))


@pytest.mark.parametrize("word", ["HELP", "info", " Help. "])
def test_help_is_answered_with_who_we_are_our_phone_and_how_to_stop(case: Case, word: str) -> None:
    contact = make.text(word).contact
    assert (contact.keyword, contact.case) == ("help", None)
    assert helped() == [
        "These texts come from Riverbank Help. Reply to this text to reach us or ring 01632 960000. "
        "Reply STOP to get no more texts."
    ]


def test_help_is_answered_once_a_day_for_each_number(case: Case) -> None:
    for minutes in (0, 1, 60, 60 * 23):
        make.text("HELP", at=make.later(minutes=minutes))
    make.text("HELP", sender=make.BEN, at=make.later(minutes=5))
    assert len(helped()) == 2
    make.text("HELP", at=make.later(hours=25))
    assert len(helped()) == 3


def test_help_is_not_answered_where_the_network_did_or_the_office_does_not(case: Case) -> None:
    make.text("HELP", network="help")
    make.text("HELP", acknowledge=False)
    make.office(answer_help=False)
    make.text("HELP")
    assert helped() == []


def test_help_after_stop_is_not_answered(case: Case) -> None:
    make.text("STOP")
    make.text("HELP", at=make.later(minutes=1))
    assert helped() == []


def test_a_phone_that_must_not_show_who_we_are_is_told_neither_name_nor_number(case: Case) -> None:
    ContactPoint.objects.update(say_who_we_are=False)
    make.text("HELP")
    assert helped() == [
        "These texts come from the team. Reply to this text to reach us. Reply STOP to get no more texts."
    ]


def receipt(**fields: str) -> Receipt:
    return Receipt(provider="twilio", received_at=make.NOW, external_id="SM1", payload=fields)


@pytest.mark.parametrize(
    ("said", "network"), [("HELP", "help"), ("STOP", "stop"), ("START", "start"), ("", ""), ("x", "")]
)
def test_what_the_network_did_comes_with_the_text(said: str, network: str) -> None:
    assert payload.network({"OptOutType": said}) == network


# CANCEL, END and QUIT


@pytest.mark.parametrize("word", ["cancel", "end", "quit"])
def test_a_word_that_the_office_takes_for_stop_opts_out(case: Case, word: str) -> None:
    assert make.text(word.upper()).contact.keyword == "stop"
    assert point().opted_out_how == f"They texted {word.upper()}"


@pytest.mark.parametrize("word", ["cancel", "end", "quit"])
def test_a_word_that_the_office_does_not_take_for_stop_is_filed_as_any_text(case: Case, word: str) -> None:
    make.office(stop_words=[])
    contact = make.text(word.upper()).contact
    assert (contact.keyword, contact.case) == ("", case) and point().opted_out_at is None
    assert make.text("STOP", at=make.later(minutes=1)).contact.keyword == "stop"


def test_each_word_is_the_offices_own_choice(case: Case) -> None:
    make.office(stop_words=["quit"])
    assert [make.text(word).contact.keyword for word in ("CANCEL", "END", "QUIT")] == ["", "", "stop"]


def test_what_the_network_took_for_stop_opts_out_and_the_case_says_by_what_word(
    case: Case, worker: Staff
) -> None:
    make.office(stop_words=[])
    contact = make.text("CANCEL", network="stop").contact
    assert contact.case == case and point().opted_out_how == "The phone company took “CANCEL” for STOP"
    assert Event.objects.filter(case=case, verb="opted_out").count() == 1
    client = Client()
    client.force_login(worker)
    page = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "The phone company took “CANCEL” for STOP" in page and "2 March 2026" in page


def test_a_provider_that_refuses_an_opted_out_number_shows_on_the_case(case: Case, worker: Staff) -> None:
    text = replies.reply(case=case, body="On our way", contact_point=point(), actor=worker, now=make.NOW)
    assert deliveries.begin(delivery=text.delivery, now=make.NOW, job="outbox")
    deliveries.failed(
        delivery=text.delivery, words="They opted out.", code="21610", permanent=True, opted_out=True,
        now=make.later(minutes=1), job="outbox",
    )  # fmt: skip
    assert point().opted_out_at == make.later(minutes=1)
    client = Client()
    client.force_login(worker)
    page = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "The phone company says they texted STOP" in page


def test_the_words_that_are_stop_are_those_of_the_office(case: Case) -> None:
    assert Office.current().stop_words == ["cancel", "end", "quit"]
