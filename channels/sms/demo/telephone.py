"""The page with a telephone on it: send a text as anybody, see what comes back."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_GET

from casework.models import ContactPoint
from channels.models import DemoText
from channels.sms.demo import calling, handsets, media
from channels.sms.demo.forms import HandsetForm, NumberForm, TextForm
from channels.twilio import account, addresses

DRAMA: Final = "+447700900"
PATIENCE: Final = 5.0
SHOWN: Final = 50

STATUS_WORDS: Final = {
    "sending": "On its way to the office",
    "kept": "Only the phone company has it",
    "received": "The office has it",
    "refused": "The office refused it",
    "unanswered": "The office did not answer",
    "queued": "At the phone company",
    "sent": "Sent",
    "delivered": "Arrived",
    "undelivered": "Did not arrive",
    "failed": "Failed",
}


class Telephone(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        form = NumberForm(request.GET if "number" in request.GET else None)
        number = form.cleaned_data["number"] if form.is_bound and form.is_valid() else ""
        return _page(request, number=number, number_form=form)


class Send(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TextForm(request.POST)
        if not form.is_valid():
            return _page(
                request, number=request.POST.get("number", "")[:40].replace("\0", ""), text_form=form
            )
        send(
            number=form.cleaned_data["number"],
            body=form.cleaned_data["body"],
            heard=not form.cleaned_data["unheard"],
            pictures=(media.NAME,) if form.cleaned_data["picture"] else (),
        )
        return _back(form.cleaned_data["number"])


class Handset(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = HandsetForm(request.POST)
        if not form.is_valid():
            return _page(
                request, number=request.POST.get("number", "")[:40].replace("\0", ""), handset_form=form
            )
        handsets.set_behaviour(form.cleaned_data["number"], form.cleaned_data["fails_with"])
        return _back(form.cleaned_data["number"])


@require_GET
def conversation(request: HttpRequest) -> HttpResponseBase:
    """A piece of the page; 204 while nothing changed, so that nothing is read out twice."""
    found = _conversation(request.GET.get("number", "")[:40].replace("\0", ""))
    if request.GET.get("seen") == found["seen"]:
        return HttpResponse(status=204)
    return render(request, "sms/conversation.html", found)


def send(*, number: str, body: str, heard: bool = True, pictures: tuple[str, ...] = ()) -> DemoText:
    """One text from this number to the office, by the real webhook; one not `heard` stays at the phone company."""
    own = account.current()
    text = DemoText.objects.create(
        sid=f"SM{uuid.uuid4().hex}",
        account=own.sid,
        number=number,
        office=own.whatsapp if addresses.kind_of(number) == "whatsapp" else own.number,
        to_office=True,
        body=body.replace("\0", "\ufffd"),
        media=list(pictures),
        status="sending" if heard else "kept",
        created_at=timezone.now(),
    )
    if not heard:
        return text
    answered = _answer(_fields(text))
    if answered is not None:
        text.status = {200: "received", 0: "unanswered"}.get(answered, "refused")
        text.save(update_fields=["status"])
    return text


def _answer(fields: dict[str, str]) -> int | None:
    """This process calls itself, so another thread does it; None if it took too long."""
    url = f"{settings.PUBLIC_BASE_URL}{reverse('sms:inbound')}"
    waiting = _callers().submit(calling.call, url=url, fields=fields)
    try:
        return waiting.result(timeout=PATIENCE)
    except TookTooLong:
        return None


@cache
def _callers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=4, thread_name_prefix="telephone")


def _fields(text: DemoText) -> dict[str, str]:
    return {
        "ApiVersion": "2010-04-01",
        "AccountSid": text.account,
        "MessageSid": text.sid,
        "SmsMessageSid": text.sid,
        "SmsSid": text.sid,
        "SmsStatus": "received",
        "From": text.number,
        "To": text.office,
        "Body": text.body,
        **media.announced(text),
        "NumSegments": "1",
    }


def _back(number: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('demo:phone')}?{urlencode({'number': number})}")


def _page(request: HttpRequest, *, number: str, **forms: Any) -> HttpResponse:
    behaviour = handsets.behaviour(number) if number else ""
    context = {
        "number": number,
        "choices": _choices(),
        "number_form": forms.get("number_form") or NumberForm(),
        "text_form": forms.get("text_form") or TextForm(initial={"number": number}),
        "handset_form": forms.get("handset_form")
        or HandsetForm(initial={"number": number, "fails_with": behaviour}, auto_id="handset_%s"),
        **_conversation(number),
    }
    invalid = any(form.is_bound and form.errors for form in forms.values())
    return render(request, "sms/phone.html", context, status=422 if invalid else 200)


def _conversation(number: str) -> dict[str, Any]:
    rows = DemoText.objects.filter(number=number).order_by("-created_at", "-id")[:SHOWN] if number else []
    texts = [_shown(row) for row in reversed(list(rows))]
    seen = "-".join([str(len(texts)), *[each["status"] for each in texts[-5:]]])
    return {"number": number, "texts": texts, "seen": seen, "poll": _poll(number, seen)}


def _poll(number: str, seen: str) -> str:
    return f"{reverse('demo:phone_conversation')}?{urlencode({'number': number, 'seen': seen})}"


def _shown(row: DemoText) -> dict[str, Any]:
    failed = row.status in ("undelivered", "failed", "refused", "unanswered")
    words = STATUS_WORDS.get(row.status, row.status)
    return {
        "body": row.body,
        "mine": row.to_office,
        "at": row.created_at,
        "status": row.status,
        "words": f"{words} (error {row.error_code})" if failed and row.error_code else words,
        "failed": failed,
    }


def _choices() -> list[dict[str, str]]:
    """Numbers of the demonstration's people; all of the range that is kept free for stories."""
    points = ContactPoint.objects.filter(kind="phone", value__startswith=DRAMA).prefetch_related("people")
    return [
        {
            "number": point.value,
            "names": " and ".join(sorted(str(person) for person in point.people.all())) or "Somebody",
            "url": f"{reverse('demo:phone')}?{urlencode({'number': point.value})}",
        }
        for point in points.order_by("value")[:12]
    ]
