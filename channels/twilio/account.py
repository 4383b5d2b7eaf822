"""Whose Twilio account this office uses. In the demonstration, without settings, it is the simulated one."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.crypto import salted_hmac

from channels.twilio.addresses import WHATSAPP

DEMO_NUMBER = "+447700900000"
DEMO_WHATSAPP = "+447700900001"


@dataclass(frozen=True)
class Account:
    sid: str
    token: str
    number: str
    """Our number, or a messaging service's sid (MG…), that texts are sent from."""
    api_base: str
    """Where the API is instead of api.twilio.com; "" for Twilio itself."""
    simulated: bool = False
    whatsapp: str = ""
    """Our WhatsApp sender, `whatsapp:+44…`; "" for an office without one."""

    @property
    def complete(self) -> bool:
        return bool(self.sid and self.token and self.number)


@cache
def current() -> Account:
    if settings.DEMO and not settings.TWILIO_ACCOUNT_SID:
        return _simulated()
    return Account(
        sid=settings.TWILIO_ACCOUNT_SID,
        token=settings.TWILIO_AUTH_TOKEN,
        number=settings.TWILIO_NUMBER,
        api_base=settings.TWILIO_API_BASE,
        whatsapp=_whatsapp(settings.TWILIO_WHATSAPP_NUMBER),
    )


def _simulated() -> Account:
    """Made from the secret key, so that nobody outside can sign as the simulator."""
    digest = salted_hmac("channels.twilio.account", "simulated", algorithm="sha256").hexdigest()
    return Account(
        sid=f"AC{digest[:32]}",
        token=digest[32:64],
        number=settings.TWILIO_NUMBER or DEMO_NUMBER,
        api_base=settings.TWILIO_API_BASE or f"{loopback()}/demo/twilio",
        simulated=True,
        whatsapp=_whatsapp(settings.TWILIO_WHATSAPP_NUMBER or DEMO_WHATSAPP),
    )


def _whatsapp(number: str) -> str:
    """As Twilio writes it, whether or not the setting does."""
    return f"{WHATSAPP}{number.removeprefix(WHATSAPP)}" if number else ""


def of(sid: str) -> Account:
    """Our own account or one of its subaccounts, each with the token that it answers to."""
    own = current()
    token = next(iter(tokens(sid)), "")
    return replace(own, sid=sid, token=token)


def sids() -> list[str]:
    """Every account that messages may come to, our own first."""
    own = current()
    if not (own.sid and own.token):
        return []
    return [own.sid, *(() if own.simulated else settings.TWILIO_SUBACCOUNTS)]


@cache
def numbers() -> frozenset[str]:
    """Our own numbers. A messaging service's are known only where TWILIO_NUMBERS lists them."""
    own = current().number
    return frozenset({*settings.TWILIO_NUMBERS, *([own] if own.startswith("+") else [])})


def tokens(sid: str) -> list[str]:
    """The tokens with which this account may sign, none for an account that is not ours."""
    own = current()
    if not sid:
        return []
    if sid == own.sid:
        found = [own.token] if own.simulated else [own.token, settings.TWILIO_AUTH_TOKEN_SECONDARY]
    else:
        found = [dict(settings.TWILIO_SUBACCOUNTS).get(sid, "")]
    return [token for token in found if token]


def loopback() -> str:
    """This office's own server as its own processes reach it."""
    return (getattr(settings, "LOOPBACK_BASE_URL", "") or settings.PUBLIC_BASE_URL).rstrip("/")


def _forget(**_changed: Any) -> None:
    """A process has the settings that it began with; a test has others."""
    current.cache_clear()
    numbers.cache_clear()


setting_changed.connect(_forget)
