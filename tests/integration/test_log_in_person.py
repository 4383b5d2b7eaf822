"""Logging a visit: where, who was there, when. It is a contact like any other."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from casework.models import Case, Contact, Staff
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGE = "/desk/log/in-person/"


@pytest.fixture
def handler() -> Staff:
    return make.staff("handler", role="handler")


@pytest.fixture
def desk(handler: Staff) -> Client:
    client = Client()
    client.force_login(handler)
    return client


def asked(**more: Any) -> dict[str, Any]:
    return {
        "once": uuid4().hex, "number": make.AMINA, "words": "Came with the letter", "outcome": "answered",
        "place": "desk", **more,
    }  # fmt: skip


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_a_visit_opens_a_case_and_shows_the_reference(desk: Client, handler: Staff) -> None:
    page = desk.post(PAGE, asked(present="Amina and her sister"), follow=True)
    case, contact = Case.objects.get(), Contact.objects.get()
    assert case.reference in said(page) and 'href="/desk/log/in-person/"' in said(page)
    assert (contact.channel, contact.place, contact.present) == (
        "in_person",
        "Our desk",
        "Amina and her sister",
    )
    assert contact.logged_by == handler and case.origin == "in_person"


def test_a_visit_joins_the_case_and_answers_it_as_a_call_would(desk: Client) -> None:
    case = make.case(at=timezone.now() - timedelta(days=4))
    desk.post(PAGE, asked())
    case.refresh_from_db()
    assert Contact.objects.get(channel="in_person").case == case
    assert case.responded_at is not None and not case.needs_answer


@pytest.mark.parametrize(
    ("place", "words", "where"),
    [
        ("outreach", "market square", "Outreach: market square"),
        ("home", "", "Home visit"),
        ("other", "in the library", "in the library"),
    ],
)
def test_the_place_is_one_line_of_words(desk: Client, place: str, words: str, where: str) -> None:
    desk.post(PAGE, asked(place=place, place_words=words))
    assert Contact.objects.get().place == where


def test_somewhere_else_needs_words(desk: Client) -> None:
    page = desk.post(PAGE, asked(place="other"))
    assert page.status_code == 422 and "Write where it was" in said(page)


def test_a_visit_of_this_morning_keeps_its_time(desk: Client) -> None:
    with time_machine.travel(datetime(2026, 7, 1, 15, 0, tzinfo=UTC), tick=False):
        client = Client()
        client.force_login(Staff.objects.get())
        client.post(PAGE, asked(clock="9.15am"))
    contact = Contact.objects.get()
    assert contact.took_place_at == datetime(2026, 7, 1, 8, 15, tzinfo=UTC)
    assert contact.logged_at == datetime(2026, 7, 1, 15, 0, tzinfo=UTC)


def test_a_visit_later_today_has_not_taken_place(desk: Client) -> None:
    with time_machine.travel(datetime(2026, 7, 1, 8, 0, tzinfo=UTC), tick=False):
        client = Client()
        client.force_login(Staff.objects.get())
        page = client.post(PAGE, asked(clock="23:30"))
    assert page.status_code == 422 and "in the future" in said(page)


@pytest.mark.parametrize(
    ("now", "day", "words"),
    [
        (datetime(2027, 3, 28, 9, 0, tzinfo=UTC), ("28", "3", "2027"), "read as 02:30"),
        (datetime(2026, 10, 25, 9, 0, tzinfo=UTC), ("25", "10", "2026"), "twice"),
    ],
)
def test_a_time_on_a_night_of_changing_clocks_says_what_is_assumed(
    desk: Client, now: datetime, day: tuple[str, str, str], words: str
) -> None:
    with time_machine.travel(now, tick=False):
        client = Client()
        client.force_login(Staff.objects.get())
        page = client.post(
            PAGE, asked(day_day=day[0], day_month=day[1], day_year=day[2], clock="01:30"), follow=True
        )
    assert words in said(page)
    assert Contact.objects.count() == 1


def test_nobody_need_say_who_they_are(desk: Client) -> None:
    desk.post(PAGE, asked(number="", name=""))
    assert Contact.objects.get().contact_point is None
