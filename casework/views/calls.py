"""Calls that come in: what rings now, taking one, the day's list, and listening to a message."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from casework import presenters_calls as show
from casework.live_tokens import live_url
from casework.models import Call
from casework.permissions import visible_attachments
from casework.presenters_files import PLAYED
from casework.services import at_work, calls
from casework.services.calls import CannotTake
from casework.views import files
from casework.views.base import DeskRequest, desk


@desk("take_calls")
@require_safe
def ringing(request: DeskRequest) -> HttpResponse:
    """A part of a page. 1 statement while nothing rings; nothing for whoever is off duty."""
    now = timezone.now()
    found = show.to_take(now=now)
    if found and not at_work.now_at_work(staff=request.user, now=now):
        found = []
    context = {
        "ringing": show.ringing(found, staff=request.user) if found else [],
        "live_url": live_url("calls"),
    }
    return render(request, "casework/calls/_ringing.html", context)


@desk("take_calls")
@require_POST
def take(request: DeskRequest, call_id: UUID) -> HttpResponse:
    """Whoever is first goes on to the call screen; the other is told who has it."""
    call = get_object_or_404(Call, pk=call_id)
    try:
        calls.take(call=call, actor=request.user, now=timezone.now())
    except CannotTake as error:
        messages.error(request, str(error))
        return redirect("desk:calls")
    return redirect(f"{reverse('desk:log_phone')}?call={call.pk}")


@desk("take_calls")
@require_safe
def today(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "nav": "calls",
        "calls": show.today(staff=request.user, now=now),
        "now": now,
        "live_url": live_url("calls"),
        "here": request.path,
    }
    template = "casework/calls/_today.html" if request.htmx else "casework/calls/today.html"
    return render(request, template, context)


@desk("take_calls")
@require_safe
def recording(request: DeskRequest, file_id: UUID) -> FileResponse:
    """A message to listen to on the page, for those who may see its contact. Everything else is a download."""
    found = visible_attachments(request.user).filter(contact__call__isnull=False, content_type__in=PLAYED)
    recorded = files.kept(found, file_id)
    return files.sealed(FileResponse(files.content(recorded), content_type=recorded.content_type))
