"""Telephone calls that staff took and logged."""

from channels.contracts import Capabilities, Channel


class Phone(Channel):
    kind = "phone"
    label = "phone call"
    icon = "phone"
    capabilities = Capabilities(staff_logged=True)
