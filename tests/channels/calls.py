"""Requests about calls as Twilio makes them, for tests."""

from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final

from tests.channels import twilio

RING: Final = "/webhooks/twilio/voice/"
DIALLED: Final = "/webhooks/twilio/voice/dialled/"
RECORDED: Final = "/webhooks/twilio/voice/recorded/"
RECORDING: Final = "/webhooks/twilio/voice/recording/"
STATUS: Final = "/webhooks/twilio/voice/status/"
PATHS: Final = (RING, DIALLED, RECORDED, RECORDING, STATUS)

TELEPHONE: Final = "+441632960001"
SOUND: Final = "RE" + "5" * 32
PLACE: Final = f"/2010-04-01/Accounts/{twilio.ACCOUNT}/Recordings/{SOUND}"
ADDRESS: Final = f"https://api.twilio.com{PLACE}"


def fields(**changes: str | None) -> dict[str, str]:
    """What every request about a call carries; a change to None leaves a field out."""
    full: dict[str, str | None] = {
        "AccountSid": twilio.ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": changes.get("CallSid") or twilio.sid("CA"),
        "CallStatus": "ringing",
        "Called": twilio.OFFICE,
        "Caller": twilio.SENDER,
        "CallerCity": "",
        "CallerCountry": "GB",
        "Direction": "inbound",
        "From": twilio.SENDER,
        "FromCountry": "GB",
        "To": twilio.OFFICE,
        "ToCountry": "GB",
        **changes,
    }
    return {name: value for name, value in full.items() if value is not None}


def ring(sid: str, **more: str | None) -> tuple[str, dict[str, str]]:
    return RING, fields(CallSid=sid, **more)


def picked_up(sid: str, at: datetime | None = None, **more: str | None) -> tuple[str, dict[str, str]]:
    """The telephone that answered tells of its own leg of the call."""
    told = {"CallStatus": "in-progress", "From": twilio.SENDER, "To": TELEPHONE, **_at(at), **more}
    return STATUS, fields(CallSid=f"CA{sid[:1:-1]}", ParentCallSid=sid, **told)


def dialled(sid: str, how: str, at: datetime | None = None, **more: str | None) -> tuple[str, dict[str, str]]:
    told = {"CallStatus": "in-progress", "DialCallStatus": how, **_at(at), **more}
    return DIALLED, fields(CallSid=sid, **told)


def recorded(
    sid: str, seconds: int = 42, at: datetime | None = None, **more: str | None
) -> tuple[str, dict[str, str]]:
    told = {
        "CallStatus": "completed",
        "RecordingUrl": ADDRESS,
        "RecordingDuration": str(seconds),
        **_at(at),
        **more,
    }
    return RECORDED, fields(CallSid=sid, **told)


def recording(
    sid: str, status: str = "completed", seconds: int = 42, **more: str
) -> tuple[str, dict[str, str]]:
    """The recording is ready; who rang does not stand in it."""
    return RECORDING, {
        "AccountSid": twilio.ACCOUNT,
        "CallSid": sid,
        "RecordingSid": SOUND,
        "RecordingUrl": ADDRESS,
        "RecordingStatus": status,
        "RecordingDuration": str(seconds),
        "RecordingChannels": "1",
        "RecordingSource": "RecordVerb",
        **more,
    }


def over(
    sid: str, at: datetime | None = None, status: str = "completed", **more: str | None
) -> tuple[str, dict[str, str]]:
    return STATUS, fields(CallSid=sid, CallStatus=status, CallDuration="60", **_at(at), **more)


def _at(at: datetime | None) -> dict[str, str]:
    return {"Timestamp": format_datetime(at)} if at else {}


def tell(news: tuple[str, dict[str, str]]) -> Any:
    """Posted with a right signature."""
    return twilio.post(*news)
