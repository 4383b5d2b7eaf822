"""What must be set together. A wrong or missing setting says which, and stops the start."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution


@register()
def twilio_is_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Half a Twilio account can neither prove a webhook nor send."""
    parts = {
        "TWILIO_ACCOUNT_SID": settings.TWILIO_ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": settings.TWILIO_AUTH_TOKEN,
        "TWILIO_NUMBER": settings.TWILIO_NUMBER,
    }
    missing = [name for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN") if not parts[name]]
    if not any(parts.values()):
        return []
    if missing:
        return [
            Error(
                f"{' and '.join(missing)} not set, though other TWILIO_ settings are. Set all or none.",
                id="onequeue.E001",
            )
        ]
    if not settings.TWILIO_NUMBER:
        return [
            Caution(
                "TWILIO_NUMBER is not set: texts come in, none can be sent.",
                id="onequeue.W001",
            )
        ]
    return []


@register()
def public_address_is_plain(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Signatures are computed over this address, so it must be exactly what Twilio calls."""
    parts = urlsplit(settings.PUBLIC_BASE_URL)
    if parts.username or parts.password or parts.query or parts.fragment:
        return [
            Error(
                "PUBLIC_BASE_URL must be a plain address such as https://requests.example.org, without name, "
                "password, query or fragment.",
                id="onequeue.E002",
            )
        ]
    return []
