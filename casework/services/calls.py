"""Telephone calls as the phone company tells of them: who rings, who took it, how it ended.

News of one call comes in any order and more than once. Each piece adds what it knows (the earliest ring, the earliest
answer, the latest end), and the state is worked out from that, so whatever the order, the call ends as the same row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from casework import phone_numbers
from casework.models import Call, ContactPoint, Staff
from casework.models.call import CallState
from casework.permissions import require
from casework.services import contact_points, events, live
from casework.text import clean

JOB: Final = "calls"
LANE: Final = "calls"
# What rings or is talked in can be taken for so long; a desk shows no older one.
TAKEN_WITHIN: Final = timedelta(hours=2)
# So long after the last ring a call of whose end nobody told us is over: greeting, ringing and a long message fit in.
RINGS_AT_MOST: Final = timedelta(minutes=15)
TALKS_AT_MOST: Final = timedelta(hours=12)


class CannotTake(Exception):
    """The call cannot be taken; the words say why."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """Which call it is, and who rings whom as far as this piece of news says; None where it does not."""

    provider: str
    account: str
    external_id: str
    sender: str | None = None
    arrived_at: str = ""


def ringing(*, line: Line, at: datetime, now: datetime) -> Call:
    """Somebody rings us."""
    return _heard(line=line, at=at, now=now, told="Somebody rings")


def unanswered(*, line: Line, at: datetime, now: datetime) -> Call:
    """It rings at nobody's telephone any more: nobody was there in time, or we are closed. They may leave a message."""
    return _heard(line=line, at=at, now=now, told="Nobody answered", unanswered=True)


def answered(*, line: Line, at: datetime, now: datetime) -> Call:
    """One of our telephones was picked up."""
    return _heard(line=line, at=at, now=now, told="Answered", answered_at=at)


def ended(*, line: Line, at: datetime, now: datetime) -> Call:
    """They or we hung up. Without an answer it was missed."""
    return _heard(line=line, at=at, now=now, told="Ended", ended_at=at)


def voicemail(*, line: Line, at: datetime, now: datetime) -> Call:
    """They left a message, which is also the end of the call."""
    return _heard(line=line, at=at, now=now, told="Left a message", ended_at=at, message=True)


def take(*, call: Call, actor: Staff, now: datetime) -> Call:
    """Whoever presses first has it, and pressing twice changes nothing. Raises CannotTake naming who was first."""
    require(actor, "take_calls")
    with transaction.atomic():
        locked = locked_itself(call)
        if locked.answered_by is not None and locked.answered_by != actor:
            raise CannotTake(f"{locked.answered_by} took this call.")
        if locked.answered_by is None:
            _must_be_to_be_had(locked)
            locked.answered_by = actor
            locked.save(update_fields=["answered_by"])
            _tell(locked, f"{actor} took a call", now=now, actor=actor)
    return locked


def _must_be_to_be_had(call: Call) -> None:
    if call.state in (CallState.MISSED, CallState.VOICEMAIL):
        raise CannotTake("They rang off before anybody took the call. It is on the list of missed calls.")
    if call.contact_id is not None:
        raise CannotTake("This call is on record already.")


def forgotten(*, now: datetime) -> int:
    """Calls of whose end nobody told us: over, so that no desk rings for ever. Returns how many."""
    rang = Call.objects.filter(ended_at=None, state__in=(CallState.RINGING, CallState.MISSED))
    talked = Call.objects.filter(ended_at=None, state=CallState.TALKING)
    found = [
        *rang.filter(rang_at__lt=now - RINGS_AT_MOST).order_by("pk")[:100],
        *talked.filter(rang_at__lt=now - TALKS_AT_MOST).order_by("pk")[:100],
    ]
    for call in found:
        _heard(line=line_of(call), at=now, now=now, told="Over, though nobody told us so", ended_at=now)
    return len(found)


def locked_itself(call: Call) -> Call:
    """Without what it points to: joined in, that would be as it was before somebody else let go of the row."""
    return Call.objects.select_for_update().get(pk=call.pk)


def line_of(call: Call) -> Line:
    return Line(provider=call.provider, account=call.account, external_id=call.external_id)


def _heard(
    *,
    line: Line,
    at: datetime,
    now: datetime,
    told: str,
    unanswered: bool = False,
    answered_at: datetime | None = None,
    ended_at: datetime | None = None,
    message: bool = False,
) -> Call:
    """The call with this piece of news in it; made where it is the first piece."""
    with transaction.atomic():
        call, is_new = Call.objects.get_or_create(
            provider=line.provider,
            account=line.account,
            external_id=line.external_id,
            defaults={"rang_at": at, **_caller(line)},
        )
        call = locked_itself(call)
        before = _facts(call)
        if line.sender is not None and call.contact_point is None and not call.withheld:
            for name, value in _caller(line).items():
                setattr(call, name, value)
        call.rang_at = min(call.rang_at, at)
        call.answered_at = min(_known(call.answered_at, answered_at), default=None)
        call.ended_at = max(_known(call.ended_at, ended_at), default=None)
        call.state = _state(call, message=message, unanswered=unanswered)
        if is_new or _facts(call) != before:
            call.save()
            _tell(call, told, now=now)
    return call


def _known(*moments: datetime | None) -> Iterable[datetime]:
    return [each for each in moments if each is not None]


def _state(call: Call, *, message: bool, unanswered: bool) -> str:
    """From what is known. Only news that nobody answered can be put right, by news that somebody did."""
    if message or call.state == CallState.VOICEMAIL:
        return CallState.VOICEMAIL
    if call.answered_at is not None:
        return CallState.ENDED if call.ended_at is not None else CallState.TALKING
    missed = unanswered or call.ended_at is not None or call.state == CallState.MISSED
    return CallState.MISSED if missed else CallState.RINGING


def _facts(call: Call) -> tuple[object, ...]:
    names = (
        "contact_point_id",
        "withheld",
        "arrived_at",
        "state",
        "rang_at",
        "answered_at",
        "ended_at",
    )
    return tuple(getattr(call, name) for name in names)


def _caller(line: Line) -> dict[str, object]:
    """Nothing while nobody has told us who rings."""
    if line.sender is None:
        return {}
    withheld = phone_numbers.read(line.sender).kind == "withheld"
    return {
        "contact_point": None if withheld else _point(line.sender),
        "withheld": withheld,
        "arrived_at": clean(line.arrived_at).text[:120],
    }


def _point(sender: str) -> ContactPoint | None:
    """A caller of another service, such as a SIP address, is of another kind, as with texts."""
    kind = "other" if ":" in sender else "phone"
    return contact_points.find_or_create(kind=kind, raw=clean(sender).text)


def _tell(call: Call, words: str, *, now: datetime, actor: Staff | None = None) -> None:
    """Which call, never whose: the row says that to those who may see it."""
    events.record(
        verb="call_taken" if actor else "call_news",
        words=words,
        contact=call.contact,
        actor=actor,
        job="" if actor else JOB,
        now=now,
        after={"call": str(call.pk), "state": call.state},
    )
    live.changed(case=None, lane=LANE)
