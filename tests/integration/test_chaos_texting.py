"""A small round of `make chaos ONLY=sms`: a whole office of its own, killed all over. And the phone company it relies on.

What the round promises in seconds is not judged here: the machine of a test run has other things to do.
"""

import http.client
import json
import random
import threading
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from bench.figures import Figure, Sizes
from channels.twilio import signature
from chaos import sms
from chaos.calling import UNANSWERED, call
from chaos.harm import Harm
from chaos.ledger import Ledger, Message
from chaos.phone_api import phone_company
from chaos.phone_company import LIST, NUMBER, SID, TOKEN, Manners, PhoneCompany
from chaos.telephones import Telephones, shuffled, sid_of
from chaos.texts import texts

IN_SECONDS = ("sms_balanced_after", "sms_worked_off_after", "sms_all_there_after")
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_thousand_texts_come_in_once_though_everything_is_killed() -> None:
    # Each was under way for a minute, so that reconciliation may fetch what is lost without waiting for it to age.
    figures = sms.run(Sizes({"N": "1000", "KILLS": "20", "AGED": "61"}))

    told = {figure.name: figure.value for figure in figures}
    assert broken(figure for figure in figures if figure.name not in IN_SECONDS) == []
    assert told["sms_contacts"] == 1000 and told["sms_workers_killed"] == 20 and told["sms_web_killed"] == 2
    assert told["sms_replies"] > 50 and told["sms_deliveries"] > 1500


def broken(figures: Any) -> list[str]:
    return [f"{figure} (promised {figure.promise})" for figure in figures if not figure.kept]


class Listener:
    """An office that answers as told and keeps what it was sent: (path, fields, signature)."""

    def __init__(self, *answers: int) -> None:
        self.answers, self.heard = list(answers), []  # type: ignore[var-annotated]
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
                listener.heard.append((self.path, fields, self.headers["X-Twilio-Signature"]))
                status = listener.answers.pop(0) if len(listener.answers) > 1 else listener.answers[0]
                if status:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                self.close_connection = True

            def log_message(self, *args: Any) -> None:
                """A test's output is its own."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> "Listener":
        self.thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def company() -> Iterator[PhoneCompany]:
    with phone_company(seed=3) as made:
        yield made


def ask(company: PhoneCompany, path: str, body: dict[str, str] | None = None, *, token: str = TOKEN) -> Any:
    """Status and answer, as the office's client would ask."""
    parts = urlsplit(company.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    headers = {
        "Authorization": f"Basic {b64encode(f'{SID}:{token}'.encode()).decode()}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        connection.request("POST" if body else "GET", path, urlencode(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def a_text(**changes: str) -> dict[str, str]:
    return {"To": "+447700900101", "From": NUMBER, "Body": "We have your message", **changes}


def eventually(condition: Any, *, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


class TestPhoneCompany:
    def test_what_it_accepts_is_in_its_ledger_and_on_its_list(self, company: PhoneCompany) -> None:
        status, answer = ask(company, LIST, a_text())

        listed = ask(company, LIST)[1]["messages"]
        assert status == 201 and [row["sid"] for row in listed] == [answer["sid"]]
        assert [each.body for each in company.ledger.sent_by_office()] == ["We have your message"]

    def test_a_wrong_token_gets_nothing(self, company: PhoneCompany) -> None:
        assert ask(company, LIST, a_text(), token="guessed")[0] == 401
        assert company.ledger.sent_by_office() == []

    def test_it_reports_every_word_signed_in_any_order_and_some_twice(self) -> None:
        with Listener(200) as office, phone_company(seed=3) as company:
            for number in range(20):
                ask(company, LIST, a_text(StatusCallback=f"{office.url}?delivery={number}"))
            assert eventually(lambda: company.reports.waiting == 0)

        words = [fields["MessageStatus"] for path, fields, _ in office.heard if path == "/hook?delivery=7"]
        assert {*words} == {"queued", "sent", "delivered"}
        orders = Counter(
            tuple(fields["MessageStatus"] for path, fields, _ in office.heard if path.endswith(f"={number}"))
            for number in range(20)
        )
        assert len(orders) > 5 and len(office.heard) > 65
        path, fields, signed = office.heard[0]
        url = office.url.removesuffix("/hook") + path
        assert signature.verified(url=url, params=fields, signature=signed, tokens=[TOKEN])

    def test_an_error_after_accepting_is_accepted_all_the_same(self) -> None:
        with phone_company(seed=3, manners=Manners(breaks_one_in=1)) as company:
            assert ask(company, LIST, a_text())[0] == 500
            assert len(company.ledger.sent_by_office()) == 1

    def test_a_busy_one_accepts_nothing(self) -> None:
        with phone_company(seed=3, manners=Manners(busy_one_in=1)) as company:
            assert ask(company, LIST, a_text())[0] == 429
            assert company.ledger.sent_by_office() == []

    def test_a_hanging_one_accepts_nothing_until_it_answers_again(self, company: PhoneCompany) -> None:
        company.manners.hangs = True
        told: list[int] = []
        asking = threading.Thread(target=lambda: told.append(ask(company, LIST, a_text())[0]))
        asking.start()
        time.sleep(0.3)
        assert told == [] and company.ledger.sent_by_office() == []

        company.manners.hangs = False
        asking.join()
        assert told == [201]

    def test_a_silent_one_reports_nothing(self) -> None:
        with Listener(200) as office, phone_company(seed=3, manners=Manners(silent_one_in=1)) as company:
            ask(company, LIST, a_text(StatusCallback=office.url))
            assert company.ledger.sent_by_office()[0].silent

        assert office.heard == []

    def test_its_pages_hold_each_text_once_though_others_come_between(self, company: PhoneCompany) -> None:
        for number in range(7):
            company.carries(
                sid=sid_of(number), sender="+447700900102", body="x", at=AT + timedelta(minutes=number)
            )
        seen, path = [], f"{LIST}?PageSize=3"
        while path:
            page = ask(company, path)[1]
            seen += [row["sid"] for row in page["messages"]]
            company.carries(
                sid=sid_of(99 + len(seen)), sender="+447700900102", body="new", at=AT + timedelta(hours=1)
            )
            path = page["next_page_uri"]

        assert seen == [sid_of(number) for number in reversed(range(7))]

    def test_its_list_begins_where_it_is_asked_to(self, company: PhoneCompany) -> None:
        for number in range(4):
            company.carries(
                sid=sid_of(number), sender="+447700900102", body="x", at=AT + timedelta(hours=number)
            )

        found = ask(company, f"{LIST}?{urlencode({'DateSent>': (AT + timedelta(hours=2)).isoformat()})}")[1]

        assert [row["sid"] for row in found["messages"]] == [sid_of(3), sid_of(2)]


class TestCalling:
    def test_an_answer_is_final(self) -> None:
        with Listener(503, 200) as office:
            assert call(url=office.url, fields={"Body": "hello"}, token=TOKEN) == 503

        assert len(office.heard) == 1

    def test_a_connection_that_breaks_is_no_answer_and_no_second_try(self) -> None:
        with Listener(0, 200) as office:
            assert call(url=office.url, fields={"Body": "hello"}, token=TOKEN) == UNANSWERED

        assert len(office.heard) == 1

    def test_where_nobody_listens_it_tries_twice_and_gives_up(self) -> None:
        with Listener(200) as gone:
            url = gone.url
        began = time.monotonic()

        assert call(url=url, fields={"Body": "hello"}, token=TOKEN) == UNANSWERED
        assert 0.9 < time.monotonic() - began < 5


def test_telephones_bring_every_copy_and_say_what_was_never_taken(company: PhoneCompany) -> None:
    dice = random.Random(5)
    copies = shuffled(texts(senders=3, count=10, dice=dice), most_copies=3, dice=dice)
    with Listener(503, 503, 200) as office:
        phones = Telephones(company=company, url=office.url, copies=copies, patience=5.0)
        phones.begin(1)
        phones.wait()

    refused = {sid for sid, _ in copies[:2]} - {sid for sid, _ in copies[2:]}
    assert len(office.heard) == len(copies) > 10
    assert phones.brought.given_up() == len(refused)
    assert len(company.ledger.newest_first()) == 10


def test_a_text_that_went_out_twice_is_noticed() -> None:
    ledger = Ledger()
    for number, delivery in enumerate(("a", "b", "a")):
        ledger.write(
            Message(
                sid=sid_of(number), sender=NUMBER, to="+447700900101", body=f"text {number}", at=AT, inbound=False,
                status="delivered", status_url=f"http://127.0.0.1/status?delivery={delivery}",
            )
        )  # fmt: skip

    assert ledger.twice() == ["a"]


def test_the_same_words_twice_to_one_number_are_noticed() -> None:
    ledger = Ledger()
    for number in range(2):
        ledger.write(
            Message(
                sid=sid_of(number), sender=NUMBER, to="+447700900101", body="the same", at=AT, inbound=False,
                status="delivered", status_url=f"http://127.0.0.1/status?delivery={number}",
            )
        )  # fmt: skip

    assert ledger.twice() == ["+447700900101: the same"]


def test_a_promise_in_seconds_is_a_figure_of_the_run() -> None:
    late = Figure(name="sms_balanced_after", value=61.0, unit="s", at_most=sms.BALANCED_WITHIN)

    assert broken([late]) == ["sms_balanced_after: 61 s (promised at most 60)"]


@pytest.mark.parametrize(
    ("kills", "web", "redis", "database"), [(100, 10, 5, 2), (20, 2, 1, 1), (1, 1, 1, 1)]
)
def test_harm_is_in_the_promised_proportion(kills: int, web: int, redis: int, database: int) -> None:
    harm = Harm(office=None, dice=random.Random(3), kills=kills)  # type: ignore[arg-type]

    assert list(harm.wanted.values()) == [kills, web, redis, database]
