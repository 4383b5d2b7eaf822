"""Ten thousand requests that are nearly signed: none is taken, none breaks anything.

A mutation is told as (what, where, how): a signed request with one thing changed. A change that leaves every name and
value as it was is no mutation. `MUTATIONS` makes it more.
"""

import os
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings as django_settings
from django.test import RequestFactory
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from casework.models import Contact
from channels import webhook
from channels.models import Receipt
from channels.sms import views
from tests.channels import twilio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio_account")]

MUTATIONS: Final = int(os.environ.get("MUTATIONS", "10000"))
REFUSALS: Final = (400, 403, 405, 413, 415)
Pairs = list[tuple[str, str]]
FACTORY: Final = RequestFactory()
INBOUND: Final = views.Inbound.as_view()
LETTERS: Final = st.characters(codec="utf-8", exclude_categories=("Cs",))

ORIGINAL: Final[dict[str, str]] = twilio.fields(
    Body="Call me about the boiler From Amina, To whom it may concern",
    FromCountry="GB", FromCity="LONDON", FromState="", ToCity="", ToZip="SW1", MessagingServiceSid="MG" + "1" * 32,
)  # fmt: skip


def _changed(pairs: Pairs, at: int, where: int, letter: str) -> Pairs:
    """One character of one value is another one."""
    name, value = pairs[at]
    spot = where % (len(value) + 1)
    return [*pairs[:at], (name, value[:spot] + letter + value[spot + 1 :]), *pairs[at + 1 :]]


def _inserted(pairs: Pairs, at: int, where: int, letter: str) -> Pairs:
    name, value = pairs[at]
    spot = where % (len(value) + 1)
    return [*pairs[:at], (name, value[:spot] + letter + value[spot:]), *pairs[at + 1 :]]


def _cut(pairs: Pairs, at: int, where: int, letter: str) -> Pairs:
    name, value = pairs[at]
    return [*pairs[:at], (name, value[: where % max(len(value), 1)]), *pairs[at + 1 :]]


def _renamed(pairs: Pairs, at: int, where: int, letter: str) -> Pairs:
    return [*pairs[:at], (pairs[at][0] + letter, pairs[at][1]), *pairs[at + 1 :]]


def _dropped(pairs: Pairs, at: int, where: int, letter: str) -> Pairs:
    return [*pairs[:at], *pairs[at + 1 :]]


def _twice(pairs: Pairs, at: int, where: int, letter: str) -> Pairs:
    return [*pairs, (pairs[at][0], letter)]


def _added(pairs: Pairs, at: int, where: int, letter: str) -> Pairs:
    return [*pairs, (f"{letter}Field", letter * (where % 5))]


def _swapped(pairs: Pairs, at: int, where: int, letter: str) -> Pairs:
    """Two values change places."""
    other, changed = where % len(pairs), list(pairs)
    changed[at], changed[other] = (pairs[at][0], pairs[other][1]), (pairs[other][0], pairs[at][1])
    return changed


def _swallowed(pairs: Pairs, at: int, where: int, letter: str) -> Pairs:
    """A field takes in the next one, name and all: the signature stays right."""
    ordered = sorted(pairs)
    at = at % (len(ordered) - 1)
    (name, value), (following, more) = ordered[at], ordered[at + 1]
    return [*ordered[:at], (name, value + following + more), *ordered[at + 2 :]]


def _split(pairs: Pairs, at: int, where: int, letter: str) -> Pairs:
    """The end of a value becomes a field of its own: where it sorts behind, the signature stays right."""
    name, value = pairs[at]
    spot, second = where % (len(value) + 1), where // 7 % (len(value) + 1)
    begin, end = min(spot, second), max(spot, second)
    assume(begin < end)
    return [*pairs[:at], (name, value[:begin]), (value[begin:end], value[end:]), *pairs[at + 1 :]]


WAYS: Final[tuple[Callable[[Pairs, int, int, str], Pairs], ...]] = (
    _changed, _inserted, _cut, _renamed, _dropped, _twice, _added, _swapped, _swallowed, _split,
)  # fmt: skip


def _asked(
    pairs: Pairs, *, signed: str, path: str = twilio.INBOUND, method: str = "POST", kind: str = twilio.FORM
) -> Any:
    request = FACTORY.generic(
        method, path, urlencode(pairs), content_type=kind, HTTP_X_TWILIO_SIGNATURE=signed, secure=True
    )
    return INBOUND(request)


def _acted_on(pairs: Pairs) -> dict[str, list[str]]:
    """What of a request makes any difference to us."""
    names = ("MessageSid", "AccountSid", "From", "To", "Body", "NumMedia", "OptOutType")
    return {name: [value for key, value in pairs if key == name] for name in names}


def test_no_changed_request_is_taken() -> None:
    _try_changed_requests()
    assert not Receipt.objects.exists() and not Contact.objects.exists()


@settings(max_examples=MUTATIONS, suppress_health_check=list(HealthCheck))
@given(
    way=st.sampled_from(WAYS),
    at=st.integers(0, len(ORIGINAL) - 1),
    where=st.integers(0, 10_000),
    letter=LETTERS,
)
def _try_changed_requests(way: Any, at: int, where: int, letter: str) -> None:
    webhook._alarmed.update(dict.fromkeys(("signature:sms", "not-understood:sms"), 10.0**12))
    original = list(ORIGINAL.items())
    mutated = way(original, at, where, letter)
    assume(sorted(mutated) != sorted(original))
    answer = _asked(mutated, signed=twilio.signed(twilio.INBOUND, ORIGINAL))
    if answer.status_code == 200:
        # A further field that is empty of meaning can be cut from another that is; nothing we act on may differ.
        assert _acted_on(mutated) == _acted_on(original), mutated
        Receipt.objects.all().delete()
        return
    assert answer.status_code in REFUSALS, mutated


def test_no_changed_signature_or_address_is_taken() -> None:
    _try_changed_signatures()
    assert not Receipt.objects.exists()


@settings(max_examples=max(MUTATIONS // 10, 100), suppress_health_check=list(HealthCheck))
@given(
    at=st.integers(0, 27),
    letter=LETTERS,
    path=st.text(LETTERS, max_size=12),
    method=st.sampled_from(["POST", "PUT", "GET"]),
)
def _try_changed_signatures(at: int, letter: str, path: str, method: str) -> None:
    webhook._alarmed.update(dict.fromkeys(("signature:sms", "not-understood:sms"), 10.0**12))
    right = twilio.signed(twilio.INBOUND, ORIGINAL)
    wrong = right[:at] + letter + right[at + 1 :]
    pairs = list(ORIGINAL.items())
    if wrong != right:
        assert _asked(pairs, signed=wrong.encode("utf-8").decode("latin-1")).status_code in REFUSALS
    assume(path)
    assert _asked(pairs, signed=right, path=f"{twilio.INBOUND}?{quote(path)}").status_code in REFUSALS
    if method != "POST":
        assert _asked(pairs, signed=right, method=method).status_code == 405


def test_the_request_that_is_mutated_is_itself_taken() -> None:
    """Otherwise nothing above could fail."""
    assert django_settings.PUBLIC_BASE_URL
    assert _asked(list(ORIGINAL.items()), signed=twilio.signed(twilio.INBOUND, ORIGINAL)).status_code == 200
    assert Receipt.objects.get().content == ORIGINAL
