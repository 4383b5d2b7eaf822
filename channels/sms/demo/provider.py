"""Two requests of Twilio's API, answered as Twilio does: send a message, list messages."""

import base64
import binascii
import uuid
from email.utils import format_datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from channels import wake
from channels.models import DemoText
from channels.sms import segments
from channels.sms.demo import handsets
from channels.twilio import account

MESSAGES: Final = {
    "20003": "Authenticate",
    "20429": "Too Many Requests",
    "21211": "Invalid 'To' Phone Number",
    "21212": "Invalid From Number",
    "21602": "Message body is required",
    "21604": "A 'To' phone number is required",
    "21610": "Attempt to send to unsubscribed recipient",
    "21614": "'To' number is not a valid mobile number",
    "21617": "The concatenated message body exceeds the 1600 character limit",
}
LONGEST: Final = 1600


@method_decorator(csrf_exempt, name="dispatch")
class Messages(View):
    http_method_names = ["get", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not account.current().simulated:
            raise Http404("This office uses a real account.")
        if not _authenticated(request, kwargs["sid"]):
            return _error("20003", status=401)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, sid: str) -> JsonResponse:
        code = _mistake(request)
        fails_with = handsets.behaviour(request.POST.get("To", ""))
        if not code and handsets.refused_at_once(fails_with):
            code = fails_with
        if code:
            return _error(code, status=429 if code == "20429" else 400)
        text = _keep(request, sid=sid, fails_with=fails_with)
        wake.look()
        if fails_with == handsets.BROKEN:
            return JsonResponse(
                {"code": 20500, "message": "Internal Server Error", "status": 500}, status=500
            )
        return JsonResponse(_message(text), status=201)

    def get(self, request: HttpRequest, sid: str) -> JsonResponse:
        """Newest first, `PageSize` at most 1,000, `Page` from 0, filtered by `To` and `From`."""
        size = min(_number(request.GET.get("PageSize"), 50) or 50, 1000)
        page = _number(request.GET.get("Page"), 0)
        messages = [
            _message(text) for text in DemoText.objects.filter(account=sid).order_by("-created_at", "-id")
        ]
        wanted = [each for each in messages if _asked_for(each, request)]
        shown = wanted[page * size : (page + 1) * size]
        more = len(wanted) > (page + 1) * size
        uri = f"{_uri(sid)}.json?PageSize={size}&Page="
        return JsonResponse(
            {
                "messages": shown,
                "page": page,
                "page_size": size,
                "start": page * size,
                "end": page * size + max(len(shown) - 1, 0),
                "uri": f"{uri}{page}",
                "first_page_uri": f"{uri}0",
                "next_page_uri": f"{uri}{page + 1}" if more else None,
                "previous_page_uri": f"{uri}{page - 1}" if page else None,
            }
        )


def _authenticated(request: HttpRequest, sid: str) -> bool:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        return False
    own = account.current()
    known = constant_time_compare(user, own.sid) and constant_time_compare(password, own.token)
    return scheme.lower() == "basic" and known and sid == own.sid


def _mistake(request: HttpRequest) -> str:
    """The code of what is wrong with a request to send, "" if nothing is."""
    body = request.POST.get("Body", "")
    if not request.POST.get("To"):
        return "21604"
    if not (request.POST.get("From") or request.POST.get("MessagingServiceSid")):
        return "21212"
    if not body:
        return "21602"
    return "21617" if len(body) > LONGEST else ""


def _keep(request: HttpRequest, *, sid: str, fails_with: str) -> DemoText:
    url = request.POST.get("StatusCallback", "")[:500]
    later = fails_with if fails_with.startswith("3") else ""
    return DemoText.objects.create(
        sid=f"SM{uuid.uuid4().hex}",
        account=sid,
        number=request.POST["To"][:40],
        office=(request.POST.get("From") or request.POST["MessagingServiceSid"])[:40],
        to_office=False,
        body=request.POST["Body"].replace("\0", "\ufffd"),
        status="queued",
        planned=handsets.planned(fails_with) if url else [],
        error_code=later,
        status_url=url,
        created_at=timezone.now(),
    )


def _message(text: DemoText) -> dict[str, Any]:
    moment = format_datetime(text.created_at)
    failed = text.error_code if text.status in ("failed", "undelivered") else ""
    return {
        "sid": text.sid,
        "account_sid": text.account,
        "api_version": "2010-04-01",
        "to": text.office if text.to_office else text.number,
        "from": text.number if text.to_office else text.office,
        "body": text.body,
        "status": "received" if text.to_office else text.status,
        "direction": "inbound" if text.to_office else "outbound-api",
        "num_segments": str(segments.count(text.body).segments),
        "num_media": "0",
        "date_created": moment,
        "date_updated": moment,
        "date_sent": moment,
        "error_code": int(failed) if failed else None,
        "error_message": None,
        "messaging_service_sid": None,
        "price": None,
        "price_unit": "GBP",
        "uri": f"{_uri(text.account)}/{text.sid}.json",
        "subresource_uris": {},
    }


def _asked_for(message: dict[str, Any], request: HttpRequest) -> bool:
    return all(message[name.lower()] == request.GET[name] for name in ("To", "From") if name in request.GET)


def _uri(sid: str) -> str:
    return f"/2010-04-01/Accounts/{sid}/Messages"


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _error(code: str, *, status: int) -> JsonResponse:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return JsonResponse(
        {"code": int(code), "message": MESSAGES.get(code, "Error"), "more_info": more, "status": status},
        status=status,
    )
