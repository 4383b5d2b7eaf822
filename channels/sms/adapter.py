"""Texts by Twilio."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from casework.services.arrivals import Arrival
from channels.contracts import (
    Capabilities,
    Channel,
    Incoming,
    Matter,
    Outgoing,
    Progress,
    Readiness,
    SendFailed,
    Sent,
    Stored,
)
from channels.sms import segments
from channels.twilio import account, client, payload, signature


class Sms(Channel):
    kind = "sms"
    label = "text message"
    icon = "sms"
    capabilities = Capabilities(receives_webhooks=True, can_send=True, proves_sender=True, max_length=1600)

    def genuine(self, request: HttpRequest) -> bool:
        return signature.genuine(request)

    def receipts(self, request: HttpRequest, matter: Matter) -> list[Incoming]:
        if matter == "status":
            return [payload.status(request.POST, delivery=request.GET.get("delivery", ""))]
        return [payload.message(request.POST)]

    def arrival(self, receipt: Stored) -> Arrival:
        return payload.arrival(receipt)

    def opted(self, receipt: Stored) -> Literal["", "stop", "start"]:
        return payload.opted(receipt.content)

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

    def segments(self, body: str) -> int:
        return segments.count(body).segments

    def chores(self, now: datetime) -> int:
        """The simulated provider reports on what it was sent; a real one does so by itself."""
        if not account.current().simulated:
            return 0
        from channels.sms.demo import reports

        return reports.send_planned(now=now)
