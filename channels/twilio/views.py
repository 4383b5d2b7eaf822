"""The addresses Twilio calls. Each takes whatever Twilio carries: a messaging service has one address for all of it."""

from typing import ClassVar

from django.http import HttpRequest

from channels.contracts import Matter
from channels.twilio import addresses
from channels.webhook import Webhook

# Nothing is said back to Twilio: answers go out as deliveries of their own.
EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


class Inbound(Webhook):
    matter: ClassVar[Matter] = "contact"
    answer = EMPTY_TWIML
    answer_type = "text/xml; charset=utf-8"

    def kind_of(self, request: HttpRequest) -> str:
        """By the sender: theirs of a contact, ours of a report. Both ends of a WhatsApp message say so."""
        try:
            return addresses.kind_of(request.POST.get("From", ""))
        except Exception:  # noqa: BLE001  (fields that cannot be read are refused by whichever channel looks next)
            return self.kind


class Status(Inbound):
    matter: ClassVar[Matter] = "status"
