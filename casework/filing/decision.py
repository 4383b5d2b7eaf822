"""What filing decided, and why in words a caseworker can read."""

from dataclasses import dataclass
from typing import Literal

Result = Literal["case", "reopen", "new", "new_linked", "ask", "hold", "none", "same"]
Keyword = Literal["stop", "start", "help", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`case` is the chosen one, or for `new_linked` the closed one that the new case follows.

    `choices` are what is texted back for `ask` ("new" is the last), and for `hold` the candidates that staff see.
    `party` is the one person of the case behind this contact point; None says "somebody at this number".
    `already_asked`: an earlier question still waits, so the list need not be texted once more.
    """

    rule: str
    result: Result
    reason: str
    case: str | None = None
    choices: tuple[str, ...] = ()
    courtesy: bool = False
    keyword: Keyword = ""
    possible_duplicate_of: str | None = None
    party: str | None = None
    already_asked: bool = False
