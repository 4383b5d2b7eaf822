"""The answer that says "we have it": the reference by text, at most once in some hours, never into a loop."""

from datetime import datetime, timedelta
from typing import Final

from casework.models import Case, Contact, Office
from casework.models.delivery import Purpose
from casework.ports import sending
from casework.services import case_activity, events, outbound, send_guard

# Channels whose sender has no page or person in front of them that shows the reference.
ACKNOWLEDGED = ("sms", "whatsapp")
# "We have it" a day after the text would only puzzle its sender.
STALE: Final = timedelta(hours=1)


def send(*, case: Case, contact: Contact, now: datetime) -> None:
    office = Office.current()
    if contact.channel not in ACKNOWLEDGED or not office.acknowledge_texts or contact.courtesy:
        return
    if (contact.late and now - contact.took_place_at > STALE) or not sending().can_send(contact.channel):
        return
    point = contact.contact_point
    refused = send_guard.refusal(
        contact_point=point, channel=contact.channel, now=now, purpose=Purpose.ACKNOWLEDGEMENT
    )
    if point is None or refused:
        return
    reply = outbound.write(
        case=case,
        channel=contact.channel,
        point=point,
        person=contact.person,
        body=_body(office=office, neutral=point.say_who_we_are is False, case=case),
        now=now,
        automatic=True,
        purpose=Purpose.ACKNOWLEDGEMENT,
    )
    case_activity.went_out(case=case, contact=reply, now=now)
    events.record(
        verb="acknowledged",
        words="Acknowledged by text with the reference",
        case=case,
        contact=reply,
        job="acknowledgement",
        now=now,
    )


def _body(*, office: Office, neutral: bool, case: Case) -> str:
    """A rule's own words, where one wrote some. Never to a phone that must not show whom its owner turned to."""
    decision = None if neutral else case.decisions.order_by("-at", "-id").first()
    if decision is None or not decision.acknowledgement:
        return words(office="" if neutral else office.name, case=case)
    return decision.acknowledgement.replace("{reference}", case.reference).replace("{office}", office.name)


def words(*, office: str, case: Case) -> str:
    """Fixed words: nothing the sender wrote, nothing about what it is about. `office` is "" where it must not be named."""
    rest = f"e have your message. Your reference is {case.reference}. Reply to this text to add to it."
    return f"{office}: w{rest}" if office else f"W{rest}"
