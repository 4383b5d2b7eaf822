"""The channels that staff and the public fill in themselves. None of them sends."""

from tests.channels.contract import ReceivingContract


class TestPhone(ReceivingContract):
    kind = "phone"


class TestInPerson(ReceivingContract):
    kind = "in_person"


class TestWeb(ReceivingContract):
    kind = "web"
