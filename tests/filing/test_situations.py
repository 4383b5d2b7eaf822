"""The sheet is the specification of filing; it must come out as it says, and say something about every rule."""

from collections import Counter
from pathlib import Path

import pytest

from casework.filing import RULES, rules
from casework.filing.sheet import Situation, read_sheet

SHEET = Path(__file__).with_name("situations.jsonl")
LINES = SHEET.read_text(encoding="utf-8").split("\n")
SITUATIONS = read_sheet(LINES).situations

# Of these neighbours at most one can decide at all, so their order means nothing.
EXCLUSIVE = {
    ("names_reference", "answers_question"),
    ("only_open_case", "several_open_cases"),
    ("several_open_cases", "lately_closed"),
}


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name)
def test_it_comes_out_as_expected(situation: Situation) -> None:
    assert situation.differences == (), situation.decision.reason


def test_every_line_can_be_read_and_has_a_name_of_its_own() -> None:
    sheet = read_sheet(LINES)

    assert sheet.unreadable == ()
    assert len({situation.name for situation in sheet.situations}) == len(sheet.situations) >= 220


def test_every_rule_decides_several_situations() -> None:
    decided = Counter(situation.decision.rule for situation in SITUATIONS)

    assert set(decided) == {*map(str, range(1, 12)), "courtesy"}
    assert min(decided.values()) >= 4


def test_every_result_is_expected_somewhere() -> None:
    results = {situation.decision.result for situation in SITUATIONS}

    assert results == {"case", "reopen", "new", "new_linked", "ask", "hold", "none", "same"}


@pytest.mark.parametrize("rule", RULES[:-1], ids=lambda rule: rule.__name__)
def test_the_sheet_notices_when_a_rule_is_missing(rule: rules.Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RULES", tuple(other for other in RULES if other is not rule))

    assert read_sheet(LINES).different


@pytest.mark.parametrize("position", range(1, len(RULES) - 1))
def test_the_sheet_notices_when_two_rules_change_places(
    position: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = list(RULES)
    order[position - 1], order[position] = order[position], order[position - 1]
    monkeypatch.setattr(rules, "RULES", tuple(order))

    pair = (RULES[position - 1].__name__, RULES[position].__name__)
    assert bool(read_sheet(LINES).different) == (pair not in EXCLUSIVE)


def test_every_reason_is_a_short_sentence() -> None:
    for situation in SITUATIONS:
        assert 10 < len(situation.decision.reason) < 250
        assert "None" not in situation.decision.reason
