"""A thousand requests about calls that are nearly signed: none is taken for what it is not, none breaks anything.

The ways of changing a request are those of `test_mutations.py`. `VOICE_MUTATIONS` makes it more.
"""

import os
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from casework.models import Call
from channels import webhook
from channels.models import Receipt
from channels.phone.voice import views
from tests import factories as make
from tests.channels import calls, twilio
from tests.channels.test_mutations import LETTERS, REFUSALS, WAYS, Pairs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio_account")]

MUTATIONS: Final = int(os.environ.get("VOICE_MUTATIONS", "1000"))
FACTORY: Final = RequestFactory()
CALL: Final = "CA" + "7" * 32
# What of each kind of request makes any difference to us.
READ: Final = (
    "CallSid", "AccountSid", "From", "To", "CallStatus", "DialCallStatus", "DialCallDuration", "ParentCallSid",
    "CallDuration", "RecordingUrl", "RecordingStatus", "RecordingDuration", "Timestamp",
)  # fmt: skip
RICH: Final = {
    "CallerName": "MRS AMINA YUSUF",
    "ForwardedFrom": "+441632960009",
    "StirVerstat": "TN-Validation-Passed-A",
    "CallToken": "%7B%22token%22%3A%22abc%22%7D",
}
REQUESTS: Final[dict[str, tuple[Any, str, dict[str, str]]]] = {
    name: (view.as_view(), path, params | (RICH if "From" in params else {}))
    for name, view, (path, params) in (
        ("ring", views.Ring, calls.ring(CALL)),
        ("withheld", views.Ring, calls.ring(CALL, From="anonymous", Caller="anonymous")),
        ("sip", views.Ring, calls.ring(CALL, From="sip:Tom@example.org", To="sip:office@example.org")),
        ("dialled", views.Dialled, calls.dialled(CALL, "completed", DialCallDuration="60")),
        ("recorded", views.Recorded, calls.recorded(CALL)),
        ("recording", views.Recording, calls.recording(CALL)),
        ("picked up", views.Status, calls.picked_up(CALL, make.NOW)),
        ("over", views.Status, calls.over(CALL, make.NOW)),
    )
}


@pytest.fixture(autouse=True)
def _office() -> None:
    make.office()


def _asked(name: str, pairs: Pairs, *, signed: str, method: str = "POST", query: str = "") -> Any:
    view, path, _ = REQUESTS[name]
    request = FACTORY.generic(
        method,
        f"{path}{query}",
        urlencode(pairs),
        content_type=twilio.FORM,
        HTTP_X_TWILIO_SIGNATURE=signed,
        secure=True,
    )
    return view(request)


def _read(pairs: Pairs) -> dict[str, list[str]]:
    return {name: [value for key, value in pairs if key == name] for name in READ}


def test_no_changed_request_is_taken_for_what_it_is_not() -> None:
    _try_changed_requests()
    assert not Receipt.objects.exists() and not Call.objects.exists()


@settings(max_examples=MUTATIONS, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(sorted(REQUESTS)),
    way=st.sampled_from(WAYS),
    at=st.integers(0, 40),
    where=st.integers(0, 10_000),
    letter=LETTERS,
)
def _try_changed_requests(name: str, way: Any, at: int, where: int, letter: str) -> None:
    webhook._alarmed.update(dict.fromkeys(("signature:phone", "not-understood:phone"), 10.0**12))
    _, path, params = REQUESTS[name]
    original = list(params.items())
    mutated = way(original, at % len(original), where, letter)
    assume(sorted(mutated) != sorted(original))
    answer = _asked(name, mutated, signed=twilio.signed(path, params))
    if answer.status_code == 200:
        # Only a field that nothing reads may have been cut from another such; what we act on is as it was.
        assert _read(mutated) == _read(original), (name, mutated)
        Receipt.objects.all().delete()
        Call.objects.all().delete()
        return
    assert answer.status_code in REFUSALS, (name, mutated)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(sorted(REQUESTS)), at=st.integers(0, 27), letter=LETTERS)
def test_no_changed_signature_is_taken(name: str, at: int, letter: str) -> None:
    webhook._alarmed.update(dict.fromkeys(("signature:phone", "not-understood:phone"), 10.0**12))
    _, path, params = REQUESTS[name]
    right, pairs = twilio.signed(path, params), list(params.items())
    wrong = right[:at] + letter + right[at + 1 :]
    assume(wrong != right)
    assert _asked(name, pairs, signed=wrong.encode("utf-8").decode("latin-1")).status_code in REFUSALS
    assert _asked(name, pairs, signed=right, query="?x=1").status_code == 403
    assert _asked(name, pairs, signed=right, method="PUT").status_code == 405


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_the_signature_of_one_address_is_none_of_another(name: str) -> None:
    _, path, params = REQUESTS[name]
    for other in REQUESTS:
        if REQUESTS[other][1] != path:
            assert _asked(other, list(params.items()), signed=twilio.signed(path, params)).status_code == 403
    assert not Call.objects.exists()


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_the_requests_that_are_mutated_are_themselves_taken(name: str) -> None:
    """Otherwise nothing above could fail."""
    _, path, params = REQUESTS[name]
    assert _asked(name, list(params.items()), signed=twilio.signed(path, params)).status_code == 200
    assert Receipt.objects.get().state == "done" and Call.objects.get().external_id == CALL
