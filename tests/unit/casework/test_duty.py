"""Who is given a case unasked: on duty, with room, able; then whoever has least, or the next in turn."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.duty import Candidate, able, choose, has_room, on_duty, spoken
from casework.working_time import Calendar, Slot

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday
TODAY = date(2026, 3, 2)
OFFICE = Calendar(tuple(Slot(day, 540, 1050) for day in range(5)))
MORNINGS = Calendar((Slot(0, 540, 660),))


def chosen(
    *team: Candidate, by: str = "least", skill: str = "", language: str = "", now: datetime = NOW
) -> str:
    found = choose(team, by=by, skill=skill, language=language, calendar=OFFICE, now=now, today=TODAY)
    return found.id if found else ""


@pytest.mark.parametrize(
    ("candidate", "at_work"),
    [
        (Candidate("a"), True),
        (Candidate("a", hours=MORNINGS), False),
        (Candidate("a", hours=Calendar((Slot(0, 660, 780),))), True),
        (Candidate("a", leave=((TODAY, TODAY),)), False),
        (Candidate("a", leave=((date(2026, 2, 1), date(2026, 3, 1)),)), True),
    ],
)
def test_who_is_on_duty(candidate: Candidate, at_work: bool) -> None:
    assert on_duty(candidate, team=OFFICE, now=NOW, today=TODAY) is at_work


def test_nobody_is_on_duty_when_the_team_is_closed_and_all_are_where_it_has_no_hours() -> None:
    night = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert not on_duty(Candidate("a"), team=OFFICE, now=night, today=TODAY)
    assert on_duty(Candidate("a"), team=Calendar(()), now=night, today=TODAY)


def test_least_is_fewest_cases_and_then_whoever_was_given_something_longest_ago() -> None:
    early, late = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    assert chosen(Candidate("a", load=3), Candidate("b", load=1), Candidate("c", load=2)) == "b"
    assert chosen(Candidate("a", 1, last_given_at=late), Candidate("b", 1, last_given_at=early)) == "b"
    assert chosen(Candidate("a", 1, last_given_at=late), Candidate("b", 1)) == "b"


def test_in_turn_goes_by_who_was_given_something_longest_ago_whatever_they_have() -> None:
    early, late = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    team = (Candidate("a", load=9, last_given_at=early), Candidate("b", load=0, last_given_at=late))
    assert chosen(*team, by="turn") == "a"


def test_whoever_is_full_barred_or_unable_is_left_out() -> None:
    assert chosen(Candidate("a", load=2, cap=2), Candidate("b", load=7)) == "b"
    assert chosen(Candidate("a", cap=0)) == ""
    assert chosen(Candidate("a", barred=True), Candidate("b", load=9)) == "b"
    assert chosen(Candidate("a"), Candidate("b", load=9, skills=frozenset({"debt"})), skill="debt") == "b"
    assert chosen(Candidate("a"), skill="debt") == ""


def test_a_language_somebody_speaks_is_for_them_and_one_nobody_speaks_strands_nothing() -> None:
    polish = Candidate("b", load=9, languages=frozenset({"pl"}))
    assert chosen(Candidate("a"), polish, language="pl") == "b"
    assert chosen(Candidate("a"), polish, language="pl-PL") == "b"
    assert chosen(Candidate("a"), polish, language="so") == "a"
    assert spoken([polish], language="so") == "" and able(polish, skill="", language="en")


CANDIDATES = st.builds(
    Candidate,
    id=st.uuids().map(str),
    load=st.integers(0, 6),
    cap=st.one_of(st.none(), st.integers(0, 6)),
    last_given_at=st.one_of(st.none(), st.integers(0, 9).map(lambda hours: NOW - timedelta(hours=hours))),
    skills=st.sampled_from((frozenset(), frozenset({"debt"}))),
    languages=st.sampled_from((frozenset(), frozenset({"pl"}))),
    hours=st.sampled_from((None, MORNINGS)),
    leave=st.sampled_from(((), ((TODAY, TODAY),))),
    barred=st.booleans(),
)
TEAMS = st.lists(CANDIDATES, max_size=6, unique_by=lambda each: each.id)


@given(team=TEAMS, by=st.sampled_from(("least", "turn")), skill=st.sampled_from(("", "debt")), data=st.data())
def test_never_over_a_cap_never_off_duty_and_whoever_can_is_found(
    team: list[Candidate], by: str, skill: str, data: st.DataObject
) -> None:
    found = choose(team, by=by, skill=skill, language="pl", calendar=OFFICE, now=NOW, today=TODAY)
    needed = spoken(team, language="pl")
    fitting = [
        each
        for each in team
        if not each.barred and has_room(each) and able(each, skill=skill, language=needed)
        and each.hours is None and not each.leave
    ]  # fmt: skip
    assert (found is None) == (not fitting)
    if found is not None:
        assert found in fitting
        assert by == "turn" or found.load == min(each.load for each in fitting)
        shuffled = data.draw(st.permutations(team))
        again = choose(shuffled, by=by, skill=skill, language="pl", calendar=OFFICE, now=NOW, today=TODAY)
        assert again == found


@given(people=st.integers(1, 5), rounds=st.integers(1, 6))
def test_in_turn_is_fair(people: int, rounds: int) -> None:
    team = [Candidate(str(number)) for number in range(people)]
    for number in range(people * rounds):
        found = choose(team, by="turn", skill="", language="", calendar=OFFICE, now=NOW, today=TODAY)
        assert found is not None
        given_at = NOW + timedelta(seconds=number)
        team = [
            replace(each, load=each.load + 1, last_given_at=given_at) if each == found else each
            for each in team
        ]
    assert {each.load for each in team} == {rounds}
