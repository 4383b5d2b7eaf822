"""Until when a case is put aside: a sheet of situations, what refuses it, and what brings it back."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import snooze_rules as rules
from casework import working_time
from casework.snooze_rules import Facts
from casework.working_time import Calendar, Slot

LONDON = "Europe/London"
SHEET = Path(__file__).with_name("snooze.csv")
HOURS = {
    "office": tuple(Slot(day, 9 * 60, 17 * 60 + 30) for day in range(5)),
    "none": (),
    "evening": (Slot(1, 18 * 60, 20 * 60),),
}
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=ZoneInfo(LONDON))


def situations() -> list[Any]:
    with SHEET.open(newline="", encoding="utf-8") as sheet:
        return [pytest.param(row, id=row["situation"]) for row in csv.DictReader(sheet)]


def local(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(LONDON))


@pytest.mark.parametrize("row", situations())
def test_the_sheet(row: dict[str, str]) -> None:
    closed = frozenset(date.fromisoformat(day) for day in row["closed"].split())
    calendar, now = Calendar(HOURS[row["hours"]], closed, LONDON), local(row["now"])
    until = (
        rules.chosen(calendar, row["choice"], now=now)
        if row["choice"] in rules.LABELS
        else rules.moved(calendar, local(row["choice"]))
    )
    facts = Facts(due_at=local(row["due"]) if row["due"] else None, promise="First answer due")
    said = rules.refusal(facts, until=until, now=now, zone=LONDON)
    if not said and rules.passes_promise(facts, until=until):
        said = rules.promise_in_words(facts, now=now, zone=LONDON)
    # What is refused for its time is refused wherever it was moved to.
    moved = local(row["choice"]) if said == rules.PAST else until
    assert rules.in_words(moved, zone=LONDON) == row["until"]
    assert row["allowed"] in said if row["allowed"] != "yes" else said == ""


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(is_open=False), rules.ENDED),
        (Facts(urgent=True, needs_answer=True), rules.URGENT),
        (Facts(urgent=True, needs_answer=False), ""),
        (Facts(urgent=False, needs_answer=True), ""),
        (Facts(follow_up_at=NOW), rules.FOLLOW_UP_DUE),
        (Facts(follow_up_at=NOW + timedelta(minutes=1)), ""),
    ],
    ids=["ended", "urgent", "urgent and answered", "waiting", "follow-up due", "follow-up later"],
)
def test_what_stays_in_the_queue(facts: Facts, words: str) -> None:
    assert rules.refusal(facts, until=NOW + timedelta(days=1), now=NOW) == words


@pytest.mark.parametrize(
    ("until", "due_at", "hidden"),
    [
        (None, None, False),
        (timedelta(hours=1), None, True),
        (timedelta(0), None, False),
        (timedelta(hours=1), timedelta(minutes=1), True),
        (timedelta(hours=1), timedelta(minutes=-1), False),
    ],
    ids=["not put aside", "put aside", "time came", "promise runs", "late"],
)
def test_what_is_late_is_never_hidden(
    until: timedelta | None, due_at: timedelta | None, hidden: bool
) -> None:
    moments = [NOW + each if each is not None else None for each in (until, due_at)]
    assert rules.hidden(until=moments[0], due_at=moments[1], now=NOW) is hidden


@pytest.mark.parametrize(
    ("until", "follow_up", "words"),
    [
        (None, timedelta(0), ""),
        (timedelta(hours=1), None, ""),
        (timedelta(0), None, "The time came"),
        (timedelta(hours=1), timedelta(0), "A follow-up on it is due"),
        (timedelta(hours=1), timedelta(minutes=1), ""),
    ],
    ids=["not put aside", "not yet", "time", "follow-up", "follow-up later"],
)
def test_what_brings_it_back(until: timedelta | None, follow_up: timedelta | None, words: str) -> None:
    moments = [NOW + each if each is not None else None for each in (until, follow_up)]
    assert rules.wakes(until=moments[0], follow_up_at=moments[1], now=NOW) == words


slots = st.builds(
    lambda day, opens, length: Slot(day, opens, min(opens + length, 1440)),
    st.integers(0, 6), st.integers(0, 1380), st.integers(1, 720),
)  # fmt: skip


@given(
    st.lists(slots, min_size=1, max_size=7),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),
    st.sampled_from(sorted(rules.LABELS)),
)
def test_every_choice_is_a_later_moment_at_which_the_team_works(
    hours: list[Slot], now: datetime, choice: str
) -> None:
    calendar, now = Calendar(tuple(sorted(hours)), zone=LONDON), now.replace(tzinfo=ZoneInfo(LONDON))
    until = rules.chosen(calendar, choice, now=now)
    assert until > now and until.astimezone(ZoneInfo(LONDON)).date() > now.date()
    assert working_time.is_open(calendar, until)
    assert rules.moved(calendar, until) == until


def test_of_two_choices_that_are_the_same_moment_one_is_offered() -> None:
    calendar = Calendar(HOURS["office"], zone=LONDON)
    thursday, friday = local("2026-03-05 10:00"), local("2026-03-06 10:00")
    assert list(rules.offered(calendar, now=NOW)) == [rules.TOMORROW, rules.TWO_DAYS, rules.MONDAY]
    assert list(rules.offered(calendar, now=thursday)) == [rules.TOMORROW, rules.TWO_DAYS]
    assert list(rules.offered(calendar, now=thursday, kept=rules.MONDAY)) == [rules.TOMORROW, rules.MONDAY]
    assert rules.offered(calendar, now=friday) == {
        rules.TOMORROW: local("2026-03-09 09:00"),
        rules.TWO_DAYS: local("2026-03-10 09:00"),
    }


def test_a_team_that_never_works_again_is_put_aside_by_the_clock() -> None:
    closed = frozenset(date(2026, 1, 1) + timedelta(days=each) for each in range(1500))
    calendar = Calendar(HOURS["office"], closed, LONDON)
    found = rules.chosen(calendar, rules.TOMORROW, now=NOW)
    assert found == datetime.combine(date(2026, 3, 4), time(9), tzinfo=ZoneInfo(LONDON))
