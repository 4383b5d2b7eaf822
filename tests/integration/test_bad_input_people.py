"""What people really do: press twice, mistype, ring without a number, work on one case together; and what some try."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from casework.models import (
    Case,
    Contact,
    ContactPoint,
    Delivery,
    Event,
    Note,
    Party,
    Person,
    PersonContactPoint,
    Staff,
)
from casework.services import status
from channels import inbox, wake
from channels.models import Receipt
from channels.web import guard
from tests import factories as make
from tests.channels import twilio
from tests.reading import Page

pytestmark = pytest.mark.django_db

PHONE, IN_PERSON, FORM = "/desk/log/phone/", "/desk/log/in-person/", "/request/housing-repair/"


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(guard, "LEAST_TIME", timedelta(0))
    monkeypatch.setattr(guard, "BUDGET", 10_000)
    monkeypatch.setattr(wake, "look", lambda **_: False)
    settings.TWILIO_ACCOUNT_SID = twilio.ACCOUNT
    settings.TWILIO_AUTH_TOKEN = twilio.TOKEN
    settings.TWILIO_NUMBER = twilio.OFFICE


@pytest.fixture
def worker() -> Staff:
    make.office(acknowledge_texts=False)
    return make.staff("worker", role="lead", lead=True)


def client_of(person: Staff) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@pytest.fixture
def desk(worker: Staff) -> Client:
    return client_of(worker)


@pytest.fixture
def case(worker: Staff) -> Case:
    return make.case(at=timezone.now() - timedelta(days=4))


@pytest.fixture
def hidden(worker: Staff) -> Case:
    """A restricted case of another team, of the same number as nobody else here."""
    found = make.case("She hid at her sister's", sender=make.BEN, at=timezone.now() - timedelta(days=4))
    Case.objects.filter(pk=found.pk).update(team=make.team("far-away"), restricted=True)
    return found


def logged(**more: Any) -> dict[str, Any]:
    return {"once": uuid4().hex, "words": "Rang about the bin", "outcome": "passed_on", **more}


def said(answer: Any) -> str:
    return Page(answer).words


# Pressed twice


def test_a_note_saved_twice_at_once_is_one_note(desk: Client, case: Case) -> None:
    for body in ("Rang her back", "Rang her back", " Rang her back\r\n", "Rang her again"):
        assert desk.post(f"/desk/cases/{case.reference}/note/", {"body": body}).status_code == 302
    assert sorted(Note.objects.values_list("body", flat=True)) == ["Rang her again", "Rang her back"]
    assert Event.objects.filter(verb="noted").count() == 2


def test_a_reply_sent_twice_at_once_is_one_text(desk: Client, case: Case) -> None:
    for body in ("We come on Monday", "We come on Monday", "We come on Tuesday"):
        assert desk.post(f"/desk/cases/{case.reference}/reply/", {"body": body}).status_code == 302
    assert Delivery.objects.count() == 2 and Event.objects.filter(verb="replied").count() == 2


def test_the_same_words_later_or_from_a_colleague_are_said_again(desk: Client, case: Case) -> None:
    colleague = client_of(make.staff("colleague"))
    path = f"/desk/cases/{case.reference}/note/"
    desk.post(path, {"body": "No answer"})
    colleague.post(path, {"body": "No answer"})
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        desk.post(path, {"body": "No answer"})
    assert Note.objects.count() == 3


def test_every_other_button_pressed_twice_says_so_or_changes_nothing(desk: Client, case: Case) -> None:
    base = f"/desk/cases/{case.reference}/"
    for action, data in (("take", {}), ("assign", {"assignee": "worker"}), ("team", {"team": "housing"})):
        answers = [desk.post(f"{base}{action}/", data).status_code for _ in range(2)]
        assert answers[0] == 302 and answers[1] in (302, 422)
    ends = [desk.post(f"{base}status/", {"status": "closed", "outcome": "done"}) for _ in range(2)]
    assert [each.status_code for each in ends] == [302, 422]
    assert Event.objects.filter(case=case, verb="status_changed").count() == 1


def test_judged_twice_the_second_is_told(desk: Client) -> None:
    aside = make.form("My bin", quarantine="It was filled in too fast.").contact
    first, second = (
        desk.post(f"/desk/set-aside/{aside.pk}/", {"verdict": "genuine"}, follow=True) for _ in range(2)
    )
    assert "Let in" in said(first) and second.status_code == 404
    assert Case.objects.count() == 1


@pytest.mark.parametrize("verdict", ["", "delete", "genuine ", "GENUINE", "\x00", "<script>"])
def test_a_verdict_that_is_none_is_asked_for(desk: Client, verdict: str) -> None:
    aside = make.form("My bin", quarantine="It was filled in too fast.").contact
    answer = desk.post(f"/desk/set-aside/{aside.pk}/", {"verdict": verdict}, follow=True)
    assert "Choose whether to let it in" in said(answer) and not Case.objects.exists()


# More fields than were asked for

MORE = {
    "team": "far-away", "priority": "urgent", "restricted": "1", "is_restricted": "0", "status": "closed", "assignee": "worker",
    "logged_by": "admin", "took_place_at": "1999-01-01", "logged_at": "1999-01-01", "filing": "quarantined", "rule": "0",
    "direction": "out", "automatic": "1", "id": "1", "pk": "1", "version": "999", "external_id": "x", "account": "x",
    "sender_confirmed": "on", "quarantine": "x", "acknowledge": "1", "author": "admin", "channel": "sms", "tags": "x",
    "role": "manager", "is_safeguarding": "on", "is_active": "1", "q-team": "far-away", "job": "x", "now": "1999-01-01",
}  # fmt: skip


def test_fields_that_nobody_asked_for_change_nothing(desk: Client, case: Case, worker: Staff) -> None:
    make.team("far-away")
    before = Case.objects.values().get(pk=case.pk)
    desk.post(f"/desk/cases/{case.reference}/note/", {**MORE, "body": "hello"})
    after = Case.objects.values().get(pk=case.pk)
    kept = {
        "status",
        "priority",
        "team_id",
        "assignee_id",
        "restricted",
        "tags",
        "opened_at",
        "origin",
        "reference",
    }
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    # For whom the page was drawn is asked there: one drawn for somebody else is refused with its words.
    fields = {**MORE, **logged(number="07700 900555", case="new"), "channel": "sms", "author": str(worker.pk)}
    desk.post(PHONE, fields)
    contact = Contact.objects.latest("logged_at")
    assert (contact.channel, contact.direction, contact.filing, contact.logged_by) == (
        "phone",
        "in",
        "filed",
        worker,
    )
    assert contact.took_place_at.year > 2000 and not contact.automatic and contact.case is not None
    assert contact.contact_point is not None and contact.contact_point.confirmed_at is None
    assert (contact.case.team.code, contact.case.priority, contact.case.restricted) == (
        "triage",
        "normal",
        False,
    )
    worker.refresh_from_db()
    assert worker.role == "lead" and not worker.is_safeguarding


def test_a_reply_goes_to_nobody_who_is_not_on_the_case(desk: Client, case: Case) -> None:
    make.text("other", sender=make.BEN)
    stranger = ContactPoint.objects.get(value="+447700900102")
    for to in (str(stranger.pk), "+447700900102", "07700900102", "x", "\x00"):
        answer = desk.post(f"/desk/cases/{case.reference}/reply/", {"to": to, "body": "hello"})
        assert answer.status_code == 422, to
    assert not Delivery.objects.exists()


# The public form


@pytest.fixture
def visitor(worker: Staff) -> Client:
    asked = make.service()
    make.question(asked, "story", "long_text", required=True)
    make.question(
        asked,
        "kind",
        "choice",
        choices=[{"value": "gas", "label": "Gas"}, {"value": "water", "label": "Water"}],
    )
    make.question(
        asked,
        "rooms",
        "choices",
        choices=[{"value": "bath", "label": "Bath"}, {"value": "hall", "label": "Hall"}],
    )
    make.question(asked, "home", "postcode")
    make.question(asked, "since", "date")
    return Client(raise_request_exception=False)


def send(
    visitor: Client, answers: dict[str, Any] | None = None, details: dict[str, Any] | None = None
) -> Any:
    """The page that checks the answers; the form is sent."""
    answer = visitor.post(f"{FORM}questions/", {"q-story": "The damp", **(answers or {})})
    assert answer.status_code == 302, said(answer)
    answer = visitor.post(f"{FORM}contact/", details or {"rather_not": "on"})
    assert answer.status_code == 302, said(answer)
    page = visitor.get(f"{FORM}check/")
    done = visitor.post(f"{FORM}check/", {"draft": Page(page).values["draft"]}, follow=True)
    assert done.status_code == 200 and "We have your request" in said(done)
    return page


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("a@b", False), ("amina@example.org", True), ("amina+home@example.org", True), ('"amina yusuf"@example.org', False),
        ("ämïnä@exämple.example", True), ("amina@example", False), ("@example.org", False), ("amina@", False),
        ("amina @example.org", False), ("a@b@example.org", False), ("a" * 300 + "@example.org", True),
        ("amina@example.org\r\nBcc: all@example.org", False), ("amina@example.org, ben@example.org", False),
        ("<amina@example.org>", False), ("mailto:amina@example.org", False), ("amina＠example.org", False),
    ],
)  # fmt: skip
def test_an_odd_address_is_asked_about_and_taken(visitor: Client, typed: str, whole: bool) -> None:
    page = said(send(visitor, details={"email": typed}))
    assert ("Is it right?" in page) is not whole
    contact = Contact.objects.get()
    assert contact.contact_point is not None or "E-mail address, as written" in contact.body
    assert "\n" not in contact.sender_as_typed and not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("07700 900 12", None), ("07700 900101", "+447700900101"), ("+44 (0)7700 900101", "+447700900101"),
        ("0044 7700 900101", "+447700900101"), ("07700 900101 ext 5", "+447700900101"), ("07700900101;ext=5", "+447700900101"),
        ("\uff10\uff17\uff17\uff10\uff10 \uff19\uff10\uff10\uff11\uff10\uff11", "+447700900101"),
        ("\u200f07700 900101\u200e", "+447700900101"), ("٠٧٧٠٠ ٩٠٠١٠١", "+447700900101"), ("ring my sister", None), ("999", None),
        ("07700 900101 or 07700 900102", "+447700900101"), ("0", None), ("1" * 300, None), ("+", None), ("O77OO 9OO1O1", None),
    ],
)  # fmt: skip
def test_an_odd_number_is_asked_about_and_taken(visitor: Client, typed: str, value: str | None) -> None:
    page = said(send(visitor, details={"phone": typed}))
    assert value or "Is it right?" in page or "ring 999" in page
    contact = Contact.objects.get()
    assert (contact.contact_point.value if contact.contact_point else None) == value
    assert value or f"Phone number, as written: {typed.strip()}" in contact.body
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("sw1a1aa", "SW1A 1AA"), ("SW1A  1AA", "SW1A 1AA"), ("GIR 0AA", "GIR 0AA"), ("BFPO 57", "BFPO 57"), ("BF1 3AA", "BF1 3AA"),
        ("ASCN 1ZZ", "ASCN 1ZZ"), ("JE2 3AB", "JE2 3AB"), ("ZZ99 3VZ", "ZZ99 3VZ"), ("SW1A", "SW1A"), ("SW1A 1AA,", "SW1A 1AA"),
        ("SW1A\u200b 1AA", "SW1A 1AA"), ("OX1 1OO", None), ("no fixed abode", None), ("HMP Riverbank", None), ("12345", None),
        ("x" * 100, None), ("ＳＷ１Ａ １ＡＡ", "SW1A 1AA"),
    ],
)  # fmt: skip
def test_a_postcode_stops_nobody(visitor: Client, typed: str, kept: str | None) -> None:
    send(visitor, {"q-home": typed})
    answer = Contact.objects.get().answers["home"]
    assert answer == kept if kept else answer
    assert len(Case.objects.get().postcode) <= 10


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("31", "2", "2026"), ("29", "2", "2027"), ("0", "0", "0000"), ("1", "2", "26"), ("30", "2", "2026"), ("1", "1", "0001"),
     ("1", "1", "9999"), ("", "", "2026"), ("x", "y", "z"), ("1" * 500, "1", "2026"), ("1", "13", "2026"), ("-1", "1", "2026"),
     ("1.5", "1", "2026"), ("\x00", "1", "2026"), ("²", "1", "2026"), ("1e1", "1", "2026")],
)  # fmt: skip
def test_a_day_that_never_was_is_asked_for_again_and_the_rest_stays(
    visitor: Client, day: str, month: str, year: str
) -> None:
    data = {"q-story": "The damp", "q-since_day": day, "q-since_month": month, "q-since_year": year}
    answer = visitor.post(f"{FORM}questions/", data)
    assert answer.status_code == 422 and "Since: the date" in said(answer) and "The damp" in said(answer)


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("29", "2", "2024"), ("1", "January", "1900"), ("٧", "٣", "٢٠٢٦"), ("７", "mar", "２０２６"), (" 7 ", "3", "2026"), ("07", "MARCH", "2026")],
)  # fmt: skip
def test_a_day_may_be_written_in_many_ways(visitor: Client, day: str, month: str, year: str) -> None:
    send(visitor, {"q-since_day": day, "q-since_month": month, "q-since_year": year})
    assert Contact.objects.get().answers["since"][:2] in ("19", "20")


@pytest.mark.parametrize(
    ("field", "value"),
    [("q-kind", "electric"), ("q-kind", "Gas"), ("q-kind", "\x00"), ("q-kind", "<script>"), ("q-rooms", ["bath", "roof"]),
     ("q-rooms", ["x"] * 300), ("q-rooms", "\x00")],
)  # fmt: skip
def test_an_answer_that_is_not_on_the_page_is_refused_beside_its_question(
    visitor: Client, field: str, value: Any
) -> None:
    answer = visitor.post(f"{FORM}questions/", {"q-story": "The damp", field: value})
    page = Page(answer, "govuk-error-message", "govuk-error-summary")
    assert answer.status_code == 422 and not page.dangers and "The damp" in page.words
    assert page.texts["govuk-error-message"] and page.texts["govuk-error-summary"]


def test_a_question_answered_twice_counts_once(visitor: Client) -> None:
    send(visitor, {"q-kind": ["gas", "water"], "q-rooms": ["bath", "bath"], "q-story": ["one", "two"]})
    assert Contact.objects.get().answers["kind"] == "water" and Contact.objects.get().body == "two"


@pytest.mark.parametrize(
    "trap", ["x", "http://evil.example", "\x00", "\u200b", "<script>alert(1)</script>", "x" * 100_000]
)
def test_a_program_is_thanked_and_set_aside(visitor: Client, desk: Client, trap: str) -> None:
    send(visitor, details={"rather_not": "on", "website": trap})
    contact = Contact.objects.get()
    assert contact.filing == "quarantined" and not Case.objects.exists()
    assert "The damp" in said(desk.get("/desk/set-aside/"))


@pytest.mark.parametrize(
    "draft",
    ["", "0" * 32, "../../x", "\x00", "' OR 1=1--", "x" * 5000, "019391a0-0000-7000-8000-000000000000"],
)
def test_a_form_sent_with_another_id_is_this_form(visitor: Client, draft: str) -> None:
    visitor.post(f"{FORM}questions/", {"q-story": "The damp", "draft": draft})
    visitor.post(f"{FORM}contact/", {"rather_not": "on", "draft": draft})
    assert visitor.post(f"{FORM}check/", {"draft": draft}).status_code == 302
    assert Contact.objects.count() == 1


def test_many_forms_begun_at_once_are_each_their_own(visitor: Client) -> None:
    for number in range(8):
        make.question(make.service(f"service-{number}"), "story", "long_text")
        visitor.get(f"/request/service-{number}/questions/")
    send(visitor)
    assert Contact.objects.get().arrived_at == "form:housing-repair"


# Calls and visits


@pytest.mark.parametrize(
    "number",
    [
        "",
        "withheld",
        "anonymous",
        "01632 960001 ext 12",
        "switchboard",
        "+448000000",
        "60777",
        "none",
        "0" * 11,
        "?",
    ],
)
def test_whoever_rings_is_on_record_whatever_the_display_showed(desk: Client, number: str) -> None:
    answer = desk.post(PHONE, logged(number=number, words="Did not want to say"), follow=True)
    contact = Contact.objects.get()
    assert answer.status_code == 200 and contact.case is not None and contact.case.reference in said(answer)
    assert contact.sender_as_typed == number
    page = desk.get(f"/desk/cases/{contact.case.reference}/")
    assert page.status_code == 200 and not Page(page).dangers


def test_two_colleagues_log_one_caller_within_a_minute(desk: Client) -> None:
    other = client_of(make.staff("other"))
    for client, words in ((desk, "Rang about damp"), (other, "Damp, rang")):
        assert client.post(PHONE, logged(number=make.AMINA, words=words)).status_code == 302
    assert Case.objects.count() == 1 and Contact.objects.filter(case=Case.objects.get()).count() == 2


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"days": -1}, "day", "in the future"), ({"minutes": -10}, "day", "in the future"), ({"days": 3}, "late_because", "later"),
        ({"days": 400}, "day", "more than a year ago"), ({"days": 40_000}, "day", "more than a year ago"), ({"days": 50_000}, "day", "1900"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", [PHONE, IN_PERSON])
def test_a_contact_took_place_in_the_past_and_late_ones_have_a_reason(
    desk: Client, path: str, changes: dict[str, float], field: str, words: str
) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), tick=False):
        desk.force_login(Staff.objects.get(username="worker"))
        at = timezone.localtime(timezone.now() - timedelta(**changes))
        when = {"day_day": at.day, "day_month": at.month, "day_year": at.year, "clock": f"{at:%H:%M}"}
        outcome = {"outcome": "answered", "place": "desk"} if path == IN_PERSON else {}
        answer = desk.post(path, logged(**when, **outcome))
        assert answer.status_code == 422 and words in said(answer) and "Rang about the bin" in said(answer)
        assert not Contact.objects.exists()
        if field == "late_because":
            done = desk.post(path, logged(**when, **outcome, late_because="The network was down"))
            assert done.status_code == 302 and Contact.objects.get().took_place_at == at.replace(
                second=0, microsecond=0
            )


@pytest.mark.parametrize(
    ("now", "day", "words"),
    [
        (datetime(2026, 10, 25, 12, tzinfo=UTC), "25 10 2026", "showed 01:30 twice"),
        (datetime(2027, 3, 28, 12, tzinfo=UTC), "28 3 2027", "read as 02:30"),
    ],
)
def test_a_time_of_the_night_when_clocks_change_is_decided_and_said(
    desk: Client, now: datetime, day: str, words: str
) -> None:
    with time_machine.travel(now, tick=False):
        desk.force_login(Staff.objects.get(username="worker"))
        when = dict(zip(("day_day", "day_month", "day_year"), day.split(), strict=True))
        answer = desk.post(PHONE, logged(**when, clock="01:30"), follow=True)
        assert words in said(answer) and Contact.objects.count() == 1


@pytest.mark.parametrize(
    "clock", ["25:00", "12:60", "half past", "-1", "1430x", "٢٥:٠٠", "\x00", "99999999999999999999"]
)
def test_a_time_that_is_none_is_asked_for_again(desk: Client, clock: str) -> None:
    answer = desk.post(PHONE, logged(clock=clock))
    assert answer.status_code == 422 and not Contact.objects.exists() and "Rang about the bin" in said(answer)


@pytest.mark.parametrize("minutes", ["-1", "ten", "1e400", "NaN", "1.5", "9" * 5000, "1441", "0x10", "\x00"])
def test_minutes_that_are_none_are_asked_for_again(desk: Client, minutes: str) -> None:
    answer = desk.post(PHONE, logged(minutes=minutes))
    assert answer.status_code == 422 and not Contact.objects.exists()


def test_an_interpreter_or_a_parent_is_somebody_of_their_own(desk: Client) -> None:
    desk.post(
        PHONE,
        logged(number=make.AMINA, name="Halima (interpreter)", about="Amina Yusuf", answers_to="caller"),
    )
    roles = {str(party): (party.role, party.reply_to) for party in Party.objects.all()}
    assert roles == {"Halima (interpreter)": ("caller", True), "Amina Yusuf": ("subject", False)}
    assert not PersonContactPoint.objects.filter(person__name="Amina Yusuf").exists()


def test_words_pasted_from_a_document_are_plain_words(desk: Client, case: Case) -> None:
    pasted = '<p class="MsoNormal">Dear Sir,<br></p>\t"quoted"\u00a0\u2013 \u2026 \x0b'
    desk.post(f"/desk/cases/{case.reference}/note/", {"body": pasted})
    page = Page(desk.get(f"/desk/cases/{case.reference}/"), "oq-item__body")
    assert any('<p class="MsoNormal">Dear Sir,<br></p>' in words for words in page.texts["oq-item__body"])


# Numbers and people that became one


def test_somebody_chosen_on_an_old_page_is_whoever_they_became(desk: Client) -> None:
    people = [Person.objects.create(name=name) for name in ("Amina", "Amina Y", "Amina Yusuf")]
    answers = desk.post(PHONE, logged(person=str(people[0].pk), number=make.AMINA))
    assert answers.status_code == 302
    Person.objects.filter(pk=people[0].pk).update(merged_into=people[1])
    Person.objects.filter(pk=people[1].pk).update(merged_into=people[2])
    answer = desk.post(PHONE, logged(person=str(people[0].pk), case="new"))
    assert answer.status_code == 422 and "not on record any more" in said(answer)


def test_a_person_merged_while_a_call_was_written_down_is_found_at_the_end_of_the_line(worker: Staff) -> None:
    people = [Person.objects.create(name=name) for name in ("A", "B", "C")]
    Person.objects.filter(pk=people[0].pk).update(merged_into=people[1])
    Person.objects.filter(pk=people[1].pk).update(merged_into=people[2])
    taken = make.call(by=worker, person_id=people[0].pk)
    assert taken.contact.person == people[2]


def test_people_merged_in_a_circle_stop_nobody(worker: Staff) -> None:
    one, two = Person.objects.create(name="A"), Person.objects.create(name="B")
    Person.objects.filter(pk=one.pk).update(merged_into=two)
    Person.objects.filter(pk=two.pk).update(merged_into=one)
    assert make.call(by=worker, person_id=one.pk).contact.person in (one, two)


def test_a_text_from_a_number_of_a_merged_person_is_the_survivors(case: Case) -> None:
    old, point = Person.objects.get(), ContactPoint.objects.get()
    new = Person.objects.create(name="Amina Yusuf")
    PersonContactPoint.objects.create(person=new, contact_point=point)
    Person.objects.filter(pk=old.pk).update(merged_into=new)
    taken = make.text("news?", at=timezone.now(), staff_choice="new")
    assert taken.case is not None and taken.contact.person == new


# Two at one case


def test_two_people_at_one_case_lose_nothing(desk: Client, case: Case) -> None:
    other = client_of(make.staff("other"))
    path = f"/desk/cases/{case.reference}/"
    desk.get(path), other.get(path)
    assert desk.post(f"{path}note/", {"body": "mine"}).status_code == 302
    assert other.post(f"{path}note/", {"body": "theirs"}).status_code == 302
    assert desk.post(f"{path}status/", {"status": "closed", "outcome": "done"}).status_code == 302
    second = other.post(f"{path}status/", {"status": "resolved", "outcome": "my words about how it ended"})
    assert second.status_code == 422 and "my words about how it ended" in second.content.decode()
    assert {note.body for note in Note.objects.all()} == {"mine", "theirs"}
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("closed", "done")


def test_a_case_that_went_out_of_sight_while_one_wrote_takes_nothing_more(desk: Client, case: Case) -> None:
    desk.get(f"/desk/cases/{case.reference}/")
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"), restricted=True)
    for action in ("note", "reply"):  # the words are kept for whoever wrote them
        assert desk.post(f"/desk/cases/{case.reference}/{action}/", {"body": "x"}).status_code == 409
    for action, data in (
        ("take", {}), ("assign", {"assignee": ""}), ("team", {"team": "housing"}),
        ("status", {"status": "closed", "outcome": "x"}),
    ):  # fmt: skip
        assert desk.post(f"/desk/cases/{case.reference}/{action}/", data).status_code == 404
    assert not Note.objects.exists() and not Delivery.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"is_machine": True}, {"role": "administrator"}],
    ids=["left", "machine", "admin"],
)
def test_a_case_is_given_to_nobody_who_could_not_work_on_it(
    desk: Client, case: Case, change: dict[str, Any]
) -> None:
    other = make.staff("other")
    Staff.objects.filter(pk=other.pk).update(**change)
    answer = desk.post(f"/desk/cases/{case.reference}/assign/", {"assignee": "other"})
    assert answer.status_code == 422 and Page(answer, "govuk-error-message").texts["govuk-error-message"]
    case.refresh_from_db()
    assert case.assignee is None


def test_a_case_is_given_to_nobody_of_another_team(desk: Client, case: Case) -> None:
    make.staff("other", teams=("far-away",))
    assert desk.post(f"/desk/cases/{case.reference}/assign/", {"assignee": "other"}).status_code == 422


# Somebody else's case


def test_a_contact_is_moved_to_no_hidden_case(desk: Client, case: Case, hidden: Case) -> None:
    contact = case.contacts.get()
    for field in ("choice", "reference"):
        known = desk.post(f"/desk/contacts/{contact.pk}/move/", {field: hidden.reference})
        never = desk.post(f"/desk/contacts/{contact.pk}/move/", {field: "7K4M-9QXD"})
        assert known.status_code == never.status_code == 422
        assert said(known).replace(hidden.reference, "") == said(never).replace("7K4M-9QXD", "")
    contact.refresh_from_db()
    assert contact.case == case


def test_whoever_logged_a_call_does_not_reach_the_hidden_case_it_went_to(desk: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"))
    desk.post(PHONE, logged(number=make.AMINA))
    contact = Contact.objects.get(channel="phone")
    assert contact.case == case
    for answer in (
        desk.get(f"/desk/contacts/{contact.pk}/move/"), desk.post(f"/desk/contacts/{contact.pk}/move/", {"choice": "new"}),
    ):  # fmt: skip
        assert answer.status_code == 404 and case.reference not in said(answer)
    contact.refresh_from_db()
    assert contact.case == case


def test_nothing_on_a_case_names_a_case_one_may_not_see(
    desk: Client, worker: Staff, case: Case, hidden: Case
) -> None:
    Case.objects.filter(pk=case.pk).update(follows=hidden, possible_duplicate_of=hidden)
    contact = case.contacts.get()
    Contact.objects.filter(pk=contact.pk).update(
        reason=f"names several cases of this number: {hidden.reference}"
    )
    Event.objects.create(case=case, verb="contact_moved_away", words=f"A contact was moved to {hidden.reference}",
                         at=timezone.now(), job="test")  # fmt: skip
    page = desk.get(f"/desk/cases/{case.reference}/").content.decode()
    assert hidden.reference not in page and "moved to another case" in page
    Case.objects.filter(pk=hidden.pk).update(team=case.team, restricted=False)
    page = desk.get(f"/desk/cases/{case.reference}/").content.decode()
    assert page.count(hidden.reference) >= 4


def test_a_lane_names_no_case_one_may_not_see(desk: Client, case: Case, hidden: Case) -> None:
    Case.objects.filter(pk=hidden.pk).update(
        restricted=False
    )  # another team's; were it restricted, so were the contact
    held = make.text(f"is it about {hidden.reference}?", at=timezone.now()).contact
    reason = f"this number has 2 open cases ({case.reference}, {hidden.reference}): somebody must choose"
    Contact.objects.filter(pk=held.pk).update(
        case=None, filing="held", reason=reason, candidates=[case.reference, hidden.reference]
    )
    page = Page(desk.get("/desk/filing/"), "oq-lane-item__reason")
    words = " ".join(page.texts["oq-lane-item__reason"])
    assert hidden.reference not in words and reason not in words
    move = desk.get(f"/desk/contacts/{held.pk}/move/").content.decode()
    assert case.reference in move and f'value="{hidden.reference}"' not in move


def test_ids_of_others_are_as_missing_as_any(desk: Client, case: Case, hidden: Case) -> None:
    theirs, never = hidden.contacts.get().pk, "019391a0-0000-7000-8000-000000000000"
    for path in (
        "/desk/contacts/{}/move/",
        "/desk/set-aside/{}/",
        "/desk/log/phone/done/{}/",
        "/desk/log/in-person/done/{}/",
    ):
        for method in ("get", "post"):
            known, missing = (getattr(desk, method)(path.format(each)) for each in (theirs, never))
            assert known.status_code == missing.status_code in (404, 405) and known.content == missing.content
    filed = case.contacts.get().pk
    assert desk.post(f"/desk/set-aside/{filed}/", {"verdict": "spam"}).status_code == 404


@pytest.mark.parametrize("door", [PHONE, IN_PERSON])
def test_a_hidden_person_cannot_be_chosen_by_their_id(desk: Client, hidden: Case, door: str) -> None:
    theirs = Person.objects.get()
    outcome = {"outcome": "answered", "place": "desk"}
    answers = [desk.post(door, logged(**outcome, person=each)) for each in (str(theirs.pk), str(uuid4()))]
    assert [each.status_code for each in answers] == [422, 422]
    assert all("not on record any more" in said(each) for each in answers)


# Texts


@pytest.fixture
def texted(worker: Staff) -> Any:
    """Send a text through the real door, and have it worked on at once."""

    def text(body: str = "The damp", **changes: str) -> Contact:
        fields = twilio.fields(Body=body, **changes)
        assert twilio.post(twilio.INBOUND, fields).status_code == 200
        assert inbox.drain(now=timezone.now()) == 1
        assert Receipt.objects.get(external_id=fields["MessageSid"]).state == "done"
        return Contact.objects.get(external_id=fields["MessageSid"])

    return text


@pytest.mark.parametrize(
    "sender",
    ["60777", "MYBANK", "anonymous", "Restricted", "+266696687", "whatsapp:+447700900123", "+447700900123", "+447797900123",
     "+353861234567", "+12025550123", "447700900123", " 447700900123", "+44 7700 900123", "", "+", "<script>", "\u202e+4477",
     "x" * 320, "O'Neil & Co", "\x00"],
)  # fmt: skip
def test_a_text_from_anywhere_is_on_a_case_and_shown(texted: Any, desk: Client, sender: str) -> None:
    make.office(acknowledge_texts=True)
    contact = texted(From=sender)
    assert contact.case is not None and contact.body == "The damp"
    page = desk.get(f"/desk/cases/{contact.case.reference}/")
    assert page.status_code == 200 and not Page(page).dangers and "The damp" in said(page)
    assert desk.get("/desk/").status_code == 200
    dialled = Delivery.objects.values_list("contact__contact_point__value", flat=True)
    assert set(dialled) <= {"+447700900123", "+447797900123"}


@pytest.mark.parametrize(
    "pair", [("anonymous", "anonymous"), ("+266696687", "Restricted"), ("60777", "+4460777")]
)
def test_senders_that_nobody_can_tell_apart_share_no_case(texted: Any, pair: tuple[str, str]) -> None:
    first, second = texted(From=pair[0]), texted(From=pair[1], body="Another")
    assert first.case != second.case


@pytest.mark.parametrize("to", ["+447700900111", "", "x", "<script>", "\x00", "+447700900999, +447700900998"])
def test_a_text_to_a_number_that_is_not_ours_is_kept_and_set_aside(
    texted: Any, desk: Client, to: str
) -> None:
    contact = texted(To=to)
    assert contact.filing == "quarantined" and "not on the list of our numbers" in contact.reason


@pytest.mark.parametrize("word", ["STOP", "stop.", " Stop ", "STOPIO", "\u200bStop", "ＳＴＯＰ", "QUIT!"])
def test_a_word_alone_ends_texts_and_is_never_answered(texted: Any, word: str) -> None:
    make.office(acknowledge_texts=True)
    contact = texted(word)
    assert contact.keyword == "stop" and contact.contact_point is not None and contact.case is None
    assert contact.contact_point.opted_out_at is not None and not Delivery.objects.exists()


@pytest.mark.parametrize(
    "words", ["Stop please", "CANCEL my visit", "END of the road", "please STOP the leak", "STOP\nSTOP IT"]
)
def test_a_word_among_others_is_what_somebody_says(texted: Any, words: str) -> None:
    contact = texted(words)
    assert contact.keyword == "" and contact.case is not None
    assert contact.contact_point is not None and contact.contact_point.opted_out_at is None


def test_a_hundred_texts_of_one_phone_are_one_case_and_one_answer(worker: Staff) -> None:
    make.office(acknowledge_texts=True)
    for number in range(100):
        twilio.post(twilio.INBOUND, twilio.fields(Body=f"text {number}"))
    assert inbox.drain(now=timezone.now()) == 100
    assert Case.objects.count() == 1 and Contact.objects.filter(direction="in").count() == 100
    assert Delivery.objects.count() == 1


def test_a_text_to_a_restricted_case_is_seen_by_nobody_else(texted: Any, desk: Client, hidden: Case) -> None:
    contact = texted("he found me", From="+447700900102")
    assert contact.case == hidden
    for path in (
        "/desk/",
        "/desk/filing/",
        "/desk/?q=found",
        "/desk/?status=all",
        "/desk/log/phone/look-up/?number=900102",
    ):
        assert "he found me" not in said(desk.get(path)) and hidden.reference not in said(desk.get(path))


def test_a_text_long_after_the_end_opens_a_new_case(texted: Any, worker: Staff, case: Case) -> None:
    status.change_status(
        case=case, to="closed", outcome="done", actor=worker, now=timezone.now() - timedelta(days=60)
    )
    contact = texted("it drips again", From="+447700900101")
    assert contact.case is not None and contact.case != case and contact.case.is_open


@pytest.mark.parametrize("media", ["1", "10", "9999", "-1", "abc", ""])
def test_pictures_are_named_and_never_fetched(texted: Any, desk: Client, media: str) -> None:
    contact = texted(
        NumMedia=media, MediaUrl0="http://169.254.169.254/latest/", MediaContentType0="image/jpeg"
    )
    assert contact.case is not None and all(file.refused for file in contact.attachments.all())
    page = desk.get(f"/desk/cases/{contact.case.reference}/").content.decode()
    assert "169.254" not in page


def test_a_text_that_is_an_answer_of_ours_is_only_text(texted: Any) -> None:
    body = '<?xml version="1.0"?><Response><Message>You won</Message></Response>'
    assert texted(body).body == body
    answer = twilio.post(twilio.INBOUND, twilio.fields(Body=body))
    assert answer.content.endswith(b"<Response></Response>") and b"You won" not in answer.content
