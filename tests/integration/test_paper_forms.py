"""A service's questions on paper, and the paper keyed in: the same answers as from any other channel."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from casework import paper
from casework.asked import Asked
from casework.models import Case, Contact, Question, Service, Staff
from casework.services import paper_forms
from casework.views.paper_forms import drawn
from tests import factories as make
from tests.text_battery import SENDABLE

pytestmark = pytest.mark.django_db

PRINT = "/desk/services/missed-bin/paper/"
KEY = "/desk/log/paper/missed-bin/"
COLOURS = [{"value": "green", "label": "Green bin"}, {"value": "brown", "label": "Brown bin"}]
PRINT_STATEMENTS = 3
KEY_STATEMENTS = 5


@pytest.fixture
def handler() -> Staff:
    return make.staff("handler", role="handler")


@pytest.fixture
def desk(handler: Staff) -> Client:
    client = Client()
    client.force_login(handler)
    return client


@pytest.fixture
def bins() -> Service:
    service = make.service("missed-bin", name="Missed bin", summary="Tell us which bin was left.")
    make.question(service, "which", "choice", label="Which bin?", choices=COLOURS, required=True)
    make.question(service, "also", "choices", label="What else was left?", choices=COLOURS)
    make.question(service, "address", label="Where is it?", hint="House and street")
    make.question(service, "postcode", "postcode", label="Postcode")
    make.question(service, "since", "date", label="Since when?")
    make.question(service, "photo", "file", label="A photograph")
    make.question(service, "details", "long_text", label="Tell us more")
    return service


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def keyed(**more: Any) -> dict[str, Any]:
    return {
        "once": uuid4().hex,
        "name": "Amina Yusuf",
        "number": make.AMINA,
        "q-details": "They drove past",
        **more,
    }


def version(handler: Staff) -> str:
    form = paper_forms.current(code="missed-bin", actor=handler)
    assert form is not None
    return form.version


# The sheet


def test_the_sheet_asks_what_the_service_asks(desk: Client, bins: Service, handler: Staff) -> None:
    page = said(desk.get(PRINT))
    for words in (
        "Missed bin",
        "Which bin?",
        "Green bin",
        "Brown bin",
        "House and street",
        "Tick one.",
        "Your name",
    ):
        assert words in page
    assert (
        version(handler).replace("-", " ") in page
        and f"/desk/log/paper/missed-bin/?version={version(handler)}" in page
    )
    assert "in your own words" not in page  # it has a long question of its own
    assert page.count("oq-paper__square") == 6  # two and two choices, texts, the photograph


def test_large_type_is_the_same_sheet(desk: Client, bins: Service) -> None:
    assert "oq-paper--large" in said(desk.get(f"{PRINT}?large=1")) and "oq-paper--large" not in said(
        desk.get(PRINT)
    )


def test_a_service_without_questions_still_has_room_for_words(desk: Client) -> None:
    make.service("missed-bin")
    assert "in your own words" in said(desk.get(PRINT))


def test_the_list_names_every_service_that_is_published(desk: Client, bins: Service) -> None:
    make.service("old-thing", name="Old thing", published=False)
    page = said(desk.get("/desk/paper/"))
    assert "Missed bin" in page and "Old thing" not in page
    assert desk.get("/desk/services/old-thing/paper/").status_code == 404
    assert desk.get("/desk/log/paper/old-thing/").status_code == 404


def test_the_code_holds_the_address(bins: Service) -> None:
    """Its size tells its version; the finder squares stand in three corners, within a quiet zone of four modules."""
    size, path = drawn("https://requests.example.org/desk/log/paper/missed-bin/?version=amber-river-stone")
    dark = {tuple(int(n) for n in part.split("h")[0].split()) for part in path.split("M")[1:]}
    assert (size - 8 - 17) % 4 == 0 and all(4 <= n < size - 4 for square in dark for n in square)
    for x, y in ((4, 4), (size - 11, 4), (4, size - 11)):
        assert {(x + step, y) for step in range(7)} <= dark and (x + 1, y + 1) not in dark


@pytest.mark.parametrize(("path", "most"), [(PRINT, PRINT_STATEMENTS), (KEY, KEY_STATEMENTS)])
def test_statements(
    desk: Client, bins: Service, path: str, most: int, django_assert_num_queries: Any
) -> None:
    desk.get(path)
    with django_assert_num_queries(most):
        desk.get(path)


# Versions


def asked(code: str, **more: Any) -> Asked:
    return Asked(code=code, label=code.capitalize(), **more)


def test_a_version_is_three_words_of_the_questions_alone() -> None:
    one = paper.version([asked("a"), asked("b")])
    assert len(one.split("-")) == 3 and paper.version([asked("a"), asked("b")]) == one
    different = [
        [asked("b"), asked("a")], [asked("a")], [asked("a", hint="x"), asked("b")], [asked("a", kind="date"), asked("b")],
        [asked("a", required=True), asked("b")],
    ]  # fmt: skip
    assert one not in {paper.version(each) for each in different}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("amber-river-zebra", ""), ("amber-river-thistle", "amber-river-thistle"), (" Amber, RIVER  thistle.", "amber-river-thistle"),
        ("amber river", ""), ("", ""), ("<script>", ""), ("amber river thistle amber", ""),
    ],
)  # fmt: skip
def test_a_version_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert paper.read_version(typed) == read


def test_what_changed_is_said_question_by_question() -> None:
    printed = [asked("a", choices=(("1", "One"), ("2", "Two"))), asked("b"), asked("c"), asked("d", hint="x")]
    now = [
        asked("d"),
        asked("a", choices=(("1", "One"), ("3", "Three"))),
        Asked(code="b", label="Bee"),
        asked("e"),
    ]
    words = "\n".join(paper.changes(printed=printed, now=now))
    for part in (
        "Not asked any more: “C”", "New, and not on the paper: “E”", "“A”: on the paper only: Two", "“A”: not on the paper: Three",
        "On the paper “B”, now “Bee”", "“D”: its explanation is different", "another order",
    ):  # fmt: skip
        assert part in words
    assert paper.changes(printed=printed, now=printed) == []


@pytest.mark.django_db(transaction=True)
def test_a_sheet_printed_before_a_change_says_what_changed() -> None:
    handler = make.staff("handler", role="handler")
    service = make.service("missed-bin", name="Missed bin")
    which = make.question(service, "which", "choice", label="Which bin?", choices=COLOURS)
    make.question(service, "since", "date", label="Since when?")
    first = version(handler)
    Question.objects.filter(pk=which.pk).update(label="Which of the bins?", choices=COLOURS[:1])
    second = version(handler)
    Question.objects.filter(code="since").delete()
    third = version(handler)
    assert len({first, second, third}) == 3
    client = Client()
    client.force_login(handler)
    page = said(client.get(f"{KEY}?version={first}"))
    for words in (
        "have changed since",
        "On the paper “Which bin?”, now “Which of the bins?”",
        "on the paper only: Brown bin",
        "Not asked any more: “Since when?”",
    ):
        assert words in page
    page = said(client.get(f"{KEY}?version={second}"))
    assert "Not asked any more" in page and "Which bin?" not in page
    page = said(client.get(f"{KEY}?version={third}"))
    assert "have changed" not in page and "are the ones below" in page


def test_a_version_nobody_knows_is_said_to_be_unknown(desk: Client, bins: Service) -> None:
    assert "Nobody can tell any more" in said(desk.get(f"{KEY}?version=acorn-acorn-acorn"))
    assert "is no version of ours" in said(desk.get(f"{KEY}?version=<b>x</b>"))


# Keying it in


def test_answers_land_as_from_any_other_channel(desk: Client, bins: Service, handler: Staff) -> None:
    since = {"q-since_day": "1", "q-since_month": "3", "q-since_year": "2026"}
    typed = keyed(
        **{"q-which": "green", "q-also": ["brown"], "q-address": "14 Mill Lane", "q-postcode": "ls1 4dy", **since},
        words="Please ring after six", version=version(handler),
    )  # fmt: skip
    page = desk.post(KEY, typed, follow=True)
    contact, case = Contact.objects.get(), Case.objects.get()
    assert contact.answers == {
        "which": "green", "also": ["brown"], "address": "14 Mill Lane", "postcode": "LS1 4DY", "since": "2026-03-01",
        "details": "They drove past",
    }  # fmt: skip
    assert contact.body == "They drove past\n\nPlease ring after six"
    assert (contact.channel, contact.place, contact.outcome) == ("in_person", "Paper form", "on_paper")
    assert contact.arrived_at == f"paper:missed-bin {version(handler)}"
    assert (case.service, case.postcode, case.location) == (bins, "LS1 4DY", "14 Mill Lane")
    assert case.reference in said(page) and contact.person and contact.person.name == "Amina Yusuf"


def test_a_form_handed_in_is_no_answer_of_ours(desk: Client, bins: Service) -> None:
    desk.post(KEY, keyed())
    case = Case.objects.get()
    assert case.responded_at is None and case.needs_answer


def test_the_timeline_shows_the_answers_under_their_questions(bins: Service) -> None:
    worker = make.staff("worker")
    client = Client()
    client.force_login(worker)
    client.post(KEY, keyed(**{"q-which": "green"}))
    page = said(client.get(f"/desk/cases/{Case.objects.get().reference}/"))
    assert (
        "Which bin?" in page
        and "Green bin" in page
        and "Paper form" not in page
        and "Written on paper" in page
    )


def test_the_date_on_the_form_is_when_it_took_place(desk: Client, bins: Service, handler: Staff) -> None:
    with time_machine.travel(datetime(2026, 7, 1, 15, 0, tzinfo=UTC), tick=False):
        client = Client()
        client.force_login(handler)
        late = {"day_day": "20", "day_month": "6", "day_year": "2026"}
        page = client.post(KEY, keyed(**late))
        assert page.status_code == 422 and "more than a day later" in said(page)
        client.post(KEY, keyed(**late, late_because="It came by post"))
        future = client.post(KEY, keyed(day_day="2", day_month="7", day_year="2026"))
        assert future.status_code == 422 and "in the future" in said(future)
    assert Contact.objects.get().took_place_at == datetime(2026, 6, 20, 11, 0, tzinfo=UTC)  # noon


def test_nothing_keyed_in_is_asked_for(desk: Client, bins: Service) -> None:
    page = desk.post(KEY, keyed(**{"q-details": ""}))
    assert page.status_code == 422 and "one answer is enough" in said(page) and not Contact.objects.exists()


def test_required_questions_may_be_empty_on_paper(desk: Client, bins: Service) -> None:
    assert desk.post(KEY, keyed()).status_code == 302


def test_a_second_press_is_one_contact(desk: Client, bins: Service) -> None:
    typed = keyed()
    for _ in range(2):
        desk.post(KEY, typed)
    assert Contact.objects.count() == 1


def test_find_without_scripts_keeps_every_answer(desk: Client, bins: Service) -> None:
    make.case(at=timezone.now() - timedelta(days=1))
    page = desk.post(KEY, keyed(find="1", **{"q-which": "green", "q-address": "14 Mill Lane"}))
    assert page.status_code == 200 and "They drove past" in said(page) and "14 Mill Lane" in said(page)
    assert "govuk-error" not in said(page) and Case.objects.get().reference in said(page)


@pytest.mark.parametrize("name", list(SENDABLE))
def test_hostile_texts_in_every_answer(desk: Client, bins: Service, name: str) -> None:
    text = SENDABLE[name]
    fields = (
        "q-which",
        "q-address",
        "q-postcode",
        "q-details",
        "q-since_day",
        "version",
        "name",
        "number",
        "words",
    )
    for field in fields:
        page = desk.post(KEY, keyed() | {field: text})
        assert page.status_code in (302, 422)
        assert "<script>alert" not in said(page)
    page = desk.get(KEY, {"version": text})
    assert page.status_code == 200 and "<script>alert" not in said(page)
