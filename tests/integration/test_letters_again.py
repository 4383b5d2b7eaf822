"""A posted letter is printed once more, with a reason that stays in the history; it is no second letter."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from casework.models import Case, Contact, ContactPoint, Delivery, Event, Staff
from casework.permissions import NotAllowed
from casework.services import letters, letters_again
from casework.services.letters import LetterRefused
from tests import factories as make
from tests.text_battery import SENDABLE, TEXTS

pytestmark = pytest.mark.django_db

POSTED_STATEMENTS = 2  # session with user and office, letters
SHEET_STATEMENTS = 5  # the same; the address judged by the office and by what was sent there and today; whether they said why
LOST = {"because": "The post lost it"}


@pytest.fixture
def case() -> Case:
    make.office(acknowledge_texts=False)
    return make.case(person_name="Amina Yusuf")


@pytest.fixture
def worker(case: Case) -> Staff:
    return make.staff("worker")


@pytest.fixture
def desk(worker: Staff) -> Client:
    return at_desk(worker)


def at_desk(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def posted(case: Case, worker: Staff, body: str = "Dear Amina,\n\nit is done.") -> Contact:
    written = letters.write(
        case=case, party=case.parties.get(), body=body, address="14 Mill Lane, Leeds, LS1 4DY", actor=worker, now=make.NOW
    )  # fmt: skip
    letters.posted(letters=[written], actor=worker, now=make.NOW)
    return written


def url(letter: Contact, page: str = "again") -> str:
    return f"/desk/letters/{letter.pk}/{page}/"


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_a_posted_letter_is_printed_again_with_a_reason(case: Case, worker: Staff, desk: Client) -> None:
    letter = posted(case, worker)
    before = Delivery.objects.values().get()
    assert url(letter) in said(desk.get("/desk/letters/posted/"))
    page = desk.post(url(letter), LOST, follow=True)
    told = said(page)
    assert page.redirect_chain == [(url(letter, "sheet"), 302)]
    assert "it is done." in told and "14 Mill Lane" in told and "Printed and posted</button>" not in told
    event = Event.objects.get(verb="letter_printed_again")
    assert (event.actor, event.case, event.contact, event.after) == (worker, case, letter, LOST)
    assert "Printed a letter again: The post lost it" in said(desk.get(f"/desk/cases/{case.reference}/"))
    assert Delivery.objects.values().get() == before and Contact.objects.filter(direction="out").count() == 1


def test_without_a_reason_nothing_is_printed(case: Case, worker: Staff, desk: Client) -> None:
    letter = posted(case, worker)
    assert desk.get(url(letter, "sheet"))["Location"] == url(letter)
    for because in ("", " \u200b ", "x" * 201):
        page = desk.post(url(letter), {"because": because})
        assert page.status_code == 422 and "There is a problem" in said(page)
    assert not Event.objects.filter(verb="letter_printed_again").exists()


def test_who_said_why_prints_for_an_hour_and_nobody_else(case: Case, worker: Staff, desk: Client) -> None:
    letter = posted(case, worker)
    desk.post(url(letter), LOST)
    assert desk.get(url(letter, "sheet")).status_code == 200
    assert at_desk(make.staff("other")).get(url(letter, "sheet")).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert desk.get(url(letter, "sheet")).status_code == 302


def test_a_double_click_is_one_line_of_history(case: Case, worker: Staff) -> None:
    letter = posted(case, worker)
    for hours, because in ((0, "Lost"), (0, "Lost."), (0, "Printer jam"), (1, "Lost")):
        letters_again.print_again(letter=letter, because=because, actor=worker, now=make.later(hours=hours))
    assert Event.objects.filter(verb="letter_printed_again").count() == 3


def test_an_address_that_became_unsafe_is_not_printed_for(case: Case, worker: Staff, desk: Client) -> None:
    letter = posted(case, worker)
    desk.post(url(letter), LOST)
    ContactPoint.objects.filter(kind="address").update(do_not_use=True)
    assert desk.get(url(letter, "sheet")).status_code == 302
    page = desk.post(url(letter), {"because": "Once more"})
    assert page.status_code == 422 and "must not go" in said(page) and "Once more" in said(page)
    assert Event.objects.filter(verb="letter_printed_again").count() == 1


def test_one_that_waits_and_one_of_a_hidden_case_are_like_none(
    case: Case, worker: Staff, desk: Client
) -> None:
    letter = posted(case, worker)
    waits = letters.write(
        case=case, party=case.parties.get(), point=letter.contact_point, body="Another", actor=worker, now=make.NOW
    )  # fmt: skip
    assert desk.get(url(waits)).status_code == desk.post(url(waits), LOST).status_code == 404
    with pytest.raises(LetterRefused):
        letters_again.print_again(letter=waits, because="Lost", actor=worker, now=make.NOW)
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"))
    hidden = at_desk(make.staff("guest", role="handler"))
    assert hidden.post(url(letter), LOST).status_code == hidden.get(url(letter, "sheet")).status_code == 404
    assert url(letter) not in said(hidden.get("/desk/letters/posted/"))
    with pytest.raises(NotAllowed):
        letters_again.print_again(
            letter=letter, because="Lost", actor=make.staff("admin", role="administrator"), now=make.NOW
        )


def test_odd_reasons_are_kept(case: Case, worker: Staff, desk: Client) -> None:
    letter = posted(case, worker)
    for name in SENDABLE:
        because = TEXTS[name].encode("utf-8", "replace").decode()[:150]
        assert desk.post(url(letter), {"because": because}).status_code in (302, 422), name
    assert Event.objects.filter(verb="letter_printed_again").count() > 5


def test_the_pages_state_their_statements(
    case: Case, worker: Staff, desk: Client, django_assert_num_queries: Any
) -> None:
    letter = posted(case, worker)
    desk.post(url(letter), LOST)
    for number in range(2):
        with django_assert_num_queries(POSTED_STATEMENTS):
            desk.get("/desk/letters/posted/")
        with django_assert_num_queries(SHEET_STATEMENTS):
            desk.get(url(letter, "sheet"))
        posted(case, worker, f"Dear Amina {number}")
