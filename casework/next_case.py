"""Why this case is the next one, in words. Pure.

The order is: what is overdue (soonest due first), what was promised, then the queue's own order: priority, then age.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

OVERDUE: Final = "overdue"
PROMISED: Final = "promised"
QUEUE: Final = "queue"
# A promise is taken up a little before it falls due.
PROMISE_AHEAD: Final = timedelta(hours=1)

_DUE: Final = {
    "first_response": "Its first answer",
    "next_response": "The answer to their last message",
    "resolution": "Its resolution",
}


class Choice(NamedTuple):
    """What is known of a chosen case. `waits_since` is when it was opened; `others` wait in the same line."""

    kind: str
    due_kind: str = ""
    due_at: datetime | None = None
    priority: str = "normal"
    waits_since: datetime | None = None
    others: int = 0
    mine: bool = False


def explain(choice: Choice, *, now: datetime) -> str:
    """One or two sentences for whoever got it. They name no person and repeat nobody's words."""
    return f"{_why(choice, now)}. {_behind(choice.others)}"


def _why(choice: Choice, now: datetime) -> str:
    if choice.kind == OVERDUE and choice.due_at:
        return f"{_DUE.get(choice.due_kind, 'Something on it')} was due {span(now - choice.due_at)} ago"
    if choice.kind == PROMISED and choice.due_at:
        late = choice.due_at < now
        length = span(abs(choice.due_at - now))
        return f"Something was promised on it, due {f'{length} ago' if late else f'in {length}'}"
    since = f" and has waited for {span(now - choice.waits_since)}" if choice.waits_since else ""
    whose = "is yours and waits for an answer" if choice.mine else f"has {choice.priority} priority"
    return f"It {whose}{since}"


def _behind(others: int) -> str:
    if not others:
        return "Nothing else waits like it."
    return f"{'1 other waits' if others == 1 else f'{others:,} others wait'} behind it."


def span(length: timedelta) -> str:
    """In the largest unit that says enough: minutes up to two hours, hours up to two days, then days."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 120:
        return _counted(minutes, "minute")
    if minutes < 48 * 60:
        return _counted(minutes // 60, "hour")
    return _counted(minutes // (24 * 60), "day")


def _counted(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
