"""What every request to the simulated API has in common: who may ask, and how it refuses."""

import base64
import binascii
from typing import Any, Final

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from channels.twilio import account

MESSAGES: Final = {
    "20001": "Unknown parameters",
    "20003": "Authenticate",
    "20404": "The requested resource was not found",
    "20429": "Too Many Requests",
    "21211": "Invalid 'To' Phone Number",
    "21212": "Invalid From Number",
    "21602": "Message body is required",
    "21604": "A 'To' phone number is required",
    "21610": "Attempt to send to unsubscribed recipient",
    "21614": "'To' number is not a valid mobile number",
    "21617": "The concatenated message body exceeds the 1600 character limit",
    "21656": "The ContentVariables Parameter is invalid",
}


@method_decorator(csrf_exempt, name="dispatch")
class Api(View):
    """For the office's own simulated account and its password, and nobody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not account.current().simulated:
            raise Http404("This office uses a real account.")
        if not _authenticated(request, kwargs["sid"]):
            return error("20003", status=401)
        return super().dispatch(request, *args, **kwargs)


def _authenticated(request: HttpRequest, sid: str) -> bool:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        return False
    own = account.current()
    known = constant_time_compare(user, own.sid) and constant_time_compare(password, own.token)
    return scheme.lower() == "basic" and known and sid == own.sid


def error(code: str, *, status: int) -> JsonResponse:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return JsonResponse(
        {"code": int(code), "message": MESSAGES.get(code, "Error"), "more_info": more, "status": status},
        status=status,
    )
