"""What the harness wrote down, as ratios with our bounds. Pure."""

import json
from collections.abc import Iterator
from statistics import median
from typing import Any, Final

from bench.figures import Figure

OURS, FLOOR, PEER = "onequeue", "floor", "django_helpdesk"
# So many times what the least a Django application could do takes.
BOUNDS: Final = {"B_html": 3, "B_api": 3, "D_html": 4, "E_api": 2, "C_search": 5}
# Operations of ours alone, and what stands beside them.
LIKE: Final = {"E_two": "E_api", "E_reply": "E_api"}

Rows = dict[tuple[str, int, str], dict[int, dict[str, Any]]]


def figures(written: str) -> list[Figure]:
    """Medians over the rounds; a ratio is the median of those within a round, so that noise hits both sides alike.

    An operation of which a call failed has a broken promise in place of its figures: a wrong answer is no fast one.
    """
    rows = _rows(written)
    return [each for op, level in _measured(rows) for each in _of(rows, op, level)]


def _rows(written: str) -> Rows:
    rows: Rows = {}
    for row in json.loads(written)["rows"]:
        rows.setdefault((row["op"], row["level"], row["target"]), {})[row["round"]] = row
    return rows


def _measured(rows: Rows) -> list[tuple[str, int]]:
    return sorted({(op, level) for op, level, target in rows if target == OURS})


def _of(rows: Rows, op: str, level: int) -> Iterator[Figure]:
    ours, other = rows[op, level, OURS], LIKE.get(op, op)
    name = f"peers_{op}_{level}"
    failed = sum(row.get("errors", 0) for row in ours.values())
    if failed:
        yield Figure(name=f"{name}_failed", value=failed, unit="calls", at_most=0)
        return
    yield Figure(name=f"{name}_p50_ms", value=median(row["p50"] for row in ours.values()), unit="ms")
    beside = _ratio(ours, rows.get((other, level, FLOOR), {}))
    if beside is not None:
        yield Figure(name=f"{name}_to_floor", value=beside, unit="times", at_most=BOUNDS.get(op))
    elif op in BOUNDS:
        yield Figure(name=f"{name}_without_a_floor", value=1, unit="times", at_most=0)
    beside = _ratio(ours, rows.get((other, level, PEER), {}))
    if beside is not None:
        yield Figure(name=f"{name}_to_django_helpdesk", value=beside, unit="times")
    statements = [row["sql"] for row in ours.values() if row.get("sql") is not None]
    if statements:
        yield Figure(name=f"{name}_statements", value=median(statements), unit="statements")


def _ratio(ours: dict[int, dict[str, Any]], theirs: dict[int, dict[str, Any]]) -> float | None:
    """None where no round has both."""
    found = [
        row["p50"] / theirs[number]["p50"]
        for number, row in ours.items()
        if row.get("p50") and theirs.get(number, {}).get("p50")
    ]
    return median(found) if found else None
