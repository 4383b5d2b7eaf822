"""`manage.py check_routing`, with rules of a file and with those of the office."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from casework.models import Area, Team
from tests import factories as make

HERE = Path(__file__).parent


def test_a_sheet_that_fits_its_rules_passes() -> None:
    out = StringIO()
    call_command("check_routing", HERE / "expected.csv", rules=HERE / "rules.json", stdout=out)
    assert out.getvalue() == "38 of 38 as expected\n"


def test_a_difference_is_printed_and_exits_with_1(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("text,expected_team\nmy bin,housing\n")
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("check_routing", sheet, rules=HERE / "rules.json", stdout=out)
    assert left.value.code == 1
    assert "line 2: team: expected housing, got streets" in out.getvalue()
    assert (
        "Rule “Bins can wait” gives it to the streets team: the word “bin” is in the text." in out.getvalue()
    )
    assert out.getvalue().endswith("0 of 1 as expected\n")


def test_a_sheet_that_cannot_be_read_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_routing", tmp_path / "none.csv", rules=HERE / "rules.json")


@pytest.mark.django_db
def test_without_a_file_of_rules_the_live_ones_are_used(tmp_path: Path) -> None:
    Team.objects.create(code="desk", name="Front desk", is_triage=True)
    make.team("streets")
    make.rules(
        {
            "name": "Bins",
            "team": "streets",
            "conditions": {"all": [{"fact": "words", "op": "any_of", "value": ["bin"]}]},
        },
        {
            "name": "Broken",
            "team": "streets",
            "conditions": {"all": [{"fact": "moon", "op": "is", "value": "full"}]},
        },
    )
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("text,expected_team\nmy bin,streets\nhello,desk\n")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_routing", sheet, stdout=out)
    assert out.getvalue().startswith("rule skipped: “Broken”: Condition 1 of “all”: there is no fact “moon”.")
    assert out.getvalue().endswith("2 of 2 as expected\n")


@pytest.mark.django_db
def test_an_office_that_named_no_triage_team_gets_one() -> None:
    Team.objects.all().delete()
    assert Team.triage().is_triage
    assert Team.triage() == Team.objects.get()


@pytest.mark.django_db
def test_an_older_set_can_be_asked_by_its_number(tmp_path: Path) -> None:
    make.office()
    make.team("streets")
    make.rules({"name": "All", "team": "streets"})
    make.rules({"name": "None"})
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("text,expected_team\nmy bin,streets\n")
    out = StringIO()
    call_command("check_routing", sheet, set=1, stdout=out)
    assert out.getvalue() == "1 of 1 as expected\n"
    with pytest.raises(CommandError, match="number 7"):
        call_command("check_routing", sheet, set=7)


@pytest.mark.django_db
def test_a_postcode_lies_in_the_areas_of_the_office(tmp_path: Path) -> None:
    make.office()
    make.team("streets")
    Area.objects.create(code="west", name="West", postcodes=["SW1A"])
    make.rules(
        {
            "name": "West",
            "team": "streets",
            "conditions": {"all": [{"fact": "area", "op": "is", "value": "west"}]},
        }
    )
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("postcode,expected_team\nSW1A 1AA,streets\nM1 1AE,triage\n")
    out = StringIO()
    call_command("check_routing", sheet, stdout=out)
    assert out.getvalue() == "2 of 2 as expected\n"
