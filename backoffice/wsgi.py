"""Django alone, for a server that speaks WSGI; live updates need `backoffice.asgi` beside it."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backoffice.settings")

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
REFUSAL = b"Send it in UTF-8.\n"
HEADERS = {
    "Content-Length": str(len(REFUSAL)),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


def utf8_only(app: App) -> App:
    """Answers 415 to a body announced in another character set, before Django takes the name for one of Python's.

    Django reads even an address in the character set that the Content-Type names. `zlib` is one to Python.
    """

    def checked(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if speaks_utf8(environ.get("CONTENT_TYPE", "")):
            return app(environ, start_response)
        answer = HttpResponse(REFUSAL, status=415, content_type="text/plain; charset=utf-8", headers=HEADERS)
        start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
        return answer

    return checked


def speaks_utf8(content_type: str) -> bool:
    """Whether a header names UTF-8 or no character set. One that Django's own reader stumbles over does not."""
    try:
        _, parameters = parse_header_parameters(content_type)
    except (ValueError, LookupError):
        return False
    return parameters.get("charset", "utf-8").casefold().replace("_", "-") in ("utf-8", "utf8", "us-ascii")


application = utf8_only(get_wsgi_application())

from backoffice import celery  # noqa: E402, F401  (tasks ring our own bell, not Celery's default)
