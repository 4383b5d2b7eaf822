"""Twilio's own list of an account's messages in our words.

https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources: newest first, pages of at
most 1,000, filtered by the time they were sent.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import requests
from twilio.base.exceptions import TwilioException

from channels.contracts import Incoming, Listed, ListingFailed
from channels.twilio import account, client, payload

PAGE: Final = 1000


def listed(*, sid: str, since: datetime, prefix: str = "", page: int = PAGE) -> Iterator[Listed]:
    """`prefix` is how the channel's addresses begin: "" for texts, "whatsapp:". Raises `ListingFailed`."""
    try:
        for message in client.messages(account.of(sid)).stream(
            date_sent_after=since.astimezone(UTC), page_size=page
        ):
            if _is_of(message, prefix):
                yield _listed(message, sid=sid)
    except (TwilioException, requests.RequestException) as error:
        raise ListingFailed(client.why_not_listed(error)) from error


def _is_of(message: Any, prefix: str) -> bool:
    """Whether this channel carries it: both ends of a WhatsApp message say so."""
    ends = (str(message.from_ or ""), str(message.to or ""))
    return any(end.startswith(prefix) for end in ends) if prefix else not any(":" in end for end in ends)


def _listed(message: Any, *, sid: str) -> Listed:
    at = message.date_sent or message.date_created or datetime.fromtimestamp(0, UTC)
    if str(message.direction) == "inbound":
        return Listed(at=at, incoming=_incoming(message, sid=sid, at=at))
    return Listed(
        at=message.date_created or at,
        progress=payload.progress_of(
            word=str(message.status or ""), code=str(message.error_code or ""), provider_id=str(message.sid)
        ),
        to=str(message.to or ""),
        body=str(message.body or ""),
    )


def _incoming(message: Any, *, sid: str, at: datetime) -> Incoming:
    fields: dict[str, Any] = {
        "MessageSid": str(message.sid),
        "AccountSid": sid,
        "From": str(message.from_ or ""),
        "To": str(message.to or ""),
        "Body": str(message.body or ""),
        "NumMedia": str(message.num_media or "0"),
        "NumSegments": str(message.num_segments or ""),
        "DateSent": at.isoformat(),
    }
    if message.messaging_service_sid:
        fields["MessagingServiceSid"] = str(message.messaging_service_sid)
    if payload.media_count(fields):
        fields |= _media(message, sid=sid)
    return payload.incoming(fields, account=sid, external_id=str(message.sid))


def _media(message: Any, *, sid: str) -> dict[str, str]:
    """The list names no pictures; each message's own list does."""
    base = f"https://api.twilio.com/2010-04-01/Accounts/{sid}/Messages/{message.sid}/Media"
    found: dict[str, str] = {}
    for number, media in enumerate(message.media.list(limit=payload.MAX_MEDIA)):
        found[f"MediaUrl{number}"] = f"{base}/{media.sid}"
        found[f"MediaContentType{number}"] = str(media.content_type or "")
    return found
