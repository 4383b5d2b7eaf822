"""Why a case went where it went: every rule that was tried, each of its conditions, and the words that fitted."""

from typing import NamedTuple

from casework.routing.conditions import GROUPS
from casework.routing.engine import CompiledRule, Routing, RuleSet, route
from casework.routing.facts import RouteFacts, View
from casework.routing.matching import narrowed, test_of
from casework.routing.rules import Condition, Names
from casework.routing.sentences import say, say_actions, say_condition


class Checked(NamedTuple):
    """One condition: its group (all, any, none), in words, whether it held, and what of the facts fitted it."""

    group: str
    words: str
    held: bool
    found: str


class Tried(NamedTuple):
    """One rule. `reached` is False where a rule before it said to try no further; `decided`: it chose the team."""

    rule_id: str
    name: str
    sentence: str
    held: bool
    decided: bool
    reached: bool
    conditions: tuple[Checked, ...]
    did: str


class Explanation(NamedTuple):
    routing: Routing
    tried: tuple[Tried, ...]


def explain(rule_set: RuleSet, facts: RouteFacts, *, triage_team: str) -> Explanation:
    """Agrees with `route` for the same rules and facts. Raises for nothing in either."""
    routing, view = route(rule_set, facts, triage_team=triage_team), View(facts)
    tried: list[Tried] = []
    reached, decided = True, False
    for one in rule_set.rules:
        held = reached and _holds(one, view)
        decides = held and bool(one.rule.team) and not decided
        tried.append(_tried(one, view, rule_set.names, held=held, decided=decides, reached=reached))
        decided = decided or decides
        reached = reached and not (held and one.rule.stop)
    return Explanation(routing, tuple(tried))


def _holds(one: CompiledRule, view: View) -> bool:
    try:
        return one.holds(view)
    except Exception:  # noqa: BLE001 - as in routing itself: such a rule is skipped
        return False


def _tried(one: CompiledRule, view: View, names: Names, *, held: bool, decided: bool, reached: bool) -> Tried:
    conditions = tuple(
        _checked(group, condition, view, names)
        for group in GROUPS
        for condition in getattr(one.conditions, group)
    )
    sentence = say(one.rule, names)
    did = say_actions(one.rule, names) if held else ""
    return Tried(one.rule.id, one.rule.name, sentence, held, decided, reached, conditions, did)


def _checked(group: str, condition: Condition, view: View, names: Names) -> Checked:
    try:
        held = test_of(condition)(view)
        found = _found(condition, view) if held else ""
    except Exception:  # noqa: BLE001 - the explanation of a rule that cannot be run says that it did not hold
        held, found = False, ""
    return Checked(group, say_condition(condition, names), held, found)


def _found(condition: Condition, view: View) -> str:
    days = view.facts.last_contact_days
    if condition.fact == "last_contact" and days is not None:
        return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    if condition.fact == "hour" and view.local is not None:
        return f"{view.local:%H:%M}"
    return ", ".join(narrowed(condition, view).values)
