"""Every row of the table of bad inputs for texts, S1 to S47, one test each, named by its row.

The rows and what is right for each are the reliability notes'; this file shows that the product does it.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client

from backoffice import env
from casework import phone_numbers
from casework.models import Alarm, Attachment, Case, Contact, ContactPoint, Delivery, Event
from casework.models.delivery import DeliveryStatus
from casework.permissions import visible_contacts
from casework.services import deliveries, merges, outbound, replies, send_guard, status
from channels import inbox, media, registry, webhook
from channels.models import MediaFetch, Receipt
from channels.twilio import errors, signature
from tests import factories as make
from tests.channels import twilio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio_account")]

Row = Callable[[Any], None]
ROWS: Final[dict[str, Row]] = {}


def row(name: str) -> Callable[[Row], Row]:
    def keep(test: Row) -> Row:
        ROWS[name] = test
        return test

    return keep


@pytest.fixture(autouse=True)
def office() -> None:
    make.office()
    webhook._alarmed.clear()


@pytest.mark.parametrize("name", [f"S{number}" for number in range(1, 48)])
def test_row(name: str, settings: Any) -> None:
    ROWS[name](settings)


def sent(**fields: str | None) -> Any:
    return twilio.post(twilio.INBOUND, twilio.fields(**fields))


def taken(**fields: str | None) -> Contact:
    """Sent by the real door and worked off."""
    assert sent(**fields).status_code == 200
    inbox.drain()
    return Contact.objects.filter(direction="in").latest("logged_at", "id")


def nothing_stored() -> bool:
    return not Receipt.objects.exists() and not Contact.objects.exists()


def answers() -> int:
    return Contact.objects.filter(direction="out").count()


def ours(words: str = "We will ring tomorrow") -> Delivery:
    """A reply of ours, taken by the provider."""
    case = Case.objects.first() or make.case()
    point = case.contacts.filter(direction="in").latest("logged_at").contact_point
    assert point is not None
    contact = outbound.write(case=case, channel="sms", point=point, person=None, body=words, now=make.NOW)
    return Delivery.objects.get(contact=contact)


def reported(delivery: Delivery, word: str, *, message: str, **fields: str) -> None:
    path = f"{twilio.STATUS}?delivery={delivery.pk}"
    assert twilio.post(path, twilio.report(word, message=message, **fields)).status_code == 200
    inbox.drain()
    delivery.refresh_from_db()


@row("S1")
def _no_signature(settings: Any) -> None:
    assert twilio.post(twilio.INBOUND, twilio.fields(), headers={}).status_code == 403
    assert nothing_stored()


@row("S2")
def _odd_signatures(settings: Any) -> None:
    for odd in ("", "abc", "x" * 1_000_000, "ü" * 28, "A" * 28, " "):
        given = {"X-Twilio-Signature": odd}
        assert twilio.post(twilio.INBOUND, twilio.fields(), headers=given).status_code == 403
    assert nothing_stored()


@row("S3")
def _plain_http_behind_a_proxy(settings: Any) -> None:
    assert settings.PUBLIC_BASE_URL.startswith("https://")
    assert twilio.post(twilio.INBOUND, twilio.fields(), secure=False).status_code == 200


@row("S4")
def _hosts_that_callers_claim(settings: Any) -> None:
    evil = {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "gopher"}
    assert twilio.post(twilio.INBOUND, twilio.fields(), **evil).status_code == 200
    fields = twilio.fields()
    forged = signature.sign(url=f"https://evil.example{twilio.INBOUND}", params=fields, token=twilio.TOKEN)
    given = {"X-Twilio-Signature": forged}
    answer = twilio.post(twilio.INBOUND, fields, headers=given, HTTP_X_FORWARDED_HOST="evil.example")
    assert answer.status_code == 403
    assert twilio.post(twilio.INBOUND, twilio.fields(), HTTP_HOST="evil.example").status_code == 400


@row("S5")
def _ports_slashes_and_queries(settings: Any) -> None:
    for base in ("https://requests.example.org:443", "https://requests.example.org"):
        fields = twilio.fields()
        signed = signature.sign(url=f"{base}{twilio.INBOUND}", params=fields, token=twilio.TOKEN)
        assert twilio.post(twilio.INBOUND, fields, headers={"X-Twilio-Signature": signed}).status_code == 200
    assert twilio.post(f"{twilio.INBOUND}?b=2&a=1", twilio.fields()).status_code == 200
    for other in (f"{twilio.INBOUND}?a=1&b=2", twilio.INBOUND):
        signed = twilio.signed(f"{twilio.INBOUND}?b=2&a=1", fields := twilio.fields())
        assert twilio.post(other, fields, headers={"X-Twilio-Signature": signed}).status_code == 403
    assert twilio.post(twilio.INBOUND.rstrip("/"), twilio.fields()).status_code in (301, 404)


@row("S6")
def _a_password_in_our_own_address(settings: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUBLIC_BASE_URL", "https://user:secret@requests.example.org:8443")
        with pytest.raises(env.Wrong, match="without user"):
            env.url("PUBLIC_BASE_URL", "")


@row("S7")
def _tokens_that_change_and_subaccounts(settings: Any) -> None:
    sub = "AC" + "1" * 32
    settings.TWILIO_AUTH_TOKEN_SECONDARY, settings.TWILIO_SUBACCOUNTS = "the-next-token", {sub: "sub-token"}
    assert twilio.post(twilio.INBOUND, twilio.fields(), token="the-next-token").status_code == 200
    assert twilio.post(twilio.INBOUND, twilio.fields(AccountSid=sub), token="sub-token").status_code == 200
    assert twilio.post(twilio.INBOUND, twilio.fields(AccountSid=sub), token=twilio.TOKEN).status_code == 403
    settings.TWILIO_AUTH_TOKEN = ""
    assert "TWILIO_AUTH_TOKEN" in registry.channel("sms").readiness().words


@row("S8")
def _a_messaging_service(settings: Any) -> None:
    assert sent(MessagingServiceSid="MG" + "1" * 32).status_code == 200


@row("S9")
def _a_field_nobody_knows(settings: Any) -> None:
    assert sent(TomorrowsField="new", Ünïcode="ü").status_code == 200
    assert Receipt.objects.get().content["TomorrowsField"] == "new"


@row("S10")
def _either_id(settings: Any) -> None:
    one, other = twilio.sid(), twilio.sid()
    assert sent(MessageSid=None, SmsSid=one, SmsMessageSid=None).status_code == 200
    assert sent(MessageSid=other, SmsSid=twilio.sid()).status_code == 200
    assert set(Receipt.objects.values_list("external_id", flat=True)) == {one, other}
    assert sent(MessageSid=None, SmsSid=None).status_code == 400
    assert Alarm.objects.get().key == "not-understood:sms"


@row("S11")
def _shapes_of_ids(settings: Any) -> None:
    for good in ("SM" + "ab" * 16, "SM" + "AB" * 15 + "01", "MM" + "0" * 32):
        assert sent(MessageSid=good).status_code == 200
    for bad in ("SM123", "SM" + "g" * 32, "XX" + "0" * 32, "sm" + "0" * 32, "SM" + "0" * 33, ""):
        assert sent(MessageSid=bad).status_code == 400


@row("S12")
def _a_field_twice(settings: Any) -> None:
    body = urlencode([*twilio.fields(Body="a").items(), ("Body", "b")])
    from django.http import QueryDict

    signed = twilio.signed(twilio.INBOUND, QueryDict(body))
    answer = Client().post(
        twilio.INBOUND, body, content_type=twilio.FORM, headers={"X-Twilio-Signature": signed}
    )
    assert answer.status_code == 400 and nothing_stored()
    assert "exactly once" in Alarm.objects.get().words


@row("S13")
def _moved_borders(settings: Any) -> None:
    """Signed alike, because names and values are joined without a border."""
    whole = twilio.fields(Body="x", FromCountry="GB")
    right = twilio.signed(twilio.INBOUND, whole)
    moved = [
        {**without(whole, "From"), "Body": f"xFrom{whole['From']}"},
        {**without(whole, "FromCountry"), "From": f"{whole['From']}FromCountryGB"},
        {**without(whole, "Body"), "ApiVersion": "2010-04-01Bodyx"},
        {**without(whole, "NumSegments"), "NumMedia": "0NumSegments1"},
        {**without(whole, "ToCountry"), "To": f"{whole['To']}ToCountryGB"},
    ]
    for fields in moved:
        assert twilio.signed(twilio.INBOUND, fields) == right
        assert twilio.post(twilio.INBOUND, fields, headers={"X-Twilio-Signature": right}).status_code == 400
    cut = twilio.fields(Body="Call me", FromCountry="GB")
    fields = {**cut, "Body": "", "Call me": ""}
    given = {"X-Twilio-Signature": twilio.signed(twilio.INBOUND, cut)}
    assert twilio.signed(twilio.INBOUND, fields) == given["X-Twilio-Signature"]
    assert twilio.post(twilio.INBOUND, fields, headers=given).status_code == 400
    assert nothing_stored()


def without(fields: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in fields.items() if key != name}


@row("S14")
def _the_same_text_three_times(settings: Any) -> None:
    fields = twilio.fields()
    assert [twilio.post(twilio.INBOUND, fields).status_code for _ in range(3)] == [200] * 3
    inbox.drain()
    assert Contact.objects.filter(direction="in").count() == 1


@row("S15")
def _the_same_id_with_another_text(settings: Any) -> None:
    number = twilio.sid()
    assert sent(MessageSid=number, Body="first").status_code == 200
    assert sent(MessageSid=number, Body="second").status_code == 200
    inbox.drain()
    assert Contact.objects.get(direction="in").body == "first"
    assert Alarm.objects.get().key == "differs:sms"


@row("S16")
def _a_replay_after_two_years(settings: Any) -> None:
    fields = twilio.fields()
    twilio.post(twilio.INBOUND, fields)
    inbox.drain()
    long_ago = make.NOW - timedelta(days=800)
    Receipt.objects.update(received_at=long_ago)
    Contact.objects.filter(direction="in").update(took_place_at=long_ago, logged_at=long_ago, body="")
    assert twilio.post(twilio.INBOUND, fields).status_code == 200
    inbox.drain()
    assert Contact.objects.filter(direction="in").count() == Receipt.objects.count() == 1


@row("S17")
def _news_before_our_own_note(settings: Any) -> None:
    delivery, number = ours(), twilio.sid()
    Delivery.objects.filter(pk=delivery.pk).update(status="sending")
    reported(delivery, "delivered", message=number)
    assert (delivery.status, delivery.provider_id) == ("delivered", number)


@row("S18")
def _news_of_a_text_that_is_not_ours(settings: Any) -> None:
    path = f"{twilio.STATUS}?delivery={uuid4()}"
    assert twilio.post(path, twilio.report("delivered", message=twilio.sid())).status_code == 200
    now = Receipt.objects.get().received_at
    for _ in range(inbox.MAX_ATTEMPTS):
        inbox.drain(now=now)
        now += timedelta(minutes=6)
    receipt = Receipt.objects.get()
    assert (receipt.state, receipt.error) == ("done", "No delivery of ours has this id.")


@row("S19")
def _news_in_any_order(settings: Any) -> None:
    for order in permutations(("queued", "sent", "delivered", "nothing_known")):
        delivery, number = ours(f"Text {order}"), twilio.sid()
        for word in order:
            reported(delivery, word, message=number)
        assert delivery.status == DeliveryStatus.DELIVERED
    for word, end in (("read", "delivered"), ("partially_delivered", "undelivered"), ("canceled", "failed")):
        delivery, number = ours(word), twilio.sid()
        reported(delivery, word, message=number)
        reported(delivery, "sent", message=number)
        assert delivery.status == end
    delivery, number = ours("late failure"), twilio.sid()
    reported(delivery, "delivered", message=number)
    reported(delivery, "failed", message=number)
    assert delivery.status == "delivered"


@row("S20")
def _error_codes_in_words(settings: Any) -> None:
    known = ["21610", "21614", "21211", *(str(code) for code in range(30003, 30009)), "30034"]
    words = {code: errors.words(code) for code in known}
    assert all(code not in said and len(said) > 30 for code, said in words.items())
    assert "99999" in errors.words("99999")


@row("S21")
def _a_short_code(settings: Any) -> None:
    contact = taken(From="60777", Body="Your parcel is coming")
    assert phone_numbers.read("60777").kind == "short_code"
    assert contact.sender_as_typed == "60777" and answers() == 0


@row("S22")
def _a_name_as_the_sender(settings: Any) -> None:
    contact = taken(From="MYBANK", Body="Your code")
    assert contact.sender_as_typed == "MYBANK" and answers() == 0
    assert contact.contact_point is None or send_guard.refusal(
        contact_point=contact.contact_point, channel="sms", now=make.NOW
    )


@row("S23")
def _withheld(settings: Any) -> None:
    for sender in ("anonymous", "Restricted", "+266696687"):
        assert taken(From=sender, Body=f"From {sender}").contact_point is None
    assert Case.objects.count() == 3 and answers() == 0


@row("S24")
def _whatsapp_is_no_text(settings: Any) -> None:
    make.text("My boiler is broken", sender=twilio.SENDER, sid=twilio.sid())
    fields = twilio.fields(From=f"whatsapp:{twilio.SENDER}", To=f"whatsapp:{twilio.OFFICE}")
    answer = twilio.post(twilio.INBOUND, fields)
    inbox.drain()
    same = Contact.objects.filter(contact_point__value=twilio.SENDER, direction="in").count()
    assert answer.status_code in (200, 400) and same == 1


@row("S25")
def _numbers_kept_for_stories(settings: Any) -> None:
    contact = taken(From="+447700900123")
    assert contact.contact_point is not None and contact.contact_point.value == "+447700900123"


@row("S26")
def _islands_and_other_countries(settings: Any) -> None:
    for sender, may in (("+447797712345", True), ("+353851234567", False), ("+12025550123", False)):
        contact = taken(From=sender)
        refused = send_guard.refusal(
            contact_point=contact.contact_point, channel="sms", now=contact.logged_at
        )
        assert (refused is None) is may
    make.office(calling_codes=[44, 353])
    irish = ContactPoint.objects.get(value="+353851234567")
    assert send_guard.refusal(contact_point=irish, channel="sms", now=make.NOW) is None


@row("S27")
def _a_lost_plus(settings: Any) -> None:
    contact = taken(From=" 447700900123")
    assert contact.contact_point is not None and contact.contact_point.value == "+447700900123"
    assert Receipt.objects.get().content["From"] == " 447700900123"


@row("S28")
def _a_number_that_is_not_ours(settings: Any) -> None:
    contact = taken(To="+447700900777", Body="Is anybody there")
    assert (contact.filing, answers()) == ("quarantined", 0)
    assert "not on the list of our numbers" in Alarm.objects.get().words
    settings.TWILIO_NUMBERS = ["+447700900777"]
    assert taken(To="+447700900777", From="+447700900456").filing == "filed"
    settings.TWILIO_NUMBERS, settings.TWILIO_NUMBER = [], "MG" + "1" * 32
    assert taken(To="+447700900888", From="+447700900457").filing == "filed"


@row("S29")
def _another_account(settings: Any) -> None:
    assert sent(AccountSid="AC" + "9" * 32).status_code == 403
    assert nothing_stored() and not Alarm.objects.exists()


@row("S30")
def _counts_of_pictures(settings: Any) -> None:
    cases = (("0", 0), ("10", 10), ("11", 10), ("9999", 10), ("-1", 0), ("abc", 0), (None, 0))
    for number, (said, listed) in enumerate(cases):
        urls = {f"MediaUrl{each}": f"https://api.twilio.com/{each}" for each in range(12)}
        contact = taken(NumMedia=said, From=f"+44770090010{number}", **urls)
        assert Attachment.objects.filter(contact=contact).count() == listed


@row("S31")
def _addresses_that_are_not_twilios(settings: Any) -> None:
    for number, url in enumerate(
        ("http://169.254.169.254/", "https://evil.example/a.jpg", "file:///etc/passwd")
    ):
        contact = taken(
            NumMedia="1", MediaUrl0=url, MediaContentType0="image/jpeg", From=f"+44770090020{number}"
        )
        media.drain()
        kept = Attachment.objects.get(contact=contact)
        assert not kept.file and kept.refused
        assert MediaFetch.objects.get(attachment=kept).state == "refused"
    assert Alarm.objects.exists()


@row("S32")
def _pictures_that_are_none(settings: Any) -> None:
    contact = taken(
        NumMedia="1", MediaUrl0="https://evil.example/x.exe", MediaContentType0="image/jpeg", Body="Look"
    )
    assert contact.body == "Look" and contact.case is not None


@row("S33")
def _pictures_that_are_gone(settings: Any) -> None:
    contact = taken(NumMedia="1", Body="Look", MediaContentType0="image/jpeg")
    assert contact.body == "Look" and contact.attachments.count() == 1


@row("S34")
def _other_methods(settings: Any) -> None:
    for method in ("get", "head", "put"):
        assert getattr(Client(), method)(twilio.INBOUND).status_code == 405


@row("S35")
def _other_content_types(settings: Any) -> None:
    fields = twilio.fields()
    given = {"X-Twilio-Signature": twilio.signed(twilio.INBOUND, fields)}
    for kind, body in (
        ("application/json", json.dumps(fields)),
        ("multipart/form-data; boundary=x", "--x--"),
        ("text/plain", urlencode(fields)),
        ("", urlencode(fields)),
        ("application/x-www-form-urlencoded; charset=latin-1", urlencode(fields)),
    ):
        answer = Client().generic("POST", twilio.INBOUND, body, content_type=kind, headers=given)
        assert answer.status_code == 415, kind
    assert nothing_stored()


@row("S36")
def _a_digest_of_a_body(settings: Any) -> None:
    for digest in ("AB" * 32, "ab" * 32, "x", ""):
        path = f"{twilio.INBOUND}?bodySHA256={digest}"
        assert twilio.post(path, twilio.fields()).status_code == 403
    assert nothing_stored()


@row("S37")
def _keywords(settings: Any) -> None:
    for number, (words, opted_out, kept) in enumerate(
        (
            ("STOP", True, False), ("stop.", True, False), ("Stop please", False, True), ("CANCEL my visit", False, True),
            ("END", True, False), ("QUIT", True, False), ("STOPIO", True, False), ("START", False, False),
        )
    ):  # fmt: skip
        contact = taken(Body=words, From=f"+44770090030{number}")
        assert contact.contact_point is not None
        contact.contact_point.refresh_from_db()
        assert (contact.contact_point.opted_out_at is not None) is opted_out, words
        assert (contact.case is not None) is kept, words


@row("S38")
def _parts_of_one_long_text(settings: Any) -> None:
    first, second = taken(Body="My boiler is broken and"), taken(Body="there is no hot water")
    assert first.case_id == second.case_id is not None


@row("S39")
def _a_hundred_texts_in_ten_seconds(settings: Any) -> None:
    for number in range(100):
        twilio.post(twilio.INBOUND, twilio.fields(Body=f"Answer me {number}"))
    inbox.drain(limit=200, budget=timedelta(minutes=5))
    assert Case.objects.count() == 1 and answers() == 1
    assert Contact.objects.filter(direction="in", case=Case.objects.get()).count() == 100
    assert Event.objects.filter(case=Case.objects.get(), verb="many_texts").count() == 1


@row("S40")
def _a_machine_that_answers(settings: Any) -> None:
    for number in range(12):
        taken(Body=f"I am away until Monday {number}")
        Contact.objects.filter(direction="out").update(filing="filed")
    assert answers() == 1


@row("S41")
def _to_the_number_of_a_closed_or_merged_case(settings: Any) -> None:
    lead = make.staff("lead", role="lead", lead=True)
    closed, other = make.case(sender=twilio.SENDER), make.case("The bin was missed", sender=make.BEN)
    status.change_status(case=closed, to="closed", outcome="Done", actor=lead, now=make.later(minutes=1))
    Case.objects.filter(pk=closed.pk).update(closed_at=make.NOW - timedelta(days=30))
    contact = taken(Body="It is broken again")
    assert contact.case is not None and contact.case != closed
    merges.merge(merged=contact.case, survivor=other, actor=lead, now=make.later(minutes=2))
    assert taken(Body="Any news?").case == other


@row("S42")
def _a_reply_from_somebody_whose_case_is_restricted(settings: Any) -> None:
    case = make.case(sender=twilio.SENDER)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    contact = taken(Body="He is here again")
    assert contact.case == case
    handler = make.staff("handler", role="handler")
    assert not visible_contacts(handler).filter(pk=contact.pk).exists()


@row("S43")
def _how_long_a_text_is(settings: Any) -> None:
    sms = registry.channel("sms")
    assert [sms.segments("a" * 160), sms.segments("a" * 161), sms.segments("a" * 159 + "€")] == [1, 2, 2]
    assert [sms.segments("a" * 1600), sms.segments("a" * 1599 + "’")] == [11, 24]
    worker, taken_in = make.staff("worker"), make.text()
    assert taken_in.case is not None and taken_in.contact.contact_point is not None
    with pytest.raises(replies.ReplyRefused, match="1,600"):
        replies.reply(
            case=taken_in.case,
            body="a" * 1601,
            contact_point=taken_in.contact.contact_point,
            actor=worker,
            now=make.NOW,
        )


@row("S44")
def _where_no_text_goes(settings: Any) -> None:
    case = make.case()
    for number, flags in (
        ("01632 960001", {}), ("0909 8790000", {}), ("07012 345678", {}), ("60777", {}), ("+1 202 555 0123", {}),
        ("07700 900555", {"opted_out_at": make.NOW}), ("07700 900556", {"text_ok": False}),
        ("07700 900557", {"do_not_use": True}), ("07700 900558", {"confirmed_at": None}),
    ):  # fmt: skip
        value = phone_numbers.read(number).value or number
        point = ContactPoint.objects.create(kind="phone", value=value, **{"confirmed_at": make.NOW, **flags})
        words = send_guard.refusal(contact_point=point, channel="sms", now=make.NOW)
        assert words and len(words) > 20, number
        contact = outbound.write(
            case=case, channel="sms", point=point, person=None, body="Hello", now=make.NOW
        )
        assert not deliveries.begin(delivery=contact.delivery, now=make.NOW, job="test")
        contact.delivery.refresh_from_db()
        assert (contact.delivery.status, contact.delivery.error_words) == ("refused", words)


@row("S45")
def _markup_in_a_text(settings: Any) -> None:
    evil = "<Response><Message>Send me money</Message></Response>"
    answer = sent(Body=evil)
    assert answer.content.endswith(b"<Response></Response>")
    inbox.drain()
    assert Contact.objects.get(direction="in").body == evil
    assert evil not in Contact.objects.get(direction="out").body


@row("S46")
def _whatever_time_is_said(settings: Any) -> None:
    for number, said in enumerate(("2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "yesterday", "")):
        contact = taken(DateSent=said, From=f"+44770090040{number}")
        receipt = Receipt.objects.get(contact=contact)
        assert contact.took_place_at == receipt.received_at
        assert receipt.content["DateSent"] == said


@row("S47")
def _the_list_is_read_however_it_behaves(settings: Any) -> None:
    """Repeats, 429, 500 and late rows: `test_reconciling.py` has each. Here: a list that cannot be read is said."""
    from channels import reconciling

    settings.TWILIO_API_BASE = "http://127.0.0.1:9"
    (run,) = [each for each in reconciling.reconcile_all(now=make.NOW) if each.channel == "sms"]
    assert (run.recovered, run.error) == (0, "The phone company could not be reached.")


def test_no_row_is_left_out() -> None:
    assert sorted(ROWS, key=lambda name: int(name[1:])) == [f"S{number}" for number in range(1, 48)]
