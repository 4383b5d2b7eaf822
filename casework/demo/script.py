"""The words in which the conversations are written down: one function for each thing that can happen.

A time (`at`) is one of
- "9d 10:15": a quarter past ten on the ninth working day before today;
- "2s 21:10", "2u 09:00": the second Saturday (Sunday) before today;
- "40m", "5h": minutes or hours before now, six hours at most, so that it never falls before "1d 17:45".

`by` is a log-in name. In a text `{ref}` stands for the reference of the story's own case, `{ref:key}` for
another's; an answer of "@-3" is the date three days before today.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happened. `more` holds what only this kind of step needs."""

    kind: str  # text | web | call | visit | reply | note | take | assign | status
    at: str
    by: str = ""
    body: str = ""
    service: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Story:
    """What happened on one case, or with one contact that belongs to none.

    `who` is a key of the people or strangers. Without it, `name` and `number` say who it was.
    """

    key: str
    steps: tuple[Step, ...]
    who: str = ""
    name: str = ""
    number: str = ""


def story(key: str, who: str, *steps: Step) -> Story:
    return Story(key=key, who=who, steps=steps)


def text(at: str, body: str, *, number: str = "", to: str = "", language: str = "") -> Step:
    """A text from the person's first number, or from `number`, to our main number, or `to` another."""
    return Step(kind="text", at=at, body=body, more={"number": number, "to": to, "language": language})


def web(
    at: str, service: str, body: str, *, answers: Mapping[str, Any] = NOTHING, postcode: str = "", **more: Any
) -> Step:
    """A form. More: `name`, `location`, `language`, `about` (whom), `photo` (file name), `quarantine`."""
    return Step(
        kind="web",
        at=at,
        service=service,
        body=body,
        more={"answers": dict(answers), "postcode": postcode, **more},
    )


def call(
    at: str,
    by: str,
    body: str,
    *,
    service: str = "",
    outcome: str = "passed_on",
    minutes: int = 5,
    **more: Any,
) -> Step:
    """A call that was logged. More: `number`, `choose` ("this" or "new"), `answers`, `postcode`, `about`."""
    return Step(
        kind="call",
        at=at,
        by=by,
        body=body,
        service=service,
        more={"outcome": outcome, "minutes": minutes, **more},
    )


def visit(
    at: str, by: str, body: str, *, place: str = "Front desk, Ferry Street", service: str = "", **more: Any
) -> Step:
    """Met in person. More: `outcome`, `present`, `logged` (minutes later), `choose`, `answers`, `about`."""
    return Step(
        kind="visit",
        at=at,
        by=by,
        body=body,
        service=service,
        more={"place": place, "outcome": "passed_on", **more},
    )


def reply(at: str, by: str, body: str, *, ends: str = "delivered", code: str = "") -> Step:
    """An answer of ours by text. `ends` is how its delivery ended; `code` is the provider's error code."""
    return Step(kind="reply", at=at, by=by, body=body, more={"ends": ends, "code": code})


def note(at: str, by: str, body: str) -> Step:
    return Step(kind="note", at=at, by=by, body=body)


def take(at: str, by: str) -> Step:
    return Step(kind="take", at=at, by=by)


def assign(at: str, by: str, to: str) -> Step:
    return Step(kind="assign", at=at, by=by, more={"to": to})


def status(at: str, by: str, to: str, outcome: str = "") -> Step:
    return Step(kind="status", at=at, by=by, more={"to": to, "outcome": outcome})
