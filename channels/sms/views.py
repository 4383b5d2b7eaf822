"""The two addresses Twilio calls about texts."""

from typing import ClassVar

from channels.twilio import views


class Inbound(views.Inbound):
    kind: ClassVar[str] = "sms"


class Status(views.Status):
    kind: ClassVar[str] = "sms"
