"""Compiles a rule set once and routes by it: any facts give the same answer every time, and always one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from casework.routing import reasons
from casework.routing.conditions import parse_conditions
from casework.routing.facts import RouteFacts, View
from casework.routing.matching import Test, test_of
from casework.routing.rules import (
    PRIORITIES,
    Conditions,
    Fault,
    FollowUpAction,
    Names,
    Rule,
    RuleError,
    check_rule,
)
from casework.routing.sentences import NO_NAMES

_RANK: Final = {priority: rank for rank, priority in enumerate(PRIORITIES)}


class Routing(NamedTuple):
    """Where a case goes. `rule_id` and `rule_name` are those of the rule that decided the team, "" for triage.

    `assign`, `target` and `acknowledgement` are those of the first matching rule that has one, up to the deciding rule
    for `assign`. `follow_ups` are (rule id, what) of every matching rule. `held` are the ids of all that matched.
    `priority` is "" where no rule set one. `matched` holds the conditions of the deciding rule in words, with what
    fitted them; `reason` is the whole decision in words; `faults` are the rules that were skipped.
    """

    team: str
    priority: str
    assignee: str
    tags: tuple[str, ...]
    restricted: bool
    rule_id: str
    rule_name: str
    reason: str
    matched: tuple[str, ...]
    faults: tuple[Fault, ...]
    assign: str = ""
    target: str = ""
    acknowledgement: str = ""
    follow_ups: tuple[tuple[str, FollowUpAction], ...] = ()
    held: tuple[str, ...] = ()


class CompiledRule(NamedTuple):
    rule: Rule
    conditions: Conditions
    holds: Test


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules in the order in which they are tried, ready to run; those that cannot run are in `faults`."""

    rules: tuple[CompiledRule, ...]
    faults: tuple[Fault, ...]
    names: Names = field(default_factory=lambda: NO_NAMES)


def compile_rules(rules: Iterable[Rule], *, names: Names = NO_NAMES) -> RuleSet:
    """Rules by their position, equal ones in the order given. `names` are for the reasons in words."""
    compiled: list[CompiledRule] = []
    faults: list[Fault] = []
    for rule in sorted(rules, key=lambda each: each.position):
        if not rule.active:
            continue
        try:
            compiled.append(_compile(rule))
        except RuleError as error:
            faults.append(Fault(rule.id, rule.name, str(error)))
    return RuleSet(tuple(compiled), tuple(faults), names)


def families(rule_set: RuleSet) -> frozenset[str]:
    """The families of facts that some condition looks at: what must be read before routing, and no more."""
    return frozenset(
        condition.fact.partition(".")[0]
        for one in rule_set.rules
        for group in one.conditions
        for condition in group
    )


def _compile(rule: Rule) -> CompiledRule:
    check_rule(rule)
    conditions = parse_conditions(rule.conditions)
    tests = [[test_of(one) for one in group] for group in conditions]
    return CompiledRule(rule, conditions, _together(*tests))


def _together(every: list[Test], some: list[Test], not_one: list[Test]) -> Test:
    if len(every) == 1 and not some and not not_one:
        return every[0]
    if len(some) == 1:
        every, some = [*every, some[0]], []

    def holds(view: View) -> bool:
        # Plain loops: half the time of all() and any() with generators, and this runs most.
        for test in every:
            if not test(view):
                return False
        for test in not_one:
            if test(view):
                return False
        return not some or _one_of(some, view)

    return holds


def _one_of(tests: list[Test], view: View) -> bool:
    return any(test(view) for test in tests)


def outcome_of(
    matched: list[CompiledRule], *, triage_team: str
) -> tuple[str, str, tuple[str, ...], bool, str, str, str, str, str]:
    """What rules that held decide together: team, priority, tags, restricted, assignee, assign, target, and the id and
    name of the rule that decided the team.
    """
    deciding = next((one.rule for one in matched if one.rule.team), None)
    assigning = _assigning(matched, deciding)
    return (
        deciding.team if deciding else triage_team,
        _highest(one.rule.priority for one in matched),
        tuple(dict.fromkeys(tag for one in matched for tag in one.rule.tags)),
        any(one.rule.restricted for one in matched),
        assigning.assignee if assigning else "",
        assigning.assign if assigning else "",
        _first(one.rule.target for one in matched),
        deciding.id if deciding else "",
        deciding.name if deciding else "",
    )


def route(rule_set: RuleSet, facts: RouteFacts, *, triage_team: str) -> Routing:
    """Never raises for anything in the facts or the rules: a contact is never lost for a rule's sake."""
    view = View(facts)
    matched, failed = _matching(rule_set.rules, view)
    deciding = next((one for one in matched if one.rule.team), None)
    conditions = reasons.held(deciding.conditions, view, rule_set.names) if deciding else ()
    others = [one.rule for one in matched if one is not deciding]
    team, priority, tags, restricted, assignee, assign, target, rule_id, rule_name = outcome_of(
        matched, triage_team=triage_team
    )
    return Routing(
        team=team,
        priority=priority,
        assignee=assignee,
        tags=tags,
        restricted=restricted,
        rule_id=rule_id,
        rule_name=rule_name,
        reason=reasons.reason(
            deciding.rule if deciding else None, conditions, others, triage_team, rule_set.names
        ),
        matched=conditions,
        faults=(*rule_set.faults, *failed),
        assign=assign,
        target=target,
        acknowledgement=_first(one.rule.acknowledgement for one in matched),
        follow_ups=tuple((one.rule.id, one.rule.follow_up) for one in matched if one.rule.follow_up),
        held=tuple(one.rule.id for one in matched if one.rule.id),
    )


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _matching(rules: tuple[CompiledRule, ...], view: View) -> tuple[list[CompiledRule], list[Fault]]:
    matched: list[CompiledRule] = []
    failed: list[Fault] = []
    for one in rules:
        try:
            if one.holds(view):
                matched.append(one)
                if one.rule.stop:
                    break
        except Exception as error:  # noqa: BLE001 - whatever a rule does, the contact is routed and the fault reported
            failed.append(
                Fault(
                    one.rule.id,
                    one.rule.name,
                    f"it could not be run ({type(error).__name__}: {error})",
                )
            )
    return matched, failed


def _highest(priorities: Iterable[str]) -> str:
    """Rules raise each other's priority and never lower it: words of danger must not be calmed by a service."""
    return max(
        (priority for priority in priorities if priority),
        key=_RANK.__getitem__,
        default="",
    )


def _assigning(matched: list[CompiledRule], deciding: Rule | None) -> Rule | None:
    """The rule that decided the team, or one before it that says who gets it and leaves the team open."""
    for one in matched:
        if one.rule.assignee or one.rule.assign:
            return one.rule
        if one.rule is deciding:
            break
    return None
