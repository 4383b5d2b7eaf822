"""How the office texts: what may be set, who may, what comes back with words, and the history of it."""

from dataclasses import replace
from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from casework.models import Event, Office, Staff
from casework.permissions import NotAllowed
from casework.services import texting_settings as service
from casework.services.texting_settings import CannotBeTexting
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/desk/settings/texting/"
HOSTILE = ["\x00", "\u202e", "Ω" * 5000, "<script>", "-1", "9" * 400, "1e9", "٠", "1\n2", ""]


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def desk(lead: Staff) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def posted(**fields: Any) -> dict[str, Any]:
    """The form as it stands for a fresh office, with these fields otherwise."""
    return {
        "quiet_from": "", "quiet_until": "", "parts_per_day": "2000", "texts_per_number": "20", "pence_per_part": "4.00",
        "calling_codes": "44", "stop_words": ["cancel", "end", "quit"], "acknowledge_texts": "on",
        "acknowledge_every_hours": "6", "answer_help": "on", "neutral_name": "the team", "reply_window_hours": "72",
        "question_window_hours": "24", "reopen_window_days": "14", **fields,
    }  # fmt: skip


def save(actor: Staff, **changes: Any) -> bool:
    wanted = replace(service.of(Office.current()), **changes)
    return service.save(wanted=wanted, actor=actor, now=make.NOW)


def test_all_of_it_is_saved_from_the_page(desk: Client, lead: Staff) -> None:
    given = posted(
        quiet_from="9pm", quiet_until="08:00", parts_per_day="500", texts_per_number="5", pence_per_part="4.25",
        calling_codes="+44, 353", stop_words=["quit"], acknowledge_every_hours="12", neutral_name=" the  team at 5 ",
        reply_window_hours="48", question_window_hours="12", reopen_window_days="0",
    )  # fmt: skip
    del given["acknowledge_texts"], given["answer_help"]
    assert desk.post(URL, given).status_code == 302
    office = Office.current()
    assert (office.quiet_from, office.quiet_until) == (time(21), time(8))
    assert (office.parts_per_day, office.texts_per_number, office.pence_per_part) == (500, 5, Decimal("4.25"))
    assert (office.calling_codes, office.stop_words) == ([44, 353], ["quit"])
    assert (office.acknowledge_texts, office.acknowledge_every_hours, office.answer_help) == (
        False,
        12,
        False,
    )
    assert office.neutral_name == "the team at 5"
    assert (office.reply_window_hours, office.question_window_hours, office.reopen_window_days) == (48, 12, 0)
    event = Event.objects.get(verb="texting_changed")
    assert (
        event.actor == lead
        and event.before["parts_per_day"] == 2000
        and event.after["stop_words"] == ["quit"]
    )


def test_what_it_shows_is_what_it_saves(desk: Client) -> None:
    """Opened and saved without a change, nothing is different and nothing is on record."""
    page = Page(desk.get(URL))
    assert desk.post(URL, posted()).status_code == 302
    assert not Event.objects.filter(verb="texting_changed").exists()
    assert page.values["parts_per_day"] == "2000" and page.values["calling_codes"] == "44"


def test_the_history_says_who_changed_what(desk: Client, lead: Staff) -> None:
    Office.objects.filter(pk=1).update(parts_per_day=700)
    save(lead, texts_per_number=9, stop_words=("end",), quiet_from=time(21), quiet_until=time(8))
    Office.objects.filter(pk=1).update(name="Another name")
    words = Page(desk.get(URL)).words
    assert (
        "Texts to one number: 20, now 9" in words and "Words that stop: CANCEL, END, QUIT, now END" in words
    )
    assert "Quiet from: none, now 21:00" in words and "Lead Example" in words
    assert "Parts a day: 2000, now 700" in words and "Not by this page" in words


@pytest.mark.parametrize("role", ["handler", "caseworker"])
def test_others_are_refused(role: str) -> None:
    somebody = make.staff(role, role=role)
    with pytest.raises(NotAllowed):
        save(somebody, texts_per_number=5)
    client = Client()
    client.force_login(somebody)
    assert client.post(URL, posted()).status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("quiet_from", "21:00", "Say when the quiet hours begin and when they end"),
        ("quiet_until", "25:00", "This time does not exist"),
        ("parts_per_day", "-1", "Write a number from 0 to 1,000,000"),
        ("parts_per_day", "many", "Write a number from 0"),
        ("texts_per_number", "0", "Write a number from 1 to 500"),
        ("pence_per_part", "-4", "0 or more"),
        ("pence_per_part", "4.255", "two places or fewer"),
        ("calling_codes", "", "at least one calling code"),
        ("calling_codes", "UK", "as numbers"),
        ("calling_codes", "44, 999", "no country with the calling code 999"),
        ("calling_codes", ",", "at least one calling code"),
        ("stop_words", ["stop"], "Only CANCEL, END and QUIT"),
        ("acknowledge_every_hours", "0", "Write a number from 1 to 168"),
        ("neutral_name", " \u200b ", "Write a neutral name"),
        ("reopen_window_days", "400", "Write a number from 0 to 366"),
    ],
)
def test_what_cannot_be_comes_back_with_words(desk: Client, field: str, value: Any, words: str) -> None:
    before = service.of(Office.current())
    answer = desk.post(URL, posted(**{field: value}))
    assert answer.status_code == 422 and words in Page(answer).words
    assert service.of(Office.current()) == before


def test_quiet_hours_of_a_whole_day_are_refused(desk: Client, lead: Staff) -> None:
    with pytest.raises(CannotBeTexting, match="whole day"):
        save(lead, quiet_from=time(9), quiet_until=time(9))


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_words_are_never_an_error_of_ours(desk: Client, value: str) -> None:
    for field in posted():
        answer = desk.post(URL, posted(**{field: value}))
        assert answer.status_code in (302, 422), field
        assert not Page(desk.get(URL)).dangers
        Office.objects.filter(pk=1).update(**{
            name: Office._meta.get_field(name).get_default() for name in ("neutral_name", "calling_codes", "stop_words")
        })  # fmt: skip


def test_the_three_words_are_explained(desk: Client) -> None:
    words = Page(desk.get(URL)).words
    for said in (
        "People also mean an appointment by it",
        "People also end a conversation",
        "Rarely anything but STOP",
    ):
        assert said in words


# Session and who asks (2), the frame's office; the office; its versions; whoever made them.
STATEMENTS = 6


def test_it_states_its_statements(desk: Client, lead: Staff, django_assert_max_num_queries: Any) -> None:
    desk.get(URL)
    for number in range(5, 9):
        save(lead, texts_per_number=number)
    with django_assert_max_num_queries(STATEMENTS):
        assert desk.get(URL).status_code == 200
