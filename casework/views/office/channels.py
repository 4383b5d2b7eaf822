"""How people reach the office: each channel, whether it is set up and with which numbers, and where to change what it does."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from casework.permissions import may
from casework.ports import ChannelHealth, channel_health, sending
from casework.templatetags._said import said
from casework.views.base import DeskRequest, desk

_SERVICES: Final = ("edit_services", "desk:office_services", gettext_lazy("Services and questions"))
_OUTCOMES: Final = ("edit_services", "desk:office_outcomes", gettext_lazy("Outcomes of calls and visits"))
_TEXTING: Final = ("edit_texting", "desk:texting", gettext_lazy("Texting"))
_TEMPLATES: Final = ("edit_templates", "desk:text_templates", gettext_lazy("Templates of texts"))
_HOURS: Final = ("edit_hours", "desk:hours", gettext_lazy("Opening hours and holidays"))
# What of a channel is chosen on other pages; one that is not named here has nothing to choose.
_CHOSEN_ON: Final[dict[str, tuple[tuple[str, str, Any], ...]]] = {
    "web": (_SERVICES,),
    "sms": (_TEXTING, _TEMPLATES),
    "whatsapp": (_TEXTING, _TEMPLATES),
    "phone": (_OUTCOMES, _HOURS),
    "in_person": (_OUTCOMES,),
}


@desk("see_health")
@require_safe
def channels(request: DeskRequest) -> HttpResponse:
    """2 statements, whatever the number of channels."""
    rows = [_row(request, each) for each in channel_health()]
    return render(request, "casework/office/channels.html", {"nav": "settings", "channels": rows})


def _row(request: DeskRequest, known: ChannelHealth) -> dict[str, Any]:
    by_people = sending().by_hand(known.kind) or not (known.receives or known.sends)
    return {
        "title": said(known.label[:1].upper() + known.label[1:]),
        "set_up": known.ready or by_people,
        "missing": "" if by_people else said(known.missing),
        "facts": _facts(known),
        "numbers": sorted(each.rpartition(":")[2] for each in sending().own_numbers(known.kind)),
        "form": request.build_absolute_uri(reverse("web:start")) if known.kind == "web" else "",
        "links": [
            {"url": reverse(url), "words": words}
            for verb, url, words in _CHOSEN_ON.get(known.kind, ())
            if may(request.user, verb)
        ],
    }


def _facts(known: ChannelHealth) -> str:
    form, by_hand = known.kind == "web", sending().by_hand(known.kind)
    sends = known.sends and not by_hand
    facts = (
        (form, gettext("People fill in a form themselves.")),
        (known.receives, gettext("Comes in by itself.")),
        (not (form or known.receives or sends), gettext("Staff log what comes in.")),
        (sends, gettext("Goes out by itself.")),
        (sends and not known.receives, gettext("Nothing comes in.")),
        (by_hand, gettext("Somebody prints what goes out and takes it to the post.")),
    )
    return " ".join(words for holds, words in facts if holds)
