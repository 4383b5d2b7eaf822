"""What a text to many needs and costs, and which of somebody's numbers it goes to. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from casework.send_rules import Verdict

# A number that cannot take a text gives way to the next one of the same person. One whose owner said no, or at which
# it is not safe, does not: that was said about being texted, and not about a telephone.
GIVES_WAY: Final = ("no_phone", "number", "do_not_use", "ours", "claimed")
# The day's budget is looked at as a whole before anything starts.
LOOKED_AT_LATER: Final = ("day_budget",)


def stands_in_the_way(verdict: Verdict) -> str:
    """Why this number is left out while a text to many is prepared; "" where it is not."""
    if verdict.outcome != "refuse" or verdict.code in LOOKED_AT_LATER:
        return ""
    return verdict.words


def choose(verdicts: Sequence[Verdict]) -> int:
    """Which of one party's numbers, given in their order. There is at least one.

    The first that can be texted; a refusal for safety's sake ends the search and is what is shown.
    """
    for place, verdict in enumerate(verdicts):
        if not stands_in_the_way(verdict) or verdict.code not in GIVES_WAY:
            return place
    return 0


@dataclass(frozen=True, kw_only=True)
class Budget:
    """In parts of texts: what this needs, what went today, what waits to go, what a day may cost."""

    needs: int
    went: int
    waits: int
    limit: int

    @property
    def left(self) -> int:
        return max(self.limit - self.went - self.waits, 0)

    @property
    def holds(self) -> bool:
        return self.needs <= self.left

    def in_words(self) -> str:
        """The sum, for whoever must do with fewer or ask for more."""
        taken = f"{_parts(self.went)} went out today"
        if self.waits:
            taken += f" and {self.waits:,} wait to go"
        return (
            f"These texts are {_parts(self.needs)}. The office may send {self.limit:,} in a day; {taken}, which leaves "
            f"{self.left:,}. Text fewer people, write a shorter text, or ask an administrator to raise the limit."
        )


def _parts(number: int) -> str:
    return "1 part" if number == 1 else f"{number:,} parts"


def cost(parts: int, pence_per_part: Decimal) -> str:
    """In pounds, e.g. "£12.40"."""
    return f"£{(pence_per_part * parts / 100).quantize(Decimal('0.01')):,}"
