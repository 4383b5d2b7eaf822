"""Odd texts at every door: nobody is refused, nothing is lost, nothing runs, and the desk shows what was said.

One test goes through the whole battery at one door, so that the office is set up once.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from casework.models import Case, Contact, Delivery, Note, Party, Person, Staff
from casework.presenters import plainly
from casework.text import clean, is_blank
from channels import inbox, wake
from channels.models import Receipt
from channels.web import guard
from tests import factories as make
from tests.channels import twilio
from tests.reading import Page, squeeze
from tests.text_battery import SENDABLE

pytestmark = pytest.mark.django_db

PHONE, IN_PERSON = "/desk/log/phone/", "/desk/log/in-person/"
BODY, SUMMARY, PERSON = "oq-item__body", "oq-queue__summary", "oq-queue__person"
EARLIER = re.compile(r'id="timeline-earlier" href="([^"]+)"')
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Longer than a line may be; these are about the long fields.
LINES = {name: text for name, text in SENDABLE.items() if len(text) <= 200}
# Enough where a value is only compared with a list, a number or a reference.
NASTY = {
    name: SENDABLE[name]
    for name in ("only zero width", "nul", "control characters", "script", "image handler", "bidi override", "sql", "null",
                 "emoji family", "uuid", "many lines", "attribute", "noncharacters", "mixed digits", "formula")
}  # fmt: skip


def shown(text: str) -> str:
    """What a page shows of somebody's words: mended, and with every hidden control spelled out."""
    return squeeze(REORDERING.sub(lambda found: f"U+{ord(found[0]):04X}", clean(text).text))


def one_line(text: str) -> str:
    return squeeze(clean(text).text)


def seen_as_label(text: str) -> str:
    """What a page shows of a name or a summary."""
    return squeeze(plainly(clean(text).text))


def story(desk: Client, case: Case, *watched: str) -> Page:
    """The page of a case with everything that "Show earlier" leads to."""
    whole, url = None, f"/desk/cases/{case.reference}/"
    while url:
        answer = desk.get(url)
        page = Page(answer, *watched)
        if whole is None:
            whole = page
        else:
            whole.dangers += page.dangers
            for name, texts in page.texts.items():
                whole.texts[name] += texts
        found = EARLIER.search(answer.content.decode())
        url = unescape(found[1]) if found else ""
    assert whole is not None
    return whole


class Wrong(dict[str, object]):
    """Everything that went wrong, by the name of the text, so that one run tells of all."""

    def expect(self, name: str, right: bool, what: object) -> None:
        if not right:
            self.setdefault(name, what)


@pytest.fixture
def wrong() -> Iterator[Wrong]:
    found = Wrong()
    yield found
    assert not found


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test fills in forms faster than anybody can read them; no worker is woken."""
    monkeypatch.setattr(guard, "LEAST_TIME", timedelta(0))
    monkeypatch.setattr(guard, "BUDGET", 10_000)
    monkeypatch.setattr(wake, "look", lambda **_: False)


@pytest.fixture
def twilio_account(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID = twilio.ACCOUNT
    settings.TWILIO_AUTH_TOKEN = twilio.TOKEN
    settings.TWILIO_NUMBER = twilio.OFFICE


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker", role="lead", lead=True)


@pytest.fixture
def desk(worker: Staff) -> Client:
    """Somebody at the desk. An error of the product is an answer here, not an exception."""
    client = Client(raise_request_exception=False)
    client.force_login(worker)
    return client


@pytest.fixture
def case(worker: Staff) -> Case:
    make.office(acknowledge_texts=False)
    return make.case(at=timezone.now() - timedelta(hours=1))


def queue(desk: Client) -> list[Page]:
    """Every page of the queue."""
    pages, where = [], "/desk/"
    while where and len(pages) < 20:
        answer = desk.get(where)
        assert answer.status_code == 200
        pages.append(Page(answer, SUMMARY, PERSON))
        older = re.search(
            r'href="(\?[^"]*)"[^>]*rel="next"|rel="next"[^>]*href="(\?[^"]*)"', answer.content.decode()
        )
        where = "/desk/" + (older[1] or older[2]).replace("&amp;", "&") if older else ""
    return pages


# The web form


class Visitor:
    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    def send(self, *, answers: dict[str, Any], details: dict[str, Any] | None = None) -> list[Any]:
        """The answers of the four pages. Stops where a page is asked again."""
        base = f"/request/{make.service().code}/"
        steps = [self.client.post(f"{base}questions/", answers)]
        if steps[-1].status_code == 302:
            steps.append(self.client.post(f"{base}contact/", details or {"rather_not": "on"}))
        if steps[-1].status_code == 302:
            steps.append(self.client.get(f"{base}check/"))
            draft = Page(steps[-1]).values.get("draft", "")
            steps.append(self.client.post(f"{base}check/", {"draft": draft}))
        return steps


@pytest.fixture
def visitor(worker: Staff) -> Visitor:
    asked = make.service()
    make.question(asked, "story", "long_text", required=True)
    make.question(asked, "line", "text")
    return Visitor()


def test_a_form_takes_every_text_in_every_field(visitor: Visitor, desk: Client, wrong: Wrong) -> None:
    taken: dict[str, str] = {}
    for name, text in SENDABLE.items():
        line = text[:200]
        details = {"rather_not": "on", "name": line, "safe": line, "about": line}
        steps = visitor.send(answers={"q-story": text, "q-line": line}, details=details)
        if is_blank(text):
            wrong.expect(
                name, steps[-1].status_code == 422 and b"write an answer" in steps[-1].content, steps
            )
            continue
        wrong.expect(name, [each.status_code for each in steps] == [302, 302, 200, 302], steps)
        wrong.expect(name, not Page(steps[2]).dangers, Page(steps[2]).dangers)
        taken[name] = text
    contacts = list(Contact.objects.order_by("logged_at", "pk").select_related("case", "person"))
    assert len(contacts) == len(taken)
    for (name, text), contact in zip(taken.items(), contacts, strict=True):
        assert contact.case is not None and contact.person is not None
        wrong.expect(name, contact.body.startswith(clean(text).text.strip()), contact.body[:80])
        wrong.expect(name, contact.answers["line"] == one_line(text[:200]), contact.answers["line"])
        wrong.expect(name, contact.person.name == one_line(text[:200]), contact.person.name)
    _are_shown(desk, taken, wrong)


def _are_shown(desk: Client, taken: dict[str, str], wrong: Wrong) -> None:
    pages = queue(desk)
    summaries = {squeeze(text) for page in pages for text in page.texts[SUMMARY]}
    people = " | ".join(text for page in pages for text in page.texts[PERSON])
    assert [page.dangers for page in pages] == [[]] * len(pages)
    for name, text in taken.items():
        beginning = seen_as_label(text)[:60]
        wrong.expect(name, any(each.startswith(beginning) for each in summaries), ("queue", beginning))
        wrong.expect(name, seen_as_label(text[:200]) in people, ("queue", "name"))
    for contact in Contact.objects.select_related("case"):
        assert contact.case is not None
        page = story(desk, contact.case, BODY)
        name = next(
            (key for key, text in taken.items() if contact.body.startswith(clean(text).text.strip())), "?"
        )
        wrong.expect(name, not page.dangers, page.dangers)
        wrong.expect(name, shown(contact.body) in map(squeeze, page.texts[BODY]), page.texts[BODY])


def test_a_form_takes_every_text_where_a_way_to_reach_somebody_belongs(
    visitor: Visitor, wrong: Wrong
) -> None:
    for name, text in SENDABLE.items():
        before = Contact.objects.count()
        details = {"phone": text, "email": text, "rather_not": "on"}
        steps = visitor.send(answers={"q-story": "The bin was missed"}, details=details)
        if len(one_line(text)) > 320:
            wrong.expect(name, steps[-1].status_code == 422 and b"Shorten it" in steps[-1].content, steps)
            continue
        wrong.expect(name, steps[-1].status_code == 302 and Contact.objects.count() == before + 1, steps)
        contact = Contact.objects.latest("logged_at")
        kept = is_blank(text) or contact.contact_point is not None or one_line(text) in contact.body
        wrong.expect(name, kept, contact.body)
    assert not Delivery.objects.exists()


# Calls and visits


def logged(**more: Any) -> dict[str, Any]:
    return {"once": uuid4().hex, "words": "Rang about the bin", "outcome": "passed_on", "case": "new", **more}


@pytest.mark.parametrize("path", [PHONE, IN_PERSON])
def test_a_call_and_a_visit_are_logged_in_any_words(
    desk: Client, case: Case, wrong: Wrong, path: str
) -> None:
    place = {} if path == PHONE else {"place": "other", "outcome": "answered"}
    for name, text in SENDABLE.items():
        line = text[:150]
        spoken = {
            "words": text,
            "name": line,
            "about": line,
            "answers_to": "caller",
            "present": line,
            "place_words": line or "Market",
        }
        answer = desk.post(path, logged(**place, **spoken | {"case": case.reference}))
        if is_blank(text):
            wrong.expect(
                name, answer.status_code == 422 and b"Write what it was about" in answer.content, answer
            )
            continue
        wrong.expect(
            name, answer.status_code == (302 if path == PHONE or not is_blank(line) else 422), answer
        )
        wrong.expect(
            name, Contact.objects.latest("logged_at").body == clean(text).text.strip(), "kept otherwise"
        )
    page = story(desk, case, BODY, "oq-item__foot")
    assert not page.dangers
    bodies, facts = map(squeeze, page.texts[BODY]), " ".join(map(squeeze, page.texts["oq-item__foot"]))
    missing = {shown(contact.body) for contact in case.contacts.all()} - set(bodies)
    assert not missing
    for contact in case.contacts.filter(channel="in_person"):
        wrong.expect(contact.body[:40], seen_as_label(contact.present) in facts, contact.present)
        wrong.expect(contact.body[:40], seen_as_label(contact.place) in facts, contact.place)


@pytest.mark.parametrize(
    "field", ["clock", "minutes", "once", "person", "case", "service", "outcome", "language"]
)
def test_the_small_fields_of_a_logged_call_take_or_ask_again(desk: Client, wrong: Wrong, field: str) -> None:
    for name, text in NASTY.items():
        before = Contact.objects.count()
        answer = desk.post(PHONE, logged(**{field: text}))
        written = Contact.objects.count() - before
        wrong.expect(
            name, (answer.status_code, written) in ((302, 1), (422, 0)), (answer.status_code, written)
        )
        wrong.expect(name, answer.status_code == 302 or not Page(answer).dangers, "runs")


def test_whatever_stands_in_place_of_a_number_is_on_record(desk: Client, wrong: Wrong) -> None:
    for name, text in LINES.items():
        line = text[:60]
        answer = desk.post(PHONE, logged(number=line, reference=line, late_because=line))
        wrong.expect(name, answer.status_code == 302, answer)
        contact = Contact.objects.latest("logged_at")
        wrong.expect(
            name, contact.sender_as_typed == one_line(line) or is_blank(line), contact.sender_as_typed
        )


# The case page


def test_every_note_is_kept_and_shown_as_a_note(desk: Client, case: Case, wrong: Wrong) -> None:
    for name, text in SENDABLE.items():
        answer = desk.post(f"/desk/cases/{case.reference}/note/", {"body": text})
        if is_blank(text):
            wrong.expect(
                name, answer.status_code == 422 and b"Write something in the note" in answer.content, answer
            )
        else:
            wrong.expect(name, answer.status_code == 302, answer)
            wrong.expect(name, Note.objects.filter(body=clean(text).text.strip()).exists(), "kept otherwise")
    page = story(desk, case, "oq-item--note", BODY)
    assert not page.dangers
    for note in Note.objects.all():
        wrong.expect(note.body[:40], shown(note.body) in map(squeeze, page.texts[BODY]), "not shown")
    assert len(page.texts["oq-item--note"]) == Note.objects.count()


@pytest.mark.usefixtures("twilio_account")
def test_every_reply_is_queued_as_it_was_written(desk: Client, case: Case, wrong: Wrong) -> None:
    make.office(texts_per_number=10_000)
    for name, text in SENDABLE.items():
        answer = desk.post(f"/desk/cases/{case.reference}/reply/", {"body": text})
        if is_blank(text):
            wrong.expect(name, answer.status_code == 422 and b"Write something" in answer.content, answer)
        else:
            wrong.expect(name, answer.status_code == 302, answer)
            wrong.expect(
                name,
                Delivery.objects.filter(contact__body=clean(text).text.strip()).exists(),
                "kept otherwise",
            )
    page = story(desk, case, BODY)
    assert not page.dangers
    assert Delivery.objects.count() == len(page.texts[BODY]) - 1  # all but the text that opened the case


def test_an_outcome_may_say_anything(desk: Client, case: Case, wrong: Wrong) -> None:
    for name, text in LINES.items():
        Case.objects.filter(pk=case.pk).update(status="open", is_open=True, closed_at=None)
        answer = desk.post(f"/desk/cases/{case.reference}/status/", {"status": "closed", "outcome": text})
        case.refresh_from_db()
        if is_blank(text):
            wrong.expect(
                name, answer.status_code == 422 and b"Say how the case ended" in answer.content, answer
            )
        else:
            wrong.expect(name, answer.status_code == 302 and case.outcome == one_line(text), case.outcome)
        if name in NASTY:
            page = Page(desk.get("/desk/?status=all"))
            wrong.expect(name, not page.dangers, page.dangers)


@pytest.mark.parametrize("action", ["assign", "team", "status"])
def test_what_is_no_choice_is_refused_beside_its_field(
    desk: Client, case: Case, wrong: Wrong, action: str
) -> None:
    field = {"assign": "assignee", "team": "team", "status": "status"}[action]
    for name, text in NASTY.items():
        if is_blank(text) and action == "assign":
            continue  # nobody: back to the team
        answer = desk.post(f"/desk/cases/{case.reference}/{action}/", {field: text})
        page = Page(answer, "govuk-error-summary", "govuk-error-message")
        wrong.expect(name, answer.status_code == 422, answer)
        wrong.expect(
            name, bool(page.texts["govuk-error-summary"]) and bool(page.texts["govuk-error-message"]), action
        )
        wrong.expect(name, not page.dangers, page.dangers)
    case.refresh_from_db()
    assert (case.status, case.assignee, case.team.code) == ("new", None, "triage")


def test_a_contact_moves_only_to_what_is_a_case(desk: Client, case: Case, wrong: Wrong) -> None:
    contact = case.contacts.get(direction="in")
    for name, text in NASTY.items():
        for field in ("reference", "choice"):
            answer = desk.post(f"/desk/contacts/{contact.pk}/move/", {field: text})
            wrong.expect(name, answer.status_code == 422 and not Page(answer).dangers, (field, answer))
    contact.refresh_from_db()
    assert contact.case == case


# The queue


FILTERS = ("status", "team", "who", "assignee", "channel", "service", "priority", "overdue", "at")


def test_every_search_takes_any_text(desk: Client, case: Case, wrong: Wrong) -> None:
    for name, text in SENDABLE.items():
        answer = desk.get("/desk/", {"q": text[:2000], "tag": text[:200]})
        wrong.expect(name, answer.status_code == 200 and not Page(answer).dangers, answer)


@pytest.mark.parametrize("field", FILTERS)
def test_every_filter_takes_or_shows_nothing(desk: Client, case: Case, wrong: Wrong, field: str) -> None:
    for name, text in NASTY.items():
        answer = desk.get("/desk/", {field: text})
        wrong.expect(name, answer.status_code == 200 and not Page(answer).dangers, answer)


@pytest.mark.parametrize(
    "name",
    ["_connector", "__class__", "password__startswith", "team__name", "assignee__password", "$where", "status__in",
     "id__gt", "pk", "restricted", "status[]", "q__icontains", "\x00", "' OR 1=1--"],
)  # fmt: skip
def test_a_filter_that_is_none_filters_nothing(desk: Client, case: Case, name: str) -> None:
    answer = desk.get("/desk/", {name: "OR"})
    assert answer.status_code == 200 and case.reference in answer.content.decode()


@pytest.mark.parametrize(
    "words", ["%", "_", "\\", "' OR 1=1--", "*", ":*", "!", "&", "|", "<->", "()", "%%%"]
)
def test_a_search_is_taken_at_its_word(desk: Client, case: Case, words: str) -> None:
    answer = desk.get("/desk/", {"q": words})
    assert answer.status_code == 200 and case.reference not in answer.content.decode()


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("Zoë Zoe\u0308", "zoe"), ("dim gwres ers dŵr", "dwr"), ("Łazienka przecieka", "lazienka"),
        ("أحتاج إلى مساعدة", "مساعدة"), ("مجھے مدد چاہیے", "مدد"), ("STRASSE ẞ", "strasse"), ("Null", "null"),
    ],
)  # fmt: skip
def test_words_in_any_script_are_found(desk: Client, case: Case, kept: str, typed: str) -> None:
    desk.post(f"/desk/cases/{case.reference}/note/", {"body": kept})
    assert case.reference in desk.get("/desk/", {"q": typed}).content.decode()


def test_one_name_written_in_two_ways_is_one_person(desk: Client) -> None:
    desk.post(PHONE, logged(number=make.AMINA, name="Zo\u00eb Jones"))
    desk.post(PHONE, logged(number=make.AMINA, name="Zoe\u0308 Jones", words="Rang again"))
    assert Person.objects.get().name == "Zo\u00eb Jones"


# Texts


@pytest.mark.usefixtures("twilio_account", "worker")
def test_every_text_message_is_on_the_case_as_it_was_written(desk: Client, wrong: Wrong) -> None:
    make.office(acknowledge_texts=False)
    first = timezone.now() - timedelta(hours=5)
    sent = {name: text for name, text in SENDABLE.items() if name != "case reference"}
    for number, text in enumerate(["A first text", *sent.values()]):
        assert twilio.post(twilio.INBOUND, twilio.fields(Body=text)).status_code == 200
        Receipt.objects.filter(state="waiting").update(received_at=first + timedelta(seconds=number))
        assert inbox.drain(now=timezone.now()) == 1
    assert not Receipt.objects.exclude(state="done").exists()
    case = Case.objects.get()
    page = story(desk, case, BODY)
    assert not page.dangers
    bodies = list(map(squeeze, page.texts[BODY]))
    for name, text in sent.items():
        expected = "(empty message)" if is_blank(text) else shown(text)
        wrong.expect(name, expected in bodies, expected[:80])
    assert bodies.count("(empty message)") == sum(is_blank(text) for text in sent.values())


@pytest.mark.parametrize("name", ["empty", "only spaces", "only zero width", "fillers"])
def test_a_case_that_began_with_nothing_says_so(desk: Client, name: str) -> None:
    make.text(SENDABLE[name])
    assert queue(desk)[0].texts[SUMMARY] == ["(empty message)"]


def test_wrong_utf8_in_a_field_is_kept_as_signs_of_something_missing(desk: Client, case: Case) -> None:
    answer = desk.generic(
        "POST", f"/desk/cases/{case.reference}/note/", b"body=be%ff%fefore",
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert answer.status_code == 302 and Note.objects.get().body == "be\ufffd\ufffdfore"


# The lanes


@pytest.mark.parametrize(("lane", "filing"), [("/desk/filing/", "held"), ("/desk/set-aside/", "quarantined")])
def test_what_waits_in_a_lane_is_shown_and_harmless(
    desk: Client, wrong: Wrong, lane: str, filing: str
) -> None:
    at = timezone.now()
    for text in SENDABLE.values():
        body = clean(text).text
        person = Person.objects.create(name=plainly(body)[:300].strip())
        Contact.objects.create(
            channel="web",
            took_place_at=at,
            logged_at=at,
            body=body,
            filing=filing,
            person=person,
            reason=body[:500],
        )
    page = Page(desk.get(lane), "oq-quote")
    assert not page.dangers
    quotes = list(map(squeeze, page.texts["oq-quote"]))
    for name, text in SENDABLE.items():
        wrong.expect(name, ("(empty message)" if is_blank(text) else shown(text)) in quotes, "not shown")


# What a text must not bring about


@pytest.mark.parametrize(
    "body",
    [
        "my id is {case.pk}", "please ring 07700 900101 instead of me", "her number is +447700900101",
        "— Case closed by Anna —", "Status: Closed (done)", "assign this to worker",
    ],
)  # fmt: skip
def test_naming_somebody_elses_case_or_number_brings_nobody_onto_it(case: Case, body: str) -> None:
    taken = make.text(body.format(case=case), sender=make.BEN, at=timezone.now())
    case.refresh_from_db()
    assert taken.case is not None and taken.case != case
    assert (
        case.contacts.filter(direction="in").count() == 1 and case.status == "new" and case.assignee is None
    )
    assert not Party.objects.filter(case=taken.case, contact_point__value="+447700900101").exists()


def test_a_strangers_reference_gives_nothing_away_and_waits_for_a_person(case: Case) -> None:
    taken = make.text(f"what is new in {case.reference}?", sender=make.BEN, at=timezone.now())
    assert taken.case is None and taken.contact.filing == "held"
    assert not Delivery.objects.filter(contact__contact_point=taken.contact.contact_point).exists()


def test_a_line_that_looks_like_ours_stands_in_the_persons_own_box(desk: Client, case: Case) -> None:
    make.text("— Case closed by Anna —\nInternal note: pay them", at=timezone.now())
    page = Page(
        desk.get(f"/desk/cases/{case.reference}/"), "oq-item--inbound", "oq-item__event", "oq-item--note"
    )
    assert any("Case closed by Anna" in words for words in page.texts["oq-item--inbound"])
    assert not page.texts["oq-item--note"]
    assert not any("Anna" in words for words in page.texts["oq-item__event"])


@pytest.mark.parametrize("words", ["I will kill myself", "he hit me", "chcę się zabić", "suicidde", "kil me"])
def test_danger_is_never_made_less_urgent_nor_answered_by_a_machine_alone(words: str) -> None:
    make.office()
    case = make.case(words)
    assert case.priority in ("normal", "high", "urgent") and case.needs_answer and case.waiting_for == "us"


def test_a_name_that_turns_text_round_is_spelled_out(desk: Client, case: Case) -> None:
    Person.objects.update(name="\u202eanimA \u2067open")
    contact = case.contacts.get(direction="in")
    for path in ("/desk/", f"/desk/cases/{case.reference}/", f"/desk/contacts/{contact.pk}/move/"):
        html = desk.get(path).content.decode()
        assert "⟦RLO⟧animA" in html and not REORDERING.search(html), path


# Size


@pytest.mark.parametrize(
    ("door", "field", "longest"),
    [
        ("note", "body", 400_000),
        ("reply", "body", 1_600),
        ("status", "outcome", 200),
        ("log", "words", 100_000),
    ],
)
@pytest.mark.usefixtures("twilio_account")
def test_a_text_is_taken_up_to_the_limit_and_then_asked_to_be_shortened(
    desk: Client, case: Case, door: str, field: str, longest: int
) -> None:
    path = PHONE if door == "log" else f"/desk/cases/{case.reference}/{door}/"
    more: Callable[[str], dict[str, Any]] = lambda text: (  # noqa: E731
        logged(words=text) if door == "log" else {"status": "closed", field: text}
    )
    for length in (longest + 1, min(1_000_000, longest * 10)):
        answer = desk.post(path, more("x" * length))
        assert answer.status_code == 422
        assert f"{length:,} characters" in answer.content.decode() and "x" * 200 in answer.content.decode()
    assert desk.post(path, more("x" * longest)).status_code == 302


def test_ten_thousand_lines_are_one_text(desk: Client, case: Case) -> None:
    assert desk.post(f"/desk/cases/{case.reference}/note/", {"body": "line\n" * 10_000}).status_code == 302
    assert desk.get(f"/desk/cases/{case.reference}/").status_code == 200


def test_a_case_full_of_long_notes_takes_one_more(desk: Client, case: Case) -> None:
    """PostgreSQL limits the words that a row can be searched by; the text itself is not to be lost for it."""
    numbers = iter(range(10**7))
    for _ in range(24):
        words = " ".join(f"{'w' * 12}{next(numbers):06}" for _ in range(2_600))
        assert desk.post(f"/desk/cases/{case.reference}/note/", {"body": words}).status_code == 302
    make.text("and one more word", at=timezone.now())
    assert case.contacts.filter(body="and one more word").exists()
