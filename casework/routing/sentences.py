"""A rule in words, for the page that lists rules and for the case that one of them routed."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from casework import phone_numbers
from casework.routing.conditions import ANSWERS, parse_conditions
from casework.routing.rules import Condition, Conditions, Names, Rule, RuleError

NO_NAMES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})

_FACT_WORDS: Final = {
    "service": "the service",
    "channel": "the channel",
    "language": "the language",
    "number_texted": "the number texted",
    "postcode": "the postcode",
}
_EMPTY_WORDS: Final = {
    "service": "no service is named",
    "channel": "no channel is named",
    "language": "no language is named",
    "number_texted": "no number was texted",
    "postcode": "no postcode is given",
    "words": "the text has no words",
}


def say(rule: Rule, names: Names = NO_NAMES) -> str:
    """The whole rule as one sentence. One that cannot be read says so instead of raising."""
    try:
        when = _when(parse_conditions(rule.conditions), names)
    except RuleError as error:
        return f"This rule cannot be used and is skipped. {error}"
    return f"{when}: {_then(rule, names)}."


def _when(conditions: Conditions, names: Names) -> str:
    parts = [say_condition(one, names) for one in conditions.all]
    if conditions.any:
        either = ", or ".join(say_condition(one, names) for one in conditions.any)
        parts.append(either if len(conditions.any) == 1 else f"either {either}")
    when = f"When {', and '.join(parts)}" if parts else "Always"
    unless = ", or ".join(say_condition(one, names) for one in conditions.none)
    return f"{when}, unless {unless}" if unless else when


def _then(rule: Rule, names: Names) -> str:
    actions = []
    if rule.team:
        actions.append(f"give it to {team_words(rule.team, names)}")
    if rule.assignee:
        actions.append(f"assign it to {_name(names, 'assignee', rule.assignee)}")
    if rule.priority:
        level = rule.priority if rule.priority == "urgent" else f"{rule.priority} priority"
        actions.append(level if actions else f"make it {level}")
    if rule.tags:
        actions.append(f"{'tag' if len(rule.tags) == 1 else 'tags'} {' and '.join(rule.tags)}")
    if rule.restricted:
        actions.append("restrict who can see it")
    return ", ".join(actions) or "do nothing"


def team_words(code: str, names: Names) -> str:
    name = _name(names, "team", code)
    return f"the {name}" if name.casefold().endswith("team") else f"the {name} team"


def say_condition(condition: Condition, names: Names = NO_NAMES) -> str:
    fact, op, values = condition
    if fact.startswith(ANSWERS):
        return _answer_words(fact.removeprefix(ANSWERS), op, values, names)
    if op == "is_empty":
        return _EMPTY_WORDS[fact]
    if fact == "words":
        return _text_words(op, values)
    if fact == "opening_hours":
        return f"we are {values[0]}"
    if fact == "hour":
        return f"it is between {values[0]} and {values[1]}"
    if fact == "weekday":
        return f"it is {_listed(day.capitalize() for day in values)}"
    if fact == "postcode":
        return f"the postcode begins {_listed(value.upper() for value in values)}"
    return f"{_FACT_WORDS[fact]} is {_listed(_value_words(fact, value, names) for value in values)}"


def _value_words(fact: str, value: str, names: Names) -> str:
    if fact == "number_texted":
        return phone_numbers.display(phone_numbers.read(value).value) or value
    return _name(names, fact, value)


def _answer_words(question: str, op: str, values: tuple[str, ...], names: Names) -> str:
    asked = f"“{_name(names, 'question', question)}”"
    if op == "is_empty":
        return f"{asked} is not answered"
    verb = "contains" if op == "contains" else "is"
    return f"the answer to {asked} {verb} {_listed(_quoted(value) for value in values)}"


def _text_words(op: str, values: tuple[str, ...]) -> str:
    if op == "pattern":
        return f"the text fits the pattern {_quoted(values[0])}"
    if op == "phrase" or len(values) == 1:
        kind = "phrase" if " " in values[0].strip() else "word"
        return f"the {kind} {_quoted(values[0])} is in the text"
    last = "and" if op == "all_of" else "or"
    return f"the words {_listed(map(_quoted, values), last)} are in the text"


def _quoted(value: str) -> str:
    return f"“{value}”"


def _listed(values: Iterable[str], last: str = "or") -> str:
    *others, final = values
    return f"{', '.join(others)} {last} {final}" if others else final


def _name(names: Names, kind: str, code: str) -> str:
    return names.get(kind, {}).get(code, code)
