"""What a copy of a case holds, in plain words, and the same as the typesetter takes it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from casework.printing import showable

# Keeps a name that runs the other way from moving what stands beside it.
_ISOLATE: Final = "\u2068"
_END: Final = "\u2069"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`before` and `name` are its head; an event is nothing more than that."""

    kind: str
    before: str
    name: str = ""
    facts: tuple[str, ...] = ()
    body: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Day:
    label: str
    entries: list[Entry]


@dataclass(frozen=True, kw_only=True)
class Copy:
    title: str
    office: str
    foot: str
    about: tuple[tuple[str, str], ...]
    warning: str = ""
    more: str = ""
    nothing: str = ""
    days: list[Day] = field(default_factory=list)


class _Setter:
    """Counts on the way what could only be shown by its name."""

    def __init__(self) -> None:
        self.named = 0

    def text(self, words: str) -> str:
        found = showable.shown(words)
        self.named += found.named
        return found.text

    def lines(self, words: str) -> list[tuple[str, str]]:
        return showable.lines(self.text(words))

    def rows(self, rows: Iterable[tuple[str, str]]) -> list[Any]:
        return [(self.text(label), self.lines(words)) for label, words in rows]


def document(copy: Copy) -> dict[str, Any]:
    """For `making.pdf`. Tells how many characters stand as names, where any do."""
    setter = _Setter()
    days = [
        {"label": setter.text(day.label), "entries": [_entry(each, setter) for each in day.entries]}
        for day in copy.days
    ]
    about = setter.rows(copy.about)
    if setter.named:
        about += setter.rows([("Shown in [brackets]", _named(setter.named))])
    return {
        **{name: setter.text(getattr(copy, name)) for name in _LINES},
        "about": about,
        "days": days,
    }


_LINES: Final = ("title", "office", "foot", "warning", "more", "nothing")


def _entry(entry: Entry, setter: _Setter) -> dict[str, Any]:
    name = f"{_ISOLATE}{setter.text(entry.name)}{_END}" if entry.name else ""
    return {
        "kind": entry.kind,
        "head": f"{setter.text(entry.before)} {name}".strip(),
        "facts": [setter.text(each) for each in entry.facts],
        "body": setter.lines(entry.body),
        "answers": setter.rows(entry.answers),
        "files": [setter.text(each) for each in entry.files],
    }


def _named(number: int) -> str:
    have = "1 character has" if number == 1 else f"{number:,} characters have"
    return f"{have} no shape in the letters of this file and stand{'s' if number == 1 else ''} as name or code. The case itself shows them."
