"""A reply, a text from the person, STOP, a flag and the outbox at the same number in the same moment: nobody waits for ever."""

import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from django.db import OperationalError, connections
from django.utils import timezone

from casework.models import Case, ContactPoint, Delivery, Staff
from casework.safety_rules import Safety
from casework.services import contact_safety, replies
from channels import outbox, wake
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 25
Act = Callable[[], object]


class Hands:
    """What different people do to one number, each time with other words."""

    def __init__(self) -> None:
        make.office(acknowledge_texts=False, texts_per_number=10_000, parts_per_day=100_000)
        self.lead: Staff = make.staff("lead", role="lead", lead=True)
        self.case, self.point, self.number = make.case(), ContactPoint.objects.get(), count(1)

    def answer(self) -> None:
        words = f"Answer {next(self.number)}"
        replies.reply(
            case=self.case, body=words, contact_point=self.point, actor=self.lead, now=timezone.now()
        )

    def say(self, words: str) -> Act:
        return lambda: make.text(words, sid=f"SM{next(self.number):032x}", at=timezone.now())

    def flag(self) -> None:
        wanted = Safety(text_ok=next(self.number) % 2 == 0)
        contact_safety.change(point=self.point, wanted=wanted, actor=self.lead, now=timezone.now())

    def send(self) -> None:
        outbox.drain(limit=3, budget=timedelta(seconds=5))


def _again(act: Act, stuck: list[str]) -> Callable[[], None]:
    def rounds() -> None:
        for _ in range(ROUNDS):
            try:
                act()
            except OperationalError as error:
                stuck.append(f"{act}: {error}")
            except replies.ReplyRefused:
                continue  # opted out or unsafe at that moment
        connections.close_all()

    return rounds


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "look", lambda **given: False)
    hands, stuck = Hands(), list[str]()
    said = [hands.say(words) for words in ("STOP", "START", "It is the boiler")]
    acts: list[Act] = [hands.answer, hands.answer, *said, hands.flag, hands.send, hands.send]
    threads = [threading.Thread(target=_again(act, stuck)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads) and stuck == []
    assert Case.objects.count() == 1 and Delivery.objects.exists()
