"""Texts carried by GOV.UK Notify.

Notify reports to the address set in its own pages, not to one given with each text; what finds the delivery is the
reference sent along. Its lists of texts sent and received settle what a lost answer or a lost report left open.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.http import HttpRequest

from casework.services.arrivals import Arrival
from channels.contracts import (
    Incoming,
    Listed,
    ListingFailed,
    Matter,
    NotFetched,
    NotUnderstood,
    Outgoing,
    Progress,
    Readiness,
    SendFailed,
    Sent,
    Stored,
)
from channels.notify import account, client, payload

SCHEME: Final = "bearer"


class ByNotify:
    # Six parts; Notify refuses a seventh.
    longest: Final = 918

    def genuine(self, request: HttpRequest) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == SCHEME and account.is_callback_token(token.strip())

    def names_us(self, request: HttpRequest) -> bool:
        """A wrong token says nothing about whom it is meant for."""
        return False

    def receipts(self, request: HttpRequest, matter: Matter) -> list[Incoming]:
        fields, service = payload.read(request.body), account.current().service
        return [(payload.report if matter == "status" else payload.text)(fields, service=service)]

    def arrival(self, receipt: Stored) -> Arrival:
        return payload.arrival(receipt)

    def opted(self, receipt: Stored) -> Literal["", "stop", "start"]:
        return ""

    def media(self, receipt: Stored) -> tuple[str, ...]:
        """Notify carries no pictures."""
        return ()

    def fetch(self, *, account: str, url: str) -> bytes:
        raise NotFetched("Notify carries no pictures.", outcome="never")

    def forget(self, *, account: str, url: str) -> None:
        """There is nothing to delete."""

    def progress(self, receipt: Stored) -> Progress:
        return payload.progress(receipt)

    def readiness(self) -> Readiness:
        if account.current().complete:
            return Readiness(ready=True)
        return Readiness(
            ready=False, words="Set NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID to send texts by GOV.UK Notify."
        )

    def own_numbers(self) -> frozenset[str]:
        return account.numbers()

    def status_url(self, delivery_id: UUID) -> str:
        return ""

    def send(self, outgoing: Outgoing) -> Sent:
        own, ready = account.current(), self.readiness()
        if not ready.ready:
            raise SendFailed(ready.words, permanent=False)
        return client.send(account=own, outgoing=outgoing)

    def accounts(self) -> list[str]:
        own = account.current()
        return [own.service] if own.complete else []

    def listed(self, *, account: str, since: datetime) -> Iterator[Listed]:
        """Both lists, each read until it is older than asked for; a row that cannot be read spoils no other."""
        yield from _reports(since)
        yield from _texts(account, since)

    def chores(self, now: datetime) -> int:
        return 0


def _reports(since: datetime) -> Iterator[Listed]:
    own = account.current()
    for row in client.sent_since(account=own, is_old=lambda row: payload.at(row) < since):
        yield payload.listed_report(row)


def _texts(service: str, since: datetime) -> Iterator[Listed]:
    own, unread = account.current(), 0
    for row in client.received_since(account=own, is_old=lambda row: payload.at(row) < since):
        try:
            yield payload.listed_text(row, service=service)
        except NotUnderstood:
            unread += 1
    if unread:
        raise ListingFailed(f"{unread} texts of Notify's list could not be read.")
