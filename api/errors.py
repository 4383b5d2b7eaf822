"""Every error as problem+json (RFC 9457): what is wrong, and what to do about it."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response

from casework.errors import REFUSALS
from casework.permissions import NotAllowed
from casework.services.assignment import HasNoRoom
from casework.services.notes import EmptyNote
from casework.services.people import NoSuchPerson
from casework.services.rule_sets import NoReason, RulesRefused
from casework.text import clean, shorten

CONTENT_TYPE: Final = "application/problem+json"
MISSING: Final = "There is no such thing here, or you may not see it."

TITLES: Final = {
    400: "The request is not right",
    401: "Who is calling is not known",
    403: "Not allowed",
    404: "Not found",
    405: "Not done this way",
    409: "Not possible now",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Not a kind of body we read",
    422: "Cannot be done",
    429: "Too many calls",
}
# Refusals of the domain that another body would cure; every other one depends on the state of things.
UNPROCESSABLE: Final = (EmptyNote, NoReason, NoSuchPerson, RulesRefused)
# A page asks whether to insist; a program says `anyway`.
REFUSED: Final = (*REFUSALS, HasNoRoom)


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body may have 256,000 bytes. Send less, or in parts."


class StillRunning(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "The first call with this Idempotency-Key is still running. Try again in a second."


class KeyUsedOtherwise(exceptions.APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "This Idempotency-Key was used for another call. Use a new key for each new thing."


class Stale(exceptions.APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = "Somebody changed the case since you read it. Read it again, then decide anew."


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """The setting `EXCEPTION_HANDLER`. None for what is no error of the caller: that is logged and answered with 500."""
    known = _known(exc)
    if known is None:
        return None
    # Imported late: its module reads the settings, which name our parser, which raises these errors.
    from rest_framework.views import set_rollback

    set_rollback()
    code = known.status_code
    body: dict[str, Any] = {"type": "about:blank", "title": TITLES.get(code, "Refused"), "status": code}
    if isinstance(exc, RulesRefused):
        body["problems"] = [each._asdict() for each in exc.problems]
    if isinstance(known, exceptions.ValidationError):
        fields = _fields(known.detail)
        body |= {"detail": _sentence(fields), "errors": fields}
    else:
        body |= {"detail": safe(str(known.detail))}
    response = Response(body, status=code, headers=_headers(known), content_type=CONTENT_TYPE)
    response.exception = True
    return response


def _known(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, Http404):
        return exceptions.NotFound(MISSING)
    if isinstance(exc, (NotAllowed, PermissionDenied)):
        return exceptions.PermissionDenied(str(exc) or None)
    if isinstance(exc, REFUSED):
        refused = exceptions.APIException(str(exc))
        refused.status_code = 422 if isinstance(exc, UNPROCESSABLE) else 409
        return refused
    return exc if isinstance(exc, exceptions.APIException) else None


def _headers(exc: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header  # type: ignore[attr-defined]
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(exc.wait) + 1)  # type: ignore[attr-defined]
    return headers


def _fields(detail: Any, name: str = "") -> dict[str, list[str]]:
    """Errors by the dotted name of the field, as the schema calls it."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for key, inner in detail.items():
            own = "" if key == "non_field_errors" else safe(str(key), 60)
            found |= _fields(inner, ".".join(part for part in (name, own) if part))
        return found
    if isinstance(detail, list) and any(isinstance(each, (dict, list)) for each in detail):
        found = {}
        for index, inner in enumerate(detail):
            found |= _fields(inner, f"{name}.{index}" if name else str(index)) if inner else {}
        return found
    words = detail if isinstance(detail, list) else [detail]
    return {name or "body": [safe(str(each)) for each in words]}


def _sentence(fields: dict[str, list[str]]) -> str:
    name, words = next(iter(fields.items()), ("body", ["Look at it again."]))
    more = f" There are {len(fields) - 1} more errors." if len(fields) > 1 else ""
    return f"{name}: {words[0]}{more}"


def safe(text: str, limit: int = 500) -> str:
    """What was sent may be repeated in an error: made storable and short first."""
    return shorten(clean(text).text, limit, ending="…")
