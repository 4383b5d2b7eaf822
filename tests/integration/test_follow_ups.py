"""What was promised: told to whoever rings again, ended as it ended, never lost; when it falls due; in a reply too."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework import selectors_follow_ups, workflow
from casework.models import Case, Contact, ContactPoint, Event, FollowUp, Party, Person, Staff
from casework.permissions import visible_follow_ups
from casework.services import follow_ups, leaving, merges, replies, status
from casework.services.follow_ups import CannotBeFollowedUp
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.NOW  # a Monday at noon


@pytest.fixture
def worker() -> Staff:
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


def without_a_case(actor: Staff, *, owner: Staff | None = None, team: str = "housing") -> FollowUp:
    """A caller who was answered on the spot, and whom somebody rings back."""
    taken = make.call(by=actor, staff_choice="none", outcome="callback")
    assert taken.case is None
    return promised(None, actor, contact=taken.contact, team=make.team(team), owner=owner)


def tried(follow_up: FollowUp, *moments: datetime, outcome: str = "no_answer") -> None:
    for moment in moments:
        Contact.objects.create(
            case=follow_up.case, filing="filed" if follow_up.case else "none", channel="phone", direction="out",
            took_place_at=moment, logged_at=moment, follow_up=follow_up, outcome=outcome,
        )  # fmt: skip


def person_of(case: Case) -> Person:
    """The caller, as somebody whose name is on record."""
    party = Party.objects.get(case=case)
    person = party.person or Person.objects.create(name="Amina Yusuf")
    Party.objects.filter(pk=party.pk).update(person=person)
    return person


# What a caller who rings again is told


def test_a_glance_tells_each_person_what_was_promised_to_them(worker: Staff) -> None:
    case = make.case()
    amina = person_of(case)
    made = promised(case, worker, window_from=NOW + timedelta(hours=2))
    assert glance(worker, amina) == ["Callback promised for today 14:00 to 16:00, not tried yet"]
    tried(made, NOW + timedelta(hours=2, minutes=5))
    assert glance(worker, amina) == ["Callback promised for today 14:00 to 16:00, tried once"]
    late = NOW + timedelta(hours=5)
    assert glance(worker, amina, now=late) == [
        "Callback promised for today 14:00 to 16:00, overdue, tried once"
    ]
    follow_ups.done(follow_up=made, actor=worker, now=late)
    assert glance(worker, amina, now=late) == ["Callback kept late, today at 17:00"]
    assert glance(worker, amina, now=late + timedelta(days=4)) == []


def test_a_glance_leaves_out_reminders_and_the_promises_to_others(worker: Staff) -> None:
    case = make.case()
    amina, ben = person_of(case), Person.objects.create(name="Ben")
    promised(case, worker, kind="reminder", words="Look again")
    promised(case, worker, person=ben, kind="promise", words="Send the form")
    assert glance(worker, amina) == []
    assert glance(worker, ben) == ["Promised for today by 16:00, not done yet"]


def test_a_glance_costs_one_statement_for_however_many_people(worker: Staff) -> None:
    people = []
    for number in range(6):
        case = make.case(sender=f"07700 90020{number}")
        people.append(person_of(case).pk)
        promised(case, worker)
    with CaptureQueriesContext(connection) as seen:
        found = selectors_follow_ups.glance(staff=worker, people=people, now=NOW)
    assert len(seen) == 1
    assert [len(found[person]) for person in people] == [1] * 6
    with CaptureQueriesContext(connection) as seen:
        assert selectors_follow_ups.glance(staff=worker, people=[], now=NOW) == {}
    assert len(seen) == 0


def test_a_glance_tells_nothing_of_a_case_one_does_not_see(worker: Staff) -> None:
    case = make.case()
    amina = person_of(case)
    promised(case, worker)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    stranger = make.staff("stranger", teams=("triage",))
    assert glance(stranger, amina) == []


def test_a_glance_finds_what_was_promised_without_a_case(worker: Staff) -> None:
    made = without_a_case(worker, owner=worker)
    amina = Person.objects.create(name="Amina")
    Contact.objects.filter(pk=made.contact_id).update(person=amina)
    assert glance(worker, amina) == ["Callback promised for today by 16:00, not tried yet"]


def glance(staff: Staff, person: Person, *, now: datetime = NOW) -> list[str]:
    return selectors_follow_ups.glance(staff=staff, people=[person.pk], now=now)[person.pk]


# How it ends


def test_could_not_reach_them_needs_three_tries_at_different_times_of_day(worker: Staff) -> None:
    made = promised(make.case(), worker)
    with pytest.raises(CannotBeFollowedUp, match="Nobody has tried yet"):
        follow_ups.done(follow_up=made, actor=worker, now=NOW, result="not_reached")
    tried(made, NOW, NOW + timedelta(hours=3))
    with pytest.raises(CannotBeFollowedUp, match="on another day at another time than 12:00 and 15:00"):
        follow_ups.done(follow_up=made, actor=worker, now=NOW, result="not_reached")
    assert FollowUp.objects.get(pk=made.pk).done_at is None
    tried(made, NOW + timedelta(hours=22))
    ended = follow_ups.done(follow_up=made, actor=worker, now=NOW + timedelta(hours=23), result="not_reached")
    assert ended.result == "not_reached"
    words = made.case.events.get(verb="follow_up_done").words if made.case else ""
    assert words == "Callback ended: they could not be reached"


@pytest.mark.parametrize(
    ("result", "words"), [("kept", "Kept"), ("not_needed", "Not needed any more"), ("broken", "Not kept")]
)
def test_the_page_ends_it_as_it_ended(client: Client, worker: Staff, result: str, words: str) -> None:
    case = make.case()
    made = promised(case, worker, due_at=timezone.now() + timedelta(hours=1))
    address = reverse("desk:follow_up", args=[made.pk])
    assert client.post(address, {"done": "1", "result": result, "words": "She told us"}).status_code == 302
    made.refresh_from_db()
    assert (made.result, made.done_words, made.done_by) == (result, "She told us", worker)
    panel = client.get(reverse("desk:case", args=[case.reference])).context["follow_ups"]
    assert [row.state for row in panel.done] == [words]


def test_the_page_says_what_is_missing_before_one_gives_up(client: Client, worker: Staff) -> None:
    made = promised(make.case(), worker, due_at=timezone.now() + timedelta(hours=1))
    answer = client.post(reverse("desk:follow_up", args=[made.pk]), {"done": "1", "result": "not_reached"})
    assert answer.status_code == 422
    assert "Three are needed at different times of day" in answer.content.decode()
    odd = client.post(reverse("desk:follow_up", args=[made.pk]), {"done": "1", "result": "odd"})
    assert odd.status_code == 422 and FollowUp.objects.open().count() == 1


def test_a_case_does_not_end_as_not_reached_while_a_callback_was_tried_too_seldom(worker: Staff) -> None:
    case = make.case()
    made = promised(case, worker)
    for outcome in ("Could not reach them", "couldn\u2019t reach her"):
        with pytest.raises(
            workflow.StatusNotAllowed, match=r"A callback is still open\. Nobody has tried yet"
        ):
            status.change_status(case=case, to="closed", outcome=outcome, actor=worker, now=NOW)
    tried(made, NOW, NOW + timedelta(hours=3), NOW + timedelta(hours=22))
    closed = status.change_status(
        case=case, to="closed", outcome="Could not reach them", actor=worker, now=NOW
    )
    assert not closed.is_open
    assert visible_follow_ups(worker).open().get() == made  # still to be ended by somebody, and seen


def test_any_other_ending_of_a_case_asks_for_no_tries(worker: Staff) -> None:
    case = make.case()
    promised(case, worker)
    closed = status.change_status(case=case, to="closed", outcome="She rang herself", actor=worker, now=NOW)
    assert not closed.is_open


# Never lost


@pytest.mark.parametrize("takes_over", [True, False])
def test_when_somebody_leaves_what_they_promised_is_somebody_elses(takes_over: bool) -> None:
    boss, goes, stays = make.staff("boss", role="manager"), make.staff("goes"), make.staff("stays")
    case = make.case()
    on_case, bare = promised(case, goes, owner=goes), without_a_case(goes, owner=goes)
    to = {case.team.pk: stays, make.team("housing").pk: stays} if takes_over else {case.team.pk: None}
    leaving.leave(staff=goes, to=to, actor=boss, now=NOW)
    for made in (on_case, bare):
        made.refresh_from_db()
        assert made.owner == (stays if takes_over else None) and made.done_at is None
        assert made in visible_follow_ups(stays).open()
    assert Event.objects.filter(verb="follow_up_handed_over", contact=bare.contact).exists()


def test_a_merge_takes_along_what_was_promised_and_undoing_it_gives_it_back(worker: Staff) -> None:
    gone, kept = make.case(), make.case("A leak", sender=make.BEN)
    made, done = promised(gone, worker), promised(gone, worker, words="Done before")
    follow_ups.done(follow_up=done, actor=worker, now=NOW)
    row = merges.merge(merged=gone, survivor=kept, actor=worker, now=NOW)
    made.refresh_from_db()
    done.refresh_from_db()
    assert (made.case, done.case) == (kept, gone)
    merges.unmerge(row=row, actor=worker, now=NOW + timedelta(minutes=5))
    made.refresh_from_db()
    assert made.case == gone
    ended = follow_ups.done(follow_up=made, actor=worker, now=NOW + timedelta(hours=1))
    assert ended.result == "kept"


# When it falls due (P21)


@pytest.mark.parametrize(
    ("wanted", "due"),
    [
        ("2026-03-07 10:00", "Monday 9 March 09:00"),  # a Saturday
        ("2026-03-02 20:00", "Tuesday 3 March 09:00"),  # in the evening
        ("2026-04-03 10:00", "Tuesday 7 April 09:00"),  # Good Friday, then Easter Monday
        ("2026-03-03 10:00", "Tuesday 3 March 10:00"),  # while the team works
    ],
)
def test_a_time_at_which_nobody_works_moves_to_when_they_next_do(
    client: Client, monkeypatch: pytest.MonkeyPatch, wanted: str, due: str
) -> None:
    make.opening_hours()
    case = make.case()
    monkeypatch.setattr("casework.views.follow_ups.timezone.now", lambda: NOW)
    day, clock = wanted.split()
    year, month, number = day.split("-")
    answer = client.post(
        reverse("desk:follow_up_new", args=[case.reference]),
        {"kind": "callback", "words": "Ring", "day_day": number, "day_month": month, "day_year": year, "clock": clock},
    )  # fmt: skip
    assert answer.status_code == 302
    made = FollowUp.objects.get()
    assert f"{timezone.localtime(made.due_at):%A %-d %B %H:%M}" == due


def test_a_time_that_has_passed_is_refused(client: Client) -> None:
    case = make.case()
    answer = client.post(
        reverse("desk:follow_up_new", args=[case.reference]),
        {"kind": "callback", "words": "Ring", "day_day": "2", "day_month": "3", "day_year": "2020", "clock": "10:00"},
    )  # fmt: skip
    assert answer.status_code == 422 and not FollowUp.objects.exists()


# A callback with a window and the best number


def test_a_callback_has_a_window_and_the_number_they_asked_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make.case()
    point = ContactPoint.objects.get()
    monkeypatch.setattr("casework.views.follow_ups.timezone.now", lambda: NOW)
    typed = {"kind": "callback", "words": "Ring", "clock": "16:00", "begins": "2pm", "number": str(point.pk)}
    assert client.post(reverse("desk:follow_up_new", args=[case.reference]), typed).status_code == 302
    made = FollowUp.objects.get()
    assert made.window_from is not None
    assert (f"{made.window_from:%H:%M}", f"{made.due_at:%H:%M}", made.contact_point) == (
        "14:00",
        "16:00",
        point,
    )
    page = client.get(reverse("desk:case", args=[case.reference]))
    assert page.context["follow_ups"].open[0].when.endswith("14:00 to 16:00")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"clock": "16:00", "begins": "17:00"}, "The window must begin before it ends."),
        ({"begins": "14:00"}, "Write by when, too."),
        ({"clock": "16:00", "begins": "tea time"}, "Write the time like"),
        ({"clock": "16:00", "number": "odd"}, "Select a valid choice"),
    ],
)
def test_a_window_that_cannot_be_is_refused_with_words(
    client: Client, monkeypatch: pytest.MonkeyPatch, typed: dict[str, str], words: str
) -> None:
    monkeypatch.setattr("casework.views.follow_ups.timezone.now", lambda: NOW)
    case = make.case()
    answer = client.post(
        reverse("desk:follow_up_new", args=[case.reference]), {"kind": "callback", "words": "Ring", **typed}
    )
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not FollowUp.objects.exists()


# A promise in a reply


@pytest.fixture
def texting(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32
    settings.TWILIO_AUTH_TOKEN = "test-token"
    settings.TWILIO_NUMBER = "+447700900000"


def test_a_reply_promises_in_the_same_breath(texting: None, client: Client, worker: Staff) -> None:
    make.opening_hours()
    case = make.case()
    by = timezone.localdate() + timedelta(days=30)
    typed = {
        "do": "send", "body": "We will ring you", "promise-what": "ring",
        "promise-day_day": str(by.day), "promise-day_month": str(by.month), "promise-day_year": str(by.year),
    }  # fmt: skip
    assert client.post(reverse("desk:reply", args=[case.reference]), typed).status_code == 302
    made = FollowUp.objects.get()
    reply = Contact.objects.get(case=case, direction="out", automatic=False)
    assert (made.kind, made.case, made.contact, made.owner) == ("promise", case, reply, worker)
    assert made.words == "Ring them, as we promised"
    assert made.contact_point == ContactPoint.objects.get()
    # The same sent twice at once is one message and one promise.
    client.post(reverse("desk:reply", args=[case.reference]), typed)
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"promise-what": "ring"}, "Say by which day."),
        ({"promise-what": "other", "promise-day_day": "1", "promise-day_month": "3", "promise-day_year": "2031"},
         "Say what you promise."),
        ({"promise-what": "ring", "promise-day_day": "1", "promise-day_month": "3", "promise-day_year": "2020"},
         "That time has passed."),
        ({"promise-what": "ring", "promise-day_day": "31", "promise-day_month": "2", "promise-day_year": "2031"},
         "real date"),
    ],
)  # fmt: skip
def test_a_promise_that_says_too_little_sends_nothing(
    texting: None, client: Client, typed: dict[str, str], words: str
) -> None:
    case = make.case()
    answer = client.post(reverse("desk:reply", args=[case.reference]), {"do": "send", "body": "Yes", **typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page and "Yes</textarea>" in page
    assert (
        not FollowUp.objects.exists()
        and not Contact.objects.filter(direction="out", automatic=False).exists()
    )


def test_a_reply_that_is_taken_back_promised_nothing(texting: None, worker: Staff) -> None:
    case = make.case()
    point = ContactPoint.objects.get()
    promise = ("Ring them", NOW + timedelta(days=1))
    sent = replies.reply(
        case=case, body="We ring you", contact_point=point, actor=worker, now=NOW, hold=replies.UNDO, promise=promise
    )  # fmt: skip
    assert replies.take_back(contact=sent, actor=worker, now=NOW + timedelta(seconds=3))
    assert FollowUp.objects.get().result == "not_needed"


def test_a_promise_in_summer_is_told_by_the_clock_on_the_wall(worker: Staff) -> None:
    made = promised(make.case(), worker, due_at=datetime(2026, 7, 1, 9, 0, tzinfo=UTC))
    assert selectors_follow_ups.sentence(_with_tries(made), now=NOW) == (
        "Callback promised for Wednesday 1 July by 10:00, not tried yet"
    )


def _with_tries(made: FollowUp) -> Any:
    return FollowUp.objects.annotate(tries=selectors_follow_ups.number_of_tries()).get(pk=made.pk)
