"""Twilio's fields in our words. Pure translation: no look-up, no decision, nothing refused because it is odd.

What is refused is a request that was tampered with. Twilio's signature joins names and values without a
separator, so `Body=x` with `From=1` signs like `Body=xFrom1`: the expected fields must each be there exactly
once, in their shape.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, Literal
from uuid import UUID

from django.http import QueryDict

from casework.models.delivery import DeliveryStatus
from casework.services.arrivals import Arrival, IncomingFile
from casework.text import clean
from channels.contracts import Incoming, NotUnderstood, Progress, Stored
from channels.twilio import errors

PROVIDER: Final = "twilio"
MAX_MEDIA: Final = 10

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
    if "Body" in fields or not media_count(fields):
        # Twilio leaves Body out of a picture without words, and only there.
        _once(fields, "Body")
    return Incoming(
        provider=PROVIDER,
        account=account,
        matter="contact",
        external_id=sid,
        payload=_plain(fields),
        line=f"sms:{clean(sender).text}",
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
    sender = str(fields.get("From", ""))
    kind = "other" if ":" in sender else "phone"
    return Arrival(
        channel="sms",
        body=str(fields.get("Body", "")),
        took_place_at=receipt.received_at,
        sender=sender,
        sender_kind=kind,
        sender_confirmed=kind == "phone" and bool(re.fullmatch(r"\+?[\d ]{7,20}", sender)),
        arrived_at=str(fields.get("To", "")),
        account=receipt.account,
        external_id=receipt.external_id,
        late=receipt.late,
        files=_pictures(fields),
    )


def opted(fields: Mapping[str, Any]) -> Literal["", "stop", "start"]:
    """What Twilio itself did about an opt-out word, which may be one that we do not know."""
    words: dict[str, Literal["stop", "start"]] = {"STOP": "stop", "START": "start"}
    return words.get(str(fields.get("OptOutType", "")).upper(), "")


def progress(receipt: Stored) -> Progress:
    fields = receipt.content
    word = str(fields.get("MessageStatus") or fields.get("SmsStatus") or "")
    code = str(fields.get("ErrorCode", ""))
    known = STATUSES.get(word)
    return Progress(
        status=known.value if known else "",
        delivery_id=_uuid(str(fields.get("_delivery", ""))),
        provider_id=str(fields.get("MessageSid") or fields.get("SmsSid") or ""),
        code="" if code == "0" else code,
        words=errors.status_words(status=word, code=code),
        opted_out=code == errors.OPTED_OUT,
    )


def media_count(fields: Mapping[str, Any]) -> int:
    """0 to 10, whatever nonsense stands in the field."""
    text = str(fields.get("NumMedia", "0"))
    return min(int(text), MAX_MEDIA) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _pictures(fields: Mapping[str, Any]) -> tuple[IncomingFile, ...]:
    """What was sent along is on record without being fetched: its address stays on the receipt."""
    return tuple(
        IncomingFile(
            name=f"Sent by text, number {index + 1}",
            content=b"",
            content_type=str(fields.get(f"MediaContentType{index}", ""))[:100],
            refused="Files sent by text are not fetched. Ask for it in another way if it matters.",
        )
        for index in range(media_count(fields))
    )


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
