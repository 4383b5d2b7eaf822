"""Who carries the office's texts: Twilio or GOV.UK Notify, by SMS_PROVIDER.

The setting says who *sends*. What comes in is taken from whoever it truly comes from, so that an office can change
over with texts still on their way; a receipt remembers which of them it came from.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from casework.services.arrivals import Arrival
from channels.contracts import Incoming, Listed, Matter, Outgoing, Progress, Readiness, Sent, Stored


class Provider(Protocol):
    """What the channel asks of one who carries texts."""

    @property
    def longest(self) -> int:
        """Characters one text may have."""

    def genuine(self, request: HttpRequest) -> bool: ...

    def names_us(self, request: HttpRequest) -> bool: ...

    def receipts(self, request: HttpRequest, matter: Matter) -> list[Incoming]: ...

    def arrival(self, receipt: Stored) -> Arrival: ...

    def opted(self, receipt: Stored) -> Literal["", "stop", "start"]: ...

    def media(self, receipt: Stored) -> tuple[str, ...]: ...

    def fetch(self, *, account: str, url: str) -> bytes: ...

    def forget(self, *, account: str, url: str) -> None: ...

    def progress(self, receipt: Stored) -> Progress: ...

    def readiness(self) -> Readiness: ...

    def own_numbers(self) -> frozenset[str]: ...

    def status_url(self, delivery_id: UUID) -> str: ...

    def send(self, outgoing: Outgoing) -> Sent: ...

    def accounts(self) -> list[str]: ...

    def listed(self, *, account: str, since: datetime) -> Iterator[Listed]: ...

    def chores(self, now: datetime) -> int: ...


def sender() -> Provider:
    """Whoever the office sends by."""
    return _named(settings.SMS_PROVIDER)


def of_request(request: HttpRequest) -> Provider:
    """Whoever says to be calling; whether it is true, the provider's own check tells."""
    return _named("notify" if request.path.startswith("/webhooks/notify/") else "twilio")


def of_receipt(receipt: Stored) -> Provider:
    return _named(receipt.provider)


def of_account(account: str) -> Provider:
    return _named("twilio" if account.startswith("AC") else "notify")


def _named(name: str) -> Provider:
    from channels.sms import by_notify, by_twilio

    return by_notify.ByNotify() if name == "notify" else by_twilio.ByTwilio()
