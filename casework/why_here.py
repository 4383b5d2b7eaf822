"""Why a case is here, in one short phrase: the most pressing reason that holds. Pure.

The order is: overdue, something promised that falls due, an unanswered text, a message of ours that did not arrive, waiting
for an answer from us, priority, age. It is not the order of the queue, which is priority and then age.
"""

from datetime import datetime
from typing import Final, NamedTuple

from casework import follow_up_rules, promises

TEXTS: Final = ("sms", "whatsapp")
NOT_ARRIVED: Final = ("failed", "undelivered", "refused")
PRESSING: Final = {"urgent": "Urgent", "high": "High priority"}
WAITING: Final = {"person": "Waiting for the person", "third_party": "Waiting for somebody else"}

# As the page of the columns explains it.
ORDER: Final = (
    ("Overdue", "an answer, a resolution, a callback or a promise is late"),
    ("Promise due", "a callback or promise is due today, or an answer within a day"),
    ("Text not answered", "the last word is theirs, and it came as a text"),
    ("Message did not arrive", "our last message could not be delivered"),
    ("Waiting for an answer from us", "the last word is theirs, in any other way"),
    ("Priority", "it is urgent or high, though nobody waits for us"),
    ("Age", "whom we wait for, and for how long the case has been open"),
)


class Facts(NamedTuple):
    """What is known of a case. All times are local; `last_in` is the channel of their last contact, `delivery` what became
    of our last one."""

    opened_at: datetime
    is_open: bool = True
    outcome: str = ""
    status: str = "open"
    priority: str = "normal"
    due_at: datetime | None = None
    due_kind: str = ""
    promised_at: datetime | None = None
    promised_kind: str = ""
    needs_answer: bool = False
    last_in: str = ""
    delivery: str = ""
    waiting_for: str = "us"
    snoozed_until: datetime | None = None


class Why(NamedTuple):
    """`code` is the reason's place in the order; `promise` says that it is what was promised to them."""

    code: str
    words: str
    tone: str

    @property
    def promise(self) -> bool:
        return self.code.startswith("promise")

    @property
    def ours(self) -> bool:
        """Nobody wrote any of it: how a case ended is said in somebody's own words."""
        return self.code != "ended"


def phrase(facts: Facts, *, now: datetime) -> Why:
    if not facts.is_open:
        return Why("ended", f"Ended: {facts.outcome}" if facts.outcome else "Ended", "grey")
    return (
        _overdue(facts, now)
        or _put_aside(facts, now)
        or _due(facts, now)
        or _unanswered(facts)
        or _quiet(facts, now)
    )


def _overdue(facts: Facts, now: datetime) -> Why | None:
    if facts.due_at and facts.due_at < now:
        return Why("overdue", promises.OVERDUE.get(facts.due_kind, "Overdue"), "red")
    if facts.promised_at and facts.promised_at < now:
        return Why("promise overdue", _promise(facts, now)[0], "red")
    return None


def _put_aside(facts: Facts, now: datetime) -> Why | None:
    """What is late is never out of the queue; anything else can wait till then."""
    until = facts.snoozed_until
    if until is None or until <= now:
        return None
    return Why("put aside", f"Put aside until {until.day} {until:%B}, {until:%H:%M}", "grey")


def _due(facts: Facts, now: datetime) -> Why | None:
    if facts.promised_at and facts.promised_at.date() == now.date():
        return Why("promise due", *_promise(facts, now))
    if promises.due_soon(due_at=facts.due_at, now=now):
        what = promises.DUE.get(facts.due_kind, "Due")
        return Why("due", f"{what} soon", "orange")
    return None


def _promise(facts: Facts, now: datetime) -> tuple[str, str]:
    assert facts.promised_at is not None  # noqa: S101  (both who ask have looked)
    return follow_up_rules.tag(kind=facts.promised_kind, due_at=facts.promised_at, now=now)


def _unanswered(facts: Facts) -> Why | None:
    tone = "orange" if facts.priority in PRESSING else "teal"
    if facts.needs_answer and facts.last_in in TEXTS:
        return Why("text", "New text" if facts.status == "new" else "Text not answered", tone)
    if facts.delivery in NOT_ARRIVED:
        return Why("failed", "Our message did not arrive", "red")
    if facts.needs_answer:
        new = facts.status == "new"
        return Why("answer", "New" if new else "Waiting for an answer from us", tone)
    return None


def _quiet(facts: Facts, now: datetime) -> Why:
    if facts.priority in PRESSING:
        return Why("priority", PRESSING[facts.priority], "orange")
    return Why("age", f"{WAITING.get(facts.waiting_for, 'In hand')}, {_age(facts.opened_at, now)}", "grey")


def _age(opened_at: datetime, now: datetime) -> str:
    days = max((now.date() - opened_at.date()).days, 0)
    if days == 0:
        return "opened today"
    return f"open {days:,} day{'' if days == 1 else 's'}"
