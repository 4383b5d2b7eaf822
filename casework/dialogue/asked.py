"""One question as it is asked by text."""

from dataclasses import dataclass
from typing import Final

# A picture cannot be asked for by text: in the United Kingdom most never arrive.
NOT_BY_TEXT: Final = ("file",)
FREE: Final = ("text", "long_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`label` is the short wording for texts where there is one. `choices` are (value, label) in their order."""

    code: str
    label: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False

    @property
    def is_free(self) -> bool:
        """Whatever somebody writes can be the answer."""
        return self.kind in FREE
