"""A rule in words, for the page that lists rules and for the case that one of them routed."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from casework import phone_numbers
from casework.routing.conditions import ANSWERS, parse_conditions
from casework.routing.rules import ASSIGN, Condition, Conditions, Names, Rule, RuleError

NO_NAMES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})

_FACT_WORDS: Final = {
    "service": "the service",
    "channel": "the channel",
    "language": "the language",
    "number_texted": "the number texted",
    "partner": "the partner",
    "area": "the area",
    "postcode": "the postcode",
}
_EMPTY_WORDS: Final = {
    "service": "no service is named",
    "channel": "no channel is named",
    "language": "no language is named",
    "number_texted": "no number was texted",
    "postcode": "no postcode is given",
    "words": "the text has no words",
    "partner": "no partner sent it",
    "area": "the place is in no area",
    "adjustments": "nothing is known of what they need",
}


def say(rule: Rule, names: Names = NO_NAMES) -> str:
    """The whole rule as one sentence. One that cannot be read says so instead of raising."""
    try:
        when = _when(parse_conditions(rule.conditions), names)
    except RuleError as error:
        return f"This rule cannot be used and is skipped. {error}"
    switched = "" if rule.active else " It is switched off."
    return f"{when}: {say_actions(rule, names)}.{switched}"


def _when(conditions: Conditions, names: Names) -> str:
    parts = [say_condition(one, names) for one in conditions.all]
    if conditions.any:
        either = ", or ".join(say_condition(one, names) for one in conditions.any)
        parts.append(either if len(conditions.any) == 1 else f"either {either}")
    when = f"When {', and '.join(parts)}" if parts else "Always"
    unless = ", or ".join(say_condition(one, names) for one in conditions.none)
    return f"{when}, unless {unless}" if unless else when


def say_actions(rule: Rule, names: Names = NO_NAMES) -> str:
    """What the rule does, as the second half of its sentence."""
    said = [*_whose(rule, names), *_marked(rule), *_promised(rule, names)]
    if said and said[0] in _PRIORITY_WORDS.values():
        said[0] = f"make it {said[0]}"
    return ", ".join(said) or "do nothing"


_PRIORITY_WORDS: Final = {
    level: level if level == "urgent" else f"{level} priority"
    for level in ("low", "normal", "high", "urgent")
}


def _whose(rule: Rule, names: Names) -> list[str]:
    said = [f"give it to {team_words(rule.team, names)}"] if rule.team else []
    if rule.assignee:
        said.append(f"assign it to {_name(names, 'assignee', rule.assignee)}")
    if rule.assign:
        said.append(f"assign it to {ASSIGN.get(rule.assign, rule.assign)}")
    if rule.priority:
        said.append(_PRIORITY_WORDS.get(rule.priority, rule.priority))
    return said


def _marked(rule: Rule) -> list[str]:
    said = [f"{'tag' if len(rule.tags) == 1 else 'tags'} {' and '.join(rule.tags)}"] if rule.tags else []
    if rule.restricted:
        said.append("restrict who can see it")
    return said


def _promised(rule: Rule, names: Names) -> list[str]:
    said = [f"aim for “{_name(names, 'target', rule.target)}”"] if rule.target else []
    if rule.acknowledgement:
        said.append(f"answer {_in_quotes(rule.acknowledgement)}")
    if rule.follow_up:
        words, amount, unit = rule.follow_up
        within = f"{amount} working {unit if amount != 1 else unit.removesuffix('s')}"
        said.append(f"follow up within {within}: {_in_quotes(words)}")
    if rule.stop:
        said.append("try no further rule")
    if rule.reroutes:
        said.append("do so again unasked when its service or answers change")
    return said


def team_words(code: str, names: Names) -> str:
    name = _name(names, "team", code)
    return f"the {name}" if name.casefold().endswith("team") else f"the {name} team"


def say_condition(condition: Condition, names: Names = NO_NAMES) -> str:
    fact, op, values = condition
    if fact.startswith(ANSWERS):
        return _answer_words(fact.removeprefix(ANSWERS), op, values, names)
    if op == "is_empty":
        return _EMPTY_WORDS[fact]
    if fact in _SAID:
        return _SAID[fact](op, values)
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
    return f"the answer to {asked} {verb} {_listed(_in_quotes(value) for value in values)}"


def _text_words(op: str, values: tuple[str, ...]) -> str:
    if op == "pattern":
        return f"the text fits the pattern {_in_quotes(values[0])}"
    if op == "phrase" or len(values) == 1:
        kind = "phrase" if " " in values[0].strip() else "word"
        return f"the {kind} {_in_quotes(values[0])} is in the text"
    last = "and" if op == "all_of" else "or"
    return f"the words {_listed(map(_in_quotes, values), last)} are in the text"


def _in_quotes(value: str) -> str:
    return f"“{value}”"


def _listed(values: Iterable[str], last: str = "or") -> str:
    *others, final = values
    return f"{', '.join(others)} {last} {final}" if others else final


def _name(names: Names, kind: str, code: str) -> str:
    return names.get(kind, {}).get(code, code)


def _needs_words(op: str, values: tuple[str, ...]) -> str:
    return f"{_text_words(op, values).removesuffix(' in the text')} in what they need"


def _days_words(op: str, values: tuple[str, ...]) -> str:
    return f"they were last in touch within {values[0]} {'day' if values[0] == '1' else 'days'}"


# Facts that no "the … is …" says.
_SAID: Final[dict[str, Callable[[str, tuple[str, ...]], str]]] = {
    "words": _text_words,
    "opening_hours": lambda op, values: f"we are {values[0]}",
    "hour": lambda op, values: f"it is between {values[0]} and {values[1]}",
    "weekday": lambda op, values: f"it is {_listed(day.capitalize() for day in values)}",
    "postcode": lambda op, values: f"the postcode begins {_listed(value.upper() for value in values)}",
    "last_contact": _days_words,
    "adjustments": _needs_words,
    "restricted": lambda op, values: f"the case is {'' if values[0] == 'yes' else 'not '}restricted",
}
