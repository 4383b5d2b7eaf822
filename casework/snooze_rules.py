"""Until when a case may be put aside, and what wakes it. Pure.

Whatever is chosen, it ends at a moment at which the team works. What may not be put aside is said in words. Moments in
words are local to the calendar's zone.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from casework import working_time
from casework.working_time import Calendar, NeverOpen

TOMORROW, TWO_DAYS, MONDAY, MOMENT = "tomorrow", "two_days", "monday", "moment"
LABELS: Final = {
    TOMORROW: "Tomorrow morning",
    TWO_DAYS: "In two working days",
    MONDAY: "Next Monday",
}
# The same in the middle of a sentence.
SPANS: Final = {
    TOMORROW: "until tomorrow morning",
    TWO_DAYS: "for two working days",
    MONDAY: "until next Monday",
}
LONGEST_DAYS: Final = 90
# When the day begins in an office that keeps no hours.
MORNING: Final = time(9)

PAST: Final = "That time has passed. Choose a later one."
ENDED: Final = "The case has ended, so it is not in the queue. Open it again to put it aside."
URGENT: Final = (
    "It is urgent and they wait for an answer, so it stays in the queue. Answer them, or give it to somebody "
    "who can."
)
FOLLOW_UP_DUE: Final = "A follow-up on it is due already. Do that first."


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Of a case: what decides whether it may be put aside. `promise` is the soonest one's name, "First answer due"."""

    is_open: bool = True
    urgent: bool = False
    needs_answer: bool = False
    follow_up_at: datetime | None = None
    due_at: datetime | None = None
    promise: str = "Due"


def chosen(calendar: Calendar, choice: str, *, now: datetime) -> datetime:
    """The moment of one of `LABELS`. Raises KeyError for any other."""
    today = now.astimezone(ZoneInfo(calendar.zone)).date()
    day = {
        TOMORROW: today + timedelta(days=1),
        TWO_DAYS: _working_day(calendar, now, today, 2),
        MONDAY: today + timedelta(days=7 - today.weekday()),
    }[choice]
    return _morning(calendar, day)


def offered(calendar: Calendar, *, now: datetime, kept: str = "") -> dict[str, datetime]:
    """The choices with their moments. Of two that are the same moment one is left: `kept`, or else the nearer."""
    by_moment: dict[datetime, str] = {}
    for choice in LABELS:
        at = chosen(calendar, choice, now=now)
        if at not in by_moment or choice == kept:
            by_moment[at] = choice
    return {choice: at for at, choice in by_moment.items()}


def _working_day(calendar: Calendar, now: datetime, today: date, number: int) -> date:
    try:
        if calendar.slots:
            found = working_time.add_days(calendar, now, number) - timedelta(minutes=1)
            return found.astimezone(ZoneInfo(calendar.zone)).date()
    except NeverOpen:
        pass
    return today + timedelta(days=number)


def _morning(calendar: Calendar, day: date) -> datetime:
    zone = ZoneInfo(calendar.zone)
    moved = _next_open(calendar, datetime.combine(day, time(0), tzinfo=zone))
    return moved or datetime.combine(day, MORNING, tzinfo=zone)


def moved(calendar: Calendar, at: datetime) -> datetime:
    """`at`, or where the team does not work then, the next moment at which it does."""
    return _next_open(calendar, at) or at


def _next_open(calendar: Calendar, at: datetime) -> datetime | None:
    """None where the team keeps no hours, or never works again till the end of the calendar."""
    try:
        return working_time.next_open(calendar, at) if calendar.slots else None
    except (NeverOpen, OverflowError):
        return None


def refusal(facts: Facts, *, until: datetime, now: datetime, zone: str = "Europe/London") -> str:
    """Why it may not be put aside till then, whatever anybody says; "" where it may."""
    if not facts.is_open:
        return ENDED
    if facts.urgent and facts.needs_answer:
        return URGENT
    if facts.follow_up_at is not None and facts.follow_up_at <= now:
        return FOLLOW_UP_DUE
    if until <= now:
        return PAST
    last = now + timedelta(days=LONGEST_DAYS)
    if until > last:
        local = last.astimezone(ZoneInfo(zone))
        return f"Choose a time within {LONGEST_DAYS} days: {local.day} {local:%B %Y} at the latest."
    return ""


def passes_promise(facts: Facts, *, until: datetime) -> bool:
    return facts.due_at is not None and facts.due_at < until


def promise_in_words(facts: Facts, *, now: datetime, zone: str) -> str:
    """What somebody must know who puts it aside for longer than a promise runs."""
    if facts.due_at is None:
        return ""
    if facts.due_at < now:
        return (
            f"{facts.promise}: {in_words(facts.due_at, zone=zone)}. That is late, so it stays in the queue."
        )
    return (
        f"{facts.promise}: {in_words(facts.due_at, zone=zone)}, before that. The promise goes on, and when it is late "
        "the case is back in the queue."
    )


def in_words(at: datetime, *, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M}"


def hidden(*, until: datetime | None, due_at: datetime | None, now: datetime) -> bool:
    """Whether it is out of the queue at this moment. What is late never is."""
    return until is not None and until > now and not (due_at is not None and due_at < now)


def wakes(*, until: datetime | None, follow_up_at: datetime | None, now: datetime) -> str:
    """Why the clock brings it back now; "" where it does not. `follow_up_at`: its soonest open follow-up."""
    if until is None:
        return ""
    if until <= now:
        return "The time came"
    if follow_up_at is not None and follow_up_at <= now:
        return "A follow-up on it is due"
    return ""
