"""Text messages. Who carries them is for `providers` to say; the channel is the same."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest

from casework.services.arrivals import Arrival
from casework.text_parts import Parts
from channels.contracts import (
    Capabilities,
    Channel,
    Incoming,
    Listed,
    Matter,
    Outgoing,
    Progress,
    Readiness,
    Sent,
    Stored,
)
from channels.sms import providers, segments


class Sms(Channel):
    kind = "sms"
    label = "text message"
    icon = "sms"
    capabilities = Capabilities(receives_webhooks=True, can_send=True, proves_sender=True, max_length=1600)

    def genuine(self, request: HttpRequest) -> bool:
        return providers.of_request(request).genuine(request)

    def names_us(self, request: HttpRequest) -> bool:
        return providers.of_request(request).names_us(request)

    def receipts(self, request: HttpRequest, matter: Matter) -> list[Incoming]:
        return providers.of_request(request).receipts(request, matter)

    def arrival(self, receipt: Stored) -> Arrival:
        return providers.of_receipt(receipt).arrival(receipt)

    def opted(self, receipt: Stored) -> Literal["", "stop", "start"]:
        return providers.of_receipt(receipt).opted(receipt)

    def media(self, receipt: Stored) -> tuple[str, ...]:
        return providers.of_receipt(receipt).media(receipt)

    def fetch(self, *, account: str, url: str) -> bytes:
        return providers.of_account(account).fetch(account=account, url=url)

    def forget(self, *, account: str, url: str) -> None:
        providers.of_account(account).forget(account=account, url=url)

    def progress(self, receipt: Stored) -> Progress:
        return providers.of_receipt(receipt).progress(receipt)

    def readiness(self) -> Readiness:
        return providers.sender().readiness()

    def longest(self) -> int:
        return providers.sender().longest

    def own_numbers(self) -> frozenset[str]:
        return providers.sender().own_numbers()

    def status_url(self, delivery_id: UUID) -> str:
        return providers.sender().status_url(delivery_id)

    def send(self, outgoing: Outgoing) -> Sent:
        return providers.sender().send(outgoing)

    def accounts(self) -> list[str]:
        return providers.sender().accounts()

    def listed(self, *, account: str, since: datetime) -> Iterator[Listed]:
        return providers.of_account(account).listed(account=account, since=since)

    def segments(self, body: str) -> int:
        return segments.count(body).segments

    def count(self, body: str) -> Parts:
        counted = segments.count(body)
        return Parts(encoding=counted.encoding, segments=counted.segments, outside=counted.outside)

    def chores(self, now: datetime) -> int:
        return providers.sender().chores(now)
