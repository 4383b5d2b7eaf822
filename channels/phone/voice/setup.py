"""Whether this office takes calls by Twilio, and which telephones ring."""

from typing import Final

from django.conf import settings

from channels.contracts import Readiness
from channels.twilio import account

# Of the range that is kept free for stories: nobody's telephone rings.
DEMO_TELEPHONE: Final = "+447700900990"


def on() -> bool:
    """Asked for by a setting; the demonstration has a telephone of its own."""
    return bool(settings.TWILIO_VOICE or telephones() or account.current().simulated)


def telephones() -> list[str]:
    """The office's own, all rung at once: numbers or sip: addresses. None: whoever rings can leave a message."""
    simulated = [DEMO_TELEPHONE] if account.current().simulated else []
    return list(settings.TWILIO_VOICE_FORWARD_TO) or simulated


def readiness() -> Readiness:
    """A call is logged by hand whatever is set up here; what can be missing is what makes it ring by itself."""
    if not on() or account.sids():
        return Readiness(ready=True)
    return Readiness(
        ready=False,
        words="Calls do not come in. Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or take TWILIO_VOICE away.",
    )
