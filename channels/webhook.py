"""The door for providers' requests: verify, store, answer. Everything else happens in a worker."""

import logging
from typing import Any, ClassVar, Final

from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from channels import inbox, registry, wake
from channels.contracts import Channel, Incoming, Matter, NotUnderstood

log = logging.getLogger(__name__)

FORM: Final = "application/x-www-form-urlencoded"
PLAIN: Final = "text/plain; charset=utf-8"


@method_decorator(csrf_exempt, name="dispatch")
class Webhook(View):
    """Subclasses say which channel and matter; `content_type` is the only one the provider uses."""

    http_method_names = ["post"]
    kind: ClassVar[str]
    matter: ClassVar[Matter]
    content_type: ClassVar[str] = FORM
    max_bytes: ClassVar[int] = 256 * 1024
    answer: ClassVar[str] = ""
    answer_type: ClassVar[str] = PLAIN

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._wrong_shape(request)
        if refused is not None:
            return refused
        channel = registry.channel(self.kind)
        if not _genuine(channel, request):
            return _refusal(
                403, "This request is not signed as the provider signs it. Check the address and the token."
            )
        try:
            incoming = channel.receipts(request, self.matter)
        except NotUnderstood as problem:
            log.error("alarm: a genuine %s request was not understood: %s", self.kind, problem.words)
            return _refusal(400, problem.words)
        return self._store(incoming)

    def _wrong_shape(self, request: HttpRequest) -> HttpResponse | None:
        charset = (request.content_params or {}).get("charset", "utf-8").lower().strip('"')
        if request.content_type != self.content_type or charset not in ("utf-8", "utf8"):
            return _refusal(415, f"Send {self.content_type} in UTF-8.")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            return _refusal(400, "The Content-Length header must be a number.")
        if len(length) > 12 or int(length) > self.max_bytes:
            return _refusal(413, f"The request is larger than {self.max_bytes:,} bytes.")
        return None

    def _store(self, incoming: list[Incoming]) -> HttpResponse:
        now = timezone.now()
        try:
            with transaction.atomic():
                stored = [inbox.accept(channel=self.kind, incoming=each, now=now) for each in incoming]
        except (DatabaseError, InterfaceError) as error:
            # Not stored, so not to be answered with 200: the provider tries again or its fallback takes over.
            log.error("a %s receipt could not be stored: %s", self.kind, type(error).__name__)
            return _refusal(503, "Nothing can be stored at the moment. Try again.")
        if any(stored):
            wake.look()
        return HttpResponse(self.answer, content_type=self.answer_type)


def _genuine(channel: Channel, request: HttpRequest) -> bool:
    try:
        return channel.genuine(request)
    except Exception as error:  # noqa: BLE001  (whatever a forger makes the check stumble over is a refusal)
        log.warning(
            "a request to %s could not be checked and is refused: %s", channel.kind, type(error).__name__
        )
        return False


def _refusal(status: int, words: str) -> HttpResponse:
    return HttpResponse(words + "\n", status=status, content_type=PLAIN)
