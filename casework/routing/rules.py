"""What a rule is, before and after it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

PRIORITIES: Final = ("low", "normal", "high", "urgent")
ASSIGN: Final = {"least": "whoever has least", "turn": "the next in turn"}
LONGEST_TAG: Final = 40
LONGEST_NAME: Final = 120
LONGEST_ACKNOWLEDGEMENT: Final = 480
LONGEST_FOLLOW_UP: Final = 300
MOST_WORKING: Final = 100_000
PLACEHOLDERS: Final = ("{reference}", "{office}")

_SLUG: Final = re.compile(r"[a-zA-Z0-9_-]{1,50}")

# Names to show for codes, by what the code is of: {"service": {"damp": "Damp and mould"}, "team": {…}, "assignee": {…}}.
# A code that is not there is shown itself.
Names = Mapping[str, Mapping[str, str]]


class RuleError(ValueError):
    """A rule cannot be used. The words say which part of it, and what to write instead."""


class FollowUpAction(NamedTuple):
    """Something to be done on a case that a rule routed: what, and within how much working time."""

    words: str
    amount: int
    unit: str = "minutes"  # or "days": working minutes, working days


class Example(NamedTuple):
    """A situation and what must come of it. `facts` and `expect` have the columns of a sheet (casework.routing.sheet)."""

    name: str
    facts: Mapping[str, str]
    expect: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it is stored. `conditions` is JSON, still to be read; empty actions do nothing.

    `assign` is "least" (whoever has least) or "turn" (in turn) and then there is no `assignee`. `stop`: where it
    holds, no rule after it is tried. `reroutes`: where it holds after a change of service or answers, the case is
    routed anew unasked. `target` is a target's code. `acknowledgement` replaces the office's words.
    """

    name: str
    conditions: Any = field(default_factory=dict)
    team: str = ""
    priority: str = ""
    assignee: str = ""
    assign: str = ""
    tags: tuple[str, ...] = ()
    restricted: bool = False
    target: str = ""
    acknowledgement: str = ""
    follow_up: FollowUpAction | None = None
    stop: bool = False
    reroutes: bool = False
    active: bool = True
    examples: tuple[Example, ...] = ()
    id: str = ""
    position: int = 0


class Condition(NamedTuple):
    """One fact compared with values; `values` is empty for `is_empty`."""

    fact: str
    op: str
    values: tuple[str, ...]


class Conditions(NamedTuple):
    """All of the first hold, at least one of the second (if there are any), and none of the third."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()


class Fault(NamedTuple):
    """A rule that was skipped, and why."""

    rule_id: str
    rule_name: str
    why: str

    def __str__(self) -> str:
        return f"“{self.rule_name}”: {self.why}"


def check_rule(rule: Rule) -> None:
    """Raises RuleError where the actions of a rule cannot be carried out. `parse_conditions` reads the rest."""
    if not rule.name.strip() or len(rule.name) > LONGEST_NAME:
        raise RuleError(f"A rule needs a name of 1 to {LONGEST_NAME} characters.")
    if rule.priority and rule.priority not in PRIORITIES:
        raise RuleError(f"There is no priority “{rule.priority}”. Write one of: {', '.join(PRIORITIES)}.")
    for tag in rule.tags:
        if not tag.strip() or len(tag) > LONGEST_TAG:
            raise RuleError(f"The tag “{tag[:60]}” must have 1 to {LONGEST_TAG} characters.")
    _check_assign(rule)
    if rule.target and not _SLUG.fullmatch(rule.target):
        raise RuleError(f"“{rule.target[:60]}” is no target. Write its code, such as “complaint”.")
    _check_acknowledgement(rule.acknowledgement)
    if rule.follow_up:
        check_follow_up(rule.follow_up)


def _check_assign(rule: Rule) -> None:
    if rule.assign and rule.assign not in ASSIGN:
        raise RuleError(f"“assign” is “{rule.assign[:60]}”. Write one of: {', '.join(ASSIGN)}.")
    if rule.assign and rule.assignee:
        raise RuleError("A rule names a person, or says how somebody is found. Choose one of the two.")


def _check_acknowledgement(words: str) -> None:
    if len(words) > LONGEST_ACKNOWLEDGEMENT:
        raise RuleError(f"The answer to a text may have {LONGEST_ACKNOWLEDGEMENT} characters.")
    for placeholder in re.findall(r"\{[^}]*\}?", words):
        if placeholder not in PLACEHOLDERS:
            raise RuleError(
                f"The answer to a text has “{placeholder[:40]}”. What can be filled in is {' and '.join(PLACEHOLDERS)}."
            )


def check_follow_up(action: FollowUpAction) -> None:
    """Raises RuleError."""
    words, amount, unit = action
    if not words.strip() or len(words) > LONGEST_FOLLOW_UP:
        raise RuleError(f"Say in 1 to {LONGEST_FOLLOW_UP} characters what is to be followed up.")
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 < amount <= MOST_WORKING:
        raise RuleError(f"The “amount” of a follow-up is a whole number from 1 to {MOST_WORKING:,}.")
    if unit not in ("minutes", "days"):
        raise RuleError("The “unit” of a follow-up is minutes or days.")
