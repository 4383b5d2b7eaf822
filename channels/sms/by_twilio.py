"""Texts carried by Twilio."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from casework.services.arrivals import Arrival
from channels.contracts import (
    Incoming,
    Listed,
    Matter,
    Outgoing,
    Progress,
    Readiness,
    SendFailed,
    Sent,
    Stored,
)
from channels.twilio import account, client, media, payload, reconcile, signature


class ByTwilio:
    longest: Final = 1600

    def genuine(self, request: HttpRequest) -> bool:
        return signature.genuine(request)

    def names_us(self, request: HttpRequest) -> bool:
        return signature.names_us(request)

    def receipts(self, request: HttpRequest, matter: Matter) -> list[Incoming]:
        if matter == "status":
            return [payload.status(request.POST, delivery=request.GET.get("delivery", ""))]
        return [payload.message(request.POST)]

    def arrival(self, receipt: Stored) -> Arrival:
        return payload.arrival(receipt)

    def opted(self, receipt: Stored) -> Literal["", "stop", "start"]:
        return payload.opted(receipt.content)

    def media(self, receipt: Stored) -> tuple[str, ...]:
        return payload.media_urls(receipt.content)

    def fetch(self, *, account: str, url: str) -> bytes:
        return media.fetch(account=account, url=url)

    def forget(self, *, account: str, url: str) -> None:
        media.forget(account=account, url=url)

    def progress(self, receipt: Stored) -> Progress:
        return payload.progress(receipt)

    def readiness(self) -> Readiness:
        if account.current().complete:
            return Readiness(ready=True)
        return Readiness(
            ready=False, words="Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_NUMBER to send texts."
        )

    def own_numbers(self) -> frozenset[str]:
        return account.numbers()

    def status_url(self, delivery_id: UUID) -> str:
        return f"{settings.PUBLIC_BASE_URL}{reverse('sms:status')}?delivery={delivery_id}"

    def send(self, outgoing: Outgoing) -> Sent:
        own, ready = account.current(), self.readiness()
        if not ready.ready:
            raise SendFailed(ready.words, permanent=False)
        return client.send(account=own, outgoing=outgoing)

    def accounts(self) -> list[str]:
        return account.sids()

    def listed(self, *, account: str, since: datetime) -> Iterator[Listed]:
        return reconcile.listed(sid=account, since=since)

    def chores(self, now: datetime) -> int:
        """The simulated provider reports on what it was sent; a real one does so by itself."""
        if not account.current().simulated:
            return 0
        from channels.sms.demo import reports

        return reports.send_planned(now=now)
