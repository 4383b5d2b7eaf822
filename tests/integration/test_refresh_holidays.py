"""`manage.py refresh_holidays`: from gov.uk, from a file, from the library's own copy; and what it says."""

import json
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.management import CommandError, call_command
from django.utils import timezone
from govuk_bank_holidays.bank_holidays import BankHolidays

from casework.models import BankHoliday
from casework.services import holidays
from casework.services.holidays import Day, UnreadableList, from_file, put_on_record
from tests import factories as make

pytestmark = pytest.mark.django_db

NATIONS = ("england-and-wales", "scotland", "northern-ireland")
# Easter Monday is none in Scotland, St Andrew's Day in Scotland only, the Twelfth in Northern Ireland only: 2025 from gov.uk.
OF_2025 = {
    "england-and-wales": "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    "scotland": "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",
    "northern-ireland": "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26",
}


def listed(*years: int, **more: Any) -> dict[str, Any]:
    """A list in gov.uk's form with one day each year."""
    events = [
        {"title": "New Year’s Day", "date": f"{year}-01-01", "notes": "", "bunting": True} for year in years
    ]
    return {nation: {"division": nation, "events": events} for nation in NATIONS} | more


def refreshed(*, file: Path | None = None) -> tuple[str, str]:
    said, warned = StringIO(), StringIO()
    call_command("refresh_holidays", file=file, stdout=said, stderr=warned)
    return said.getvalue(), warned.getvalue()


@pytest.fixture
def this_year() -> int:
    return timezone.localdate().year


@pytest.fixture
def gov_uk(monkeypatch: pytest.MonkeyPatch) -> Any:
    """gov.uk as the library asks it; the test says what it answers."""
    answer: Any = requests.Response()
    answer.status_code = 200
    asked: list[Any] = []

    def get(url: str, **how: Any) -> requests.Response:
        asked.append((url, how))
        if isinstance(answer.says, Exception):
            raise answer.says
        answer._content = answer.says.encode()
        return answer

    answer.says, answer.asked = "", asked
    monkeypatch.setattr(requests, "get", get)
    return answer


@pytest.mark.parametrize("nation", NATIONS)
def test_the_shipped_list_has_2025_as_gov_uk_published_it(nation: str) -> None:
    expected = [date.fromisoformat(f"2025-{day}") for day in OF_2025[nation].split()]
    assert [day for day in holidays.shipped(nation) if day.year == 2025] == expected


def test_what_gov_uk_lists_is_put_on_record(gov_uk: Any, this_year: int) -> None:
    gov_uk.says = json.dumps(listed(this_year, this_year + 1))
    said, warned = refreshed()
    assert f"Scotland: {this_year} to {this_year + 1}, 2 days" in said and warned == ""
    assert BankHoliday.objects.count() == 6
    assert gov_uk.asked == [("https://www.gov.uk/bank-holidays.json", {"timeout": holidays.PATIENCE})]


def test_asked_again_nothing_is_doubled_and_what_was_withdrawn_goes(gov_uk: Any, this_year: int) -> None:
    for nation, day in (("scotland", date(this_year, 5, 5)), ("scotland", date(2019, 5, 5))):
        BankHoliday.objects.create(nation=nation, day=day, title="Withdrawn, or of long ago")
    gov_uk.says = json.dumps(listed(this_year, this_year + 1))
    refreshed()
    refreshed()
    days = BankHoliday.objects.filter(nation="scotland").values_list("day", flat=True)
    assert list(days) == [date(2019, 5, 5), date(this_year, 1, 1), date(this_year + 1, 1, 1)]


@pytest.mark.parametrize(
    ("says", "warns"),
    [
        (requests.ConnectionError("no route"), "could not be reached"),
        (requests.Timeout("slow"), "could not be reached"),
        ("<html>Sorry</html>", "could not be reached"),
        ("", "could not be reached"),
        ("[]", "no list of bank holidays"),
        ('{"message": "moved"}', "no list of bank holidays"),
        ('{"scotland": {"events": []}}', "no list of bank holidays"),
        ('{"scotland": {"events": [7]}}', "no list of bank holidays"),
        ("null", "no list of bank holidays"),
    ],
)
def test_where_gov_uk_fails_the_shipped_list_is_used_and_that_is_said(
    gov_uk: Any, says: Any, warns: str
) -> None:
    gov_uk.says = says
    _, warned = refreshed()
    assert warns in warned and "came with the library" in warned
    assert BankHoliday.objects.filter(nation="scotland").count() == len(holidays.shipped("scotland"))


def test_a_year_that_is_missing_is_told_and_the_rest_goes_on(
    tmp_path: Path, this_year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holidays, "_shipped", lambda: ())
    file = tmp_path / "bank-holidays.json"
    file.write_text(json.dumps(listed(this_year, scotland={"division": "scotland", "events": []})))
    said, warned = refreshed(file=file)
    assert (
        "Scotland: none, 0 days" in said and f"England and Wales: {this_year} to {this_year}, 1 days" in said
    )
    assert f"Scotland has no bank holidays of {this_year}." in warned
    assert f"Scotland has no bank holidays of {this_year + 1}." in warned
    assert f"England and Wales has no bank holidays of {this_year + 1}." in warned
    assert f"England and Wales has no bank holidays of {this_year}." not in warned
    assert BankHoliday.objects.count() == 2


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "7", "null", '"x"', "{}", '{"scotland": 7}', "[" * 100_000, "9" * 10_000,
        json.dumps(listed(scotland={"events": [{"date": "2026-13-01", "title": "x"}]})),
        json.dumps(listed(scotland={"events": [{"date": 7, "title": "x"}]})),
        json.dumps(listed(scotland={"events": [{"title": "x"}]})),
        json.dumps(listed(scotland={"events": 7})),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_changes_nothing(tmp_path: Path, text: str) -> None:
    BankHoliday.objects.create(nation="scotland", day=date(2026, 1, 1), title="A day")
    file = tmp_path / "list.json"
    file.write_text(text)
    with pytest.raises(CommandError, match="cannot be used"):
        refreshed(file=file)
    with pytest.raises(UnreadableList):
        from_file(text)
    assert BankHoliday.objects.count() == 1


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    for content in (None, b"\xff\xfe\x00"):
        file = tmp_path / "list.json"
        if content:
            file.write_bytes(content)
        with pytest.raises(CommandError, match="cannot be used"):
            refreshed(file=file)


def test_odd_titles_and_days_listed_twice_are_kept_once_and_mended() -> None:
    days = [Day("scotland", date(2026, 1, 1), "x") for _ in range(3)]
    put_on_record(
        [
            *days,
            *from_file(
                json.dumps(
                    listed(scotland={"events": [{"date": "2026-01-02", "title": "\x00\ud800" + "é" * 400}]})
                )
            ),
        ]
    )
    titles = list(BankHoliday.objects.values_list("title", flat=True))
    assert len(titles) == 2 and titles[0] == "x" and len(titles[1]) <= 100


def test_open_cases_are_due_by_the_new_list(gov_uk: Any) -> None:
    make.office()
    make.opening_hours()
    case = make.case()
    assert case.due_at == datetime(2026, 3, 9, 17, 30, tzinfo=UTC)
    new = listed()
    new["england-and-wales"]["events"] = [{"title": "A day of thanks", "date": "2026-03-05", "notes": ""}]
    gov_uk.says = json.dumps(new)
    said, _ = refreshed()
    case.refresh_from_db()
    assert case.due_at == datetime(2026, 3, 10, 17, 30, tzinfo=UTC) and "due at another time" in said


@pytest.mark.realdata
def test_the_stored_copy_of_gov_uks_list_is_read() -> None:
    from tests.conftest import REAL_DATA

    days = from_file((REAL_DATA / "uk" / "bank_holidays_gov_uk.json").read_text())
    for nation in NATIONS:
        of_2025 = [date.fromisoformat(f"2025-{day}") for day in OF_2025[nation].split()]
        assert [each.day for each in days if each.nation == nation and each.day.year == 2025] == of_2025
        ours = [each.day for each in days if each.nation == nation and 2026 <= each.day.year <= 2028]
        assert ours == [day for day in holidays.shipped(nation) if 2026 <= day.year <= 2028]


def test_the_shipped_list_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    holidays.shipped("scotland")
    monkeypatch.setattr(BankHolidays, "load_backup_data", lambda: pytest.fail("read again"))
    assert holidays.shipped("scotland") and holidays.known(nation="scotland")
