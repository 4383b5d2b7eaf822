"""Request ids for the logs, what is at hand in a request, pages that no cache keeps, and pages packed for slow lines."""

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from casework import at_hand

Next = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """Gives each answer an id that the log lines of its request carry too."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid4().hex[:12]  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
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
