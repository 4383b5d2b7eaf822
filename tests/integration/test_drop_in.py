"""The drop-in sheet: a morning's visits row by row, each once, whatever happens to the page in between."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.forms.drop_in_sheet import FIRST_ROWS, MOST_ROWS, known_names
from casework.models import (
    CallInProgress,
    Case,
    Contact,
    Event,
    FollowUp,
    Party,
    Person,
    PersonContactPoint,
    Staff,
)
from casework.services import drop_in
from tests import factories as make
from tests.text_battery import SENDABLE

pytestmark = pytest.mark.django_db

PAGE = "/desk/log/drop-in/"
NOW = datetime(2026, 7, 1, 15, 0, tzinfo=UTC)  # 16:00 on the office's clock
EMPTY_PAGE_STATEMENTS = 4
STATEMENTS_PER_NEW_VISIT = 55
NAMES = (
    "Amina Yusuf", "Ben Okoro", "Chloe Davies", "Dafydd Rees", "Ewa Nowak", "Farid Haidari", "Grace Lee", "Hassan Ali",
    "Iris Brown", "Jan Kowalski", "Kemi Adeyemi", "Liam Murphy",
)  # fmt: skip


@pytest.fixture
def handler() -> Staff:
    return make.staff("handler", role="handler")


@pytest.fixture
def desk(handler: Staff) -> Client:
    return of(handler)


def of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def sheet(*rows: dict[str, str], sheet_id: str = "", count: int = FIRST_ROWS, **head: str) -> dict[str, str]:
    """A sheet as a browser sends it, every field of every row."""
    typed = {
        "sheet": sheet_id or uuid4().hex,
        "rows": str(count),
        "place": "outreach",
        "place_words": "market",
        **head,
    }
    for number in range(1, count + 1):
        given = rows[number - 1] if number <= len(rows) else {}
        full = {"once": uuid4().hex, "time": "", "number": "", "name": "", "words": "", "service": "", "outcome": "",
                "minutes": "", "case": "", **given}  # fmt: skip
        typed |= {f"r{number}-{name}": value for name, value in full.items()}
    return typed


def visit(words: str = "Came about the boiler", **more: str) -> dict[str, str]:
    return {"words": words, "outcome": "answered", **more}


def twelve() -> list[dict[str, str]]:
    return [
        visit(f"Visit of {name}", name=name, number=f"07700 900{300 + number}", minutes="5")
        for number, name in enumerate(NAMES)
    ]


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def logged() -> list[Contact]:
    return list(Contact.objects.filter(channel="in_person").order_by("took_place_at", "logged_at", "id"))


# All of it is saved


def test_twelve_visits_are_twelve_contacts_with_their_head(desk: Client, handler: Staff) -> None:
    page = desk.post(PAGE, sheet(*twelve(), language="pl"), follow=True)
    assert page.status_code == 200 and "12 visits are saved." in said(page)
    assert [contact.person.name for contact in logged() if contact.person] == list(NAMES)
    assert {(each.place, each.language, each.duration_seconds) for each in logged()} == {
        ("Outreach: market", "pl", 300)
    }
    assert {each.logged_by for each in logged()} == {handler} and Case.objects.count() == 12
    for case in Case.objects.all():
        assert case.reference in said(page)


def test_the_number_of_statements_is_stated(desk: Client) -> None:
    desk.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as empty:
        desk.get(PAGE)
    with CaptureQueriesContext(connection) as twelve_rows:
        desk.post(PAGE, sheet(*twelve()))
    assert Contact.objects.count() == 12
    assert len(empty) == EMPTY_PAGE_STATEMENTS
    assert len(twelve_rows) <= 12 * STATEMENTS_PER_NEW_VISIT


def test_a_visit_needs_neither_name_nor_number(desk: Client) -> None:
    desk.post(PAGE, sheet(visit("Did not want to say"), visit("Nor did she")))
    assert [(each.contact_point, each.person) for each in logged()] == [(None, None)] * 2


def test_an_empty_sheet_says_what_to_do(desk: Client) -> None:
    page = desk.post(PAGE, sheet())
    assert page.status_code == 422 and "Write the first visit" in said(page)
    assert not CallInProgress.objects.exists()


def test_a_promised_callback_is_a_follow_up_once(desk: Client) -> None:
    typed = sheet(
        visit("Wants to be rung", outcome="callback"), visit("And me", outcome="callback", number=make.BEN)
    )
    page = desk.post(PAGE, typed)
    assert page.status_code == 422 and "Row 1: Write the number that is to be rung" in said(page)
    for _ in range(2):
        desk.post(PAGE, typed | {"r1-number": make.AMINA})
    promised = FollowUp.objects.filter(kind="callback")
    assert promised.count() == 2 and all(each.due_at > timezone.now() for each in promised)


# Three of twelve are wrong


def test_what_is_wrong_stands_in_its_row_and_the_others_are_saved_once(desk: Client) -> None:
    rows = twelve()
    rows[1] |= {"words": ""}
    rows[5] |= {"outcome": ""}
    rows[9] |= {"minutes": "a while"}
    typed = sheet(*rows)
    page = desk.post(PAGE, typed)
    assert page.status_code == 422 and len(logged()) == 9
    for words in (
        "9 visits are saved, 3 are not.", "Row 2: Write what it was about", "Row 6: Choose how it ended",
        "Row 10: Write whole minutes",
    ):  # fmt: skip
        assert words in said(page)
    assert said(page).count(">Saved<") == 9 or said(page).count("Saved </strong>") == 9
    for case in Case.objects.all():
        assert case.reference in said(page)
    # The page that comes back holds only the ids of what is saved; the whole sheet again does as little harm.
    typed |= {"r2-words": "Now it is there", "r6-outcome": "answered", "r10-minutes": "20"}
    again = {name: value for name, value in typed.items() if not _of_saved(name)}
    done = desk.post(PAGE, again, follow=True)
    assert "12 visits are saved." in said(done) and len(logged()) == 12
    assert desk.post(PAGE, typed, follow=True).status_code == 200 and len(logged()) == 12


def _of_saved(name: str) -> bool:
    row, _, field = name.partition("-")
    return row[1:].isdecimal() and row not in ("r2", "r6", "r10") and field != "once"


def test_a_head_that_is_wrong_saves_nothing(desk: Client) -> None:
    page = desk.post(PAGE, sheet(visit(), place="other", place_words=""))
    assert page.status_code == 422 and "Write where it was" in said(page) and not logged()


def test_more_rows_keep_what_is_typed_and_judge_nothing(desk: Client) -> None:
    typed = sheet(visit("Half done", outcome="", minutes="x"))
    page = desk.post(PAGE, typed | {"more": "1"})
    assert page.status_code == 200 and "Half done" in said(page) and "govuk-error" not in said(page)
    assert 'name="r18-words"' in said(page) and 'name="r19-words"' not in said(page) and not logged()


def test_no_sheet_grows_beyond_what_a_request_can_carry(desk: Client) -> None:
    page = desk.post(PAGE, sheet(count=MOST_ROWS) | {"more": "1"})
    assert f'name="r{MOST_ROWS}-words"' in said(page) and f"r{MOST_ROWS + 1}-" not in said(page)
    assert "more rows" not in said(page)
    full = sheet(*[visit(f"Visit {number}", person="other") for number in range(MOST_ROWS)], count=MOST_ROWS)
    desk.post(PAGE, full | {"save": "1"})
    assert len(logged()) == MOST_ROWS


# Who it was


def test_the_one_person_with_this_number_is_taken_and_their_open_case(desk: Client) -> None:
    case = _known("Amina Yusuf")
    desk.post(PAGE, sheet(visit(number=make.AMINA)))
    assert [(each.person.name, each.case) for each in logged() if each.person] == [("Amina Yusuf", case)]
    assert Person.objects.count() == 1


def test_whoever_is_on_record_is_shown_with_their_open_cases(desk: Client) -> None:
    case = _known("Amina Yusuf")
    page = desk.post(f"{PAGE}rows/1/", sheet({"number": make.AMINA}))
    assert "Amina Yusuf" in said(page) and "1 open case" in said(page) and case.reference in said(page)


def test_another_name_at_a_known_number_is_asked_about(desk: Client) -> None:
    _known("Amina Yusuf")
    typed = sheet(visit(number=make.AMINA, name="Olga Petrova"))
    page = desk.post(PAGE, typed)
    assert page.status_code == 422 and "Row 1: Somebody like this is on record" in said(page) and not logged()
    desk.post(PAGE, typed | {"r1-person": "other"})
    assert [each.person.name for each in logged() if each.person] == ["Olga Petrova"]
    assert set(PersonContactPoint.objects.values_list("label", flat=True)) == {"shared"}


def test_somebody_else_is_put_on_the_case_that_was_chosen_for_them(desk: Client) -> None:
    case = _known("Amina Yusuf")
    typed = sheet(visit(number=make.AMINA, name="Olga Petrova", person="other", case=case.reference))
    for _ in range(2):
        desk.post(PAGE, typed)
    assert [(each.person.name, each.case) for each in logged() if each.person] == [("Olga Petrova", case)]
    assert Person.objects.count() == 2


def test_of_two_at_one_number_one_is_chosen(desk: Client) -> None:
    _known("Amina Yusuf")
    other = Person.objects.create(name="Olga Petrova")
    point = PersonContactPoint.objects.get().contact_point
    PersonContactPoint.objects.create(person=other, contact_point=point, label="shared")
    typed = sheet(visit(number=make.AMINA, case="new"))
    page = desk.post(PAGE, typed)
    assert (
        page.status_code == 422
        and "Olga Petrova" in said(page)
        and "Amina Yusuf" in said(page)
        and not logged()
    )
    desk.post(PAGE, typed | {"r1-person": str(other.pk)})
    assert [each.person for each in logged()] == [other]


def test_a_name_alone_never_decides(desk: Client) -> None:
    known = _known("Amina Yusuf").parties.get().person
    typed = sheet(visit(name="amina  yusuf"))
    page = desk.post(PAGE, typed)
    assert page.status_code == 422 and "Choose who it was" in said(page)
    desk.post(PAGE, typed | {"r1-person": str(known.pk)})
    assert [each.person for each in logged()] == [known]


def test_somebody_else_of_that_name_is_put_on_record(desk: Client) -> None:
    _known("Amina Yusuf")
    desk.post(PAGE, sheet(visit(name="Amina Yusuf", person="other")))
    assert Person.objects.filter(name="Amina Yusuf").count() == 2


def test_a_few_digits_stand_for_the_number_of_whoever_is_chosen(desk: Client) -> None:
    known = _known("Amina Yusuf").parties.get().person
    typed = sheet(visit(number="900101"))
    assert desk.post(PAGE, typed).status_code == 422
    desk.post(PAGE, typed | {"r1-person": str(known.pk)})
    assert [each.contact_point.value for each in logged() if each.contact_point] == ["+447700900101"]


def test_whoever_is_known_only_through_a_hidden_case_is_not_offered(desk: Client) -> None:
    case = _known("Amina Yusuf")
    Case.objects.filter(pk=case.pk).update(restricted=True, team=make.team("far-away"))
    for typed in ({"number": make.AMINA}, {"name": "Amina Yusuf"}, {"number": "900101"}):
        page = desk.post(f"{PAGE}rows/1/", sheet(typed))
        assert "Amina" not in said(page) and case.reference not in said(page)
    assert person_is_refused(desk, case.parties.get().person_id)


def person_is_refused(desk: Client, person_id: UUID | None) -> bool:
    page = desk.post(PAGE, sheet(visit(person=str(person_id))))
    return page.status_code == 422 and not logged()


def test_the_same_person_twice_in_one_sheet_is_one_person(desk: Client) -> None:
    rows = [
        visit("In the morning", name="Ewa Nowak", number=make.BEN),
        visit("Came back", name="Ewa Nowak", number=make.BEN),
    ]
    page = desk.post(PAGE, sheet(*rows), follow=True)
    assert "2 visits are saved." in said(page)
    assert Person.objects.count() == 1 and Case.objects.count() == 1
    assert [each.case for each in logged()] == [Case.objects.get()] * 2


def test_the_same_name_without_a_number_twice_in_one_sheet_is_asked_about(desk: Client) -> None:
    page = desk.post(PAGE, sheet(visit("First", name="Ewa"), visit("Second", name="Ewa")))
    assert (
        page.status_code == 422
        and "Row 2: Somebody like this is on record" in said(page)
        and len(logged()) == 1
    )


def _known(name: str) -> Case:
    case = make.case(at=timezone.now() - timedelta(days=2))
    Person.objects.update(name=name)
    return case


# Which case


def test_several_open_cases_are_chosen_from(desk: Client, handler: Staff) -> None:
    one = _known("Amina Yusuf")
    yesterday = timezone.now() - timedelta(days=1)
    two = make.call("About the rent", by=handler, staff_choice="new", at=yesterday).case
    typed = sheet(visit(number=make.AMINA))
    page = desk.post(PAGE, typed)
    assert two is not None
    if page.status_code == 422:
        assert one.reference in said(page) and two.reference in said(page) and not logged()
        desk.post(PAGE, typed | {"r1-case": two.reference})
    assert logged()[0].case in (one, two)


@pytest.mark.parametrize(("choice", "cases"), [("new", 2), ("none", 1)])
def test_a_new_case_or_none(desk: Client, choice: str, cases: int) -> None:
    _known("Amina Yusuf")
    desk.post(PAGE, sheet(visit(number=make.AMINA, case=choice)))
    assert Case.objects.count() == cases and (logged()[0].case is None) == (choice == "none")


def test_a_case_out_of_sight_cannot_be_chosen(desk: Client) -> None:
    case = make.case()
    Case.objects.filter(pk=case.pk).update(team=make.team("far-away"))
    page = desk.post(PAGE, sheet(visit(case=case.reference)))
    assert page.status_code == 422 and "cannot be chosen any more" in said(page) and not logged()


# When


def at(now: datetime, handler: Staff, typed: dict[str, str]) -> Any:
    with time_machine.travel(now, tick=False):
        return of(handler).post(PAGE, typed, follow=True)


def on(day: int, month: int, year: int) -> dict[str, str]:
    return {"day_day": str(day), "day_month": str(month), "day_year": str(year)}


def test_an_empty_time_is_that_of_the_row_above(handler: Staff) -> None:
    rows = [visit("one"), visit("two", time="10.15"), visit("three"), visit("four", time="11:00")]
    at(NOW, handler, sheet(*rows, started="9.30", ended="12"))
    clocks = [f"{timezone.localtime(each.took_place_at):%H:%M}" for each in logged()]
    assert clocks == ["09:30", "10:15", "10:15", "11:00"]


def test_without_any_time_it_is_now(handler: Staff) -> None:
    at(NOW, handler, sheet(visit("one"), visit("two")))
    assert {each.took_place_at for each in logged()} == {NOW}


@pytest.mark.parametrize(
    ("head", "row", "words"),
    [
        (on(2, 7, 2026), {}, "in the future"),
        ({}, {"time": "16:30"}, "in the future"),
        ({"started": "17:00"}, {}, "in the future"),
        (on(30, 6, 2026), {}, "when the session began"),
        ({"started": "10", "ended": "9"}, {}, "ended before it began"),
        ({"started": "10", "ended": "12"}, {"time": "9:59"}, "before the session began"),
        ({"started": "10", "ended": "12"}, {"time": "12.01"}, "after the session ended"),
        ({}, {"time": "half past"}, "Write the time like"),
        (on(1, 6, 2025), {"time": "10"}, "more than a year ago"),
        (on(31, 2, 2026), {"time": "10"}, "real date"),
        (on(20, 6, 2026), {"time": "10"}, "more than a day later"),
    ],
)
def test_times_that_cannot_be(handler: Staff, head: dict[str, str], row: dict[str, str], words: str) -> None:
    page = at(NOW, handler, sheet(visit(**row), **head))
    assert page.status_code == 422 and words in said(page) and not logged()


def test_yesterday_needs_no_reason_and_last_week_keeps_its_reason(handler: Staff) -> None:
    at(NOW, handler, sheet(visit("yesterday"), started="17:00", **on(30, 6, 2026)))
    assert not Event.objects.filter(verb="logged_late").exists()
    at(NOW, handler, sheet(visit("long ago"), started="17:00", late_because="Was ill", **on(20, 6, 2026)))
    assert Event.objects.get(verb="logged_late").after["because"] == "Was ill"


@pytest.mark.parametrize(
    ("now", "day", "words", "utc"),
    [
        (
            datetime(2027, 3, 28, 9, tzinfo=UTC),
            (28, 3, 2027),
            "read as 02:30",
            datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        ),
        (
            datetime(2026, 10, 25, 9, tzinfo=UTC),
            (25, 10, 2026),
            "twice",
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),
    ],
)
def test_a_night_of_changing_clocks_says_what_is_assumed(
    handler: Staff, now: datetime, day: tuple[int, int, int], words: str, utc: datetime
) -> None:
    page = at(now, handler, sheet(visit(time="01:30"), **on(*day)))
    assert words in said(page) and [each.took_place_at for each in logged()] == [utc]


# Once


def test_a_second_press_the_back_button_and_a_second_tab_make_no_second_contact(desk: Client) -> None:
    typed = sheet(*twelve()[:3])
    for _ in range(3):
        assert desk.post(PAGE, typed, follow=True).status_code == 200
    assert len(logged()) == 3 and Case.objects.count() == 3


def test_a_saved_row_with_other_words_is_asked_about_and_saved_on_request(desk: Client) -> None:
    typed = sheet(visit("First words", name="Ewa"))
    desk.post(PAGE, typed)
    other = typed | {"r1-words": "Other words", "r1-name": "Jan"}
    page = desk.post(PAGE, other)
    assert (
        page.status_code == 422 and "on record already, in other words" in said(page) and len(logged()) == 1
    )
    for _ in range(2):
        desk.post(PAGE, other | {"r1-another": "1"})
    assert sorted(each.body for each in logged()) == ["First words", "Other words"]


def test_rows_that_share_an_id_are_still_two_visits_each_once(desk: Client) -> None:
    once = uuid4().hex
    typed = sheet(visit("One", once=once), visit("Two", once=once), visit("Three", once="no id at all"))
    for _ in range(2):
        desk.post(PAGE, typed)
    assert sorted(each.body for each in logged()) == ["One", "Three", "Two"]


@pytest.mark.django_db(transaction=True)
def test_two_posts_of_one_sheet_at_the_same_moment_save_each_row_once() -> None:
    handler = make.staff("handler", role="handler")
    rows = [*twelve()[:4], visit("No number", name="Only a name"), visit("Nobody")]
    typed, barrier, codes = sheet(*rows), threading.Barrier(2), list[int]()

    def post() -> None:
        client = of(handler)
        barrier.wait()
        codes.append(client.post(PAGE, typed, follow=True).status_code)
        connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert codes == [200, 200]
    assert sorted(each.body for each in logged()) == sorted(row["words"] for row in rows)
    assert Person.objects.count() == 5 and Case.objects.count() == 6


# The half-filled sheet


def test_a_half_filled_sheet_comes_back_and_only_to_its_author(desk: Client) -> None:
    typed = sheet(visit("Half done", outcome=""), started="9.30")
    assert desk.post(f"{PAGE}keep/", typed).status_code == 204
    page = desk.get(PAGE)
    assert "Half done" in said(page) and typed["r1-once"] in said(page) and 'value="9.30"' in said(page)
    assert "the sheet you were at last" in said(page) and "govuk-error" not in said(page)
    other = of(make.staff("colleague", role="handler"))
    assert "Half done" not in said(other.get(PAGE))
    assert "Half done" not in said(other.get(f"{PAGE}?sheet={typed['sheet']}"))
    assert other.post(f"{PAGE}keep/", typed | {"r1-words": "Mine now"}).status_code == 422
    other.post(f"{PAGE}discard/", {"sheet": typed["sheet"]})
    assert CallInProgress.objects.get().typed["r1-words"] == "Half done"


def test_a_sheet_that_is_saved_leaves_no_draft_even_when_it_is_kept_late(desk: Client) -> None:
    typed = sheet(visit("All of it"))
    desk.post(f"{PAGE}keep/", typed)
    desk.post(PAGE, typed)
    assert not CallInProgress.objects.exists()
    desk.post(f"{PAGE}keep/", typed)  # it was on its way when the sheet was saved
    assert "All of it" not in said(desk.get(PAGE)) and not CallInProgress.objects.exists()


def test_a_sheet_with_wrong_rows_is_kept_by_itself(desk: Client) -> None:
    typed = sheet(visit("Saved"), visit("Not saved", outcome=""))
    desk.post(PAGE, typed)
    page = desk.get(PAGE)
    assert "Not saved" in said(page) and len(logged()) == 1
    desk.post(PAGE, typed | {"r2-outcome": "answered"})
    assert len(logged()) == 2 and not CallInProgress.objects.exists()


def test_a_sheet_is_thrown_away(desk: Client) -> None:
    typed = sheet(visit("Never mind", outcome=""))
    desk.post(f"{PAGE}keep/", typed)
    page = desk.post(f"{PAGE}discard/", typed, follow=True)
    assert "Never mind" not in said(page) and not CallInProgress.objects.exists()


def test_a_draft_holds_what_belongs_to_a_sheet_and_nothing_else() -> None:
    assert known_names({"r1-words": "a", "r99-words": "b", "r1-password": "c", "csrfmiddlewaretoken": "d", "place": "desk"}) == {
        "r1-words": "a", "place": "desk",
    }  # fmt: skip


def test_what_others_saved_is_shown_to_nobody_else(desk: Client) -> None:
    typed = sheet(visit("Private words"))
    desk.post(PAGE, typed)
    other = of(make.staff("colleague", role="handler"))
    page = other.get(f"{PAGE}{UUID(typed['sheet'])}/")
    assert "Private words" not in said(page) and "Nothing is saved." in said(page)


# Odd input


@pytest.mark.parametrize(
    "column", ["time", "number", "name", "words", "service", "outcome", "minutes", "case", "person", "once"]
)
def test_hostile_texts_in_each_column_are_kept_or_refused_in_words(desk: Client, column: str) -> None:
    """Three sheets for the whole battery; each row has one text of it."""
    texts = list(SENDABLE.values())
    for start in range(0, len(texts), MOST_ROWS):
        some = texts[start : start + MOST_ROWS]
        rows = [visit(f"Row {start + number}") | {column: text} for number, text in enumerate(some)]
        page = desk.post(PAGE, sheet(*rows, count=MOST_ROWS), follow=True)
        assert page.status_code in (200, 422)
        assert "<script>alert" not in said(page) and "onerror=alert(1)>" not in said(page).replace("&gt;", "")
    if column == "words":
        assert Contact.objects.count() == sum(not _is_nothing(text) for text in texts)


def _is_nothing(text: str) -> bool:
    from casework.text import is_blank

    return is_blank(text)


def test_a_sheet_that_no_browser_would_send(desk: Client) -> None:
    for typed in (
        {}, {"rows": "-1"}, {"rows": "9" * 500}, {"sheet": "x", "rows": "2", "r1-words": "x"}, {"rows": "٣"},
        {"r1-words": "\x00", "r1-outcome": "answered"}, {"day_day": "\x00"}, {"r1-case": "x" * 5000, "r1-words": "a"},
    ):  # fmt: skip
        assert desk.post(PAGE, typed).status_code in (200, 302, 422)
    for number in (0, 37, 999999):
        assert desk.post(f"{PAGE}rows/{number}/", {}).status_code == 404
    assert desk.get(f"{PAGE}?sheet=%00").status_code == 200


def test_an_administrator_logs_nothing(desk: Client) -> None:
    admin = of(make.staff("admin", role="administrator"))
    assert admin.post(PAGE, sheet(visit())).status_code == 403 and not logged()


def test_each_row_is_its_own_transaction(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def third_fails(**given: Any) -> Any:
        calls.append(given)
        if len(calls) == 3:
            raise RuntimeError("the machine stops here")
        return drop_in_save(**given)

    drop_in_save = drop_in.save
    monkeypatch.setattr(drop_in, "save", third_fails)
    typed = sheet(*twelve()[:4])
    with pytest.raises(RuntimeError):
        desk.post(PAGE, typed)
    assert len(logged()) == 2
    monkeypatch.setattr(drop_in, "save", drop_in_save)
    desk.post(PAGE, typed)
    assert len(logged()) == 4 and Party.objects.count() == 4
