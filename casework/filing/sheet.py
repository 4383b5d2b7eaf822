"""A sheet of situations, one JSON object a line, that a manager can read and the engine must agree with.

The form is described in `tests/filing/README.md`. Keys that are missing have an ordinary meaning, and keys that nobody
knows are passed over, so that a sheet may carry remarks.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from casework.filing.decision import Decision
from casework.filing.facts import NEW
from casework.filing.rules import decide
from casework.filing.situation import read_facts


class UnreadableLine(ValueError):
    """A line of the sheet that is no situation; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    line: int
    name: str
    decision: Decision
    differences: tuple[str, ...]  # "result: expected hold, came out as new"; empty when all is as expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    situations: tuple[Situation, ...]
    unreadable: tuple[tuple[int, str], ...]  # number of the line, what is wrong

    @property
    def different(self) -> tuple[Situation, ...]:
        return tuple(situation for situation in self.situations if situation.differences)


def read_sheet(lines: Iterable[str]) -> Sheet:
    """Every situation with what came out. Blank lines are passed over; an unreadable line stops nothing."""
    situations, unreadable = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        try:
            situations.append(_situation(number, line))
        except UnreadableLine as error:
            unreadable.append((number, str(error)))
    return Sheet(situations=tuple(situations), unreadable=tuple(unreadable))


def _situation(number: int, line: str) -> Situation:
    row = _row(line)
    try:
        decision = decide(read_facts(row))
        differences = tuple(_differences(row["expect"], decision))
    except KeyError as error:
        raise UnreadableLine(f"{error.args[0]} is missing") from error
    except ValueError as error:
        raise UnreadableLine(str(error)) from error
    except (TypeError, AttributeError) as error:
        raise UnreadableLine(f"a part of it has another form than it should: {error}") from error
    return Situation(
        line=number, name=str(row.get("name") or f"line {number}"), decision=decision, differences=differences
    )


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line.strip("\ufeff"))
    except ValueError as error:
        raise UnreadableLine(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise UnreadableLine("a situation is a JSON object")
    for part in ("contact", "expect"):
        if not isinstance(row.get(part), dict):
            raise UnreadableLine(f'"{part}" is missing or not an object')
    if "result" not in row["expect"]:
        raise UnreadableLine('"expect" states no "result"')
    return row


def _differences(expect: dict[str, Any], decision: Decision) -> Iterable[str]:
    for key, expected in expect.items():
        if key in _COMPARED and not _COMPARED[key](expected, decision):
            yield f"{key}: expected {_shown(expected)}, came out as {_shown(getattr(decision, key))}"


def _same_choices(expected: Any, decision: Decision) -> bool:
    """In order where they are texted to somebody; as a set, with or without "new", where staff are shown them."""
    if decision.result == "ask":
        return list(expected or ()) == list(decision.choices)
    return set(expected or ()) - {NEW} == set(decision.choices)


def _same_duplicate(expected: Any, decision: Decision) -> bool:
    if isinstance(expected, list):
        return set(expected) == set(decision.choices)
    return (expected or None) == decision.possible_duplicate_of


_COMPARED: Final[dict[str, Callable[[Any, Decision], bool]]] = {
    "result": lambda expected, decision: expected == decision.result,
    "rule": lambda expected, decision: str(expected) == decision.rule,
    "case": lambda expected, decision: (expected or None) == decision.case,
    "choices": _same_choices,
    "courtesy": lambda expected, decision: bool(expected) == decision.courtesy,
    "keyword": lambda expected, decision: str(expected or "").casefold() == decision.keyword,
    "possible_duplicate_of": _same_duplicate,
    "party": lambda expected, decision: (expected or None) == decision.party,
    "already_asked": lambda expected, decision: bool(expected) == decision.already_asked,
}


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(str, value)) + "]"
    return "nothing" if value in (None, "") else str(value)
