"""A service's questions by text: started by staff, answered from the telephone, given up to a person. No text is ever lost."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.errors import REFUSALS
from casework.models import (
    Case,
    Contact,
    ContactPoint,
    Delivery,
    Event,
    FollowUp,
    Question,
    Staff,
    TextDialogue,
)
from casework.models.delivery import DeliveryStatus, Purpose
from casework.permissions import NotAllowed
from casework.services import (
    clockwork,
    deliveries,
    dialogues,
    intake,
    merges,
    replies,
    send_guard,
    status,
    triage,
)
from casework.services.arrivals import Arrival
from casework.services.dialogues import CannotAskByText
from tests import factories as make

pytestmark = pytest.mark.django_db

YES_NO = [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]


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
    """Amina texted about a repair; the service asks three things by text and a photograph on the web alone."""
    service = make.service()
    make.question(service, "heating", "choice", choices=YES_NO, by_text=True, text_label="Any heating?")
    make.question(service, "since", "date", label="Since when is it broken?", by_text=True, required=True)
    make.question(service, "where", label="Where in the home?", by_text=True)
    make.question(service, "photo", "file", label="A photograph", by_text=True)
    make.question(service, "landlord", label="Your landlord", by_text=False)
    make.office(acknowledge_texts=False)
    taken = make.text("My boiler is broken", service_code="housing-repair", at=make.later(hours=-1))
    return Case.objects.get(pk=taken.contact.case_id)


def point() -> ContactPoint:
    return ContactPoint.objects.get(value="+447700900101")


def start(case: Case, by: Staff, *, minutes: float = 0) -> TextDialogue:
    dialogue = dialogues.start(case=case, contact_point=point(), actor=by, now=make.later(minutes=minutes))
    sent(minutes=minutes)
    return dialogue


def sent(*, minutes: float) -> None:
    """What waits has left for the phone company, at once."""
    for delivery in Delivery.objects.filter(status=DeliveryStatus.QUEUED):
        assert deliveries.begin(delivery=delivery, now=make.later(minutes=minutes), job="outbox")
        deliveries.accepted(
            delivery=delivery,
            provider_id=f"SM{delivery.pk}",
            segments=1,
            now=make.later(minutes=minutes),
            job="outbox",
        )


def says(body: str, *, minutes: float, **fields: Any) -> Contact:
    """Amina texts, and what that makes us say goes out."""
    contact = make.text(body, at=make.later(minutes=minutes), **fields).contact
    sent(minutes=minutes + 0.1)
    return contact


def out() -> list[str]:
    return list(
        Contact.objects.filter(direction="out").order_by("took_place_at", "pk").values_list("body", flat=True)
    )


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def now_of(dialogue: TextDialogue) -> TextDialogue:
    return TextDialogue.objects.get(pk=dialogue.pk)


# From the first question to the last


def test_one_question_at_a_time_and_the_answers_stand_on_the_case_as_from_the_web(
    case: Case, worker: Staff
) -> None:
    dialogue = start(case, worker)
    assert out() == [
        f"Riverbank Help: 3 questions, one at a time, about your request {case.reference}. Reply SKIP to leave one out, "
        "BACK to change the last answer, DONE for no more questions.\n\n1 of 3: Any heating?\n1 Yes\n2 No\n"
        "Reply with its number."
    ]
    first = says("2", minutes=5)
    assert out()[-1] == "2 of 3: Since when is it broken?\nReply with day, month and year."
    says("27 February", minutes=10)
    last = says("In the kitchen", minutes=15)
    assert again(case).answers == {"heating": "no", "since": "2026-02-27", "where": "In the kitchen"}
    assert out()[-1].startswith("Thank you, that is all")
    assert now_of(dialogue).state == "finished" and now_of(dialogue).ended_at == make.later(minutes=15)
    assert (first.answers, last.answers) == ({"heating": "no"}, {"where": "In the kitchen"})


def test_answers_are_contacts_on_the_case_and_only_the_last_one_asks_for_us(
    case: Case, worker: Staff
) -> None:
    start(case, worker)
    assert (again(case).needs_answer, again(case).waiting_for) == (False, "person")
    first = says("2", minutes=5)
    assert (first.case, first.filing, first.rule, first.courtesy) == (case, "filed", "6a", True)
    assert first.reason == "answers question 1 of 3 by text"
    assert (again(case).needs_answer, again(case).waiting_for) == (False, "person")
    says("27 2 26", minutes=10)
    says("SKIP", minutes=15)
    assert (again(case).needs_answer, again(case).waiting_for) == (True, "us")
    assert Event.objects.filter(case=case, verb="answered_by_text").count() == 2
    assert not FollowUp.objects.exists()


def test_what_is_answered_already_is_not_asked_and_nothing_left_is_refused(case: Case, worker: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(answers={"heating": "yes", "since": "2026-02-01"})
    dialogue = start(again(case), worker)
    assert dialogue.questions == ["where"] and "a question about" in out()[0]
    says("Upstairs", minutes=5)
    with pytest.raises(CannotAskByText, match="is answered"):
        dialogues.start(case=case, contact_point=point(), actor=worker, now=make.later(minutes=9))


def test_what_staff_learn_meanwhile_is_passed_over(case: Case, worker: Staff) -> None:
    start(case, worker)
    triage.change(
        case=case, service=again(case).service, answers={"since": "2026-02-01"}, actor=worker, now=make.NOW
    )
    says("1", minutes=5)
    assert out()[-1] == "3 of 3: Where in the home?"
    says("BACK", minutes=6)
    assert out()[-1].startswith("2 of 3: Since when")
    says("1 March", minutes=7)
    says("Kitchen", minutes=8)
    assert again(case).answers == {"heating": "yes", "since": "2026-03-01", "where": "Kitchen"}


def test_skip_back_and_what_is_needed(case: Case, worker: Staff) -> None:
    dialogue = start(case, worker)
    says("skip", minutes=1)
    says("Skip", minutes=2)
    assert out()[-1].startswith("We need this one to help you.") and now_of(dialogue).position == 1
    says("back", minutes=3)
    says("1", minutes=4)
    says("skip", minutes=5)
    says("skip", minutes=6)
    assert now_of(dialogue).position == 2 and again(case).answers == {"heating": "yes"}


def test_done_ends_the_questions_and_leaves_the_number_reachable(case: Case, worker: Staff) -> None:
    dialogue = start(case, worker)
    says("Done", minutes=1)
    assert now_of(dialogue).state == "stopped" and point().opted_out_at is None
    assert out()[-1].startswith("Thank you. We will ask nothing more")
    assert again(case).needs_answer
    assert says("By the way it drips", minutes=2).rule == "7"


def test_two_texts_that_cannot_be_read_bring_a_person(case: Case, worker: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(assignee=worker)
    dialogue = start(case, worker)
    first = says("purple", minutes=1)
    assert first.courtesy and out()[-1].startswith(
        "Please reply with one number from 1 to 2.\n\n1 of 3: Any heating?"
    )
    second = says("orange", minutes=2)
    assert not second.courtesy and now_of(dialogue).state == "taken_over"
    task = FollowUp.objects.get()
    assert task.owner == worker and task.words.startswith("Two texts were no answer to question 1 of 3")
    assert again(case).needs_answer and out()[-1].startswith("Sorry, we could not read that.")


def test_postcode_and_place_become_those_of_the_case(case: Case, worker: Staff) -> None:
    Question.objects.all().delete()
    make.question(make.service(), "postcode", "postcode", by_text=True)
    make.question(make.service(), "where", by_text=True)
    start(case, worker)
    says("sw1a 1aa", minutes=1)
    says("Second floor", minutes=2)
    assert (again(case).postcode, again(case).location) == ("SW1A 1AA", "Second floor")


# A person takes over, or nobody answers


def test_taking_over_ends_it_and_the_next_text_is_an_ordinary_one(case: Case, worker: Staff) -> None:
    dialogue = start(case, worker)
    assert dialogues.take_over(case=case, actor=worker, now=make.later(minutes=1))
    assert now_of(dialogue).state == "taken_over" and now_of(dialogue).ended_by == worker
    text = says("2", minutes=2)
    assert (text.rule, text.courtesy) == ("7", False) and again(case).answers == {}
    assert not dialogues.take_over(case=case, actor=worker, now=make.later(minutes=3))


def test_a_reply_of_staff_takes_over_by_itself(case: Case, worker: Staff) -> None:
    dialogue = start(case, worker)
    replies.reply(
        case=case, body="I will ring you", contact_point=point(), actor=worker, now=make.later(minutes=1)
    )
    assert now_of(dialogue).state == "taken_over"
    assert Event.objects.filter(case=case, verb="questions_ended", actor=worker).exists()


def test_a_question_that_waits_to_be_sent_is_withdrawn_when_somebody_takes_over(
    case: Case, worker: Staff
) -> None:
    dialogue = dialogues.start(case=case, contact_point=point(), actor=worker, now=make.NOW)
    dialogues.take_over(case=case, actor=worker, now=make.later(seconds=5))
    assert Delivery.objects.get(contact=dialogue.asked).status == DeliveryStatus.WITHDRAWN


def test_taking_the_question_back_ends_the_questions(case: Case, worker: Staff) -> None:
    dialogue = dialogues.start(case=case, contact_point=point(), actor=worker, now=make.NOW)
    assert dialogue.asked is not None
    assert replies.take_back(contact=dialogue.asked, actor=worker, now=make.later(seconds=5))
    assert now_of(dialogue).state == "taken_over" and again(case).needs_answer


def test_a_question_that_is_too_long_for_a_text_is_a_persons_to_ask(case: Case, worker: Staff) -> None:
    many = [{"value": str(number), "label": "A very long choice " * 4} for number in range(30)]
    Question.objects.filter(code="heating").update(choices=many)
    with pytest.raises(CannotAskByText, match="too long for a text"):
        dialogues.start(case=case, contact_point=point(), actor=worker, now=make.NOW)
    assert not TextDialogue.objects.exists() and out() == []
    Question.objects.filter(code="heating").update(position=2)
    Question.objects.filter(code="since").update(position=0)
    dialogue = start(case, worker)
    says("yesterday", minutes=1)
    says("SKIP", minutes=2)
    assert now_of(dialogue).state == "taken_over"
    assert "too long for a text" in FollowUp.objects.get().words


def test_the_end_of_the_case_ends_the_questions(case: Case, worker: Staff) -> None:
    dialogue = start(case, worker)
    status.change_status(case=case, to="resolved", outcome="Mended", actor=worker, now=make.later(minutes=1))
    assert now_of(dialogue).state == "taken_over"


def test_without_an_answer_in_the_offices_hours_it_ends_with_a_follow_up(case: Case, worker: Staff) -> None:
    dialogue = start(case, worker)
    clockwork.tick(now=make.later(hours=24))
    assert now_of(dialogue).state == "asking"
    clockwork.tick(now=make.later(hours=24, minutes=1))
    clockwork.tick(now=make.later(hours=25))
    assert now_of(dialogue).state == "ended"
    assert FollowUp.objects.get().words.startswith("No answer by text to question 1 of 3.")
    assert says("2", minutes=60 * 26).rule == "7"


def test_what_waits_for_the_morning_has_not_begun_to_wait_for_an_answer(case: Case, worker: Staff) -> None:
    dialogue = dialogues.start(case=case, contact_point=point(), actor=worker, now=make.NOW)
    assert dialogues.expire(now=make.later(hours=30)) == 0
    sent(minutes=60 * 30)
    assert dialogues.expire(now=make.later(hours=40)) == 0 and now_of(dialogue).state == "asking"
    assert dialogues.expire(now=make.later(hours=55)) == 1


def test_an_answer_after_its_window_is_an_ordinary_text(case: Case, worker: Staff) -> None:
    start(case, worker)
    late = says("2", minutes=60 * 24 + 5)
    assert late.rule == "7" and not late.courtesy and again(case).answers == {}


# Texts that are something else


def test_a_question_back_goes_the_ordinary_way_and_ours_waits(case: Case, worker: Staff) -> None:
    dialogue = start(case, worker)
    asks = says("What do you need that for?", minutes=1)
    assert (asks.rule, asks.case, asks.courtesy) == ("7", case, False)
    assert now_of(dialogue).state == "asking" and again(case).needs_answer
    assert says("1", minutes=2).rule == "6a"


def test_a_cry_for_help_ends_the_questions_and_is_somebodys_task_now(case: Case, worker: Staff) -> None:
    dialogue = start(case, worker)
    cry = says("I can smell gas", minutes=1)
    assert (cry.rule, cry.courtesy, cry.answers) == ("7", False, {})
    assert now_of(dialogue).state == "taken_over" and len(out()) == 1
    assert FollowUp.objects.get().words.startswith("Somebody may need help now.")


def test_stop_opts_out_ends_the_questions_and_tells_somebody(case: Case, worker: Staff) -> None:
    dialogue = start(case, worker)
    stop = says("STOP", minutes=1)
    assert stop.keyword == "stop" and point().opted_out_how == "They texted STOP"
    assert now_of(dialogue).state == "stopped" and FollowUp.objects.count() == 1 and len(out()) == 1


def test_the_reference_of_another_case_goes_before_the_question(case: Case, worker: Staff) -> None:
    handler = make.staff("handler", role="handler")
    other = make.call(by=handler, staff_choice="new", at=make.later(minutes=-30)).case
    assert other is not None
    dialogue = start(case, worker)
    assert says(f"1 about {other.reference}", minutes=1).case == other
    assert now_of(dialogue).position == 0


def test_the_list_which_case_goes_before_the_question(case: Case, worker: Staff) -> None:
    Case.objects.filter(pk=case.pk).update(opened_at=make.later(days=-20))
    handler = make.staff("handler", role="handler")
    other = make.call(by=handler, staff_choice="new", at=make.later(minutes=-30)).case
    held = make.text("Any news of it", at=make.later(minutes=-10)).contact
    assert held.filing == "held" and other is not None
    sent(minutes=-10)
    dialogue = start(case, worker)
    chosen = says("1", minutes=1)
    assert chosen.rule == "6" and now_of(dialogue).position == 0


def test_a_text_that_was_written_before_the_question_went_out_answers_something_else(
    case: Case, worker: Staff
) -> None:
    dialogues.start(case=case, contact_point=point(), actor=worker, now=make.NOW)
    early = make.text("2", at=make.later(seconds=5)).contact
    assert (early.rule, early.courtesy) == ("7", False) and again(case).answers == {}


def test_a_later_text_of_staff_about_another_case_is_what_they_answer(case: Case, worker: Staff) -> None:
    handler = make.staff("handler", role="handler")
    other = make.call(by=handler, staff_choice="new", at=make.later(minutes=-30)).case
    assert other is not None
    dialogue = start(case, worker)
    replies.reply(
        case=other, body="Monday or Tuesday?", contact_point=point(), actor=worker, now=make.later(minutes=1)
    )
    sent(minutes=2)
    assert says("1", minutes=3).case == other and now_of(dialogue).position == 0


def test_the_questions_follow_a_merged_case(case: Case, worker: Staff) -> None:
    start(case, worker)
    other = make.call(by=make.staff("handler", role="handler"), staff_choice="new").case
    assert other is not None
    Case.objects.filter(pk=other.pk).update(service=case.service)
    merges.merge(merged=case, survivor=other, actor=worker, now=make.later(minutes=1))
    answer = says("1", minutes=2)
    assert answer.case == other and again(other).answers["heating"] == "yes"


def test_once_the_service_was_put_right_its_old_questions_take_no_answer(case: Case, worker: Staff) -> None:
    start(case, worker)
    triage.change(
        case=case, service=make.service("missed-bin"), answers={}, actor=worker, now=make.later(minutes=1)
    )
    text = says("1", minutes=2)
    assert text.rule == "7" and again(case).answers == {}


# Who may, whom, and what is refused


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"opted_out_at": make.NOW, "opted_out_how": "They texted STOP"}, "asked not to be texted"),
        ({"text_ok": False}, "not safe to text"),
        ({"say_who_we_are": False}, "would show on this phone"),
        ({"confirmed_at": None}, "only typed into a form"),
        ({"safe_hours": "when the children sleep"}, "a person must judge"),
    ],
)
def test_nobody_is_asked_where_it_is_not_safe(
    case: Case, worker: Staff, change: dict[str, Any], match: str
) -> None:
    ContactPoint.objects.filter(pk=point().pk).update(**change)
    with pytest.raises(CannotAskByText, match=match):
        dialogues.start(case=case, contact_point=point(), actor=worker, now=make.NOW)
    assert not TextDialogue.objects.exists() and out() == []


def test_a_private_matter_is_asked_about_only_where_texts_are_known_to_be_safe(
    case: Case, worker: Staff
) -> None:
    type(case.service).objects.filter(pk=case.service_id).update(sensitive=True)  # type: ignore[union-attr]
    with pytest.raises(CannotAskByText, match="is private"):
        dialogues.start(case=again(case), contact_point=point(), actor=worker, now=make.NOW)
    ContactPoint.objects.filter(pk=point().pk).update(text_ok=True)
    assert start(again(case), worker).state == "asking"


def test_a_flag_that_is_set_between_two_questions_ends_them(case: Case, worker: Staff) -> None:
    dialogue = start(case, worker)
    ContactPoint.objects.filter(pk=point().pk).update(say_who_we_are=False)
    says("1", minutes=1)
    assert now_of(dialogue).state == "taken_over" and len(out()) == 1
    assert again(case).answers == {"heating": "yes"} and "Ring and ask" in FollowUp.objects.get().words


def test_one_number_is_asked_by_one_case_at_a_time(case: Case, worker: Staff) -> None:
    start(case, worker)
    other = make.call(
        by=make.staff("handler", role="handler"), staff_choice="new", service_code="housing-repair"
    ).case
    assert other is not None
    with pytest.raises(CannotAskByText, match="being asked at this number already"), transaction.atomic():
        dialogues.start(case=other, contact_point=point(), actor=worker, now=make.later(minutes=1))


@pytest.mark.parametrize("role", ["handler", "administrator"])
def test_who_does_not_write_to_people_asks_them_nothing(case: Case, role: str) -> None:
    somebody = make.staff(role, role=role)
    with pytest.raises(NotAllowed):
        dialogues.start(case=case, contact_point=point(), actor=somebody, now=make.NOW)


def test_a_stranger_to_the_case_is_not_asked(case: Case, worker: Staff) -> None:
    make.text("other", sender=make.BEN)
    stranger = ContactPoint.objects.get(value="+447700900102")
    with pytest.raises(CannotAskByText, match="nobody on this case"):
        dialogues.start(case=case, contact_point=stranger, actor=worker, now=make.NOW)


def test_an_ended_case_and_one_without_a_service_ask_nothing(case: Case, worker: Staff) -> None:
    other = make.text("hello", sender=make.BEN).contact.case
    assert other is not None
    with pytest.raises(CannotAskByText, match="Choose its service first"):
        dialogues.start(case=other, contact_point=point(), actor=worker, now=make.NOW)
    status.change_status(case=case, to="closed", outcome="Mended", actor=worker, now=make.NOW)
    with pytest.raises(CannotAskByText, match="has ended"):
        dialogues.start(case=case, contact_point=point(), actor=worker, now=make.NOW)


def test_questions_go_out_as_dialogue_so_that_the_guard_is_strict_with_them(
    case: Case, worker: Staff
) -> None:
    dialogue = start(case, worker)
    assert dialogue.asked is not None and dialogue.asked.delivery.purpose == Purpose.DIALOGUE
    assert (
        send_guard.refusal(contact_point=point(), channel="sms", now=make.NOW, purpose=Purpose.DIALOGUE)
        is None
    )


# The pages


@pytest.fixture
def desk(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


PAGE_STATEMENTS = 11


def test_the_page_shows_what_is_asked_and_begins(
    case: Case, desk: Client, django_assert_num_queries: Any
) -> None:
    url = reverse("desk:dialogue", args=[case.reference])
    desk.get(url)
    with django_assert_num_queries(PAGE_STATEMENTS):
        page = desk.get(url).content.decode()
    assert "Any heating?" in page and "A photograph" not in page and "Send the first question" in page
    answer = desk.post(url, {"to": str(point().pk)})
    assert answer.status_code == 302 and TextDialogue.objects.get().case == case
    panel = desk.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "Question 1 of 3" in panel and "Take over from the questions" in panel
    assert desk.post(reverse("desk:dialogue_take_over", args=[case.reference])).status_code == 302
    assert TextDialogue.objects.get().state == "taken_over"


@pytest.mark.parametrize("to", ["", "nonsense", "00000000-0000-4000-8000-000000000000", "\x00"])
def test_a_number_that_is_not_on_the_case_is_refused_on_the_page(case: Case, desk: Client, to: str) -> None:
    answer = desk.post(reverse("desk:dialogue", args=[case.reference]), {"to": to})
    assert answer.status_code == 422 and not TextDialogue.objects.exists()


def test_the_page_says_why_nothing_can_be_asked(case: Case, desk: Client) -> None:
    ContactPoint.objects.filter(pk=point().pk).update(say_who_we_are=False)
    page = desk.get(reverse("desk:dialogue", args=[case.reference])).content.decode()
    assert "would show on this phone" in page and "Send the first question" not in page


def test_a_case_whose_service_asks_nothing_by_text_shows_no_panel(desk: Client) -> None:
    other = make.case(sender=make.BEN)
    assert "Questions by text" not in desk.get(reverse("desk:case", args=[other.reference])).content.decode()


# What holds for any sequence

MOVES = st.lists(
    st.sampled_from(
        ["1", "2", "SKIP", "BACK", "DONE", "27 2 26", "purple", "What?", "thanks", "I can smell gas", "HELP", "STOP", "START",
         "", "Kitchen", "CANCEL", "start", "start", "reply", "take over", "hours", "close", "open", "two at once"]
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_is_texted_and_done_no_text_is_lost_and_one_number_is_asked_once(
    case: Case, worker: Staff, moves: list[str]
) -> None:
    with transaction.atomic():
        texts = _play(again(case), worker, moves)
        _holds(case, texts)
        transaction.set_rollback(True)


def _play(case: Case, worker: Staff, moves: list[str]) -> int:
    texts = 0
    for number, move in enumerate(["start", *moves], start=1):
        now = make.later(minutes=3 * number)
        if move in STAFF_DO:
            _unless_refused(partial(STAFF_DO[move], case, worker, now))
        else:
            bodies = ["1", "2"] if move == "two at once" else [move]
            texts += len(bodies)
            for each in bodies:
                make.text(each, at=now)
        _send(now)
    return texts


def _start(case: Case, worker: Staff, now: datetime) -> None:
    dialogues.start(case=case, contact_point=point(), actor=worker, now=now)


def _reply(case: Case, worker: Staff, now: datetime) -> None:
    replies.reply(case=case, body=f"At {now:%H:%M}", contact_point=point(), actor=worker, now=now)


def _take_over(case: Case, worker: Staff, now: datetime) -> None:
    dialogues.take_over(case=case, actor=worker, now=now)


def _hours_pass(case: Case, worker: Staff, now: datetime) -> None:
    dialogues.expire(now=now + timedelta(hours=30))


def _close(case: Case, worker: Staff, now: datetime) -> None:
    status.change_status(case=case, to="resolved", outcome="Mended", actor=worker, now=now)


def _open(case: Case, worker: Staff, now: datetime) -> None:
    status.change_status(case=case, to="open", actor=worker, now=now)


STAFF_DO = {
    "start": _start, "reply": _reply, "take over": _take_over, "hours": _hours_pass, "close": _close, "open": _open,
}  # fmt: skip


def _unless_refused(action: Any) -> None:
    try:
        with transaction.atomic():
            action()
    except REFUSALS:
        pass


def _send(now: datetime) -> None:
    for delivery in Delivery.objects.filter(status=DeliveryStatus.QUEUED, next_attempt_at__lte=now):
        if deliveries.begin(delivery=delivery, now=now, job="outbox"):
            deliveries.accepted(
                delivery=delivery, provider_id=f"SM{delivery.pk}", segments=1, now=now, job="outbox"
            )


def _holds(case: Case, texts: int) -> None:
    came = Contact.objects.filter(direction="in").exclude(body="My boiler is broken")
    assert came.count() == texts
    for contact in came:
        assert (contact.filing == "filed") == (contact.case_id is not None)
        assert contact.case_id is not None or contact.keyword or contact.courtesy or contact.filing == "held"
    assert TextDialogue.objects.filter(state="asking").count() <= 1
    for dialogue in TextDialogue.objects.all():
        assert 0 <= dialogue.position <= len(dialogue.questions) and dialogue.misses <= 2
        assert (dialogue.ended_at is None) == (dialogue.state == "asking")
    answers = again(case).answers
    assert set(answers) <= {"heating", "since", "where"} and answers.get("heating", "yes") in ("yes", "no")
    if point().opted_out_at:
        assert not TextDialogue.objects.filter(state="asking").exists()


def test_the_same_text_delivered_twice_answers_once(case: Case, worker: Staff) -> None:
    dialogue = start(case, worker)
    arrival = Arrival(
        channel="sms", body="1", sender=make.AMINA, sender_confirmed=True, took_place_at=make.later(minutes=1),
        account="AC1", external_id="SM1",
    )  # fmt: skip
    assert intake.take_in(arrival=arrival, job="inbox", now=make.later(minutes=1)).created
    assert not intake.take_in(arrival=arrival, job="inbox", now=make.later(minutes=2)).created
    assert now_of(dialogue).position == 1 and len(out()) == 2


def test_a_dialogue_that_moved_between_reading_and_filing_is_read_anew(
    case: Case, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Staff take over in the instant in which the answer is read: it is filed as an ordinary text, once."""
    dialogue = start(case, worker)
    from casework import filing

    decide, told = filing.decide, []

    def and_meanwhile(facts: filing.Facts) -> filing.Decision:
        if not told:
            told.append(True)
            TextDialogue.objects.filter(pk=dialogue.pk).update(state="taken_over", ended_at=make.NOW)
        return decide(facts)

    monkeypatch.setattr(filing, "decide", and_meanwhile)
    # The first try is undone with all that happened in it, so the second finds the questions as they were.
    assert says("1", minutes=1).rule == "6a"
    assert Contact.objects.filter(body="1").count() == 1
