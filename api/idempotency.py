"""One `Idempotency-Key`, one effect: a call that is repeated gets the first answer again.

What the call does and the record of its answer are one transaction under a lock named after the key. A crash in
between takes both back and frees the lock, so the caller's next try does the work. A refused call wrote nothing and
is not remembered: it may be corrected and sent again with the same key.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final, NamedTuple, TypeGuard

from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.bodies import Result, data_of
from api.errors import KeyUsedOtherwise, StillRunning
from api.models import IdempotentCall
from api.requests import StaffRequest
from api.throttling import scope
from casework import new_rows
from casework.asked_ahead import Question, asked_ahead, take
from casework.planned_sql import Planned, Value, written_together

HEADER: Final = "Idempotency-Key"
KEPT: Final = timedelta(days=7)
_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")


def once(request: StaffRequest, act: Callable[[], Response]) -> Response:
    """Do it, or answer as the first time. Without the header it is simply done."""
    if key_of(request) is None:
        return act()
    with in_one():
        return first_or_again(request, act, now=timezone.now())


@contextmanager
def in_one(
    ahead: Callable[[], Iterable[Question | None]] = tuple,
    *,
    meanwhile: Callable[[], object] | None = None,
) -> Iterator[None]:
    """One transaction, in which these questions go first, and what was written last goes with the commit. They are put
    together in it: one that locks cannot be written outside. `meanwhile`: see `asked_ahead`.
    """
    with _one_alone(), written_together(), transaction.atomic(), asked_ahead(*ahead(), meanwhile=meanwhile):
        yield


def first_or_again(
    request: StaffRequest,
    act: Callable[[], Response],
    *,
    now: datetime,
    ahead: Iterable[Question | None] = (),
) -> Response:
    """`once` in the transaction of a caller. `ahead`: what `act` asks first, which goes with the question about the key. It
    must wait for nobody, so that a call whose key is in use hears of it at once.
    """
    key = key_of(request)
    if key is None:
        with asked_ahead(*ahead):
            return act()
    caller = scope(request)
    fingerprint = Result(lambda: _fingerprint(request))  # before `act` has its hands on the body
    hold = _hold(caller=caller, key=key, now=now)
    with asked_ahead(hold, *ahead):
        ours, first = _HOLD.taken(hold)
        if not ours:
            raise StillRunning
        if first is not None:
            return _again(first, fingerprint.told())
        response = act()
        _remember(scope=caller, key=key, fingerprint=fingerprint.told(), response=response, now=now)
    return response


def question(request: Request, *, caller: str, now: datetime) -> Question | None:
    """To be asked ahead of `first_or_again`, where this is likely to be the caller's name (`throttling.scope`)."""
    key = _sent(request)
    return _hold(caller=caller, key=key, now=now) if _is_key(key) else None


@contextmanager
def _one_alone() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if not _is_of_calls(error):  # a row of the act itself
            raise
        # The other one ended while ours began; whoever asks again gets its answer.
        raise StillRunning from error


def key_of(request: Request) -> str | None:
    key = _sent(request)
    if key is None or _is_key(key):
        return key
    raise ValidationError(
        {HEADER: ["Send 1 to 255 letters, digits and signs without spaces, for example a UUID."]}
    )


def _sent(request: Request) -> str | None:
    key: str | None = request.META.get("HTTP_IDEMPOTENCY_KEY")
    return key


def _is_key(sent: str | None) -> TypeGuard[str]:
    return sent is not None and _KEY.fullmatch(sent) is not None


class First(NamedTuple):
    """What was answered the first time."""

    fingerprint: str
    status: int
    body: str


def _again(first: First, fingerprint: str) -> Response:
    if first.fingerprint != fingerprint:
        raise KeyUsedOtherwise
    body = json.loads(first.body) if first.body else None
    return Response(body, status=first.status, headers={"Idempotent-Replayed": "true"})


def _remember(*, scope: str, key: str, fingerprint: str, response: Response, now: datetime) -> None:
    body: Any = response.data
    call = new_rows.made(
        IdempotentCall,
        scope=scope,
        key=key,
        fingerprint=fingerprint,
        status=response.status_code,
        body="" if body is None else JSONRenderer().render(body).decode("utf-8"),
        created_at=now,
    )
    new_rows.leave(call)


def _is_of_calls(error: IntegrityError) -> bool:
    told = getattr(error.__cause__, "diag", None)
    return told is not None and told.table_name == IdempotentCall._meta.db_table


def _fingerprint(request: Request) -> str:
    """The same for the same call, whatever the order of the names in its body."""
    call = json.dumps([request.method, request.path, data_of(request)], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(call.encode("ascii")).hexdigest()


class Held(NamedTuple):
    """`ours`: the lock is ours; False while another call holds it."""

    ours: bool
    first: First | None


class _Hold:
    """Takes the lock until the transaction ends, and reads the answer of before, in the statement that forgets this key, if
    it is old, and a few others that are. Answers hold what people wrote and are not kept longer than promised.

    The statement sees the calls that were over when it began. One that ends between that and the lock is not seen, and is
    found by the constraint when this call is remembered.
    """

    def asked(self, values: Mapping[str, Any]) -> tuple[Planned, list[Any]]:
        scope, key, now = values["scope"], values["key"], values["now"]
        return _hold_and_read(), [f"{scope}:{key}", now - KEPT, scope, key]

    def made(self, found: list[Any]) -> list[Any]:
        return found

    def taken(self, hold: Question) -> Held:
        rows: Any = take(self, hold.values)
        ours, *first = rows[0]
        return Held(ours, First(*first) if first[0] is not None else None)


_HOLD: Final = _Hold()


def _hold(*, caller: str, key: str, now: datetime) -> Question:
    return Question(_HOLD, {"scope": caller, "key": key, "now": now}, _HOLD)


@cache
def _hold_and_read() -> Planned:
    return Planned(_HOLD_AND_READ, [Value(str), Value(datetime), Value(str), Value(str)])


_HOLD_AND_READ: Final = """
WITH asked (lock, old, scope, key) AS (VALUES (%s, %s, %s, %s)),
held AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended(lock, 1)) AS ours FROM asked),
forgotten AS (
  DELETE FROM api_idempotentcall call USING asked WHERE created_at <= old AND (
    (call.scope = asked.scope AND call.key = asked.key) OR id IN (
      SELECT id FROM api_idempotentcall WHERE created_at <= (SELECT old FROM asked)
      ORDER BY created_at LIMIT 20 FOR UPDATE SKIP LOCKED
    )
  )
)
SELECT held.ours, call.fingerprint, call.status, call.body
FROM asked CROSS JOIN held
LEFT JOIN api_idempotentcall call ON call.scope = asked.scope AND call.key = asked.key AND call.created_at > old"""
