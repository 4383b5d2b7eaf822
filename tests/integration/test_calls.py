"""Calls on the desk: who rings, as far as whoever looks may know; who took it; the day's list; messages."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.models import (
    Attachment,
    Call,
    Case,
    Contact,
    ContactPoint,
    Event,
    Leave,
    Person,
    PersonContactPoint,
    Staff,
    WorkHours,
)
from casework.permissions import NotAllowed
from casework.services import at_work, calls, calls_missed, live
from casework.services.arrivals import IncomingFile
from casework.services.calls import CannotTake, Line
from casework.services.calls_missed import Message
from casework.services.files import BEING_FETCHED
from tests import factories as make

pytestmark = pytest.mark.django_db

AMINA = "+447700900101"


@pytest.fixture
def staff() -> Staff:
    return make.staff("handler", role="handler")


@pytest.fixture
def desk(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def line(number: int = 1, sender: str | None = AMINA) -> Line:
    return Line(provider="x", account="a", external_id=str(number), sender=sender, arrived_at="+447700900000")


def ring(number: int = 1, sender: str | None = AMINA, at: datetime | None = None) -> Call:
    now = at or timezone.now()
    return calls.ringing(line=line(number, sender), at=now, now=now)


def person(name: str = "Amina Yusuf", label: str = "own") -> Person:
    point, _ = ContactPoint.objects.get_or_create(kind="phone", value=AMINA)
    found = Person.objects.create(name=name)
    PersonContactPoint.objects.create(person=found, contact_point=point, label=label)
    return found


def ringing(client: Client) -> str:
    return client.get(reverse("desk:calls_ringing")).content.decode()


def listed(client: Client) -> str:
    return client.get(reverse("desk:calls")).content.decode()


# Who rings


def test_nothing_rings(desk: Client) -> None:
    assert "Take it" not in ringing(desk)


def test_somebody_known_rings_by_name_and_number(desk: Client) -> None:
    person()
    ring()
    shown = ringing(desk)
    assert "Ringing now" in shown and "Amina Yusuf, 07700 900101" in shown and "Take it" in shown


def test_somebody_unknown_rings_by_number(desk: Client) -> None:
    ring()
    assert "07700 900101" in ringing(desk)


@pytest.mark.parametrize("labels", [("own", "own"), ("shared",), ("shared", "own")])
def test_of_a_shared_number_nothing_is_said(desk: Client, labels: tuple[str, ...]) -> None:
    for number, label in enumerate(labels):
        person(f"Name {number}", label)
    ring()
    shown = ringing(desk)
    assert "Somebody at a shared number" in shown
    assert "Name" not in shown and "900101" not in shown


def test_of_a_withheld_number_nothing_is_said(desk: Client) -> None:
    person()
    ring(sender="anonymous")
    assert "Withheld number" in ringing(desk) and "Amina" not in ringing(desk)


def _restricted() -> Case:
    case = make.case(sender=AMINA)
    Person.objects.update(name="Amina Yusuf")
    Case.objects.filter(pk=case.pk).update(restricted=True)
    return case


def test_somebody_known_through_restricted_cases_alone_looks_like_one_never_heard_of(desk: Client) -> None:
    _restricted()
    ring(1)
    ring(2, sender="+447700900199")
    shown = ringing(desk)
    assert "Amina" not in shown
    known, unknown = shown.index("07700 900101"), shown.index("07700 900199")
    assert known and unknown


def test_safeguarding_staff_see_them(desk: Client, staff: Staff) -> None:
    _restricted()
    Staff.objects.filter(pk=staff.pk).update(is_safeguarding=True)
    ring()
    assert "Amina Yusuf" in ringing(desk)


def test_a_name_that_turns_the_line_round_does_not(desk: Client) -> None:
    person("\u202eAmina <script>x</script>")
    ring()
    assert "\u202e" not in ringing(desk) and "<script>" not in ringing(desk)


def test_an_old_call_rings_no_more(desk: Client) -> None:
    ring(at=timezone.now() - timedelta(hours=3))
    assert "Take it" not in ringing(desk)


# Who is told


def test_whoever_is_off_duty_is_not_told(desk: Client, staff: Staff) -> None:
    ring()
    assert "Take it" in ringing(desk)
    today = timezone.localdate()
    Leave.objects.create(staff=staff, first_day=today, last_day=today)
    assert "Take it" not in ringing(desk)


NOON = make.NOW  # a Monday


@pytest.mark.parametrize(
    ("own", "team", "at_hour", "expected"),
    [
        ((), (), NOON, True),
        ((), ((0, "09:00", "17:30"),), NOON, True),
        ((), ((1, "09:00", "17:30"),), NOON, False),
        (((0, "09:00", "11:00"),), ((0, "09:00", "17:30"),), NOON, False),
        (((0, "11:00", "13:00"),), ((1, "09:00", "17:30"),), NOON, True),
    ],
)
def test_who_is_at_work(staff: Staff, own: Any, team: Any, at_hour: datetime, expected: bool) -> None:
    if team:
        make.opening_hours(None, *team)
    for weekday, starts, ends in own:
        WorkHours.objects.create(staff=staff, weekday=weekday, starts=starts, ends=ends)
    assert at_work.now_at_work(staff=staff, now=at_hour) is expected


def test_desks_are_told_that_something_rings_and_not_what(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[dict[str, str]] = []
    monkeypatch.setattr(live, "publish", told.append)
    with django_capture_on_commit_callbacks(execute=True):
        ring()
    assert told == [{"case": "", "lane": "calls"}]


# Who took it


def test_whoever_takes_it_goes_on_to_the_call_screen(desk: Client, staff: Staff) -> None:
    call = ring()
    answer = desk.post(reverse("desk:call_take", args=[call.pk]))
    assert answer.status_code == 302 and answer["Location"] == f"/desk/log/phone/?call={call.pk}"
    call.refresh_from_db()
    assert call.answered_by == staff and "Take it" not in ringing(desk)
    assert Event.objects.get(verb="call_taken").actor == staff


def test_the_second_is_told_who_was_first(desk: Client) -> None:
    first = make.staff("first", role="handler")
    call = ring()
    calls.take(call=call, actor=first, now=timezone.now())
    answer = desk.post(reverse("desk:call_take", args=[call.pk]), follow=True)
    assert "First Example took this call." in answer.content.decode()
    call.refresh_from_db()
    assert call.answered_by == first


def test_pressing_twice_changes_nothing(staff: Staff) -> None:
    call = ring()
    for _ in range(2):
        calls.take(call=call, actor=staff, now=timezone.now())
    assert Event.objects.filter(verb="call_taken").count() == 1


def test_a_call_that_rang_off_cannot_be_taken(staff: Staff) -> None:
    call = ring()
    calls.ended(line=line(), at=timezone.now(), now=timezone.now())
    with pytest.raises(CannotTake, match="rang off"):
        calls.take(call=call, actor=staff, now=timezone.now())


def test_whoever_sets_up_takes_no_calls() -> None:
    with pytest.raises(NotAllowed):
        calls.take(call=ring(), actor=make.staff("admin", role="administrator"), now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_has_it() -> None:
    people = [make.staff(name, role="handler") for name in ("one", "two", "three", "four")]
    call, ready, taken, refused = ring(), threading.Barrier(len(people)), [], []

    def press(staff: Staff) -> None:
        ready.wait()
        try:
            taken.append(calls.take(call=call, actor=staff, now=timezone.now()).answered_by)
        except CannotTake as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[each]) for each in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    call.refresh_from_db()
    assert taken == [call.answered_by] and refused == [f"{call.answered_by} took this call."] * 3


@pytest.mark.django_db(transaction=True)
def test_news_of_one_call_at_once_is_one_call() -> None:
    make.office()
    now, ready, wrong = timezone.now(), threading.Barrier(4), []
    steps = (calls.ringing, calls.unanswered, calls.voicemail, calls.ended)

    def tell(step: Any) -> None:
        ready.wait()
        try:
            step(line=line(), at=now, now=now)
        except Exception as error:  # noqa: BLE001  (whatever it is, the test shows it)
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell, args=[each]) for each in steps]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == [] and Call.objects.get().state == "voicemail"


# The list


def missed(number: int = 1, sender: str = AMINA, message: Message | None = None) -> Contact:
    now = timezone.now()
    ring(number, sender)
    end = calls.voicemail if message else calls.ended
    call = end(line=line(number, sender), at=now, now=now)
    contact = calls_missed.put_on_record(call=call, message=message, now=now)
    assert contact is not None
    return contact


def spoken() -> Message:
    file = IncomingFile(name="Voicemail", content=b"", content_type="audio/mpeg", refused=BEING_FETCHED)
    return Message(seconds=42, file=file)


def test_the_days_calls(desk: Client) -> None:
    person()
    now = timezone.now()
    missed(1)
    missed(2, "+447700900102", spoken())
    ring(3, "+447700900103")
    calls.answered(line=line(3), at=now, now=now)
    calls.ended(line=line(3), at=now + timedelta(seconds=64), now=now)
    page = listed(desk)
    for words in (
        "Not logged yet",
        "Messages",
        "Missed",
        "All of today",
        "Amina Yusuf",
        "lasted 1:04",
        BEING_FETCHED,
    ):
        assert words in page
    assert f"/desk/log/phone/?call={Call.objects.get(external_id='3').pk}" in page
    assert page.count("Ring back") == 4  # each where it belongs, and among all


def test_an_office_where_nobody_rang(desk: Client) -> None:
    assert "No calls yet today" in listed(desk)


def test_a_call_that_was_not_logged_stays_for_a_week_and_goes_when_it_is(desk: Client) -> None:
    days_ago = timezone.now() - timedelta(days=3)
    call = ring(at=days_ago)
    calls.answered(line=line(), at=days_ago, now=days_ago)
    calls.ended(line=line(), at=days_ago, now=days_ago)
    assert "Not logged yet" in listed(desk)
    Call.objects.filter(pk=call.pk).update(contact=make.call(by=make.staff("other")).contact)
    assert "Not logged yet" not in listed(desk)


def test_of_a_call_on_a_hidden_case_only_that_there_was_one(desk: Client) -> None:
    case = make.case(sender=AMINA)
    Person.objects.update(name="Amina Yusuf")
    contact = missed()
    assert contact.case == case
    assert case.reference in listed(desk)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    page = listed(desk)
    assert "A call" in page
    for words in ("Amina", "900101", case.reference, "Ring back", str(contact.pk)):
        assert words not in page


def test_of_a_call_of_somebody_hidden_only_that_there_was_one(desk: Client) -> None:
    _restricted()
    ring()
    page = listed(desk)
    assert "A call" in page and "900101" not in page and "Amina" not in page
    assert "log/phone/?call" not in page


def test_statements_do_not_grow_with_the_calls(desk: Client) -> None:
    """The session, the person and the office, and 6 for the list."""
    counts = []
    for number in (3, 12):
        for each in range(number):
            missed(number * 100 + each, f"+4477009001{number + each:02}", spoken())
        desk.get(reverse("desk:calls"))
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("desk:calls"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10, counts


def test_what_rings_costs_one_statement_while_nothing_does(
    desk: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):  # session with person, calls
        ringing(desk)
    ring()
    with django_assert_num_queries(9):  # 6 more for who is at work, and 1 for who it is
        ringing(desk)


# The places where it shows


def test_without_telephony_no_page_speaks_of_it(desk: Client, settings: Any) -> None:
    settings.DEMO, settings.TWILIO_VOICE, settings.TWILIO_VOICE_FORWARD_TO = False, False, []
    for name in ("desk:queue", "desk:log_phone"):
        page = desk.get(reverse(name)).content.decode()
        assert "calls-ringing" not in page and 'href="/desk/calls/"' not in page


def test_with_telephony_the_queue_and_the_log_show_what_rings(desk: Client, settings: Any) -> None:
    settings.TWILIO_VOICE = True
    for name in ("desk:queue", "desk:log_phone"):
        assert "calls-ringing" in desk.get(reverse(name)).content.decode()
    assert 'href="/desk/calls/"' in desk.get(reverse("desk:queue")).content.decode()


def test_the_health_page_knows_of_calls(settings: Any) -> None:
    settings.DEMO, settings.TWILIO_VOICE, settings.TWILIO_ACCOUNT_SID = False, True, ""
    client = Client()
    client.force_login(make.staff("admin", role="administrator"))
    page = client.get(reverse("desk:health")).content.decode()
    assert "Phone call" in page and "Calls do not come in. Set TWILIO_ACCOUNT_SID" in page


# Messages


def _heard(contact: Contact, content: bytes = b"ID3 sound", kind: str = "audio/mpeg") -> Attachment:
    file = contact.attachments.get()
    file.refused, file.content_type = "", kind
    file.file.save("x", ContentFile(content), save=False)
    file.save()
    return file


def test_a_message_is_played_on_the_timeline_and_in_the_list(desk: Client) -> None:
    case = make.case(sender=AMINA)
    file = _heard(missed(message=spoken()))
    address = reverse("desk:recording", args=[file.pk])
    assert f'src="{address}"' in listed(desk)
    assert f'src="{address}"' in desk.get(reverse("desk:case", args=[case.reference])).content.decode()
    answer = desk.get(address)
    assert b"".join(answer.streaming_content) == b"ID3 sound"  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "audio/mpeg" and answer["X-Content-Type-Options"] == "nosniff"


def test_a_message_on_a_hidden_case_is_missing(desk: Client) -> None:
    case = make.case(sender=AMINA)
    file = _heard(missed(message=spoken()))
    Case.objects.filter(pk=case.pk).update(restricted=True)
    assert desk.get(reverse("desk:recording", args=[file.pk])).status_code == 404


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "audio/ogg"])
def test_nothing_but_a_message_is_played(desk: Client, kind: str) -> None:
    file = _heard(missed(message=spoken()), b"<script>", kind)
    assert desk.get(reverse("desk:recording", args=[file.pk])).status_code == 404


def test_a_file_of_another_contact_is_not_played(desk: Client) -> None:
    contact = make.case().contacts.get(direction="in")
    file = Attachment(contact=contact, name="x", content_type="audio/mpeg", size=1, sha256="0" * 64)
    file.file.save("x", ContentFile(b"x"), save=False)
    file.save(force_insert=True)
    assert desk.get(reverse("desk:recording", args=[file.pk])).status_code == 404
