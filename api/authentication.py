"""Who calls: a program by its key, or a member of staff by the session of their own browser."""

from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from api import keys
from api.models import ApiKey
from casework.models import Staff

HELP = "Send a valid key as “Authorization: Bearer oq_…”. An administrator makes one with manage.py create_api_key."


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer oq_…`, or `Api-Key: oq_…` where a proxy uses Authorization itself. Never in the address."""

    def authenticate(self, request: Request) -> tuple[Staff, ApiKey] | None:
        secret = _sent(request)
        if secret is None:
            return None
        key = keys.recognise(secret=secret, now=timezone.now())
        if key is None:
            raise AuthenticationFailed(f"This key is not known, has expired or was withdrawn. {HELP}")
        return key.staff, key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Onequeue"'


class DeskSession(SessionAuthentication):
    """Staff's own browser: the desk's log-in, with the CSRF token on everything that writes."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        found = super().authenticate(request)
        return None if found is None or found[0].is_machine else found


def recognised(request: Request) -> ApiKey | None:
    """The key that is sent, as it was the last time (`keys.recognised`); None for any other caller. No statement."""
    secret = _sent(request)
    return keys.recognised(secret) if secret else None


def _sent(request: Request) -> str | None:
    """The secret, "" for an Authorization header that is no bearer token, None where neither header came."""
    own = request.META.get("HTTP_API_KEY")
    if own is not None:
        return str(own).strip()
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is None:
        return None
    scheme, _, secret = str(header).partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
