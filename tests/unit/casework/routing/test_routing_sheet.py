import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from casework.routing import RouteFacts, Rule, compile_rules
from casework.routing.sheet import SheetError, check, read_rules, read_sheet, report


def sheet(folder: Path, text: str | bytes) -> Path:
    path = folder / "sheet.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_line_becomes_facts_and_expectations(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "situation,service,text,opening_hours,at,answers.Danger,expected_team,expected_tags,expected_priority\n"
        'Cold,damp,"no heat, none",closed,2026-03-28 18:30,gas|fire,housing,,urgent\n',
    )
    (situation,) = read_sheet(path)
    assert (situation.line, situation.name) == (2, "Cold")
    assert situation.expected == {"team": "housing", "priority": "urgent"}
    assert situation.facts == RouteFacts(
        service="damp",
        text="no heat, none",
        is_open=False,
        at=datetime(2026, 3, 28, 18, 30),
        answers={"Danger": ["gas", "fire"]},
    )


def test_who_it_is_and_where_have_columns_too(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "partner,area,last_contact_days,adjustments,restricted,expected_team,expected_assignee,expected_assign,"
        "expected_target\n"
        "mind,across | north,3,BSL interpreter,yes,housing,none,least,complaint\n"
        ",,,,,housing,,,\n",
    )
    full, empty = read_sheet(path)
    assert full.facts == RouteFacts(
        partner="mind",
        areas=("across", "north"),
        last_contact_days=3,
        adjustments="BSL interpreter",
        restricted=True,
    )
    assert full.expected == {"team": "housing", "assignee": "none", "assign": "least", "target": "complaint"}
    assert (empty.facts, empty.expected) == (RouteFacts(), {"team": "housing"})
    (result,) = check([full], compile_rules([Rule("r", team="housing", assign="turn")]), triage_team="triage")
    assert result.differences == ("assign: expected least, got turn", "target: expected complaint, got none")


@pytest.mark.parametrize(
    "text",
    ["\ufeffwords;Team\nhello, you;housing\n", 'Text,expected_team\r\n\r\n"hello, you",housing\r\n,\r\n'],
)
def test_sheets_as_spreadsheets_save_them_are_read(tmp_path: Path, text: str) -> None:
    situations = read_sheet(sheet(tmp_path, text))
    assert [(one.facts.text, one.expected) for one in situations] == [("hello, you", {"team": "housing"})]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "needs a column expected_team"),
        ("text,expected_team\n", "no lines below"),
        ("txt,expected_team\nx,y\n", "There is no column “txt”. The columns are: service"),
        ("text\nx\n", "needs a column expected_team"),
        ("text,expected_team\nno heating, none,housing\n", "Line 2 has more cells than there are columns"),
        ("at,expected_team\nyesterday,housing\n", "Line 2: “yesterday” is no time"),
        ("opening_hours,expected_team\nmaybe,housing\n", "Line 2: opening_hours is “maybe”"),
        (
            "last_contact_days,expected_team\n-1,housing\n",
            "Line 2: last_contact_days is “-1”. Write a number",
        ),
        ("restricted,expected_team\nmaybe,housing\n", "Line 2: restricted is “maybe”. Write yes or no"),
        (b"text,expected_team\ncaf\xe9,housing\n", "is not UTF-8. Save it as “CSV UTF-8”."),
    ],
)
def test_a_sheet_that_cannot_be_read_says_where_and_what_to_write(
    tmp_path: Path, text: str | bytes, words: str
) -> None:
    with pytest.raises(SheetError) as refused:
        read_sheet(sheet(tmp_path, text))
    assert words in str(refused.value)


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"nowhere\.csv cannot be read"):
        read_sheet(tmp_path / "nowhere.csv")


def rules_file(folder: Path, data: Any) -> Path:
    path = folder / "rules.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data))
    return path


def test_rules_are_read_in_their_order_with_or_without_a_triage_team(tmp_path: Path) -> None:
    rules = [
        {"name": "a", "team": "x", "tags": ["t"]},
        {"name": "b", "conditions": {"all": []}, "restricted": True},
    ]
    expected = [
        Rule("a", team="x", tags=("t",), position=1),
        Rule("b", {"all": []}, restricted=True, position=2),
    ]
    assert read_rules(rules_file(tmp_path, rules)) == (expected, "triage")
    assert read_rules(rules_file(tmp_path, {"triage_team": "desk", "rules": rules})) == (expected, "desk")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("[{]", "is not JSON"),
        ("3", "must be a list of rules"),
        ([{"team": "x"}], "Rule 1 must be an object with a “name”"),
        ([{"name": "a"}, {"name": "b", "taem": "x"}], "Rule 2 has “taem”"),
        ([{"name": "a", "tags": "x"}], "“tags” must be a list"),
        ([{"name": "a", "position": "first"}], "“position” must be a whole number"),
        ([{"name": "a", "team": 3}], "“team” must be a text"),
    ],
)
def test_rules_that_cannot_be_read_say_where(tmp_path: Path, data: Any, words: str) -> None:
    with pytest.raises(SheetError) as refused:
        read_rules(rules_file(tmp_path, data))
    assert words in str(refused.value)


def test_the_report_gives_each_difference_its_reason_and_counts(tmp_path: Path) -> None:
    situations = read_sheet(
        sheet(
            tmp_path,
            "situation,text,expected_team,expected_priority,expected_tags,expected_restricted\n"
            "Cold,boiler,housing,urgent,cold,no\n"
            "Bins,my bin,streets,none,none,yes\n"
            ",bin,Triage,normal,,no\n",
        )
    )
    rule = Rule(
        "Heat",
        {"all": [{"fact": "words", "op": "any_of", "value": ["boiler"]}]},
        team="housing",
        priority="urgent",
        tags=("Cold",),
    )
    results = check(situations, compile_rules([rule]), triage_team="triage")
    assert report(results) == [
        "line 3 (Bins): team: expected streets, got triage; restricted: expected yes, got no",
        "    No rule names a team for this, so it goes to the triage team for a first look.",
        "2 of 3 as expected",
    ]
