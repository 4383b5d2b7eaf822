"""Answers and staff in the same instant, each on a connection of its own: nothing is lost, nothing locks up."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from casework.errors import REFUSALS
from casework.models import Case, Contact, ContactPoint, Delivery, Staff, TextDialogue
from casework.services import dialogues, replies, status
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

YES_NO = [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]
ROUNDS = 4


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
    make.office(acknowledge_texts=False)
    service = make.service()
    for code in ("heating", "water", "light", "door"):
        make.question(service, code, "choice", choices=YES_NO, by_text=True)
    taken = make.text("My boiler is broken", service_code=service.code, at=make.later(hours=-1))
    return Case.objects.get(pk=taken.contact.case_id)


def at_once(*actions: Callable[[], Any]) -> list[BaseException]:
    """Each in a thread of its own, begun together; returns what they raised."""
    together = Barrier(len(actions))

    def run(action: Callable[[], Any]) -> None:
        try:
            together.wait(timeout=60)
            action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        running = [pool.submit(run, action) for action in actions]
    return [error for each in running if (error := each.exception()) is not None]


def point() -> ContactPoint:
    return ContactPoint.objects.get(value="+447700900101")


def texts(body: str, *, minutes: float) -> Callable[[], Any]:
    return lambda: make.text(body, at=make.later(minutes=minutes))


def begun(case: Case, worker: Staff, *, minutes: float = 0) -> None:
    dialogues.start(case=case, contact_point=point(), actor=worker, now=make.later(minutes=minutes))
    Delivery.objects.update(status="sent", sent_at=make.later(minutes=minutes))


def test_two_answers_in_one_instant_answer_one_question(case: Case, worker: Staff) -> None:
    begun(case, worker)
    raised = at_once(texts("1", minutes=1), texts("2", minutes=1))
    assert raised == []
    dialogue = TextDialogue.objects.get()
    # Whichever came second was written before the next question went out, so it is an ordinary text.
    assert dialogue.position == 1
    came = Contact.objects.filter(case=case, direction="in", body__in=["1", "2"])
    assert sorted(came.values_list("rule", flat=True)) == ["6a", "7"]


@pytest.mark.parametrize("staff_do", ["take over", "reply", "close"])
def test_an_answer_and_staff_in_one_instant(case: Case, worker: Staff, staff_do: str) -> None:
    for number in range(ROUNDS):
        now, later = make.later(minutes=10 * number), make.later(minutes=10 * number + 1)
        if Case.objects.get(pk=case.pk).is_open is False:
            status.change_status(case=case, to="open", actor=worker, now=now)
        if len(Case.objects.get(pk=case.pk).answers) == 4:
            break
        begun(case, worker, minutes=10 * number)
        doings: dict[str, Callable[[], Any]] = {
            "take over": lambda at=later: dialogues.take_over(case=case, actor=worker, now=at),
            "reply": lambda at=later: replies.reply(
                case=case, body=f"At {at:%H:%M}", contact_point=point(), actor=worker, now=at
            ),
            "close": lambda at=later: status.change_status(
                case=case, to="resolved", outcome="Mended", actor=worker, now=at
            ),
        }
        raised = at_once(texts("1", minutes=10 * number + 1), doings[staff_do])
        assert [error for error in raised if not isinstance(error, REFUSALS)] == []
        assert TextDialogue.objects.filter(state="asking").count() == 0
        assert Contact.objects.filter(direction="in", body="1", case=case).count() == number + 1


def test_two_members_of_staff_begin_in_one_instant_and_one_is_refused(case: Case, worker: Staff) -> None:
    other = make.staff("other")
    raised = at_once(
        lambda: dialogues.start(case=case, contact_point=point(), actor=worker, now=make.NOW),
        lambda: dialogues.start(case=case, contact_point=point(), actor=other, now=make.NOW),
    )
    assert [type(error).__name__ for error in raised] == ["CannotAskByText"]
    assert TextDialogue.objects.count() == 1 and Contact.objects.filter(direction="out").count() == 1
