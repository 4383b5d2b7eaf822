"""Which language a page speaks: English, or Welsh for whoever asked for it.

Nobody's browser is asked (see docs/adr/0029): the desk speaks as its reader chose under Preferences, every other page as
the cookie says that the switch at its top leaves. What machines read (the API, webhooks) is English for everybody.
"""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from casework.models import Staff
from casework.templatetags.oq import html_language

Next = Callable[[HttpRequest], HttpResponse]

ENGLISH: Final = settings.LANGUAGE_CODE
KNOWN: Final = frozenset(code for code, _name in settings.LANGUAGES)
SWITCH: Final = "lang"
"""The parameter of an address that switches: a partner's Welsh page can link to the Welsh form with it."""
_MACHINES: Final = ("/api/", "/webhooks/", "/livez", "/readyz", "/desk/live/")
_DESK: Final = "/desk/"
_A_YEAR: Final = 365 * 24 * 3600


class PageLanguage:
    """Stands after the log-in is known and before anything says a word."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_MACHINES):
            return self.get_response(request)
        switched = _switched(request)
        language = switched or _chosen(request)
        with translation.override(language):
            response = self.get_response(request)
        if switched:
            _keep(response, switched)
        if response.get("Content-Type", "").startswith("text/html"):
            response.setdefault("Content-Language", html_language(language))
            patch_vary_headers(response, ("Cookie",))
        return response


def _switched(request: HttpRequest) -> str:
    """What the address asks for. The desk knows its reader's choice, so an address changes nothing there."""
    asked = request.GET.get(SWITCH, "")
    return asked if asked in KNOWN and not request.path.startswith(_DESK) else ""


def _chosen(request: HttpRequest) -> str:
    of_desk = of_staff(request) if request.path.startswith(_DESK) else ""
    return of_desk or _of_cookie(request)


def of_staff(request: HttpRequest) -> str:
    """Their own choice, read together with themselves: no statement of its own. "" where they made none."""
    staff = request.user
    choices = getattr(staff, "desk_choices", None) if isinstance(staff, Staff) else None
    return choices.language if choices is not None and choices.language in KNOWN else ""


def _of_cookie(request: HttpRequest) -> str:
    kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return kept if kept in KNOWN else ENGLISH


def _keep(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_A_YEAR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
