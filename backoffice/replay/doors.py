"""Putting one recorded request through the door that its channel has here."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db import transaction
from django.utils import timezone

from backoffice.replay.rows import DOORS, OTHER, Row
from casework.models import Contact, Service, Staff
from casework.services.arrivals import Arrival, Taken
from casework.services.intake import take_in
from casework.services.logged import MustChoose, log_contact
from casework.services.status import change_status
from channels.web import drafts, submission

ACCOUNT: Final = "replay"
CHANNELS: Final = sorted({*DOORS.values(), OTHER})
CONVERSATIONS: Final = ("phone", "in_person")
NO_OUTCOME: Final = "Closed in the recorded office"


def on_record(external_ids: list[str]) -> set[str]:
    """Those that an earlier run put on record, by whatever door."""
    found = Contact.objects.filter(channel__in=CHANNELS, account=ACCOUNT, external_id__in=external_ids)
    return set(found.values_list("external_id", flat=True))


def put_through(*, row: Row, service: str, actor: Staff, now: datetime) -> Taken:
    """The request and, where it was closed, its closing: both or neither, so that a stopped run leaves nothing half done."""
    arrival = _form(row, service, now) if row.door == "web" else _logged(row, service, now)
    try:
        return _through(row=row, arrival=arrival, actor=actor, now=now)
    except MustChoose:
        # Whoever took this call had several open cases in front of them; the records say it was a request of its own.
        return _through(row=row, arrival=replace(arrival, staff_choice="new"), actor=actor, now=now)


def _through(*, row: Row, arrival: Arrival, actor: Staff, now: datetime) -> Taken:
    with transaction.atomic():
        taken = _take(row=row, arrival=arrival, actor=actor, now=now)
        if taken.created:
            _close(row=row, taken=taken, actor=actor, now=now)
    return taken


def _take(*, row: Row, arrival: Arrival, actor: Staff, now: datetime) -> Taken:
    if row.door == "web":
        return take_in(arrival=arrival, job=submission.JOB, now=now)
    return log_contact(arrival=arrival, actor=actor, now=now)


def _logged(row: Row, service: str, now: datetime) -> Arrival:
    return Arrival(
        channel=row.door,
        body=row.text,
        took_place_at=_received(row, now),
        sender=row.sender,
        sender_kind=_kind(row.sender),
        service_code=service,
        location=row.address,
        latitude=row.latitude,
        longitude=row.longitude,
        account=ACCOUNT,
        external_id=row.external_id,
        outcome="passed_on" if row.door in CONVERSATIONS else "",
        place="Our desk" if row.door == "in_person" else "",
        acknowledge=False,
    )


def _form(row: Row, service: str, now: datetime) -> Arrival:
    """What the form's own last page would hand over, had they typed this text into it."""
    at = _received(row, now)
    draft = _draft(service, row, at)
    sent = submission.arrival(draft=draft, now=at)
    return replace(
        sent,
        sender=row.sender,
        sender_kind=_kind(row.sender),
        location=row.address,
        latitude=row.latitude,
        longitude=row.longitude,
        account=ACCOUNT,
    )


def _draft(service: str, row: Row, at: datetime) -> drafts.Draft:
    asked = _asked(service)
    own_words = next(each["code"] for each in asked.questions if each["kind"] == "long_text")
    return replace(
        asked, id=row.external_id, began_at=at.isoformat(), answers={own_words: row.text}, details={}
    )


@lru_cache(maxsize=5000)
def _asked(service: str) -> drafts.Draft:
    """The empty form of a service. Every form has a place for somebody's own words."""
    return drafts.begin(service=Service.objects.get(code=service), now=timezone.now())


def _received(row: Row, now: datetime) -> datetime:
    """When it came in; now where the records do not say, and never in the future."""
    return min(row.received_at or now, now)


def _kind(sender: str) -> str:
    """Recorded senders are names of a kind ("Caller 17"), addresses or numbers."""
    if "@" in sender:
        return "email"
    digits = sum(character.isdigit() for character in sender)
    return "phone" if digits >= 7 and not any(character.isalpha() for character in sender) else "other"


def _close(*, row: Row, taken: Taken, actor: Staff, now: datetime) -> None:
    """Only what this request opened; a case that it joined goes on for what it was about before."""
    opened = taken.decision is not None and taken.decision.result in ("new", "new_linked")
    if row.closed_at is None or taken.case is None or not opened:
        return
    at = min(max(row.closed_at, taken.contact.took_place_at), now)
    change_status(case=taken.case, to="closed", outcome=row.status or NO_OUTCOME, actor=actor, now=at)
