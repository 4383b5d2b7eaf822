"""Running the modules of a package by name and printing their figures, for `bench` and `chaos` alike."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from bench.figures import CannotRun, Figure, Sizes, UnusableSize

KEPT: Final = 0
BROKEN: Final = 1
REFUSED: Final = 2

Found = dict[str, list[Figure]]


def main(*, package: str, known: Sequence[str], wanted: Iterable[str], results: Path | None = None) -> int:
    """One figure a line as each module ends. Returns the exit code: a promise broken is 1, a wrong request 2.

    `wanted` are names, also several with commas between; none means all. Sizes come from the environment.
    """
    names = [name for words in wanted for name in words.replace(",", " ").split()]
    unknown = [name for name in names if name not in known]
    if unknown:
        return _refuse(f"There is no {package} {', '.join(unknown)}. There are: {', '.join(known)}.")
    found: Found = {}
    try:
        for name in dict.fromkeys(names or known):
            found[name] = _run(f"{package}.{name}")
    except (CannotRun, UnusableSize) as error:
        return _refuse(str(error))
    if results is not None:
        results.write_text(_as_json(found), encoding="utf-8")
    return KEPT if all(figure.kept for figures in found.values() for figure in figures) else BROKEN


def _run(module: str) -> list[Figure]:
    figures: list[Figure] = import_module(module).run(Sizes(os.environ))
    for figure in figures:
        print(figure if figure.kept else f"{figure}   PROMISED {figure.promise}", flush=True)
    return figures


def _as_json(found: Found) -> str:
    figures = {
        figure.name: {"value": figure.value, "unit": figure.unit, "kept": figure.kept, "from": name}
        for name, figures in found.items()
        for figure in figures
    }
    return json.dumps(figures, indent=2) + "\n"


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return REFUSED
