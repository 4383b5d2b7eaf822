"""One situation, in named cells: what is known of a contact, and what should come of it.

Cells of facts: service, channel, text, postcode, area (several joined by "|"), partner, number_texted, language,
opening_hours (open or closed), at (2026-03-28 18:30), last_contact_days, adjustments (what they need, in words),
restricted (yes or no), and answers.<question> (several choices joined by "|"). Expectations: expected_team,
expected_priority, expected_tags, expected_restricted (yes or no), expected_assignee, expected_assign (least or turn),
expected_target. An empty expectation is not checked; "none" expects nothing there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from casework.routing.conditions import ANSWERS
from casework.routing.facts import RouteFacts
from casework.routing.rules import Example

FACT_COLUMNS: Final = (
    "service", "channel", "text", "postcode", "area", "partner", "number_texted", "language", "opening_hours", "at",
    "last_contact_days", "adjustments", "restricted",
)  # fmt: skip
EXPECTED_COLUMNS: Final = (
    "expected_team", "expected_priority", "expected_tags", "expected_restricted", "expected_assignee",
    "expected_assign", "expected_target",
)  # fmt: skip
REMARK_COLUMNS: Final = ("situation", "note")
_OTHER_NAMES: Final = {
    "words": "text", "team": "expected_team", "priority": "expected_priority", "tags": "expected_tags",
    "assignee": "expected_assignee", "assign": "expected_assign", "target": "expected_target",
}  # fmt: skip


class SheetError(ValueError):
    """The sheet or the file of rules cannot be read. The words say where and what to write."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One line of a sheet, or an example. `expected` holds only what is to be checked, without "expected_"."""

    line: int
    name: str
    facts: RouteFacts
    expected: dict[str, str]


def columns_of(header: Sequence[str]) -> list[str]:
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


def situation_in(line: int, columns: list[str], row: list[str]) -> Situation:
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
        partner=cells.get("partner", ""),
        areas=tuple(part.strip() for part in cells.get("area", "").split("|") if part.strip()),
        last_contact_days=_number(line, cells.get("last_contact_days", "")),
        adjustments=cells.get("adjustments", ""),
        restricted=_flag(line, cells.get("restricted", "")),
        channel=cells.get("channel", ""),
        text=cells.get("text", ""),
        postcode=cells.get("postcode", ""),
        number_texted=cells.get("number_texted", ""),
        language=cells.get("language", ""),
        answers={code: _choices(cell) for code, cell in answers.items()},
        at=_moment(line, cells.get("at", "")),
        is_open=_opening(line, cells.get("opening_hours", "")),
    )


def situation_of(example: Example) -> Situation:
    """An example of a rule, read as a line of a sheet; `expect` may leave out "expected_". Raises SheetError."""
    cells = {
        (
            _OTHER_NAMES.get(name, name)
            if part is example.facts
            else f"expected_{name.removeprefix('expected_')}"
        ): cell
        for part in (example.facts, example.expect)
        for name, cell in part.items()
    }
    known = (*FACT_COLUMNS, *EXPECTED_COLUMNS)
    for column in cells:
        if column not in known and not column.startswith(ANSWERS):
            raise SheetError(
                f"There is no “{column}” in an example. There are: {', '.join(known)}, answers.<question>."
            )
    expected = {
        name.removeprefix("expected_"): cells[name].strip() for name in EXPECTED_COLUMNS if cells.get(name)
    }
    return Situation(
        1, example.name, _facts(1, {name: cell.strip() for name, cell in cells.items()}), expected
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


def _number(line: int, cell: str) -> int | None:
    if cell and not re.fullmatch("[0-9]{1,5}", cell):
        raise SheetError(f"Line {line}: last_contact_days is “{cell}”. Write a number of days, or nothing.")
    return int(cell) if cell else None


def _flag(line: int, cell: str) -> bool:
    if cell.casefold() not in ("", "yes", "no"):
        raise SheetError(f"Line {line}: restricted is “{cell}”. Write yes or no.")
    return cell.casefold() == "yes"


def _opening(line: int, cell: str) -> bool | None:
    if cell.casefold() not in ("", "open", "closed"):
        raise SheetError(f"Line {line}: opening_hours is “{cell}”. Write open or closed.")
    return cell.casefold() == "open" if cell else None
