"""Notify's refusals and statuses in words a clerk can act on.

Notify gives no numbers, only the name of an error and a sentence for developers; what tells two errors of one name
apart is a piece of that sentence. https://docs.notifications.service.gov.uk/python.html#error-codes
"""

from typing import Final, NamedTuple

from casework.models.delivery import DeliveryStatus
from channels.contracts import SendFailed


class Refusal(NamedTuple):
    error: str
    """The error's name, "" for any."""
    piece: str
    """Found in its sentence, in lower case; "" where the name says it all."""
    words: str
    permanent: bool


GOOD: Final = "Ring instead, or ask for another number."
TELL_ADMIN: Final = "Tell an administrator."
BY_ITSELF: Final = "It is tried again by itself."

# The first that fits counts.
REFUSALS: Final = (
    Refusal("AuthError", "clock", f"Our computer's clock is wrong, so Notify takes nothing. {TELL_ADMIN}", False),
    Refusal("AuthError", "", f"Notify did not accept our key. {TELL_ADMIN}", False),
    Refusal("RateLimitError", "", f"Notify asked us to slow down. {BY_ITSELF}", False),
    Refusal("TooManyRequestsError", "", f"We have sent all the texts Notify allows today. {TELL_ADMIN}", False),
    Refusal("", "team-only api key", f"Our Notify key may text our own team only. {TELL_ADMIN}", True),
    Refusal("", "trial mode", f"Our Notify service is in trial mode and may text our team only. {TELL_ADMIN}", True),
    Refusal("", "international mobile", f"Our Notify service may not text other countries. {GOOD}", True),
    Refusal("", "not a uk mobile", f"Notify texts mobile numbers only, and this is none. {GOOD}", True),
    Refusal("", "phone_number", "This is not a complete mobile number. Check it with the person and correct it.", True),
    Refusal("", "missing personalisation", f"The Notify template has a field that we do not fill. {TELL_ADMIN}", True),
    Refusal("", "character count", "The message is too long for Notify. Send it in shorter pieces.", True),
    Refusal("", "template", f"Notify does not know our template. {TELL_ADMIN}", True),
    Refusal("", "sms_sender_id", f"Notify does not know our sender name. {TELL_ADMIN}", True),
)  # fmt: skip

# What Notify says → ours. "sent" is as far as texts to other countries are followed.
STATUSES: Final[dict[str, DeliveryStatus]] = {
    "created": DeliveryStatus.SENT,
    "pending": DeliveryStatus.SENT,
    "sending": DeliveryStatus.SENT,
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "permanent-failure": DeliveryStatus.UNDELIVERED,
    "temporary-failure": DeliveryStatus.UNDELIVERED,
    "technical-failure": DeliveryStatus.FAILED,
}

STATUS_WORDS: Final[dict[str, str]] = {
    "permanent-failure": f"The network says that this number does not exist or takes no texts. {GOOD}",
    "temporary-failure": "The phone was off, full or out of reach for too long. Send it again later, or ring.",
    "technical-failure": "Notify and the networks could not agree what became of it. Ring to make sure, or send it again.",
}


def failure(*, http_status: int, error: str, message: str) -> SendFailed:
    """An answer that certainly means "not taken". What we do not know counts by its HTTP status."""
    for refusal in REFUSALS:
        if refusal.error in ("", error) and refusal.piece in message.lower():
            return SendFailed(refusal.words, permanent=refusal.permanent, code=_code(error, http_status))
    temporary = http_status in (401, 403, 408, 429, 503)
    words = (
        f"Notify refused the text with error {_code(error, http_status)}. {BY_ITSELF if temporary else GOOD}"
    )
    return SendFailed(words, permanent=not temporary, code=_code(error, http_status))


def _code(error: str, http_status: int) -> str:
    return (error or str(http_status))[:20]
