"""Texts carried by Twilio."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from channels.contracts import Outgoing, Readiness, SendFailed, Sent
from channels.twilio import account, client
from channels.twilio.carried import Carried


class ByTwilio(Carried):
    longest: Final = 1600

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

    def chores(self, now: datetime) -> int:
        """The simulated provider reports on what it was sent; a real one does so by itself."""
        if not account.current().simulated:
            return 0
        from channels.sms.demo import reports

        return reports.send_planned(now=now)
