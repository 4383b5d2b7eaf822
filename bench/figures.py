"""What a bench or a chaos run hands back, and how much it is asked to do."""

from collections.abc import Mapping
from dataclasses import dataclass


class UnusableSize(ValueError):
    """A size is no whole number above 0; the message says which and what was given."""


class CannotRun(Exception):
    """Something that a bench needs is missing, taken or broken; the message says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number, and the promise it stands for where there is one: at least, or at most, so much."""

    name: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def kept(self) -> bool:
        lowest = self.value if self.at_least is None else self.at_least
        highest = self.value if self.at_most is None else self.at_most
        return lowest <= self.value <= highest

    @property
    def promise(self) -> str:
        if self.at_least is not None and self.at_least == self.at_most:
            return f"exactly {self.at_least:g}"
        bounds = (("at least", self.at_least), ("at most", self.at_most))
        return " and ".join(f"{words} {bound:g}" for words, bound in bounds if bound is not None)

    def __str__(self) -> str:
        whole = self.value >= 100 or self.value == int(self.value)
        return (
            f"{self.name}: {self.value:.0f} {self.unit}"
            if whole
            else f"{self.name}: {self.value:.3g} {self.unit}"
        )


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much to do, by name: `make bench DECISIONS=5000`. A name that is not given has the bench's own number."""

    given: Mapping[str, str]

    def number(self, name: str, *, otherwise: int) -> int:
        """Raises UnusableSize, in words for whoever typed it."""
        value = self.given.get(name) or str(otherwise)
        if not (value.isascii() and value.isdecimal()) or int(value) == 0:
            raise UnusableSize(f"{name} is {value!r}; write a whole number above 0.")
        return int(value)
