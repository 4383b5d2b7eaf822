"""What every channel that Twilio carries does alike: the check, the translations, pictures and the list of messages."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Literal

from django.http import HttpRequest

from casework.services.arrivals import Arrival
from channels.contracts import Incoming, Listed, Matter, Progress, Stored
from channels.twilio import media, payload, reconcile, signature


class Carried:
    """Beside `Channel`, or in its place where a channel has several carriers."""

    prefix: ClassVar[str] = ""
    """How the channel's addresses begin in Twilio's list."""

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

    def progress(self, receipt: Stored) -> Progress:
        return payload.progress(receipt)

    def media(self, receipt: Stored) -> tuple[str, ...]:
        return payload.media_urls(receipt.content)

    def fetch(self, *, account: str, url: str) -> bytes:
        return media.fetch(account=account, url=url)

    def forget(self, *, account: str, url: str) -> None:
        media.forget(account=account, url=url)

    def listed(self, *, account: str, since: datetime) -> Iterator[Listed]:
        return reconcile.listed(sid=account, since=since, prefix=self.prefix)
