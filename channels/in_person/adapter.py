"""Talks face to face, at the desk or elsewhere. A visit is a contact like any other."""

from channels.contracts import Capabilities, Channel


class InPerson(Channel):
    kind = "in_person"
    label = "visit"
    icon = "in_person"
    capabilities = Capabilities(staff_logged=True)
