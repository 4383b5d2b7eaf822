"""The words of a reason. They name a case by its reference; what it is about is told only of the sender's own case."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from casework.filing.facts import CaseFact

_BY: Final = {
    "sms": "by text",
    "whatsapp": "by WhatsApp",
    "web": "by web form",
    "phone": "by phone",
    "in_person": "in person",
    "email": "by e-mail",
    "letter": "by letter",
}


def ago(*, then: datetime, now: datetime) -> str:
    """`3 hours ago`, in whole units and rounded down; `just now` under a minute, `since then` for what came later."""
    age = now - then
    if age < timedelta(0):
        return "since then"
    for size, name in (
        (timedelta(days=1), "day"),
        (timedelta(hours=1), "hour"),
        (timedelta(minutes=1), "minute"),
    ):
        if age >= size:
            count = age // size
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "just now"


def whole(window: timedelta) -> str:
    """A window in words: `14 days`, `72 hours`."""
    if window >= timedelta(days=4) and window % timedelta(days=1) == timedelta(0):
        return f"{window.days} days"
    hours = window // timedelta(hours=1)
    return f"{hours} hour{'s' if hours != 1 else ''}"


def name(case: CaseFact) -> str:
    return case.reference or "a case without a reference"


def about(case: CaseFact, *, now: datetime) -> str:
    """`missed bin, opened 2 days ago by phone`; of a restricted case only when and how it was opened."""
    known = [] if case.restricted else [case.service_name or case.service.replace("-", " ")]
    if case.opened_at is not None:
        known.append(f"opened {ago(then=case.opened_at, now=now)} {_BY.get(case.origin, '')}".rstrip())
    return ", ".join(part for part in known if part)


def names(cases: Iterable[CaseFact]) -> str:
    return ", ".join(name(case) for case in cases)


def in_brackets(words: str) -> str:
    return f" ({words})" if words else ""
