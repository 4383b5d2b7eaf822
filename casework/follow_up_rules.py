"""What became of something promised, and how its time reads. Pure."""

from datetime import datetime, timedelta
from typing import Final

# What was said to somebody, as opposed to what we only remind ourselves of.
PROMISES: Final = ("callback", "promise")

OPEN: Final = "open"
OVERDUE: Final = "overdue"
KEPT: Final = "kept"
LATE: Final = "late"
BROKEN: Final = "broken"
NOT_REACHED: Final = "not_reached"
NOT_NEEDED: Final = "not_needed"

STATES: Final[dict[str, tuple[str, str]]] = {
    OPEN: ("", "grey"),
    OVERDUE: ("Overdue", "red"),
    KEPT: ("Kept", "green"),
    LATE: ("Kept late", "orange"),
    BROKEN: ("Not kept", "red"),
    NOT_REACHED: ("Could not reach them", "grey"),
    NOT_NEEDED: ("Not needed any more", "grey"),
}
# Tags of the queue reach so far ahead; what is promised for later waits its turn.
SHOWN_AHEAD: Final = timedelta(days=7)


def state(
    *, due_at: datetime, done_at: datetime | None, result: str, now: datetime, tried_late: bool = False
) -> str:
    """`tried_late`: somebody first rang when the promised time had passed. Ringing then and being
    reached at a later, agreed time is still a promise kept late.
    """
    if done_at is None:
        return OVERDUE if due_at < now else OPEN
    if result == KEPT:
        return LATE if tried_late or done_at > due_at else KEPT
    return result


def day(at: datetime, *, now: datetime) -> str:
    """Both local: "today", "tomorrow", "yesterday", else the day with its weekday."""
    apart = (at.date() - now.date()).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(apart)
    return near or (f"{at:%A}" if 1 < apart < 7 else f"{at:%A} {at.day} {at:%B}")


def window(*, window_from: datetime | None, due_at: datetime, now: datetime) -> str:
    """All local: "today 14:00 to 16:00", "tomorrow by 12:00"."""
    ends = f"{due_at:%H:%M}"
    if window_from is None or window_from == due_at:
        return f"{day(due_at, now=now)} by {ends}"
    if window_from.date() == due_at.date():
        return f"{day(due_at, now=now)} {window_from:%H:%M} to {ends}"
    return f"{day(window_from, now=now)} {window_from:%H:%M} to {day(due_at, now=now)} {ends}"


def tries(number: int) -> str:
    if number == 0:
        return "not tried yet"
    return "tried once" if number == 1 else "tried twice" if number == 2 else f"tried {number} times"


def tag(*, kind: str, due_at: datetime, now: datetime) -> tuple[str, str]:
    """Words and tone of a row of the queue, both local: "Callback due 14:00"; "" where it is far off."""
    what = "Callback" if kind == "callback" else "Promise"
    if due_at < now:
        return f"{what} overdue", "red"
    if due_at.date() == now.date():
        return f"{what} due {due_at:%H:%M}", "orange"
    if due_at - now < SHOWN_AHEAD:
        return f"{what} due {due_at:%a} {due_at:%H:%M}", "grey"
    return "", "grey"


# Closing words that say nobody was reached; people write them in many ways.
_SAID_SO: Final = (
    "could not reach", "couldn't reach", "not reached", "could not be reached", "couldn't be reached", "unreachable",
    "unable to reach", "unable to contact", "could not contact", "couldn't contact", "no contact", "not contactable",
    "no answer", "cannot reach", "can't reach", "cannot be reached", "can't be reached", "did not answer",
)  # fmt: skip


def says_not_reached(outcome: str) -> bool:
    """Whether the words with which somebody closes a case say that the person could not be reached."""
    words = " ".join(outcome.casefold().replace("\u2019", "'").split())
    return any(each in words for each in _SAID_SO)
