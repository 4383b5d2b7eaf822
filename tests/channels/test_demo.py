"""The telephone of the demonstration: real doors, real signatures, the real library, over HTTP."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Contact, Delivery
from casework.services import outbound
from channels import inbox, looking, outbox, reconciling
from channels.models import DemoText, Receipt
from channels.sms.demo import calling, handsets, reports, telephone
from channels.twilio import account, client
from tests import factories as make

NUMBER = "+447700900101"


@pytest.fixture
def own_server(live_server: Any, settings: Any) -> str:
    settings.LOOPBACK_BASE_URL = live_server.url
    return str(live_server.url)


def authorised(user: str = "", password: str = "") -> dict[str, str]:
    own = account.current()
    both = f"{user or own.sid}:{password or own.token}".encode()
    return {"Authorization": f"Basic {base64.b64encode(both).decode()}"}


def api_url(sid: str = "") -> str:
    return reverse("demo:twilio_messages", kwargs={"sid": sid or account.current().sid})


def ask(**fields: str) -> Any:
    message = {"To": NUMBER, "From": account.current().number, "Body": "We will ring you.", **fields}
    return Client().post(api_url(), message, headers=authorised())


def delivery() -> Delivery:
    make.office(acknowledge_texts=False)
    taken = make.text("Please help")
    assert taken.case is not None and taken.contact.contact_point is not None
    contact = outbound.write(
        case=taken.case,
        channel="sms",
        point=taken.contact.contact_point,
        person=None,
        body="We will.",
        now=make.NOW,
    )
    return contact.delivery


@pytest.mark.django_db(transaction=True)
def test_a_text_from_the_telephone_comes_in_and_the_answer_arrives_on_it(own_server: str) -> None:
    make.office()
    text = telephone.send(number=NUMBER, body="My boiler is broken")
    assert text.status == "received"
    looking.look(budget=inbox.LEASE)
    contact = Contact.objects.get(direction="in")
    assert (contact.body, contact.arrived_at) == ("My boiler is broken", account.current().number)
    assert contact.case is not None
    answer = DemoText.objects.get(to_office=False)
    assert contact.case.reference in answer.body and answer.number == NUMBER
    assert answer.status == "delivered"
    assert Delivery.objects.get().status == "delivered"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("behaviour", "becomes", "code"),
    [
        ("", "delivered", ""),
        ("30003", "undelivered", "30003"),
        ("21614", "failed", "21614"),
        ("21610", "failed", "21610"),
        ("20429", "queued", "20429"),
        (handsets.SILENT, "sent", ""),
        (handsets.BROKEN, "delivered", ""),
    ],
)
def test_the_telephone_behaves_as_it_was_set(
    own_server: str, behaviour: str, becomes: str, code: str
) -> None:
    waiting = delivery()
    handsets.set_behaviour(NUMBER, behaviour)
    outbox.send_one(now=make.NOW)
    reports.send_planned(now=make.NOW)
    inbox.drain()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.error_code) == (becomes, code)


@pytest.mark.django_db
def test_reports_wait_while_the_office_does_not_answer(settings: Any) -> None:
    settings.LOOPBACK_BASE_URL = "http://127.0.0.1:9"
    ask(StatusCallback=f"{settings.PUBLIC_BASE_URL}{reverse('sms:status')}?delivery=x")
    text = DemoText.objects.get()
    assert reports.send_planned(now=text.created_at) == 0
    text.refresh_from_db()
    assert text.planned == ["queued", "sent", "delivered"]
    assert reports.send_planned(now=text.created_at + 2 * reports.GIVE_UP) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/",
        "https://requests.example.org/desk/",
        "https://requests.example.org.evil.example/",
        "",
    ],
)
def test_the_simulator_calls_nobody_else(url: str) -> None:
    with pytest.raises(calling.NotOurs):
        calling.call(url=url, fields={})


@pytest.mark.django_db
def test_the_api_wants_the_accounts_own_password() -> None:
    for headers in (
        {},
        authorised(password="wrong"),
        authorised(user="ACwrong"),
        {"Authorization": "Basic é"},
    ):
        response = Client().post(api_url(), {"To": NUMBER}, headers=headers)
        assert response.status_code == 401 and response.json()["code"] == 20003
    assert Client().get(api_url("AC" + "0" * 32), headers=authorised()).status_code == 401
    assert not DemoText.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "code"),
    [({"To": ""}, 21604), ({"From": ""}, 21212), ({"Body": ""}, 21602), ({"Body": "x" * 1601}, 21617)],
)
def test_the_api_refuses_as_the_real_one_does(fields: dict[str, str], code: int) -> None:
    response = ask(**fields)
    assert (response.status_code, response.json()["code"]) == (400, code)


def listed(**query: str) -> Any:
    return Client().get(api_url(), query, headers=authorised()).json()


def bodies(page: Any) -> list[str]:
    return [each["body"] for each in page["messages"]]


def kept(body: str, *, at: datetime, to_office: bool = True, number: str = NUMBER, **fields: Any) -> DemoText:
    """A message that the phone company has."""
    own = account.current()
    return DemoText.objects.create(
        sid=f"SM{uuid4().hex}", account=own.sid, number=number, office=own.number, to_office=to_office, body=body,
        status="received" if to_office else "queued", created_at=at, **fields,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_list_holds_both_ways_newest_first_in_pages() -> None:
    for number in range(5):
        kept(f"{number}", at=make.later(minutes=number), to_office=bool(number % 2))
    first = listed(PageSize="3")
    assert bodies(first) == ["4", "3", "2"]
    assert [each["direction"] for each in first["messages"]] == ["outbound-api", "inbound", "outbound-api"]
    assert [each["from"] == NUMBER for each in first["messages"]] == [False, True, False]
    assert "PageToken=" in first["next_page_uri"]
    second = Client().get(f"/demo/twilio{first['next_page_uri']}", headers=authorised()).json()
    assert bodies(second) == ["1", "0"] and second["next_page_uri"] is None


@pytest.mark.django_db
def test_a_page_does_not_shift_while_somebody_reads() -> None:
    for number in range(4):
        kept(f"{number}", at=make.NOW)
    seen = bodies(first := listed(PageSize="2"))
    kept("newer", at=make.later(minutes=1))
    seen += bodies(Client().get(f"/demo/twilio{first['next_page_uri']}", headers=authorised()).json())
    assert sorted(seen) == ["0", "1", "2", "3"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"DateSent>": "2026-03-02T12:00:00Z"}, "day noon exactly-plus-half late"),
        ({"DateSent>": "2026-03-02T12:00:01Z"}, "day late"),
        ({"DateSent>": "2026-03-02"}, "day noon exactly-plus-half late midnight"),
        ({"DateSent>": "2026-03-03"}, "day"),
        ({"DateSent<": "2026-03-02T12:00:00Z"}, "noon exactly-plus-half midnight before"),
        ({"DateSent<": "2026-03-02"}, "noon exactly-plus-half late midnight before"),
        ({"DateSent<": "2026-03-01"}, "before"),
        ({"DateSent": "2026-03-02"}, "noon exactly-plus-half late midnight"),
        ({"DateSent": "2026-03-02T12:00:00Z"}, "noon exactly-plus-half"),
        ({"DateSent>": "2026-03-01", "DateSent<": "2026-03-01T23:59:59Z"}, "before"),
        ({"DateSent>": "2027-01-01"}, ""),
        ({"From": NUMBER}, "day noon exactly-plus-half late midnight before"),
        ({"To": NUMBER}, ""),
        ({"From": "+447700900102"}, ""),
    ],
)
def test_the_list_is_filtered_by_time_and_number(query: dict[str, str], found: str) -> None:
    moments = {
        "before": datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC),
        "midnight": datetime(2026, 3, 2, tzinfo=UTC),
        "noon": make.NOW,
        "exactly-plus-half": make.later(seconds=0.5),
        "late": datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC),
        "day": datetime(2026, 3, 3, tzinfo=UTC),
    }
    for name, moment in moments.items():
        kept(name, at=moment)
    assert sorted(bodies(listed(**query))) == sorted(found.split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [{"PageSize": "0"}, {"PageSize": "1001"}, {"PageSize": "x"}, {"PageSize": "-1"}, {"Page": "x"}, {"PageToken": "PAnone"},
     {"DateSent>": "yesterday"}, {"DateSent": "2026-02-30"}, {"DateSent<": "\x00"}],
)  # fmt: skip
def test_a_list_that_means_nothing_is_refused(query: dict[str, str]) -> None:
    assert Client().get(api_url(), query, headers=authorised()).status_code == 400


@pytest.mark.django_db
def test_one_message_is_fetched_by_its_id() -> None:
    text = kept("My boiler is broken", at=make.NOW)
    url = reverse("demo:twilio_message", args=[text.account, text.sid])
    assert Client().get(url, headers=authorised()).json() == listed()["messages"][0]
    missing = reverse("demo:twilio_message", args=[text.account, "SM" + "0" * 32])
    assert Client().get(missing, headers=authorised()).status_code == 404
    assert Client().get(url).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_the_real_library_reads_the_whole_list_page_by_page(own_server: str) -> None:
    for number in range(7):
        kept(f"{number}", at=make.later(minutes=number), to_office=number != 3)
    messages = client.messages(account.current())
    after = make.later(minutes=1)
    everything = list(messages.stream(date_sent_after=after, page_size=2))
    assert [each.body for each in everything] == ["6", "5", "4", "3", "2", "1"]
    assert [each.body for each in messages.list(date_sent_after=after, page_size=3, limit=2)] == ["6", "5"]
    assert everything[0].date_sent == make.later(minutes=6)
    assert messages(everything[0].sid).fetch().body == "6"


@pytest.mark.django_db(transaction=True)
def test_what_the_office_did_not_hear_is_found_in_the_list(own_server: str) -> None:
    make.office(acknowledge_texts=False)
    page = Client().post(
        reverse("demo:phone_send"),
        {"number": NUMBER, "body": "My boiler is broken", "unheard": "on"},
        follow=True,
    )
    text = DemoText.objects.get()
    assert "Only the phone company has it" in page.content.decode()
    assert not Receipt.objects.exists()
    later = text.created_at + timedelta(minutes=2)
    reconciling.reconcile_all(now=later)
    inbox.drain(now=later)
    contact = Contact.objects.get()
    assert contact.late and contact.body == "My boiler is broken"
    assert contact.took_place_at == text.created_at.replace(microsecond=0)


@pytest.mark.django_db(transaction=True)
def test_news_that_was_lost_is_in_the_list(own_server: str) -> None:
    waiting = delivery()
    handsets.set_behaviour(NUMBER, handsets.LOST)
    outbox.send_one(now=make.NOW)
    assert reports.send_planned(now=make.NOW) == 0
    waiting.refresh_from_db()
    assert waiting.status == "sent"
    reconciling.reconcile_all(now=DemoText.objects.get().created_at)
    waiting.refresh_from_db()
    assert waiting.status == "delivered"


@pytest.mark.django_db(transaction=True)
def test_news_that_is_slow_waits_half_a_minute(own_server: str) -> None:
    waiting = delivery()
    handsets.set_behaviour(NUMBER, handsets.SLOW)
    outbox.send_one(now=make.NOW)
    sent_at = DemoText.objects.get().created_at
    assert reports.send_planned(now=sent_at + timedelta(seconds=29)) == 0
    assert reports.send_planned(now=sent_at + timedelta(seconds=30)) == 1
    inbox.drain()
    waiting.refresh_from_db()
    assert waiting.status == "delivered"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("behaviour", "reports_heard"), [(handsets.REPEATED, 3), (handsets.SHUFFLED, 3), ("", 3)]
)
def test_repeated_and_shuffled_news_end_alike(own_server: str, behaviour: str, reports_heard: int) -> None:
    waiting = delivery()
    handsets.set_behaviour(NUMBER, behaviour)
    outbox.send_one(now=make.NOW)
    reports.send_planned(now=DemoText.objects.get().created_at)
    assert Receipt.objects.filter(matter="status").count() == reports_heard
    inbox.drain()
    waiting.refresh_from_db()
    assert waiting.status == "delivered" and DemoText.objects.get().status == "delivered"


def test_every_behaviour_has_a_plan_and_fits_its_column() -> None:
    for behaviour in handsets.BEHAVIOURS:
        assert len(behaviour) <= 20
        if not handsets.refused_at_once(behaviour):
            assert set(handsets.planned(behaviour)) <= {*handsets.ARRIVES, "undelivered"}


@pytest.mark.django_db(transaction=True)
def test_the_telephone_writes_by_whatsapp_too(own_server: str) -> None:
    make.office()
    page = Client().post(
        reverse("demo:phone_send"),
        {"number": "whatsapp:07700 900150", "body": "My boiler is broken"},
        follow=True,
    )
    assert page.status_code == 200
    looking.look(budget=inbox.LEASE)
    contact = Contact.objects.get(direction="in")
    assert contact.channel == "whatsapp" and contact.arrived_at == account.current().whatsapp
    assert contact.contact_point is not None and contact.contact_point.value == "whatsapp:+447700900150"


@pytest.mark.django_db
def test_whatsapp_takes_own_words_for_a_day_and_templates_at_any_time(settings: Any) -> None:
    settings.TWILIO_WHATSAPP_TEMPLATES = {"HX" + "1" * 32: "News about {{1}}: please reply."}
    own, theirs = account.current().whatsapp, f"whatsapp:{NUMBER}"
    url = f"{settings.PUBLIC_BASE_URL}{reverse('whatsapp:status')}?delivery=x"
    ask(To=theirs, From=own, StatusCallback=url)
    assert DemoText.objects.get().error_code == "63016"
    variables = {"ContentSid": "HX" + "1" * 32, "ContentVariables": '{"1": "7K4M"}', "Body": ""}
    assert (
        ask(To=theirs, From=own, StatusCallback=url, **variables).json()["body"]
        == "News about 7K4M: please reply."
    )
    assert ask(To=theirs, From=own, ContentSid="HX" + "9" * 32).json()["code"] == 21656
    assert ask(To=theirs, From=account.current().number).json()["code"] == 21212


@pytest.mark.django_db
def test_an_office_with_a_real_account_has_no_simulator(settings: Any) -> None:
    sid, headers = account.current().sid, authorised()
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC" + "0" * 32, "real"
    assert Client().get(api_url(sid), headers=headers).status_code == 404


@pytest.mark.django_db
def test_nobody_can_sign_as_the_simulator_without_the_secret_key(settings: Any) -> None:
    before = account.current().token
    settings.SECRET_KEY = "another-secret-key-0123456789-0123456789-abc"
    assert account.current().token != before


@pytest.mark.django_db
def test_the_page_lets_a_number_be_picked_or_typed() -> None:
    make.office()
    make.text("Hello")
    page = Client().get(reverse("demo:phone"))
    assert page.status_code == 200 and b"<h1" in page.content
    assert "07700 900101" in page.content.decode()
    assert "07700 900150" in Client().get(reverse("demo:phone"), {"number": "07700 900150"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", " ", "x" * 41, "\x00"])
def test_a_number_that_cannot_be_used_is_asked_for_again(number: str) -> None:
    make.office()
    page = Client().get(reverse("demo:phone"), {"number": number})
    assert page.status_code == 422 and b"error-summary" in page.content


@pytest.mark.django_db
def test_a_sent_text_is_in_the_conversation(monkeypatch: pytest.MonkeyPatch) -> None:
    make.office()
    monkeypatch.setattr(calling, "call", lambda **given: 200)
    text = {"number": NUMBER, "body": "<b>Hello</b>\n👋"}
    answer = Client().post(reverse("demo:phone_send"), text, follow=True)
    shown = answer.content.decode()
    assert "&lt;b&gt;Hello&lt;/b&gt;" in shown and "The office has it" in shown
    assert not Receipt.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("answered", "words"), [(403, "refused it"), (0, "did not answer")])
def test_a_text_that_does_not_get_in_says_so(
    monkeypatch: pytest.MonkeyPatch, answered: int, words: str
) -> None:
    make.office()
    monkeypatch.setattr(calling, "call", lambda **given: answered)
    page = Client().post(reverse("demo:phone_send"), {"number": NUMBER, "body": ""}, follow=True)
    assert words in page.content.decode()


@pytest.mark.django_db
def test_a_text_that_is_too_long_is_given_back() -> None:
    make.office()
    page = Client().post(reverse("demo:phone_send"), {"number": NUMBER, "body": "x" * 1601})
    assert page.status_code == 422 and b"1,600 characters" in page.content
    assert not DemoText.objects.exists()


@pytest.mark.django_db
def test_the_conversation_is_only_handed_over_when_it_changed() -> None:
    make.office()
    url = reverse("demo:phone_conversation")
    ask()
    first = Client().get(url, {"number": NUMBER})
    assert first.status_code == 200
    assert Client().get(url, {"number": NUMBER, "seen": first.context["seen"]}).status_code == 204
    ask()
    assert Client().get(url, {"number": NUMBER, "seen": first.context["seen"]}).status_code == 200


@pytest.mark.django_db
def test_how_the_telephone_behaves_is_kept() -> None:
    make.office()
    Client().post(reverse("demo:phone_handset"), {"number": NUMBER, "fails_with": "30003"})
    assert handsets.behaviour(NUMBER) == "30003"
    assert (
        Client().post(reverse("demo:phone_handset"), {"number": NUMBER, "fails_with": "1"}).status_code == 422
    )
