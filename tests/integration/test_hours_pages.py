"""The pages on which an office says when it works."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from casework.models import BankHoliday, Closure, Office, OpeningHours, Staff
from casework.permissions import NotAllowed
from casework.services import holidays, hours
from casework.working_time import Slot
from tests import factories as make
from tests.reading import Page

pytestmark = pytest.mark.django_db

HOURS = "/desk/settings/hours/"
OFFICE = f"{HOURS}office/"
NEW = f"{HOURS}closures/new/"
BIDI = "\u202etxt"
HOSTILE = ["\u0000", "\u202e", "Ω" * 5000, "é", "<script>", "-1", "9" * 400, "٠٩:٠٠", "09:00\n10:00", "25:00"]


@pytest.fixture
def lead() -> Staff:
    return make.staff("lead", role="lead", lead=True)


@pytest.fixture
def desk(lead: Staff) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def week(*slots: tuple[int, str, str], do: str = "save", **more: str) -> dict[str, str]:
    """What the form posts for these slots; one empty row on the other days."""
    data: dict[str, str] = {"do": do, **more}
    for day in range(7):
        rows = [slot for slot in slots if slot[0] == day] or [(day, "", "")]
        for number, (_, opens, closes) in enumerate(rows):
            data |= {f"opens_{day}_{number}": opens, f"closes_{day}_{number}": closes}
    return data


def stored(team: Any = None) -> list[tuple[int, str, str]]:
    return [
        (each.weekday, f"{each.opens:%H:%M}", f"{each.closes:%H:%M}")
        for each in OpeningHours.objects.filter(team=team)
    ]


def test_the_first_page_shows_weeks_closures_holidays_and_a_promise_made_now(desk: Client) -> None:
    make.opening_hours()
    van = make.team("outreach-van")
    make.opening_hours(van, (5, "10:00", "13:00"), (5, "14:00", "00:00"))
    Closure.objects.create(first_day=date(2090, 1, 2), last_day=date(2090, 1, 3), reason=f"Training {BIDI}")
    Closure.objects.create(team=van, first_day=date(2020, 1, 2), last_day=date(2020, 1, 2), reason="Long ago")
    words = Page(desk.get(HOURS)).words
    assert "Monday 09:00 to 17:30" in words and "Sunday Closed" in words
    assert "Saturday 10:00 to 13:00, 14:00 to midnight" in words and "As the office" in words
    assert "Monday 2 January 2090 to Tuesday 3 January 2090" in words and "The whole office" in words
    assert "Closures that are over (1)" in words and "\u202e" not in words
    assert "if it has 5 working days" in words and "if it has 4 working hours" in words


def test_the_first_page_asks_as_many_statements_for_one_team_as_for_ten(
    desk: Client, django_assert_num_queries: Any
) -> None:
    make.opening_hours()
    desk.get(HOURS)
    for number in range(10):
        team = make.team(f"team-{number}")
        make.opening_hours(team)
        Closure.objects.create(team=team, first_day="2090-01-01", last_day="2090-01-01", reason="Away")
        BankHoliday.objects.create(nation="england-and-wales", day=date(2091, 1, 1 + number), title="A day")
        with django_assert_num_queries(FIRST_PAGE):
            assert desk.get(HOURS).status_code == 200


# Session, who asks and office; teams, weeks; calendars (3); holidays, closures.
FIRST_PAGE = 8


@pytest.mark.parametrize(
    ("path", "statements"),
    [(OFFICE, 2), (NEW, 2), (f"{HOURS}holidays/", 2)],
)
def test_the_other_pages_state_their_statements(
    desk: Client, django_assert_num_queries: Any, path: str, statements: int
) -> None:
    make.opening_hours()
    with django_assert_num_queries(statements):
        assert desk.get(path).status_code == 200


def test_an_office_that_set_up_nothing_is_told_that_time_is_counted_by_the_clock(desk: Client) -> None:
    words = Page(desk.get(HOURS)).words
    assert "no opening hours yet" in words and "No closures are coming up" in words


def test_a_missing_year_of_bank_holidays_is_said_in_words(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = timezone.localdate().year
    monkeypatch.setattr(holidays, "_shipped", lambda: ())
    BankHoliday.objects.create(nation="england-and-wales", day=date(year, 12, 31), title="A day")
    for path in (HOURS, f"{HOURS}holidays/"):
        words = Page(desk.get(path)).words
        assert f"No bank holidays of {year + 1} are known for England and Wales" in words
        assert f"No bank holidays of {year} are" not in words
    assert "refresh_holidays" in words


def test_a_week_that_is_never_open_again_is_told(desk: Client, lead: Staff) -> None:
    make.opening_hours(None, (0, "09:00", "17:00"))
    today = timezone.localdate()
    for number in range(4):
        first = date(today.year + number, 1, 1)
        hours.close(team=None, first_day=first, last_day=date(today.year + number, 12, 31), reason="Shut", actor=lead, now=make.NOW)  # fmt: skip
    assert "no working time for two years on end" in Page(desk.get(HOURS)).words


def test_a_week_with_a_break_is_kept(desk: Client) -> None:
    make.opening_hours()
    slots = [(day, *slot) for day in range(5) for slot in (("8am", "12"), ("13.30", "5.30pm"))]
    answer = desk.post(OFFICE, week(*slots, (5, "22:00", "midnight")), follow=True)
    assert "The office's hours are kept" in Page(answer).words
    assert stored() == [
        *((day, *slot) for day in range(5) for slot in (("08:00", "12:00"), ("13:30", "17:30"))),
        (5, "22:00", "00:00"),
    ]


def test_slots_that_stay_keep_their_history(desk: Client) -> None:
    make.opening_hours()
    monday = OpeningHours.objects.get(weekday=0)
    desk.post(OFFICE, week(*[(day, "09:00", "17:30") for day in range(4)]))
    assert OpeningHours.objects.get(weekday=0).pk == monday.pk
    assert not OpeningHours.objects.filter(weekday=4).exists()


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ([(0, "09:00", "12:00"), (0, "11:00", "17:00")], "Monday: 09:00 to 12:00 and 11:00 to 17:00 overlap."),
        ([(2, "09:00", "12:00"), (2, "09:00", "12:00")], "Wednesday: 09:00 to 12:00 and 09:00 to 12:00 overlap."),
        ([(1, "17:00", "09:00")], "Tuesday: the closing time must be after the opening time."),
        ([(1, "09:00", "09:00")], "Tuesday: the closing time must be after the opening time."),
        ([(6, "22:00", "02:00")], "close at midnight and open the next day at 00:00"),
        ([(3, "09:00", "")], "Thursday: write when it closes too, or empty both."),
        ([(3, "", "17:00")], "Thursday: write when it opens too, or empty both."),
        ([(4, "nine", "17:00")], "Friday: Write the time like 14:30 or 2.30pm."),
        ([(4, "25:00", "26:00")], "Friday: This time does not exist."),
    ],
)  # fmt: skip
def test_a_week_that_cannot_be_is_refused_in_words(
    desk: Client, slots: list[tuple[int, str, str]], said: str
) -> None:
    make.opening_hours()
    answer = desk.post(OFFICE, week(*slots))
    assert answer.status_code == 422 and said in Page(answer).words
    assert len(stored()) == 5
    assert Page(answer).values[f"opens_{slots[0][0]}_0"] == slots[0][1]


def test_slots_that_touch_are_two_slots_all_the_same(desk: Client) -> None:
    assert desk.post(OFFICE, week((0, "09:00", "12:00"), (0, "12:00", "17:00"))).status_code == 302
    assert len(stored()) == 2


def test_rows_come_and_go_without_javascript_and_without_saving(desk: Client) -> None:
    page = Page(desk.post(OFFICE, week((0, "09:00", "12:00"), do="add-0")))
    assert page.values["opens_0_0"] == "09:00" and page.values["opens_0_1"] == ""
    page = Page(desk.post(OFFICE, week((0, "09:00", "12:00"), (0, "13:00", "oops"), do="remove-0-0")))
    assert (
        page.values["opens_0_0"] == "13:00"
        and page.values["closes_0_0"] == "oops"
        and "opens_0_1" not in page.values
    )
    page = Page(desk.post(OFFICE, week((0, "09:00", "12:00"), (5, "1", "2"), do="copy")))
    assert [page.values[f"opens_{day}_0"] for day in range(7)] == ["09:00"] * 5 + ["1", ""]
    assert not stored()


def test_a_day_has_six_rows_at_most(desk: Client) -> None:
    full = week(*[(0, f"{hour:02}:00", f"{hour:02}:30") for hour in range(6)], do="add-0")
    page = Page(desk.post(OFFICE, full))
    assert "opens_0_5" in page.values and "opens_0_6" not in page.values


@pytest.mark.parametrize(
    "do", ["add", "add-", "add-9", "add-x", "remove-0", "remove-0-9", "remove-7-0", "add-²", "x", ""]
)
def test_a_button_that_is_none_of_ours_changes_nothing(desk: Client, do: str) -> None:
    assert desk.post(OFFICE, week((0, "09:00", "12:00"), do=do)).status_code == 200
    assert not stored()


@pytest.mark.parametrize("text", HOSTILE)
def test_odd_text_in_a_time_is_refused_and_shown_safely(desk: Client, text: str) -> None:
    page_answer = desk.post(OFFICE, week((0, text, "17:00"), seen=text))
    assert page_answer.status_code in (302, 422)
    if page_answer.status_code == 422:
        assert not Page(page_answer).dangers
    assert len(stored()) in (0, 1)


def test_two_people_at_once_do_not_undo_each_other(desk: Client) -> None:
    make.opening_hours()
    seen = Page(desk.get(OFFICE)).values["seen"]
    OpeningHours.objects.filter(weekday=4).delete()
    answer = desk.post(OFFICE, week((0, "09:00", "12:00"), seen=seen), follow=True)
    assert "Somebody else has changed these hours" in Page(answer).words
    assert len(stored()) == 4


def test_a_team_gets_a_week_of_its_own_and_gives_it_back(desk: Client) -> None:
    make.opening_hours()
    team = make.team("outreach-van")
    path = f"{HOURS}teams/{team.pk}/"
    page = Page(desk.get(path))
    assert "works as the office does" in page.words and page.values["opens_0_0"] == "09:00"
    desk.post(path, week((5, "10:00", "13:00"), seen=page.values["seen"]))
    assert stored(team) == [(5, "10:00", "13:00")] and len(stored()) == 5
    assert "has a week of its own" in Page(desk.get(path)).words
    answer = desk.post(path, {"do": "as-office"}, follow=True)
    assert "The hours of Outreach van are kept" in Page(answer).words and stored(team) == []


def test_a_closure_is_added_changed_and_removed(desk: Client) -> None:
    team = make.team("housing")
    first = {"first_day_day": "24", "first_day_month": "12", "first_day_year": "2026"}
    answer = desk.post(NEW, {"who": "office", "reason": "Training", **first}, follow=True)
    assert "The whole office is closed on Thursday 24 December 2026" in Page(answer).words
    closure = Closure.objects.get()
    assert (closure.team, closure.first_day, closure.last_day) == (
        None,
        date(2026, 12, 24),
        date(2026, 12, 24),
    )
    path = f"{HOURS}closures/{closure.pk}/"
    assert Page(desk.get(path)).values["reason"] == "Training"
    last = {"last_day_day": "31", "last_day_month": "dec", "last_day_year": "2026"}
    assert desk.post(path, {"who": str(team.pk), "reason": "Moving", **first, **last}).status_code == 302
    closure.refresh_from_db()
    assert (closure.team, closure.last_day, closure.reason) == (team, date(2026, 12, 31), "Moving")
    assert "The closure is removed" in Page(desk.post(path, {"do": "remove"}, follow=True)).words
    assert not Closure.objects.exists() and desk.get(path).status_code == 404


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"first_day_day": ""}, "The first day must include a day"),
        ({"first_day_day": "31", "first_day_month": "2"}, "must be a real date"),
        ({"first_day_year": "1999"}, "must be 1 January 2000 or later"),
        ({"last_day_day": "23", "last_day_month": "12", "last_day_year": "2026"}, "must be the first day or later"),
        ({"last_day_day": "25", "last_day_month": "12", "last_day_year": "2027"}, "may last a year"),
        ({"reason": "\u200b\u202e"}, "Say why it is closed"),
        ({"reason": "x" * 201}, "Shorten it to 200"),
        ({"who": "nobody"}, "Choose the office or one of its teams"),
        ({"who": ""}, "Choose who is closed"),
    ],
)  # fmt: skip
def test_a_closure_that_cannot_be_is_refused_in_words(desk: Client, more: dict[str, str], said: str) -> None:
    data = {
        "who": "office", "reason": "Training", "first_day_day": "24", "first_day_month": "12", "first_day_year": "2026",
    }  # fmt: skip
    answer = desk.post(NEW, data | more)
    assert answer.status_code == 422 and said in Page(answer).words and not Closure.objects.exists()


def test_the_nation_decides_whose_bank_holidays_count(desk: Client) -> None:
    make.office()
    path = f"{HOURS}holidays/"
    assert "Easter Monday" in Page(desk.get(path)).words
    answer = desk.post(path, {"nation": "scotland"}, follow=True)
    assert "Bank holidays: Scotland." in Page(answer).words and "St Andrew" in Page(answer).words
    assert Office.current().nation == "scotland"
    assert "works on bank holidays" in Page(desk.post(path, {"nation": "none"}, follow=True)).words
    assert desk.post(path, {"nation": "wales"}).status_code == 422
    assert desk.post(path, {}).status_code == 422


@pytest.mark.parametrize("role", ["handler", "caseworker"])
def test_who_does_not_set_up_the_office_sees_no_page_and_changes_nothing(role: str) -> None:
    worker = make.staff("worker", role=role)
    client = Client()
    client.force_login(worker)
    assert client.get(HOURS).status_code == 403 and client.post(OFFICE, week()).status_code == 403
    closure = Closure.objects.create(first_day="2026-12-24", last_day="2026-12-24", reason="Training")
    days: Any = {"first_day": date(2026, 1, 1), "last_day": date(2026, 1, 1), "reason": "x", "team": None}
    by: Any = {"actor": worker, "now": make.NOW}
    for act in (
        lambda: hours.set_week(team=None, slots=[Slot(0, 540, 600)], **by),
        lambda: hours.set_nation(nation="none", **by),
        lambda: hours.close(**days, **by),
        lambda: hours.change_closure(closure=closure, **days, **by),
        lambda: hours.remove_closure(closure=closure, **by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not stored() and Closure.objects.get().reason == "Training"


def test_changes_are_kept_in_history(desk: Client) -> None:
    desk.post(OFFICE, week((0, "09:00", "12:00")))
    row: Any = OpeningHours.objects.get()
    assert row.versions.count() == 1 and row.opens == time(9)
