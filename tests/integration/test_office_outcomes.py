"""Outcomes of the office's own: worded, offered, left out, and read for good by whatever ended with them."""

import json
import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from casework import outcomes
from casework.models import Case, Contact, Event, Office, Staff
from casework.permissions import NotAllowed
from casework.services import outcomes_offered as service
from casework.services.outcomes_offered import CannotBeOutcome
from tests import factories as make
from tests.reading import Page
from tests.text_battery import SENDABLE

pytestmark = pytest.mark.django_db

PAGE, ONE = "/desk/settings/outcomes/", "/desk/settings/outcomes/one/"
CALL, VISIT, SHEET = "/desk/log/phone/", "/desk/log/in-person/", "/desk/log/drop-in/"
STATEMENTS = 1
PARCEL = "answered.Food parcel given"


@pytest.fixture
def lead() -> Staff:
    make.office()
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def desk(lead: Staff) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def parcel(lead: Staff, called: str = "Food parcel given", *, settles: bool = True) -> str:
    return service.add(called=called, settles=settles, actor=lead, now=make.NOW)


def call(desk: Client, outcome: str) -> Any:
    typed = {
        "once": uuid4().hex,
        "number": make.AMINA,
        "words": "Asked for food",
        "outcome": outcome,
        "case": "new",
    }
    return desk.post(CALL, typed, follow=True)


def test_it_is_added_and_ends_a_call(desk: Client, lead: Staff) -> None:
    page = Page(desk.post(PAGE, {"called": "  Food parcel\n given ", "means": "over"}, follow=True))
    assert "“Food parcel given” is added." in page.words
    assert Office.current().own_outcomes == [PARCEL]
    assert "Food parcel given" in Page(desk.get(CALL)).words
    call(desk, PARCEL)
    contact, case = Contact.objects.get(), Case.objects.get()
    assert contact.outcome == PARCEL and not case.needs_answer and case.responded_at == contact.took_place_at
    told = Page(desk.get(f"/desk/cases/{case.reference}/")).words
    assert "Food parcel given" in told and PARCEL not in told


def test_one_that_settles_nothing_leaves_the_case_to_us(desk: Client, lead: Staff) -> None:
    code = parcel(lead, "Waits for papers", settles=False)
    call(desk, code)
    case = Case.objects.get()
    assert case.responded_at and case.needs_answer and case.waiting_for == "us"


@pytest.mark.parametrize("page", [CALL, VISIT, SHEET, "/desk/outreach/"])
def test_it_is_offered_wherever_a_conversation_ends(desk: Client, lead: Staff, page: str) -> None:
    parcel(lead)
    assert "Food parcel given" in Page(desk.get(page)).words
    service.leave_out(code=PARCEL, actor=lead, now=make.NOW)
    assert "Food parcel given" not in Page(desk.get(page)).words
    service.offer(code=PARCEL, actor=lead, now=make.NOW)
    assert "Food parcel given" in Page(desk.get(page)).words


def test_what_is_left_out_is_read_as_before_and_offered_again(desk: Client, lead: Staff) -> None:
    parcel(lead)
    call(desk, PARCEL)
    page = Page(desk.post(ONE, {"code": PARCEL, "do": "leave_out"}, follow=True))
    assert "“Food parcel given” is not offered any more." in page.words and "Left out" in page.words
    assert "Food parcel given" in Page(desk.get(f"/desk/cases/{Case.objects.get().reference}/")).words
    assert "is offered again" in Page(desk.post(ONE, {"code": PARCEL, "do": "offer"}, follow=True)).words
    assert Office.current().outcomes_left_out == []


def test_a_page_opened_before_can_still_be_handed_in(desk: Client, lead: Staff) -> None:
    parcel(lead)
    for code in (PARCEL, "signposted"):
        service.leave_out(code=code, actor=lead, now=make.NOW)
        call(desk, code)
    told = desk.post(
        "/desk/outreach/hand-in/",
        json.dumps({
            "staff": str(lead.pk), "answers": {},
            "fields": {"id": str(uuid4()), "written_at": make.NOW.isoformat(), "words": "Came for food", "outcome": PARCEL,
                       "place": "outreach", "late_because": "Logged without a network"},
        }),
        content_type="application/json",
    )  # fmt: skip
    assert told.status_code == 200, told.content
    assert sorted(Contact.objects.values_list("outcome", flat=True)) == [PARCEL, PARCEL, "signposted"]


@pytest.mark.parametrize(
    "code", ["answered.Never worded", "voicemail.Odd", "callback.x", ".", "answered.", "x" * 500]
)
def test_an_edited_page_is_asked_how_it_ended(desk: Client, lead: Staff, code: str) -> None:
    parcel(lead)
    assert "Choose how it ended." in Page(call(desk, code)).words
    assert desk.post(ONE, {"code": code, "do": "leave_out"}).status_code == 404
    assert not Contact.objects.exists() and Office.current().outcomes_left_out == []


def test_those_without_which_nothing_could_be_logged_stay(desk: Client, lead: Staff) -> None:
    for code in outcomes.ALWAYS_OFFERED:
        with pytest.raises(CannotBeOutcome, match="always offered"):
            service.leave_out(code=code, actor=lead, now=make.NOW)
    page = Page(desk.post(ONE, {"code": "answered", "do": "leave_out"}, follow=True))
    assert "always offered" in page.words and "Always offered" in page.words


@pytest.mark.parametrize(
    ("called", "words"),
    [
        ("food  PARCEL given", "There is an outcome of this name already."),
        ("Voicemail left", "There is an outcome of this name already."),
        ("x" * 41, "Shorten it to 40"),
        (" \u200b ", "Write what staff will choose"),
        ("", "Write what staff will choose"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(desk: Client, lead: Staff, called: str, words: str) -> None:
    parcel(lead)
    answer = desk.post(PAGE, {"called": called, "means": "over"})
    assert answer.status_code == 422 and words in Page(answer).words
    assert Office.current().own_outcomes == [PARCEL]


def test_a_name_that_is_left_out_is_offered_again_instead(lead: Staff) -> None:
    parcel(lead)
    service.leave_out(code=PARCEL, actor=lead, now=make.NOW)
    with pytest.raises(CannotBeOutcome, match="Offer it again"):
        parcel(lead)


def test_there_is_an_end_to_them(lead: Staff) -> None:
    for number in range(service.MOST):
        parcel(lead, f"Outcome {number}")
    with pytest.raises(CannotBeOutcome, match="of your own"):
        parcel(lead)


def test_they_move_among_those_that_count_as_the_same(desk: Client, lead: Staff) -> None:
    first, other, last = parcel(lead), parcel(lead, "Waits", settles=False), parcel(lead, "Voucher given")
    assert "moved up" in Page(desk.post(ONE, {"code": last, "do": "up"}, follow=True)).words
    assert Office.current().own_outcomes == [last, other, first]
    assert "cannot move further" in Page(desk.post(ONE, {"code": last, "do": "up"}, follow=True)).words
    assert "moved down" in Page(desk.post(ONE, {"code": last, "do": "down"}, follow=True)).words
    assert Office.current().own_outcomes == [first, other, last]


def test_every_change_has_its_actor_and_nothing_else_an_event(lead: Staff) -> None:
    parcel(lead)
    assert service.leave_out(code=PARCEL, actor=lead, now=make.NOW)
    assert not service.leave_out(code=PARCEL, actor=lead, now=make.NOW)
    events = Event.objects.filter(verb="outcomes_changed").order_by("pk")
    assert [each.words for each in events] == [
        "Added the outcome “Food parcel given”",
        "Left out the outcome “Food parcel given”",
    ]
    assert {each.actor for each in events} == {lead}


def test_a_caseworker_changes_none() -> None:
    with pytest.raises(NotAllowed):
        parcel(make.staff("worker", role="caseworker"))


@pytest.mark.parametrize("words", SENDABLE)
def test_whatever_it_is_called_is_shown_as_it_is(desk: Client, words: str) -> None:
    answer = desk.post(PAGE, {"called": words[:40], "means": "over"}, follow=True)
    assert answer.status_code in (200, 422)
    for page in (PAGE, CALL, SHEET):
        assert b"<script>alert" not in desk.get(page).content


@pytest.mark.django_db(transaction=True)
def test_two_who_add_at_once_both_add(lead: Staff) -> None:
    def add(name: str) -> None:
        parcel(lead, name)
        connections.close_all()

    names = [f"Outcome {number}" for number in range(6)]
    at_once = [threading.Thread(target=add, args=(name,)) for name in names]
    for each in at_once:
        each.start()
    for each in at_once:
        each.join()
    assert sorted(outcomes.words(code) for code in Office.current().own_outcomes) == names


@pytest.mark.parametrize("more", [0, 20], ids=["none", "many"])
def test_the_page_costs_the_same_however_many_there_are(
    more: int, desk: Client, lead: Staff, django_assert_num_queries: Any
) -> None:
    for number in range(more):
        parcel(lead, f"Outcome {number}")
    with django_assert_num_queries(STATEMENTS):
        desk.get(PAGE)


def test_machines_read_them_and_end_a_contact_with_one(desk: Client, lead: Staff) -> None:
    parcel(lead)
    service.leave_out(code="signposted", actor=lead, now=make.NOW)
    told = {each["code"]: each for each in desk.get("/api/v1/outcomes/").json()}
    assert told[PARCEL] == {
        "code": PARCEL, "words": "Food parcel given", "reached": True, "settles": True, "offered": True,
    }  # fmt: skip
    assert (
        not told["signposted"]["offered"]
        and not told["missed"]["offered"]
        and set(told) == {*outcomes.OUTCOMES, PARCEL}
    )
    body = {
        "channel": "phone", "took_place_at": make.NOW.isoformat(), "body": "Asked for food",
        "sender": make.AMINA,
    }  # fmt: skip
    sent = _sent(desk, {**body, "outcome": PARCEL})
    assert sent.status_code == 201, sent.content
    assert _sent(desk, {**body, "outcome": "signposted"}).status_code == 201
    refused = _sent(desk, {**body, "outcome": "answered.Never worded"})
    assert refused.status_code == 400 and "/api/v1/outcomes/" in refused.content.decode()
    assert Contact.objects.filter(outcome=PARCEL).count() == 1


def _sent(desk: Client, body: dict[str, Any]) -> Any:
    return desk.post(
        "/api/v1/contacts/", body, content_type="application/json", headers={"Idempotency-Key": uuid4().hex}
    )
