"""Visits that were written down without a network: each handed in in a transaction of its own, once.

The device gave each an id when it was first saved. A visit whose answer was lost on the way is handed in again, and
is then known by that id; one that was changed in between is told apart, so that the change is not swallowed.
"""

from dataclasses import dataclass
from datetime import datetime

from casework.models import Case, Contact, Staff
from casework.permissions import visible_cases
from casework.services.arrivals import Arrival
from casework.services.logged import Callback, log_contact
from casework.text import clean

TAKEN, ALREADY, CHANGED = "taken", "already", "changed"


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    status: str
    contact: Contact
    reference: str  # of its case, "" where there is none or it is not theirs to know
    visible: bool  # whether they may open that case


def hand_in(*, arrival: Arrival, actor: Staff, now: datetime, late_because: str = "") -> HandedIn:
    """Put it on record. The same id again writes nothing and says what is there.

    Raises `logged.MustChoose` where only the member of staff can tell which case it is about; nothing is written then.
    """
    # What was promised out there falls due the next morning on which the team works.
    callback = Callback() if arrival.outcome == "callback" else None
    taken = log_contact(arrival=arrival, actor=actor, now=now, late_because=late_because, callback=callback)
    reference, visible = _told(taken.contact, actor)
    status = TAKEN if taken.created else ALREADY if _same(taken.contact, arrival) else CHANGED
    return HandedIn(status=status, contact=taken.contact, reference=reference, visible=visible)


def _same(contact: Contact, arrival: Arrival) -> bool:
    """Whether what is on record says what was sent now. Only what a person reads is compared."""
    kept = (contact.body, contact.outcome, contact.took_place_at, contact.duration_seconds, contact.place)
    sent = (
        clean(arrival.body).text, arrival.outcome, arrival.took_place_at, arrival.duration_seconds,
        clean(arrival.place).text[:200],
    )  # fmt: skip
    return kept == sent and contact.sender_as_typed == clean(arrival.sender).text[:320]


def _told(contact: Contact, actor: Staff) -> tuple[str, bool]:
    """A case of others stays theirs: its reference is not given away here, but one that this visit opened is."""
    case = contact.case
    if case is None:
        return "", False
    visible = visible_cases(actor).filter(pk=case.pk).exists()
    return (case.reference if visible or _opened(contact, case) else ""), visible


def _opened(contact: Contact, case: Case) -> bool:
    first = case.contacts.order_by("logged_at", "pk").values_list("pk", flat=True)[:1]
    return list(first) == [contact.pk]
