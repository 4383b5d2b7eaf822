"""Welsh: the public form from start to end, the switch that keeps what was typed, and the desk of whoever chose it."""

import html
import json
import re
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backoffice import catalogue
from casework.models import Case, Contact, DeskChoices, Event, Staff
from casework.services import preferences, tags
from casework.templatetags import _script_words
from channels.web import guard
from tests import factories as make

pytestmark = pytest.mark.django_db

CODE = "housing-repair"
COOKIE = settings.LANGUAGE_COOKIE_NAME
TAGS = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)
# The one English word of every page is the name of the other language, and these are words of both.
BOTH = frozenset(["English", "SMS", "WhatsApp"])
# Words of ours that are names here: of an account of the demo, and of a team.
NAMES = frozenset(["lead", "Triage"])


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LEAST_TIME", timedelta(0))
    make.office(name="Swyddfa Cyngor", phone="01632 960100")
    service = make.service(CODE, name="Trwsio", group="Cartref", summary="Gwres a lleithder.")
    make.question(service, "where", "postcode", label="Cod post", required=True)
    make.question(service, "since", "date", label="Ers pryd?")
    make.question(service, "story", "long_text", label="Yr hanes", required=True)


@pytest.fixture
def visitor(office: None) -> Client:
    client = Client()
    client.cookies[COOKIE] = "cy"
    return client


def said(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@cache
def english_of_ours() -> frozenset[str]:
    return frozenset(message.words.strip() for message in catalogue.marked()) - BOTH - NAMES


def english_left(answer: Any) -> list[str]:
    """Stretches of words between two tags that are English messages of ours, word for word."""
    return stretches_left(said(answer))


def stretches_left(page: str) -> list[str]:
    stretches = (each.strip() for each in TAGS.sub("\0", page).split("\0"))
    return [each for each in stretches if each in english_of_ours()]


def test_a_form_is_in_welsh_from_the_start_to_the_reference(visitor: Client) -> None:
    base = f"/request/{CODE}/"
    seen = [visitor.get("/"), visitor.get(base), visitor.get(f"{base}questions/")]
    wrong = {"q-since_day": "31", "q-since_month": "2", "q-since_year": "26"}
    seen.append(visitor.post(f"{base}questions/", wrong))
    assert seen[-1].status_code == 422 and "Mae problem" in said(seen[-1])
    answers = {"q-where": "zz99 3wz", "q-story": "Mae'n oer", "q-since_day": "3", "q-since_month": "Chwefror", "q-since_year": "2026"}  # fmt: skip
    seen += [visitor.post(f"{base}questions/", answers, follow=True), visitor.post(f"{base}contact/", {})]
    assert "Sut gallwn ni gysylltu â chi?" in said(seen[-1])
    seen.append(visitor.post(f"{base}contact/", {"phone": "12"}, follow=True))
    assert "3 Chwefror 2026" in said(seen[-1]) and "Nid yw “12” yn edrych fel rhif ffôn cyflawn" in said(
        seen[-1]
    )
    draft = re.search(r'name="draft" value="(\w+)"', said(seen[-1]))
    assert draft is not None
    seen.append(visitor.post(f"{base}check/", {"draft": draft[1]}, follow=True))
    case, contact = Case.objects.get(), Contact.objects.get()
    assert case.reference in said(seen[-1]) and "Eich cyfeirnod yw" in said(seen[-1])
    for page in seen:
        assert '<html class="govuk-template oq-public" lang="cy">' in said(page)
        assert page["Content-Language"] == "cy" and "Cookie" in page["Vary"]
        assert english_left(page) == [], page.request["PATH_INFO"]
    # What goes on record is in one language, and says which one they chose.
    assert (contact.language, contact.answers["since"]) == ("cy", "2026-02-03")


def test_the_switch_keeps_what_was_typed_and_judges_nothing(office: None) -> None:
    visitor, address = Client(), f"/request/{CODE}/questions/"
    assert 'lang="en-GB"' in said(visitor.get(address))
    page = visitor.post(f"{address}?lang=cy&partner=ferry", {"q-story": "Half a senten", "switch": "cy"})
    assert page.status_code == 200 and "Half a senten" in said(page)
    assert "Eich atebion" in said(page) and "Mae problem" not in said(page)
    assert page.cookies[COOKIE].value == "cy" and page.cookies[COOKIE]["httponly"]
    assert '"?lang=en-gb"' in said(page) and "/?partner=ferry" in said(
        page
    )  # whose link led here, the draft knows
    assert "Eich atebion" in said(visitor.get(address))
    details = visitor.post(f"/request/{CODE}/contact/?lang=en-gb", {"name": "Nia", "switch": "en-gb"})
    assert 'value="Nia"' in said(details) and "How can we reach you?" in said(details)
    assert "There is a problem" not in said(details) and not Case.objects.exists()


def test_only_the_cookie_and_the_switch_choose_and_only_languages_that_there_are(office: None) -> None:
    for query, headers in (
        ("", {"Accept-Language": "cy"}), ("?lang=fr", {}), ("?lang=%00", {}), ("?lang=cy&lang=xx", {}), ("?lang=" + "c" * 500, {}),
    ):  # fmt: skip
        answer = Client().get(f"/{query}", headers=headers)
        assert 'lang="en-GB"' in said(answer) and COOKIE not in answer.cookies, query
    client = Client()
    client.cookies[COOKIE] = "xx"
    assert 'lang="en-GB"' in said(client.get("/"))


def test_errors_and_the_log_in_speak_welsh_too(visitor: Client) -> None:
    missing, log_in = visitor.get("/nothing-here/"), visitor.get("/log-in/?next=/desk/tasks/")
    assert "Tudalen heb ei chanfod" in said(missing) and missing["Content-Language"] == "cy"
    assert "Mewngofnodi i" in said(log_in) and 'value="/desk/tasks/"' in said(log_in)
    assert "?next=%2Fdesk%2Ftasks%2F&lang=en-gb" in said(log_in)
    for page in (missing, log_in, visitor.get("/add/no-such-link/"), visitor.post("/log-in/", {})):
        assert 'lang="cy"' in said(page) and english_left(page) == [], page.request["PATH_INFO"]


def test_machines_are_spoken_to_in_english(visitor: Client) -> None:
    answer = visitor.get("/api/v1/cases/?lang=cy")
    assert answer.status_code in (401, 403, 404) and "Content-Language" not in answer
    assert COOKIE not in answer.cookies


# The desk


@pytest.fixture
def worker() -> Staff:
    make.office()
    return make.staff("worker")


@pytest.fixture
def client(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def test_the_desk_speaks_what_its_reader_chose_and_asks_the_database_nothing_for_it(
    client: Client, worker: Staff
) -> None:
    make.text("It is cold", at=make.NOW)
    with CaptureQueriesContext(connection) as english:
        assert "Why here" in said(client.get("/desk/"))
    answer = client.post("/desk/preferences/", {"shortcuts": "on", "language": "cy"}, follow=True)
    assert "Mae bysellau unigol ymlaen." in said(answer) and 'lang="cy"' in said(answer)
    event = Event.objects.get(verb="language_set")
    assert (event.actor, event.before, event.after) == (worker, {"language": ""}, {"language": "cy"})
    with CaptureQueriesContext(connection) as welsh:
        queue = client.get("/desk/")
    assert len(welsh) == len(english)
    assert "Pam yma" in said(queue) and "Achosion agored, y mwyaf brys yn gyntaf" in said(queue)
    assert "It is cold" in said(queue)
    reference = Case.objects.get().reference
    for address in ("/desk/", "/desk/start/", "/desk/search/", "/desk/search/?q=cold", "/desk/preferences/"):
        assert english_left(client.get(address)) == [], address
    assert "Yn ôl i'r ciw" in said(client.get(f"/desk/cases/{reference}/"))
    # Public pages follow the cookie alone, and a link cannot switch somebody's desk.
    assert 'lang="en-GB"' in said(client.get("/"))
    assert 'lang="cy"' in said(client.get("/desk/?lang=en-gb"))
    client.post("/desk/preferences/", {"shortcuts": "on", "language": "en-gb"})
    assert "Why here" in said(client.get("/desk/"))


def test_what_is_on_record_is_said_in_welsh_where_it_is_shown(client: Client, worker: Staff) -> None:
    make.text("It is cold", at=make.NOW)
    case = Case.objects.get()
    tags.add(case=case, tag="damp", actor=worker, now=make.NOW)
    address = f"/desk/cases/{case.reference}/"
    assert "Tag added: damp" in said(client.get(address))
    preferences.set_language(language="cy", actor=worker, now=make.NOW)
    with CaptureQueriesContext(connection) as first:
        page = client.get(address)
    assert "Ychwanegwyd tag: damp" in said(page) and "It is cold" in said(page)
    assert "nid oes gan y rhif hwn achos y gallai berthyn iddo" in said(page)
    assert stretches_left(said(page).split('<section id="timeline"')[1].split("</section>")[0]) == []
    assert "Tag added: damp" in Event.objects.filter(case=case).values_list("words", flat=True)
    preferences.set_language(language="en-gb", actor=worker, now=make.NOW)
    with CaptureQueriesContext(connection) as again:
        client.get(address)
    assert len(again) == len(first)


def test_what_is_refused_is_said_in_welsh_and_to_programs_in_english(client: Client, worker: Staff) -> None:
    make.text("It is cold", at=make.NOW)
    case = Case.objects.get()
    preferences.set_language(language="cy", actor=worker, now=make.NOW)
    address = f"/desk/cases/{case.reference}/tags/"
    for tag in [f"tag {number}" for number in range(tags.MOST)]:
        tags.add(case=case, tag=tag, actor=worker, now=make.NOW)
    full = client.post(address, {"tag": "damp"})
    assert (
        full.status_code == 422
        and said(full).count(f"Nifer ei dagiau yw {tags.MOST}. Tynnwch un yn gyntaf.") == 2
    )
    assert "Nid oes ganddo'r tag “work”." in said(client.post(address, {"remove": "work"}, follow=True))
    noted = client.post(f"/desk/cases/{case.reference}/note/", {"body": " "})
    assert "Ysgrifennwch rywbeth yn y nodyn." in said(noted)
    with pytest.raises(tags.CannotBeTagged, match="Take one away first"):
        tags.add(case=case, tag="damp", actor=worker, now=make.NOW)


def test_rules_and_why_a_case_is_here_are_said_in_welsh(client: Client, worker: Staff) -> None:
    words = {"fact": "words", "op": "any_of", "value": ["cold"]}
    make.rules({"name": "Cold", "team": "housing", "tags": ["winter"], "conditions": {"all": [words]}})
    case = make.case("It is cold")
    preferences.set_language(language="cy", actor=worker, now=make.NOW)
    why = said(client.get(f"/desk/cases/{case.reference}/why/"))
    assert "Mae'r rheol “Cold” yn ei roi i'r tîm Housing: mae'r gair “cold” yn y testun." in why
    assert "Pan fo hyn yn wir (mae'r gair “cold” yn y testun): ei roi i'r tîm Housing, tag winter." in why
    assert "Rule “Cold” gives it to the Housing team" in case.routing_reason


def test_what_scripts_say_comes_with_a_page_in_welsh_and_with_no_other(client: Client, worker: Staff) -> None:
    make.text("It is cold", at=make.NOW)
    address = f"/desk/cases/{Case.objects.get().reference}/"
    english = client.get(address).content.decode()
    assert "oq-words" not in english and "data-i18n" not in english
    assert "0 of 1,600 characters, 1 part" in english
    preferences.set_language(language="cy", actor=worker, now=make.NOW)
    page = client.get(address).content.decode()
    table = re.search(r'<script id="oq-words" type="application/json">([^<]*)</script>', page)
    assert table is not None
    told = json.loads(table[1])
    assert told["Show less"] == "Dangos llai" and set(told) == set(_script_words.WORDS)
    assert told["%(count)s cases chosen"] == "Achosion a ddewiswyd: %(count)s"
    assert "Nodau: 0 o 1,600, 1 rhan" in page
    assert "oq-words" not in said(Client(headers={"cookie": f"{COOKIE}=cy"}).get("/log-in/"))
    titles = [group["title"] for group in client.get("/desk/palette/").json()["groups"]]
    assert titles == ["Lleoedd"]


def test_a_language_that_there_is_not_is_refused_and_the_same_again_leaves_no_line(
    client: Client, worker: Staff
) -> None:
    for wrong in ("fr", "cy\x00", "c" * 300):
        answer = client.post("/desk/preferences/", {"shortcuts": "on", "language": wrong})
        assert answer.status_code == 422 and "Choose one of the languages" in said(answer)
    for _ in range(2):
        preferences.set_language(language="cy", actor=worker, now=make.NOW)
    assert DeskChoices.objects.get(staff=worker).language == "cy"
    assert Event.objects.filter(verb="language_set").count() == 1


def test_the_outreach_page_brings_its_words_and_what_a_device_keeps_is_in_one_language(
    client: Client, worker: Staff
) -> None:
    kept = client.get("/desk/outreach/shell/").content
    preferences.set_language(language="cy", actor=worker, now=make.NOW)
    assert "Hand in with this choice" in (page := client.get("/desk/outreach/").content.decode())
    assert (
        json.loads(page.split('id="oq-words" type="application/json">')[1].split("</script>")[0])["Handed in"]
        == "Cyflwynwyd"
    )
    assert "Hand in with this choice" not in client.get("/desk/").content.decode()
    assert client.get("/desk/outreach/shell/").content == kept and b"oq-words" not in kept
