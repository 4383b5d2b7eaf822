"""Answers in TwiML: what the phone company says to the caller and does next. Pure; every word is escaped.

https://www.twilio.com/docs/voice/twiml. A forwarded call is never recorded: <Dial> gets no `record`, and there is no
other verb here that could. Only what somebody says after the tone of <Record> is kept.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

RING_SECONDS: Final = 25
LONGEST_MESSAGE: Final = 180
SILENCE_ENDS_IT: Final = 10
LANGUAGE: Final = "en-GB"
# XML knows no control characters, and a voice cannot say them.
UNSAID: Final = ("Cc", "Cf", "Cs", "Cn", "Co")


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Ours, that the phone company calls as the call goes on."""

    dialled: str
    recorded: str
    recording: str
    status: str


def ring(*, words: str, telephones: Iterable[str], addresses: Addresses, caller_id: str) -> str:
    """`caller_id`: a number to show in place of a withheld one, else ""."""
    news = {
        "statusCallback": addresses.status,
        "statusCallbackMethod": "POST",
        "statusCallbackEvent": "answered completed",
    }
    rung = "".join(
        _tag("Sip" if each.startswith("sip:") else "Number", escape(each), news) for each in telephones
    )
    how = {
        "action": addresses.dialled,
        "method": "POST",
        "timeout": str(RING_SECONDS),
        "answerOnBridge": "true",
    }
    if caller_id:
        how["callerId"] = caller_id
    return _response(_say(words), _tag("Dial", rung, how))


def message(*, words: str, ask: str, nothing_heard: str, addresses: Addresses) -> str:
    """The tone, and what is said after it. It ends with a silence, a press of #, or the longest time."""
    how = {
        "action": addresses.recorded,
        "method": "POST",
        "maxLength": str(LONGEST_MESSAGE),
        "timeout": str(SILENCE_ENDS_IT),
        "finishOnKey": "#",
        "playBeep": "true",
        "transcribe": "false",
        "recordingStatusCallback": addresses.recording,
        "recordingStatusCallbackMethod": "POST",
        "recordingStatusCallbackEvent": "completed absent",
    }
    return _response(_say(words), _say(ask), _tag("Record", "", how), _say(nothing_heard), HANG_UP)


def goodbye(words: str) -> str:
    return _response(_say(words), HANG_UP)


def nothing() -> str:
    """Nothing more to say: the call ends."""
    return _response()


def sayable(words: str) -> str:
    """One line of what can be said and written into XML."""
    seen = (" " if each.isspace() else each for each in words)
    return " ".join("".join(each for each in seen if unicodedata.category(each) not in UNSAID).split())


def _say(words: str) -> str:
    return _tag("Say", escape(sayable(words)), {"language": LANGUAGE})


def _tag(name: str, inside: str, attributes: Mapping[str, str] | None = None) -> str:
    given = "".join(f" {key}={quoteattr(value)}" for key, value in (attributes or {}).items())
    return f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>"


def _response(*inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{"".join(inside)}</Response>'


HANG_UP: Final = "<Hangup/>"
