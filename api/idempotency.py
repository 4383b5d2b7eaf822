"""One `Idempotency-Key`, one effect: a call that is repeated gets the first answer again.

What the call does and the record of its answer are one transaction under a lock named after the key. A crash in
between takes both back and frees the lock, so the caller's next try does the work. A refused call wrote nothing and
is not remembered: it may be corrected and sent again with the same key.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import KeyUsedOtherwise, StillRunning
from api.models import IdempotentCall
from api.requests import StaffRequest
from api.throttling import scope

HEADER: Final = "Idempotency-Key"
KEPT: Final = timedelta(days=7)
FORGOTTEN_AT_ONCE: Final = 20
_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")


def once(request: StaffRequest, act: Callable[[], Response]) -> Response:
    """Do it, or answer as the first time. Without the header it is simply done."""
    key = key_of(request)
    if key is None:
        return act()
    fingerprint, now = _fingerprint(request), timezone.now()
    with transaction.atomic():
        if not _lock(scope(request), key):
            raise StillRunning
        first = _first(scope=scope(request), key=key, now=now)
        if first is not None:
            return _again(first, fingerprint)
        response = act()
        _remember(scope=scope(request), key=key, fingerprint=fingerprint, response=response, now=now)
    return response


def key_of(request: Request) -> str | None:
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise ValidationError(
            {HEADER: ["Send 1 to 255 letters, digits and signs without spaces, for example a UUID."]}
        )
    return str(key)


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
    IdempotentCall.objects.create(
        scope=scope,
        key=key,
        fingerprint=fingerprint,
        status=response.status_code,
        body="" if body is None else JSONRenderer().render(body).decode("utf-8"),
        created_at=now,
    )


def _fingerprint(request: Request) -> str:
    """The same for the same call, whatever the order of the names in its body."""
    said = json.dumps([request.method, request.path, request.data], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(said.encode("ascii")).hexdigest()


def _lock(scope: str, key: str) -> bool:
    """Held until the transaction ends; False while another call holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 1))", [f"{scope}:{key}"])
        return bool(cursor.fetchone()[0])


def _first(*, scope: str, key: str, now: datetime) -> First | None:
    """The answer of before, in the statement that forgets this key, if it is old, and a few others that are.

    Answers hold what people wrote and are not kept longer than promised.
    """
    old = now - KEPT
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_AND_READ, [old, scope, key, old, FORGOTTEN_AT_ONCE, scope, key, old])
        row = cursor.fetchone()
    return First(*row) if row else None


_FORGET_AND_READ: Final = """
WITH forgotten AS (
  DELETE FROM api_idempotentcall WHERE created_at <= %s AND (
    (scope = %s AND key = %s) OR id IN (
      SELECT id FROM api_idempotentcall WHERE created_at <= %s ORDER BY created_at LIMIT %s FOR UPDATE SKIP LOCKED
    )
  )
)
SELECT fingerprint, status, body FROM api_idempotentcall WHERE scope = %s AND key = %s AND created_at > %s"""
