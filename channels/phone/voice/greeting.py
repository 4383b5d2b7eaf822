"""What a caller hears, in words: neutral, short, and true of the office's opening hours. Pure but for `NeverOpen`."""

from datetime import datetime, timedelta
from typing import Final

from casework import working_time
from casework.working_time import Calendar, NeverOpen

DANGER: Final = "If anybody is in danger now, hang up and ring 9 9 9."
LEAVE_A_MESSAGE: Final = (
    "After the tone you can leave a message. Say how we may reach you, if that is safe. Then hang up."
)
THANKS: Final = "Thank you. We have your message. Goodbye."
NOTHING_HEARD: Final = "We heard nothing. Goodbye."
HOLD: Final = "Please hold on, we are trying to find somebody for you."
NOBODY_CAME: Final = "Nobody can come to the telephone just now."
OUT_OF_ORDER: Final = (
    "We are sorry. Our telephone system has a fault, and we cannot take your call or a message. "
    "Please ring again in a few minutes, or write to us."
)


def is_open(calendar: Calendar, at: datetime) -> bool:
    """An office without opening hours takes calls at any time."""
    return not calendar.slots or working_time.is_open(calendar, at)


def welcome(office: str) -> str:
    return f"You are through to {office}. {HOLD}"


def closed(office: str, calendar: Calendar, local: datetime) -> str:
    """`local`: now, in the office's own time."""
    again = opens_again(calendar, local)
    return " ".join(filter(None, [f"You are through to {office}. We are closed now.", again, DANGER]))


def nobody_there(office: str) -> str:
    """An office whose telephones do not ring."""
    return f"You are through to {office}. {NOBODY_CAME}"


def opens_again(calendar: Calendar, local: datetime) -> str:
    """ "We are open again on Monday at 9."; "" for an office that never opens."""
    try:
        opens = working_time.next_open(calendar, local).astimezone(local.tzinfo)
    except NeverOpen:
        return ""
    return f"We are open again {_day(opens, local)} at {_clock(opens)}."


def _day(opens: datetime, local: datetime) -> str:
    days = (opens.date() - local.date()) // timedelta(days=1)
    if days < 2:
        return ("today", "tomorrow")[days]
    return f"on {opens:%A}" if days < 7 else f"on {opens:%A} {opens.day} {opens:%B}"


def _clock(opens: datetime) -> str:
    """As it is said: 9, 9 30, 2 in the afternoon; noon and midnight by name."""
    if (opens.hour, opens.minute) in ((0, 0), (12, 0)):
        return "noon" if opens.hour else "midnight"
    hour = opens.hour % 12 or 12
    minutes = f" {opens.minute:02}" if opens.minute else ""
    part = (
        ""
        if 6 <= opens.hour < 12
        else " at night"
        if opens.hour < 6
        else " in the afternoon"
        if opens.hour < 18
        else " in the evening"
    )
    return f"{hour}{minutes}{part}"
