"""What is odd about a set of rules, for whoever writes them. A warning stops nothing; none is ever a false alarm."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from casework.routing.conditions import parse_conditions
from casework.routing.implying import covers, never
from casework.routing.rules import Conditions, Rule, RuleError, check_rule
from casework.routing.sentences import team_words

BROKEN: Final = "broken"
NEVER: Final = "never"
SHADOWED: Final = "shadowed"
EVERYTHING: Final = "everything"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """The codes that exist. `teams` are those that cases can be sent to."""

    services: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    assignees: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


class Warning(NamedTuple):  # noqa: A001 - it is the word for it, and the module's name is before it
    rule_id: str
    rule_name: str
    kind: str
    words: str


class _Read(NamedTuple):
    rule: Rule
    conditions: Conditions


def warnings(rules: Sequence[Rule], known: Known) -> list[Warning]:
    """In the order of the rules. Rules that are switched off are only asked whether they could be used at all."""
    found: list[Warning] = []
    earlier: list[_Read] = []
    for rule in rules:
        try:
            check_rule(rule)
            read = _Read(rule, parse_conditions(rule.conditions))
        except RuleError as error:
            found.append(_warning(rule, BROKEN, f"It cannot be used and is skipped. {error}"))
            continue
        if rule.active:
            found += _of(read, earlier, known)
            earlier.append(read)
    return found


def _of(read: _Read, earlier: list[_Read], known: Known) -> Iterator[Warning]:
    rule, conditions = read
    yield from (_warning(rule, UNKNOWN, words) for words in _unknown(read, known))
    if never(conditions):
        yield _warning(rule, NEVER, "Nothing can ever fit it: its conditions contradict each other.")
        return
    if not any(conditions) and (rule.team or rule.stop):
        what = "no rule after it is tried" if rule.stop else "no rule after it decides the team"
        yield _warning(rule, EVERYTHING, f"It fits everything: {what}{_no_triage(rule)}.")
    yield from _shadow(read, earlier)


def _shadow(read: _Read, earlier: list[_Read]) -> Iterator[Warning]:
    rule = read.rule
    over = (before for before in earlier if before.rule.stop or (before.rule.team and rule.team))
    first = next((before.rule for before in over if covers(before.conditions, read.conditions)), None)
    if first is None:
        return
    if first.stop:
        words = f"It is never tried: “{first.name}” fits whenever it does, and tries no further rule."
    else:
        words = (
            f"It never decides the team: “{first.name}” comes first and fits whenever it does.{_kept(rule)}"
        )
    yield _warning(rule, SHADOWED, words)


def _no_triage(rule: Rule) -> str:
    return ", and nothing goes to triage" if rule.team else ""


def _kept(rule: Rule) -> str:
    """What the rule still does although another decides the team."""
    does = {
        "tags": rule.tags,
        "priority": rule.priority,
        "restriction": rule.restricted,
        "target": rule.target,
        "answer": rule.acknowledgement,
        "follow-up": rule.follow_up,
        "end of the search": rule.stop,
    }
    *others, last = [what for what, done in does.items() if done] or [""]
    if not last:
        return ""
    return f" Its {', '.join(others)}{' and ' if others else ''}{last} still count{'' if others or rule.tags else 's'}."


def _unknown(read: _Read, known: Known) -> Iterator[str]:
    rule = read.rule
    if rule.team and rule.team not in known.teams:
        yield f"There is no {team_words(rule.team, {}).removeprefix('the ')} to send a case to. It goes to triage."
    if rule.assignee and rule.assignee not in known.assignees:
        yield f"Nobody called “{rule.assignee}” can be given work. The case stays with its team."
    if rule.target and rule.target not in known.targets:
        yield f"There is no target “{rule.target}”. The service's own is used."
    for fact, codes, what in (("service", known.services, "service"), ("area", known.areas, "area")):
        yield from (f"There is no {what} “{value}”." for value in _named(read.conditions, fact, codes))


def _named(conditions: Conditions, fact: str, codes: frozenset[str]) -> list[str]:
    named = [value for group in conditions for one in group if one.fact == fact for value in one.values]
    return [value for value in dict.fromkeys(named) if value.strip().casefold() not in codes]


def _warning(rule: Rule, kind: str, words: str) -> Warning:
    return Warning(rule.id, rule.name, kind, words)


def by_rule(found: Sequence[Warning]) -> Mapping[str, list[Warning]]:
    """The warnings of each rule, by its id."""
    grouped: dict[str, list[Warning]] = {}
    for each in found:
        grouped.setdefault(each.rule_id, []).append(each)
    return grouped
