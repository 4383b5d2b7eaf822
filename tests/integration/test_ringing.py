"""Ringing somebody back: every try on record once, the next one proposed, nobody rung whom it would harm."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.models import (
    Case,
    Contact,
    ContactPoint,
    Event,
    FollowUp,
    HeldNote,
    Party,
    Person,
    PersonContactPoint,
    Staff,
)
from casework.permissions import NotAllowed
from casework.services import adjustments, case_activity, contact_safety, follow_ups, ringing
from casework.services.books import faults
from casework.services.ringing import CannotRing, Rang
from casework.services.survivors import LeftSight
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.NOW  # a Monday at noon
# Session, user and office; the follow-up; parties, their numbers, who shares them, earlier calls; the team's hours (3);
# tries, calls.
STATEMENTS_OF_THE_PAGE = 11
# What an open page asks every four seconds.
STATEMENTS_OF_A_LOOK = 6


@pytest.fixture
def worker() -> Staff:
    make.opening_hours()
    return make.staff("worker")


@pytest.fixture
def client(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def promised(case: Case | None, actor: Staff, **fields: Any) -> FollowUp:
    given = {"kind": "callback", "words": "Ring her back", "due_at": NOW + timedelta(hours=4), **fields}
    made = follow_ups.make(case=case, actor=actor, now=NOW, **given)
    assert made is not None
    return made


def point() -> ContactPoint:
    return ContactPoint.objects.get(value="+447700900101")


def ring(follow_up: FollowUp | None, actor: Staff, outcome: str, *, at: datetime = NOW, **given: Any) -> Rang:
    case = given.pop("case", follow_up.case if follow_up else None)
    return ringing.rang(
        case=case, follow_up=follow_up, point=given.pop("to", point()), outcome=outcome, actor=actor, now=at, **given
    )  # fmt: skip


def local(at: datetime) -> str:
    return f"{timezone.localtime(at):%a %H:%M}"


# Tries


@pytest.mark.parametrize("outcome", ["no_answer", "busy", "wrong_number"])
def test_a_try_is_a_contact_that_answers_nothing(worker: Staff, outcome: str) -> None:
    case = make.case()
    made = promised(case, worker)
    acknowledged = case.last_out_at
    rang = ring(made, worker, outcome, at=NOW + timedelta(seconds=1))
    contact = rang.contact
    assert (contact.direction, contact.channel, contact.filing) == ("out", "phone", "filed")
    assert (contact.follow_up, contact.outcome, contact.logged_by) == (made, outcome, worker)
    case.refresh_from_db()
    assert (case.needs_answer, case.responded_at, case.last_out_at) == (True, None, acknowledged)
    assert case.last_activity_at == NOW + timedelta(seconds=1)
    made.refresh_from_db()
    assert made.done_at is None
    assert (local(made.window_from or NOW), local(made.due_at)) == ("Mon 14:05", "Mon 15:05")
    told = Event.objects.get(verb="rang")
    assert told.words.endswith("To be tried again on Monday 2 March from 14:05 to 15:05")
    assert (told.before["due"], told.after["late"]) == ((NOW + timedelta(hours=4)).isoformat(), False)
    assert faults() == []


def test_what_a_case_waits_for_is_the_same_when_it_is_counted_again(worker: Staff) -> None:
    case = make.case()
    ring(promised(case, worker), worker, "no_answer", at=NOW + timedelta(minutes=5))
    case.refresh_from_db()
    before = (case.needs_answer, case.responded_at, case.last_out_at, case.last_activity_at)
    case_activity.recount(case=case, now=NOW + timedelta(minutes=6))
    case.refresh_from_db()
    assert (case.needs_answer, case.responded_at, case.last_out_at, case.last_activity_at) == before


def test_whoever_is_reached_was_answered_and_the_promise_is_kept(worker: Staff) -> None:
    case = make.case()
    made = promised(case, worker)
    at = NOW + timedelta(hours=1)
    rang = ring(
        made, worker, "reached", at=at, words="She has heating", agreed="We look on Friday", minutes=4
    )
    made.refresh_from_db()
    case.refresh_from_db()
    assert (made.result, made.done_words, made.done_by) == ("kept", "We look on Friday", worker)
    assert rang.proposal is None and rang.contact.duration_seconds == 240
    assert (case.needs_answer, case.responded_at, case.last_out_at) == (False, at, at)
    case_activity.recount(case=case, now=at)
    case.refresh_from_db()
    assert (case.needs_answer, case.responded_at) == (False, at)
    assert faults() == []


def test_reaching_somebody_needs_words(worker: Staff) -> None:
    made = promised(make.case(), worker)
    with pytest.raises(CannotRing, match="Write what was said"):
        ring(made, worker, "reached", words="  ")
    with pytest.raises(CannotRing, match="Choose how"):
        ring(made, worker, "odd")
    assert not Contact.objects.filter(direction="out", automatic=False).exists()


def test_a_double_click_is_one_try(worker: Staff) -> None:
    made = promised(make.case(), worker)
    first = ring(made, worker, "no_answer", once="abc")
    made.refresh_from_db()
    due = made.due_at
    again = ring(made, worker, "no_answer", once="abc")
    made.refresh_from_db()
    assert again.contact == first.contact and made.due_at == due
    assert Contact.objects.filter(follow_up=made).count() == 1 == Event.objects.filter(verb="rang").count()


def test_in_the_promised_window_the_time_stays_and_after_it_another_is_proposed(worker: Staff) -> None:
    opens, closes = NOW + timedelta(hours=2), NOW + timedelta(hours=4)
    made = promised(make.case(), worker, window_from=opens, due_at=closes)
    rang = ring(made, worker, "no_answer", at=opens + timedelta(minutes=5))
    made.refresh_from_db()
    assert (made.window_from, made.due_at) == (opens, closes)
    assert rang.proposal is not None and local(rang.proposal.at) == "Mon 14:35"
    ring(made, worker, "no_answer", at=opens + timedelta(minutes=110))
    made.refresh_from_db()
    assert local(made.window_from or NOW) == "Tue 09:00"
    # What nobody promised is no window: the next one is at another time of day again.
    ring(made, worker, "no_answer", at=NOW + timedelta(hours=21))
    made.refresh_from_db()
    assert local(made.window_from or NOW) == "Tue 11:00"


def test_a_first_try_after_the_promised_time_is_on_record_as_late(worker: Staff) -> None:
    made = promised(make.case(), worker)
    ring(made, worker, "no_answer", at=NOW + timedelta(hours=5))
    assert Event.objects.get(verb="rang").after["late"] is True


def test_tries_stay_inside_the_hours_in_which_it_is_safe_to_ring(worker: Staff) -> None:
    made = promised(make.case(), worker)
    ContactPoint.objects.update(safe_from=time(11), safe_until=time(13))
    ring(made, worker, "no_answer", at=NOW + timedelta(minutes=55))
    made.refresh_from_db()
    assert local(made.window_from or NOW) == "Tue 11:00"
    with pytest.raises(CannotRing, match="only from 11:00 to 13:00"):
        ring(made, worker, "no_answer", at=NOW + timedelta(hours=3))


def test_following_the_proposals_ends_in_could_not_reach_them(worker: Staff) -> None:
    made, at = promised(make.case(), worker), NOW
    for _ in range(3):
        with pytest.raises(follow_ups.CannotBeFollowedUp):
            follow_ups.done(follow_up=made, actor=worker, now=at, result="not_reached")
        rang = ring(made, worker, "no_answer", at=at)
        assert rang.proposal is not None
        at = rang.proposal.at
    assert follow_ups.done(follow_up=made, actor=worker, now=at, result="not_reached").result == "not_reached"


def test_a_call_from_a_case_without_a_promise_makes_one_when_nobody_answers(worker: Staff) -> None:
    case = make.case()
    rang = ring(None, worker, "no_answer", case=case)
    made = FollowUp.objects.get()
    assert (rang.follow_up, made.kind, made.owner, made.contact_point) == (made, "callback", worker, point())
    assert local(made.window_from or NOW) == "Mon 14:00"
    assert Contact.objects.get(direction="out", automatic=False).follow_up == made


def test_a_call_from_a_case_that_reaches_them_makes_none(worker: Staff) -> None:
    rang = ring(None, worker, "reached", case=make.case(), words="All is well")
    assert rang.follow_up is None and not FollowUp.objects.exists()


def test_somebody_without_a_case_is_rung_back_too(worker: Staff) -> None:
    taken = make.call(by=worker, staff_choice="none", outcome="callback")
    made = promised(None, worker, contact=taken.contact, team=make.team("housing"))
    rang = ring(made, worker, "no_answer")
    assert (rang.contact.case, rang.contact.filing, rang.contact.follow_up) == (None, "none", made)
    ring(made, worker, "reached", at=NOW + timedelta(hours=3), words="Told her the times")
    made.refresh_from_db()
    assert made.result == "kept"
    assert faults() == []


def test_what_has_ended_is_not_rung_for(worker: Staff) -> None:
    made = promised(make.case(), worker)
    follow_ups.done(follow_up=made, actor=worker, now=NOW)
    with pytest.raises(CannotRing, match="has ended"):
        ring(made, worker, "no_answer")


def test_an_administrator_rings_nobody(worker: Staff) -> None:
    made = promised(make.case(), worker)
    with pytest.raises(NotAllowed):
        ring(made, make.staff("admin", role="administrator"), "no_answer")


# What must not harm them


@pytest.mark.parametrize(
    ("safety", "words"),
    [({"call_ok": False}, "not safe to ring"), ({"do_not_use": True}, "do not use")],
)
def test_a_number_that_is_not_safe_is_not_rung(worker: Staff, safety: dict[str, Any], words: str) -> None:
    made = promised(make.case(), worker)
    ContactPoint.objects.update(**safety)
    with pytest.raises(CannotRing, match=words):
        ring(made, worker, "no_answer")
    assert not Contact.objects.filter(direction="out", automatic=False).exists()


@pytest.mark.parametrize(("voicemail_ok", "left"), [(True, True), (False, False), (None, False)])
def test_a_voicemail_is_left_only_where_it_is_known_to_be_safe(
    worker: Staff, voicemail_ok: bool | None, left: bool
) -> None:
    made = promised(make.case(), worker)
    ContactPoint.objects.update(voicemail_ok=voicemail_ok)
    if left:
        assert ring(made, worker, "voicemail").contact.outcome == "voicemail"
    else:
        with pytest.raises(CannotRing, match="Leave no message"):
            ring(made, worker, "voicemail")
    assert Contact.objects.filter(outcome="voicemail").exists() is left


def test_a_number_that_became_unsafe_while_they_dialled_was_rung_all_the_same(worker: Staff) -> None:
    """Otherwise the one call that matters most would be on no record."""
    made = promised(make.case(), worker)
    ContactPoint.objects.update(call_ok=False)
    assert ring(made, worker, "no_answer", seen="what they had read before").contact.pk
    with pytest.raises(CannotRing):
        ring(made, worker, "no_answer", seen=_mark())


def test_a_call_that_began_in_the_safe_hours_is_noted_after_them(worker: Staff) -> None:
    made = promised(make.case(), worker)
    ContactPoint.objects.update(safe_from=time(11), safe_until=time(12))
    after = NOW + timedelta(minutes=5)
    with pytest.raises(CannotRing, match="only from"):
        ring(made, worker, "reached", at=after, words="We talked until five past")
    assert ring(made, worker, "reached", at=after, words="We talked until five past", seen=_mark()).contact.pk


def _mark() -> str:
    return ringing.numbers_to_ring.lines(case=Case.objects.get(), follow_up=None, now=NOW)[0].mark


def test_a_number_of_nobody_on_the_case_is_not_rung_from_it(worker: Staff) -> None:
    made = promised(make.case(), worker)
    make.case("Another", sender=make.BEN)
    with pytest.raises(CannotRing, match="belongs to nobody here"):
        ring(made, worker, "no_answer", to=ContactPoint.objects.get(value="+447700900102"))


def test_a_wrong_number_is_wrong_for_that_person_and_another_is_offered(
    client: Client, worker: Staff
) -> None:
    case = make.case()
    person = Person.objects.create(name="Amina Yusuf")
    Party.objects.filter(case=case).update(person=person)
    other = ContactPoint.objects.create(kind="phone", value="+447700900199")
    for each in (point(), other):
        PersonContactPoint.objects.create(person=person, contact_point=each)
    made = promised(case, worker, person=person, contact_point=point())
    ring(made, worker, "wrong_number")
    told = Event.objects.get(verb="rang", person=person)
    assert told.after["contact_point"] == str(point().pk)
    page = client.get(reverse("desk:ring", args=[made.pk]))
    numbers = {each.id: each for each in page.context["numbers"]}
    assert "Somebody else answers" in numbers[point().pk].refused
    assert numbers[other.pk].chosen
    with pytest.raises(CannotRing, match="Somebody else answers"):
        ring(made, worker, "no_answer", at=NOW + timedelta(hours=3))
    # For somebody else it is their number all the same.
    ben = Person.objects.create(name="Ben")
    PersonContactPoint.objects.create(person=ben, contact_point=point())
    theirs = promised(case, worker, person=ben, contact_point=point())
    assert ring(theirs, worker, "no_answer", at=NOW + timedelta(hours=3)).contact.pk


# The page


def test_the_page_shows_all_that_must_be_heeded(client: Client, worker: Staff) -> None:
    case = make.case()
    person = Person.objects.create(name="Amina Yusuf", language="pl")
    today = timezone.localdate()
    adjustments.put(person=person, words="Speak slowly", job="test", now=NOW)
    adjustments.put(person=person, words="No calls before noon", job="test", now=NOW, review_on=today)
    Party.objects.filter(case=case).update(person=person)
    PersonContactPoint.objects.create(person=person, contact_point=point(), label="shared")
    ContactPoint.objects.update(say_who_we_are=False, safety_note="Her brother may answer")
    made = promised(case, worker, due_at=timezone.now() + timedelta(days=1))
    page = client.get(reverse("desk:ring", args=[made.pk])).content.decode()
    for words in (
        "07700 900101", "Amina Yusuf", "Speak slowly", "No calls before noon", "Review due", "Speaks Polish", "Her brother may answer",
        "Several people use this phone", "Do not say who we are", "Leave no message", "Ring her back",
    ):  # fmt: skip
        assert words in page, words
    assert "Voicemail left" not in page


def test_a_number_that_is_not_safe_has_no_buttons(client: Client, worker: Staff) -> None:
    made = promised(make.case(), worker)
    ContactPoint.objects.update(call_ok=False)
    page = client.get(reverse("desk:ring", args=[made.pk])).content.decode()
    assert "not safe to ring" in page and 'value="no_answer"' not in page and "tel:" not in page


def test_a_flag_set_while_a_colleague_dials_is_shown_at_the_next_look(client: Client, worker: Staff) -> None:
    """P15: the open page asks every four seconds, and at once when the case's stream says so."""
    made = promised(make.case(), worker)
    address = reverse("desk:ring", args=[made.pk])
    page = client.get(address).content.decode()
    assert 'hx-trigger="every 4s, oq:refresh"' in page and "data-live-url" in page
    line = client.get(address).context["line"]
    htmx = {"HTTP_HX-Request": "true"}
    assert client.get(line["look_url"], **htmx).status_code == 204
    colleague = make.staff("colleague")
    before = contact_safety.of(point())
    wanted = before.__class__(**{**vars(before), "call_ok": False})
    contact_safety.change(point=point(), wanted=wanted, actor=colleague, now=NOW)
    answer = client.get(line["look_url"], **htmx)
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "Stop ringing 07700 900101." in words and 'role="alert"' in words
    # The part that took its place asks on, and has nothing new to say.
    assert client.get(answer.context["line"]["look_url"], **htmx).status_code == 204


def test_pressing_a_button_notes_the_try_and_says_when_to_ring_again(client: Client, worker: Staff) -> None:
    case = make.case()
    made = promised(case, worker, due_at=timezone.now() + timedelta(days=2))
    typed = {"outcome": "no_answer", "number": str(point().pk), "once": "x1"}
    answer = client.post(reverse("desk:ring", args=[made.pk]), typed, follow=True)
    assert "Noted. Ring again" in answer.content.decode()
    assert answer.redirect_chain[0][0] == reverse("desk:case", args=[case.reference])
    client.post(reverse("desk:ring", args=[made.pk]), typed)
    assert Contact.objects.filter(follow_up=made).count() == 1
    client.post(reverse("desk:ring", args=[made.pk]), {**typed, "once": "x2"})
    assert Contact.objects.filter(follow_up=made).count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"outcome": "reached"}, "Write what was said"),
        ({}, "Choose how the call ended."),
        ({"outcome": "odd"}, "Choose how the call ended."),
        ({"outcome": "reached", "words": "Yes", "minutes": "many"}, "Write whole minutes"),
        ({"outcome": "voicemail"}, "Leave no message"),
        ({"outcome": "reached", "words": "Yes", "agreed": "x" * 301}, "301 characters long"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    client: Client, worker: Staff, typed: dict[str, str], words: str
) -> None:
    made = promised(make.case(), worker)
    given = {"number": str(point().pk), "agreed": "Kept words", **typed}
    answer = client.post(reverse("desk:ring", args=[made.pk]), given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page and given["agreed"] in page
    assert not Contact.objects.filter(direction="out", automatic=False).exists()


def test_the_case_leads_to_what_is_promised_on_it(client: Client, worker: Staff) -> None:
    case = make.case()
    address = reverse("desk:ring_case", args=[case.reference])
    assert client.get(address).status_code == 200
    made = promised(case, worker)
    assert client.get(address).url == reverse("desk:ring", args=[made.pk])  # type: ignore[attr-defined]


def test_a_case_without_a_number_says_so(client: Client, worker: Staff) -> None:
    case = make.case()
    Party.objects.filter(case=case).delete()
    page = client.get(reverse("desk:ring_case", args=[case.reference])).content.decode()
    assert "There is no number to ring" in page


def test_what_one_does_not_see_one_does_not_ring(worker: Staff) -> None:
    made = promised(make.case(), worker)
    Case.objects.update(restricted=True)
    stranger = Client()
    stranger.force_login(make.staff("stranger", teams=("housing",)))
    for address in (
        reverse("desk:ring", args=[made.pk]),
        reverse("desk:ring_case", args=[Case.objects.get().reference]),
    ):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"outcome": "no_answer"}).status_code == 404


def test_the_page_costs_the_same_for_many_tries_and_people(client: Client, worker: Staff) -> None:
    case = make.case()
    made = promised(case, worker)
    address = reverse("desk:ring", args=[made.pk])
    few = statements(client, address)
    for number in range(4):
        other = Person.objects.create(name=f"Person {number}")
        theirs = ContactPoint.objects.create(kind="phone", value=f"+44770090020{number}")
        PersonContactPoint.objects.create(person=other, contact_point=theirs)
        Party.objects.create(case=case, person=other, role="supporter")
        Contact.objects.create(
            case=case, filing="filed", channel="phone", direction="out", took_place_at=NOW, logged_at=NOW,
            follow_up=made, outcome="reached",
        )  # fmt: skip
    assert statements(client, address) == few == STATEMENTS_OF_THE_PAGE
    look = client.get(address).context["line"]["look_url"]
    assert statements(client, look, **{"HTTP_HX-Request": "true"}) == STATEMENTS_OF_A_LOOK


def statements(client: Client, url: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url, **headers).status_code in (200, 204)  # type: ignore[arg-type]
    return len([query for query in seen if "SAVEPOINT" not in query["sql"]])


# What was typed is never lost


SAID = {"outcome": "reached", "words": "She told me about the lodger", "agreed": "We ring on Friday"}
KEPT = "Reached\nShe told me about the lodger\nAgreed: We ring on Friday"


def test_words_whose_case_left_sight_while_ringing_are_kept_for_their_author(
    client: Client, worker: Staff
) -> None:
    case = make.case()
    made = promised(case, worker)
    pages = [reverse("desk:ring", args=[made.pk]), reverse("desk:ring_case", args=[case.reference])]
    asked = client.get(pages[0]).content.decode()
    assert f'name="reference" value="{case.reference}"' in asked
    Case.objects.filter(pk=case.pk).update(team=make.team("elsewhere"))
    for page in pages:
        answer = client.post(page, {**SAID, "reference": case.reference})
        assert answer.status_code == 409 and "Your note is kept for you" in answer.content.decode()
        assert client.post(page, {"outcome": "no_answer", "reference": case.reference}).status_code == 404
        assert client.get(page).status_code == 404
    kept = HeldNote.objects.get()
    assert (kept.author, kept.reference, kept.body) == (worker, case.reference, KEPT)
    assert not Contact.objects.filter(direction="out", channel="phone").exists()


def test_a_hidden_follow_up_answers_like_one_that_never_was(client: Client, worker: Staff) -> None:
    made = promised(make.case(), worker)
    Case.objects.update(team=make.team("elsewhere"))
    for key in (made.pk, "019391a0-0000-7000-8000-000000000000"):
        answer = client.post(reverse("desk:ring", args=[key]), SAID)
        assert answer.status_code == 409
    assert set(HeldNote.objects.values_list("reference", "body")) == {("a follow-up", KEPT)}


def test_a_case_that_leaves_sight_in_the_last_moment_takes_no_call(worker: Staff) -> None:
    case = make.case()
    Case.objects.filter(pk=case.pk).update(team=make.team("elsewhere"))
    with pytest.raises(LeftSight):
        ring(None, worker, "reached", case=case, words="She told me about the lodger")
    assert not Contact.objects.filter(direction="out", channel="phone").exists()


def test_a_number_that_was_taken_off_meanwhile_is_never_another_one(client: Client, worker: Staff) -> None:
    case = make.case()
    made = promised(case, worker, contact_point=point())
    page = reverse("desk:ring", args=[made.pk])
    answer = client.post(page, {**SAID, "number": "019391a0-0000-7000-8000-000000000000"})
    told = answer.content.decode()
    assert answer.status_code == 422 and "is not on record here any more" in told and SAID["words"] in told
    FollowUp.objects.update(contact_point=None, contact=None, person=None)
    Contact.objects.update(contact_point=None)
    Party.objects.all().delete()
    answer = client.post(page, {**SAID, "number": str(point().pk)})
    assert answer.status_code == 409 and HeldNote.objects.get().body == KEPT
    assert not Contact.objects.filter(direction="out", channel="phone").exists()
