"""What was set aside: a person lets it in or leaves it out. Nothing is ever deleted here."""

from datetime import datetime

from django.db import transaction

from casework.models import Case, Contact, Event, Staff
from casework.models.contact import Filing
from casework.permissions import require
from casework.services import events, live, opening
from casework.services.arrivals import BEYOND_THE_CONTACT, Arrival


class NotSetAside(Exception):
    """Somebody dealt with it already."""


def release(*, contact: Contact, actor: Staff, now: datetime) -> Case:
    """It was genuine: open the case that it asked for."""
    require(actor, "release_quarantine")
    with transaction.atomic():
        locked = _locked(contact)
        locked.rule, locked.reason = "3", f"{actor} let it in"
        case = opening.open_case(
            arrival=_as_it_was(locked),
            contact=locked,
            actor=None,
            job="quarantine",
            now=now,
        )
        events.record(
            verb="let_in",
            words="Let in after it was set aside",
            case=case,
            contact=locked,
            actor=actor,
            now=now,
        )
        live.changed(case=case)
    return case


def _as_it_was(contact: Contact) -> Arrival:
    """What the form said, from the contact and from the event that recorded the rest of it."""
    event = Event.objects.filter(contact=contact, verb="set_aside").order_by("at").first()
    details = {
        name: value for name, value in (event.after if event else {}).items() if name in BEYOND_THE_CONTACT
    }
    details["other_points"] = tuple((kind, raw) for kind, raw in details.get("other_points", ()))
    return Arrival(
        channel=contact.channel,
        body=contact.body,
        took_place_at=contact.took_place_at,
        service_code=contact.service.code if contact.service else "",
        answers=contact.answers,
        **details,
    )


def discard(*, contact: Contact, actor: Staff, now: datetime) -> None:
    """It was spam: it stays on record without a case, out of the lane."""
    require(actor, "release_quarantine")
    with transaction.atomic():
        locked = _locked(contact)
        locked.filing, locked.reason = Filing.NONE, f"{actor} found it to be spam"
        locked.save(update_fields=["filing", "reason"])
        events.record(
            verb="left_out",
            words="Left out as spam",
            contact=locked,
            actor=actor,
            now=now,
        )


def _locked(contact: Contact) -> Contact:
    locked = Contact.objects.select_for_update(of=("self",)).select_related("service").get(pk=contact.pk)
    if locked.filing != Filing.QUARANTINED:
        raise NotSetAside("Somebody dealt with this already.")
    return locked
