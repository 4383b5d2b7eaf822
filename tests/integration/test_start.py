"""The start page of each role: what is on it, for whom, how much of it, and what it costs."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.models import Alarm, CallInProgress, Case, Contact, FollowUp, Staff, Task, Team
from casework.services import conflicts, follow_ups, status
from tests import factories as make

pytestmark = pytest.mark.django_db

# Each: session with who asks and the office. Every reader: their teams; late and promised of the teams; what the rows show:
# cases, promises, the parties of their cases.
#   handler: half done, what rings; callbacks with rows and parties; what they logged with rows and references
#   caseworker: tasks; late, promised, unanswered and reminders of their own, and the rows of these read apart
#   lead and manager: unanswered; needs filing and its rows; load; late by team; new; ended
#   administrator: alarms; three of traffic; what two channels ask about themselves
STATEMENTS = {"handler": 15, "caseworker": 15, "lead": 14, "manager": 14, "administrator": 7}
ROLES = ("handler", "caseworker", "lead", "manager", "administrator")
NOW = make.NOW + timedelta(minutes=30)
BEFORE = NOW - timedelta(days=60)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def people() -> dict[str, Staff]:
    make.office()
    make.team("debt")
    return {role: make.staff(role, role=role, lead=role == "lead") for role in ROLES}


def opened(staff: Staff) -> Any:
    client = Client()
    client.force_login(staff)
    page = client.get(reverse("desk:start"))
    assert page.status_code == 200
    return page


def blocks(staff: Staff) -> dict[str, SimpleNamespace]:
    return {block.code: block for group in opened(staff).context["groups"] for block in group.blocks}


def counts(staff: Staff) -> dict[str, str]:
    return {code: block.count for code, block in blocks(staff).items() if block.kind == "rows"}


def shown(block: SimpleNamespace) -> list[str]:
    return [row.reference for row in block.rows]


REFERENCES = iter(f"X{number:08}" for number in range(10_000_000))


def case(words: str = "My boiler is broken", **fields: Any) -> Case:
    """An answered case of the triage team, two hours old, unless told otherwise; a copy of one that a text opened."""
    pattern = Case.objects.filter(summary="The pattern").first() or _pattern()
    at, named = fields.pop("at", NOW - timedelta(hours=2)), fields.pop("named", ())
    plain = {
        "summary": words, "opened_at": at, "last_activity_at": at, "needs_answer": False, "due_at": None, "is_open": True,
        "status": "new", "closed_at": None, **fields,
    }  # fmt: skip
    made = Case.objects.create(**{**_columns(pattern), "reference": next(REFERENCES), **_by_column(plain)})
    for each in named:
        made.named.add(each)
    return made


def _pattern() -> Case:
    """It ended long ago, so that nothing counts it."""
    made = make.case("The pattern", at=BEFORE)
    Case.objects.filter(pk=made.pk).update(
        is_open=False, status="closed", closed_at=BEFORE, needs_answer=False
    )
    return made


def _columns(pattern: Case) -> dict[str, Any]:
    left_out = ("id", "reference", "search")
    fields = [each.attname for each in Case._meta.concrete_fields]
    return {name: getattr(pattern, name) for name in fields if name not in left_out}


def _by_column(fields: dict[str, Any]) -> dict[str, Any]:
    return {Case._meta.get_field(name).attname: getattr(value, "pk", value) for name, value in fields.items()}  # type: ignore[union-attr]


LATE = {"due_at": NOW - timedelta(hours=1)}


def promised(on: Case, by: Staff, **fields: Any) -> FollowUp:
    given = {"kind": "callback", "words": "Ring her back", "due_at": NOW + timedelta(hours=2), **fields}
    made = follow_ups.make(case=on, actor=by, now=given.pop("now", make.NOW), **given)
    assert made is not None
    return made


# An office of everything, counted in plain words


@pytest.fixture
def mixed(people: dict[str, Staff]) -> dict[str, Staff]:
    """Cases of one's own and of others, of every team, restricted, put aside, merged and ended."""
    worker, handler, lead = people["caseworker"], people["handler"], people["lead"]
    debt, housing = make.team("debt"), make.team("housing")
    stranger = make.staff("stranger", teams=("debt",))
    people["stranger"] = stranger
    for fields in (
        {}, {"assignee": worker}, {"assignee": handler}, {"team": housing}, {"team": debt}, {"team": debt, "assignee": worker},
        {"restricted": True}, {"restricted": True, "assignee": worker}, {"restricted": True, "team": debt},
        {"restricted": True, "named": (handler,)}, {"restricted": True, "team": debt, "named": (lead,)},
    ):  # fmt: skip
        case("Late", **fields, **LATE)
        case("Unanswered", **fields, needs_answer=True)
        case("In hand", **fields)
        aside = {"snoozed_until": NOW + timedelta(days=2), "needs_answer": True}
        case("Put aside", **fields, **aside)
        case("Put aside and late", **fields, **aside, **LATE)
        ended = case("Ended", **fields, needs_answer=True, **LATE)
        status.change_status(case=ended, to="closed", outcome="Done", actor=people["manager"], now=NOW)
        over = {"is_open": False, "status": "closed", "closed_at": NOW}
        case("Merged", **fields, **over, merged_into=case("Survivor", **fields))
        for kind in ("callback", "promise", "reminder"):
            on = case(kind, **fields)
            promised(on, people["manager"], kind=kind, owner=on.assignee)
    return people


def sees(staff: Staff, of: Case) -> bool:
    """The policy once more, in plain words."""
    teams = {each.team_id: each.is_lead for each in staff.memberships.all()}
    if staff.role == "administrator":
        return False
    mine = of.assignee_id == staff.pk
    if of.restricted:
        return mine or staff in of.named.all() or teams.get(of.team_id, False)
    return staff.role == "manager" or mine or of.team_id in teams


def seen_by(staff: Staff) -> list[Case]:
    return [each for each in Case.objects.all() if sees(staff, each)]


def in_teams(staff: Staff, of: Case) -> bool:
    return staff.role == "manager" or staff.memberships.filter(team=of.team_id).exists()


def is_late(of: Case) -> bool:
    return of.is_open and of.due_at is not None and of.due_at < NOW


def waits(of: Case) -> bool:
    aside = of.snoozed_until is not None and of.snoozed_until > NOW and not is_late(of)
    return of.is_open and of.needs_answer and not aside


def due(staff: Staff, *kinds: str) -> list[FollowUp]:
    rows = FollowUp.objects.filter(done_at=None, due_at__lt=NOW + timedelta(hours=11), kind__in=kinds)
    return [each for each in rows if each.case is not None and sees(staff, each.case)]


def plain(rows: Iterator[Any] | list[Any]) -> str:
    number = len(list(rows))
    return str(number) if number else ""


READERS = ("handler", "caseworker", "lead", "manager", "stranger")


def test_the_team_s_figures_are_those_of_the_cases_one_sees(mixed: dict[str, Staff]) -> None:
    for role in READERS:
        staff = mixed[role]
        found, theirs = counts(staff), [each for each in seen_by(staff) if in_teams(staff, each)]
        assert found["team-late"] == plain([each for each in theirs if is_late(each)]) != "", role
        promises = [each for each in due(staff, "callback", "promise") if in_teams(staff, each.case)]
        assert found["team-promised"] == plain(promises) != "", role
        if role in ("lead", "manager"):
            assert found["team-unanswered"] == plain([each for each in theirs if waits(each)]) != "", role


def test_one_s_own_figures_are_those_of_one_s_own_cases(mixed: dict[str, Staff]) -> None:
    staff = mixed["caseworker"]
    found, mine = counts(staff), [each for each in seen_by(staff) if each.assignee_id == staff.pk]
    assert found["mine-late"] == plain([each for each in mine if is_late(each)]) != ""
    assert found["mine-unanswered"] == plain([each for each in mine if waits(each)]) != ""
    promises = [each for each in due(staff, "callback", "promise") if each.owner_id == staff.pk]
    assert found["mine-promised"] == plain(promises) != ""
    reminders = [each for each in due(staff, "reminder") if each.owner_id == staff.pk]
    assert found["mine-to-do"] == plain(reminders) != ""


def test_load_lateness_and_days_are_those_of_the_cases_one_sees(mixed: dict[str, Staff]) -> None:
    for role in ("lead", "manager"):
        staff = mixed[role]
        found, known = blocks(staff), seen_by(staff)
        load = {row.name: row.number for row in found["load"].rows}
        for name in ("caseworker", "handler"):
            theirs = [each for each in known if each.assignee_id == mixed[name].pk and each.is_open]
            in_sight = [each for each in theirs if is_late(each) or each.snoozed_until is None]
            assert load[str(mixed[name])] == str(len(in_sight)), (role, name)
        assert {row.name: row.number for row in found["late-by-team"].rows} == late_by_team(role, known)
        theirs = [each for each in known if in_teams(staff, each) and each.merged_into_id is None]
        new = [each for each in theirs if each.opened_at.date() == NOW.date()]
        ended = [
            each for each in theirs if each.closed_at is not None and each.closed_at.date() == NOW.date()
        ]
        today = found["days"].figure.rows[0]
        assert today[1:] == (str(len(new)), str(len(ended))) and ended, role


def late_by_team(role: str, known: list[Case]) -> dict[str, str]:
    teams = {each.name for each in Team.objects.all() if role == "manager" or each.code != "debt"}
    rows = {name: [each for each in known if is_late(each) and each.team.name == name] for name in teams}
    return {name: str(len(late)) for name, late in rows.items() if late}


def test_nothing_of_a_hidden_case_is_on_the_page(mixed: dict[str, Staff]) -> None:
    for role in READERS:
        words = opened(mixed[role]).content.decode()
        hidden = [each.reference for each in Case.objects.all() if not sees(mixed[role], each)]
        assert [reference for reference in hidden if reference in words] == [], role


def test_every_figure_is_that_of_the_list_it_leads_to(mixed: dict[str, Staff]) -> None:
    """Of blocks that lead to the queue: the lists behind their links have as many rows together."""
    for role in ("handler", "caseworker", "lead", "manager"):
        client = Client()
        client.force_login(mixed[role])
        checked = []
        for block in blocks(mixed[role]).values():
            addresses = [url for _, url in block.links if url.startswith(reverse("desk:queue") + "?")]
            if block.kind == "rows" and addresses:
                listed = sum(len(client.get(url).context["rows"]) for url in addresses)
                assert str(listed) == block.count, (role, block.code)
                checked.append(block.code)
        assert "team-late" in checked, role


def test_whoever_has_a_conflict_of_interest_finds_nothing_of_that_case(people: dict[str, Staff]) -> None:
    worker = people["caseworker"]
    found = case("Late", assignee=worker, **LATE)
    assert counts(worker)["mine-late"] == "1"
    conflicts.declare(staff=worker, case=found, reason="My cousin", actor=people["lead"], now=NOW)
    assert counts(worker)["mine-late"] == "" == counts(worker)["team-late"]


# What is in each block


def test_five_rows_the_latest_first_and_how_many_there_are(people: dict[str, Staff]) -> None:
    made = [case(f"Late {n}", due_at=NOW - timedelta(hours=n)) for n in range(1, 8)]
    late = blocks(people["caseworker"])["team-late"]
    assert late.count == "7"
    assert shown(late) == [each.reference for each in reversed(made[2:])]


def test_the_case_that_waits_longest_comes_first(people: dict[str, Staff]) -> None:
    young = case(needs_answer=True, at=NOW - timedelta(hours=1), priority="urgent", priority_rank=3)
    old = case(needs_answer=True, at=NOW - timedelta(days=3))
    assert shown(blocks(people["lead"])["team-unanswered"]) == [old.reference, young.reference]


def test_a_case_and_a_promise_stand_once_in_the_most_pressing_block(people: dict[str, Staff]) -> None:
    worker = people["caseworker"]
    made = [
        case(f"Late {n}", due_at=NOW - timedelta(hours=n), assignee=worker, needs_answer=True) for n in (3, 2)
    ]
    other = case("Late too", **LATE)
    waiting = case("Unanswered", needs_answer=True, assignee=worker)
    promised(made[0], worker, owner=worker)
    found = blocks(worker)
    assert shown(found["mine-late"]) == [each.reference for each in made]
    assert shown(found["mine-unanswered"]) == [waiting.reference]
    assert shown(found["team-late"]) == [other.reference]
    assert shown(found["mine-promised"]) == [made[0].reference] and shown(found["team-promised"]) == []
    figures = [found[code].count for code in ("mine-late", "mine-unanswered", "team-late", "team-promised")]
    assert figures == ["2", "3", "3", "1"]
    assert found["mine-late"].note == "" != found["team-late"].note == found["team-promised"].note
    assert found["team-promised"].empty == ""
    theirs = blocks(people["lead"])
    assert shown(theirs["team-late"]) == [each.reference for each in (*made, other)]
    assert shown(theirs["team-unanswered"]) == [waiting.reference] and theirs["team-unanswered"].count == "3"


def test_rows_that_another_block_shows_make_room_for_the_next(people: dict[str, Staff]) -> None:
    made = [
        case(f"Late {n}", due_at=NOW - timedelta(hours=n), assignee=people["caseworker"])
        for n in range(1, 13)
    ]
    found = blocks(people["caseworker"])
    assert shown(found["mine-late"]) == [each.reference for each in made[:-6:-1]]
    assert shown(found["team-late"]) == [each.reference for each in made[-6:-11:-1]]


def test_what_is_promised_for_tomorrow_waits_for_tomorrow(people: dict[str, Staff]) -> None:
    worker = people["caseworker"]
    on = case()
    promised(
        on, worker, owner=worker, due_at=NOW + timedelta(hours=11, minutes=29), words="Just before midnight"
    )
    promised(on, worker, owner=worker, due_at=NOW + timedelta(hours=11, minutes=30), words="At midnight")
    late = promised(
        on, worker, owner=worker, now=NOW - timedelta(days=3), due_at=NOW - timedelta(days=2), words="Late"
    )
    ended = promised(on, worker, owner=worker, words="Done")
    follow_ups.done(follow_up=ended, actor=worker, now=NOW)
    found = blocks(worker)["mine-promised"]
    assert [row.words for row in found.rows] == ["Late", "Just before midnight"]
    assert [row.tag for row in found.rows] == ["Overdue", ""]
    assert found.rows[0].url == reverse("desk:ring", args=[late.pk])


def test_tasks_and_reminders_come_together_soonest_first(people: dict[str, Staff]) -> None:
    worker = people["caseworker"]
    on = case(assignee=worker)
    today = timezone.localdate(NOW)

    def task(title: str, **fields: Any) -> Task:
        given = {"assignee": worker, "due_on": today, "made_by": worker, "made_at": NOW, **fields}
        return Task.objects.create(case=on, title=title, **given)

    task("Today")
    task("Late", due_on=today - timedelta(days=2))
    task("Tomorrow", due_on=today + timedelta(days=1))
    task("Some day", due_on=None)
    task("Somebody else’s", assignee=people["lead"])
    task("Done", done_at=NOW, done_by=worker)
    hidden = case(restricted=True)
    Task.objects.create(
        case=hidden, title="Hidden", assignee=worker, due_on=today, made_by=worker, made_at=NOW
    )
    promised(on, worker, owner=worker, kind="reminder", words="Look again")
    found = blocks(worker)["mine-to-do"]
    assert found.count == "3"
    assert [row.title for row in found.rows[::2]] == ["Late", "Today"] and found.rows[1].words == "Look again"
    assert [row.tag for row in found.rows] == ["Overdue", "", ""]


def test_a_handler_finds_calls_half_done_callbacks_and_what_they_logged(people: dict[str, Staff]) -> None:
    handler, other = people["handler"], people["caseworker"]
    for author, on_hold in ((handler, NOW), (handler, None), (other, None)):
        CallInProgress.objects.create(
            author=author, channel="phone", typed={"name": [f"Of {author.username}"]}, started_at=NOW, saved_at=NOW,
            on_hold_since=on_hold,
        )  # fmt: skip
    on = case()
    promised(on, other, owner=handler, words="Ring her")
    promised(on, other, owner=handler, kind="promise", words="Send the form")
    make.call("Rang about the boiler", by=handler, at=NOW)
    make.call("Rang yesterday", by=handler, sender=make.BEN, at=NOW - timedelta(days=1))
    make.call("Somebody else wrote this", by=other, sender=make.LANDLINE, at=NOW)
    found = blocks(handler)
    assert [row.title for row in found["calls"].rows] == ["Of handler", "Of handler"]
    assert {row.tag for row in found["calls"].rows} == {"On hold", "Half done"}
    assert [row.words for row in found["callbacks"].rows] == ["Ring her"]
    assert [row.words for row in found["logged"].rows] == ["Rang about the boiler"]
    logged = Contact.objects.get(body="Rang about the boiler")
    assert logged.case is not None
    assert found["logged"].rows[0].url == f"/desk/cases/{logged.case.reference}/#contact-{logged.pk}"


def test_what_one_logged_on_a_case_one_does_not_see_leads_nowhere(people: dict[str, Staff]) -> None:
    handler = people["handler"]
    make.call("Rang about the boiler", by=handler, at=NOW)
    hidden = Case.objects.get()
    Case.objects.update(restricted=True)
    (row,) = blocks(handler)["logged"].rows
    assert (row.url, row.reference) == ("", "")
    assert hidden.reference not in opened(handler).content.decode()


def test_what_needs_filing_is_in_the_order_of_its_lane(people: dict[str, Staff]) -> None:
    for words, rank in (("Later", 1), ("Pressing", 3)):
        Contact.objects.create(
            channel="sms", took_place_at=NOW, logged_at=NOW, body=words, filing="held", priority_rank=rank
        )
    found = blocks(people["lead"])["filing"]
    assert [row.words for row in found.rows] == ["Pressing", "Later"] and found.count == "2"
    assert {row.url for row in found.rows} == {reverse("desk:filing")}


def test_the_five_with_most_are_drawn_and_whoever_has_least_is_named(people: dict[str, Staff]) -> None:
    others = [make.staff(f"worker{n}") for n in range(5)]
    for number, person in enumerate(others):
        for _ in range(number + 1):
            case(assignee=person)
    load = blocks(people["lead"])["load"]
    assert [(row.name, row.number, row.bar) for row in load.rows[:2]] == [
        ("Worker4 Example", "5", 100),
        ("Worker3 Example", "4", 80),
    ]
    assert load.rows[0].url == "/desk/?assignee=worker4" and len(load.rows) == 5
    assert load.words == "4 more have as many or fewer. Manager Example has none."


def test_an_administrator_finds_alarms_channels_and_settings_and_no_case(mixed: dict[str, Staff]) -> None:
    Alarm.objects.create(key="sms", words="Texts do not go out", first_at=NOW, last_at=NOW, times=3)
    page = opened(mixed["administrator"])
    found = {block.code: block for group in page.context["groups"] for block in group.blocks}
    assert list(found) == ["alarms", "channels", "settings"]
    assert [row.title for row in found["alarms"].rows] == ["Texts do not go out"]
    assert {"Health", "Routing rules"} <= {part["title"] for part in found["settings"].parts}
    words = page.content.decode()
    assert [each.reference for each in Case.objects.all() if each.reference in words] == []


# Empty, long and odd


def test_an_empty_office_says_what_is_so(people: dict[str, Staff]) -> None:
    said = {
        "handler": ["No call rings, and none is half done.", "You have nobody to ring back today.", "You have logged nothing yet today."],
        "caseworker": ["None of your cases is late.", "You promised nobody anything for today.", "No task and no reminder is due."],
        "lead": ["Nothing is late.", "Nobody waits for an answer.", "Nothing needs filing.", "Nobody has an open case."],
        "manager": ["Nothing is promised for today.", "No team has a late case.", "No case came and none ended"],
        "administrator": ["There is no alarm."],
    }  # fmt: skip
    for role, sentences in said.items():
        words = opened(people[role]).content.decode()
        assert [each for each in sentences if each not in words] == [], role


def test_somebody_of_no_team_is_told_so() -> None:
    words = opened(make.staff("alone", teams=())).content.decode()
    assert "You are in no team" in words and "Nothing is late." not in words


def test_somebody_of_several_teams_has_a_link_for_each(people: dict[str, Staff]) -> None:
    case(**LATE)
    links = blocks(people["caseworker"])["team-late"].links
    assert links == [
        ("Housing", "/desk/?overdue=true&team=housing"),
        ("Triage", "/desk/?overdue=true&team=triage"),
    ]
    (link,) = blocks(people["manager"])["team-late"].links
    assert link == ("All late cases", "/desk/?overdue=true")


def test_counting_stops_at_a_thousand(people: dict[str, Staff], monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("casework.selectors_start", "casework.counts"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", 2)
    for _ in range(4):
        case(**LATE)
    assert counts(people["lead"])["team-late"] == "2+"


def test_what_people_wrote_is_shown_as_text(people: dict[str, Staff]) -> None:
    case("<script>alert(1)</script> \u202e gnp", **LATE)
    words = opened(people["lead"]).content.decode()
    assert "<script>alert(1)" not in words and "&lt;script&gt;" in words and "\u202e" not in words


# What it costs, and how one gets there


@pytest.mark.parametrize("role", ROLES)
def test_a_start_page_costs_the_same_with_two_hundred_more_cases(role: str, people: dict[str, Staff]) -> None:
    staff = people[role]
    _one_of_each(people)
    few = statements(staff)
    _two_hundred_more(staff)
    assert statements(staff) == few == STATEMENTS[role]


def _one_of_each(people: dict[str, Staff]) -> None:
    """Every block has a row."""
    worker, handler, today = people["caseworker"], people["handler"], timezone.localdate(NOW)
    on = case("Late", assignee=worker, needs_answer=True, **LATE)
    case("Late too", **LATE)
    case("Unanswered", assignee=worker, needs_answer=True)
    promised(on, worker, owner=worker)
    promised(on, worker, owner=worker, kind="reminder")
    promised(on, worker, owner=handler)
    Task.objects.create(case=on, title="Do", assignee=worker, due_on=today, made_by=worker, made_at=NOW)
    make.call("Rang about the boiler", by=handler, at=NOW)
    CallInProgress.objects.create(
        author=handler, channel="phone", typed={"name": ["A"]}, started_at=NOW, saved_at=NOW
    )
    Contact.objects.create(channel="sms", took_place_at=NOW, logged_at=NOW, body="Which?", filing="held")


def _two_hundred_more(staff: Staff) -> None:
    mine = {} if staff.role == "administrator" else {"assignee": staff}
    pattern = _columns(case("One of many", needs_answer=True, **mine, **LATE))
    Case.objects.bulk_create([Case(**{**pattern, "reference": next(REFERENCES)}) for _ in range(200)])


def statements(staff: Staff) -> int:
    client = Client()
    client.force_login(staff)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse("desk:start")).status_code == 200
    return len([query for query in seen if "SAVEPOINT" not in query["sql"]])


def test_start_is_first_in_the_navigation_and_says_where_one_is(people: dict[str, Staff]) -> None:
    for role in ROLES:
        words = opened(people[role]).content.decode()
        first = words[words.index('class="oq-nav__list"') :].split("<li>")[1]
        assert 'href="/desk/start/" aria-current="page">Start</a>' in first, role


@pytest.mark.parametrize("role", ROLES)
def test_whoever_logs_in_begins_at_the_start_and_whoever_wanted_a_page_gets_that(
    role: str, people: dict[str, Staff]
) -> None:
    typed = {"username": role, "password": "onequeue-demo"}
    assert Client().post("/log-in/", typed)["Location"] == "/desk/start/"
    wanted = Client().post("/log-in/", {**typed, "next": "/desk/"})["Location"]
    assert wanted == ("/desk/settings/" if role == "administrator" else "/desk/")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_start_page_is_only_for_reading(method: str, people: dict[str, Staff]) -> None:
    client = Client()
    client.force_login(people["lead"])
    assert getattr(client, method)(reverse("desk:start")).status_code == 405


def test_odd_parameters_change_nothing(people: dict[str, Staff]) -> None:
    client = Client()
    client.force_login(people["lead"])
    assert client.get(reverse("desk:start") + "?at=%00&team=x&team=y").status_code == 200
