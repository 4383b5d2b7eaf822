"""Expected routing as a sheet that a manager can read and keep: one situation a line, what should come of it beside it.

The columns are the cells of `casework.routing.situations`; one named situation or note is for people. Comma or
semicolon, UTF-8.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from casework.routing.documents import from_documents
from casework.routing.engine import Routing, RuleSet, route
from casework.routing.rules import Rule, RuleError
from casework.routing.situations import SheetError, Situation, columns_of, situation_in, situation_of

__all__ = [
    "Result",
    "SheetError",
    "Situation",
    "check",
    "read_rules",
    "read_sheet",
    "report",
    "situation_of",
]

_NOTHING: Final = "none"
# What a case has whose rules set no priority.
_USUAL_PRIORITY: Final = "normal"


@dataclass(frozen=True, slots=True)
class Result:
    situation: Situation
    routing: Routing
    differences: tuple[str, ...]

    @property
    def as_expected(self) -> bool:
        return not self.differences


def read_sheet(path: Path) -> list[Situation]:
    """Raises SheetError."""
    lines = _text_of(path).splitlines(keepends=True)
    header = lines[0] if lines else ""
    rows = csv.reader(lines, delimiter=";" if header.count(";") > header.count(",") else ",")
    columns = columns_of(next(rows, []))
    situations = [situation_in(number, columns, row) for number, row in _numbered(rows)]
    if not situations:
        raise SheetError("The sheet has no lines below its column names.")
    return situations


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetError(f"{path.name} is not UTF-8. Save it as “CSV UTF-8”.") from error
    except OSError as error:
        raise SheetError(f"{path} cannot be read: {error.strerror}.") from error


def _numbered(rows: Any) -> Iterator[tuple[int, list[str]]]:
    for row in rows:
        if any(cell.strip() for cell in row):
            yield rows.line_num, row


def read_rules(path: Path) -> tuple[list[Rule], str]:
    """Rules from a JSON file, and its triage team ("triage" where it names none). Raises SheetError.

    Either a list of rules, or {"triage_team": "…", "rules": [...]}; each with the keys of a rule.
    """
    try:
        data = json.loads(_text_of(path))
    except json.JSONDecodeError as error:
        raise SheetError(
            f"{path.name} is not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        ) from error
    wrapped = data if isinstance(data, dict) else {"rules": data}
    listed = wrapped.get("rules")
    if not isinstance(listed, list):
        raise SheetError(f"{path.name} must be a list of rules, or an object with “rules” and “triage_team”.")
    try:
        rules = from_documents(listed)
    except RuleError as error:
        raise SheetError(f"{path.name}: {error}") from error
    return rules, str(wrapped.get("triage_team") or "triage")


def check(situations: Iterable[Situation], rule_set: RuleSet, *, triage_team: str) -> list[Result]:
    """Routes each situation, and says where the result differs from what was expected."""
    results = []
    for situation in situations:
        routed = route(rule_set, situation.facts, triage_team=triage_team)
        results.append(Result(situation, routed, tuple(_differences(situation.expected, routed))))
    return results


def _differences(expected: dict[str, str], routed: Routing) -> Iterator[str]:
    for name, wanted in expected.items():
        got = _got(name, routed)
        if _normal(name, wanted) != got:
            yield f"{name}: expected {_shown(_normal(name, wanted))}, got {_shown(got)}"


def _got(name: str, routed: Routing) -> str:
    return {
        "team": routed.team.casefold(),
        "priority": routed.priority or _USUAL_PRIORITY,
        "tags": " ".join(sorted(tag.casefold() for tag in routed.tags)),
        "restricted": "yes" if routed.restricted else "no",
        "assignee": routed.assignee.casefold(),
        "assign": routed.assign,
        "target": routed.target.casefold(),
    }[name]


def _normal(name: str, wanted: str) -> str:
    wanted = wanted.casefold()
    if name == "tags":
        return (
            "" if wanted == _NOTHING else " ".join(sorted(wanted.replace(",", " ").replace("|", " ").split()))
        )
    if name == "priority" and wanted == _NOTHING:
        return _USUAL_PRIORITY
    return "" if name in ("assignee", "assign", "target") and wanted == _NOTHING else wanted


def _shown(value: str) -> str:
    return value or _NOTHING


def report(results: Sequence[Result]) -> list[str]:
    """Lines to print: each difference with the reason of the routing, then how many were as expected."""
    lines = []
    for result in results:
        if not result.as_expected:
            name = f" ({result.situation.name})" if result.situation.name else ""
            lines.append(f"line {result.situation.line}{name}: {'; '.join(result.differences)}")
            lines.append(f"    {result.routing.reason}")
    right = sum(result.as_expected for result in results)
    return [*lines, f"{right} of {len(results)} as expected"]
