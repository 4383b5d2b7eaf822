"""Words that look like a mistyped one, by the runs of three letters that they share. Pure."""

import re
from collections.abc import Iterable
from typing import Final

from casework import text

ENOUGH: Final = 0.3
"""How much of their runs two words share, at least: "boilre" and "boiler" share 0.4, "Amena" and "Amina" a third."""
SWAPPED: Final = 0.5
"""Of words with the same letters, the first in its place: in "Kahn" and "Khan" hardly a run is the same."""
FEWEST_LETTERS: Final = 3
MOST: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def runs(word: str) -> frozenset[str]:
    """Of the folded word, so that accents and capitals make no difference."""
    padded = f"  {text.fold(word)} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def alike(one: str, other: str) -> float:
    """0 to 1: what share of the runs of both is in both."""
    ours, theirs = runs(one), runs(other)
    share = len(ours & theirs) / len(ours | theirs)
    here, there = text.fold(one), text.fold(other)
    return max(share, SWAPPED) if here[:1] == there[:1] and sorted(here) == sorted(there) else share


def near(word: str, among: Iterable[str], most: int = MOST) -> list[str]:
    """The likest first, each once as it is written there; nothing for a word that is among them: it is no mistake."""
    if len(text.fold(word)) < FEWEST_LETTERS:
        return []
    known: dict[str, str] = {}
    for each in (found for told in among for found in _WORD.findall(told)):
        if len(each) >= FEWEST_LETTERS:
            known.setdefault(each.casefold(), each)
    if word.casefold() in known:
        return []
    scored = sorted(
        ((alike(word, each), each) for each in known.values()), key=lambda pair: (-pair[0], pair[1])
    )
    return [each for share, each in scored[:most] if share >= ENOUGH]
