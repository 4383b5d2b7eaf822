"""Examples that rules carry: what must come of a situation, tried against the whole set they stand in."""

from collections.abc import Iterable
from typing import NamedTuple

from casework.routing.engine import RuleSet, compile_rules
from casework.routing.rules import Example, Names, Rule
from casework.routing.sentences import NO_NAMES
from casework.routing.sheet import check
from casework.routing.situations import SheetError, situation_of


class Broken(NamedTuple):
    """An example that does not come out as its rule says, or that cannot be read; `differences` say how."""

    rule_id: str
    rule_name: str
    example: str
    differences: tuple[str, ...]


def failing(rules: Iterable[Rule], *, triage_team: str, names: Names = NO_NAMES) -> list[Broken]:
    """Every example of every active rule that the set, as a whole, does not fulfil."""
    listed = list(rules)
    rule_set = compile_rules(listed, names=names)
    return [
        Broken(rule.id, rule.name, example.name, differences)
        for rule in listed
        if rule.active
        for example in rule.examples
        if (differences := differences_of(example, rule_set, triage_team=triage_team))
    ]


def differences_of(example: Example, rule_set: RuleSet, *, triage_team: str) -> tuple[str, ...]:
    """What came instead of what was expected; () where it came out as expected."""
    try:
        situation = situation_of(example)
    except SheetError as error:
        return (str(error),)
    (result,) = check([situation], rule_set, triage_team=triage_team)
    return result.differences
