"""Telephone calls: staff log them by hand, and where the office has Twilio Voice the phone company tells of them too."""

from datetime import datetime

from django.http import HttpRequest

from casework.pictures import Picture
from channels.contracts import Capabilities, Channel, Readiness, Stored
from channels.phone.voice import chores, news, recording, setup
from channels.twilio import account, signature


class Phone(Channel):
    kind = "phone"
    label = "phone call"
    icon = "phone"
    capabilities = Capabilities(staff_logged=True)
    files_by_link = False  # nobody sends a voicemail again by a link

    def listens(self) -> bool:
        return setup.on()

    def readiness(self) -> Readiness:
        return setup.readiness()

    def genuine(self, request: HttpRequest) -> bool:
        return signature.genuine(request)

    def names_us(self, request: HttpRequest) -> bool:
        return signature.names_us(request)

    def heard(self, receipt: Stored, *, now: datetime) -> bool:
        news.tell(receipt, now=now)
        return True

    def own_numbers(self) -> frozenset[str]:
        return account.numbers() if setup.on() else frozenset()

    def made_of(self, content: bytes) -> Picture:
        return recording.kept(content)

    def fetch(self, *, account: str, url: str) -> bytes:
        return recording.fetch(account=account, url=url)

    def forget(self, *, account: str, url: str) -> None:
        recording.forget(account=account, url=url)

    def chores(self, now: datetime) -> int:
        return chores.do(now=now)
