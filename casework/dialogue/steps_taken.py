"""What one text does to the questions."""

from dataclasses import dataclass
from typing import Any, Literal

Does = Literal[
    "answered", "skipped", "back", "insisted", "missed", "done", "handed_over", "danger", "elsewhere"
]

# These take the ordinary way through filing: they were no answer at all.
ORDINARY = ("danger", "elsewhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`position` is the question that waits then, `misses` how often it could not be read so far.

    `words` are what to say before it is asked again. `finished`: there is none left.
    """

    does: Does
    position: int
    misses: int = 0
    code: str = ""
    value: Any = None
    words: str = ""
    finished: bool = False

    @property
    def is_answer(self) -> bool:
        """It belongs to the questions, whether it could be read or not."""
        return self.does not in ORDINARY

    @property
    def ends(self) -> bool:
        """Nothing more is asked."""
        return self.finished or self.does in ("done", "handed_over", "danger")
