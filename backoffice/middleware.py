"""Request ids for the logs, what a page may load, what is at hand in a request, words for the next page, pages that no
cache keeps, and pages packed for slow lines.
"""

import secrets
from collections.abc import Callable
from typing import Final

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.contrib.messages.storage import default_storage
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.functional import SimpleLazyObject

from casework import at_hand

Next = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """Gives each answer an id that the log lines of its request carry too."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(6)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class ContentPolicy:
    """What a page may load, as the settings say; a view that sends a policy of its own is left alone.

    django-csp's own middleware puts the words together anew for each answer, a quarter of the time that Django takes for a
    short one. Here nothing differs from page to page: there are no nonces, and its decorators have no effect.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.policy: Final = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Django's pages for developers bring styles and scripts within.
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault(HEADER, self.policy)
        return response


class Messages:
    """As Django's, but nothing is made ready where neither the view nor its page asks for messages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        made: list[BaseStorage] = []

        def storage() -> BaseStorage:
            made.append(default_storage(request))
            return made[0]

        request._messages = SimpleLazyObject(storage)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if made:
            made[0].update(response)
        return response


class AtHand:
    """What is read with the session is at hand until its request is answered."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with at_hand.of_one_request():
            return self.get_response(request)


class PrivatePages:
    """Nothing about a person stays in a cache of a shared computer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response


class PackedPages(GZipMiddleware):
    """Pages go out packed: an eighth of the bytes of a queue. Files stay as they are, as parts of them may be asked for.

    A page holds what somebody typed beside what is secret (the form token), which packing could give away by its size:
    Django masks the token anew in every answer and adds up to a hundred random bytes.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
