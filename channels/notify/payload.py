"""Notify's JSON in our words. Pure translation: nothing is refused because a person wrote something odd.

A callback carries a token but no signature over its words, so each field is read for itself and must have its kind.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from casework.services.arrivals import Arrival
from casework.text import clean
from channels.contracts import Incoming, Listed, NotUnderstood, Progress, Stored
from channels.notify import errors

PROVIDER: Final = "notify"
# Notify keeps texts for seven days; an older time is a clock that was never set.
OLDEST: Final = timedelta(days=8)


def read(body: bytes) -> dict[str, Any]:
    """Raises `NotUnderstood` for what is no JSON object."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("The body is not JSON.") from error
    if not isinstance(found, dict):
        raise NotUnderstood("The body is not a JSON object.")
    return found


def text(fields: Mapping[str, Any], *, service: str) -> Incoming:
    """A text somebody sent to the service, from a callback."""
    return _text(
        fields,
        service=service,
        external_id=_id(fields),
        sender=_string(fields, "source_number"),
        to=_string(fields, "destination_number"),
        body=_string(fields, "message"),
        sent=_string(fields, "date_received"),
    )


def listed_text(row: Mapping[str, Any], *, service: str) -> Listed:
    """The same from Notify's list, where the fields have other names; it is the same receipt."""
    incoming = _text(
        row,
        service=service,
        external_id=_id(row),
        sender=_string(row, "user_number"),
        to=_string(row, "notify_number"),
        body=_string(row, "content"),
        sent=_string(row, "created_at"),
    )
    return Listed(at=at(row), incoming=incoming)


def _text(
    fields: Mapping[str, Any], *, service: str, external_id: str, sender: str, to: str, body: str, sent: str
) -> Incoming:
    essence = {"from": sender, "to": to, "body": body}
    return Incoming(
        provider=PROVIDER,
        account=service,
        matter="contact",
        external_id=external_id,
        payload={**essence, "sent": sent, "said": dict(fields)},
        line=f"sms:{clean(sender).text}",
        essence=essence,
    )


def report(fields: Mapping[str, Any], *, service: str) -> Incoming:
    """What became of a text of ours."""
    external_id, word = _id(fields), _string(fields, "status")
    if not word or len(word) > 40:
        raise NotUnderstood("status must be one of Notify's words.")
    return Incoming(
        provider=PROVIDER,
        account=service,
        matter="status",
        external_id=f"{external_id}:{word}",
        payload=dict(fields),
        line=f"status:{external_id}",
    )


def listed_report(row: Mapping[str, Any]) -> Listed:
    return Listed(
        at=at(row),
        progress=progress_of(row),
        to=str(row.get("phone_number") or ""),
        body=str(row.get("body") or ""),
    )


def arrival(receipt: Stored) -> Arrival:
    """Notify vouches for the number as far as a network does; numbers come without their plus."""
    fields = receipt.content
    sender, to = str(fields.get("from", "")), str(fields.get("to", ""))
    number = _with_plus(sender)
    return Arrival(
        channel="sms",
        body=str(fields.get("body", "")),
        took_place_at=_when(receipt, sent=str(fields.get("sent", ""))),
        sender=number,
        sender_confirmed=number.startswith("+"),
        arrived_at=_with_plus(to),
        account=receipt.account,
        external_id=receipt.external_id,
        late=receipt.late,
    )


def progress(receipt: Stored) -> Progress:
    return progress_of(receipt.content)


def progress_of(fields: Mapping[str, Any]) -> Progress:
    word = str(fields.get("status") or "")
    known = errors.STATUSES.get(word)
    return Progress(
        status=known.value if known else "",
        delivery_id=_uuid(str(fields.get("reference") or "")),
        provider_id=str(fields.get("id") or ""),
        code=word[:20] if word in errors.STATUS_WORDS else "",
        words=errors.STATUS_WORDS.get(word, ""),
    )


def at(row: Mapping[str, Any]) -> datetime:
    """Notify's time of it; what cannot be read is as old as can be."""
    return _moment(str(row.get("created_at") or "")) or datetime.fromtimestamp(0, UTC)


def _moment(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _when(receipt: Stored, *, sent: str) -> datetime:
    """Ours, except for one recovered late: then theirs, unless it is plainly wrong."""
    found = _moment(sent) if receipt.late else None
    if found is None or not receipt.received_at - OLDEST <= found <= receipt.received_at:
        return receipt.received_at
    return found


def _with_plus(number: str) -> str:
    """Notify writes whole international numbers as bare digits; short codes and names stay as they are."""
    bare = number.strip()
    return (
        f"+{bare}" if bare.isascii() and bare.isdigit() and 9 <= len(bare) <= 15 and bare[0] != "0" else bare
    )


def _id(fields: Mapping[str, Any]) -> str:
    found = _uuid(_string(fields, "id"))
    if found is None:
        raise NotUnderstood("id does not look as Notify writes it.")
    return str(found)


def _string(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        raise NotUnderstood(f"{name} is missing.")
    if not isinstance(value, str):
        raise NotUnderstood(f"{name} must be text.")
    return value


def _uuid(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
