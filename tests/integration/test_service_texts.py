"""How a service goes by text is set on a page: which questions, in which words, and whether anybody is asked how it ended."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Event, Question, Service
from casework.permissions import NotAllowed
from casework.services import service_texts
from casework.services.service_texts import ServiceTexts
from tests import factories as make
from tests.text_battery import SENDABLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def repair() -> Service:
    service = make.service("housing-repair")
    make.question(service, "since", kind="date", label="Since when is it broken?")
    make.question(service, "rooms", label="Which rooms are affected?")
    make.question(service, "photo", kind="file", label="A photo")
    return service


@pytest.fixture
def desk(repair: Service) -> Client:
    client = Client()
    client.force_login(make.staff("lead", role="lead"))
    return client


def page(service: Service) -> str:
    return reverse("desk:service_texts", args=[service.code])


def test_what_is_set_is_what_is_asked(desk: Client, repair: Service) -> None:
    said = {
        "ask_when_closed": "on",
        "ask_since": "on",
        "words_since": " Since  when? ",
        "words_rooms": "Not asked",
    }
    assert desk.post(page(repair), said).status_code == 302
    repair.refresh_from_db()
    since, rooms = (repair.questions.get(code=code) for code in ("since", "rooms"))
    assert (repair.ask_when_closed, repair.sensitive) == (True, False)
    assert (since.by_text, since.text_label) == (True, "Since when?")
    assert (rooms.by_text, rooms.text_label) == (False, "")
    event = Event.objects.get(verb="service_texts_changed")
    assert event.after == {"sensitive": False, "ask_when_closed": True, "asked_by_text": ["since"]}
    listed = desk.get(reverse("desk:services_texts")).content.decode()
    assert "1 question by text. Asked whether it is sorted" in listed


def test_the_page_shows_what_was_set_and_nothing_that_cannot_be_asked(desk: Client, repair: Service) -> None:
    Question.objects.filter(code="rooms").update(by_text=True, text_label="Which rooms?")
    shown = desk.get(page(repair)).content.decode()
    assert 'value="Which rooms?"' in shown and "Since when is it broken?" in shown and "A photo" not in shown


def test_words_are_kept_while_a_question_is_not_asked(desk: Client, repair: Service) -> None:
    desk.post(page(repair), {"ask_rooms": "on", "words_rooms": "Which rooms?"})
    desk.post(page(repair), {"words_rooms": "Which rooms?"})
    rooms = repair.questions.get(code="rooms")
    assert (rooms.by_text, rooms.text_label) == (False, "Which rooms?")


def test_saving_the_same_again_is_no_change(desk: Client, repair: Service) -> None:
    for _ in range(2):
        desk.post(page(repair), {"sensitive": "on"})
    assert Event.objects.filter(verb="service_texts_changed").count() == 1


def test_words_for_a_text_are_short(desk: Client, repair: Service) -> None:
    answer = desk.post(page(repair), {"ask_rooms": "on", "words_rooms": "x" * 161})
    assert answer.status_code == 422 and not repair.questions.get(code="rooms").by_text


def test_whatever_is_typed_the_page_holds(desk: Client, repair: Service) -> None:
    for name, text in SENDABLE.items():
        answer = desk.post(page(repair), {"ask_rooms": "on", "words_rooms": text})
        assert answer.status_code in (302, 422), name
        assert desk.get(page(repair)).status_code == 200, name


def test_a_question_that_came_meanwhile_is_left_as_it_is(repair: Service) -> None:
    lead = make.staff("lead", role="lead")
    make.question(repair, "later", label="Later?", by_text=True)
    wanted = ServiceTexts(sensitive=False, ask_when_closed=True, questions={"since": "", "rooms": None})
    assert service_texts.save(service=repair, wanted=wanted, actor=lead, now=make.NOW)
    assert repair.questions.get(code="later").by_text


def test_only_those_who_set_up_the_office_change_it(repair: Service) -> None:
    with pytest.raises(NotAllowed):
        service_texts.save(
            service=repair, wanted=service_texts.of(repair), actor=make.staff("worker"), now=make.NOW
        )


def test_a_service_that_is_none_is_not_found(desk: Client) -> None:
    assert desk.get(reverse("desk:service_texts", args=["nothing"])).status_code == 404


def test_the_pages_need_as_many_statements_for_many_as_for_few(
    desk: Client, repair: Service, django_assert_num_queries: Any
) -> None:
    for number in range(20):
        make.question(make.service(f"service-{number}"), "one")
        make.question(repair, f"more-{number}")
    with django_assert_num_queries(2):
        desk.get(reverse("desk:services_texts"))
    with django_assert_num_queries(3):
        desk.get(page(repair))
