"""Writing to a person from a case: fields, cost, undo, quiet hours, drafts, and whom a text can go to at all."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.models import (
    Case,
    Clock,
    Contact,
    ContactPoint,
    Delivery,
    Draft,
    Event,
    Office,
    Party,
    Person,
    PersonContactPoint,
    Staff,
    TextTemplate,
)
from casework.permissions import NotAllowed
from casework.services import deliveries, drafts, merges, replies
from channels import outbox
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

AMINA = "+447700900101"


@pytest.fixture(autouse=True)
def _twilio(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32
    settings.TWILIO_AUTH_TOKEN = "test-token"
    settings.TWILIO_NUMBER = "+447700900000"


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def desk(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


@pytest.fixture
def case(worker: Staff) -> Case:
    make.office(acknowledge_texts=False, phone="01632 960123")
    found = make.case("My boiler is broken")
    Person.objects.filter(parties__case=found).update(name="Amina Yusuf")
    return found


def point(value: str = AMINA) -> ContactPoint:
    return ContactPoint.objects.get(value=value)


def url(case: Case, deed: str = "") -> str:
    return f"/desk/cases/{case.reference}/{deed}"


def send(case: Case, body: str, worker: Staff, **more: Any) -> Contact:
    fields = {"contact_point": point(), "now": make.later(hours=1), **more}
    return replies.reply(case=case, body=body, actor=worker, **fields)


def sent() -> list[str]:
    return list(
        Contact.objects.filter(direction="out").order_by("took_place_at").values_list("body", flat=True)
    )


def around_now(before: timedelta, after: timedelta) -> tuple[Any, Any]:
    """A span of local clock time that holds this moment."""
    now = timezone.localtime()
    return (now - before).time(), (now + after).time()


def quiet_now() -> None:
    begins, ends = around_now(timedelta(hours=1), timedelta(hours=1))
    Office.objects.update(quiet_from=begins, quiet_until=ends)


# Fields


def test_fields_are_filled_in_for_whoever_gets_it(case: Case, worker: Staff) -> None:
    contact = send(case, "Dear {name}, {office}: case {reference}. {staff}, {phone}, {team}", worker)
    assert contact.body == (
        f"Dear Amina Yusuf, Riverbank Help: case {case.reference}. Worker Example, 01632 960123, Triage"
    )


def test_an_empty_field_is_refused_by_its_name_and_nothing_is_written(case: Case, worker: Staff) -> None:
    Office.objects.update(phone="")
    with pytest.raises(replies.ReplyRefused, match=r"\{service\} would be empty.*\{phone\} would be empty"):
        send(case, "About {service}: ring {phone}", worker)
    assert sent() == [] and not Delivery.objects.exists()


def test_what_is_no_field_is_sent_as_it_is(case: Case, worker: Staff) -> None:
    assert send(case, "The code is {4711}", worker).body == "The code is {4711}"


def test_what_the_fields_become_counts_towards_the_length(case: Case, worker: Staff) -> None:
    with pytest.raises(replies.ReplyRefused, match="characters long"):
        send(case, "{office}" + "x" * 1590, worker)
    assert sent() == []


def test_a_phone_that_must_not_tell_gets_the_neutral_name(case: Case, worker: Staff) -> None:
    ContactPoint.objects.update(say_who_we_are=False)
    assert send(case, "It is {office}. Please ring.", worker).body == "It is the team. Please ring."


@pytest.mark.parametrize(
    "body", ["Riverbank Help here", "From RIVERBANK  HELP", "riverbank\nhelp says hello"]
)
def test_a_phone_that_must_not_tell_is_not_told_by_hand_either(body: str, case: Case, worker: Staff) -> None:
    ContactPoint.objects.update(say_who_we_are=False)
    with pytest.raises(replies.ReplyRefused, match="Write “the team” in its place"):
        send(case, body, worker)
    assert sent() == []


@pytest.mark.parametrize("field", ["service", "team"])
def test_a_phone_that_must_not_tell_is_not_told_what_it_is_about(
    field: str, case: Case, worker: Staff
) -> None:
    Case.objects.update(service=make.service("safety"))
    ContactPoint.objects.update(say_who_we_are=False)
    with pytest.raises(replies.ReplyRefused, match="this phone must not show"):
        send(case, f"About {{{field}}}", worker)


# Length and cost


def test_over_1600_characters_the_page_says_how_long_and_how_dear_it_is(desk: Client, case: Case) -> None:
    answer = desk.post(url(case, "reply/"), {"body": "x" * 1601, "do": "send"})
    words = Page(answer).words
    assert answer.status_code == 422 and sent() == []
    assert "a message may have 1,600. Shorten it." in words
    assert "1,601 of 1,600 characters, 11 parts, about 44p, GSM-7" in words


def test_without_scripts_plain_marks_are_put_in_by_a_press(desk: Client, case: Case) -> None:
    curly = "a" * 150 + " it’s “cold”…"
    shown = desk.post(url(case, "reply/"), {"body": curly, "do": "keep"}, follow=True)
    assert "Replace ’ “ ” … with plain ones: saves 1 part" in Page(shown).words
    shown = desk.post(url(case, "reply/"), {"body": curly, "do": "plain"}, follow=True)
    assert Draft.objects.get().body == "a" * 150 + ' it\'s "cold"...'
    assert "with plain ones" not in Page(shown).words and sent() == []


# Undo


def test_for_ten_seconds_a_reply_waits_and_can_be_taken_back(
    desk: Client, case: Case, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_send", lambda **_: pytest.fail("handed to the provider"))
    before = timezone.now()
    page = desk.post(url(case, "reply/"), {"body": "Tomorrow at three", "do": "send"}, follow=True)
    delivery = Delivery.objects.get()
    assert timedelta(seconds=10) <= delivery.next_attempt_at - before < timedelta(seconds=30)
    assert "Sending in a moment" in Page(page).words and "Take it back" in Page(page).words
    # The outbox leaves it alone for as long.
    assert outbox.drain(now=before + timedelta(seconds=9)) == 0
    back = desk.post(reverse("desk:take_back", args=[delivery.contact_id]), follow=True)
    delivery.refresh_from_db()
    assert delivery.status == "withdrawn" and "Taken back" in Page(back).words
    assert "Take it back" not in Page(back).words
    assert outbox.drain(now=before + timedelta(minutes=5)) == 0
    # Its words are the draft again, and who took it back is on record.
    assert (
        Draft.objects.get().body == "Tomorrow at three" and b">\nTomorrow at three</textarea>" in back.content
    )
    assert Event.objects.filter(verb="taken_back", actor=worker, case=case).exists()


def test_after_it_is_taken_back_the_case_is_as_if_nobody_had_answered(case: Case, worker: Staff) -> None:
    first = Clock.objects.get(case=case, kind="first_response")
    contact = send(case, "Tomorrow at three", worker, hold=replies.UNDO)
    first.refresh_from_db()
    assert first.met is True
    assert replies.take_back(contact=contact, actor=worker, now=make.later(hours=1, seconds=5))
    first.refresh_from_db()
    case.refresh_from_db()
    assert (first.met, first.stopped_at) == (None, None)
    assert (case.needs_answer, case.waiting_for, case.responded_at, case.last_out_at) == (
        True,
        "us",
        None,
        None,
    )
    # The same words may go at once: they reached nobody.
    again = send(case, "Tomorrow at three", worker, now=make.later(hours=1, seconds=9))
    assert again.pk != contact.pk and again.delivery.status == "queued"
    assert not Draft.objects.exists()


def test_words_that_come_back_stand_before_what_was_begun_since(case: Case, worker: Staff) -> None:
    contact = send(case, "Tomorrow at three", worker, hold=replies.UNDO)
    drafts.keep(case=case, author=worker, body="One more thing", now=make.later(hours=1, seconds=3))
    assert replies.take_back(contact=contact, actor=worker, now=make.later(hours=1, seconds=5))
    draft = Draft.objects.get()
    assert (draft.body, draft.contact_point) == ("Tomorrow at three\n\nOne more thing", point())


def test_what_a_provider_has_cannot_be_taken_back(desk: Client, case: Case, worker: Staff) -> None:
    contact = send(case, "Tomorrow at three", worker, hold=replies.UNDO)
    assert deliveries.begin(delivery=contact.delivery, now=make.later(hours=2), job="outbox")
    page = desk.post(reverse("desk:take_back", args=[contact.pk]), follow=True)
    assert "with the phone company already" in Page(page).words
    contact.delivery.refresh_from_db()
    assert contact.delivery.status == "sending" and not Draft.objects.exists()


@pytest.mark.parametrize("which", ["of another team", "that came in", "that went by itself", "of nobody"])
def test_only_ones_own_offices_messages_are_taken_back(
    which: str, desk: Client, case: Case, worker: Staff
) -> None:
    contact = send(case, "Tomorrow at three", worker, hold=replies.UNDO)
    if which == "of another team":
        Case.objects.update(team=make.team("far-away"))
    elif which == "that went by itself":
        Contact.objects.filter(pk=contact.pk).update(automatic=True)
    elif which == "that came in":
        contact = Contact.objects.get(direction="in")
    key = "00000000-0000-4000-8000-000000000000" if which == "of nobody" else contact.pk
    assert desk.post(reverse("desk:take_back", args=[key])).status_code == 404
    assert Delivery.objects.get().status == "queued"


def test_a_role_that_does_not_write_takes_nothing_back(case: Case, worker: Staff) -> None:
    contact = send(case, "Tomorrow at three", worker, hold=replies.UNDO)
    handler = make.staff("handler", role="handler")
    with pytest.raises(NotAllowed):
        replies.take_back(contact=contact, actor=handler, now=make.later(hours=1))
    client = Client()
    client.force_login(handler)
    assert "Take it back" not in Page(client.get(url(case))).words


# Hours


def test_in_the_quiet_hours_the_page_says_until_when_it_waits_and_so_does_the_timeline(
    desk: Client, case: Case
) -> None:
    quiet_now()
    words = Page(desk.get(url(case))).words
    assert "This text waits until" in words and "The office is quiet from" in words
    assert "Send it now, although it is night" in words
    page = desk.post(url(case, "reply/"), {"body": "Tomorrow", "do": "send"}, follow=True)
    delivery = Delivery.objects.get()
    assert not delivery.at_night and delivery.waits_because.startswith("The office is quiet")
    assert delivery.next_attempt_at > timezone.now() + timedelta(minutes=55)
    words = Page(page).words
    assert "Waiting to be sent" in words and "It goes at" in words and "Take it back" in words


def test_staff_may_send_it_now_although_it_is_night(desk: Client, case: Case) -> None:
    quiet_now()
    desk.post(url(case, "reply/"), {"body": "Tomorrow", "do": "send", "at_night": "on"})
    delivery = Delivery.objects.get()
    assert delivery.at_night and delivery.waits_because == ""
    assert delivery.next_attempt_at < timezone.now() + timedelta(seconds=11)


def test_the_safe_hours_of_a_number_are_no_choice_of_staff(desk: Client, case: Case) -> None:
    begins, ends = around_now(timedelta(hours=-2), timedelta(hours=3))
    ContactPoint.objects.update(safe_from=begins, safe_until=ends)
    words = Page(desk.get(url(case))).words
    assert "This number may be texted only from" in words and "although it is night" not in words
    desk.post(url(case, "reply/"), {"body": "Tomorrow", "do": "send", "at_night": "on"})
    assert Delivery.objects.get().waits_because.startswith("This number may be texted only")


def test_safe_hours_that_lie_in_the_quiet_hours_leave_the_choice(desk: Client, case: Case) -> None:
    begins, ends = around_now(timedelta(hours=2), timedelta(hours=2))
    Office.objects.update(quiet_from=begins, quiet_until=ends)
    begins, ends = around_now(timedelta(minutes=30), timedelta(minutes=30))
    ContactPoint.objects.update(safe_from=begins, safe_until=ends)
    assert "although it is night" in Page(desk.get(url(case))).words
    refused = desk.post(url(case, "reply/"), {"body": "Tomorrow", "do": "send"})
    assert refused.status_code == 422 and "all lie in our quiet hours" in Page(refused).words
    desk.post(url(case, "reply/"), {"body": "Tomorrow", "do": "send", "at_night": "on"})
    assert Delivery.objects.get().waits_because == ""


def test_by_day_nothing_is_said_of_hours(desk: Client, case: Case) -> None:
    words = Page(desk.get(url(case))).words
    assert "waits until" not in words and "although it is night" not in words


# Drafts


def test_a_draft_is_shown_again_to_its_author_alone_and_is_gone_once_sent(desk: Client, case: Case) -> None:
    assert desk.post(url(case, "draft/"), {"body": "Dear Amina, we"}).status_code == 204
    page = desk.get(url(case))
    assert b">\nDear Amina, we</textarea>" in page.content and "Only you see it" in Page(page).words
    other = Client()
    other.force_login(make.staff("other", role="manager"))
    assert b"Dear Amina, we" not in other.get(url(case)).content
    assert not Event.objects.filter(case=case, words__icontains="draft").exists()
    desk.post(url(case, "reply/"), {"body": "Dear Amina, we come.", "do": "send"})
    assert not Draft.objects.exists()
    assert b"Dear Amina, we</textarea>" not in desk.get(url(case)).content


def test_each_author_has_one_draft_on_a_case(case: Case, worker: Staff) -> None:
    other = make.staff("other")
    for author, body in ((worker, "one"), (other, "two"), (worker, "three")):
        drafts.keep(case=case, author=author, body=body, now=make.NOW)
    assert set(Draft.objects.values_list("author__username", "body")) == {
        ("worker", "three"),
        ("other", "two"),
    }
    assert drafts.of(case=case, author=worker) is not None
    send(case, "hello", worker)
    assert list(Draft.objects.values_list("author__username", flat=True)) == ["other"]


@pytest.mark.parametrize("body", ["", "  \n", "\u200b"])
def test_nothing_to_see_is_no_draft(body: str, desk: Client, case: Case) -> None:
    desk.post(url(case, "draft/"), {"body": "something"})
    assert desk.post(url(case, "draft/"), {"body": body}).status_code == 204
    assert not Draft.objects.exists()


def test_a_save_that_comes_after_the_send_brings_nothing_back(desk: Client, case: Case) -> None:
    desk.post(url(case, "reply/"), {"body": "We come tomorrow.", "do": "send"})
    assert desk.post(url(case, "draft/"), {"body": "We come tomorrow. "}).status_code == 204
    assert not Draft.objects.exists()


def test_a_draft_that_is_too_long_is_refused_in_words(desk: Client, case: Case) -> None:
    answer = desk.post(url(case, "draft/"), {"body": "x" * 20_001})
    assert answer.status_code == 422 and "20,001 characters long" in answer.content.decode()


def test_without_scripts_a_press_keeps_the_draft_and_for_whom_it_is(desk: Client, case: Case) -> None:
    second = add_number("07700 900177")
    data = {"body": "Later", "to": str(second.pk), "do": "keep"}
    page = desk.post(url(case, "reply/"), data, follow=True)
    assert "Your draft is kept. Only you see it." in Page(page).words and sent() == []
    assert Draft.objects.get().contact_point == second
    assert f'value="{second.pk}" checked' in page.content.decode()
    page = desk.post(url(case, "reply/"), {"body": "", "do": "keep"}, follow=True)
    assert "There is no draft now." in Page(page).words and not Draft.objects.exists()


def test_words_are_kept_though_their_number_cannot_be_texted_any_more(desk: Client, case: Case) -> None:
    ContactPoint.objects.update(opted_out_at=make.NOW, opted_out_how="They texted STOP")
    answer = desk.post(url(case, "draft/"), {"body": "Dear Amina", "to": str(point().pk)})
    assert answer.status_code == 204
    words = Page(desk.get(url(case))).words
    assert "not possible" in words and "Your draft. Only you see it." in words and "Dear Amina" in words


def test_a_draft_goes_along_when_its_case_becomes_part_of_another(
    desk: Client, case: Case, worker: Staff
) -> None:
    other = make.case("The same boiler", sender=make.BEN)
    drafts.keep(case=other, author=worker, body="Dear Ben", now=make.NOW)
    merges.merge(merged=other, survivor=case, actor=worker, now=make.later(hours=1))
    assert b"Dear Ben" in desk.get(url(case)).content
    send(case, "Dear Ben, done.", worker, now=make.later(hours=2))
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "body",
    ["\x00", "\u202etxt", "<script>alert(1)</script>", "😀" * 3000, "{name}", '"><img src=x onerror=1>'],
)
def test_any_words_are_kept_and_run_nothing(body: str, desk: Client, case: Case) -> None:
    assert desk.post(url(case, "draft/"), {"body": body}).status_code in (204, 422)
    page = Page(desk.get(url(case)))
    assert page.dangers == []


def test_whoever_cannot_reply_keeps_no_draft(case: Case) -> None:
    with pytest.raises(NotAllowed):
        drafts.keep(case=case, author=make.staff("h", role="handler"), body="x", now=make.NOW)


# Templates


def template(name: str, body: str, **fields: Any) -> TextTemplate:
    code = fields.pop("code", name.lower().replace(" ", "-"))
    return TextTemplate.objects.create(code=code, name=name, body=body, **fields)


def test_without_scripts_use_this_brings_the_words_filled_in(desk: Client, case: Case) -> None:
    chosen = template("Appointment", "Dear {name}, we come. {reference}")
    page = desk.post(
        url(case, "reply/"), {"body": "", "template": str(chosen.pk), "do": "template"}, follow=True
    )
    words = f"Dear Amina Yusuf, we come. {case.reference}"
    assert f">\n{words}</textarea>" in page.content.decode() and sent() == []
    # What was typed before stays, and comes first.
    desk.post(url(case, "reply/"), {"body": "Hello", "template": str(chosen.pk), "do": "template"})
    assert Draft.objects.get().body == f"Hello\n\n{words}"


@pytest.mark.parametrize("chosen", ["", "nonsense", "00000000-0000-4000-8000-000000000000", "\x00"])
def test_no_template_is_said_and_the_words_stay(chosen: str, desk: Client, case: Case) -> None:
    page = desk.post(
        url(case, "reply/"), {"body": "Hello", "template": chosen, "do": "template"}, follow=True
    )
    assert "Choose a template first." in Page(page).words and Draft.objects.get().body == "Hello"


def options(page: Any) -> str:
    html = page.content.decode()
    return (
        html[html.index('id="reply-template"') : html.index("data-use-template")]
        if "reply-template" in html
        else ""
    )


def test_templates_are_those_of_the_service_in_the_language_of_the_person(desk: Client, case: Case) -> None:
    repairs, bins = make.service("repairs"), make.service("bins")
    Case.objects.update(service=repairs)
    Person.objects.update(language="cy-GB")
    template("Visit", "We come", code="visit", service=repairs)
    template("Ymweliad", "Rydym yn dod", code="visit", language="cy", service=repairs)
    template("Bin", "Bin day", service=bins)
    template("Thanks", "Thank you")
    template("Old", "Old words", active=False)
    shown = options(desk.get(url(case)))
    assert "Ymweliad (Welsh)" in shown and 'data-words="Rydym yn dod"' in shown and "Thanks" in shown
    assert all(word not in shown for word in (">Visit", "Bin", "Old"))


def add_number(typed: str, **fields: Any) -> ContactPoint:
    value = "+44" + typed.replace(" ", "")[1:]
    number = ContactPoint.objects.create(kind="phone", value=value, confirmed_at=make.NOW, **fields)
    person = Person.objects.get(contact_points__value=AMINA)
    PersonContactPoint.objects.create(person=person, contact_point=number)
    return number


def test_a_field_that_depends_on_who_gets_it_is_filled_in_when_it_is_sent(
    desk: Client, case: Case, worker: Staff
) -> None:
    ben = Person.objects.create(name="Ben Odu")
    number = ContactPoint.objects.create(kind="phone", value="+447700900102", confirmed_at=make.NOW)
    PersonContactPoint.objects.create(person=ben, contact_point=number)
    Party.objects.create(case=case, person=ben, contact_point=number, role="supporter")
    template("Appointment", "Dear {name}, case {reference}")
    page = desk.get(url(case))
    assert f'data-words="Dear {{name}}, case {case.reference}"' in options(page)
    assert "{name} become words when you send it" in Page(page).words
    for to in (number, point()):
        desk.post(url(case, "reply/"), {"body": "Dear {name}", "to": str(to.pk), "do": "send"})
    assert set(sent()) == {"Dear Ben Odu", "Dear Amina Yusuf"}


def test_two_numbers_of_one_person_leave_nothing_to_be_filled_in_later(desk: Client, case: Case) -> None:
    add_number("07700 900177")
    template("Appointment", "Dear {name}")
    page = desk.get(url(case))
    assert 'data-words="Dear Amina Yusuf"' in options(page) and "when you send it" not in Page(page).words


def test_hostile_names_and_templates_run_nothing(desk: Client, case: Case) -> None:
    Person.objects.update(name='"><script>alert(1)</script>{office}')
    template("<b>Name</b>", 'Dear {name} " onfocus="x')
    page = desk.get(url(case))
    assert Page(page).dangers == [] and "(office)" in options(page)


# Whom a text can go to


def test_somebody_without_a_number_is_named_with_what_to_do(desk: Client, case: Case) -> None:
    ben = Person.objects.create(name="Ben Odu")
    Party.objects.create(case=case, person=ben, role="supporter")
    page = desk.get(url(case))
    assert "Ben Odu has no phone number on record. Ask for one and add it. Add a number" in Page(page).words
    assert reverse("desk:person_add", args=[ben.pk]) in page.content.decode()


def test_a_number_that_is_only_claimed_is_named_with_what_to_do(desk: Client, worker: Staff) -> None:
    make.office()
    taken = make.form("The bin was missed")
    assert taken.case is not None
    page = desk.get(url(taken.case))
    words = Page(page).words
    assert "Reply by text message: not possible" in words and "only typed into a form" in words
    assert "Confirm the number" in words
    claimed = reverse("desk:safety", args=[point().pk])
    assert claimed in page.content.decode() and desk.get(claimed).status_code == 200


def test_somebody_whose_number_stands_under_another_name_is_not_missing_one(desk: Client, case: Case) -> None:
    Party.objects.create(case=case, contact_point=point(), role="caller")
    assert "has no phone number" not in Page(desk.get(url(case))).words


def test_a_case_without_any_number_says_so(desk: Client, worker: Staff) -> None:
    make.office()
    taken = make.form("Anonymous", sender="")
    assert taken.case is not None
    assert "There is no phone number on this case." in Page(desk.get(url(taken.case))).words


def test_the_first_text_on_a_case_can_be_ours(desk: Client, worker: Staff) -> None:
    make.office(acknowledge_texts=False)
    taken = make.call("Rang about damp", by=worker)
    assert taken.case is not None
    desk.post(url(taken.case, "reply/"), {"body": "This is our number for texts.", "do": "send"})
    assert sent() == ["This is our number for texts."] and Delivery.objects.get().status == "queued"


# Statements


def statements(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len([query for query in seen if "SAVEPOINT" not in query["sql"]])


def test_the_page_takes_as_many_statements_for_fifty_templates_as_for_one(
    desk: Client, case: Case, worker: Staff
) -> None:
    none = statements(desk, url(case))
    template("Template", "Dear {name}")
    drafts.keep(case=case, author=worker, body="Dear {name}", now=make.NOW)
    one = statements(desk, url(case))
    assert one == none + 2  # the templates, and the draft
    for number in range(50):
        template(f"Template {number}", "Dear {name}, {service} {team}")
    for number in range(10):
        send(case, f"Text {number}", worker, now=make.later(hours=2, minutes=number), hold=replies.UNDO)
    drafts.keep(case=case, author=worker, body="Dear {name}", now=make.later(days=1))
    assert statements(desk, url(case)) == one


def test_a_draft_is_kept_with_the_same_few_statements(desk: Client, case: Case) -> None:
    with CaptureQueriesContext(connection) as first:
        desk.post(url(case, "draft/"), {"body": "one"})
    with CaptureQueriesContext(connection) as again:
        desk.post(url(case, "draft/"), {"body": "two"})
    assert len(first) == len(again) == DRAFT_STATEMENTS


# Session with user; the case; its parties with numbers (2); the guard's facts (2); what was just sent; the draft.
DRAFT_STATEMENTS = 8


def test_whoever_shares_a_number_that_cannot_be_texted_is_not_told_to_add_one(
    desk: Client, case: Case
) -> None:
    Party.objects.create(case=case, contact_point=point(), role="caller")
    ContactPoint.objects.update(opted_out_at=make.NOW, opted_out_how="They texted STOP")
    words = Page(desk.get(url(case))).words
    assert "has no phone number" not in words and words.count("asked not to be texted") >= 1
