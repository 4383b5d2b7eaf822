"""Letters: those that come are logged by staff, those that go are printed and posted by staff."""

from channels.contracts import Capabilities, Channel, Readiness


class Letter(Channel):
    kind = "letter"
    label = "paper letter"
    icon = "letter"
    capabilities = Capabilities(staff_logged=True, by_hand=True, max_length=20_000)

    def readiness(self) -> Readiness:
        return Readiness(
            ready=False, words="No machine sends a letter: it waits until somebody has posted it."
        )
