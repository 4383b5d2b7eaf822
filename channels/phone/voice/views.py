"""The addresses Twilio calls about a call: verify, store, tell, and answer with what the caller hears next.

Somebody is on the line. So nothing that can wait is done here, and whatever fails, a caller hears words and not the
phone company's own error: see docs/adr/0026.
"""

import logging
from datetime import datetime
from typing import ClassVar, Final

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from casework import phone_numbers
from casework.models import Office
from casework.services import calls, working_hours
from casework.services.calls import Line
from channels import inbox, wake
from channels.contracts import Channel, Incoming, Matter
from channels.models import Receipt, ReceiptState
from channels.phone.voice import greeting, news, payload, setup, twiml
from channels.phone.voice.twiml import Addresses
from channels.webhook import Webhook

log = logging.getLogger(__name__)
FALLBACK_NAME: Final = "the office"


class Voice(Webhook):
    """Base of them all. A subclass says what its request is about, and what is said then."""

    kind: ClassVar[str] = "phone"
    matter: ClassVar[Matter] = "status"
    answer_type = "text/xml; charset=utf-8"
    event: ClassVar[str]

    def receipts(self, channel: Channel, request: HttpRequest) -> list[Incoming]:
        return [payload.news(request.POST, event=self.event)]

    def _store(self, channel: Channel, incoming: list[Incoming]) -> HttpResponse:
        now, (told,) = timezone.now(), incoming
        try:
            _take(told, now=now)
            words = self.says(told, now=now)
        except (DatabaseError, InterfaceError) as error:
            log.error("news of a call could not be stored: %s", type(error).__name__)
            return self.not_stored()
        wake.soon()
        return self._twiml(words)

    def says(self, told: Incoming, *, now: datetime) -> str:
        return twiml.nothing()

    def not_stored(self) -> HttpResponse:
        """Nobody listens to the answer: it says that it failed, so that Twilio has it in its list of errors."""
        return HttpResponse("Nothing can be stored at the moment.\n", status=503, content_type="text/plain")

    def _twiml(self, words: str) -> HttpResponse:
        return HttpResponse(words, content_type=self.answer_type)


def _take(told: Incoming, *, now: datetime) -> None:
    """Stored, then told to casework. Where only the second fails, a worker does it from the receipt."""
    with transaction.atomic():
        if not inbox.accept(channel="phone", incoming=told, now=now):
            return
    receipt = Receipt.objects.get(
        provider=told.provider, account=told.account, matter=told.matter, external_id=told.external_id
    )
    try:
        with transaction.atomic():
            news.tell(receipt, now=now)
            Receipt.objects.filter(pk=receipt.pk).update(state=ReceiptState.DONE)
    except Exception as error:  # whatever it is, the caller is answered, and the receipt waits for a worker
        log.exception("news of a call waits for a worker: %s", type(error).__name__)


class Live(Voice):
    """The caller is on the line, and hears the answer."""

    def not_stored(self) -> HttpResponse:
        return self._twiml(twiml.goodbye(greeting.OUT_OF_ORDER))


class Ring(Live):
    event = payload.RINGING

    def says(self, told: Incoming, *, now: datetime) -> str:
        office = Office.current().name or FALLBACK_NAME
        calendar = working_hours.calendar_of(team=None)
        if not greeting.is_open(calendar, now):
            return _message(told, greeting.closed(office, calendar, timezone.localtime(now)), now=now)
        if not setup.telephones():
            return _message(told, greeting.nobody_there(office), now=now)
        return twiml.ring(
            words=greeting.welcome(office),
            telephones=setup.telephones(),
            addresses=addresses(),
            caller_id=_shown(told),
        )


class Dialled(Live):
    """Our telephones rang. Whoever was not put through can leave a message, unless they rang off."""

    event = payload.DIALLED

    def says(self, told: Incoming, *, now: datetime) -> str:
        fields = told.payload
        if fields["DialCallStatus"] in payload.PICKED_UP or fields["CallStatus"] in payload.OVER:
            return twiml.nothing()
        return _message(told, greeting.NOBODY_CAME, now=now)


class Recorded(Live):
    event = payload.RECORDED

    def says(self, told: Incoming, *, now: datetime) -> str:
        return twiml.goodbye(greeting.THANKS if payload.is_message(told.payload) else greeting.NOTHING_HEARD)


class Recording(Voice):
    event = payload.RECORDING


class Status(Voice):
    event = payload.STATUS


def _message(told: Incoming, words: str, *, now: datetime) -> str:
    """No telephone rings any more, so no desk may say that one does."""
    line = Line(provider=told.provider, account=told.account, external_id=payload.call_sid(told.payload))
    calls.unanswered(line=line, at=now, now=now)
    return twiml.message(
        words=words,
        ask=greeting.LEAVE_A_MESSAGE,
        nothing_heard=greeting.NOTHING_HEARD,
        addresses=addresses(),
    )


def _shown(told: Incoming) -> str:
    """Twilio shows our telephones the caller's number; where that is withheld it needs another, which is ours."""
    withheld = phone_numbers.read(str(told.payload["From"])).kind == "withheld"
    return str(told.payload["To"]) if withheld else ""


def addresses() -> Addresses:
    names = {"dialled": "dialled", "recorded": "recorded", "recording": "recording", "status": "status"}
    return Addresses(
        **{name: f"{settings.PUBLIC_BASE_URL}{reverse(f'voice:{path}')}" for name, path in names.items()}
    )
