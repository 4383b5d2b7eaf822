"""WhatsApp messages by Twilio: its own numbers, its own address for reports, texts' machinery otherwise."""

from collections.abc import Iterator
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
from channels.twilio.addresses import WHATSAPP
from channels.whatsapp import approved


class WhatsApp(Channel):
    kind = "whatsapp"
    label = "WhatsApp message"
    icon = "whatsapp"
    capabilities = Capabilities(receives_webhooks=True, can_send=True, proves_sender=True, max_length=1600)

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
        own = account.current()
        if own.sid and own.token and own.whatsapp:
            return Readiness(ready=True)
        return Readiness(
            ready=False,
            words="Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_WHATSAPP_NUMBER to send WhatsApp messages.",
        )

    def own_numbers(self) -> frozenset[str]:
        own = account.current().whatsapp
        return frozenset([own] if own else [])

    def status_url(self, delivery_id: UUID) -> str:
        return f"{settings.PUBLIC_BASE_URL}{reverse('whatsapp:status')}?delivery={delivery_id}"

    def approved(self, body: str) -> bool:
        return approved.find(body, settings.TWILIO_WHATSAPP_TEMPLATES) is not None

    def send(self, outgoing: Outgoing) -> Sent:
        own, ready = account.current(), self.readiness()
        if not ready.ready:
            raise SendFailed(ready.words, permanent=False)
        template = approved.find(outgoing.body, settings.TWILIO_WHATSAPP_TEMPLATES)
        content = client.Content(sid=template.sid, fields=template.fields) if template else None
        return client.send(account=own, outgoing=outgoing, sender=own.whatsapp, content=content)

    def accounts(self) -> list[str]:
        return account.sids() if account.current().whatsapp else []

    def listed(self, *, account: str, since: datetime) -> Iterator[Listed]:
        return reconcile.listed(sid=account, since=since, prefix=WHATSAPP)
