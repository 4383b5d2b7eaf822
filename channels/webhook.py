"""The door for providers' requests: verify, store, answer. Everything else happens in a worker."""

import logging
import time
from typing import Any, ClassVar, Final

from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from casework.services import alarms
from channels import inbox, registry, wake
from channels.contracts import Channel, Incoming, Matter, NotUnderstood

log = logging.getLogger(__name__)

FORM: Final = "application/x-www-form-urlencoded"
PLAIN: Final = "text/plain; charset=utf-8"


WRONG_SIGNATURE: Final = (
    "A {label} for our own account came with a wrong signature and was refused. Check PUBLIC_BASE_URL and the token; "
    "if it was real, the next reading of the provider's list brings it in."
)
NOT_UNDERSTOOD: Final = "A signed request about a {label} was refused: {why}"
# Whoever forges a thousand requests a second must not make us write a thousand times a second.
ALARM_REST: Final = 10.0
_alarmed: dict[str, float] = {}


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
        channel = registry.channel(self.kind_of(request))
        if not _genuine(channel, request):
            if _names_us(channel, request):
                _alarm(f"signature:{channel.kind}", WRONG_SIGNATURE.format(label=channel.label))
            return _refusal(
                403, "This request is not signed as the provider signs it. Check the address and the token."
            )
        try:
            incoming = self.receipts(channel, request)
        except NotUnderstood as problem:
            log.error("alarm: a genuine %s request was not understood: %s", channel.kind, problem.words)
            _alarm(
                f"not-understood:{channel.kind}",
                NOT_UNDERSTOOD.format(label=channel.label, why=problem.words),
            )
            return _refusal(400, problem.words)
        return self._store(channel, incoming)

    def receipts(self, channel: Channel, request: HttpRequest) -> list[Incoming]:
        """What the genuine request says. Raises `NotUnderstood`."""
        return channel.receipts(request, self.matter)

    def kind_of(self, request: HttpRequest) -> str:
        """The channel's kind; an address that several channels share tells by the request."""
        return self.kind

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

    def _store(self, channel: Channel, incoming: list[Incoming]) -> HttpResponse:
        now = timezone.now()
        try:
            with transaction.atomic():
                stored = [inbox.accept(channel=channel.kind, incoming=each, now=now) for each in incoming]
        except (DatabaseError, InterfaceError) as error:
            # Not stored, so not to be answered with 200: the provider tries again or its fallback takes over.
            log.error("a %s receipt could not be stored: %s", channel.kind, type(error).__name__)
            return _refusal(503, "Nothing can be stored at the moment. Try again.")
        if any(stored):
            wake.soon()
        return HttpResponse(self.answer, content_type=self.answer_type)


def _genuine(channel: Channel, request: HttpRequest) -> bool:
    try:
        return channel.genuine(request)
    except Exception as error:  # noqa: BLE001  (whatever a forger makes the check stumble over is a refusal)
        log.warning(
            "a request to %s could not be checked and is refused: %s", channel.kind, type(error).__name__
        )
        return False


def _names_us(channel: Channel, request: HttpRequest) -> bool:
    try:
        return channel.names_us(request)
    except Exception:  # noqa: BLE001  (fields that cannot be read name nobody)
        return False


def _refusal(status: int, words: str) -> HttpResponse:
    return HttpResponse(words + "\n", status=status, content_type=PLAIN)


def _alarm(key: str, words: str) -> None:
    """Tells an administrator, at most once in some seconds. Never stands in the way of the answer."""
    last = _alarmed.get(key)
    if last is not None and time.monotonic() - last < ALARM_REST:
        return
    _alarmed[key] = time.monotonic()
    try:
        alarms.sound(key=key, words=words, now=timezone.now(), job="webhook")
    except (DatabaseError, InterfaceError) as error:
        log.error("the alarm %s could not be stored: %s", key, type(error).__name__)
