"""Calls that Twilio tells us of: greeted by the office's hours, stored once, in whatever order the news comes."""

import io
import itertools
import math
import os
import wave
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backoffice import env
from casework.models import Alarm, BankHoliday, Call, Closure, Contact, ContactPoint, Event, FollowUp
from casework.pictures import NotKept
from casework.services import calls, calls_missed, redis_words
from casework.working_time import Calendar, Slot
from channels import inbox, media, registry
from channels.contracts import NotFetched, NotUnderstood
from channels.models import MediaFetch, Receipt
from channels.phone.voice import chores, greeting, news, payload, recording, setup, twiml, views
from tests import factories as make
from tests.channels import calls as told
from tests.channels import twilio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio_account")]

PAYLOADS = Path(__file__).resolve().parents[1] / "payloads"
LONDON = ZoneInfo("Europe/London")
WEEKDAYS = tuple(Slot(day, 9 * 60, 17 * 60 + 30) for day in range(5))


@pytest.fixture(autouse=True)
def _office(settings: Any) -> None:
    make.office()
    settings.TWILIO_VOICE_FORWARD_TO = [told.TELEPHONE]


def at_hour(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(views.timezone, "now", lambda: moment)


def verbs(response: Any) -> list[str]:
    assert response.status_code == 200 and response["Content-Type"].startswith("text/xml")
    return [each.tag for each in ET.fromstring(response.content)]


def said(response: Any) -> str:
    return " ".join(each.text or "" for each in ET.fromstring(response.content) if each.tag == "Say")


def settle(after: datetime | None = None) -> int:
    """A worker's look, once the news had time to come in."""
    last = after or max(Call.objects.values_list("ended_at", flat=True))
    return chores.do(now=last + timedelta(minutes=1))


# What a caller hears


def test_within_hours_it_greets_and_rings_the_offices_telephones(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.TWILIO_VOICE_FORWARD_TO = [told.TELEPHONE, "sip:desk@example.org"]
    make.opening_hours()
    at_hour(monkeypatch, make.NOW)  # a Monday at noon
    response = told.tell(told.ring(twilio.sid("CA")))
    assert verbs(response) == ["Say", "Dial"]
    assert said(response).startswith("You are through to Riverbank Help.")
    dial = ET.fromstring(response.content)[1]
    assert dial.attrib["action"] == "https://requests.example.org/webhooks/twilio/voice/dialled/"
    assert dial.attrib["timeout"] == str(twiml.RING_SECONDS)
    assert [(each.tag, each.text) for each in dial] == [
        ("Number", told.TELEPHONE),
        ("Sip", "sip:desk@example.org"),
    ]
    assert all(each.attrib["statusCallbackEvent"] == "answered completed" for each in dial)
    assert "callerId" not in dial.attrib
    call = Call.objects.get()
    assert (call.state, call.withheld, call.arrived_at) == ("ringing", False, twilio.OFFICE)
    assert call.contact_point is not None and call.contact_point.value == twilio.SENDER


def test_a_forwarded_call_is_never_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    text = told.tell(told.ring(twilio.sid("CA"))).content.decode()
    assert "record" not in text.lower()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), "open again today at 9"),
        (datetime(2026, 3, 2, 18, 0, tzinfo=UTC), "open again tomorrow at 9"),
        (datetime(2026, 3, 6, 18, 0, tzinfo=UTC), "open again on Monday at 9"),  # a Friday evening
        (datetime(2026, 3, 27, 23, 0, tzinfo=UTC), "open again on Monday at 9"),  # the clocks change
        (datetime(2026, 4, 2, 20, 0, tzinfo=UTC), "open again on Tuesday at 9"),  # Easter
    ],
)
def test_out_of_hours_it_says_when_we_open_and_takes_a_message(
    monkeypatch: pytest.MonkeyPatch, moment: datetime, words: str
) -> None:
    make.opening_hours()
    at_hour(monkeypatch, moment)
    response = told.tell(told.ring(twilio.sid("CA")))
    assert verbs(response) == ["Say", "Say", "Record", "Say", "Hangup"]
    assert words in said(response)
    record = ET.fromstring(response.content)[2].attrib
    assert record["maxLength"] == "180" and record["transcribe"] == "false"
    assert record["recordingStatusCallback"].endswith("/webhooks/twilio/voice/recording/")
    assert record["action"].endswith("/webhooks/twilio/voice/recorded/")
    assert Call.objects.get().state == "missed"  # nothing rings, so no desk says so


def test_closed_days_and_holidays_count(monkeypatch: pytest.MonkeyPatch) -> None:
    make.opening_hours()
    Closure.objects.create(first_day="2026-03-02", last_day="2026-03-02", reason="Training")
    BankHoliday.objects.create(nation="england-and-wales", day="2026-03-03", title="Made up")
    at_hour(monkeypatch, make.NOW)
    response = told.tell(told.ring(twilio.sid("CA")))
    assert "open again on Wednesday at 9" in said(response) and "Record" in verbs(response)


def test_an_office_without_telephones_takes_messages_at_any_time(settings: Any) -> None:
    settings.TWILIO_VOICE_FORWARD_TO = []
    response = told.tell(told.ring(twilio.sid("CA")))
    assert "Record" in verbs(response) and greeting.NOBODY_CAME in said(response)


@pytest.mark.parametrize(
    ("how", "caller", "wanted"),
    [
        ("no-answer", "in-progress", ["Say", "Say", "Record", "Say", "Hangup"]),
        ("busy", "in-progress", ["Say", "Say", "Record", "Say", "Hangup"]),
        ("failed", "in-progress", ["Say", "Say", "Record", "Say", "Hangup"]),
        ("something-new", "in-progress", ["Say", "Say", "Record", "Say", "Hangup"]),
        ("canceled", "completed", []),
        ("no-answer", "completed", []),
        ("completed", "in-progress", []),
        ("answered", "completed", []),
    ],
)
def test_after_the_ringing(how: str, caller: str, wanted: list[str]) -> None:
    sid = twilio.sid("CA")
    told.tell(told.ring(sid))
    assert verbs(told.tell(told.dialled(sid, how, CallStatus=caller))) == wanted


@pytest.mark.parametrize(("seconds", "words"), [(42, greeting.THANKS), (0, greeting.NOTHING_HEARD)])
def test_after_the_message(seconds: int, words: str) -> None:
    response = told.tell(told.recorded(twilio.sid("CA"), seconds))
    assert verbs(response) == ["Say", "Hangup"] and said(response) == words


@pytest.mark.parametrize(
    "name",
    ['A <b>bold</b> & "quoted" office', "Nul\x0b and bell\x07", "‮backwards", "Ɖ' Ọffice 👋", "]]>", "&lt;"],
)
def test_the_offices_name_is_said_and_breaks_nothing(name: str) -> None:
    make.office(name=name)
    assert verbs(told.tell(told.ring(twilio.sid("CA")))) == ["Say", "Dial"]


@pytest.mark.parametrize("sender", ["anonymous", "+266696687", "Restricted", "+86282452253", "Anonymous", ""])
def test_a_withheld_number_is_no_number(sender: str) -> None:
    response = told.tell(told.ring(twilio.sid("CA"), From=sender))
    call = Call.objects.get()
    assert call.withheld and call.contact_point is None and not ContactPoint.objects.exists()
    assert ET.fromstring(response.content)[1].attrib["callerId"] == twilio.OFFICE


def test_a_caller_by_sip_has_an_address_of_another_kind() -> None:
    told.tell(told.ring(twilio.sid("CA"), From="sip:amina@example.org", Caller="sip:amina@example.org"))
    point = Call.objects.get().contact_point
    assert point is not None and point.kind == "other"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(9, 0, "9"), (9, 30, "9 30"), (12, 0, "noon"), (13, 5, "1 05 in the afternoon"), (18, 0, "6 in the evening"),
     (0, 0, "midnight"), (2, 0, "2 at night")],
)  # fmt: skip
def test_times_as_they_are_said(hour: int, minute: int, words: str) -> None:
    calendar = Calendar(slots=(Slot(2, hour * 60 + minute, 1440),))
    local = datetime(2026, 3, 2, 12, tzinfo=LONDON)
    assert greeting.opens_again(calendar, local) == f"We are open again on Wednesday at {words}."


def test_an_office_that_never_opens_says_no_day() -> None:
    assert greeting.opens_again(Calendar(slots=()), datetime(2026, 3, 2, tzinfo=LONDON)) == ""
    far = Calendar(slots=WEEKDAYS, closed=frozenset(datetime(2026, 3, day).date() for day in range(1, 15)))
    assert "on Monday 16 March at 9" in greeting.opens_again(far, datetime(2026, 3, 2, tzinfo=LONDON))


# The door


@pytest.mark.parametrize("path", told.PATHS)
@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": "A" * 27 + "="}, {"X-Twilio-Signature": "é"}])
def test_a_forgery_is_refused_and_leaves_nothing(path: str, headers: dict[str, str]) -> None:
    assert twilio.post(path, told.fields(), headers=headers).status_code == 403
    assert not Receipt.objects.exists() and not Call.objects.exists()


@pytest.mark.parametrize("path", told.PATHS)
@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_post_is_allowed(method: str, path: str) -> None:
    assert getattr(Client(), method)(path).status_code == 405


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_only_forms_are_taken(kind: str) -> None:
    params = told.fields()
    headers = {"X-Twilio-Signature": twilio.signed(told.RING, params)}
    answer = Client().generic("POST", told.RING, urlencode(params), content_type=kind, headers=headers)
    assert answer.status_code == 415 and not Call.objects.exists()


BROKEN: list[tuple[str, dict[str, Any]]] = [
    (told.RING, {"CallSid": "CA1"}),
    (told.RING, {"CallStatus": None}),
    (told.RING, {"CallStatus": "Ringing!"}),
    (told.RING, {"From": None}),
    (told.RING, {"To": None}),
    (told.RING, {"From": "+447700900123FromCity"}),
    (told.RING, {"From": "anonymousFromCountryGB"}),
    (told.RING, {"From": "x" * 321}),
    (told.RING, {"ToCountry": "GBToState"}),
    (told.RING, {"77": "x"}),
    (told.RING, {"office": "x"}),
    (told.RING, {"ParentCallSid": "CA"}),
    (told.DIALLED, {"DialCallStatus": None}),
    (told.DIALLED, {"DialCallStatus": "completed", "DialCallDuration": "-1"}),
    (told.RECORDED, {"RecordingUrl": "https://example.org/x"}),
    (told.RECORDED, {"RecordingUrl": told.ADDRESS + "?x"}),
    (told.RECORDED, {"RecordingDuration": "42RecordingSid"}),
    (told.RECORDING, {"RecordingStatus": None}),
    (told.STATUS, {"CallDuration": "long"}),
]


@pytest.mark.parametrize(("path", "changes"), BROKEN)
def test_a_signed_request_that_cannot_be_meant_so_is_refused_with_words(
    path: str, changes: dict[str, Any]
) -> None:
    answer = twilio.post(path, told.fields(**changes))
    assert answer.status_code == 400 and answer.content.strip()
    assert not Call.objects.exists() and not Receipt.objects.exists()
    assert Alarm.objects.filter(key="not-understood:phone").exists() or Alarm.objects.count() <= 1


@pytest.mark.parametrize("name", ["CallSid", "From", "To", "CallStatus", "AccountSid"])
def test_a_field_that_is_there_twice_is_refused(name: str) -> None:
    body = f"{urlencode(told.fields())}&{name}=x"
    with pytest.raises(NotUnderstood):
        payload.news(QueryDict(body), event=payload.RINGING)


def test_what_is_not_known_is_kept() -> None:
    told.tell(told.ring(twilio.sid("CA"), StirVerstat="TN-Validation-Passed-A", SomethingNew="kept"))
    kept = Receipt.objects.get().content
    assert kept["SomethingNew"] == "kept" and kept["_event"] == "ringing"


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("twilio_call_*.form")), ids=lambda path: path.stem)
def test_a_request_as_twilio_makes_it_is_taken(path: Any) -> None:
    params = dict(parse_qsl(path.read_text().strip(), keep_blank_values=True))
    name = path.stem.removeprefix("twilio_call_")
    address = {"ring": told.RING, "withheld": told.RING, "dialled": told.DIALLED, "recorded": told.RECORDED,
               "recording": told.RECORDING, "picked_up": told.STATUS, "over": told.STATUS}[name]  # fmt: skip
    assert twilio.post(address, params).status_code == 200
    assert Receipt.objects.get().state == "done"
    expected = {"ring": "ringing", "withheld": "ringing", "dialled": "missed", "recorded": "voicemail",
                "recording": "voicemail", "picked_up": "talking", "over": "missed"}  # fmt: skip
    assert Call.objects.get().state == expected[name]


def test_a_repeat_is_answered_alike_and_is_one_call() -> None:
    news_ = told.ring(twilio.sid("CA"))
    first, second = told.tell(news_), told.tell(news_)
    assert first.content == second.content
    assert (Call.objects.count(), Receipt.objects.count()) == (1, 1)
    assert Event.objects.filter(verb="call_news").count() == 1


def test_the_caller_hears_words_when_the_database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(row: Receipt) -> bool:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(inbox, "_insert", away)
    response = told.tell(told.ring(twilio.sid("CA")))
    assert verbs(response) == ["Say", "Hangup"] and said(response) == greeting.OUT_OF_ORDER
    assert told.tell(told.over(twilio.sid("CA"))).status_code == 503


def test_what_fails_here_waits_for_a_worker_and_the_caller_hears_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(news, "tell", lambda receipt, now: 1 / 0)
        assert verbs(told.tell(told.ring(twilio.sid("CA")))) == ["Say", "Dial"]
    assert not Call.objects.exists() and Receipt.objects.get().state == "waiting"
    inbox.drain()
    assert Call.objects.get().state == "ringing" and Receipt.objects.get().state == "done"


def test_without_redis_the_caller_is_answered(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis_words._client.cache_clear()
    assert verbs(told.tell(told.ring(twilio.sid("CA")))) == ["Say", "Dial"]
    redis_words._client.cache_clear()


# What becomes of it


def test_an_answered_call_has_its_times_and_waits_to_be_logged() -> None:
    sid, noon = twilio.sid("CA"), datetime.now(UTC).replace(microsecond=0)
    for each in (
        told.ring(sid),
        told.picked_up(sid, noon + timedelta(seconds=12)),
        told.dialled(
            sid, "completed", noon + timedelta(seconds=312), DialCallDuration="300", CallStatus="completed"
        ),
        told.over(sid, noon + timedelta(seconds=313)),
    ):
        told.tell(each)
    call = Call.objects.get()
    assert (call.state, call.answered_at, call.ended_at) == (
        "ended",
        noon + timedelta(seconds=12),
        noon + timedelta(seconds=313),
    )
    assert settle() == 0 and call.contact is None and not Contact.objects.exists()


def test_a_missed_call_becomes_a_contact_with_a_callback() -> None:
    make.opening_hours()
    sid = twilio.sid("CA")
    told.tell(told.ring(sid))
    told.tell(told.over(sid, status="no-answer"))
    assert settle() == 1 and settle() == 0
    call = Call.objects.get()
    contact = Contact.objects.get()
    assert call.contact == contact and call.state == "missed"
    assert (contact.channel, contact.direction, contact.outcome) == ("phone", "in", "missed")
    assert (contact.external_id, contact.account, contact.body) == (sid, twilio.ACCOUNT, "(missed call)")
    assert (contact.case, contact.took_place_at) == (None, call.rang_at)
    promise = FollowUp.objects.get()
    assert (promise.kind, promise.once) == ("callback", f"missed:{call.pk}")
    assert promise.contact == contact and promise.contact_point == call.contact_point
    assert promise.team is not None and promise.team.is_triage


def test_the_callback_is_due_within_an_hour_of_working_time() -> None:
    make.opening_hours()
    friday = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)
    line = calls.Line(provider="twilio", account="A", external_id="1", sender=twilio.SENDER)
    calls.ringing(line=line, at=friday, now=friday)
    calls.ended(line=line, at=friday, now=friday)
    chores.do(now=friday + timedelta(minutes=1))
    assert FollowUp.objects.get().due_at == datetime(2026, 3, 9, 9, 31, tzinfo=UTC)


def test_it_goes_to_the_case_that_the_rules_know() -> None:
    case = make.case(sender=twilio.SENDER, at=datetime.now(UTC) - timedelta(days=1))
    sid = twilio.sid("CA")
    told.tell(told.ring(sid))
    told.tell(told.over(sid))
    settle()
    contact = Contact.objects.get(channel="phone")
    assert contact.case == case and FollowUp.objects.get().case == case
    case.refresh_from_db()
    assert case.needs_answer and case.responded_at is None  # nobody was reached


def test_whoever_rings_five_times_in_vain_is_rung_back_once() -> None:
    for _ in range(5):
        sid = twilio.sid("CA")
        told.tell(told.ring(sid))
        told.tell(told.over(sid))
    settle()
    assert (Contact.objects.count(), FollowUp.objects.count()) == (5, 1)


def test_nobody_can_ring_back_a_withheld_number() -> None:
    sid = twilio.sid("CA")
    told.tell(told.ring(sid, From="anonymous"))
    told.tell(told.over(sid, From="anonymous"))
    settle()
    contact = Contact.objects.get()
    assert contact.contact_point is None and contact.body == "(missed call from a withheld number)"
    assert not FollowUp.objects.exists()


def test_a_number_that_must_not_be_rung_says_so_in_the_follow_up() -> None:
    ContactPoint.objects.create(kind="phone", value=twilio.SENDER, call_ok=False)
    sid = twilio.sid("CA")
    told.tell(told.ring(sid))
    told.tell(told.over(sid))
    settle()
    assert "must not be rung" in FollowUp.objects.get().words


def test_a_call_of_whose_end_nobody_told_is_over_after_a_while() -> None:
    told.tell(told.ring(twilio.sid("CA")))
    rang = Call.objects.get().rang_at
    assert chores.do(now=rang + timedelta(minutes=14)) == 0
    assert chores.do(now=rang + timedelta(minutes=16)) == 1
    assert Call.objects.get().state == "missed"
    chores.do(now=rang + timedelta(minutes=17))
    assert FollowUp.objects.count() == 1


def test_one_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (twilio.SENDER, "+447700900124"):
        sid = twilio.sid("CA")
        told.tell(told.ring(sid, From=number))
        told.tell(told.over(sid, From=number))
    real = calls_missed.put_on_record
    seen: list[Call] = []

    def stumbling(**given: Any) -> Any:
        seen.append(given["call"])
        if len(seen) == 1:
            raise ValueError("a stumble")
        return real(**given)

    monkeypatch.setattr(calls_missed, "put_on_record", stumbling)
    assert settle() == 1 and Contact.objects.count() == 1
    assert Alarm.objects.get(key="calls:not-on-record").cleared_at is None


# Messages


def test_a_message_is_a_contact_with_the_recording_to_come() -> None:
    sid = twilio.sid("CA")
    for each in (
        told.ring(sid),
        told.dialled(sid, "no-answer"),
        told.recorded(sid),
        told.recording(sid),
        told.over(sid),
    ):
        told.tell(each)
    assert settle() == 1
    call, contact = Call.objects.get(), Contact.objects.get()
    assert call.state == "voicemail" and call.contact == contact
    assert (contact.body, contact.outcome, contact.duration_seconds) == ("(voicemail, 0:42)", "missed", 42)
    row = MediaFetch.objects.select_related("attachment").get()
    assert (row.url, row.account, row.channel) == (told.ADDRESS, twilio.ACCOUNT, "phone")
    assert row.attachment.contact == contact and not row.attachment.file
    assert "Listen" in FollowUp.objects.get().words


def test_a_message_that_comes_after_its_call_was_missed_is_put_to_it() -> None:
    sid = twilio.sid("CA")
    told.tell(told.ring(sid))
    told.tell(told.over(sid))
    settle()
    for each in (told.recording(sid), told.recorded(sid), told.recording(sid)):
        told.tell(each)
    settle()
    contact = Contact.objects.get()
    assert contact.body == "(voicemail, 0:42)" and contact.attachments.count() == 1
    assert MediaFetch.objects.count() == 1 and FollowUp.objects.count() == 1
    assert "Listen" in FollowUp.objects.get().words
    assert Event.objects.get(verb="message_came").before == {"body": "(missed call)"}


def test_an_empty_recording_is_no_message() -> None:
    sid = twilio.sid("CA")
    for each in (told.ring(sid), told.recorded(sid, 0), told.recording(sid, "absent", 0), told.over(sid)):
        told.tell(each)
    settle()
    assert Call.objects.get().state == "missed" and Contact.objects.get().body == "(missed call)"


def sound(seconds: int = 1) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(8000)
        out.writeframes(bytes(128 + round(40 * math.sin(number / 4)) for number in range(seconds * 8000)))
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(sound(), "audio/wav"), (b"ID3\x03\x00\x00\x00\x00\x00\x21" + b"\xff\xfb\x90\x00" * 400, "audio/mpeg")],
)
def test_sound_is_kept_as_what_it_is(content: bytes, kind: str) -> None:
    assert recording.kept(content).content_type == kind


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n" + b"0" * 50, b"x" * 10_000_001]
)
def test_what_is_no_sound_is_not_kept(content: bytes) -> None:
    with pytest.raises(NotKept):
        recording.kept(content)


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/Recordings/" + told.SOUND,
        told.ADDRESS.replace("https://", "http://"),
        told.ADDRESS.replace("api.twilio.com", "api.twilio.com.example.org"),
        told.ADDRESS.replace(twilio.ACCOUNT, "AC" + "9" * 32),
        told.ADDRESS.replace("/Recordings/", "/Messages/"),
        told.ADDRESS + ".mp3",
        told.ADDRESS + "/../x",
    ],
)
def test_only_our_own_accounts_recordings_are_asked_for(url: str) -> None:
    with pytest.raises(NotFetched) as refused:
        recording.fetch(account=twilio.ACCOUNT, url=url)
    assert refused.value.outcome == "never" and refused.value.alarm


@pytest.mark.parametrize(
    ("content", "state", "words"),
    [(sound(), "kept", ""), (b"<html>no</html>", "refused", recording.NO_SOUND)],
)
def test_it_is_fetched_and_kept_privately(
    monkeypatch: pytest.MonkeyPatch, content: bytes, state: str, words: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(recording, "fetch", lambda account, url: asked.append(url) or content)
    sid = twilio.sid("CA")
    told.tell(told.ring(sid))
    told.tell(told.recorded(sid))
    settle()
    media.drain(now=datetime.now(UTC) + timedelta(minutes=5), limit=1)
    row = MediaFetch.objects.select_related("attachment").get()
    assert (row.state, row.attachment.refused, asked) == (state, words, [told.ADDRESS])
    assert bool(row.attachment.file) == (state == "kept")


def test_it_is_deleted_at_the_phone_company_and_a_failure_is_an_alarm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recording, "fetch", lambda account, url: sound())
    forgotten: list[str] = []

    def forget(account: str, url: str) -> None:
        forgotten.append(url)
        raise NotFetched("The phone company answered with error 500.")

    monkeypatch.setattr(recording, "forget", forget)
    sid = twilio.sid("CA")
    told.tell(told.ring(sid))
    told.tell(told.recorded(sid))
    settle()
    for hours in itertools.accumulate(range(9)):
        media.drain(now=datetime.now(UTC) + timedelta(hours=hours, minutes=5), limit=1)
    assert set(forgotten) == {told.ADDRESS} and len(forgotten) > 5
    assert Alarm.objects.filter(key="media:not-deleted").exists()
    monkeypatch.setattr(recording, "forget", lambda account, url: None)
    media.drain(now=datetime.now(UTC) + timedelta(days=9), limit=1)
    assert MediaFetch.objects.get().state == "deleted"


# In whatever order


ORDERS = int(os.environ.get("VOICE_ORDERS", "60"))
ANSWERED = ("ring", "picked_up", "dialled_answered", "over")
MISSED = ("ring", "dialled_in_vain", "over")
MESSAGE = ("ring", "dialled_in_vain", "recorded", "recording", "over")
CALLS = {"answered": ANSWERED, "missed": MISSED, "message": MESSAGE}


def _news(name: str, sid: str, began: datetime) -> tuple[str, dict[str, str]]:
    def later(seconds: int) -> datetime:
        return began + timedelta(seconds=seconds)

    return {
        "ring": lambda: told.ring(sid, Timestamp=None),
        "picked_up": lambda: told.picked_up(sid, later(10)),
        "dialled_answered": lambda: told.dialled(
            sid, "completed", later(70), DialCallDuration="60", CallStatus="completed"
        ),
        "dialled_in_vain": lambda: told.dialled(sid, "no-answer", later(25)),
        "recorded": lambda: told.recorded(sid, 42, later(80)),
        "recording": lambda: told.recording(sid),
        "over": lambda: told.over(sid, later(81)),
    }[name]()


def _end(kind: str) -> tuple[Any, ...]:
    """All that is on record of a call, but for ids."""
    call = Call.objects.get()
    contacts = [
        (each.body, each.outcome, each.duration_seconds, each.attachments.count())
        for each in Contact.objects.all()
    ]
    follow_ups = list(FollowUp.objects.values_list("kind", "words"))
    return (call.state, call.withheld, call.contact_point and call.contact_point.value, contacts, follow_ups,
            MediaFetch.objects.count(), bool(call.answered_at), bool(call.ended_at))  # fmt: skip


EXPECTED = {
    "answered": ("ended", False, twilio.SENDER, [], [], 0, True, True),
    "missed": (
        "missed", False, twilio.SENDER, [("(missed call)", "missed", None, 0)],
        [("callback", "They rang and nobody answered. Ring them back.")], 0, False, True,
    ),
    "message": (
        "voicemail", False, twilio.SENDER, [("(voicemail, 0:42)", "missed", 42, 1)],
        [("callback", "Listen to their message and ring them back.")], 1, False, True,
    ),
}  # fmt: skip


@settings(max_examples=ORDERS, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), kind=st.sampled_from(sorted(CALLS)))
def test_any_order_and_any_repeats_end_alike(data: Any, kind: str) -> None:
    pieces = CALLS[kind]
    order = data.draw(st.permutations([*pieces, *data.draw(st.lists(st.sampled_from(pieces), max_size=4))]))
    looks = data.draw(st.lists(st.integers(0, len(order)), max_size=2)) if kind == "message" else []
    Receipt.objects.all().delete()
    with transaction.atomic():
        sid, began = twilio.sid("CA"), datetime.now(UTC).replace(microsecond=0)
        for number, name in enumerate(order):
            told.tell(_news(name, sid, began))
            if number in looks:
                chores.do(now=datetime.now(UTC) + timedelta(minutes=3))
        chores.do(now=datetime.now(UTC) + timedelta(minutes=5))
        assert _end(kind) == EXPECTED[kind], order
        transaction.set_rollback(True)


# Settings and health


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("", []),
        ("+441632960001", ["+441632960001"]),
        ("+441632960001, sip:desk@example.org", ["+441632960001", "sip:desk@example.org"]),
        ("+441632960001,+441632960001", ["+441632960001"]),
    ],
)
def test_telephones_are_read(monkeypatch: pytest.MonkeyPatch, value: str, found: list[str]) -> None:
    monkeypatch.setenv("TWILIO_VOICE_FORWARD_TO", value)
    assert env.telephones("TWILIO_VOICE_FORWARD_TO") == found


@pytest.mark.parametrize(
    "value",
    [
        "01632960001",
        "+44 1632 960001",
        "desk@example.org",
        "sip:a b@c",
        "+0123",
        ",".join(f"+44163296{n:04}" for n in range(11)),
    ],
)
def test_what_is_no_telephone_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TWILIO_VOICE_FORWARD_TO", value)
    with pytest.raises(env.Wrong, match="TWILIO_VOICE_FORWARD_TO"):
        env.telephones("TWILIO_VOICE_FORWARD_TO")


@pytest.mark.parametrize(
    ("telephones", "voice", "sid", "listens", "ready"),
    [
        ([], False, twilio.ACCOUNT, False, True),
        ([], True, twilio.ACCOUNT, True, True),
        ([told.TELEPHONE], False, twilio.ACCOUNT, True, True),
        ([], True, "", True, False),
        ([], False, "", False, True),
    ],
)
def test_the_health_of_calls(
    settings: Any, telephones: list[str], voice: bool, sid: str, listens: bool, ready: bool
) -> None:
    settings.TWILIO_VOICE_FORWARD_TO, settings.TWILIO_VOICE = telephones, voice
    settings.DEMO, settings.TWILIO_ACCOUNT_SID = False, sid
    phone = registry.channel("phone")
    assert (phone.listens(), phone.readiness().ready, setup.on()) == (listens, ready, listens)
    assert phone.readiness().ready or "TWILIO_ACCOUNT_SID" in phone.readiness().words
