"""The two addresses Twilio calls about WhatsApp messages."""

from typing import ClassVar

from channels.twilio import views


class Inbound(views.Inbound):
    kind: ClassVar[str] = "whatsapp"


class Status(views.Status):
    kind: ClassVar[str] = "whatsapp"
