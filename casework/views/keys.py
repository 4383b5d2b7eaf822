"""The keys of the desk, on a page of their own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.presenters_keys import groups, shortcuts_on
from casework.views.base import DeskRequest, desk


@desk("see_queue")
@require_safe
def keys(request: DeskRequest) -> HttpResponse:
    context = {"nav": "keys", "groups": groups(), "on": shortcuts_on(request.user)}
    return render(request, "casework/keys/keys.html", context)
