"""The two addresses Notify calls: a text came in, or news of one that went out. Each carries our token."""

from typing import ClassVar

from channels.contracts import Matter
from channels.webhook import Webhook


class Texts(Webhook):
    kind: ClassVar[str] = "sms"
    matter: ClassVar[Matter] = "contact"
    content_type = "application/json"


class Receipts(Texts):
    matter: ClassVar[Matter] = "status"
