"""Fields whose border was moved. Pure.

Twilio signs the names and values of all fields joined in the order of the names, without anything between them:
`Body=x`, `From=+44…` signs like `Body=xFrom+44…`. Whoever has seen one signed request could move a border and keep the
signature. Twilio's own fields tell where the borders are: none of their values holds another's name, and only a few
known names lie between Body and From, so that a text cannot be cut off at the front either.
"""

from collections.abc import Iterable
from typing import Final

# https://www.twilio.com/docs/messaging/guides/webhook-request; new ones come without notice and are taken.
NAMES: Final = (
    "AccountSid", "ApiVersion", "FromCity", "FromCountry", "FromState", "FromZip", "MediaContentType", "MediaUrl",
    "MessageSid", "MessageStatus", "MessagingServiceSid", "NumMedia", "NumSegments", "OptOutType",
    "ReferralNumMedia", "SmsMessageSid", "SmsSid", "SmsStatus", "ToCity", "ToCountry", "ToState", "ToZip",
    "ProfileName", "WaId", "ErrorCode",
)  # fmt: skip
# WhatsApp's; https://www.twilio.com/docs/whatsapp/api
BETWEEN_BODY_AND_FROM: Final = (
    "ButtonPayload", "ButtonText", "ButtonType", "ChannelInstallSid", "ChannelMetadata", "ChannelPrefix",
    "ChannelToAddress", "DateCreated", "DateSent", "ErrorCode", "ErrorMessage", "EventType", "Forwarded",
    "FrequentlyForwarded",
)  # fmt: skip
# What a person may have written, or another program; their words are never looked into.
FREE: Final = frozenset(("Body", "AddOns", "ButtonText", "ButtonPayload", "ChannelMetadata", "ProfileName"))


def why(fields: Iterable[tuple[str, str]]) -> str:
    """What is wrong, in words; "" for fields that are whole."""
    for name, value in fields:
        if "Body" < name < "From" and name not in BETWEEN_BODY_AND_FROM:
            return f"{name[:40]} is no field that Twilio sends."
        if name not in FREE and (any(other in value for other in NAMES) or _runs_into_from(name, value)):
            return f"{name[:40]} runs into the next field."
    return ""


def _runs_into_from(name: str, value: str) -> bool:
    """ "From" and "To" are words too: they count only behind a digit or where a number belongs."""
    return name in ("From", "To", "NumMedia", "NumSegments") and any(word in value for word in ("From", "To"))
