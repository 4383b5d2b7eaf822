"""Twilio's fields about a call in our words. Pure translation, as `channels.twilio.payload` is for texts.

The signature joins names and values without a separator, so fields whose border was moved could sign alike: every
field that is acted upon must be there once and in its shape, no name may look like the end of a value, and no value may
hold the name of another field.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from django.http import QueryDict

from channels.contracts import Incoming, NotUnderstood, Stored

PROVIDER: Final = "twilio"
# What a request is about; one address each.
RINGING, DIALLED, RECORDED, RECORDING, STATUS = "ringing", "dialled", "recorded", "recording", "status"

CALL_SID: Final = re.compile(r"CA[0-9a-fA-F]{32}")
ACCOUNT_SID: Final = re.compile(r"AC[0-9a-fA-F]{32}")
RECORDING_URL: Final = re.compile(r"https?://[!-~]{1,400}/Recordings/(?P<sid>RE[0-9a-fA-F]{32})")
WORD: Final = re.compile(r"[a-z][a-z\-]{0,29}")
NUMBER: Final = re.compile(r"[0-9]{1,6}")
NAME: Final = re.compile(r"[A-Z][A-Za-z0-9_.\-]{0,99}")
# A number, or what stands for a withheld one, that runs on into the name of the next field.
RUN_ON: Final = re.compile(
    r"(?:\d|(?i:anonymous|restricted|withheld|unknown|unavailable|private|blocked))"
    r"(?:From|To|Direction|Forwarded|Parent|Sip|Stir|Timestamp|Url)"
)
# https://www.twilio.com/docs/voice/twiml and its pages on <Dial>, <Number> and <Record>. New ones come without notice.
NAMES: Final = (
    "AccountSid", "ApiVersion", "CallSid", "CallStatus", "CallToken", "CalledCity", "CalledCountry", "CalledState",
    "CalledZip", "CallerCity", "CallerCountry", "CallerName", "CallerState", "CallerZip", "CallDuration",
    "CallbackSource", "DialCallSid", "DialCallStatus", "DialCallDuration", "DialBridged", "DialSipCallId",
    "DialSipResponseCode", "FromCity", "FromCountry", "FromState", "FromZip", "ForwardedFrom", "ParentCallSid",
    "RecordingSid", "RecordingUrl", "RecordingStatus", "RecordingDuration", "RecordingChannels", "RecordingSource",
    "RecordingStartTime", "RecordingTrack", "SequenceNumber", "SipCallId", "SipDomain", "SipResponseCode",
    "StirPassportToken", "StirVerstat", "ToCity", "ToCountry", "ToState", "ToZip",
)  # fmt: skip
# Long random letters, in which anything may stand; nothing reads them.
TOKENS: Final = ("CallToken", "StirPassportToken")
NUMBERS: Final = ("From", "To", "Caller", "Called", "ForwardedFrom")
ASKED: Final[dict[str, dict[str, re.Pattern[str]]]] = {
    RINGING: {"CallStatus": WORD},
    DIALLED: {"CallStatus": WORD, "DialCallStatus": WORD},
    RECORDED: {"CallStatus": WORD},
    RECORDING: {"RecordingStatus": WORD},
    STATUS: {"CallStatus": WORD},
}
# Where they are there, they must look so.
SHAPED: Final[dict[str, re.Pattern[str]]] = {
    "DialCallStatus": WORD,
    "DialCallSid": CALL_SID,
    "DialCallDuration": NUMBER,
    "ParentCallSid": CALL_SID,
    "CallDuration": NUMBER,
    "RecordingDuration": re.compile(r"-?[0-9]{1,6}"),
    "RecordingUrl": RECORDING_URL,
    "RecordingSid": re.compile(r"RE[0-9a-fA-F]{32}"),
    "RecordingStatus": WORD,
}
WITH_CALLER: Final = (RINGING, DIALLED, RECORDED, STATUS)
OVER: Final = ("completed", "busy", "no-answer", "failed", "canceled")
PICKED_UP: Final = ("answered", "completed")
# A time further from ours than that is a clock that was never set.
CLOCKS_DIFFER: Final = timedelta(hours=12)


def news(fields: QueryDict, *, event: str) -> Incoming:
    """One piece of news of a call. Raises `NotUnderstood` for what only tampering or a broken sender produces."""
    _whole(fields)
    sid = _shaped(fields, "CallSid", CALL_SID)
    account = _shaped(fields, "AccountSid", ACCOUNT_SID)
    for name, shape in ASKED[event].items():
        _shaped(fields, name, shape)
    for name, shape in SHAPED.items():
        if name in fields:
            _shaped(fields, name, shape)
    if event in WITH_CALLER:
        for name in ("From", "To"):
            if len(_once(fields, name)) > 320:
                raise NotUnderstood(f"{name} is too long for a number or an address.")
    plain = {name: values[0] if len(values) == 1 else list(values) for name, values in fields.lists()}
    return Incoming(
        provider=PROVIDER,
        account=account,
        matter="status",
        external_id=_external_id(plain, sid=sid, event=event),
        payload={**plain, "_event": event},
        line=f"call:{plain.get('ParentCallSid', sid)}",
        essence={name: str(plain.get(name, "")) for name in ("CallSid", "From", "To")},
    )


def _external_id(fields: Mapping[str, Any], *, sid: str, event: str) -> str:
    """Each piece of news once, whichever of two requests tells it first."""
    if event in (RECORDED, RECORDING) and is_message(fields):
        return f"{sid}:message"
    told = {
        RINGING: "",
        DIALLED: fields.get("DialCallStatus", ""),
        RECORDED: "",
        RECORDING: fields.get("RecordingStatus", ""),
        STATUS: fields.get("CallStatus", ""),
    }[event]
    return ":".join(filter(None, [sid, event, str(told)]))


def is_message(fields: Mapping[str, Any]) -> bool:
    """Something was recorded: there is an address, and it has a length."""
    status = fields.get("RecordingStatus", "completed")
    return (
        status == "completed"
        and bool(fields.get("RecordingUrl"))
        and seconds(fields, "RecordingDuration") > 0
    )


def call_sid(fields: Mapping[str, Any]) -> str:
    """The caller's own call, also in news of the telephone that it was put through to."""
    return str(fields.get("ParentCallSid") or fields["CallSid"])


def seconds(fields: Mapping[str, Any], name: str) -> int:
    given = str(fields.get(name, ""))
    return int(given) if NUMBER.fullmatch(given) else 0


def when(receipt: Stored) -> datetime:
    """The provider's own time where it gives one that can be; else when we heard."""
    try:
        told = parsedate_to_datetime(str(receipt.content.get("Timestamp", "")))
    except (ValueError, OverflowError, IndexError):
        return receipt.received_at
    if told.tzinfo is None:
        told = told.replace(tzinfo=UTC)
    return told if abs(receipt.received_at - told) <= CLOCKS_DIFFER else receipt.received_at


def _whole(fields: QueryDict) -> None:
    for name, values in fields.lists():
        if not NAME.fullmatch(name):
            raise NotUnderstood(f"{name[:40]} is no field that Twilio sends.")
        for value in values if name not in TOKENS else ():
            if any(other in value for other in NAMES) or (name in NUMBERS and RUN_ON.search(value)):
                raise NotUnderstood(f"{name[:40]} runs into the next field.")


def _shaped(fields: QueryDict, name: str, shape: re.Pattern[str]) -> str:
    value = _once(fields, name)
    if not shape.fullmatch(value):
        raise NotUnderstood(f"{name} does not look as Twilio writes it.")
    return value


def _once(fields: QueryDict, name: str) -> str:
    values = fields.getlist(name)
    if len(values) != 1:
        raise NotUnderstood(f"{name} must be there exactly once; it is there {len(values)} times.")
    return str(values[0])
