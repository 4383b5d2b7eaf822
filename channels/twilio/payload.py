"""Twilio's fields in our words. Pure translation: no look-up, no decision, nothing refused because it is odd.

What is refused is a request that was tampered with. Twilio's signature joins names and values without a
separator, so `Body=x` with `From=1` signs like `Body=xFrom1`: the expected fields must each be there exactly
once, in their shape.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from django.http import QueryDict

from casework import phone_numbers
from casework.models.delivery import DeliveryStatus
from casework.services.arrivals import Arrival, IncomingFile
from casework.services.files import BEING_FETCHED
from casework.text import clean
from channels.contracts import Incoming, NotUnderstood, Progress, Stored
from channels.twilio import account, addresses, errors, shifted

PROVIDER: Final = "twilio"
MAX_MEDIA: Final = 10
# Twilio keeps messages for 400 days; an older time is a clock that was never set.
OLDEST: Final = timedelta(days=400)

MESSAGE_SID: Final = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")
ACCOUNT_SID: Final = re.compile(r"AC[0-9a-fA-F]{32}")
STATUS: Final = re.compile(r"[a-z_\-]{1,40}")
CODE: Final = re.compile(r"[0-9]{0,10}")
# A number that runs on into the name of the next field.
RUN_ON: Final = re.compile(r"\d(From|To|Num|Sms|Message|Media|Forwarded|OptOut)")
VERSION: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

# What Twilio says → ours. Everything up to "sent" tells one thing: Twilio has it. A word that is not here
# changes nothing.
STATUSES: Final[dict[str, DeliveryStatus]] = {
    "accepted": DeliveryStatus.SENT,
    "scheduled": DeliveryStatus.SENT,
    "queued": DeliveryStatus.SENT,
    "sending": DeliveryStatus.SENT,
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.DELIVERED,
    "undelivered": DeliveryStatus.UNDELIVERED,
    "partially_delivered": DeliveryStatus.UNDELIVERED,
    "failed": DeliveryStatus.FAILED,
    "canceled": DeliveryStatus.FAILED,
}


def message(fields: QueryDict) -> Incoming:
    """An incoming text. Raises `NotUnderstood` for what only tampering or a broken sender produces."""
    sid = _message_sid(fields)
    account = _shaped(fields, "AccountSid", ACCOUNT_SID)
    sender, to = _once(fields, "From"), _once(fields, "To")
    if RUN_ON.search(sender) or RUN_ON.search(to) or len(sender) > 320 or len(to) > 320:
        raise NotUnderstood("From and To must be a number or a name each.")
    if "ApiVersion" in fields:
        _shaped(fields, "ApiVersion", VERSION)
    if moved := shifted.why((name, value) for name, values in fields.lists() for value in values):
        raise NotUnderstood(moved)
    if "Body" in fields or not media_count(fields):
        # Twilio leaves Body out of a picture without words, and only there.
        _once(fields, "Body")
    return incoming(_plain(fields), account=account, external_id=sid)


def incoming(fields: Mapping[str, Any], *, account: str, external_id: str) -> Incoming:
    """From a webhook or from Twilio's list: the same message is the same receipt, whichever came first."""
    return Incoming(
        provider=PROVIDER,
        account=account,
        matter="contact",
        external_id=external_id,
        payload=fields,
        line=_line(str(fields.get("From", ""))),
        essence={name: str(fields.get(name, "")) for name in ("From", "To", "Body")},
    )


def status(fields: QueryDict, *, delivery: str) -> Incoming:
    """A report on a text of ours; `delivery` is our id from the address Twilio called, or ""."""
    sid = _message_sid(fields)
    name = "MessageStatus" if "MessageStatus" in fields else "SmsStatus"
    word = _shaped(fields, name, STATUS)
    if "ErrorCode" in fields:
        _shaped(fields, "ErrorCode", CODE)
    return Incoming(
        provider=PROVIDER,
        account=_shaped(fields, "AccountSid", ACCOUNT_SID),
        matter="status",
        external_id=f"{sid}:{word}",
        payload={**_plain(fields), "_delivery": delivery[:40]},
        line=f"status:{sid}",
    )


def arrival(receipt: Stored) -> Arrival:
    """The provider vouches for a number, as far as a text can. A name as the sender proves nothing."""
    fields = receipt.content
    sender, to = str(fields.get("From", "")), str(fields.get("To", ""))
    return Arrival(
        channel=addresses.kind_of(sender),
        body=str(fields.get("Body", "")),
        took_place_at=_when(fields, receipt=receipt),
        sender=sender,
        sender_kind="other" if ":" in sender else "phone",
        sender_confirmed=_proven(sender),
        arrived_at=to,
        account=receipt.account,
        external_id=receipt.external_id,
        late=receipt.late,
        quarantine=_stray(to),
        network=network(fields),
        files=_pictures(fields),
        **_pin(fields),
    )


def _proven(sender: str) -> bool:
    """Whether an answer to this sender reaches whoever wrote."""
    return bool(re.fullmatch(r"\+?[\d ]{7,20}", sender)) or addresses.is_whatsapp_number(sender)


def _line(sender: str) -> str:
    """WhatsApp's addresses name their service themselves."""
    plain = clean(sender).text
    return plain if addresses.kind_of(plain) != "sms" else f"sms:{plain}"


def _pin(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The place a WhatsApp message may carry instead of words."""
    try:
        latitude, longitude = float(fields["Latitude"]), float(fields["Longitude"])
    except (KeyError, TypeError, ValueError):
        return {}
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return {}
    words = [str(fields.get(name, "")).strip() for name in ("Label", "Address")]
    return {
        "latitude": latitude,
        "longitude": longitude,
        "location": ", ".join(filter(None, words))[:300] or f"{latitude:.5f}, {longitude:.5f}",
    }


def opted(fields: Mapping[str, Any]) -> Literal["", "stop", "start"]:
    """What Twilio itself did about an opt-out word, which may be one that we do not know."""
    words: dict[str, Literal["stop", "start"]] = {"STOP": "stop", "START": "start"}
    return words.get(str(fields.get("OptOutType", "")).upper(), "")


def network(fields: Mapping[str, Any]) -> str:
    """The same, and whether Twilio answered HELP itself."""
    return "help" if str(fields.get("OptOutType", "")).upper() == "HELP" else opted(fields)


def progress(receipt: Stored) -> Progress:
    fields = receipt.content
    return progress_of(
        word=str(fields.get("MessageStatus") or fields.get("SmsStatus") or ""),
        code=str(fields.get("ErrorCode", "")),
        provider_id=str(fields.get("MessageSid") or fields.get("SmsSid") or ""),
        delivery_id=_uuid(str(fields.get("_delivery", ""))),
    )


def progress_of(*, word: str, code: str, provider_id: str, delivery_id: UUID | None = None) -> Progress:
    known = STATUSES.get(word)
    return Progress(
        status=known.value if known else "",
        delivery_id=delivery_id,
        provider_id=provider_id,
        code="" if code == "0" else code,
        words=errors.status_words(status=word, code=code),
        opted_out=code == errors.OPTED_OUT,
    )


def _stray(to: str) -> str:
    """Why a text to a number that is not ours is set aside; it is in our account, so it is somebody's mistake."""
    if addresses.kind_of(to) == "whatsapp":
        return _stray_to_whatsapp(to)
    ours = account.numbers()
    if not ours or to in ours or phone_numbers.read(to).value in ours:
        return ""
    return f"It came to {clean(to).text[:40] or 'no number'}, which is not on the list of our numbers (TWILIO_NUMBERS)."


def _stray_to_whatsapp(to: str) -> str:
    own = account.current().whatsapp
    if not own or to == own:
        return ""
    return f"It came to {to[:60]}, which is not our WhatsApp number (TWILIO_WHATSAPP_NUMBER)."


def _when(fields: Mapping[str, Any], *, receipt: Stored) -> datetime:
    """Ours, except for one recovered late: then theirs, unless it is plainly wrong."""
    if not receipt.late:
        return receipt.received_at
    try:
        sent = datetime.fromisoformat(str(fields.get("DateSent", "")))
    except ValueError:
        return receipt.received_at
    if sent.tzinfo is None or not receipt.received_at - OLDEST <= sent <= receipt.received_at:
        return receipt.received_at
    return sent


def media_count(fields: Mapping[str, Any]) -> int:
    """0 to 10, whatever nonsense stands in the field."""
    text = str(fields.get("NumMedia", "0"))
    return min(int(text), MAX_MEDIA) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _pictures(fields: Mapping[str, Any]) -> tuple[IncomingFile, ...]:
    """What was sent along is on record before it is fetched; one without an address never will be."""
    return tuple(
        IncomingFile(
            name=f"Sent by text, number {index + 1}",
            content=b"",
            content_type=str(fields.get(f"MediaContentType{index}", ""))[:100],
            refused=BEING_FETCHED if url else "The phone company did not say where it is. Ask for it again.",
        )
        for index, url in enumerate(media_urls(fields))
    )


def media_urls(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """As many as were announced, and no field beyond them; a field that is there twice names nothing."""
    given = (fields.get(f"MediaUrl{index}", "") for index in range(media_count(fields)))
    return tuple(url if isinstance(url, str) else "" for url in given)


def _message_sid(fields: QueryDict) -> str:
    return _shaped(fields, "MessageSid" if "MessageSid" in fields else "SmsSid", MESSAGE_SID)


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


def _plain(fields: QueryDict) -> dict[str, Any]:
    return {name: values[0] if len(values) == 1 else list(values) for name, values in fields.lists()}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
