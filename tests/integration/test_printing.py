"""A copy of a case: who may have one, what goes in, that it is on record, and what it costs."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from casework.models import Attachment, Case, Contact, Event, Note, Party, Person, Staff
from casework.printing import making, parts
from casework.services import events
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

ASK_STATEMENTS = 5
READY_STATEMENTS = 8
PAGE_STATEMENTS = 11
PDF_STATEMENTS = 11


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def case(worker: Staff) -> Case:
    make.office(acknowledge_texts=False)
    return make.case("My boiler is broken")


def at_desk(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def address(case: Case) -> str:
    return f"/desk/cases/{case.reference}/print/"


def asked(case: Case, client: Client, *what: str, **more: str) -> Any:
    data = {"what": what or ("contacts", "notes"), "reason": "visit", **more}
    return client.post(address(case), data)


def copied(case: Case, client: Client, *what: str) -> str:
    """Where the copy is had."""
    answer = asked(case, client, *what)
    assert answer.status_code == 302
    return str(answer["Location"])


def words_of(answer: Any) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def note(case: Case, author: Staff, body: str) -> Note:
    return Note.objects.create(case=case, author=author, body=body, created_at=make.NOW)


def test_from_the_case_to_the_file_and_it_is_on_record(case: Case, worker: Staff) -> None:
    note(case, worker, "Her brother has the key")
    contact = case.contacts.get()
    Attachment.objects.create(
        contact=contact, name="boiler.jpg", content_type="image/jpeg", size=9, sha256="0" * 64
    )
    desk = at_desk(worker)
    page = Page(desk.get(address(case)))
    assert "come to 2 entries" in page.words and not page.dangers
    where = copied(case, desk)
    event = Event.objects.get(verb="case_printed")
    assert (event.actor, event.case) == (worker, case)
    assert (
        event.words
        == "Copied to print or save: contacts and internal notes, 2 entries. Why: For a visit, a meeting or a hearing"
    )
    assert event.after == {"what": ["contacts", "notes"], "entries": 2, "reason": "visit", "other": ""}
    ready = Page(desk.get(where))
    assert "Contains notes about other people" in ready.words and "Save as PDF" in ready.words
    answer = desk.get(f"{where}1/pdf/")
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'attachment; filename="case-{case.reference}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    printed = desk.get(f"{where}1/")
    assert printed["Cache-Control"] == "no-store"
    for words in (words_of(answer), Page(printed).words):
        assert "My boiler is broken" in words and "Her brother has the key" in words
        assert (
            "Contains notes about other people" in words
            and str(worker) in words
            and address(case)[:-6] in words
        )
        assert "boiler.jpg" not in words and "Copied to print" not in words


def test_what_was_not_chosen_stays_out(case: Case, worker: Staff) -> None:
    note(case, worker, "Her brother has the key")
    contact = case.contacts.get()
    Attachment.objects.create(
        contact=contact, name="a\u202egpj.exe", content_type="image/jpeg", size=9, sha256="0" * 64
    )
    desk = at_desk(worker)
    where = copied(case, desk, "contacts", "files", "events")
    for words in (words_of(desk.get(f"{where}1/pdf/")), Page(desk.get(f"{where}1/")).words):
        assert "Her brother" not in words and "Contains notes" not in words
        assert "RLO" in words and "\u202e" not in words and "Opened:" in words
        assert "Copied to print" not in words, "a copy does not tell of itself"


def test_what_is_missing_is_said_and_nothing_is_on_record(case: Case, worker: Staff) -> None:
    Person.objects.create(name="Amina Yusuf")
    Party.objects.filter(case=case).update(person=Person.objects.get(name="Amina Yusuf"))
    desk = at_desk(worker)
    wrong = [
        ({"reason": "visit"}, "Choose what goes in"),
        ({"what": ["notes"]}, "Choose why it is copied"),
        ({"what": ["nothing"], "reason": "visit"}, "Select a valid choice"),
        ({"what": ["files"], "reason": "visit"}, "choose contacts as well"),
        ({"what": ["notes"], "reason": "other", "other": " "}, "Write the reason"),
        ({"what": ["notes"], "reason": "other", "other": "For AMINA  yusuf"}, "Leave out names"),
        ({"what": ["notes"], "reason": "other", "other": "Ring 07700 900123"}, "Leave out names"),
        ({"what": ["notes"], "reason": "other", "other": "my boiler is broken"}, "Leave out names"),
        ({"what": ["notes"], "reason": "other", "other": "x" * 101}, "101 characters long"),
    ]
    for data, words in wrong:
        answer = desk.post(address(case), data)
        assert answer.status_code == 422 and words in Page(answer).words, data
        if other := str(data.get("other", "")).strip():
            assert other in answer.content.decode(), "what was typed stays"
    assert not Event.objects.filter(verb="case_printed").exists()
    answer = asked(case, desk, reason="other", other="For the\x00 insurer\u202e")
    assert answer.status_code == 302
    assert "⟦RLO⟧" in Event.objects.get(verb="case_printed").words


def test_who_may_copy_which_case(case: Case, worker: Staff) -> None:
    """Role by role, for an ordinary case, one of another team and a restricted one. A refusal is on record."""
    people = {
        "handler": make.staff("handler", role="handler"),
        "worker": worker,
        "lead": make.staff("lead", role="lead", lead=True),
        "manager": make.staff("manager", role="manager"),
        "administrator": make.staff("administrator", role="administrator"),
        "named": make.staff("named"),
        "keeper": make.staff("keeper", is_safeguarding=True),
    }
    case.named.add(people["named"])
    expected = {
        "own": {"handler": 200, "worker": 200, "lead": 200, "manager": 200, "administrator": 403, "named": 200, "keeper": 200},
        "restricted": {"handler": 404, "worker": 404, "lead": 200, "manager": 404, "administrator": 403, "named": 403, "keeper": 200},
        "other": {"handler": 404, "worker": 404, "lead": 404, "manager": 200, "administrator": 403, "named": 404, "keeper": 404},
    }  # fmt: skip
    for kind, answers in expected.items():
        changes: dict[str, Any] = {"restricted": kind == "restricted"}
        if kind == "other":
            changes["team"] = make.team("elsewhere")
        Case.objects.filter(pk=case.pk).update(**changes)
        got = {name: at_desk(people[name]).get(address(case)).status_code for name in answers}
        assert got == answers, kind
    assert {event.actor for event in Event.objects.filter(verb="print_refused")} == {people["named"]}


def test_the_right_to_it_is_judged_again_when_it_is_taken(case: Case, worker: Staff) -> None:
    desk, colleague = at_desk(worker), at_desk(make.staff("colleague"))
    where = copied(case, desk)
    for page in (where, f"{where}1/", f"{where}1/pdf/"):
        other = colleague.get(page)
        assert other.status_code == 302 and other["Location"] == address(case), "a copy is whose it is"
    Case.objects.filter(pk=case.pk).update(restricted=True)
    assert [desk.get(page).status_code for page in (where, f"{where}1/", f"{where}1/pdf/")] == [404] * 3
    Case.objects.filter(pk=case.pk).update(restricted=False)
    assert desk.get(f"{where}2/").status_code == 404 and desk.get(f"{where}0/pdf/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert at_desk(worker).get(f"{where}1/pdf/").status_code == 302
    events.record(verb="case_printed", words="Printed", case=case, actor=worker, now=timezone.now())
    older = Event.objects.get(verb="case_printed", words="Printed")
    assert desk.get(f"{address(case)}{older.pk}/").status_code == 302, "one from before there were choices"


def test_a_hidden_case_is_not_named_in_a_copy(case: Case, worker: Staff) -> None:
    hidden = make.case("Elsewhere", sender="07700 900199")
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    events.record(verb="moved", words=f"Moved from {hidden.reference}", case=case, actor=worker, now=make.NOW)
    desk = at_desk(worker)
    where = copied(case, desk, "events")
    for words in (words_of(desk.get(f"{where}1/pdf/")), Page(desk.get(f"{where}1/")).words):
        assert hidden.reference not in words and "Moved from another case" in words


def test_a_long_case_comes_in_parts(case: Case, worker: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_ENTRIES", 3)
    for each in range(7):
        make.text(f"Once more, number {each}", at=make.NOW + timedelta(minutes=each // 2))
    desk = at_desk(worker)
    where = copied(case, desk, "contacts")
    assert "comes in 3 parts" in Page(desk.get(where)).words
    found = [Page(desk.get(f"{where}{number}/")).words for number in (1, 2, 3)]
    assert (
        "part 1 of 3" in found[0] and "More follows in part 2" in found[0] and "More follows" not in found[2]
    )
    assert all(sum(f"number {each}" in words for words in found) == 1 for each in range(7))
    assert (
        'filename="case-' in (name := desk.get(f"{where}3/pdf/")["Content-Disposition"])
        and "part-3-of-3" in name
    )


def test_a_case_without_such_entries_says_so(case: Case, worker: Staff) -> None:
    desk = at_desk(worker)
    where = copied(case, desk, "notes")
    assert "Nothing of this kind is on the case" in Page(desk.get(where)).words
    assert "Nothing of this kind is on the case" in Page(desk.get(f"{where}1/")).words


def test_a_pdf_that_cannot_be_made_leads_back_to_the_page(
    case: Case, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(document: dict[str, Any]) -> bytes:
        raise making.CannotMakePdf

    monkeypatch.setattr(making, "pdf", fails)
    desk = at_desk(worker)
    where = copied(case, desk)
    assert "Use the page to print instead" in Page(desk.get(f"{where}1/pdf/", follow=True)).words


def test_the_pages_cost_the_same_however_long_the_case_is(
    case: Case, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "pdf", lambda document: b"%PDF-")
    desk = at_desk(worker)
    desk.get(address(case))
    for _ in range(2):
        where = copied(case, desk, "contacts", "notes", "events", "files")
        found = []
        for page in (address(case), where, f"{where}1/", f"{where}1/pdf/"):
            with CaptureQueriesContext(connection) as statements:
                assert desk.get(page).status_code == 200
            found.append(len(statements))
        assert found == [ASK_STATEMENTS, READY_STATEMENTS, PAGE_STATEMENTS, PDF_STATEMENTS]
        for each in range(4):
            make.text(f"More {each}", at=make.NOW + timedelta(minutes=each))
            note(case, worker, f"Note {each}")
    assert Contact.objects.filter(case=case).count() == 9
