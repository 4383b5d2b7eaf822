"""The list of what is promised, its tags in the queue, and how promises were kept."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.models import Case, FollowUp, Person, Staff
from casework.services import follow_ups, promises_kept, ringing
from casework.views import promised as promised_views
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.NOW
# Session, user and office; the follow-ups with all of a row; parties of their cases; the filter's staff, the teams.
STATEMENTS_OF_THE_LIST = 4
# Session, user and office; the figures, the teams' names.
STATEMENTS_OF_THE_FIGURES = 3


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
    made = follow_ups.make(case=case, actor=actor, now=given.pop("now", NOW), **given)
    assert made is not None
    return made


def at_noon(monkeypatch: pytest.MonkeyPatch, at: datetime = NOW) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def listed(client: Client, query: str = "") -> list[str]:
    page = client.get(reverse("desk:promised") + query)
    assert page.status_code == 200
    return [row.words for row in page.context["rows"]]


# The list


def test_what_is_overdue_comes_first_then_what_is_due_soonest(
    client: Client, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make.case()
    promised(case, worker, words="Later", due_at=NOW + timedelta(days=2), kind="promise")
    promised(
        case, worker, words="Window", window_from=NOW + timedelta(hours=2), due_at=NOW + timedelta(hours=4)
    )
    promised(case, worker, words="Overdue", due_at=NOW + timedelta(minutes=1))
    follow_ups.done(follow_up=promised(case, worker, words="Done"), actor=worker, now=NOW)
    at_noon(monkeypatch, NOW + timedelta(minutes=30))
    page = client.get(reverse("desk:promised"))
    rows = page.context["rows"]
    assert [(row.words, row.overdue) for row in rows] == [
        ("Overdue", True),
        ("Window", False),
        ("Later", False),
    ]
    assert rows[1].when == "today 14:00 to 16:00"
    assert (rows[0].state, rows[0].tone, rows[0].tries) == ("Overdue", "red", "Not tried yet")
    assert rows[0].reference == case.reference and rows[0].owner == "Nobody yet"


def test_a_caller_without_a_case_is_on_the_list_with_a_number_to_ring(client: Client, worker: Staff) -> None:
    taken = make.call(by=worker, staff_choice="none", outcome="callback")
    made = promised(None, worker, contact=taken.contact, team=make.team("housing"), owner=worker)
    page = client.get(reverse("desk:promised"))
    (row,) = page.context["rows"]
    assert (row.number, row.reference, row.team) == ("07••• •••101", "", "Housing")
    assert row.ring_url == reverse("desk:ring", args=[made.pk])
    assert "without a case" in page.content.decode()
    assert client.get(row.ring_url).status_code == 200 == client.get(row.url).status_code


def test_mine_my_teams_and_all_and_the_filters(client: Client, worker: Staff) -> None:
    other = make.staff("other", teams=("housing",))
    case, elsewhere = make.case(), make.case("Debts", sender=make.BEN)
    Case.objects.filter(pk=elsewhere.pk).update(team=make.team("debt"), assignee=worker)
    promised(case, worker, words="Mine", owner=worker, kind="promise")
    promised(case, worker, words="Theirs", owner=other)
    promised(Case.objects.get(pk=elsewhere.pk), worker, words="Another team's", kind="reminder")
    assert set(listed(client)) == {"Mine", "Theirs", "Another team's"}
    assert listed(client, "?whose=mine") == ["Mine"]
    assert set(listed(client, "?whose=teams")) == {"Mine", "Theirs"}
    assert listed(client, "?kind=reminder") == ["Another team's"]
    assert listed(client, "?owner=other") == ["Theirs"]
    assert listed(client, "?owner=other&whose=mine") == []
    for odd in ("?kind=odd", "?owner=nobody", "?whose=odd", "?at=odd", "?owner=%00"):
        assert set(listed(client, odd)) == {"Mine", "Theirs", "Another team's"}, odd


def test_nobody_sees_what_is_promised_on_a_case_they_do_not_see(client: Client, worker: Staff) -> None:
    promised(make.case(), worker)
    Case.objects.update(restricted=True)
    stranger = Client()
    stranger.force_login(make.staff("stranger", teams=("housing",)))
    assert listed(stranger) == []
    assert "Nothing is promised" in stranger.get(reverse("desk:promised")).content.decode()


def test_pages_meet_without_gap_or_repeat(
    client: Client, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promised_views, "PAGE_SIZE", 4)
    case = make.case()
    for number in range(10):
        promised(case, worker, words=f"No {number}", due_at=NOW + timedelta(hours=1 + number // 3))
    seen, url = [], reverse("desk:promised")
    while url:
        page = client.get(url)
        seen += [row.words for row in page.context["rows"]]
        older = page.context["older"]
        url = reverse("desk:promised") + older if older and page.context["rows"] else ""
    assert len(seen) == len(set(seen)) == 10


def test_the_list_costs_the_same_for_three_rows_and_for_thirty(client: Client, worker: Staff) -> None:
    fill(worker, 3)
    few = statements(client, reverse("desk:promised"))
    fill(worker, 27, start=3)
    assert statements(client, reverse("desk:promised")) == few == STATEMENTS_OF_THE_LIST


def fill(worker: Staff, number: int, start: int = 0) -> None:
    for each in range(start, start + number):
        case = make.case(f"Text {each}", sender=f"07700 900{200 + each}")
        promised(case, worker, person=Person.objects.create(name=f"Person {each}"))


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len([query for query in seen if "SAVEPOINT" not in query["sql"]])


# The queue


def test_the_queue_counts_them_and_tags_their_rows(
    client: Client, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    due, late, plain, far = (make.case(f"Text {n}", sender=f"07700 90021{n}") for n in range(4))
    promised(due, worker, due_at=NOW + timedelta(hours=2))
    promised(due, worker, due_at=NOW + timedelta(hours=3), kind="promise")
    promised(late, worker, due_at=NOW + timedelta(minutes=1), kind="promise")
    promised(plain, worker, due_at=NOW + timedelta(minutes=1), kind="reminder")
    promised(far, worker, due_at=NOW + timedelta(days=30))
    at_noon(monkeypatch, NOW + timedelta(minutes=30))
    page = client.get(reverse("desk:queue"))
    tags = {row.reference: row.promised for row in page.context["rows"]}
    assert tags == {
        due.reference: "Callback due 14:00",
        late.reference: "Promise overdue",
        plain.reference: "",
        far.reference: "",
    }
    assert "Callback due 14:00" in page.content.decode()
    view = next(each for each in page.context["views"] if each["label"] == "Promised")
    assert (view["count"], view["url"]) == ("5", reverse("desk:promised"))


# How promises were kept


def test_the_figures_tell_kept_late_broken_and_not_reached(worker: Staff) -> None:
    boss = make.staff("boss", role="manager")
    case = make.case()
    day = timedelta(days=1)

    def made(**fields: Any) -> FollowUp:
        return promised(case, worker, now=NOW - 10 * day, due_at=NOW - 2 * day, **fields)

    follow_ups.done(follow_up=made(), actor=worker, now=NOW - 3 * day)
    follow_ups.done(follow_up=made(), actor=worker, now=NOW - 1 * day)
    follow_ups.done(follow_up=made(), actor=worker, now=NOW - 3 * day, result="broken")
    follow_ups.done(follow_up=made(), actor=worker, now=NOW - 3 * day, result="not_needed")
    made()  # still open, and overdue
    promised(case, worker)  # still open, and not due yet
    follow_ups.done(follow_up=made(kind="reminder"), actor=worker, now=NOW - 3 * day)
    tried = made()
    ring(tried, worker, at=NOW - 1 * day)
    tried.refresh_from_db()
    follow_ups.done(follow_up=tried, actor=worker, now=tried.due_at - timedelta(minutes=1))
    (team,) = promises_kept.by_team(staff=boss, now=NOW)
    assert (team.total.kept, team.total.late, team.total.broken, team.total.not_reached) == (1, 2, 2, 0)
    assert team.total.all == sum(each.all for each in team.weeks.values()) == 5


def ring(made: FollowUp, actor: Staff, *, at: datetime) -> None:
    party = Case.objects.get().parties.get()
    assert party.contact_point is not None
    ringing.rang(
        case=made.case, follow_up=made, point=party.contact_point, outcome="no_answer", actor=actor, now=at
    )


def test_the_figures_are_by_week_and_older_ones_that_are_still_open_are_told_apart(worker: Staff) -> None:
    boss, case = make.staff("boss", role="manager"), make.case()
    for weeks in (1, 3, 20):
        promised(case, worker, now=NOW - timedelta(weeks=30), due_at=NOW - timedelta(weeks=weeks))
    (team,) = promises_kept.by_team(staff=boss, now=NOW)
    assert len(team.weeks) == promises_kept.WEEKS
    assert [each.broken for each in team.weeks.values()] == [0, 0, 0, 0, 1, 0, 1, 0]
    assert team.older == 1


def test_the_figures_count_only_what_one_sees(worker: Staff) -> None:
    lead = make.staff("lead", role="lead", teams=("debt",), lead=True)
    promised(make.case(), worker, now=NOW - timedelta(days=10), due_at=NOW - timedelta(days=2))
    assert promises_kept.by_team(staff=lead, now=NOW) == []


def test_the_page_of_figures_draws_and_tells_them(worker: Staff) -> None:
    boss = Client()
    boss.force_login(make.staff("boss", role="manager"))
    empty = boss.get(reverse("desk:promises_kept")).content.decode()
    assert "Nothing was promised in these weeks" in empty
    now = timezone.now()
    made = promised(make.case(), worker, now=now - timedelta(days=2), due_at=now + timedelta(days=1))
    follow_ups.done(follow_up=made, actor=worker, now=now)
    page = boss.get(reverse("desk:promises_kept"))
    words = page.content.decode()
    assert "1 of 1 kept in time (100%)" in words and "<svg" in words and "Triage" in words
    assert statements(boss, reverse("desk:promises_kept")) == STATEMENTS_OF_THE_FIGURES


@pytest.mark.parametrize("role", ["handler", "caseworker", "administrator"])
def test_the_figures_are_for_leads_and_managers(role: str) -> None:
    client = Client()
    client.force_login(make.staff("somebody", role=role))
    assert client.get(reverse("desk:promises_kept")).status_code == 403
