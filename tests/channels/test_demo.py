"""The telephone of the demonstration: real doors, real signatures, the real library, over HTTP."""

import base64
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Contact, Delivery
from casework.services import outbound
from channels import inbox, looking, outbox
from channels.models import DemoText, Receipt
from channels.sms.demo import calling, handsets, reports, telephone
from channels.twilio import account
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


@pytest.mark.django_db
def test_the_api_lists_messages_newest_first_in_pages() -> None:
    for number in range(5):
        ask(Body=f"{number}")
    first = Client().get(api_url(), {"PageSize": "3"}, headers=authorised()).json()
    assert [each["body"] for each in first["messages"]] == ["4", "3", "2"]
    second = Client().get(api_url(), {"PageSize": "3", "Page": "1"}, headers=authorised()).json()
    assert [each["body"] for each in second["messages"]] == ["1", "0"]
    assert first["next_page_uri"] and second["next_page_uri"] is None
    assert Client().get(api_url(), {"To": "+440"}, headers=authorised()).json()["messages"] == []


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
