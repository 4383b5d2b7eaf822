from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest
from django.http import QueryDict

from casework.services.arrivals import Arrival
from channels.models import Receipt
from channels.twilio import payload
from tests import factories as make
from tests.channels import fake_http, twilio
from tests.channels.contract import ReceivingContract, SendingContract
from tests.text_battery import SENDABLE

TAKEN = {"sid": f"SM{'a' * 32}", "status": "queued", "num_segments": "1"}


@pytest.mark.usefixtures("twilio_account")
class TestSms(ReceivingContract, SendingContract):
    kind = "sms"
    texts: ClassVar[dict[str, str]] = SENDABLE

    @pytest.fixture(autouse=True)
    def _settings(self, settings: Any) -> None:
        self.settings = settings

    def in_words_of_the_channel(self, external_id: str) -> str:
        return f"SM{int(external_id):032x}"

    def arrival_of(self, text: str, external_id: str) -> Arrival:
        fields = QueryDict(mutable=True)
        fields.update(twilio.fields(Body=text, MessageSid=external_id))
        incoming = payload.message(fields)
        receipt = Receipt(
            provider=incoming.provider,
            account=incoming.account,
            external_id=incoming.external_id,
            payload=dict(incoming.payload),
            received_at=make.NOW,
        )
        return self.channel.arrival(receipt)

    @contextmanager
    def _api(self, status: int, answer: Any) -> Iterator[fake_http.Api]:
        with fake_http.api((status, answer)) as served:
            self.settings.TWILIO_API_BASE = served.url
            yield served

    def accepting(self) -> Any:
        return self._api(201, TAKEN)

    def refusing_for_good(self) -> Any:
        return self._api(400, {"code": 21614, "message": "not a mobile", "status": 400})

    def refusing_for_now(self) -> Any:
        return self._api(429, {"code": 20429, "message": "slow down", "status": 429})

    def silent(self) -> Any:
        return self._api(0, None)
