"""The public form, from the list of services to the reference."""

import io
import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from casework.models import Attachment, Case, Contact, ContactPoint, Delivery, Person, Service
from channels.web import drafts, guard
from tests import factories as make
from tests.text_battery import TEXTS

pytestmark = pytest.mark.django_db

CODE = "housing-repair"
PLAIN = {"q-story": "The boiler drips"}


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def address() -> str:
    """One address per test: forms are counted per address."""
    return f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1"


@pytest.fixture
def visitor(clock: Any, address: str) -> Client:
    make.office(phone="01632 960100")
    return Client(REMOTE_ADDR=address)


@pytest.fixture
def service() -> Service:
    asked = make.service(
        CODE, name="Report a repair", guidance="Photographs help.", stop_notice="If you smell gas, ring."
    )
    make.question(asked, "story", "long_text", label="What has happened?", required=True)
    return asked


class Form:
    """Somebody at the form: fills pages and goes on, as a browser without script does."""

    def __init__(self, visitor: Client, clock: Any, code: str = CODE) -> None:
        self.visitor, self.clock, self.base = visitor, clock, f"/request/{code}/"

    def get(self, page: str) -> Any:
        return self.visitor.get(f"{self.base}{page}/")

    def post(self, page: str, data: dict[str, Any], **options: Any) -> Any:
        return self.visitor.post(f"{self.base}{page}/", data, **options)

    def fill(self, answers: dict[str, Any] | None = None, details: dict[str, Any] | None = None) -> Any:
        self.get("questions")
        self.clock.shift(30)
        assert self.post("questions", answers or PLAIN).status_code == 302
        return self.post("contact", details or {"phone": make.AMINA})

    def send(self) -> Any:
        page = self.get("check")
        return self.visitor.post(f"{self.base}check/", {"draft": draft_id(page)}, follow=True)

    def whole(self, answers: dict[str, Any] | None = None, details: dict[str, Any] | None = None) -> Any:
        self.fill(answers, details)
        return self.send()


def draft_id(page: Any) -> str:
    found = re.search(r'name="draft" value="(\w+)"', page.content.decode())
    assert found, page.content.decode()[:2000]
    return found[1]


@pytest.fixture
def form(visitor: Client, clock: Any, service: Service) -> Form:
    return Form(visitor, clock)


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_the_start_lists_published_services_by_group(visitor: Client, service: Service) -> None:
    Service.objects.filter(pk=service.pk).update(group="Home")
    make.service("secret", name="Not yet open", published=False)
    page = said(visitor.get("/"))
    assert "Home" in page and f'href="/request/{CODE}/"' in page
    assert "Not yet open" not in page


def test_a_service_says_when_to_ring_instead(visitor: Client, service: Service) -> None:
    page = visitor.get(f"/request/{CODE}/")
    assert "If you smell gas, ring." in said(page) and "Photographs help." in said(page)


@pytest.mark.parametrize("page", ["", "questions/", "contact/"])
def test_a_service_that_is_not_published_is_not_there(visitor: Client, page: str) -> None:
    make.service("secret", published=False)
    assert visitor.get(f"/request/secret/{page}").status_code == 404


def test_a_form_becomes_a_case_with_a_reference(form: Form) -> None:
    page = form.whole(details={"phone": "07700 900 101", "name": "Amina Yusuf"})
    case = Case.objects.get()
    contact = Contact.objects.get()
    assert case.reference in said(page) and case.origin == "web" and case.service.code == CODE  # type: ignore[union-attr]
    assert (contact.body, contact.answers, contact.arrived_at) == (
        "The boiler drips", {"story": "The boiler drips"}, f"form:{CODE}",
    )  # fmt: skip
    assert contact.person is not None and contact.person.name == "Amina Yusuf"
    assert contact.contact_point is not None and contact.contact_point.value == "+447700900101"
    assert contact.contact_point.confirmed_at is None


def test_no_text_is_ever_sent_from_a_form(form: Form) -> None:
    form.whole()
    assert not Delivery.objects.exists()


def test_nothing_of_a_person_is_in_an_address_or_a_cache(form: Form) -> None:
    form.fill()
    for page in ("questions", "contact", "check"):
        answer = form.get(page)
        assert "no-store" in answer["Cache-Control"]
    end = form.send()
    assert [address for address, _ in end.redirect_chain] == [f"/request/{CODE}/done/"]
    assert "no-store" in end["Cache-Control"]
    assert "drips" not in str(form.visitor.session.items())


def test_every_page_can_be_left_at_once(form: Form) -> None:
    pages = [form.visitor.get(form.base), form.get("questions")]
    form.fill()
    pages += [form.get("contact"), form.get("check"), form.send()]
    assert all("govuk-exit-this-page" in said(page) for page in pages)


@pytest.mark.parametrize(
    "details", [{"phone": make.AMINA}, {"email": "amina@example.org"}, {"rather_not": "on"}]
)
def test_one_way_to_reach_somebody_is_enough_and_so_is_none(form: Form, details: dict[str, str]) -> None:
    form.whole(details=details)
    assert Case.objects.count() == 1


def test_neither_a_number_nor_an_address_nor_the_tick_is_asked_about(form: Form) -> None:
    answer = form.fill(details={"name": "Amina"})
    assert answer.status_code == 422 and "one is enough" in said(answer)
    assert 'value="Amina"' in said(answer)


def test_an_address_beside_a_number_belongs_to_the_same_person(form: Form) -> None:
    form.whole(details={"phone": make.AMINA, "email": "Amina@Example.org"})
    values = set(Person.objects.get().contact_points.values_list("value", flat=True))
    assert values == {"+447700900101", "amina@example.org"}


def test_what_must_be_known_before_contact_is_in_the_text(form: Form) -> None:
    form.whole(details={"phone": make.AMINA, "safe": "Text only, never ring", "about": "Nadia Example"})
    assert Contact.objects.get().body == "The boiler drips\n\nHow to reach me safely: Text only, never ring"
    assert {party.role for party in Case.objects.get().parties.all()} == {"caller", "subject"}


def test_sent_twice_it_is_one_case_and_the_same_reference(form: Form) -> None:
    form.fill()
    stale = form.get("check")
    first = form.send()
    second = form.visitor.post(f"{form.base}check/", {"draft": draft_id(stale)}, follow=True)
    case = Case.objects.get()
    assert case.reference in said(first) and case.reference in said(second)
    assert "sent this already" in said(second)
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("page", ["questions", "contact"])
def test_going_back_and_sending_an_earlier_page_again_makes_no_second_case(form: Form, page: str) -> None:
    form.fill()
    old = draft_id(form.get(page))
    form.send()
    again = form.post(page, {"draft": old, **PLAIN, "phone": make.AMINA}, follow=True)
    assert Case.objects.get().reference in said(again)


def test_twenty_tabs_make_one_case(form: Form) -> None:
    form.fill()
    tabs = [draft_id(form.get("check")) for _ in range(20)]
    pages = [form.visitor.post(f"{form.base}check/", {"draft": tab}, follow=True) for tab in tabs]
    reference = Case.objects.get().reference
    assert all(reference in said(page) for page in pages)


def test_two_sends_at_once_are_one_contact_by_the_database(form: Form, clock: Any) -> None:
    """Both requests read the session before either has finished."""
    form.fill()
    before = dict(form.visitor.session.items())
    form.send()
    session = form.visitor.session
    session[drafts.DRAFTS], session[drafts.SENT] = before[drafts.DRAFTS], []
    session.save()
    assert Case.objects.get().reference in said(form.send())
    assert Contact.objects.count() == 1


def test_a_new_request_for_the_same_service_is_a_new_case(form: Form) -> None:
    form.whole()
    form.whole({"q-story": "Now the window too"})
    assert Case.objects.count() == 2
    assert Case.objects.exclude(possible_duplicate_of=None).count() == 1


def test_nobody_is_shown_somebody_elses_reference(form: Form, clock: Any) -> None:
    form.whole()
    stranger = Client()
    answer = stranger.get(f"{form.base}done/")
    assert answer.status_code == 302 and answer["Location"] == form.base


def test_a_page_before_its_turn_leads_to_the_first_open_one(form: Form) -> None:
    assert form.get("check")["Location"] == form.base
    form.get("questions")
    assert form.get("check")["Location"] == f"{form.base}questions/"
    form.post("questions", PLAIN)
    assert form.get("check")["Location"] == f"{form.base}contact/"


def test_changing_an_answer_leads_straight_back_to_the_check(form: Form) -> None:
    form.fill()
    assert f'href="{form.base}questions/#id_q-story"' in said(form.get("check"))
    assert "The boiler drips" in said(form.get("questions"))
    answer = form.post("questions", {"q-story": "It pours now"})
    assert answer["Location"] == f"{form.base}check/"
    assert "It pours now" in said(form.get("check"))


def test_a_session_that_ended_is_asked_again_and_said(form: Form) -> None:
    form.fill()
    form.visitor.session.flush()
    form.visitor.cookies.clear()
    answer = form.visitor.post(f"{form.base}check/", {"draft": "0" * 32})
    assert answer.status_code == 200 and "answer once more" in said(answer)


def test_answers_typed_after_the_session_ended_are_taken(form: Form) -> None:
    answer = form.post("questions", {"draft": "0" * 32, **PLAIN})
    assert answer["Location"] == f"{form.base}contact/"


# Bad input


def test_an_old_page_comes_back_with_everything_in_it(
    visitor: Client, clock: Any, service: Service, address: str
) -> None:
    strict = Client(enforce_csrf_checks=True, REMOTE_ADDR=address)
    form = Form(strict, clock)
    form.get("questions")
    answer = form.post("questions", {"q-story": "Three hours of writing", "csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403
    assert "Three hours of writing" in said(answer) and "Nothing you wrote is lost" in said(answer)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())
    assert token is not None
    again = form.post("questions", {**PLAIN, "csrfmiddlewaretoken": token[1]})
    assert again.status_code == 302


def test_an_old_check_page_sends_nothing_and_keeps_the_draft(
    visitor: Client, clock: Any, service: Service, address: str
) -> None:
    form = Form(Client(enforce_csrf_checks=True, REMOTE_ADDR=address), clock)

    def token(page: str) -> dict[str, str]:
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.get(page).content.decode())
        assert found is not None
        return {"csrfmiddlewaretoken": found[1]}

    form.post("questions", {**PLAIN, **token("questions")})
    form.post("contact", {"phone": make.AMINA, **token("contact")})
    clock.shift(60)
    assert form.post("check", {}).status_code == 403
    assert Contact.objects.count() == 0
    assert form.post("check", token("check")).status_code == 302
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({f"x{number}": "1" for number in range(1500)}, 413),
        ({"q-story": "x" * 10_000_000}, 413),
    ],
)
def test_too_much_is_answered_with_a_page_that_says_so(form: Form, data: dict[str, str], status: int) -> None:
    form.get("questions")
    for content in ("urlencoded", "multipart"):
        options = {}
        if content == "urlencoded":
            from urllib.parse import urlencode

            options = {"content_type": "application/x-www-form-urlencoded"}
            answer = form.post("questions", urlencode(data), **options)  # type: ignore[arg-type]
        else:
            answer = form.post("questions", data)
        assert answer.status_code == status, content
        assert "could not read what you sent" in said(answer) and "too much of it" in said(answer)


def test_a_body_that_breaks_off_is_answered_and_the_draft_stays(form: Form) -> None:
    form.fill()
    answer = form.post("questions", b"--x\r\nContent-Dispo", content_type="multipart/form-data; boundary=")  # type: ignore[arg-type]
    assert answer.status_code == 400 and "broke off" in said(answer)
    assert "The boiler drips" in said(form.get("check"))


def test_a_body_larger_than_all_files_together_is_not_read(form: Form) -> None:
    answer = form.post("questions", PLAIN, CONTENT_LENGTH="200000000")
    assert answer.status_code == 413 and "100 MB" in said(answer)


def test_unknown_fields_change_nothing(form: Form) -> None:
    make.team("somewhere")
    form.fill(
        {**PLAIN, "team": "somewhere", "q-team": "somewhere", "priority": "urgent", "is_restricted": "1"}
    )
    page = form.get("check")
    form.post("check", {"draft": draft_id(page), "status": "closed", "assignee": "admin"})
    case = Case.objects.get()
    assert (case.team.code, case.priority, case.restricted, case.status) == ("triage", "normal", False, "new")
    assert Contact.objects.get().answers == {"story": "The boiler drips"}


@pytest.mark.parametrize("words", ["", "   ", "\u200b\ufeff"])
def test_an_empty_answer_to_a_required_question_is_asked_for(form: Form, words: str) -> None:
    form.get("questions")
    answer = form.post("questions", {"q-story": words})
    assert answer.status_code == 422
    assert 'href="#id_q-story"' in said(answer) and "What has happened: write an answer" in said(answer)
    assert "<title>Error: " in said(answer)


def test_every_odd_text_is_kept_and_shown(form: Form) -> None:
    for name, text in TEXTS.items():
        sendable = text.encode("utf-8", "replace").decode()
        if not sendable.strip() or len(sendable) > 20_000:
            continue
        form.get("questions")
        answer = form.post("questions", {"q-story": sendable})
        if answer.status_code == 422:
            continue  # nothing in it can be seen
        form.post("contact", {"rather_not": "on", "name": sendable[:200]})
        form.clock.shift(60)
        assert form.send().status_code == 200, name
    assert Case.objects.count() > 10


def test_nul_is_replaced_and_the_original_kept(form: Form) -> None:
    form.whole({"q-story": "be\x00fore"})
    contact = Contact.objects.get()
    assert contact.body == "be\ufffdfore" and contact.original


def test_a_text_too_long_says_how_long(form: Form) -> None:
    form.get("questions")
    answer = form.post("questions", {"q-story": "x" * 20_001})
    assert answer.status_code == 422 and "20,001 characters" in said(answer)


def test_each_kind_of_question(form: Form, service: Service) -> None:
    yes = [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]
    for kind in ("text", "choice", "choices", "date", "postcode", "phone", "email"):
        make.question(service, f"a-{kind}", kind, choices=yes if kind.startswith("choice") else [])
    answers = {
        "q-a-text": "one\nline", "q-a-choice": "yes", "q-a-choices": ["yes", "no"],
        "q-a-date_day": "7", "q-a-date_month": "March", "q-a-date_year": "2026",
        "q-a-postcode": " sw1a1aa, ", "q-a-phone": "0800 1111", "q-a-email": "nurse@example.org",
    }  # fmt: skip
    page = form.fill(PLAIN | answers)
    assert page.status_code == 302
    assert "7 March 2026" in said(form.get("check")) and "Yes, No" in said(form.get("check"))
    form.send()
    assert Contact.objects.get().answers == {
        "story": "The boiler drips", "a-text": "one line", "a-choice": "yes", "a-choices": ["yes", "no"],
        "a-date": "2026-03-07", "a-postcode": "SW1A 1AA", "a-phone": "0800 1111", "a-email": "nurse@example.org",
    }  # fmt: skip
    assert Case.objects.get().postcode == "SW1A 1AA"


def test_a_postcode_is_never_a_hard_stop(form: Form, service: Service) -> None:
    make.question(service, "home", "postcode", required=True)
    form.get("questions")
    assert "tick that you do not know it" in said(form.post("questions", PLAIN))
    form.fill(PLAIN | {"q-home--unknown": "on"})
    form.send()
    assert "no fixed address" in Contact.objects.get().answers["home"]
    form.fill(PLAIN | {"q-home": "0X1 1AA"})
    assert "did you mean" in said(form.get("check"))
    form.send()
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("31", "2", "2026", "real date"),
        ("1", "2", "26", "four figures"),
        ("1", "1", "0001", "1900"),
        ("1", "1", "9999", "2036"),
    ],
)
def test_a_date_that_cannot_be_is_asked_again(
    form: Form, service: Service, day: str, month: str, year: str, words: str
) -> None:
    make.question(service, "since", "date")
    form.get("questions")
    answer = form.post(
        "questions", PLAIN | {"q-since_day": day, "q-since_month": month, "q-since_year": year}
    )
    assert answer.status_code == 422 and words in said(answer)
    assert f'value="{day}"' in said(answer) and "The boiler drips" in said(answer)


def test_an_answer_that_is_no_choice_is_asked_again(form: Form, service: Service) -> None:
    make.question(service, "danger", "choice", choices=[{"value": "yes", "label": "Yes"}])
    form.get("questions")
    answer = form.post("questions", PLAIN | {"q-danger": "hacked"})
    assert answer.status_code == 422 and "Choose one of the answers" in said(answer)


def test_a_form_changed_meanwhile_is_taken_as_it_was_begun(form: Form, service: Service) -> None:
    form.get("questions")
    service.questions.all().delete()
    make.question(service, "other", "text", required=True)
    Service.objects.filter(pk=service.pk).update(published=False)
    form.whole()
    assert Contact.objects.get().answers == {"story": "The boiler drips"}


@pytest.mark.parametrize(
    "phone", ["07700 900 12", "ring my sister", "07700900101;ext=5", "\u200f07700 900101\u200f", "x" * 320]
)
def test_an_odd_number_stops_nobody(form: Form, phone: str) -> None:
    form.whole(details={"phone": phone})
    assert Case.objects.count() == 1
    values = list(ContactPoint.objects.values_list("value", flat=True))
    assert values in ([], ["+447700900101"])


def test_999_shows_what_to_do_now(form: Form) -> None:
    form.fill(details={"phone": "999"})
    assert "ring 999" in said(form.get("check"))
    assert "ring 999" in said(form.send())
    assert "as written: 999" in Contact.objects.get().body
    assert not ContactPoint.objects.exists()


def test_an_address_that_tries_to_be_a_header_is_one_line_of_text(form: Form) -> None:
    form.whole(details={"email": "a@example.org\r\nBcc: b@example.org"})
    assert not ContactPoint.objects.exists()
    assert "as written: a@example.org Bcc: b@example.org" in Contact.objects.get().body


# Programs


def assert_set_aside(page: Any, words: str) -> None:
    contact = Contact.objects.get()
    assert contact.filing == "quarantined" and words in contact.reason
    assert not Case.objects.exists()
    assert page.status_code == 200 and "We have your request" in said(page)


def test_the_hidden_field_sets_a_form_aside_and_thanks_all_the_same(form: Form) -> None:
    assert_set_aside(form.whole(details={"phone": make.AMINA, "website": "http://example.org"}), "cannot see")


def test_a_form_filled_in_at_once_is_set_aside(form: Form) -> None:
    form.get("questions")
    form.post("questions", PLAIN)
    form.post("contact", {"phone": make.AMINA})
    assert_set_aside(form.send(), "faster")


def test_too_many_forms_of_one_address_are_set_aside_not_refused(
    form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "BUDGET", 2)
    pages = [form.whole({"q-story": f"Number {number}"}) for number in range(3)]
    assert all(page.status_code == 200 for page in pages)
    assert Case.objects.count() == 2
    assert Contact.objects.get(filing="quarantined").body == "Number 2"


def test_sent_again_it_stays_set_aside_once(form: Form) -> None:
    form.fill(details={"phone": make.AMINA, "website": "x"})
    stale = draft_id(form.get("check"))
    form.send()
    assert_set_aside(form.post("check", {"draft": stale}, follow=True), "cannot see")


# Files


def jpeg() -> bytes:
    made = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (20, 20), "red").save(made, "JPEG", exif=exif.tobytes(), comment=b"at the refuge")
    return made.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


@pytest.fixture
def with_file(service: Service) -> None:
    make.question(service, "photo", "file")


@pytest.mark.usefixtures("with_file")
def test_a_photograph_waits_in_private_and_comes_with_the_contact(form: Form) -> None:
    form.fill(PLAIN | {"q-photo": [upload("damp.jpg", jpeg())]})
    assert "damp.jpg" in said(form.get("check"))
    waiting = form.visitor.session[drafts.DRAFTS][CODE]["files"][0]["stored"]
    assert storages["default"].exists(waiting)
    form.send()
    kept = Attachment.objects.get()
    assert (kept.name, kept.content_type, kept.question, kept.refused) == (
        "damp.jpg",
        "image/jpeg",
        "photo",
        "",
    )
    assert b"refuge" not in kept.file.read()
    kept.file.close()
    assert not storages["default"].exists(waiting)


@pytest.mark.usefixtures("with_file")
def test_a_file_that_cannot_be_kept_loses_no_word(form: Form) -> None:
    form.fill(
        PLAIN
        | {
            "q-photo": [
                upload("a.pdf.exe", b"%PDF-1.4"),
                upload("empty.png", b""),
                upload("damp.jpg", jpeg()),
            ]
        }
    )
    page = said(form.get("check"))
    assert "Files we cannot keep" in page and "a.pdf.exe" in page and "It is empty" in page
    form.send()
    assert Contact.objects.get().body == "The boiler drips"
    assert {(file.name, bool(file.refused)) for file in Attachment.objects.all()} == {
        ("a.pdf.exe", True), ("empty.png", True), ("damp.jpg", False),
    }  # fmt: skip


@pytest.mark.usefixtures("with_file")
def test_eleven_files_are_ten_and_a_reason(form: Form) -> None:
    form.fill(
        PLAIN | {"q-photo": [upload(f"{number}.txt", f"note {number}".encode()) for number in range(11)]}
    )
    form.send()
    assert Attachment.objects.filter(refused="").count() == 10
    assert "Only 10" in Attachment.objects.exclude(refused="").get().refused


@pytest.mark.usefixtures("with_file")
def test_files_stay_when_another_answer_is_missing(form: Form) -> None:
    form.get("questions")
    answer = form.post("questions", {"q-story": "", "q-photo": [upload("damp.jpg", jpeg())]})
    assert answer.status_code == 422 and "damp.jpg" in said(answer)
    form.whole()
    assert Attachment.objects.get().name == "damp.jpg"


@pytest.mark.usefixtures("with_file")
def test_the_same_file_chosen_again_is_kept_once_and_can_be_left_out(form: Form) -> None:
    for _ in range(2):
        form.fill(PLAIN | {"q-photo": [upload("damp.jpg", jpeg())]})
    file = form.visitor.session[drafts.DRAFTS][CODE]["files"]
    assert len(file) == 1
    form.post("questions", PLAIN | {"remove": file[0]["id"]})
    assert not storages["default"].exists(file[0]["stored"])
    form.send()
    assert not Attachment.objects.exists()


def test_a_required_file_is_asked_for_once(form: Form, service: Service) -> None:
    make.question(service, "letter", "file", label="A copy of the letter", required=True)
    form.get("questions")
    assert "A copy of the letter: choose a file" in said(form.post("questions", PLAIN))
    assert form.post("questions", PLAIN | {"q-letter": [upload("odd.exe", b"MZ")]}).status_code == 302


@pytest.mark.usefixtures("with_file")
def test_files_of_forms_never_sent_are_forgotten(form: Form, clock: Any) -> None:
    form.fill(PLAIN | {"q-photo": [upload("damp.jpg", jpeg())]})
    waiting = form.visitor.session[drafts.DRAFTS][CODE]["files"][0]["stored"]
    assert drafts.forget_old(datetime.now(UTC)) == 0
    clock.shift(15 * 3600)
    assert drafts.forget_old(datetime.now(UTC)) == 1
    assert not storages["default"].exists(waiting)


@pytest.mark.usefixtures("with_file")
def test_a_file_lost_on_the_way_is_said_and_the_words_are_sent(form: Form) -> None:
    form.fill(PLAIN | {"q-photo": [upload("damp.jpg", jpeg())]})
    storages["default"].delete(form.visitor.session[drafts.DRAFTS][CODE]["files"][0]["stored"])
    form.send()
    assert Case.objects.count() == 1
    assert "lost" in Attachment.objects.get().refused
