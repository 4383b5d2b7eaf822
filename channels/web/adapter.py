"""The public web form. It only takes in: an answer goes by text, phone or in person, never to a claimed address."""

from channels.contracts import Capabilities, Channel


class Web(Channel):
    kind = "web"
    label = "web form"
    icon = "web"
    capabilities = Capabilities()
