"""The demonstration's telephone as a telephone: ring the office, hang up, leave a message. The phone company's part, too.

Each press is one or more requests to our own voice addresses, signed as the phone company signs them. What is answered
decides what can be pressed next; nothing is kept here, the call's id goes along in the page.
"""

import re
import uuid
import xml.etree.ElementTree as ET
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import requests
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views import View

from channels.sms.demo import calling, telephone
from channels.sms.demo.forms import NumberForm
from channels.twilio import account, signature
from channels.webhook import FORM

WITHHELD: Final = "+266696687"
PATIENCE: Final = 8.0
MESSAGE_SECONDS: Final = 4
SID: Final = re.compile(r"CA[0-9a-f]{32}")

RING, PICK_UP, NOBODY, HANG_UP, HANG_UP_AFTER, SPEAK = "ring", "pick_up", "nobody", "hang_up", "end", "speak"
PRESSES: Final = {
    PICK_UP: "Somebody at the office picks up",
    NOBODY: "Nobody picks up",
    HANG_UP: "Hang up",
    HANG_UP_AFTER: "Hang up after four minutes",
    SPEAK: "Leave a message of four seconds",
}


class CallForm(NumberForm):
    withheld = forms.BooleanField(label=gettext_lazy("Withhold the number"), required=False)


@dataclass
class Heard:
    """What the office answered, in words, and what can be pressed now."""

    status: int = 0
    words: list[str] = field(default_factory=list)
    presses: tuple[str, ...] = ()

    @property
    def buttons(self) -> list[dict[str, str]]:
        return [{"press": each, "label": PRESSES[each]} for each in self.presses]


class Call(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return _page(request, CallForm(initial={"number": request.GET.get("number", "")[:40]}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form, sid, press = (
            CallForm(request.POST),
            request.POST.get("sid", ""),
            request.POST.get("press", RING),
        )
        if not form.is_valid() or (press != RING and not (press in PRESSES and SID.fullmatch(sid))):
            return _page(request, form, status=422)
        call = _Call(
            sid=sid if press != RING else f"CA{uuid.uuid4().hex}",
            sender=WITHHELD if form.cleaned_data["withheld"] else form.cleaned_data["number"],
        )
        return _page(request, form, heard=getattr(call, press)(), sid=call.sid)


@dataclass(frozen=True)
class _Call:
    sid: str
    sender: str

    def ring(self) -> Heard:
        return _heard(self._tell("ring", CallStatus="ringing"))

    def pick_up(self) -> Heard:
        told = self._tell("status", CallSid=self._other, ParentCallSid=self.sid, CallStatus="in-progress")
        return Heard(status=told[0], words=["You speak with the office."], presses=(HANG_UP_AFTER,))

    def end(self) -> Heard:
        self._tell("dialled", DialCallStatus="completed", DialCallDuration="240", CallStatus="completed")
        return self._over(CallDuration="250")

    def nobody(self) -> Heard:
        return _heard(self._tell("dialled", DialCallStatus="no-answer", CallStatus="in-progress"))

    def hang_up(self) -> Heard:
        return self._over(CallDuration="9")

    def speak(self) -> Heard:
        sid = f"RE{self.sid[2:]}"
        place = f"{account.current().api_base}/2010-04-01/Accounts/{account.current().sid}/Recordings/{sid}"
        recording = {"RecordingUrl": place, "RecordingSid": sid, "RecordingDuration": str(MESSAGE_SECONDS)}
        heard = _heard(self._tell("recorded", CallStatus="completed", Digits="hangup", **recording))
        self._tell("recording", RecordingStatus="completed", **recording)
        return Heard(heard.status, heard.words + self._over(CallDuration="20").words)

    @property
    def _other(self) -> str:
        """The leg of the call that rings at the office."""
        return f"CA{self.sid[:1:-1]}"

    def _over(self, **more: str) -> Heard:
        told = self._tell("status", CallStatus="completed", **more)
        return Heard(status=told[0], words=["The call is over."])

    def _tell(self, name: str, **more: str) -> tuple[int, str]:
        own = account.current()
        fields = {
            "AccountSid": own.sid,
            "ApiVersion": "2010-04-01",
            "CallSid": self.sid,
            "Direction": "inbound",
            "From": self.sender,
            "To": own.number,
            "Timestamp": timezone.now().strftime("%a, %d %b %Y %H:%M:%S +0000"),
            **more,
        }
        waiting = telephone._callers().submit(
            _post, url=f"{settings.PUBLIC_BASE_URL}{reverse(f'voice:{name}')}", fields=fields
        )
        try:
            return waiting.result(timeout=PATIENCE)
        except TookTooLong:
            return 0, ""


def _post(*, url: str, fields: dict[str, str]) -> tuple[int, str]:
    """To our own address by way of loopback, with the answer: what a caller hears stands in it."""
    path = url.removeprefix(settings.PUBLIC_BASE_URL)
    signed = signature.sign(url=url, params=fields, token=account.current().token)
    try:
        with requests.Session() as session:
            session.trust_env = False  # a proxy cannot reach our own loopback
            answer = session.post(
                f"{account.loopback()}{path}",
                data=urlencode(fields),
                headers={"Content-Type": FORM, "X-Twilio-Signature": signed},
                timeout=calling.TIMEOUT,
                allow_redirects=False,
            )
            return answer.status_code, answer.text
    except requests.RequestException:
        return 0, ""


def _heard(told: tuple[int, str]) -> Heard:
    """Our own answer read as the phone company reads it."""
    status, text = told
    if status != 200:
        return Heard(status=status, words=["The office did not answer as it should."])
    verbs = list(ET.fromstring(text))  # noqa: S314  (our own answer, not a stranger's)
    words = [each.text or "" for each in verbs if each.tag == "Say"]
    names = {each.tag for each in verbs}
    if "Dial" in names:
        return Heard(status, [*words, "It rings at the office."], (PICK_UP, NOBODY, HANG_UP))
    if "Record" in names:
        return Heard(status, [*words[:2], "Beep."], (SPEAK, HANG_UP))
    return Heard(status, words)


def _page(
    request: HttpRequest, form: CallForm, *, heard: Heard | None = None, sid: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "heard": heard, "sid": sid}
    return render(request, "sms/call.html", context, status=status)
