"""Expected routing as a sheet that a manager can read and keep: one situation a line, what should come of it beside it.

Columns of facts: service, channel, text, postcode, number_texted, language, opening_hours (open or closed), at
(2026-03-28 18:30), and answers.<question> (several choices joined by "|"). Columns of expectations: expected_team,
expected_priority, expected_tags, expected_restricted (yes or no). An empty expectation is not checked; "none" expects
nothing there. A column named situation or note is for people. Comma or semicolon, UTF-8.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from casework.routing.conditions import ANSWERS
from casework.routing.documents import from_documents
from casework.routing.engine import Routing, RuleSet, route
from casework.routing.facts import RouteFacts
from casework.routing.rules import Rule, RuleError

FACT_COLUMNS: Final = (
    "service", "channel", "text", "postcode", "number_texted", "language", "opening_hours", "at",
)  # fmt: skip
EXPECTED_COLUMNS: Final = ("expected_team", "expected_priority", "expected_tags", "expected_restricted")
REMARK_COLUMNS: Final = ("situation", "note")
_OTHER_NAMES: Final = {
    "words": "text", "team": "expected_team", "priority": "expected_priority", "tags": "expected_tags",
    "restricted": "expected_restricted",
}  # fmt: skip
_NOTHING: Final = "none"
# What a case has whose rules set no priority.
_USUAL_PRIORITY: Final = "normal"


class SheetError(ValueError):
    """The sheet or the file of rules cannot be read. The words say where and what to write."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One line of the sheet. `expected` holds only what is to be checked, by team, priority, tags, restricted."""

    line: int
    name: str
    facts: RouteFacts
    expected: dict[str, str]


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
    columns = _columns(next(rows, []))
    situations = [_situation(number, columns, row) for number, row in _numbered(rows)]
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


def _columns(header: Sequence[str]) -> list[str]:
    named = [cell.strip() if cell.strip().startswith(ANSWERS) else cell.strip().casefold() for cell in header]
    columns = [_OTHER_NAMES.get(name, name) for name in named]
    known = (*FACT_COLUMNS, *EXPECTED_COLUMNS, *REMARK_COLUMNS)
    for column in columns:
        if column and column not in known and not column.startswith(ANSWERS):
            raise SheetError(
                f"There is no column “{column}”. The columns are: {', '.join(known)}, answers.<question>."
            )
    if "expected_team" not in columns:
        raise SheetError("The sheet needs a column expected_team.")
    return columns


def _situation(line: int, columns: list[str], row: list[str]) -> Situation:
    if len(row) > len(columns):
        raise SheetError(
            f"Line {line} has more cells than there are columns. Put quotation marks round a text with commas."
        )
    cells = {column: cell.strip() for column, cell in zip(columns, row, strict=False) if column}
    expected = {name.removeprefix("expected_"): cells[name] for name in EXPECTED_COLUMNS if cells.get(name)}
    return Situation(line, cells.get("situation", ""), _facts(line, cells), expected)


def _facts(line: int, cells: dict[str, str]) -> RouteFacts:
    answers = {
        column.removeprefix(ANSWERS): cell
        for column, cell in cells.items()
        if column.startswith(ANSWERS) and cell
    }
    return RouteFacts(
        service=cells.get("service", ""),
        channel=cells.get("channel", ""),
        text=cells.get("text", ""),
        postcode=cells.get("postcode", ""),
        number_texted=cells.get("number_texted", ""),
        language=cells.get("language", ""),
        answers={code: _choices(cell) for code, cell in answers.items()},
        at=_moment(line, cells.get("at", "")),
        is_open=_opening(line, cells.get("opening_hours", "")),
    )


def _choices(cell: str) -> object:
    return [choice.strip() for choice in cell.split("|")] if "|" in cell else cell


def _moment(line: int, cell: str) -> datetime | None:
    if not cell:
        return None
    try:
        return datetime.fromisoformat(cell)
    except ValueError as error:
        raise SheetError(f"Line {line}: “{cell}” is no time. Write it as 2026-03-28 18:30.") from error


def _opening(line: int, cell: str) -> bool | None:
    if cell.casefold() not in ("", "open", "closed"):
        raise SheetError(f"Line {line}: opening_hours is “{cell}”. Write open or closed.")
    return cell.casefold() == "open" if cell else None


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
    }[name]


def _normal(name: str, wanted: str) -> str:
    wanted = wanted.casefold()
    if name == "tags":
        return (
            "" if wanted == _NOTHING else " ".join(sorted(wanted.replace(",", " ").replace("|", " ").split()))
        )
    if name == "priority" and wanted == _NOTHING:
        return _USUAL_PRIORITY
    return wanted


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
