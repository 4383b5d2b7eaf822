"""Three requests of Twilio's API, answered as Twilio does: send a message, list messages, fetch one."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from channels import wake
from channels.models import DemoText
from channels.sms.demo import handsets, listing
from channels.sms.demo.api import Api, error
from channels.twilio import addresses

LONGEST: Final = 1600
WINDOW: Final = timedelta(hours=24)
OUTSIDE_WINDOW: Final = "63016"


class Messages(Api):
    http_method_names = ["get", "post"]

    def post(self, request: HttpRequest, sid: str) -> JsonResponse:
        code, body = _mistake(request), _words(request)
        fails_with = handsets.behaviour(request.POST.get("To", ""))
        if not code and handsets.refused_at_once(fails_with):
            code = fails_with
        if code:
            return error(code, status=429 if code == "20429" else 400)
        text = _keep(request, sid=sid, body=body, fails_with=fails_with)
        wake.look()
        if fails_with == handsets.BROKEN:
            return JsonResponse(
                {"code": 20500, "message": "Internal Server Error", "status": 500}, status=500
            )
        return JsonResponse(listing.entry(text), status=201)

    def get(self, request: HttpRequest, sid: str) -> JsonResponse:
        try:
            return JsonResponse(listing.page(account=sid, asked=request.GET))
        except listing.NotAsked:
            return error("20001", status=400)


class Message(Api):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, sid: str, message: str) -> JsonResponse:
        found = DemoText.objects.filter(account=sid, sid=message).first()
        return JsonResponse(listing.entry(found)) if found else error("20404", status=404)


def _mistake(request: HttpRequest) -> str:
    """The code of what is wrong with a request to send, "" if nothing is."""
    to = request.POST.get("To")
    if not to:
        return "21604"
    sender = request.POST.get("From") or request.POST.get("MessagingServiceSid")
    if not sender or (not sender.startswith("MG") and addresses.kind_of(sender) != addresses.kind_of(to)):
        return "21212"
    if request.POST.get("ContentSid"):
        return "" if _template(request) else "21656"
    body = request.POST.get("Body", "")
    if not body:
        return "21602"
    return "21617" if len(body) > LONGEST else ""


def _words(request: HttpRequest) -> str:
    return _template(request) or request.POST.get("Body", "")


def _template(request: HttpRequest) -> str:
    """An approved template with its fields filled, "" where there is none or it is not asked for."""
    text = settings.TWILIO_WHATSAPP_TEMPLATES.get(request.POST.get("ContentSid", ""), "")
    try:
        fields = json.loads(request.POST.get("ContentVariables", "{}"))
    except ValueError:
        return ""
    for name, value in fields.items() if isinstance(fields, dict) else ():
        text = text.replace(f"{{{{{name}}}}}", str(value))
    return text


def _keep(request: HttpRequest, *, sid: str, body: str, fails_with: str) -> DemoText:
    url, now = request.POST.get("StatusCallback", "")[:500], timezone.now()
    code = _too_late(request, now=now) or handsets.fails_later(fails_with)
    planned = handsets.planned(code or fails_with) if url else []
    return DemoText.objects.create(
        sid=f"SM{uuid.uuid4().hex}",
        account=sid,
        number=request.POST["To"][:40],
        office=(request.POST.get("From") or request.POST["MessagingServiceSid"])[:40],
        to_office=False,
        body=body.replace("\0", "\ufffd"),
        status=handsets.at_first(fails_with),
        planned=planned,
        report_after=now + handsets.DELAY if fails_with == handsets.SLOW else None,
        error_code=code,
        status_url=url,
        created_at=now,
    )


def _too_late(request: HttpRequest, *, now: datetime) -> str:
    """WhatsApp takes somebody's own words for a day after the other side's last message."""
    to = request.POST["To"]
    if addresses.kind_of(to) != "whatsapp" or request.POST.get("ContentSid"):
        return ""
    heard = DemoText.objects.filter(number=to, to_office=True, created_at__gt=now - WINDOW)
    return "" if heard.exists() else OUTSIDE_WINDOW
