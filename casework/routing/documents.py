"""Rules as the JSON documents in which sets are stored, drafted, sent through the API and read from a file.

One rule: {"id": "0192…", "name": "No heating", "active": true,
"conditions": {"all": […], "any": […], "none": […]},
"team": "housing", "priority": "urgent", "assignee": "", "assign": "least", "tags": ["heating"],
"restricted": false, "target": "emergency", "acknowledgement": "", "stop": false, "reroutes": false,
"follow_up": {"words": "Ring back", "amount": 60, "unit": "minutes"},
"examples": [{"name": "A cold flat", "facts": {"text": "no heating"}, "expect": {"team": "housing"}}]}

Only the name is required. A set is a list of them; its order is the order in which they are tried.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from casework.routing.rules import Example, FollowUpAction, Rule, RuleError, check_follow_up

_TEXT: Final = (str, "a text")
_FLAG: Final = (bool, "true or false")
_LIST: Final = (list, "a list")
KEYS: Final[dict[str, tuple[type, str]]] = {
    "id": _TEXT,
    "name": _TEXT,
    "active": _FLAG,
    "conditions": (object, ""),
    "team": _TEXT,
    "priority": _TEXT,
    "assignee": _TEXT,
    "assign": _TEXT,
    "tags": _LIST,
    "restricted": _FLAG,
    "target": _TEXT,
    "acknowledgement": _TEXT,
    "follow_up": (object, ""),
    "stop": _FLAG,
    "reroutes": _FLAG,
    "examples": _LIST,
}
# A file may number its rules; a set's order is that of its list.
_ALSO_READ: Final = {"position": (int, "a whole number")}


def from_documents(items: Iterable[object]) -> list[Rule]:
    """Raises RuleError naming the rule and the key. Conditions and actions are checked when the set is compiled."""
    return [_rule(number, item) for number, item in enumerate(items, start=1)]


def from_document(item: object, *, number: int = 1) -> Rule:
    return _rule(number, item)


def _rule(number: int, item: object) -> Rule:
    if not isinstance(item, Mapping) or not isinstance(item.get("name"), str) or not item["name"].strip():
        raise RuleError(f"Rule {number} must be an object with a “name”.")
    known = KEYS | _ALSO_READ
    for key, value in item.items():
        if key not in known:
            raise RuleError(f"Rule {number} has “{str(key)[:60]}”. The keys are: {', '.join(KEYS)}.")
        kind, words = known[key]
        if not isinstance(value, kind):
            raise RuleError(f"Rule {number}: “{key}” must be {words}.")
    read = {**item, "tags": tuple(str(tag) for tag in item.get("tags", ()))}
    read["follow_up"] = _follow_up(number, item.get("follow_up"))
    read["examples"] = tuple(_example(number, each) for each in item.get("examples", ()))
    return Rule(**{"position": number, **read})


def _follow_up(number: int, item: object) -> FollowUpAction | None:
    if not item:
        return None
    if not isinstance(item, Mapping) or set(item) - {"words", "amount", "unit"}:
        raise RuleError(f"Rule {number}: “follow_up” must have “words”, “amount” and “unit”.")
    words, amount, unit = item.get("words"), item.get("amount"), item.get("unit", "minutes")
    action = FollowUpAction(str(words or "").strip(), amount, str(unit))  # type: ignore[arg-type]  # checked next
    try:
        check_follow_up(action)
    except RuleError as error:
        raise RuleError(f"Rule {number}: {error}") from error
    return action


def _example(number: int, item: object) -> Example:
    if not isinstance(item, Mapping) or not all(
        isinstance(item.get(key), Mapping) for key in ("facts", "expect")
    ):
        raise RuleError(f"Rule {number}: an example must have “name”, “facts” and “expect”.")
    facts, expect = (
        {str(key): str(value) for key, value in item[part].items()} for part in ("facts", "expect")
    )
    return Example(str(item.get("name", "")), facts, expect)


def to_document(rule: Rule) -> dict[str, Any]:
    """The whole rule, every key of it: what `from_document` reads back as the same rule, but for its position."""
    return {
        "id": rule.id,
        "name": rule.name,
        "active": rule.active,
        "conditions": rule.conditions,
        "team": rule.team,
        "priority": rule.priority,
        "assignee": rule.assignee,
        "assign": rule.assign,
        "tags": list(rule.tags),
        "restricted": rule.restricted,
        "target": rule.target,
        "acknowledgement": rule.acknowledgement,
        "follow_up": rule.follow_up._asdict() if rule.follow_up else None,
        "stop": rule.stop,
        "reroutes": rule.reroutes,
        "examples": [
            {"name": each.name, "facts": dict(each.facts), "expect": dict(each.expect)}
            for each in rule.examples
        ],
    }
