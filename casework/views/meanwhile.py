"""The page for whoever was second: what they saw, how it is now, and what they typed, to send again or leave."""

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render

from casework.services.meanwhile import ChangedMeanwhile, Difference
from casework.text import show_bidi_controls as plainly
from casework.views.base import DeskRequest

CARRIED_ANEW: Final = ("csrfmiddlewaretoken", "seen")


def page(
    request: DeskRequest,
    error: ChangedMeanwhile,
    *,
    title: str,
    back: str,
    typed: Iterable[tuple[str, str]],
    button: str,
) -> HttpResponse:
    """409. Everything that was sent goes along, so that nothing is typed twice."""
    sent = [
        (name, value)
        for name in request.POST
        if name not in CARRIED_ANEW
        for value in request.POST.getlist(name)
    ]
    context: dict[str, Any] = {
        "nav": "",
        "title": title,
        "back": back,
        "differences": [
            Difference(label=each.label, seen=plainly(each.seen), now=plainly(each.now))
            for each in error.differences
        ],
        "typed": [{"key": key, "value": value, "safe": True} for key, value in typed if value],
        "sent": sent,
        "seen": error.seen,
        "button": button,
        "action": request.get_full_path(),
    }
    return render(request, "casework/meanwhile.html", context, status=409)
