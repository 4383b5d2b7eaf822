"""What becomes of a call that nobody answered: a contact, with the message where they left one, and a callback.

The call's row is the job: whoever works the queue looks for calls that ended unanswered and have no contact.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from casework import filing
from casework.filing.facts import NO_CASE
from casework.models import Call, Contact, FollowUp, Team
from casework.models.call import CallState
from casework.models.follow_up import FollowUpKind
from casework.services import (
    case_activity,
    contact_points,
    events,
    files,
    follow_ups,
    intake,
    live,
    working_hours,
)
from casework.services.arrivals import Arrival, IncomingFile
from casework.services.calls import JOB, LANE, locked_itself
from casework.services.filing_facts import gather
from casework.text import clean

CHANNEL: Final = "phone"
OUTCOME: Final = "missed"
# News of one call comes within seconds. So long it is waited for, so that a message and its call become one contact.
SETTLED: Final = timedelta(seconds=30)
RING_BACK_WITHIN: Final = 60  # minutes of the team's working time
MISSED: Final = "(missed call)"
WITHHELD: Final = "(missed call from a withheld number)"


@dataclass(frozen=True, kw_only=True)
class Message:
    """What they said after the tone; the file itself is fetched later."""

    seconds: int
    file: IncomingFile

    @property
    def words(self) -> str:
        return f"(voicemail, {self.seconds // 60}:{self.seconds % 60:02})"


def due(*, now: datetime, limit: int = 20) -> list[Call]:
    """Calls that ended unanswered a little while ago and are on record as no contact yet; longest ago first."""
    ended = Q(state=CallState.MISSED) | Q(state=CallState.VOICEMAIL)
    rows = Call.objects.filter(ended, contact=None, ended_at__lte=now - SETTLED)
    return list(rows.order_by("ended_at", "pk")[:limit])


def put_on_record(*, call: Call, message: Message | None, now: datetime) -> Contact | None:
    """The contact, once for each call. None where somebody put it on record, or it turned out answered, meanwhile."""
    with transaction.atomic():
        locked = locked_itself(call)
        if locked.contact_id is not None or locked.state not in (CallState.MISSED, CallState.VOICEMAIL):
            return None
        taken = intake.take_in(arrival=_arrival(locked, message), job=JOB, now=now)
        locked.contact = taken.contact
        locked.save(update_fields=["contact"])
        _callback(locked, message, now=now)
        live.changed(case=None, lane=LANE)
    return taken.contact


def late_message(*, call: Call, message: Message, now: datetime) -> Contact | None:
    """A message that came after its call was put on record as missed. None where it is on record already."""
    with transaction.atomic():
        locked = locked_itself(call)
        contact = locked.contact
        if contact is None or contact.outcome != OUTCOME or contact.attachments.exists():
            return None
        before, contact.body = contact.body, message.words
        contact.duration_seconds = message.seconds
        contact.save(update_fields=["body", "duration_seconds"])
        files.keep(contact=contact, incoming=(message.file,))
        events.record(
            verb="message_came",
            words="They had left a message",
            contact=contact,
            case=contact.case,
            job=JOB,
            now=now,
            before={"body": before},
            after={"body": contact.body},
        )
        if contact.case is not None:
            case_activity.touched(case=contact.case)
        FollowUp.objects.open().filter(once=once(locked)).update(words=_words(locked, message))
        _callback(locked, message, now=now)
        live.changed(case=contact.case, lane="" if contact.case else LANE)
    return contact


def _arrival(call: Call, message: Message | None) -> Arrival:
    """It opens no case: nobody has heard yet what it is about. Where the rules know one case, it goes on that."""
    point = call.contact_point
    arrival = Arrival(
        channel=CHANNEL,
        body=message.words if message else WITHHELD if call.withheld else MISSED,
        took_place_at=call.rang_at,
        sender=point.value if point else "",
        sender_kind=point.kind if point else "phone",
        arrived_at=call.arrived_at,
        account=call.account,
        external_id=call.external_id,
        outcome=OUTCOME,
        duration_seconds=message.seconds if message else None,
        files=(message.file,) if message else (),
        acknowledge=False,
    )
    return arrival if _leads_to_a_case(call, arrival) else replace(arrival, staff_choice=NO_CASE)


def _leads_to_a_case(call: Call, arrival: Arrival) -> bool:
    """Asked before it is taken in, behind the same lock, so that the answer still holds then."""
    point = call.contact_point
    if point is None:
        return False
    contact_points.lock(kind=point.kind, value=point.value)
    gathered = gather(arrival=arrival, body=clean(arrival.body).text, point=point, actor=None)
    return filing.decide(gathered.facts).result == "case"


def _callback(call: Call, message: Message | None, *, now: datetime) -> FollowUp | None:
    """To ring them back, or to listen; nobody can ring back a withheld number that left no message."""
    contact, point = call.contact, call.contact_point
    assert contact is not None  # noqa: S101  (whoever calls has just set it)
    if message is None and (point is None or _promised(call)):
        return None
    team = contact.case.team if contact.case is not None else Team.triage()
    return follow_ups.make(
        case=contact.case,
        contact=contact,
        team=team,
        person=contact.person,
        contact_point=point,
        kind=FollowUpKind.CALLBACK,
        words=_words(call, message),
        due_at=working_hours.add(amount=RING_BACK_WITHIN, unit="minutes", start=now, team=team),
        job=JOB,
        once=once(call),
        now=now,
    )


def once(call: Call) -> str:
    return f"missed:{call.pk}"


def _promised(call: Call) -> bool:
    """Whoever rings five times in vain is rung back once."""
    open_ones = FollowUp.objects.open().filter(contact_point=call.contact_point, kind=FollowUpKind.CALLBACK)
    return open_ones.filter(job=JOB).exists()


def _words(call: Call, message: Message | None) -> str:
    point = call.contact_point
    if point is not None and (point.do_not_use or point.call_ok is False):
        return "They rang and nobody answered. This number must not be rung: look at what is on record."
    if message is None:
        return "They rang and nobody answered. Ring them back."
    return "Listen to their message and ring them back." if point else "Listen to their message."
