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


@pytest.mark.parametrize(
    ("how", "who", "kept"),
    [
        ("phone", "Farah of Language Line, Dari", "By telephone: Farah of Language Line, Dari"),
        ("room", "", "In the room"),
        ("", "Her daughter", "Her daughter"),
        ("", "", ""),
    ],
)
def test_who_interpreted_and_how_is_kept(desk: Client, how: str, who: str, kept: str) -> None:
    desk.post(PAGE, asked(interpreted=how, interpreter=who))
    assert Contact.objects.get().interpreter == kept


def test_a_way_of_interpreting_that_is_none_is_refused(desk: Client) -> None:
    page = desk.post(PAGE, asked(interpreted="telepathy"))
    assert page.status_code == 422 and "Choose how somebody interpreted" in said(page)


def test_the_timeline_shows_all_of_a_visit() -> None:
    worker = make.staff("worker")
    client = Client()
    client.force_login(worker)
    client.post(
        PAGE,
        asked(
            place="home", present="Amina, her sister", interpreted="video", interpreter="Dari", minutes="45"
        ),
    )
    page = said(client.get(f"/desk/cases/{Case.objects.get().reference}/"))
    for words in (
        "Home visit",
        "Present: Amina, her sister",
        "Interpreted: By video: Dari",
        "Lasted 45 minutes",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("now", "when", "code", "words"),
    [
        # P7: the future, yesterday, longer ago with and without a reason, more than a year, the two nights.
        (datetime(2026, 7, 1, 12, tzinfo=UTC), ("2", "7", "2026", "10:00", ""), 422, "in the future"),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), ("1", "7", "2026", "13:02", ""), 422, "in the future"),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), ("30", "6", "2026", "18:00", ""), 200, "Logged"),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), ("30", "6", "2026", "", ""), 422, "Write the time too"),
        (
            datetime(2026, 7, 1, 12, tzinfo=UTC),
            ("20", "6", "2026", "10:00", ""),
            422,
            "more than a day later",
        ),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), ("20", "6", "2026", "10:00", "Was ill"), 200, "Logged"),
        (
            datetime(2026, 7, 1, 12, tzinfo=UTC),
            ("1", "6", "2025", "10:00", "Lost"),
            422,
            "more than a year ago",
        ),
        (datetime(2027, 3, 28, 12, tzinfo=UTC), ("28", "3", "2027", "1:59", ""), 200, "read as 02:59"),
        (datetime(2027, 3, 28, 12, tzinfo=UTC), ("28", "3", "2027", "0:59", ""), 200, "Logged"),
        (datetime(2026, 10, 25, 12, tzinfo=UTC), ("25", "10", "2026", "1:00", ""), 200, "twice"),
        (datetime(2026, 10, 25, 12, tzinfo=UTC), ("25", "10", "2026", "2:00", ""), 200, "Logged"),
    ],
)
def test_when_it_took_place(
    handler: Staff, now: datetime, when: tuple[str, str, str, str, str], code: int, words: str
) -> None:
    day, month, year, clock, because = when
    with time_machine.travel(now, tick=False):
        client = Client()
        client.force_login(handler)
        typed = asked(day_day=day, day_month=month, day_year=year, clock=clock, late_because=because)
        page = client.post(PAGE, typed, follow=True)
    assert page.status_code == code and words in said(page)
    assert Contact.objects.count() == (code == 200)


def test_nobody_in_particular_is_a_visit_like_any_other(desk: Client) -> None:
    """P1: no name, no number, "didn't want to say"."""
    page = desk.post(PAGE, asked(number="", name="", words="Didn't want to say"), follow=True)
    contact = Contact.objects.get()
    assert contact.person is None and contact.case is not None and contact.case.reference in said(page)


def test_two_who_log_one_visit_end_on_one_case(desk: Client) -> None:
    """P3: the second of them sees the first one's case, and it is filed there."""
    desk.post(PAGE, asked(name="Amina Yusuf"))
    other = Client()
    other.force_login(make.staff("colleague", role="handler"))
    case = Case.objects.get()
    found = other.get("/desk/log/in-person/look-up/", {"number": make.AMINA})
    assert case.reference in said(found)
    other.post(PAGE, asked(name="Amina Yusuf"))
    assert Case.objects.count() == 1 and Contact.objects.filter(case=case).count() == 2
