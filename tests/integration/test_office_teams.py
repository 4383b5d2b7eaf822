"""Teams: made, renamed, one of them triage, put out of use only when nothing depends on it, and who is in each."""

from typing import Any

import pytest
from django.test import Client

from casework.models import Case, EscalationStep, Event, FollowUp, Staff, Team
from casework.permissions import NotAllowed
from casework.services import teams
from casework.services.teams import CannotBeTeam
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

LIST = "/desk/settings/teams/"
LIST_STATEMENTS = 3
PAGE_STATEMENTS = 10


@pytest.fixture
def manager() -> Staff:
    return make.staff("manager", role="manager")


@pytest.fixture
def desk(manager: Staff) -> Client:
    client = Client()
    client.force_login(manager)
    return client


def url(team: Team) -> str:
    return f"{LIST}{team.pk}/"


def press(desk: Client, team: Team, do: str, **fields: str) -> Page:
    return Page(desk.post(url(team), {"do": do, **fields}, follow=True))


def test_a_team_is_made_and_renamed_and_keeps_its_code(desk: Client, manager: Staff) -> None:
    page = Page(desk.post(f"{LIST}new/", {"name": "  Legal \n help "}, follow=True))
    team = Team.objects.get(code="legal-help")
    assert "The team “Legal help” is made." in page.words and team.name == "Legal help" and team.active
    press(desk, team, "rename", name="Law centre")
    team.refresh_from_db()
    assert (team.name, team.code) == ("Law centre", "legal-help")
    event = Event.objects.get(verb="team_renamed")
    assert event.actor == manager and event.before == {"name": "Legal help"}
    assert event.after == {"name": "Law centre", "team": str(team.pk)}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Give the team a name."),
        ("\u200b", "Give the team a name."),
        ("HOUSING", "Another team has this name already."),
        ("x" * 101, "Shorten it to 100"),
    ],
    ids=["empty", "nothing to see", "taken", "long"],
)
def test_a_name_that_cannot_be_is_refused_and_not_lost(name: str, words: str, desk: Client) -> None:
    other = make.team("other")
    for path, fields in ((f"{LIST}new/", {}), (url(other), {"do": "rename"})):
        answer = desk.post(path, {"name": name, **fields})
        page = Page(answer)
        assert answer.status_code == 422 and words in page.words and page.dangers == []
    assert Team.objects.filter(name="Other").exists() and Team.objects.count() == 3


def test_two_names_of_one_code_are_two_codes(manager: Staff) -> None:
    made = teams.make(name="Housing!", actor=manager, now=make.NOW)
    assert made.code.startswith("housing-") and made.code != "housing"
    assert teams.make(name="…", actor=manager, now=make.NOW).code == "team"


def test_exactly_one_team_is_triage(desk: Client) -> None:
    housing = make.team("housing")
    page = press(desk, housing, "triage")
    assert "“Housing” is the triage team now." in page.words
    assert list(Team.objects.filter(is_triage=True)) == [housing] and Team.triage() == housing
    event = Event.objects.get(verb="triage_team")
    assert (event.before, event.after["triage"]) == ({"triage": "Triage"}, "Housing")


def test_a_team_out_of_use_cannot_be_triage(manager: Staff) -> None:
    team = make.team("old", active=False)
    with pytest.raises(CannotBeTeam, match="Put it back in use first"):
        teams.make_triage(team=team, actor=manager, now=make.NOW)
    assert Team.triage().code == "triage"


def _triage(team: Team) -> None:
    Team.objects.filter(is_triage=True).update(is_triage=False)
    Team.objects.filter(pk=team.pk).update(is_triage=True)


def _cases(team: Team) -> None:
    make.case()
    Case.objects.update(team=team)


def _rule(team: Team) -> None:
    make.rules(
        {"name": "Cold flats", "team": team.code}, {"name": "Asleep", "team": team.code, "active": False}
    )


def _step(team: Team) -> None:
    EscalationStep.objects.create(action="move", team=team)


def _follow_up(team: Team) -> None:
    contact = make.case().contacts.first()
    FollowUp.objects.create(
        kind="callback",
        words="Ring",
        due_at=make.later(days=1),
        made_at=make.NOW,
        team=team,
        contact=contact,
        job="x",
    )


@pytest.mark.parametrize(
    ("hinder", "words"),
    [
        (_triage, "It is the triage team. Make another team the triage team first."),
        (_cases, "It has 1 open case. Send them to another team first."),
        (_rule, "Routing rules send cases to it: “Cold flats”. Change them first."),
        (_step, "Steps of the targets move cases to it: 1. Change them first."),
        (_follow_up, "It has 1 follow-up without a case. End them first."),
    ],
    ids=["triage", "open cases", "rules", "steps", "follow-ups"],
)
def test_a_team_that_something_depends_on_stays_in_use(hinder: Any, words: str, desk: Client) -> None:
    team = make.team("housing")
    hinder(team)
    page = Page(desk.get(url(team)))
    assert words in page.words and "Put it out of use" not in page.words
    assert words in press(desk, team, "off").words
    team.refresh_from_db()
    assert team.active and not Event.objects.filter(verb="team_out_of_use").exists()


def test_the_page_leads_to_the_cases_to_hand_over_and_an_administrator_is_told_whom_to_ask(
    desk: Client,
) -> None:
    team = make.team("housing")
    _cases(team)
    assert f'href="/desk/?team={team.code}"' in desk.get(url(team)).content.decode()
    desk.force_login(make.staff("admin", role="administrator", teams=()))
    page = Page(desk.get(url(team)))
    assert "Ask a lead of the team or a manager to send its cases on." in page.words
    assert "/desk/?team=" not in desk.get(url(team)).content.decode()


def test_a_team_goes_out_of_use_and_back(desk: Client) -> None:
    team = make.team("old")
    assert "“Old” is out of use." in press(desk, team, "off").words
    team.refresh_from_db()
    assert not team.active
    assert "Out of use" in Page(desk.get(LIST)).words
    press(desk, team, "on")
    team.refresh_from_db()
    assert team.active
    assert list(
        Event.objects.filter(verb__startswith="team_").order_by("at").values_list("verb", flat=True)
    ) == [
        "team_out_of_use",
        "team_in_use",
    ]


def test_people_come_in_lead_and_leave_with_who_did_it_on_record(desk: Client, manager: Staff) -> None:
    team, person = make.team("money"), make.staff("amina")
    page = press(desk, team, "add", staff="amina", lead="on")
    assert "Amina Example is in the team now." in page.words
    assert person.memberships.get(team=team).is_lead
    press(desk, team, "member", staff="amina")
    assert not person.memberships.get(team=team).is_lead
    press(desk, team, "remove", staff="amina")
    assert not person.memberships.filter(team=team).exists()
    said = Event.objects.filter(verb="team_members").order_by("at", "id")
    assert [each.words for each in said] == [
        "Amina Example leads Money",
        "Amina Example is in Money",
        "Amina Example left Money",
    ]
    assert all(each.actor == manager and each.after["staff"] == str(person.pk) for each in said)
    assert [each.before["as"] for each in said] == ["", "lead", "member"]


def test_whoever_leaves_a_team_keeps_the_cases_they_have(desk: Client) -> None:
    person = make.staff("amina")
    case = make.case()
    Case.objects.filter(pk=case.pk).update(assignee=person, team=make.team("housing"))
    assert "1 open case stays with them." in press(desk, make.team("housing"), "remove", staff="amina").words
    case.refresh_from_db()
    assert case.assignee == person


@pytest.mark.parametrize(
    ("do", "staff"),
    [
        ("add", "nobody"),
        ("add", ""),
        ("remove", "nobody"),
        ("lead", "\x00"),
        ("member", "x" * 9000),
        ("nonsense", ""),
    ],
    ids=["add nobody", "add empty", "remove nobody", "lead a NUL", "long", "no such verb"],
)
def test_odd_presses_change_nothing(do: str, staff: str, desk: Client) -> None:
    team = make.team("money")
    answer = desk.post(url(team), {"do": do, "staff": staff}, follow=True)
    assert answer.status_code in (200, 422) and Page(answer).dangers == []
    assert not team.memberships.exists() and not Event.objects.filter(verb="team_members").exists()


def test_an_administrator_is_not_offered_as_a_member(desk: Client) -> None:
    make.staff("admin", role="administrator", teams=())
    assert 'value="admin"' not in desk.get(url(make.team("money"))).content.decode()


@pytest.mark.parametrize("role", ["handler", "caseworker", "lead"])
def test_only_managers_and_administrators_may(role: str) -> None:
    actor, team = make.staff("somebody", role=role, lead=True), make.team("money")
    for act in (
        lambda: teams.make(name="New", actor=actor, now=make.NOW),
        lambda: teams.rename(team=team, name="New", actor=actor, now=make.NOW),
        lambda: teams.make_triage(team=team, actor=actor, now=make.NOW),
        lambda: teams.put_out_of_use(team=team, actor=actor, now=make.NOW),
        lambda: teams.put_in_use(team=team, actor=actor, now=make.NOW),
        lambda: teams.put_in(team=team, staff=actor, lead=True, actor=actor, now=make.NOW),
        lambda: teams.take_out(team=team, staff=actor, actor=actor, now=make.NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Event.objects.exists()


def test_the_changes_say_who_changed_what(desk: Client, manager: Staff) -> None:
    team = make.team("money")
    press(desk, team, "rename", name="Debt")
    make.staff("amina")
    press(desk, team, "add", staff="amina")
    page = Page(desk.get(f"{url(team)}changes/"))
    assert "Manager Example" in page.words
    assert "Name: “Money”, now “Debt”" in page.words and "Amina Example is in Debt" in page.words
    assert "Not by these pages" in page.words and "Added" in page.words  # the factory made it


@pytest.mark.parametrize("more", [0, 12], ids=["few", "many"])
def test_the_pages_cost_the_same_however_many_there_are(
    more: int, desk: Client, django_assert_num_queries: Any
) -> None:
    team = make.team("money")
    for number in range(more):
        make.team(f"team-{number}")
        make.staff(f"staff-{number}", teams=("money", f"team-{number}"), lead=number % 2 == 0)
    with django_assert_num_queries(LIST_STATEMENTS):
        desk.get(LIST)
    with django_assert_num_queries(PAGE_STATEMENTS):
        desk.get(url(team))
