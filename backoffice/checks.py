"""What must be set together. A wrong or missing setting says which, and stops the start."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution

# What guards a door should be no shorter than a password.
SHORTEST_TOKEN = 16


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


@register()
def the_sender_of_texts_is_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An office that chose Notify sends nothing without a key and a template, and hears nothing without a token."""
    if settings.SMS_PROVIDER != "notify":
        return []
    missing = [name for name in ("NOTIFY_API_KEY", "NOTIFY_TEMPLATE_ID") if not getattr(settings, name)]
    if missing:
        return [
            Error(f"SMS_PROVIDER is notify, but {' and '.join(missing)} not set.", id="onequeue.E003"),
        ]
    if len(settings.NOTIFY_CALLBACK_TOKEN) < SHORTEST_TOKEN:
        return [
            Caution(
                f"NOTIFY_CALLBACK_TOKEN has fewer than {SHORTEST_TOKEN} characters: no news of texts is taken, and no texts.",
                id="onequeue.W002",
            )
        ]
    return []
