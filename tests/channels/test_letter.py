"""Letters keep the agreement that every channel keeps, and are sent by nobody but people."""

from casework.ports import sending
from channels import registry
from tests.channels.contract import ReceivingContract


class TestLetter(ReceivingContract):
    kind = "letter"

    def test_a_person_sends_it(self) -> None:
        assert self.channel.capabilities.by_hand and sending().by_hand("letter")
        assert not sending().can_send("letter")
        assert registry.by_hand() == ("letter",)
        assert not any(sending().by_hand(kind) for kind in ("sms", "email", "phone", "carrier_pigeon"))
