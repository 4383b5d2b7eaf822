"""Which case is meant? Asked by text, answered by a number or a word, and what staff do meanwhile."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Case, Contact, Event, FilingQuestion
from casework.permissions import visible_contacts
from casework.services import deliveries, filing_moves, status
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def twilio(settings: object) -> None:
    settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32  # type: ignore[attr-defined]
    settings.TWILIO_AUTH_TOKEN = "test-token"  # type: ignore[attr-defined]
    settings.TWILIO_NUMBER = "+447700900000"  # type: ignore[attr-defined]


@pytest.fixture
def two() -> tuple[Case, Case]:
    """Amina's two open cases, both begun long enough ago that no text of ours is being answered."""
    make.office()
    handler = make.staff("handler", role="handler")
    make.service("missed-bin", name="Missed bin")
    make.service("housing-repair", name="Housing repair")
    cases = []
    for code, at in (("missed-bin", make.later(days=-12)), ("housing-repair", make.later(days=-10))):
        taken = make.call(by=handler, at=at, service_code=code, staff_choice="new", person_name="Amina Khan")
        assert taken.case is not None
        cases.append(Case.objects.get(pk=taken.case.pk))
    return cases[0], cases[1]


def question() -> FilingQuestion:
    return FilingQuestion.objects.get()


def test_the_list_names_service_and_beginning_and_nothing_else(two: tuple[Case, Case]) -> None:
    held = make.text("Any news? My name is Amina").contact
    assert held.filing == "held" and held.question == question()
    assert question().contact.body == (
        "Riverbank Help: which of your requests is this about? Reply with its number only.\n"
        "1 Housing repair, from 20 February\n2 Missed bin, from 18 February\n3 A new request"
    )
    assert question().contact.delivery.status == "queued"
    assert "we asked by text" in held.reason


def test_a_number_answers_and_everything_that_waited_goes_to_that_case(two: tuple[Case, Case]) -> None:
    bin_case, _ = two
    first = make.text("Any news?").contact
    second = make.text("It is still there", at=make.later(minutes=1)).contact
    answer = make.text("2", at=make.later(minutes=5)).contact
    assert {contact.case for contact in reread(first, second, answer)} == {bin_case}
    assert question().closed_at is not None and question().answer == answer
    bin_case.refresh_from_db()
    assert bin_case.needs_answer and bin_case.last_in_at == make.later(minutes=5)
    assert "answers our question" in reread(answer)[0].reason


def test_the_list_is_on_the_chosen_case_so_that_the_next_text_is_about_it_too(two: tuple[Case, Case]) -> None:
    bin_case, _ = two
    make.text("Any news?")
    make.text("two", at=make.later(minutes=5))
    assert bin_case.contacts.filter(pk=question().contact_id, filing="filed").exists()
    assert make.text("It is the brown one", at=make.later(hours=1)).case == bin_case
    assert FilingQuestion.objects.count() == 1


@pytest.mark.parametrize("word", ["3", "new", "New one"])
def test_new_opens_a_case_about_what_was_written_and_not_about_the_word(
    two: tuple[Case, Case], word: str
) -> None:
    first = make.text("My landlord wants me out").contact
    answer = make.text(word, at=make.later(minutes=5))
    assert answer.case is not None and answer.case not in two
    assert answer.case.summary == "My landlord wants me out"
    assert [contact.case for contact in reread(first)] == [answer.case]
    assert answer.case.opened_at == make.NOW
    told = Contact.objects.filter(direction="out", case=answer.case).order_by("took_place_at")
    assert any(answer.case.reference in text.body for text in told)


def test_two_hundred_texts_in_ten_seconds_are_asked_about_once(two: tuple[Case, Case]) -> None:
    for number in range(200):
        make.text(f"part {number}", at=make.NOW + timedelta(milliseconds=50 * number), sid=f"SM{number}")
    assert Contact.objects.filter(direction="out").count() == 1
    assert Contact.objects.held().filter(question=question()).count() == 200


def test_a_text_received_before_the_list_went_out_is_no_answer_and_asks_no_second_time(
    two: tuple[Case, Case],
) -> None:
    make.text("Any news?", at=make.later(seconds=10))
    early = make.text("2", at=make.later(seconds=5)).contact
    assert early.filing == "held" and early.question == question()


def test_after_its_window_the_list_is_sent_anew_and_answers_for_all_that_waits(
    two: tuple[Case, Case],
) -> None:
    first = make.text("Any news?").contact
    make.text("Hello?", at=make.later(hours=25))
    assert FilingQuestion.objects.count() == 2
    assert FilingQuestion.objects.filter(closed_at=None).count() == 1
    answer = make.text("1", at=make.later(hours=26))
    assert reread(first)[0].case == answer.case == two[1]


def test_an_answer_to_a_case_that_was_closed_meanwhile_reopens_it(two: tuple[Case, Case]) -> None:
    worker = make.staff("worker")
    make.text("Any news?")
    status.change_status(
        case=two[0], to="resolved", outcome="Emptied", actor=worker, now=make.later(minutes=2)
    )
    answer = make.text("2", at=make.later(minutes=5))
    two[0].refresh_from_db()
    assert answer.case == two[0] and two[0].is_open


def test_an_answer_after_staff_filed_moves_nothing_and_tells_the_case(two: tuple[Case, Case]) -> None:
    worker = make.staff("worker")
    held = make.text("Any news?").contact
    filing_moves.move(contacts=[held], to=two[0], actor=worker, now=make.later(minutes=2))
    answer = make.text("1", at=make.later(minutes=5))
    assert reread(held)[0].case == two[0] and answer.case == two[1]
    assert Event.objects.filter(case=two[0], verb="answered_otherwise").exists()


def test_new_after_staff_filed_the_text_is_held_for_a_person(two: tuple[Case, Case]) -> None:
    worker = make.staff("worker")
    held = make.text("Any news?").contact
    filing_moves.move(contacts=[held], to=two[0], actor=worker, now=make.later(minutes=2))
    answer = make.text("new", at=make.later(minutes=5)).contact
    assert answer.filing == "held" and answer.candidates == [two[0].reference]
    assert Case.objects.count() == 2


def test_what_a_restricted_case_is_about_is_never_texted(two: tuple[Case, Case]) -> None:
    Case.objects.filter(pk=two[0].pk).update(restricted=True)
    make.text("Any news?")
    assert "Missed bin" not in question().contact.body
    assert "2 Request, from 18 February" in question().contact.body


def test_a_number_that_must_not_learn_who_writes_gets_neither_office_nor_service(
    two: tuple[Case, Case],
) -> None:
    point = two[0].parties.get().contact_point
    type(point).objects.filter(pk=point.pk).update(say_who_we_are=False)
    make.text("Any news?")
    assert question().contact.body == (
        "Which of your requests is this about? Reply with its number only.\n"
        "1 Request, from 20 February\n2 Request, from 18 February\n3 A new request"
    )
    answer = make.text("new", at=make.later(minutes=5))
    assert answer.case is not None
    told = Contact.objects.get(direction="out", case=answer.case, asks=None)
    assert "Riverbank" not in told.body and answer.case.reference in told.body


def test_whoever_does_not_see_a_restricted_case_does_not_see_the_list_that_offers_it(
    two: tuple[Case, Case],
) -> None:
    worker = make.staff("worker")
    make.text("Any news?")
    asked = question().contact
    assert visible_contacts(worker).filter(pk=asked.pk).exists()
    Case.objects.filter(pk=two[0].pk).update(restricted=True)
    assert not visible_contacts(worker).filter(pk=asked.pk).exists()


def test_an_opted_out_number_is_not_asked(two: tuple[Case, Case]) -> None:
    make.text("STOP")
    held = make.text("Any news?", at=make.later(minutes=1)).contact
    assert held.filing == "held" and held.question is None
    assert not Contact.objects.filter(direction="out").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"text_ok": False}, "not safe to text"), ({"do_not_use": True}, "must not be used")],
)
def test_nobody_is_asked_where_the_guard_refuses_and_the_reason_says_so(
    two: tuple[Case, Case], change: dict[str, bool], words: str
) -> None:
    point = two[0].parties.get().contact_point
    type(point).objects.filter(pk=point.pk).update(**change)
    held = make.text("Any news?").contact
    assert held.filing == "held" and words in held.reason
    assert not FilingQuestion.objects.exists()


def test_a_list_that_cannot_be_delivered_leaves_the_text_in_the_lane(two: tuple[Case, Case]) -> None:
    held = make.text("Any news?").contact
    delivery = question().contact.delivery
    assert deliveries.begin(delivery=delivery, now=make.later(seconds=1), job="outbox")
    deliveries.failed(
        delivery=delivery,
        words="Switched off",
        code="30003",
        permanent=True,
        now=make.later(seconds=2),
        job="outbox",
    )
    assert reread(held)[0].filing == "held"
    delivery.refresh_from_db()
    assert delivery.status == "failed"


def test_without_texting_set_up_the_text_is_held_and_says_why(
    two: tuple[Case, Case], settings: object
) -> None:
    settings.DEMO, settings.TWILIO_ACCOUNT_SID = False, ""  # type: ignore[attr-defined]
    held = make.text("Any news?").contact
    assert "Texting is not set up" in held.reason and not FilingQuestion.objects.exists()


def test_what_another_program_or_a_replay_brings_in_texts_nobody(two: tuple[Case, Case]) -> None:
    held = make.text("Any news?", acknowledge=False).contact
    assert held.filing == "held" and "another program" in held.reason
    assert not Contact.objects.filter(direction="out").exists()


def test_a_held_text_is_as_pressing_as_the_rules_find_it(two: tuple[Case, Case]) -> None:
    make.rules(
        {
            "name": "Gas",
            "priority": "urgent",
            "conditions": {"any": [{"fact": "words", "op": "any_of", "value": ["gas"]}]},
        }
    )
    make.text("Any news?")
    urgent = make.text("I smell gas", at=make.later(minutes=1)).contact
    assert Contact.objects.held().first() == urgent


def test_intake_takes_the_same_statements_whatever_the_persons_history(two: tuple[Case, Case]) -> None:
    make.text("Any news?")
    make.text("2", at=make.later(minutes=5))
    short = statements_of("It is the brown one", at=make.later(minutes=10))
    long_history(two[0])
    long = statements_of("Or rather the green one", at=make.later(minutes=20))
    assert (short, long) == (INTAKE_STATEMENTS, INTAKE_STATEMENTS)


# One text onto an existing case: a savepoint, the lock of the number, the number, the office, who shares the number, our
# latest text, our question, questions of a service, the cases, their parties, the case's lock, the contact, its times, the line of
# history, who follows the case, the savepoint's end. A text with a provider's id asks once more whether it is on record already.
INTAKE_STATEMENTS = 17


def statements_of(body: str, **fields: object) -> int:
    with CaptureQueriesContext(connection) as captured:
        make.text(body, **fields)  # type: ignore[arg-type]
    return len(captured)


def long_history(case: Case) -> None:
    """500 more contacts on the case, 60 closed cases and 12 people at the number."""
    handler = make.staff("other-handler", role="handler")
    for number in range(60):
        taken = make.call(by=handler, at=make.later(days=-200, minutes=number), staff_choice="new")
        assert taken.case is not None
        status_closed(taken.case)
    for number in range(11):
        make.call(
            by=handler,
            at=make.later(days=-100, minutes=number),
            staff_choice="none",
            person_name=f"No {number}",
        )
    point = case.parties.get().contact_point
    Contact.objects.bulk_create(
        Contact(
            case=case,
            channel="sms",
            contact_point=point,
            filing="filed",
            took_place_at=make.later(days=-9, minutes=number),
            logged_at=make.later(days=-9, minutes=number),
            body="Hello",
        )
        for number in range(500)
    )


def status_closed(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(
        status="closed", is_open=False, closed_at=make.later(days=-150), outcome="Done"
    )


def reread(*contacts: Contact) -> list[Contact]:
    return [Contact.objects.select_related("case").get(pk=contact.pk) for contact in contacts]
