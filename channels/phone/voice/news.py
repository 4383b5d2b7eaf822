"""A stored piece of news about a call, told to casework. Doing it twice changes nothing."""

from datetime import datetime, timedelta
from typing import Any

from casework.services import calls, calls_missed
from casework.services.arrivals import IncomingFile
from casework.services.calls import Line
from casework.services.calls_missed import Message
from casework.services.files import BEING_FETCHED
from channels import media
from channels.contracts import Stored
from channels.models import Matter, Receipt
from channels.phone.voice import payload

SOUND = "audio/mpeg"


def tell(receipt: Stored, *, now: datetime) -> None:
    fields, at = receipt.content, payload.when(receipt)
    line = line_of(receipt)
    event = fields["_event"]
    if event == payload.RINGING:
        calls.ringing(line=line, at=at, now=now)
    elif event == payload.DIALLED:
        _dialled(fields, line=line, at=at, now=now)
    elif event in (payload.RECORDED, payload.RECORDING):
        _recorded(receipt, line=line, at=at, now=now)
    elif "ParentCallSid" in fields:
        _telephone(fields, line=line, at=at, now=now)
    elif fields["CallStatus"] in payload.OVER:
        calls.ended(line=line, at=at, now=now)


def line_of(receipt: Stored) -> Line:
    """News of one of our telephones names as its caller what it shows there, which may be our own number."""
    fields = receipt.content
    theirs = "ParentCallSid" not in fields and "From" in fields
    return Line(
        provider=receipt.provider,
        account=receipt.account,
        external_id=payload.call_sid(fields),
        sender=str(fields["From"]) if theirs else None,
        arrived_at=str(fields.get("To", "")) if theirs else "",
    )


def _dialled(fields: dict[str, Any], *, line: Line, at: datetime, now: datetime) -> None:
    if fields["DialCallStatus"] in payload.PICKED_UP:
        calls.answered(line=line, at=at - _talked(fields, "DialCallDuration"), now=now)
    else:
        calls.unanswered(line=line, at=at, now=now)
    if fields["CallStatus"] in payload.OVER:
        calls.ended(line=line, at=at, now=now)


def _telephone(fields: dict[str, Any], *, line: Line, at: datetime, now: datetime) -> None:
    """One of ours was picked up, or hung up after it was. One of several that rang in vain tells nothing."""
    talked = _talked(fields, "CallDuration")
    if fields["CallStatus"] == "in-progress":
        calls.answered(line=line, at=at, now=now)
    elif fields["CallStatus"] == "completed" and talked:
        calls.answered(line=line, at=at - talked, now=now)


def _talked(fields: dict[str, Any], name: str) -> timedelta:
    return timedelta(seconds=payload.seconds(fields, name))


def _recorded(receipt: Stored, *, line: Line, at: datetime, now: datetime) -> None:
    if not payload.is_message(receipt.content):
        if receipt.content.get("CallStatus") in payload.OVER:
            calls.ended(line=line, at=at, now=now)
        return
    call = calls.voicemail(line=line, at=at, now=now)
    message = message_of(receipt)
    contact = calls_missed.late_message(call=call, message=message, now=now)
    if contact is not None:
        media.expect(
            contact=contact, channel="phone", account=receipt.account, urls=[url_of(receipt)], now=now
        )


def recorded(line: Line) -> Receipt | None:
    """The receipt of a call's message, if they left one."""
    return Receipt.objects.filter(
        provider=line.provider,
        account=line.account,
        matter=Matter.STATUS,
        external_id=f"{line.external_id}:message",
    ).first()


def message_of(receipt: Stored) -> Message:
    return Message(
        seconds=payload.seconds(receipt.content, "RecordingDuration"),
        file=IncomingFile(name="Voicemail", content=b"", content_type=SOUND, refused=BEING_FETCHED),
    )


def url_of(receipt: Stored) -> str:
    return str(receipt.content["RecordingUrl"])
