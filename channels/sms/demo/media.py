"""Pictures at the simulated phone company: announced with a text, listed, handed out, deleted."""

import hashlib
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse

from casework.demo import picture
from channels.models import DemoText
from channels.sms.demo import listing
from channels.sms.demo.api import Api, error
from channels.twilio import account

KIND: Final = "image/png"
NAME: Final = "wall"


def announced(text: DemoText) -> dict[str, str]:
    """The fields of the webhook that tell of the text's pictures."""
    fields = {"NumMedia": str(len(text.media))}
    for number, name in enumerate(text.media):
        fields[f"MediaUrl{number}"] = f"{account.current().api_base}{_uri(text, name)}"
        fields[f"MediaContentType{number}"] = KIND
    return fields


class MediaList(Api):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, sid: str, message: str) -> JsonResponse:
        text = DemoText.objects.filter(account=sid, sid=message).first()
        if text is None:
            return error("20404", status=404)
        rows = [_entry(text, name) for name in text.media]
        return JsonResponse({"media_list": rows, "page": 0, "page_size": 50, "next_page_uri": None})


class Media(Api):
    http_method_names = ["get", "delete"]

    def get(self, request: HttpRequest, sid: str, message: str, media: str) -> HttpResponse:
        text, name = _found(sid, message, media)
        if text is None:
            return error("20404", status=404)
        return HttpResponse(picture.png(name), content_type=KIND)

    def delete(self, request: HttpRequest, sid: str, message: str, media: str) -> HttpResponse:
        text, name = _found(sid, message, media)
        if text is None:
            return error("20404", status=404)
        text.media = [each for each in text.media if each != name]
        text.save(update_fields=["media"])
        return HttpResponse(status=204)


def _found(sid: str, message: str, media: str) -> tuple[DemoText | None, str]:
    text = DemoText.objects.filter(account=sid, sid=message).first()
    name = (
        next((each for each in text.media if _sid(text, each) == media.removesuffix(".json")), "")
        if text
        else ""
    )
    return (text, name) if name else (None, "")


def _sid(text: DemoText, name: str) -> str:
    return f"ME{hashlib.sha256(f'{text.sid}/{name}'.encode()).hexdigest()[:32]}"


def _uri(text: DemoText, name: str) -> str:
    return f"{listing.uri(text.account)}/{text.sid}/Media/{_sid(text, name)}"


def _entry(text: DemoText, name: str) -> dict[str, Any]:
    return {
        "sid": _sid(text, name),
        "account_sid": text.account,
        "parent_sid": text.sid,
        "content_type": KIND,
        "uri": f"{_uri(text, name)}.json",
    }
