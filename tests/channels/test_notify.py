"""GOV.UK Notify as the sender of texts: what is asked of it, what its answers mean, its two callbacks, its lists."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from backoffice import checks
from casework.models import Contact, Delivery
from casework.models.delivery import DeliveryStatus
from casework.ports import sending
from casework.services import deliveries, outbound
from casework.services.arrivals import Arrival
from channels import inbox, outbox, reconciling, registry
from channels.contracts import ListingFailed, NotUnderstood
from channels.models import Receipt
from channels.notify import account, errors, payload
from tests import factories as make
from tests.channels import fake_http
from tests.channels.contract import ReceivingContract, SendingContract
from tests.text_battery import TEXTS

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
KEY = f"office-{SERVICE}-3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
TOKEN = "callback-token-0123456789"
TEXT = "/webhooks/notify/text/"
RECEIPT = "/webhooks/notify/receipt/"
ID = "740e5834-3a29-46b4-9a6f-16142fde533a"
TAKEN = {"id": ID, "reference": None, "content": {"body": "We will ring you.", "from_number": "RIVERBANK"}}


@pytest.fixture(autouse=True)
def _notify(settings: Any) -> None:
    settings.DEMO = False  # no simulated Twilio beside it
    settings.SMS_PROVIDER = "notify"
    settings.NOTIFY_API_KEY = KEY
    settings.NOTIFY_TEMPLATE_ID = TEMPLATE
    settings.NOTIFY_CALLBACK_TOKEN = TOKEN
    settings.NOTIFY_API_BASE = "http://127.0.0.1:9"


def refusal(status: int, error: str, message: str) -> dict[str, Any]:
    return {"status_code": status, "errors": [{"error": error, "message": message}]}


def a_text(**changes: Any) -> dict[str, Any]:
    fields = {
        "id": str(uuid4()),
        "source_number": "447700900101",
        "destination_number": "447700900997",
        "message": "The heating is broken",
        "date_received": "2026-03-02T11:59:58.000000Z",
        **changes,
    }
    return {name: value for name, value in fields.items() if value is not ...}


def a_report(status: str, *, reference: Any, **changes: Any) -> dict[str, Any]:
    return {
        "id": ID,
        "reference": str(reference),
        "to": "+447700900101",
        "status": status,
        "created_at": "2026-03-02T12:00:00.000000Z",
        "completed_at": "2026-03-02T12:00:05.000000Z",
        "sent_at": "2026-03-02T12:00:01.000000Z",
        "notification_type": "sms",
        **changes,
    }


def post(path: str, fields: Any, *, token: str = TOKEN, **headers: str) -> Any:
    body = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
    given_headers = {"Authorization": f"Bearer {token}"} | headers
    return Client().post(path, body, content_type="application/json", headers=given_headers)


def waiting(body: str = "We will ring you.") -> Delivery:
    make.office(acknowledge_texts=False)
    taken = make.text("The heating is broken")
    assert taken.case is not None and taken.contact.contact_point is not None
    contact = outbound.write(
        case=taken.case,
        channel="sms",
        point=taken.contact.contact_point,
        person=None,
        body=body,
        now=make.NOW,
    )
    return contact.delivery


class TestTextsByNotify(ReceivingContract, SendingContract):
    kind = "sms"
    texts: ClassVar[dict[str, str]] = TEXTS

    @pytest.fixture(autouse=True)
    def _settings(self, settings: Any) -> None:
        self.settings = settings

    def in_words_of_the_channel(self, external_id: str) -> str:
        return f"00000000-0000-4000-8000-{int(external_id):012x}"

    def arrival_of(self, text: str, external_id: str) -> Arrival:
        incoming = payload.text(a_text(message=text, id=external_id), service=SERVICE)
        receipt = Receipt(
            provider=incoming.provider,
            account=incoming.account,
            external_id=incoming.external_id,
            payload=dict(incoming.payload),
            received_at=make.NOW,
        )
        return self.channel.arrival(receipt)

    @contextmanager
    def _api(self, status: int, answer: Any) -> Iterator[fake_http.Api]:
        with fake_http.api((status, answer)) as served:
            self.settings.NOTIFY_API_BASE = served.url
            yield served

    def accepting(self) -> Any:
        return self._api(201, TAKEN)

    def refusing_for_good(self) -> Any:
        return self._api(400, refusal(400, "ValidationError", "phone_number Not a UK mobile number"))

    def refusing_for_now(self) -> Any:
        return self._api(429, refusal(429, "RateLimitError", "Exceeded rate limit for key type LIVE"))

    def silent(self) -> Any:
        return self._api(0, None)


@pytest.mark.django_db
def test_what_is_asked_of_notify(settings: Any) -> None:
    delivery = waiting("Ring us on 01632 960001 – £5, please.")
    with fake_http.api((201, TAKEN)) as served:
        settings.NOTIFY_API_BASE = served.url
        assert outbox.send_one(now=make.NOW)
    (asked,) = served.asked
    assert asked["_path"] == "/v2/notifications/sms"
    assert json.loads(asked["_body"]) == {
        "phone_number": "+447700900101",
        "template_id": TEMPLATE,
        "personalisation": {"body": "Ring us on 01632 960001 – £5, please."},
        "reference": str(delivery.pk),
    }
    delivery.refresh_from_db()
    assert (delivery.status, delivery.provider_id) == ("sent", ID)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "answer", "becomes", "piece"),
    [
        (400, refusal(400, "BadRequestError", "Can't send to this recipient using a team-only API key"), "failed", "our own team"),
        (400, refusal(400, "BadRequestError", "Can't send to this recipient when service is in trial mode"), "failed", "trial"),
        (400, refusal(400, "BadRequestError", "Cannot send to international mobile numbers"), "failed", "other countries"),
        (400, refusal(400, "ValidationError", "phone_number Not enough digits"), "failed", "not a complete"),
        (400, refusal(400, "BadRequestError", "Missing personalisation: name"), "failed", "a field that we do not fill"),
        (400, refusal(400, "BadRequestError", "Template not found"), "failed", "template"),
        (400, refusal(400, "BadRequestError", "Content for template has a character count greater than the limit of 918"), "failed", "too long"),
        (403, refusal(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"), "queued", "clock"),
        (403, refusal(403, "AuthError", "Invalid token: API key not found"), "queued", "our key"),
        (429, refusal(429, "TooManyRequestsError", "Exceeded send limits (250000) for today"), "queued", "today"),
        (418, refusal(418, "TeapotError", "short and stout"), "failed", "TeapotError"),
        (400, {"message": "odd"}, "failed", "400"),
        (503, {}, "queued", "tried again"),
        (500, refusal(500, "Exception", "Internal server error"), "in_doubt", "do not know"),
        (502, "<html>", "in_doubt", "do not know"),
        (201, {"content": {}}, "in_doubt", "do not know"),
        (201, [], "in_doubt", "do not know"),
    ],
)  # fmt: skip
def test_what_its_answers_become(status: int, answer: Any, becomes: str, piece: str, settings: Any) -> None:
    delivery = waiting()
    with fake_http.api((status, answer)) as served:
        settings.NOTIFY_API_BASE = served.url
        outbox.send_one(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == becomes
    assert piece in delivery.error_words


@pytest.mark.django_db
def test_an_office_that_cannot_reach_notify_tries_again() -> None:
    delivery = waiting()
    outbox.send_one(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.QUEUED and "could not be reached" in delivery.error_words


@pytest.mark.django_db
def test_half_a_setting_says_what_is_missing(settings: Any) -> None:
    settings.NOTIFY_TEMPLATE_ID = ""
    assert not sending().can_send("sms")
    assert "NOTIFY_TEMPLATE_ID" in registry.channel("sms").readiness().words


def test_notify_takes_918_characters_and_twilio_1600(settings: Any) -> None:
    assert sending().longest("sms") == 918
    settings.SMS_PROVIDER = "twilio"
    assert sending().longest("sms") == 1600


def test_the_service_is_read_out_of_the_key() -> None:
    assert account.current().service == SERVICE


def test_every_refusal_says_what_to_do_next() -> None:
    for each in errors.REFUSALS:
        assert each.words.endswith(".") and each.words.count(".") >= 2
    assert set(errors.STATUS_WORDS) <= set(errors.STATUSES)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "becomes"),
    [("created", "sent"), ("sending", "sent"), ("delivered", "delivered"), ("permanent-failure", "undelivered"),
     ("temporary-failure", "undelivered"), ("technical-failure", "failed"), ("some-new-word", "sending")],
)  # fmt: skip
def test_a_report_finds_the_delivery_by_our_reference(word: str, becomes: str) -> None:
    delivery = waiting()
    deliveries.begin(delivery=delivery, now=make.NOW, job="test")
    assert post(RECEIPT, a_report(word, reference=delivery.pk)).status_code == 200
    inbox.drain()
    delivery.refresh_from_db()
    assert delivery.status == becomes
    assert bool(delivery.error_words) == (becomes in ("undelivered", "failed"))


@pytest.mark.django_db
def test_a_report_settles_a_doubt() -> None:
    delivery = waiting()
    deliveries.begin(delivery=delivery, now=make.NOW, job="test")
    deliveries.in_doubt(delivery=delivery, now=make.NOW, job="test")
    post(RECEIPT, a_report("delivered", reference=delivery.pk))
    inbox.drain()
    delivery.refresh_from_db()
    assert (delivery.status, delivery.provider_id) == ("delivered", ID)


@pytest.mark.django_db
def test_a_text_comes_in_with_its_number_and_opens_a_case() -> None:
    make.office(acknowledge_texts=False)
    for _ in range(3):
        assert post(TEXT, a_text(id=ID)).status_code == 200
    inbox.drain()
    contact = Contact.objects.get()
    assert contact.contact_point is not None and contact.contact_point.value == "+447700900101"
    assert contact.contact_point.confirmed_at is not None and contact.case is not None
    assert (contact.arrived_at, contact.account) == ("+447700900997", SERVICE)


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["60777", "MYBANK", "anonymous", ""])
def test_a_sender_without_a_number_is_kept_and_not_vouched_for(number: str) -> None:
    make.office()
    assert post(TEXT, a_text(source_number=number)).status_code == 200
    inbox.drain()
    contact = Contact.objects.get(direction="in")
    assert contact.contact_point is None or contact.contact_point.confirmed_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("path", [TEXT, RECEIPT])
@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer \u00e9", f"Bearer {TOKEN} {TOKEN}"],
)  # fmt: skip
def test_without_our_token_nothing_gets_in(path: str, authorization: str) -> None:
    assert post(path, a_text(), Authorization=authorization).status_code == 403
    assert not Receipt.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "short"])
def test_an_office_without_a_proper_token_takes_nothing(token: str, settings: Any) -> None:
    settings.NOTIFY_CALLBACK_TOKEN = token
    assert post(TEXT, a_text(), token=token).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [b"{", b"[]", b"null", b'"text"', b"\xff", b"[" * 100_000, {}, a_text(id="1"), a_text(id=None), a_text(message=...),
     a_text(message=7), a_text(source_number=["1"]), a_text(source_number=None)],
)  # fmt: skip
def test_what_cannot_be_meant_so_is_refused_with_words(fields: Any) -> None:
    answer = post(TEXT, fields)
    assert answer.status_code == 400 and answer.content.strip().endswith(b".")
    assert not Receipt.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{}, a_report("", reference=""), a_report("x" * 41, reference=""), {"id": ID, "status": 1}]
)
def test_a_report_that_cannot_be_meant_so_is_refused(fields: Any) -> None:
    assert post(RECEIPT, fields).status_code == 400


@pytest.mark.django_db
def test_a_form_or_another_method_is_not_notifys() -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert Client().post(TEXT, {"id": ID}, headers=headers).status_code == 415
    assert Client().get(TEXT, headers=headers).status_code == 405


@pytest.mark.django_db
def test_twilios_texts_still_come_in_after_a_change_of_sender(twilio_account: None) -> None:
    from tests.channels import twilio

    make.office(acknowledge_texts=False)
    assert twilio.post(twilio.INBOUND, twilio.fields()).status_code == 200
    inbox.drain()
    assert Contact.objects.get().contact_point is not None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "source_number", "destination_number", "message", "date_received"]),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_understood_or_not_and_nothing_else(value: Any) -> None:
    words = ""
    try:
        words = payload.text(payload.read(json.dumps(value).encode()), service=SERVICE).external_id
    except NotUnderstood as problem:
        words = problem.words
    assert words


# --- its lists

AGO = make.NOW - timedelta(minutes=5)


def sent_row(delivery: Delivery, status: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": ID,
        "reference": str(delivery.pk),
        "phone_number": "+447700900101",
        "type": "sms",
        "status": status,
        "body": "We will ring you.",
        "created_at": make.NOW.isoformat(),
        **changes,
    }


def received_row(number: int, content: str = "The roof is leaking") -> dict[str, Any]:
    return {
        "id": f"00000000-0000-4000-8000-{number:012x}",
        "created_at": AGO.isoformat(),
        "notify_number": "447700900997",
        "user_number": "447700900102",
        "service_id": SERVICE,
        "content": content,
    }


@contextmanager
def listing(
    settings: Any, sent: list[dict[str, Any]], received: list[dict[str, Any]]
) -> Iterator[fake_http.Api]:
    answers = [
        (200, {"notifications": sent, "links": {}}),
        *([(200, {"notifications": [], "links": {}})] if sent else []),
        (200, {"received_text_messages": received, "links": {}}),
        (200, {"received_text_messages": [], "links": {}}),
    ]
    with fake_http.api(*answers) as served:
        settings.NOTIFY_API_BASE = served.url
        yield served


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "becomes"),
    [("sending", "sent"), ("delivered", "delivered"), ("permanent-failure", "undelivered")],
)
def test_its_list_settles_a_doubt_by_our_reference(word: str, becomes: str, settings: Any) -> None:
    """Two equal texts to one number are no riddle here: each row of the list carries our id."""
    delivery = waiting()
    with fake_http.api((0, None)) as served:
        settings.NOTIFY_API_BASE = served.url
        outbox.send_one(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.IN_DOUBT
    with listing(
        settings, [sent_row(delivery, word), sent_row(delivery, word, id=str(uuid4()), reference=None)], []
    ):
        (run,) = reconciling.reconcile_all(now=make.NOW)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.provider_id, run.error) == (becomes, ID, "")


@pytest.mark.django_db
def test_a_doubt_that_its_list_does_not_know_stays_one(settings: Any) -> None:
    delivery = waiting()
    deliveries.begin(delivery=delivery, now=make.NOW, job="test")
    deliveries.in_doubt(delivery=delivery, now=make.NOW, job="test")
    with listing(settings, [], []):
        reconciling.reconcile_all(now=make.NOW)
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.IN_DOUBT
    assert not outbox.send_one(now=make.later(days=1))


@pytest.mark.django_db
def test_a_text_whose_callback_missed_us_is_taken_in_once_with_its_own_time(settings: Any) -> None:
    make.office(acknowledge_texts=False)
    for minute in (0, 1):
        with listing(settings, [], [received_row(1)]):
            reconciling.reconcile_all(now=make.later(minutes=minute))
    inbox.drain(now=make.later(minutes=2))
    contact = Contact.objects.get()
    assert contact.late and contact.took_place_at == AGO and contact.body == "The roof is leaking"


@pytest.mark.django_db
def test_the_list_and_the_callback_are_one_text(settings: Any) -> None:
    make.office(acknowledge_texts=False)
    row = received_row(1)
    told = a_text(
        id=row["id"], source_number=row["user_number"], destination_number=row["notify_number"], message=row["content"]
    )  # fmt: skip
    post(TEXT, told)
    with listing(settings, [], [row]):
        (run,) = reconciling.reconcile_all(now=make.NOW)
    inbox.drain()
    assert run.recovered == 0 and Contact.objects.count() == 1
    assert post(TEXT, told).status_code == 200 and Receipt.objects.count() == 1


@pytest.mark.django_db
def test_its_list_is_read_page_by_page_until_it_is_old(settings: Any) -> None:
    old = {**received_row(3), "created_at": (make.NOW - timedelta(days=3)).isoformat()}
    answers = [
        (200, {"notifications": []}),
        (200, {"received_text_messages": [received_row(1), received_row(2)]}),
        (200, {"received_text_messages": [old]}),
    ]
    with fake_http.api(*answers) as served:
        settings.NOTIFY_API_BASE = served.url
        rows = list(registry.channel("sms").listed(account=SERVICE, since=make.NOW - timedelta(days=1)))
    assert len(rows) == 3
    paths = [asked["_path"] for asked in served.asked]
    assert "template_type=sms" in paths[0]
    assert paths[1:] == [
        "/v2/received-text-messages",
        f"/v2/received-text-messages?older_than={received_row(2)['id']}",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer",
    [(500, {}), (403, refusal(403, "AuthError", "no")), (0, None), (200, []), (200, {"notifications": [7]})],
)
def test_a_list_that_cannot_be_read_says_so(answer: tuple[int, Any], settings: Any) -> None:
    with fake_http.api(answer) as served:
        settings.NOTIFY_API_BASE = served.url
        with pytest.raises(ListingFailed):
            list(registry.channel("sms").listed(account=SERVICE, since=make.NOW))


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({}, []),
        ({"NOTIFY_API_KEY": ""}, ["onequeue.E003"]),
        ({"NOTIFY_API_KEY": "", "NOTIFY_TEMPLATE_ID": ""}, ["onequeue.E003"]),
        ({"NOTIFY_CALLBACK_TOKEN": "short"}, ["onequeue.W002"]),
        ({"SMS_PROVIDER": "twilio", "NOTIFY_API_KEY": ""}, []),
    ],
)
def test_the_start_names_what_is_missing(changes: dict[str, str], ids: list[str], settings: Any) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    assert [found.id for found in checks.the_sender_of_texts_is_whole(None)] == ids
