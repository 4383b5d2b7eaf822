"""The case model's side of the books: nothing that came in is lost, and every case belongs to somebody."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from casework import outcomes
from casework.models import Case, Contact, Delivery, Event
from casework.models.contact import Direction, Filing
from casework.models.delivery import SETTLED, DeliveryStatus
from casework.workflow import OPEN_STATUSES


@dataclass(frozen=True)
class Line:
    """A figure of the table."""

    section: str
    words: str
    count: int


@dataclass(frozen=True)
class Fault:
    """What does not agree, with an example to look at."""

    words: str
    count: int
    example: str


# Contacts by which something is sent: each must have a delivery that says what became of it.
SENT_VERBS: Final = ("replied", "acknowledged", "asked_which_case")

# What may leave a case without a contact.
EMPTYING_VERBS: Final = ("contact_moved_away", "move_undone", "merged")


def lines() -> list[Line]:
    """Contacts by channel and place, cases, deliveries by state: 5 statements."""
    return [*_contacts(), *_cases(), *_deliveries()]


def faults() -> list[Fault]:
    found = (
        _fault("Contacts filed without a case", Contact.objects.filter(filing=Filing.FILED, case=None)),
        _fault(
            "Contacts with a case that are not filed",
            Contact.objects.exclude(filing=Filing.FILED).exclude(case=None),
        ),
        _fault("Contacts without a line of history", Contact.objects.filter(~Exists(_history("contact")))),
        _fault("Cases without a team", Case.objects.filter(team=None)),
        _fault("Cases without a contact", _bare_cases()),
        _fault("Cases without a line of history", Case.objects.filter(~Exists(_history("case")))),
        _fault("Cases whose status does not say whether they are open", _confused_cases()),
        _fault(
            "Deliveries of contacts that came in", Delivery.objects.exclude(contact__direction=Direction.OUT)
        ),
        _fault("Replies without a delivery", _replies_unsent()),
        _fault("Deliveries settled without a time", _unsettled()),
    )
    return [fault for fault in found if fault.count]


def _contacts() -> list[Line]:
    counted = {
        (row["channel"], row["direction"], row["filing"]): row["n"]
        for row in Contact.objects.order_by().values("channel", "direction", "filing").annotate(n=Count("pk"))
    }
    labels = dict(Filing.choices)
    found = []
    for channel in sorted({channel for channel, direction, _ in counted if direction == Direction.IN}):
        places = [(labels[each], counted.get((channel, Direction.IN, each), 0)) for each in Filing.values]
        section = f"Contacts by {outcomes.words(channel).lower()}"
        found.append(Line(section, "Came in", sum(count for _, count in places)))
        found += [Line(section, words, count) for words, count in places if count]
    out = sum(count for (_, direction, _), count in counted.items() if direction == Direction.OUT)
    return [*found, Line("Contacts to people", "Written", out)]


def _cases() -> list[Line]:
    counted = Case.objects.aggregate(all=Count("pk"), open=Count("pk", filter=Q(is_open=True)))
    emptied = Case.objects.filter(~Exists(Contact.objects.filter(case=OuterRef("pk")))).count()
    return [
        Line("Cases", "Opened", counted["all"]),
        Line("Cases", "Open now", counted["open"]),
        Line("Cases", "Emptied by moving their contacts", emptied),
    ]


def _deliveries() -> list[Line]:
    rows = Delivery.objects.order_by().values("status").annotate(n=Count("pk"))
    counted = {row["status"]: row["n"] for row in rows}
    found = [
        Line("Deliveries", label, counted[code]) for code, label in DeliveryStatus.choices if code in counted
    ]
    return [Line("Deliveries", "All", sum(counted.values())), *found]


def _bare_cases() -> QuerySet[Case]:
    """A case is opened by a contact. It may lose it only where somebody moved it, which leaves an event."""
    moved = Event.objects.filter(case=OuterRef("pk"), verb__in=EMPTYING_VERBS)
    return Case.objects.filter(~Exists(Contact.objects.filter(case=OuterRef("pk"))), ~Exists(moved))


def _confused_cases() -> QuerySet[Case]:
    open_but_closed = Q(is_open=True) & (Q(closed_at__isnull=False) | ~Q(status__in=OPEN_STATUSES))
    closed_but_open = Q(is_open=False) & (Q(closed_at__isnull=True) | Q(status__in=OPEN_STATUSES))
    return Case.objects.filter(open_but_closed | closed_but_open)


def _replies_unsent() -> QuerySet[Contact]:
    told = Event.objects.filter(contact=OuterRef("pk"), verb__in=SENT_VERBS)
    return Contact.objects.filter(Exists(told), direction=Direction.OUT, delivery=None)


def _unsettled() -> QuerySet[Delivery]:
    return Delivery.objects.filter(status__in=SETTLED, settled_at=None)


def _history(of: str) -> QuerySet[Event]:
    return Event.objects.filter(**{of: OuterRef("pk")})


def _fault(words: str, rows: QuerySet[Any]) -> Fault:
    count = rows.count()
    example = str(rows.order_by("pk").first()) if count else ""
    return Fault(words, count, example)
