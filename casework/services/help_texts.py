"""HELP and INFO as a whole text: who we are, how to ring us, how to stop. Once a day for each number."""

from datetime import datetime, timedelta
from typing import Final

from casework.models import Contact, ContactPoint, Office
from casework.models.delivery import Purpose
from casework.ports import sending
from casework.services import events, outbound, send_guard
from casework.services.send_guard import NEVER_WENT

JOB: Final = "help"
EVERY: Final = timedelta(days=1)


def answer(*, contact: Contact, network: str, now: datetime) -> Contact | None:
    """The caller holds the lock of the contact point, so that two at once are answered once.

    `network`: what the phone company did about the word. Where it answered HELP itself, a second answer would only cost.
    """
    office, point = Office.current(), contact.contact_point
    if (
        point is None
        or network == "help"
        or not office.answer_help
        or not sending().can_send(contact.channel)
    ):
        return None
    if now - contact.took_place_at > EVERY or _lately(point, now=now):
        return None
    if send_guard.refusal(contact_point=point, channel=contact.channel, now=now, purpose=Purpose.HELP):
        return None
    text = outbound.write(
        case=None,
        channel=contact.channel,
        point=point,
        person=None,
        body=words(office=office, neutral=point.say_who_we_are is False),
        now=now,
        automatic=True,
        reason="answers the keyword HELP",
        purpose=Purpose.HELP,
    )
    events.record(verb="help_answered", words="Answered HELP by text", contact=text, job=JOB, now=now)
    return text


def _lately(point: ContactPoint, *, now: datetime) -> bool:
    sent = Contact.objects.filter(contact_point=point, direction="out", delivery__purpose=Purpose.HELP)
    return sent.filter(took_place_at__gt=now - EVERY).exclude(delivery__status__in=NEVER_WENT).exists()


def words(*, office: Office, neutral: bool) -> str:
    """A number that leads to us by a search tells as much as our name, so a neutral text has neither."""
    who = office.neutral_name if neutral else office.name
    ring = f" or ring {office.phone}" if office.phone and not neutral else ""
    return (
        f"These texts come from {who}. Reply to this text to reach us{ring}. Reply STOP to get no more texts."
    )
