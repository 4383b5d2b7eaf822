"""The two addresses Twilio calls."""

from typing import ClassVar

from channels.contracts import Matter
from channels.webhook import Webhook

# Nothing is said back to Twilio: answers go out as deliveries of their own.
EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


class Inbound(Webhook):
    kind: ClassVar[str] = "sms"
    matter: ClassVar[Matter] = "contact"
    answer = EMPTY_TWIML
    answer_type = "text/xml; charset=utf-8"


class Status(Inbound):
    matter: ClassVar[Matter] = "status"
