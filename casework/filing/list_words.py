"""The numbered list that is texted when it is not clear which case a text is about. Nothing private is in it."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

LONGEST_SERVICE: Final = 40
_MONTHS: Final = tuple(calendar.month_name)  # in English: the locale is never set


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A case as its own person may be reminded of it by text. `service` is "" where it must not be named.

    `began` is the day in the office's time zone, `clock` the time of that day as `14:05`.
    """

    began: date
    clock: str
    service: str = ""


def question_text(*, office: str, choices: Sequence[Choice], today: date) -> str:
    """The question with its choices by number; "a new request" is the last one and not among `choices`.

    `office` is "" where the text must not say who we are.

    Two choices that would read alike are told apart by the time of day they began.
    """
    lines = [_line(choice, today=today) for choice in choices]
    told = [
        _line(choice, today=today, clock=True) if lines.count(line) > 1 else line
        for choice, line in zip(choices, lines, strict=True)
    ]
    numbered = [f"{number} {line}" for number, line in enumerate([*told, "A new request"], start=1)]
    which = "hich of your requests is this about? Reply with its number only."
    head = f"{office}: w{which}" if office else f"W{which}"
    return "\n".join([head, *numbered])


def _line(choice: Choice, *, today: date, clock: bool = False) -> str:
    day = f"{choice.began.day} {_MONTHS[choice.began.month]}"
    year = f" {choice.began.year}" if choice.began.year != today.year else ""
    name = choice.service or "Request"
    short = name if len(name) <= LONGEST_SERVICE else f"{name[: LONGEST_SERVICE - 3].rstrip()}..."
    return f"{short}, from {day}{year}{f' {choice.clock}' if clock else ''}"
