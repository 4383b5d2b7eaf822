"""A contact that a member of staff puts on record: a call they took, somebody they spoke with."""

from datetime import datetime

from django.db import transaction

from casework.models import Staff
from casework.models.contact import Filing
from casework.permissions import require, visible_cases
from casework.services import events, intake
from casework.services.arrivals import Arrival, Taken


class MustChoose(Exception):
    """The rules cannot tell which case it is about, and whoever logs it can. Nothing was written."""

    def __init__(self, references: list[str]) -> None:
        super().__init__("They have more than one case this could be about. Choose one, or a new case.")
        self.references = references


def log_contact(*, arrival: Arrival, actor: Staff, now: datetime, late_because: str = "") -> Taken:
    """Put it on record, with the reason where it is logged long after it took place.

    Raises MustChoose where the person logging it can decide better than a later colleague. Where they may see none
    of the cases in question, the contact is held for a colleague who may, as from any other channel.
    """
    require(actor, "log_contact")
    with transaction.atomic():
        taken = intake.take_in(arrival=arrival, actor=actor, now=now)
        if taken.created and taken.contact.filing == Filing.HELD:
            _ask_which(arrival=arrival, candidates=taken.contact.candidates, actor=actor)
        if taken.created and late_because:
            events.record(
                verb="logged_late",
                words="Put on record later, with a reason",
                case=taken.case,
                contact=taken.contact,
                actor=actor,
                now=now,
                after={"because": late_because, "took_place_at": arrival.took_place_at.isoformat()},
            )
    return taken


def _ask_which(*, arrival: Arrival, candidates: list[str], actor: Staff) -> None:
    """Undoes the hold by raising, while the form with all that was typed is still in front of the person."""
    seen = visible_cases(actor).filter(reference__in=candidates).order_by("-last_activity_at", "-id")
    found = list(seen.values_list("reference", flat=True)[:20])
    if found and not arrival.staff_choice:
        raise MustChoose(found)
