"""The sheet beside this file says in a manager's words what `rules.json` must do, one test for each line."""

from pathlib import Path

import pytest

from casework.routing import compile_rules
from casework.routing.sheet import Situation, check, read_rules, read_sheet

HERE = Path(__file__).parent
RULES, TRIAGE = read_rules(HERE / "rules.json")


@pytest.mark.parametrize("situation", read_sheet(HERE / "expected.csv"), ids=lambda situation: situation.name)
def test_a_situation_is_routed_as_the_sheet_says(situation: Situation) -> None:
    rule_set = compile_rules(RULES)
    assert not rule_set.faults
    (result,) = check([situation], rule_set, triage_team=TRIAGE)
    assert result.as_expected, f"{result.differences}: {result.routing.reason}"
