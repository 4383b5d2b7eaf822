from typing import Any

import pytest

from channels import wake
from tests.channels import twilio


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests work the queues themselves; nobody is woken."""
    monkeypatch.setattr(wake, "look", lambda **given: False)


@pytest.fixture
def twilio_account(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID = twilio.ACCOUNT
    settings.TWILIO_AUTH_TOKEN = twilio.TOKEN
    settings.TWILIO_NUMBER = twilio.OFFICE
