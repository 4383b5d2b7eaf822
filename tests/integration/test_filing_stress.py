"""Many senders at once on a real PostgreSQL: a small run of what `make chaos ONLY=filing` does at length."""

import random

import pytest

from bench.figures import Figure
from casework.models import Case, Contact
from casework.services import intake
from chaos.delivery import Delivered, deliver, open_doors, take_in
from chaos.filing import lists_sent
from chaos.promises import books, promises
from chaos.texts import Text, answers, burst, deliveries, forms, remarks, texts

pytestmark = pytest.mark.django_db(transaction=True)

SENDERS, TEXTS, AT_ONCE = 30, 300, 8


def broken(figures: list[Figure]) -> list[str]:
    return [f"{figure} (promised {figure.promise})" for figure in figures if not figure.kept]


def take_in_one_by_one(sent: list[Text]) -> Delivered:
    open_doors()
    for text in sent:
        take_in(text)
    return Delivered(seconds=[0.0], took=1.0)


def test_texts_of_many_senders_shuffled_and_repeated_open_one_case_each() -> None:
    dice = random.Random(5)
    sent = texts(senders=SENDERS, count=TEXTS, dice=dice)
    open_doors()

    told = deliver(deliveries(sent, dice=dice), AT_ONCE)

    assert broken([*promises("stress", sent, told), *books()]) == []
    assert Case.objects.count() == SENDERS
    assert Contact.objects.filter(direction="in").count() == TEXTS


def test_texts_in_a_burst_from_one_telephone_make_one_case() -> None:
    dice = random.Random(5)
    sent = burst(count=50, sender=1, seconds=2.5, dice=dice)
    open_doors()

    told = deliver(deliveries(sent, dice=dice), AT_ONCE)

    assert broken([*promises("burst", sent, told), *books()]) == []
    assert Case.objects.count() == 1


def test_senders_with_two_cases_are_asked_once_and_their_answer_takes_all_along() -> None:
    dice, senders = random.Random(5), range(6)
    open_doors()
    parts = (forms(senders), remarks(senders), answers(senders))

    for part in parts:
        told = deliver(deliveries(part, dice=dice), AT_ONCE)

    sent = [text for part in parts for text in part]
    found = [*promises("asked", sent, told, cases_each=2), *lists_sent(len(senders)), *books()]
    assert broken(found) == []


def test_a_second_case_of_a_sender_is_noticed() -> None:
    sent = texts(senders=2, count=6, dice=random.Random(5))
    told = take_in_one_by_one(sent)
    other = Case.objects.exclude(contacts__external_id="stress-0").get()
    Contact.objects.filter(external_id="stress-2").update(case=other)

    assert any("senders_misfiled: 1" in words for words in broken(promises("stress", sent, told)))


def test_a_lost_text_is_noticed() -> None:
    sent = texts(senders=2, count=6, dice=random.Random(5))
    told = take_in_one_by_one(sent[:-1])

    found = broken(promises("stress", sent, told))
    assert any("contacts: 5" in words for words in found) and any("not_once: 1" in words for words in found)


def test_a_delivery_that_fails_is_told_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = texts(senders=2, count=4, dice=random.Random(5))
    open_doors()

    def refuse(**_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(intake, "take_in", refuse)
    told = deliver(sent, 2)

    assert sorted(told.failures)[0] == "stress-0: RuntimeError: the disk is full" and len(told.failures) == 4
    assert any("failures: 4" in words for words in broken(promises("stress", sent, told)))
